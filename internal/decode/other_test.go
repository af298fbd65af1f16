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
		if o := &r.Others[i]; o.Title == "" || o.Secret {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if got := r.Others[0].Title; got != "Certificate request for “request.example”" {
		t.Error(got)
	}
	want := []struct{ id, other, path, content string }{
		{"field-missing", "list-version-1", "tbsCertList.nextUpdate", ""},
		{"revocation-list-overdue", "list-delta", "tbsCertList.nextUpdate", "\x17\x0d260108000000Z"}, // see testdata/neighbors
	}
	if len(r.Findings) != len(want) {
		t.Fatalf("%+v", r.Findings)
	}
	for i, w := range want {
		f := &r.Findings[i]
		name := testdata.Neighbors()[max(0, f.Other)]
		_, src, _ := testdata.Neighbor(name)
		if f.ID != w.id || f.Certificate != -1 || name != w.other || f.Bytes.Path != w.path ||
			string(src[f.Bytes.Offset:f.Bytes.Offset+f.Bytes.Length]) != w.content || len(f.Places) != 1 || f.Places[0].Line == 0 {
			t.Errorf("%+v, %+v", f, f.Bytes)
		}
	}
}
