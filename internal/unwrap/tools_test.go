package unwrap

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// What tools print, pasted whole, gives the certificate that they were given, to the
// byte, with the names of the headers, and no finding but those that are due.
func TestTools(t *testing.T) {
	der := testdata.DER("client-2")
	for _, name := range testdata.Tools() {
		t.Run(name, func(t *testing.T) {
			output, names, due := testdata.Tool(name)
			r := collect(output)
			found := false
			seen := make(map[string]bool)
			var ids []string
			for _, u := range r.Units {
				for i := range u.Fields {
					if n := strings.ToLower(u.Fields[i].Name); strings.HasPrefix(n, "x-amzn-mtls-clientcert") {
						seen[n] = true
					}
				}
				for i := range u.Objects {
					o := &u.Objects[i]
					if !bytes.Equal(o.DER.Bytes, der) {
						t.Errorf("something else is found: %v of %d bytes", o.Kind, o.DER.Len())
					}
					found = true
					for _, f := range o.Findings {
						ids = append(ids, string(f.ID))
					}
				}
			}
			for _, f := range r.Findings {
				ids = append(ids, string(f.ID))
			}
			slices.Sort(ids)
			if !found {
				t.Error("the certificate is not found")
			}
			if got := strings.Join(slices.Compact(ids), " "); got != due {
				t.Errorf("findings %q, want %q", got, due)
			}
			if want, _ := strconv.Atoi(names); len(seen) < want {
				t.Errorf("%d names of headers, want %d", len(seen), want)
			}
		})
	}
}
