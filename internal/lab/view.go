package lab

import (
	"errors"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/openssl"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/unwrap"
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

// Inspect answers a question about one structure of a paste, or about two, as
// JSON. Structures are counted through: first the certificates of the report,
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
//	report   {}                                        report.Report, the sections of all certificates in it
//
// A structure that is not there, or holds a private key, is an error.
func Inspect(o Options, what string, input []byte, request jsontext.Members) ([]byte, error) {
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
		return report.NewTreePart(input, max(0, n("offset")), max(0, n("depth")), part == "run").AppendJSON(nil), nil
	}
	if what == "report" {
		return Report(o, input).JSON(), nil
	}
	j, _ := judge.Paste(input, judge.Options{Now: o.Now})
	var answer interface{ AppendJSON([]byte) []byte }
	ok := false
	switch at := n("structure"); what {
	case "tree":
		answer, ok = report.TreeOf(j, at)
	case "place":
		answer, ok = report.PlaceOf(j, input, at, n("offset"), n("length"))
	case "names":
		answer, ok = report.NamesOf(j, at, request.String("name") == "issuer", request.String("given"))
	case "compare":
		answer, ok = report.Compare(j, at, n("other"))
	case "other":
		answer, ok = report.OtherOf(j, at)
	case "certificate":
		answer, ok = report.CertificateOf(j, at)
	}
	if !ok {
		return nil, errNothing
	}
	return answer.AppendJSON(nil), nil
}

var errNothing = errors.New("there is no such structure in the paste")
