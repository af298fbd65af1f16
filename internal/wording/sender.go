package wording

import (
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/words"
)

// bases are the words for what a claim rests on.
var bases = [...]string{
	family.Documented: "documented",
	family.InSource:   "in its source",
	family.Measured:   "measured",
	family.Reported:   "reported",
	family.Inferred:   "inferred",
}

// sender returns the index of the unit's sender in the report, which says each once
// in each mode; -1 if it is not told.
func (w *Writer) sender(u *judge.Unit) int {
	f := family.Of(u.Whose.Family)
	if f == nil || u.Whose.Sure == family.NotTold {
		return -1
	}
	mode, from, to := "", 0, len(f.Modes)
	if m := u.Whose.Mode; m >= 0 && m < len(f.Modes) {
		mode, from, to = f.Modes[m].Name, m, m+1
	}
	for i := range w.report.Senders {
		if s := &w.report.Senders[i]; s.ID == f.Slug && s.Mode == mode {
			return i
		}
	}
	s := report.Sender{ID: f.Slug, Title: f.Title, Mode: mode, Outcome: f.Outcome, Reference: report.Link{Text: f.Title, URL: f.Reference}}
	if w.whole != nil {
		w.whole.notes(&s, f, from, to)
	}
	w.report.Senders = append(w.report.Senders, s)
	return len(w.report.Senders) - 1
}

// notes tells what a sender does in the modes [from, to), and what is left to do.
func notes(s *report.Sender, f *family.Family, from, to int) {
	n := family.NotesOf(f.ID)
	s.Todo, s.Strip, s.Versions = n.Todo, n.Strip, n.Versions
	for m := from; m < to && m < len(n.TodoIn); m++ {
		s.Todo = append(s.Todo[:len(s.Todo):len(s.Todo)], n.TodoIn[m]...)
	}
	for m := from; m < to && m < len(n.Does); m++ {
		out := report.SenderMode{Name: f.Modes[m].Name}
		for _, c := range n.Does[m] {
			out.Does = append(out.Does, report.Claim{Text: c.Text, Basis: bases[c.Basis]})
		}
		s.Modes = append(s.Modes, out)
	}
}

// answers are those to what people ask of a request. A paste without named values is
// no request: of it is asked alone what an ALB would say of the certificates.
func (w *Writer) answers(u *judge.Unit) []report.Answer {
	list := make([]report.Answer, 0, 4)
	if len(u.Fields) > 0 || u.Said.Result != family.NotSaid {
		if u.Loose {
			list = append(list, report.Answer{To: report.QuestionSender, Title: "Whose request", Text: []report.Run{{Text: "Nothing says that this is a request: no name in it is that of a header."}}})
		} else {
			list = append(list, w.whose(u))
		}
		if a, ok := w.agreement(u); ok {
			list = append(list, a)
		}
		if !u.Loose {
			list = append(list, w.verified(u))
		}
	}
	if u.Taken.Asked {
		list = append(list, w.taken(u))
	}
	return list
}

// named names the sender of a request, as sure as that is.
func named(who *judge.Whose) string {
	f := family.Of(who.Family)
	switch {
	case f == nil || who.Sure == family.NotTold:
		return ""
	case who.Sure == family.Likely:
		return "Probably " + f.Within()
	case who.Sure == family.Possible && who.Renamed:
		return "Could be renamed headers of an " + f.Within()
	case who.Sure == family.Possible:
		return "Could be " + f.Within()
	}
	return f.Title
}

// whose says who wrote the request, why, and how sure that is.
func (w *Writer) whose(u *judge.Unit) report.Answer {
	a := report.Answer{To: report.QuestionSender, Title: "Whose request", More: "why"}
	who := &u.Whose
	f := family.Of(who.Family)
	mode := ""
	if who.Mode >= 0 && f != nil {
		mode = ", " + f.Modes[who.Mode].Name + " mode"
	}
	switch {
	case who.Lone:
		a.Text = []report.Run{{Text: "Not told. This is a value as AWS ALB, CloudFront and others write it."}}
	case who.Sure == family.Certain:
		a.Tone = report.ToneGood
		a.Text = []report.Run{{Text: named(who)}, {Text: mode + ": " + w.because(u)}}
	case who.Sure == family.Possible && who.Renamed:
		a.Tone = report.ToneInfo
		a.Text = []report.Run{{Text: named(who)}, {Text: ": the values are written as it writes them, under names that nobody is known to use."}}
	case f != nil && who.Sure != family.NotTold:
		a.Tone = report.ToneInfo
		a.Text = []report.Run{{Text: named(who)}, {Text: mode + ": " + w.because(u)}}
	case len(who.Alike) > 0:
		a.Text = []report.Run{{Text: "Not told."}}
	case len(who.Others) > 0:
		a.Text = []report.Run{{Text: "Not told. The names are those of " + titles(who.Others) + "."}}
	case who.Named:
		a.Text = []report.Run{{Text: "Not told: none of those whose names these are writes so."}}
	default:
		a.Text = []report.Run{{Text: "Not told: no name in it is that of a known sender."}}
	}
	if n := len(who.Alike); n > 0 {
		text := " This is what " + titles(who.Alike) + words.Plural(n, " writes", " write")
		if f != nil {
			text += " too"
		}
		a.Text = append(a.Text, report.Run{Text: text + "."})
	}
	if who.Mixed {
		a.Tone = report.ToneWarn
		a.Text = append(a.Text, report.Run{Text: " There are headers of both modes, so the mode is not told."})
	}
	for i := range who.Reasons {
		if w.short {
			break
		}
		r := &who.Reasons[i]
		p := w.place(r.Span)
		a.Why = append(a.Why, report.Reason{Text: evidenceWords[r.Kind] + r.Name, Place: &p})
	}
	if len(who.Also) > 0 {
		a.Tone = report.ToneWarn
		a.Text = append(a.Text, report.Run{Text: " It also carries values of " + titles(who.Also) + "."})
	}
	return a
}

// evidenceWords begin a reason; the name of the value follows.
var evidenceWords = [...]string{
	family.ByName:      "Name: ",
	family.ByForm:      "Written as this sender writes it: ",
	family.ByOtherForm: "Not written as this sender writes it: ",
	family.ByWord:      "A word of its verification: ",
	family.ByNeighbor:  "Beside it: ",
	family.BySetting:   "A setting that renames headers: ",
	family.ByAgreement: "To the byte what the certificate gives in its writing: ",
}

// because sums the reasons up in a sentence's end.
func (w *Writer) because(u *judge.Unit) string {
	var count [len(evidenceWords)]int
	for _, r := range u.Whose.Reasons {
		count[r.Kind]++
	}
	var list []string
	add := func(k family.EvidenceKind, one, many string) {
		if n := count[k]; n > 0 {
			list = append(list, words.Plural(n, one, words.Number(n)+many))
		}
	}
	add(family.ByName, "one of its names", " of its names")
	add(family.BySetting, "a setting that renames its headers", " settings that rename its headers")
	add(family.ByWord, "a word of its verification", " words of its verification")
	add(family.ByNeighbor, "a value that it sends beside", " values that it sends beside")
	text := words.And(list)
	switch {
	case count[family.ByOtherForm] > 0:
		text += "; not all of them in its own writing"
	case count[family.ByForm]+count[family.ByAgreement] > 0:
		text += ", in its own writing"
	}
	return text + "."
}

// titles lists families, a few of them by name.
func titles(ids []family.ID) string {
	const few = 9 // as many send RFC 9440
	var list []string
	for i, id := range ids {
		if i == few {
			list = append(list, words.Count(len(ids)-few, "other"))
			break
		}
		if f := family.Of(id); f != nil {
			list = append(list, f.Within())
		}
	}
	return words.And(list)
}

// kindWords are what a named value is called in a sentence.
var kindWords = [...]string{
	family.NoKind: "value", family.Certificate: "certificate", family.Chain: "chain", family.Subject: "subject", family.Issuer: "issuer",
	family.CommonName: "common name", family.SubjectPart: "part of the subject", family.IssuerPart: "part of the issuer", family.Serial: "serial number",
	family.NotBefore: "start", family.NotAfter: "end", family.ValidityPair: "validity", family.Remaining: "days left", family.Fingerprint: "fingerprint",
	family.AllNames: "alternative names", family.DNSNames: "DNS name", family.URIs: "URI", family.Emails: "e-mail address", family.Addresses: "IP address",
	family.Identity: "identity", family.Outcome: "outcome", family.Present: "presence", family.Revoked: "revocation", family.Error: "error",
	family.Bundle: "bundle", family.ProxyIdentity: "proxy's identity", family.KeyDetail: "detail", family.ConnectionInfo: "detail of the connection",
}

// agreement says whether the named values say what the certificate says that they
// belong to. It is not asked where there is nothing to compare.
func (w *Writer) agreement(u *judge.Unit) (a report.Answer, asked bool) {
	a = report.Answer{To: report.QuestionAgreement, Title: "Does it agree"}
	var same, other, open []string
	count := 0
	because := func(f *judge.Field, says string) {
		if count++; !w.short {
			p := w.place(f.NameSpan)
			a.Why = append(a.Why, report.Reason{Text: f.Name + says + ".", Place: &p})
		}
	}
	for i := range u.Fields {
		f := &u.Fields[i]
		name := kindWords[f.Kind]
		switch c := &f.Compared; {
		case c.Result == family.Agrees:
			same = appendOnce(same, name)
			text := " agrees"
			if how := differences(c.How); how != "" {
				text += ", written otherwise: " + how
			}
			because(f, text)
		case c.Result == family.Differs:
			other = appendOnce(other, name)
			because(f, " differs: "+differences(c.How))
		case comparable(f):
			open = appendOnce(open, name)
			because(f, " was not compared: "+incomparable[c.Why])
		}
	}
	if len(same)+len(other)+len(open) == 0 {
		return a, false
	}
	a.More = words.Number(u.Agree) + " of " + words.Number(count)
	switch {
	case len(other) > 0:
		a.Tone = report.ToneBad
		a.Text = []report.Run{{Text: words.Capital(words.And(other)) + words.Plural(len(other), " says", " say") + " something else than the certificate."}}
	case len(same) > 0:
		a.Tone = report.ToneGood
		a.Text = []report.Run{{Text: words.Capital(words.And(same)) + words.Plural(len(same), " says", " say") + " what the certificate says."}}
	default:
		a.Text = []report.Run{{Text: "Not compared: " + w.noComparison(u) + "."}}
		return a, true
	}
	if len(open) > 0 {
		if a.Tone == report.ToneGood {
			a.Tone = report.ToneInfo
		}
		a.Text = append(a.Text, report.Run{Text: " Not compared: " + words.And(open) + "."})
	}
	return a, true
}

// noComparison says why nothing at all was compared.
func (w *Writer) noComparison(u *judge.Unit) string {
	switch {
	case u.Client < 0 && len(u.Chain.Members) > 0:
		return "nothing says that the certificate beside it is the client's"
	case u.Client < 0:
		return "the certificate itself is not in the paste"
	}
	return "nothing in it can be held against the certificate"
}

// comparable reports whether a value is one that people expect to be compared.
func comparable(f *judge.Field) bool {
	switch f.Compared.Why {
	case family.IsTheSubject, family.NotAFact:
		return false
	}
	return f.Kind >= family.Subject && f.Kind <= family.Identity
}

func appendOnce(list []string, s string) []string {
	for _, t := range list {
		if t == s {
			return list
		}
	}
	return append(list, s)
}

// incomparable says why nothing was compared.
var incomparable = [...]string{
	family.Comparable:          "there is nothing to compare",
	family.NoValue:             "it holds no value",
	family.NotAFact:            "no certificate says it",
	family.IsTheSubject:        "it is the certificate itself",
	family.FieldMissing:        "the certificate does not have the field, or it cannot be read",
	family.NotReadable:         "it is not in a form that is known",
	family.Incomplete:          "the certificate is not whole, so its hash says nothing",
	family.CutShort:            "it was cut off where it was shown; what is there of it is what the certificate says",
	family.DigitsLost:          "it was rounded, as spreadsheets do, and what was left out is lost",
	family.NotDefined:          "its form is not compared",
	family.NoCertificateAtHand: "the certificate that it belongs to is not in the paste",
}

// differenceWords name the ways in which a value is written otherwise, or differs.
var differenceWords = [...]struct {
	how  family.Difference
	text string
}{
	{family.Order, "another order"},
	{family.Separator, "+ where attributes stand by themselves, or the other way round"},
	{family.Escaping, "escapes left in or lost"},
	{family.Case, "letter case"},
	{family.StringType, "another string type"},
	{family.Spelling, "another spelling"},
	{family.Mojibake, "UTF-8 that was read as Latin-1"},
	{family.Lost, "characters lost"},
	{family.Type, "another attribute type"},
	{family.Value, "another value"},
	{family.Missing, "something of the certificate is missing"},
	{family.Added, "something is not in the certificate"},
	{family.Radix, "the same number in another base"},
	{family.First, "another start"},
	{family.Second, "another end"},
}

// differences lists the ways in words; empty for none.
func differences(how family.Difference) string {
	var list []string
	for _, d := range differenceWords {
		if how&d.how != 0 {
			list = append(list, d.text)
		}
	}
	return words.And(list)
}

// verified says what the request says of the verification.
func (w *Writer) verified(u *judge.Unit) report.Answer {
	a := report.Answer{To: report.QuestionVerified, Title: "Was it verified"}
	s := &u.Said
	var said []report.Run
	if s.Field >= 0 {
		f := &u.Fields[s.Field]
		what := f.Name + ": " + f.Value
		if f.Name == "" {
			what = f.Value
		}
		a.More = "where it says so"
		if !w.short {
			p := w.place(f.NameSpan.Join(f.Field.Value.All()))
			a.Why = []report.Reason{{Text: what, Place: &p}}
		}
		said = []report.Run{{Text: " ("}, {Text: what, Style: report.Code}, {Text: ")"}}
	}
	add := func(tone report.Tone, text string) {
		a.Tone = tone
		a.Text = append(append([]report.Run{{Text: text}}, said...), report.Run{Text: "."})
	}
	switch s.Result {
	case family.Verified:
		add(report.ToneGood, "The request says yes")
		if s.Detail.Zero {
			a.Tone = report.ToneInfo
			if u.Client < 0 {
				a.Text = append(a.Text, report.Run{Text: " The same stands there without any certificate too: look whether one is there."})
			}
		}
	case family.Failed:
		add(report.ToneBad, "No: the request says that the verification failed"+explained(&s.Detail))
	case family.NoCertificate:
		text := "No client certificate was presented"
		if u.Client >= 0 { // it may be the word of another hop
			text = "One value says that no client certificate was presented"
		}
		add(report.ToneWarn, text)
	case family.NotVerified:
		add(report.ToneWarn, "Not wholly: the client was let through although its certificate leads to no known authority")
	case family.Strange:
		if s.Detail.Counted {
			add(report.ToneWarn, counted(&s.Detail))
			break
		}
		add(report.ToneWarn, "Not told: the sender is not known to write this word")
	default:
		w.notSaid(u, &a)
	}
	if s.Alone {
		a.Text = append(a.Text, report.Run{Text: " The word stands without a name: it is taken for the outcome."})
	}
	if s.Conflict {
		a.Tone = report.ToneBad
		a.Text = append(a.Text, report.Run{Text: " Other values in the request contradict it."})
	}
	return a
}

// counted says what a number may mean under a name that no sender is known for.
func counted(d *family.Detail) string {
	switch {
	case d.Error.Number == 0 && d.Reason == "0":
		return "Not told: no sender is known for this name. For OpenSSL 0 is success, for others it is no"
	case d.Reason == "1":
		return "Not told: no sender is known for this name. For OpenSSL 1 is an error, for others it is yes"
	case d.Error.Text != "":
		return "Not told: no sender is known for this name. For OpenSSL the number is the error “" + d.Error.Text + "”"
	}
	return "Not told: no sender is known for this name, and none for the number"
}

// notSaid answers where no value speaks of the verification.
func (w *Writer) notSaid(u *judge.Unit, a *report.Answer) {
	f := family.Of(u.Whose.Family)
	text := "The request does not say."
	if f != nil && u.Whose.Sure >= family.Likely {
		if m := u.Whose.Mode; m >= 0 && f.Modes[m].Kind == family.Passthrough {
			a.Tone, text = report.ToneWarn, "No: in "+f.Modes[m].Name+" mode nothing is verified."
		} else {
			text += " " + f.Outcome
		}
	}
	a.Text = []report.Run{{Text: text}}
}

// explained is what a reason means, to stand behind a comma.
func explained(d *family.Detail) string {
	switch {
	case d.Error.Number > 0:
		return ", " + d.Error.Text
	case d.Code != "":
		return ", " + d.Code
	}
	return ""
}
