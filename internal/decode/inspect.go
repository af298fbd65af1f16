package decode

import (
	"errors"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/report"
)

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
//	report   {}                                        report.Report, the sections of all certificates in it
//
// A structure that is not there, or holds a private key, is an error.
func Inspect(what string, input []byte, o Options, request jsontext.Members) ([]byte, error) {
	n := func(name string) int {
		v, err := request.Int(name)
		if err != nil || v < 0 || v > MaxInput {
			return -1
		}
		return int(v)
	}
	if len(input) > MaxInput {
		return nil, errNothing
	}
	if part := request.String("part"); what == "tree" && part != "" {
		return report.NewTreePart(input, max(0, n("offset")), max(0, n("depth")), part == "run").AppendJSON(nil), nil
	}
	if what == "report" {
		return Text(input, Options{Now: o.Now}).JSON(), nil
	}
	b, _ := gather(input, Options{Now: o.Now, Sections: -1})
	var answer interface{ AppendJSON([]byte) []byte }
	ok := false
	switch at := n("structure"); what {
	case "tree":
		answer, ok = b.Tree(at)
	case "place":
		answer, ok = b.PlaceOf(at, n("offset"), n("length"))
	case "names":
		answer, ok = b.Names(at, request.String("name") == "issuer", request.String("given"))
	case "compare":
		answer, ok = b.Compare(at, n("other"))
	case "certificate":
		answer, ok = b.CertificateOf(at)
	}
	if !ok {
		return nil, errNothing
	}
	return answer.AppendJSON(nil), nil
}

var errNothing = errors.New("there is no such structure in the paste")
