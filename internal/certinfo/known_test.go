package certinfo

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/testdata"
)

// openSSLPrints are the extensions that OpenSSL has a method for, in the order of
// its list (crypto/x509/standard_exts.h): up to admission those of 3.0, then those
// that came later.
const openSSLPrints = `
2.16.840.1.113730.1.1 2.16.840.1.113730.1.13 2.16.840.1.113730.1.2 2.16.840.1.113730.1.3 2.16.840.1.113730.1.4
2.16.840.1.113730.1.7 2.16.840.1.113730.1.8 2.16.840.1.113730.1.12
2.5.29.14 2.5.29.15 2.5.29.16 2.5.29.17 2.5.29.18 2.5.29.19 2.5.29.20 2.5.29.32 2.5.29.35 2.5.29.31 2.5.29.37
2.5.29.27 2.5.29.21 2.5.29.24 1.3.101.1.4.1 1.3.6.1.5.5.7.1.1 1.3.6.1.5.5.7.1.7 1.3.6.1.5.5.7.1.8
1.3.6.1.5.5.7.48.1.2 1.3.6.1.5.5.7.48.1.3 1.3.6.1.5.5.7.48.1.4 1.3.6.1.5.5.7.48.1.5 1.3.6.1.5.5.7.48.1.6 1.3.6.1.5.5.7.48.1.7
1.3.6.1.5.5.7.1.11 2.5.29.36 2.5.29.23 1.3.6.1.5.5.7.1.14 2.5.29.30 2.5.29.33 2.5.29.54 2.5.29.28 2.5.29.29 2.5.29.46
1.3.6.1.4.1.11129.2.4.2 1.3.6.1.4.1.11129.2.4.3 1.3.6.1.4.1.11129.2.4.5 1.2.643.100.111 1.2.643.100.112
1.3.6.1.5.5.7.1.24 1.3.36.8.3.3

2.5.29.55 2.5.29.56 2.5.29.9 2.5.29.41 2.5.29.42 2.5.29.49 2.5.29.50 2.5.29.52 2.5.29.57 2.5.29.61 2.5.29.62 2.5.29.65
2.5.29.66 2.5.29.69 2.5.29.75 2.5.29.38 2.5.29.39 2.5.29.43 2.5.29.48 2.5.29.63 2.5.29.64 2.5.29.67 2.5.29.68
1.3.6.1.5.5.7.1.4 1.3.6.1.5.5.7.1.6
`

// Every extension has one reader, a name for people, and a document.
func TestKnown(t *testing.T) {
	seen := map[oid.OID]bool{}
	for _, k := range known {
		id := k.id.String()
		if seen[k.id] {
			t.Errorf("%s is there twice", id)
		}
		seen[k.id] = true
		if (k.read == nil) == (k.of == nil) {
			t.Errorf("%s has not one reader", id)
		}
		if k.doc == "" || k.name == "" && oid.Describe(k.id) == "" {
			t.Errorf("%s has no document, or no name: internal/oid/more.txt gives it one", id)
		}
	}
	for dotted := range strings.FieldsSeq(openSSLPrints) {
		if id, ok := oid.Parse(dotted); !ok || !seen[id] {
			t.Errorf("%s has no reader", dotted)
		}
	}
}

// Every known extension stands in a fixture, and is read there without a fault: the
// text of the fixture is OpenSSL's (package openssl compares), its tree and card are
// golden.
func TestKnownFixtures(t *testing.T) {
	read := map[oid.OID]bool{}
	note := func(list []Extension) {
		for i := range list {
			if x := &list[i]; x.Parsed != nil {
				read[x.OID] = true
			}
		}
	}
	for _, name := range testdata.Certificates() {
		note(Parse(testdata.DER(name)).Extensions)
	}
	for _, name := range testdata.Neighbors() {
		_, src, _ := testdata.Neighbor(name)
		note(ParseRequest(src).Extensions)
		l := ParseList(src)
		note(l.Extensions)
		for i := range l.Entries {
			note(l.Entry(i).Extensions)
		}
	}
	for _, k := range known {
		if !read[k.id] {
			t.Errorf("%s, %s, is in no fixture: add one to testdata/make, and run it", k.id, describe(k.id))
		}
	}
}
