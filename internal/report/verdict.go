package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/finding"
)

// Empty is the report on nothing.
func (b *Builder) Empty() *Report {
	b.report.Verdict.State = StateEmpty
	return &b.report
}

// Refused is the report on an input that is longer than limit bytes.
func Refused(size, limit int) *Report {
	b := &Builder{report: Report{Schema: Schema, Input: Input{Bytes: size}}}
	text := "The input has " + megabytes(size) + "; the limit is " + megabytes(limit) + ". Nothing of it was read."
	b.Finding(finding.Finding{ID: finding.InputTooLarge, Text: text, Hint: "Split the file, or cut out the lines you need."}, -1, -1)
	b.report.Verdict = Verdict{State: StateRefused, Text: []Run{{Text: text}}, Chips: []Chip{{ToneBad, "too large"}}}
	return &b.report
}

func megabytes(n int) string {
	const mib = 1 << 20
	if n%mib == 0 {
		return strconv.Itoa(n/mib) + " MiB"
	}
	return strconv.FormatFloat(float64(n)/mib, 'f', 1, 64) + " MiB"
}

// Report finishes the report: the findings in order, the verdict. Kind is what
// the paste was recognized as.
func (b *Builder) Report(kind string) *Report {
	b.report.Input.Kind = kind
	b.finishLog()
	b.sortFindings()
	b.verdict()
	return &b.report
}

func (b *Builder) verdict() {
	r := &b.report
	v := Verdict{State: StateRead}
	switch n := len(r.Certificates); {
	case r.Log != nil && n == 0:
		v.Text = b.logVerdict()
	case len(r.Groups) > 1:
		v.Text = b.manyGroups()
	case n > 0:
		v.Text = b.oneGroup()
	case b.headersOnly(&v):
	case len(r.Others) > 0:
		v.Text = []Run{{Text: "No certificate. " + listOthers(r.Others) + "."}}
	case len(r.Findings) > 0:
		v.Text = []Run{{Text: "No certificate could be read. " + r.Findings[0].Text}}
	default:
		v.State = StateNothing
		v.Text = []Run{{Text: "Nothing was recognized. mtlens looks for "}, {Text: "X-Amzn-Mtls-*", Style: Code},
			{Text: " headers and for certificates as PEM, base64, hexadecimal or DER, in any wrapping."}}
	}
	v.Chips = b.chips()
	r.Verdict = v
}

// oneGroup is the sentence for the certificates of one request or paste.
func (b *Builder) oneGroup() []Run {
	g := &b.report.Groups[0]
	if len(g.Chain.Members) == 0 {
		return nil
	}
	leaf := &b.report.Certificates[g.Chain.Members[0].Certificate]
	n := 0
	for _, m := range g.Chain.Members {
		if m.Role != otherReading {
			n++
		}
	}
	var text []Run
	switch {
	case b.modeName(g) == "verify":
		text = []Run{{Text: "ALB verify-mode headers for "}, {leaf.Title, Code}}
	case b.modeName(g) == "passthrough":
		text = []Run{{Text: "Passthrough chain of " + strconv.Itoa(n) + " from "}, {alb.InfoOf(alb.Clientcert).Name, Code}, {Text: ": "}, {leaf.Title, Code}}
	case g.Mode >= 0:
		text = []Run{{Text: "ALB headers of both modes for "}, {leaf.Title, Code}}
	case n > 1 && len(b.report.Certificates) == 1:
		text = []Run{{Text: strconv.Itoa(n) + " copies of one certificate: "}, {leaf.Title, Code}}
	case n > 1 && b.connected(g):
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
	if b.cutOff(g.Chain.Members[0].Certificate) {
		text = append(text, Run{Text: ", cut off: " + strconv.Itoa(leaf.Bytes) + " of " + strconv.Itoa(leaf.Declared) + " bytes are there"})
	}
	if leaf.NotAfter != "" {
		text = append(text, Run{Text: ", " + leaf.When})
	}
	return append(text, Run{Text: "."})
}

// connected reports whether the members are one path from a leaf.
func (b *Builder) connected(g *Group) bool {
	leaves := 0
	for _, m := range g.Chain.Members {
		switch m.Role {
		case "leaf", "authority":
			leaves++
		case "stranger":
			return false
		}
	}
	return leaves == 1
}

// manyGroups is the sentence for several requests or records.
func (b *Builder) manyGroups() []Run {
	r := &b.report
	clients := make(map[int]bool)
	without := 0
	for i := range r.Groups {
		if m := r.Groups[i].Chain.Members; len(m) > 0 {
			clients[m[0].Certificate] = true
		} else {
			without++
		}
	}
	text := strconv.Itoa(len(r.Groups)) + " requests with " + count(int64(len(clients)), "client certificate")
	if len(clients) > 0 && len(clients) < len(r.Groups)-without {
		text = strconv.Itoa(len(r.Groups)) + " requests with " + count(int64(len(clients)), "different client certificate")
	}
	if without > 0 {
		text += ", " + strconv.Itoa(without) + " of them without one"
	}
	return []Run{{Text: text + "."}}
}

// headersOnly is the sentence for headers without a certificate: what they say
// themselves. It reports false if there are none.
func (b *Builder) headersOnly(v *Verdict) bool {
	if len(b.report.Groups) == 0 || len(b.report.Groups[0].Headers) == 0 {
		return false
	}
	g := &b.report.Groups[0]
	value := make(map[string]string)
	for _, h := range g.Headers {
		if value[h.Role] == "" {
			value[h.Role] = h.Value
		}
	}
	get := func(r alb.Role) string { return value[alb.InfoOf(r).Name] }
	switch {
	case b.modeName(g) == "passthrough":
		v.Text = []Run{{Text: "ALB passthrough header without a certificate that could be read."}}
		return true
	case g.Mode < 0:
		v.Text = []Run{{Text: g.Headers[0].Meaning}}
		if cn := commonNameOf(g.Headers[0].Value); cn != "" {
			v.Text = append(v.Text, Run{Text: " Common name "}, Run{cn, Code}, Run{Text: "."})
		}
		return true
	}
	v.Text = []Run{{Text: "ALB verify-mode headers"}}
	if s := get(alb.Subject); s != "" {
		if cn := commonNameOf(s); cn != "" {
			s = cn
		}
		v.Text = append(v.Text, Run{Text: " for "}, Run{s, Code})
	}
	if s := get(alb.Issuer); s != "" {
		if cn := commonNameOf(s); cn != "" {
			s = cn
		}
		v.Text = append(v.Text, Run{Text: ", issued by " + s})
	}
	if t, ok := alb.ReadValidity(get(alb.Validity)); ok {
		j := judge(t[0], true, t[1], true, b.now)
		v.Text = append(v.Text, Run{Text: ", " + j.words})
	}
	v.Text = append(v.Text, Run{Text: "; the certificate itself is not in the paste."})
	return true
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
func (b *Builder) chips() []Chip {
	r := &b.report
	ids := make(map[string]int)
	repaired, damaged := 0, false
	for i := range r.Findings {
		f := &r.Findings[i]
		ids[f.ID]++
		if f.Severity == Warning && f.Title == "Repaired" || f.ID == string(finding.ArmorDamaged) || f.ID == string(finding.StrayCharacters) {
			repaired++
		}
		if f.Severity == Error && f.Bytes != nil && f.ID != string(finding.Expired) && f.ID != string(finding.NotYetValid) {
			damaged = true
		}
	}
	var all []Chip
	add := func(on bool, tone Tone, text string) {
		if on && len(all) < 3 {
			all = append(all, Chip{tone, text})
		}
	}
	agrees, differs := 0, 0
	for i := range r.Groups {
		for _, h := range r.Groups[i].Headers {
			switch h.Agreement {
			case Agrees:
				agrees++
			case Differs:
				differs++
			}
		}
	}
	if r.Log != nil {
		add(r.Log.Failed > 0, ToneBad, strconv.Itoa(r.Log.Failed)+" failed")
		add(r.Log.Succeeded > 0, ToneGood, strconv.Itoa(r.Log.Succeeded)+" succeeded")
	}
	add(ids[string(finding.PrivateKey)] > 0, ToneBad, "private key")
	add(ids[string(finding.DERTruncated)] > 0, ToneBad, "cut off")
	add(damaged && ids[string(finding.DERTruncated)] == 0, ToneBad, "damaged")
	add(ids[string(finding.BodyElided)] > 0, ToneBad, "left out")
	add(ids[string(finding.HeaderTwice)] > 0, ToneBad, "header twice")
	add(differs > 0, ToneBad, "headers differ")
	add(ids[string(finding.Expired)] > 0, ToneBad, "expired")
	add(ids[string(finding.NotYetValid)] > 0, ToneBad, "not yet valid")
	if repaired == 1 {
		add(true, ToneWarn, "1 repair")
	} else {
		add(repaired > 1, ToneWarn, strconv.Itoa(repaired)+" repairs")
	}
	add(ids[string(finding.ChainOrder)] > 0, ToneWarn, "order wrong")
	add(agrees > 0 && differs == 0, ToneGood, "headers agree with the leaf")
	return all
}
