package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/testdata"
)

// sentRequest is what a family sends, as header lines or as JSON.
type sentRequest struct {
	f      *family.Family
	format int
	values []family.SentValue
}

func (q *sentRequest) text() string {
	var b strings.Builder
	event := q.f.Formats[q.format].Kind == family.Event
	if event {
		b.WriteString("{")
	}
	for i, v := range q.values {
		switch {
		case event && i > 0:
			b.WriteString(",")
			fallthrough
		case event:
			b.WriteString(`"` + v.Name + `":"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(v.Value) + `"`)
		default:
			b.WriteString(v.Name + ": " + strings.TrimRight(v.Value, "\n") + "\n")
		}
	}
	if event {
		b.WriteString("}")
	}
	return b.String() + "\n"
}

// with is the request with one value changed.
func (q *sentRequest) with(i int, value string) *sentRequest {
	values := append([]family.SentValue(nil), q.values...)
	values[i].Value = value
	return &sentRequest{q.f, q.format, values}
}

// Mutual honesty: for each format of each family that follows from certificates, a
// request that is right raises nothing, one in which a value is of another client is
// told, one that failed, one without a certificate and one with a forged copy too; and
// none is said to be of another family.
func TestMutualHonesty(t *testing.T) {
	chainOf := func(names ...string) (list []*certinfo.Certificate) {
		for _, n := range names {
			list = append(list, certinfo.Parse(testdata.DER(n)))
		}
		return list
	}
	right, other := chainOf("client-1", "issuing-ca", "root-ca"), chainOf("client-2", "ec-issuing-ca", "ec-root-ca")
	formats := 0
	for _, f := range family.All() {
		for format := range f.Formats {
			sent, ok := family.AsSent(f.ID, format, right)
			wrong, _ := family.AsSent(f.ID, format, other)
			if !ok || len(sent.Values) != len(wrong.Values) {
				continue
			}
			formats++
			name := f.Slug + ", " + f.Formats[format].Name
			q := &sentRequest{f, format, sent.Values}
			whole := !sent.Bare
			r := read([]byte(q.text()))
			for _, id := range []string{"header-differs", "header-twice", "header-twins", "identities-differ", "verification-failed", "no-client-certificate", "outcome-contradicts", "header-misfit", "families-mixed"} {
				if strings.Contains(" "+ids(r)+" ", " "+id+" ") {
					t.Errorf("%s: the right one raises %s\n%s", name, ids(r), shortened(q.text()))
				}
			}
			claimed(t, name, f, r)
			for i, v := range q.values {
				changed := q.with(i, wrong.Values[i].Value)
				switch v.Kind {
				case family.Outcome:
					failed(t, name, q, i)
					continue
				case family.Subject, family.Issuer, family.Serial, family.NotAfter, family.ValidityPair, family.Fingerprint, family.CommonName, family.DNSNames, family.URIs, family.AllNames:
				case family.Certificate:
					if len(q.values) > 1 {
						copied := &sentRequest{f, format, append([]family.SentValue{{Name: v.Name, Value: wrong.Values[i].Value, Kind: v.Kind}}, q.values...)}
						if f.Formats[format].Kind == family.Request {
							if got := ids(read([]byte(copied.text()))); !strings.Contains(got, "header-twice") {
								t.Errorf("%s: %s twice, and it is not told: %s", name, v.Name, got)
							}
						}
					}
					continue
				default:
					continue
				}
				if !whole || v.Value == wrong.Values[i].Value {
					continue
				}
				if got := ids(read([]byte(changed.text()))); !strings.Contains(got, "header-differs") {
					t.Errorf("%s: another client's %s is not told: %s\n%s", name, v.Name, got, shortened(changed.text()))
				}
			}
			absent(t, name, q)
		}
	}
	t.Logf("%d formats", formats)
	if formats < 50 {
		t.Errorf("only %d formats", formats)
	}
}

// claimed checks that the answer has this family's name, and none of another without it:
// where several write the same (RFC 9440 has many senders), it has them all. What is
// only read by this one is somebody else's.
func claimed(t *testing.T, name string, f *family.Family, r *report.Report) {
	t.Helper()
	if a := answerOf(r, report.QuestionSender); !f.Reader && !strings.Contains(strings.ToLower(a), strings.ToLower(f.Within())) {
		t.Errorf("%s: whose request: %s", name, a)
	}
}

func failed(t *testing.T, name string, q *sentRequest, i int) {
	t.Helper()
	word := map[string]string{"SUCCESS": "FAILED:certificate has expired", "Success": "Failed:ClientCertExpired", "0": "10", "true": "false", "1": "0"}[q.values[i].Value]
	if got := ids(read([]byte(q.with(i, word).text()))); !strings.Contains(got, "verification-failed") && !strings.Contains(got, "outcome-contradicts") {
		t.Errorf("%s: %s: %s is not told: %s", name, q.values[i].Name, word, got)
	}
}

func absent(t *testing.T, name string, q *sentRequest) {
	t.Helper()
	values := append([]family.SentValue(nil), q.values...)
	tells := false
	for i := range values {
		v := &values[i]
		switch v.Kind {
		case family.Outcome:
			word, ok := map[string]string{"SUCCESS": "NONE", "0": "0"}[v.Value]
			if !ok {
				return // this sender's word is another value's
			}
			v.Value, tells = word, true
		case family.Present:
			v.Value, tells = map[string]string{"true": "false", "1": "0"}[v.Value], true
		case family.ConnectionInfo, family.KeyDetail, family.ProxyIdentity, family.Revoked, family.Error:
		default:
			v.Value = ""
		}
	}
	if !tells {
		return
	}
	if got := ids(read([]byte((&sentRequest{q.f, q.format, values}).text()))); !strings.Contains(got, "no-client-certificate") {
		t.Errorf("%s: no certificate, and it is not told: %s\n%s", name, got, shortened((&sentRequest{q.f, q.format, values}).text()))
	}
}

func shortened(s string) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(s, "\n") {
		if len(line) > 100 {
			line = line[:100] + "…\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// Values that a table cut are said to be cut off: without the certificate by a finding, beside
// it by what they are compared with.
func TestCutOff(t *testing.T) {
	cut := "\nKey                 Value\n---                 -----\nX-Ssl-Client-Verify SUCCESS\nX-Ssl-Client-S-Dn   CN=" + "pay-client 7,O=Fjo...\n"
	if r := read([]byte(cut + "\n")); ids(r) != "body-elided" || !strings.Contains(r.Findings[0].Text, "cut off") {
		t.Errorf("findings %s", ids(r))
	}
	c := certinfo.Parse(testdata.DER("client-1"))
	subject := c.Subject.String()
	r := read([]byte("X-Amzn-Mtls-Clientcert-Leaf: " + strings.ReplaceAll(string(testdata.PEM("client-1")), "\n", "%0A") + "\nX-Amzn-Mtls-Clientcert-Subject: " + subject[:10] + "...\n"))
	if h := header(t, r, "X-Amzn-Mtls-Clientcert-Subject"); h.Agreement != report.Unchecked || !strings.Contains(h.How, "cut off") || strings.Contains(ids(r), "header-differs") {
		t.Errorf("%q, %q, findings %s", h.Agreement, h.How, ids(r))
	}
}
