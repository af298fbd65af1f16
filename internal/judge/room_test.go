package judge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

// tellUnit is what a unit comes to, without what counts through the paste.
func tellUnit(u *Unit) string {
	var b strings.Builder
	fmt.Fprint(&b, u.Whose.Family, u.Whose.Sure, u.Whose.Mode, u.Whose.Format, u.Whose.Others, u.Whose.Alike, u.Whose.Also, u.Request, u.Client >= 0, u.Name, u.Agree, u.Differ, len(u.Others))
	for _, r := range u.Whose.Reasons {
		fmt.Fprint(&b, " reason ", r.Kind, r.Name)
	}
	fmt.Fprintf(&b, " said %+v", u.Said)
	for i := range u.Fields {
		f := &u.Fields[i]
		fmt.Fprint(&b, " field ", f.Name, f.Value, f.Kind, f.Of, f.Client, f.Said, f.Compared.Result, f.Compared.How, len(f.Certificates))
	}
	for i := range u.Chain.Members {
		m := &u.Chain.Members[i]
		fmt.Fprint(&b, " member ", m.Role, m.Presented, m.Link.State)
	}
	fmt.Fprint(&b, " taken ", u.Taken.Asked, u.Taken.LeafOnly, u.Taken.Failed, u.Taken.Sure, u.Taken.Passed, u.Taken.Unshown, u.Taken.Signed, len(u.Taken.Chain))
	for i := range u.Taken.Checks {
		fmt.Fprint(&b, " ", u.Taken.Checks[i].ID, u.Taken.Checks[i].Outcome)
	}
	return b.String()
}

// A unit stands in the room of the one before, and has nothing of it: each request
// comes to the same alone and after any other.
func TestRoomIsEmpty(t *testing.T) {
	requests := []string{"GET / HTTP/1.1\nX-SSL-Client-Verify: FAILED:certificate has expired\nX-SSL-Client-S-DN: CN=a,O=b\n", "GET /a HTTP/1.1\nX-Forwarded-Client-Cert: Hash=aa;Subject=\"CN=b\";URI=spiffe://a/b\n"}
	for _, name := range []string{"verify-headers.txt", "verify-headers-ec.txt", "verify-mismatch.txt", "passthrough-chain.txt", "passthrough-chain-ec.txt", "passthrough-shuffled.txt", "plus-became-space.txt", "cut-off.txt"} {
		requests = append(requests, "GET / HTTP/1.1\nHost: a.example\n"+string(testdata.Paste(name)))
	}
	units := func(paste string) (list []string) {
		j := New(Options{Now: testdata.Now})
		for u := range j.Units(unwrap.Open([]byte(paste)), []byte(paste)) {
			list = append(list, tellUnit(u))
		}
		return list
	}
	alone := make([]string, len(requests))
	for i, r := range requests {
		list := units(r + "\n")
		if len(list) != 1 {
			t.Fatalf("%.60q is %d units", r, len(list))
		}
		alone[i] = list[0]
	}
	random := rand.New(rand.NewPCG(7, 8))
	for range 20 {
		order := random.Perm(len(requests))
		var paste strings.Builder
		for _, i := range order {
			paste.WriteString(requests[i] + "\n")
		}
		list := units(paste.String())
		for k, i := range order {
			if list[k] != alone[i] {
				t.Fatalf("%.60q comes to\n%s\nand alone to\n%s", requests[i], list[k], alone[i])
			}
		}
	}
}
