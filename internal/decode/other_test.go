package decode

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// Requests, revocation lists and public keys of a paste are read and rendered as
// text, with findings that point into the paste.
func TestOthers(t *testing.T) {
	var paste strings.Builder
	for _, name := range testdata.Neighbors() {
		armored, _, _ := testdata.Neighbor(name)
		paste.Write(armored)
	}
	r := read([]byte(paste.String()))
	if len(r.Others) != len(testdata.Neighbors()) {
		t.Fatalf("%d others", len(r.Others))
	}
	for i, name := range testdata.Neighbors() {
		if o := &r.Others[i]; len(o.Sections) == 0 || o.Secret {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if got := r.Others[0].Title; got != "Certificate request for “request.example”" {
		t.Error(got)
	}
	if len(r.Findings) != 1 || r.Findings[0].ID != "field-missing" || len(r.Findings[0].Places) != 1 || r.Findings[0].Places[0].Line == 0 {
		t.Errorf("%+v", r.Findings)
	}
	text, _ := View([]byte(paste.String()), Options{Now: testdata.Now}, "text")
	_, _, want := testdata.Neighbor("request")
	if !strings.HasPrefix(text, want) {
		t.Errorf("the text is %.200s", text)
	}
}
