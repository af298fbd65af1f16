package alb

import (
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Client certificate identity filters of Network Load Balancers ([FilterGuide]).
// An NLB verifies in one mode and writes no headers. It admits a connection in this
// order: the chain to the trust store, the filters, revocation.
//
// Documented: a filter names one of four fields; its action is accept, so a client
// must match one of the filters at least; without filters nobody is kept out; a
// field that the certificate lacks does not match. How values are compared, and
// what holds of a field with several values, is not known here: they are compared
// byte for byte, any of several will do, and both is assumed.

// FilterGuide is the page that documents the filters.
const FilterGuide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/client-certificate-filters.html"

// FilterField is a field that a filter can ask for, by its name in the API.
type FilterField string

const (
	FilterCN  FilterField = "subject-cn"
	FilterOU  FilterField = "subject-ou"
	FilterDNS FilterField = "san-dns"
	FilterURI FilterField = "san-uri"
)

// FilterFields lists them.
var FilterFields = []FilterField{FilterCN, FilterOU, FilterDNS, FilterURI}

// Filter asks for a value of a field.
type Filter struct {
	Field FilterField
	Value string
}

// FilterRow is how one filter went.
type FilterRow struct {
	Filter
	Known   bool     // the field is one of the four
	Values  []string // what the certificate has there
	Matches bool
}

// FilterCheck is how the filters went.
type FilterCheck struct {
	Rows  []FilterRow
	Admit bool
}

// CheckFilters applies filters to a client's certificate.
func CheckFilters(leaf *certinfo.Certificate, filters []Filter) FilterCheck {
	c := FilterCheck{Admit: len(filters) == 0}
	for _, f := range filters {
		row := FilterRow{Filter: f}
		row.Values, row.Known = fieldOf(leaf, f.Field)
		for _, v := range row.Values {
			row.Matches = row.Matches || v == f.Value
		}
		c.Admit = c.Admit || row.Matches
		c.Rows = append(c.Rows, row)
	}
	return c
}

func fieldOf(leaf *certinfo.Certificate, field FilterField) (values []string, known bool) {
	switch field {
	case FilterCN:
		return attributes(leaf, oid.CommonName), true
	case FilterOU:
		return attributes(leaf, oid.OrganizationalUnitName), true
	case FilterDNS:
		return alternatives(leaf, certinfo.DNSName), true
	case FilterURI:
		return alternatives(leaf, certinfo.URI), true
	}
	return nil, false
}

func attributes(leaf *certinfo.Certificate, id oid.OID) (values []string) {
	for i := range leaf.Subject.RDNs {
		for k := range leaf.Subject.RDNs[i].Attributes {
			if a := &leaf.Subject.RDNs[i].Attributes[k]; a.OID == id {
				values = append(values, a.Text)
			}
		}
	}
	return values
}

func alternatives(leaf *certinfo.Certificate, kind certinfo.NameKind) (values []string) {
	x := leaf.Extension(oid.SubjectAltName)
	if x == nil {
		return nil
	}
	if names, ok := x.Parsed.(*certinfo.GeneralNames); ok {
		for i := range names.Names {
			if n := &names.Names[i]; n.Kind == kind && !n.Damaged {
				values = append(values, n.Text)
			}
		}
	}
	return values
}

// Sentence says how the filters went.
func (c *FilterCheck) Sentence() string {
	switch {
	case len(c.Rows) == 0:
		return "There are no identity filters: every client that the trust store vouches for is admitted."
	case c.Admit:
		for _, row := range c.Rows {
			if row.Matches {
				return "The filter " + string(row.Field) + " = " + words.Quote(words.Shorten(row.Value, 80)) + " matches. That values are compared byte for byte is assumed."
			}
		}
	}
	return "None of " + words.Count(len(c.Rows), "filter") + " matches, and a client must match one. That values are compared byte for byte is assumed."
}
