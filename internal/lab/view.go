package lab

import (
	"errors"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/markdown"
	"github.com/mtlens/mtlens/internal/openssl"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/wording"
)

// View renders the certificates in a paste, each distinct one once, as "text", in
// the manner of openssl x509 -text, or as "pem". The text of requests, revocation
// lists and public keys is there too. It reports false for other views.
func View(paste []byte, view string) (string, bool) {
	if view != "text" && view != "pem" {
		return "", false
	}
	if len(paste) > decode.MaxInput {
		return "", true
	}
	var out strings.Builder
	seen := make(map[string]bool)
	for u := range unwrap.Open(paste).Units() {
		for i := range u.Objects {
			object := &u.Objects[i]
			if seen[string(object.DER.Bytes)] {
				continue
			}
			seen[string(object.DER.Bytes)] = true
			if !object.IsCertificate() {
				if text, ok := openssl.Text(object.Kind, object.DER.Bytes); ok && view == "text" {
					out.WriteString(text)
				}
				continue
			}
			c := certinfo.Parse(object.DER.Bytes)
			if view == "text" {
				out.WriteString(openssl.Certificate(c))
			} else {
				out.WriteString(openssl.PEM(c))
			}
		}
	}
	return out.String(), true
}

// Inspect answers a question about one structure of a paste, or about two: it appends
// JSON to dst. Structures are counted through: first the certificates of the report,
// then what else is in it.
//
//	tree     {"structure": n}                          report.Tree
//	tree     {"part": "node" | "run", "offset": o, "depth": d}
//	                                                   report.Tree of the node whose bytes are the input
//	place    {"structure": n, "offset": o, "length": l} report.Place
//	names    {"structure": n, "name": "subject" | "issuer", "given": s}
//	                                                   report.Names
//	compare  {"structure": n, "other": m}              report.Comparison
//	certificate {"structure": n}                       report.Certificate
//	other    {"structure": n}                          report.Other
//	lines    {"log": s, "code": s, "client": s, "subject": s, "serial": s, "failed": 0 | 1, "from": t, "to": t, "words": s}
//	                                                   report.LogLines; each member may be left out
//	group    {"group": n}                              report.Group, in full
//	report   {}                                        report.Report, the sections of all certificates in it
//
// A structure that is not there, or holds a private key, is an error.
func Inspect(dst []byte, o Options, what string, input []byte, request jsontext.Members) ([]byte, error) {
	n := func(name string) int {
		v, err := request.Int(name)
		if err != nil || v < 0 || v > decode.MaxInput {
			return -1
		}
		return int(v)
	}
	if len(input) > decode.MaxInput {
		return nil, errNothing
	}
	if part := request.String("part"); what == "tree" && part != "" {
		return report.NewTreePart(input, max(0, n("offset")), max(0, n("depth")), part == "run").AppendJSON(dst), nil
	}
	if what == "report" {
		return Report(o, input).AppendSized(dst), nil
	}
	if what == "lines" {
		return wording.LinesOf(judge.New(judge.Options{Now: o.Now}), input, lineFilter(request)).AppendJSON(dst), nil
	}
	if what == "group" {
		at := n("group")
		r := wordsWith(o, input, judge.Evidence{}, func(w *wording.Writer) *wording.Writer { return w.Only(at) })
		if at < 0 || at >= len(r.Groups) {
			return nil, errNothing
		}
		return r.Groups[at].AppendJSON(dst), nil
	}
	j, _ := judge.Paste(input, judge.Options{Now: o.Now})
	var answer interface{ AppendJSON([]byte) []byte }
	ok := false
	switch at := n("structure"); what {
	case "tree":
		answer, ok = wording.TreeOf(j, at)
	case "place":
		answer, ok = wording.PlaceOf(j, input, at, n("offset"), n("length"))
	case "names":
		answer, ok = wording.NamesOf(j, at, request.String("name") == "issuer", request.String("given"))
	case "compare":
		answer, ok = wording.Compare(j, at, n("other"))
	case "other":
		answer, ok = wording.OtherOf(j, at)
	case "certificate":
		answer, ok = wording.CertificateOf(j, at)
	}
	if !ok {
		return nil, errNothing
	}
	return answer.AppendJSON(dst), nil
}

func lineFilter(request jsontext.Members) *wording.LineFilter {
	f := &wording.LineFilter{Log: request.String("log"), Code: request.String("code"), Client: request.String("client"),
		Failed: request.String("failed") == "1", Words: strings.Fields(strings.ToLower(request.String("words")))}
	if subject, ok := request["subject"]; ok {
		f.Subject = &subject
	}
	if serial, ok := request["serial"]; ok {
		f.Serial = &serial
	}
	f.From, _ = request.Int("from")
	f.To, _ = request.Int("to")
	return f
}

// Markdown is the report on a paste for a ticket, with what [Examine] finds out.
func Markdown(o Options, m *Material, paste []byte) string {
	e, _ := examine(o, m, paste)
	return markdown.Of(wordsWith(o, paste, e, (*wording.Writer).Told))
}

var errNothing = errors.New("there is no such structure in the paste")
