package wording

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/words"
)

// Refused is the report on an input that is longer than limit bytes.
func Refused(size, limit int) *report.Report {
	text := "The input has " + words.Bytes(size) + "; the limit is " + words.Bytes(limit) + ". Nothing of it was read."
	w := &Writer{report: report.Report{Schema: report.Schema, Input: report.Input{Bytes: size}}}
	w.finding(&judge.Finding{Finding: finding.Finding{ID: finding.InputTooLarge, Text: text, Hint: "Split the file, or cut out the lines you need."}, Certificate: -1, Other: -1, Unit: -1})
	w.report.Verdict = report.Verdict{State: report.StateRefused, Text: []report.Run{{Text: text}}, Chips: []report.Chip{{Tone: report.ToneBad, Text: "too large"}}}
	return &w.report
}

func (w *Writer) verdict(s *judge.Summary) report.Verdict {
	r := &w.report
	v := report.Verdict{State: report.StateRead, Chips: chips(s)}
	switch n := len(r.Certificates); {
	case len(r.Logs) > 0 && n == 0:
		v.Text = append(logVerdict(&r.Logs[0]), w.onThem(len(s.Access))...)
	case len(r.Groups) > 1:
		v.Text = w.manyGroups(s)
	case n > 0:
		v.Text = w.oneGroup(s)
	case len(r.Groups) > 0 && len(r.Groups[0].Headers) > 0:
		v.Text = w.headersOnly(s)
	case len(r.Others) > 0:
		v.Text = []report.Run{{Text: "No certificate. " + listOthers(r.Others) + "."}}
	case s.Text != nil:
		v.Text = aboutText(s.Text)
	case len(s.Settings) > 0:
		v.Text = aboutSettings(s.Settings)
	case len(r.Findings) > 0:
		v.Text = []report.Run{{Text: "No certificate could be read. " + r.Findings[0].Text}}
	default:
		v.State = report.StateNothing
		v.Text = []report.Run{{Text: "Nothing was recognized. mtlens looks for "}, {Text: "X-Amzn-Mtls-*", Style: report.Code},
			{Text: " headers and those of other proxies, for connection logs and reason codes, and for certificates as PEM, base64, hexadecimal or DER, in any wrapping."}}
	}
	return v
}

// onThem says how many requests of the access log came on connections of the log.
func (w *Writer) onThem(lines int) []report.Run {
	if lines == 0 {
		return nil
	}
	text := " Of " + words.Count(lines, "line") + " of the access log beside it, " + words.Number(w.joined) + words.Plural(w.joined, " has", " have") + " the transaction ID of one that is listed."
	return []report.Run{{Text: text}}
}

// oneGroup is the sentence for the certificates of one request or paste.
func (w *Writer) oneGroup(s *judge.Summary) []report.Run {
	g := &w.report.Groups[0]
	if len(g.Chain.Members) == 0 {
		return nil
	}
	client := g.Client.Certificate
	if client < 0 && g.Sender >= 0 && s.Counts.Rules[finding.NoClientCertificate] > 0 { // what is there is the proxy's own
		return append(w.requestOf(g, 0), report.Run{Text: "no client certificate was presented; the certificate that is in the paste is not the client's."})
	}
	if client < 0 {
		client = g.Chain.Members[0].Certificate
	}
	leaf := &w.report.Certificates[client]
	server := w.judge.Certificates()[client].Server
	n := 0
	for _, m := range g.Chain.Members {
		if m.Role != report.RoleOtherReading && m.Role != report.RoleOtherHop {
			n++
		}
	}
	var text []report.Run
	switch {
	case len(g.Headers) > 0 && g.Sender >= 0:
		text = append(w.requestOf(g, n), report.Run{Text: leaf.Title, Style: report.Code})
	case n > 1 && len(w.report.Certificates) == 1:
		text = []report.Run{{Text: strconv.Itoa(n) + " copies of one certificate: "}, {Text: leaf.Title, Style: report.Code}}
	case n > 1 && w.connected(g):
		whose := "Chain of "
		if server {
			whose = "A server's chain of "
		}
		text = []report.Run{{Text: whose + strconv.Itoa(n) + " certificates: "}, {Text: leaf.Title, Style: report.Code}}
	case n > 1:
		what := " certificates that form no single chain, the first of "
		if w.authorities(g) {
			what = " certificates of authorities, in no single chain: the first of "
		}
		return []report.Run{{Text: strconv.Itoa(n) + what}, {Text: leaf.Title, Style: report.Code}, {Text: "."}}
	default:
		whose := "Certificate of "
		if server {
			whose = "A server's certificate: "
		}
		text = []report.Run{{Text: whose}, {Text: leaf.Title, Style: report.Code}}
	}
	switch {
	case leaf.By == "":
	case leaf.SelfIssued:
		text = append(text, report.Run{Text: ", self-issued"})
	default:
		text = append(text, report.Run{Text: ", issued by " + leaf.By})
	}
	if w.judge.Certificates()[client].Truncated() {
		text = append(text, report.Run{Text: ", cut off: " + words.Number(leaf.Bytes) + " of " + words.Count(leaf.Declared, "byte") + " are there"})
	}
	if leaf.NotAfter != "" {
		text = append(text, report.Run{Text: ", " + leaf.When})
	}
	if doubt := w.doubts(s, client); doubt != "" {
		text = append(text, report.Run{Text: ", " + doubt})
	}
	if s.Counts.Rules[finding.VerificationFailed] > 0 {
		text = append(text, report.Run{Text: ", not verified"})
	}
	return append(text, report.Run{Text: "."})
}

// doubts says why what a certificate says is not sure, or does not count any more.
func (w *Writer) doubts(s *judge.Summary, client int) string {
	switch {
	case s.Counts.Rules[finding.AlphabetExchanged] > 0:
		return "with + and / of its base64 exchanged"
	case s.Counts.Rules[finding.SignatureWrong] > 0:
		return "with a signature that does not verify"
	case s.Counts.Rules[finding.NameMisread] > 0:
		return "with a name that may be misread"
	case w.judge.OnList(client) != nil:
		return "on a revocation list of the paste"
	}
	return ""
}

// authorities reports whether all members are certificates of authorities, as those of a
// trust store.
func (w *Writer) authorities(g *report.Group) bool {
	for _, m := range g.Chain.Members {
		if !judge.IsCA(w.judge.Certificates()[m.Certificate].Certificate) {
			return false
		}
	}
	return true
}

// connected reports whether the members are one path from a leaf.
func (w *Writer) connected(g *report.Group) bool {
	leaves := 0
	for _, m := range g.Chain.Members {
		switch m.Role {
		case report.RoleLeaf, report.RoleAuthority:
			leaves++
		case report.RoleStranger:
			return false
		}
	}
	return leaves == 1
}

// manyGroups is the sentence for several requests or records.
func (w *Writer) manyGroups(s *judge.Summary) []report.Run {
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
	if len(clients) == 0 {
		return w.manyWithout(s)
	}
	if requests, apart := w.requests(); apart > 0 {
		if requests == 0 {
			return []report.Run{{Text: strconv.Itoa(apart) + " parts, none of them a request."}}
		}
		return []report.Run{{Text: words.Count(requests, "request") + ", and " + words.Count(apart, "part") + words.Plural(apart, " that is none.", " that are none.")}}
	}
	text := words.Number(len(r.Groups)) + " requests with " + words.Count(len(clients), "client certificate")
	if len(clients) > 0 && len(clients) < len(r.Groups)-without {
		text = words.Number(len(r.Groups)) + " requests with " + words.Count(len(clients), "different client certificate")
	}
	if without > 0 {
		text += ", " + strconv.Itoa(without) + " of them without one"
	}
	return []report.Run{{Text: text + "."}}
}

// requests counts the groups that are requests, or records of one, and those that are
// not.
func (w *Writer) requests() (requests, apart int) {
	for i := range w.report.Groups {
		if w.report.Groups[i].IsRequest() {
			requests++
		}
	}
	return requests, len(w.report.Groups) - requests
}

// manyWithout is the sentence for several requests or records without a certificate
// in any of them.
func (w *Writer) manyWithout(s *judge.Summary) []report.Run {
	var said []string
	add := func(id finding.ID, what string) {
		if n := s.Counts.Rules[id]; n > 0 {
			said = append(said, words.Number(n)+what)
		}
	}
	add(finding.VerificationFailed, " not verified")
	add(finding.NoClientCertificate, " without a client certificate")
	text := strconv.Itoa(len(w.report.Groups)) + " requests"
	if len(said) > 0 {
		text += ", " + words.And(said)
	}
	return []report.Run{{Text: text + "; no certificate is in the paste."}}
}

// requestOf begins the sentence about a request with so many certificates.
func (w *Writer) requestOf(g *report.Group, n int) []report.Run {
	s := &w.report.Senders[g.Sender]
	text := w.first
	if s.Mode != "" {
		text += ", " + s.Mode + " mode"
	}
	switch {
	case n > 1 && w.connected(g):
		text += ", chain of " + strconv.Itoa(n)
	case n > 1:
		text += ", " + words.Count(n, "certificate")
	}
	return []report.Run{{Text: text + ": "}}
}

// headersOnly is the sentence for headers without a certificate: what they say
// themselves.
func (w *Writer) headersOnly(s *judge.Summary) []report.Run {
	g := &w.report.Groups[0]
	text := []report.Run{{Text: "Values of a client certificate"}}
	if s.Kind == unwrap.AccessLog {
		text[0].Text = "A line of an access log, laid out by its operator"
	}
	if g.Sender >= 0 {
		text = w.requestOf(g, 0)
		text[0].Text = strings.TrimSuffix(text[0].Text, ": ")
	}
	if g.Client.Name != "" {
		text = append(text, report.Run{Text: ", for "}, report.Run{Text: g.Client.Name, Style: report.Code})
	}
	switch s.Counts.Rules[finding.NoClientCertificate] + s.Counts.Rules[finding.VerificationFailed] {
	case 0:
	case s.Counts.Rules[finding.NoClientCertificate]:
		if g.Sender < 0 && g.Client.Name == "" {
			return []report.Run{{Text: "No client certificate was presented."}}
		}
		return append(text, report.Run{Text: ": no client certificate was presented."})
	default:
		text = append(text, report.Run{Text: ", not verified"})
	}
	return append(text, report.Run{Text: "; the certificate itself is not in the paste."})
}

func listOthers(others []report.Other) string {
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

// hasBad reports whether a chip says that something is wrong: none says then that
// something else is right.
func hasBad(chips []report.Chip) bool {
	for _, c := range chips {
		if c.Tone == report.ToneBad {
			return true
		}
	}
	return false
}

// chips says the most important things once more, in a word: three at most.
func chips(s *judge.Summary) []report.Chip {
	var all []report.Chip
	add := func(on bool, tone report.Tone, text string) {
		if on && len(all) < 3 {
			all = append(all, report.Chip{Tone: tone, Text: text})
		}
	}
	found := func(id finding.ID, tone report.Tone, text string) { add(s.Counts.Rules[id] > 0, tone, text) }
	c := &s.Counts
	for _, l := range s.Logs {
		good := l.Lines - l.Failed - l.Untold
		add(l.Failed > 0, report.ToneBad, words.Number(l.Failed)+" failed")
		add(good > 0, report.ToneGood, words.Number(good)+" succeeded")
	}
	found(finding.PrivateKey, report.ToneBad, "private key")
	found(finding.DERTruncated, report.ToneBad, "cut off")
	found(finding.AlphabetExchanged, report.ToneBad, "+ and / exchanged")
	found(finding.SignatureWrong, report.ToneBad, "signature wrong")
	found(finding.OnList, report.ToneBad, "on a revocation list")
	found(finding.NameMisread, report.ToneBad, "name misread")
	add(c.Damaged && c.Rules[finding.DERTruncated] == 0, report.ToneBad, "damaged")
	found(finding.BodyElided, report.ToneBad, "left out")
	found(finding.VerificationFailed, report.ToneBad, "not verified")
	found(finding.IdentitiesDiffer, report.ToneBad, "two clients")
	found(finding.HeaderTwice, report.ToneBad, "header twice")
	found(finding.HeaderTwins, report.ToneBad, "twin names")
	found(finding.NoClientCertificate, report.ToneWarn, "no certificate")
	add(c.Differ > 0, report.ToneBad, "headers differ")
	found(finding.Expired, report.ToneBad, "expired")
	found(finding.NotYetValid, report.ToneBad, "not yet valid")
	add(c.Refused > 0, report.ToneBad, s.By.String()+" refuses it")
	add(c.Doubted > 0 && c.Refused == 0, report.ToneWarn, s.By.String()+" may refuse it")
	add(c.Trusted > 0 && c.Refused == 0 && c.Doubted == 0, report.ToneGood, s.By.String()+" takes it")
	add(c.Repairs > 0, report.ToneWarn, words.Count(c.Repairs, "repair"))
	found(finding.ChainOrder, report.ToneWarn, "order wrong")
	add(c.Agree > 0 && c.Differ == 0 && !hasBad(all), report.ToneGood, "headers agree with the leaf")
	return all
}
