package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/words"
)

// Refused is the report on an input that is longer than limit bytes.
func Refused(size, limit int) *Report {
	text := "The input has " + words.Bytes(size) + "; the limit is " + words.Bytes(limit) + ". Nothing of it was read."
	w := &Writer{report: Report{Schema: Schema, Input: Input{Bytes: size}}}
	w.finding(&judge.Finding{Finding: finding.Finding{ID: finding.InputTooLarge, Text: text, Hint: "Split the file, or cut out the lines you need."}, Certificate: -1, Other: -1, Unit: -1})
	w.report.Verdict = Verdict{State: StateRefused, Text: []Run{{Text: text}}, Chips: []Chip{{ToneBad, "too large"}}}
	return &w.report
}

func (w *Writer) verdict(s *judge.Summary) Verdict {
	r := &w.report
	v := Verdict{State: StateRead, Chips: chips(s)}
	switch n := len(r.Certificates); {
	case len(r.Logs) > 0 && n == 0:
		v.Text = logVerdict(&r.Logs[0])
	case len(r.Groups) > 1:
		v.Text = w.manyGroups()
	case n > 0:
		v.Text = w.oneGroup(s)
	case len(r.Groups) > 0 && len(r.Groups[0].Headers) > 0:
		v.Text = w.headersOnly()
	case len(r.Others) > 0:
		v.Text = []Run{{Text: "No certificate. " + listOthers(r.Others) + "."}}
	case s.Text != nil:
		v.Text = aboutText(s.Text)
	case len(r.Findings) > 0:
		v.Text = []Run{{Text: "No certificate could be read. " + r.Findings[0].Text}}
	default:
		v.State = StateNothing
		v.Text = []Run{{Text: "Nothing was recognized. mtlens looks for "}, {Text: "X-Amzn-Mtls-*", Style: Code},
			{Text: " headers and for certificates as PEM, base64, hexadecimal or DER, in any wrapping."}}
	}
	return v
}

// oneGroup is the sentence for the certificates of one request or paste.
func (w *Writer) oneGroup(s *judge.Summary) []Run {
	g := &w.report.Groups[0]
	if len(g.Chain.Members) == 0 {
		return nil
	}
	client := g.Client.Certificate
	if client < 0 {
		client = g.Chain.Members[0].Certificate
	}
	leaf := &w.report.Certificates[client]
	n := 0
	for _, m := range g.Chain.Members {
		if m.Role != RoleOtherReading && m.Role != RoleOtherHop {
			n++
		}
	}
	var text []Run
	switch {
	case len(g.Headers) > 0 && g.Sender >= 0:
		text = append(w.requestOf(g, n), Run{leaf.Title, Code})
	case n > 1 && len(w.report.Certificates) == 1:
		text = []Run{{Text: strconv.Itoa(n) + " copies of one certificate: "}, {leaf.Title, Code}}
	case n > 1 && w.connected(g):
		text = []Run{{Text: "Chain of " + strconv.Itoa(n) + " certificates: "}, {leaf.Title, Code}}
	case n > 1:
		return []Run{{Text: strconv.Itoa(n) + " certificates that form no single chain, the first of "}, {leaf.Title, Code}, {Text: "."}}
	default:
		text = []Run{{Text: "Certificate of "}, {leaf.Title, Code}}
	}
	switch {
	case leaf.By == "":
	case leaf.SelfIssued:
		text = append(text, Run{Text: ", self-issued"})
	default:
		text = append(text, Run{Text: ", issued by " + leaf.By})
	}
	if w.judge.Certificates()[client].Truncated() {
		text = append(text, Run{Text: ", cut off: " + words.Number(leaf.Bytes) + " of " + words.Count(leaf.Declared, "byte") + " are there"})
	}
	if leaf.NotAfter != "" {
		text = append(text, Run{Text: ", " + leaf.When})
	}
	if s.Counts.Rules[finding.VerificationFailed] > 0 {
		text = append(text, Run{Text: ", not verified"})
	}
	return append(text, Run{Text: "."})
}

// connected reports whether the members are one path from a leaf.
func (w *Writer) connected(g *Group) bool {
	leaves := 0
	for _, m := range g.Chain.Members {
		switch m.Role {
		case RoleLeaf, RoleAuthority:
			leaves++
		case RoleStranger:
			return false
		}
	}
	return leaves == 1
}

// manyGroups is the sentence for several requests or records.
func (w *Writer) manyGroups() []Run {
	r := &w.report
	clients := make(map[int]bool)
	without := 0
	for i := range r.Groups {
		if c := r.Groups[i].Client.Certificate; c >= 0 {
			clients[c] = true
		} else if m := r.Groups[i].Chain.Members; len(m) > 0 {
			clients[m[0].Certificate] = true
		} else {
			without++
		}
	}
	text := strconv.Itoa(len(r.Groups)) + " requests with " + words.Count(len(clients), "client certificate")
	if len(clients) > 0 && len(clients) < len(r.Groups)-without {
		text = strconv.Itoa(len(r.Groups)) + " requests with " + words.Count(len(clients), "different client certificate")
	}
	if without > 0 {
		text += ", " + strconv.Itoa(without) + " of them without one"
	}
	return []Run{{Text: text + "."}}
}

// requestOf begins the sentence about a request with so many certificates.
func (w *Writer) requestOf(g *Group, n int) []Run {
	s := &w.report.Senders[g.Sender]
	text := s.Title
	if s.Mode != "" {
		text += ", " + s.Mode + " mode"
	}
	if n > 1 {
		text += ", chain of " + strconv.Itoa(n)
	}
	return []Run{{Text: text + ": "}}
}

// headersOnly is the sentence for headers without a certificate: what they say
// themselves.
func (w *Writer) headersOnly() []Run {
	g := &w.report.Groups[0]
	text := []Run{{Text: "Values of a client certificate"}}
	if g.Sender >= 0 {
		text = w.requestOf(g, 0)
		text[0].Text = strings.TrimSuffix(text[0].Text, ": ")
	}
	if g.Client.Name != "" {
		text = append(text, Run{Text: ", for "}, Run{g.Client.Name, Code})
	}
	return append(text, Run{Text: "; the certificate itself is not in the paste."})
}

func listOthers(others []Other) string {
	var list []string
	for i, o := range others {
		if i == 3 {
			list = append(list, strconv.Itoa(len(others)-3)+" more")
			break
		}
		list = append(list, o.Title)
	}
	return strings.Join(list, ", ")
}

// chips says the most important things once more, in a word: three at most.
func chips(s *judge.Summary) []Chip {
	var all []Chip
	add := func(on bool, tone Tone, text string) {
		if on && len(all) < 3 {
			all = append(all, Chip{tone, text})
		}
	}
	found := func(id finding.ID, tone Tone, text string) { add(s.Counts.Rules[id] > 0, tone, text) }
	c := &s.Counts
	for _, l := range s.Logs {
		good := l.Lines - l.Failed - l.Untold
		add(l.Failed > 0, ToneBad, words.Number(l.Failed)+" failed")
		add(good > 0, ToneGood, words.Number(good)+" succeeded")
	}
	found(finding.PrivateKey, ToneBad, "private key")
	found(finding.DERTruncated, ToneBad, "cut off")
	found(finding.SignatureWrong, ToneBad, "signature wrong")
	add(c.Damaged && c.Rules[finding.DERTruncated] == 0, ToneBad, "damaged")
	found(finding.BodyElided, ToneBad, "left out")
	found(finding.VerificationFailed, ToneBad, "not verified")
	found(finding.IdentitiesDiffer, ToneBad, "two clients")
	found(finding.HeaderTwice, ToneBad, "header twice")
	found(finding.HeaderTwins, ToneBad, "twin names")
	found(finding.NoClientCertificate, ToneWarn, "no certificate")
	add(c.Differ > 0, ToneBad, "headers differ")
	found(finding.Expired, ToneBad, "expired")
	found(finding.NotYetValid, ToneBad, "not yet valid")
	add(c.Repairs > 0, ToneWarn, words.Count(c.Repairs, "repair"))
	found(finding.ChainOrder, ToneWarn, "order wrong")
	add(c.Agree > 0 && c.Differ == 0, ToneGood, "headers agree with the leaf")
	return all
}
