package judge

import (
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Whether a unit holds anything to speak of, and whether it is a request at all.

// ownNames reports whether a name of the client stands under a name that says so, and beside it
// another fact of a certificate: what operators call client_dn and client_serial.
func ownNames(fields []Field) bool {
	names, facts := 0, 0
	for i := range fields {
		f := &fields[i]
		if f.Field.Value.Len() > maxWord || f.Field.Element > 0 {
			continue
		}
		if family.NamesClient(f.Name, f.Field.Value.Bytes) {
			names++
		} else if names > 0 && family.SaysFact(f.Name, f.Field.Value.Bytes) {
			facts++
		}
	}
	return names > 1 || facts > 0
}

// loose reports whether nothing says that the values of the unit are those of a request:
// no sender or word of a verification is told, nothing stands in a header's or a log's
// place, and no name is one that headers have.
func (u *Unit) loose(of *unwrap.Unit) bool {
	if len(u.Fields) == 0 || u.told() || u.Whose.Lone || u.Said.Result != family.NotSaid || alone(of) || of.Opening.Len() > 0 || u.Request.Method != "" || u.Request.Client != "" {
		return false
	}
	for i := range of.Fields {
		if name := of.Fields[i].Name; equalNames(name, "host", false) || equalNames(name, "user-agent", false) {
			return false
		}
	}
	for i := range u.Fields {
		if f := &u.Fields[i]; f.Entry != family.NoMatch || f.Of >= 0 || strings.IndexByte(f.Name, '-') > 0 {
			return false
		}
	}
	return true
}

// speaks reports whether a unit may hold anything to report on: a structure, a name
// that somebody sends, a value that only load balancers write.
func speaks(u *unwrap.Unit) bool {
	if len(u.Objects) > 0 {
		return true
	}
	const together = 3        // short names that others have too tell something if they come together
	var members [1 << 8]uint8 // of an object in JSON, that each family has
	for i := range u.Fields {
		f := &u.Fields[i]
		if f.Element > 0 || f.Alone || carrier.IsValidity(f.Value.Bytes) || lookalike(f.Name) {
			return true
		}
		list := family.Lookup(f.Name, place(f))
		if len(list) == 0 && (family.SaysOutcome(f.Name, f.Value.Bytes) || family.NamesClient(f.Name, f.Value.Bytes) || len(f.Name) == len("verify") && verifies(f, u.Fields)) {
			return true
		}
		for _, m := range list {
			h := m.Header()
			if h.Weight != family.Shared && telling(h.Kind) || h.Kind == family.Outcome && says(h, f) {
				return true
			}
			if masked(h.Kind, f) {
				return true
			}
			if h.JSON && telling(h.Kind) && members[m.ID()] < together {
				if members[m.ID()]++; members[m.ID()] == together {
					return true
				}
			}
		}
	}
	return false
}

// verifies reports whether a word of a verification stands under the name verify, as operators
// call it in their logs, and beside it a distinguished name, or nothing in the place of one.
//
//go:noinline
func verifies(of *unwrap.Field, fields []unwrap.Field) bool {
	if !strings.EqualFold(of.Name, "verify") || !family.SaysOutcome("client-verify", of.Value.Bytes) {
		return false
	}
	for i := range fields {
		f := &fields[i]
		if last := max(0, len(f.Name)-len("dn")); strings.EqualFold(f.Name[last:], "dn") && f.Value.Len() < maxWord &&
			(family.Guess(f.Value.Bytes) == family.Subject || family.Absent(string(f.Value.Bytes)) != family.Something) {
			return true
		}
	}
	return false
}

// says reports whether a value is a word of a verification.
func says(h *family.Header, f *unwrap.Field) bool {
	if f.Value.Len() > maxWord {
		return false
	}
	r, _ := family.ReadOutcome(h, string(f.Value.Bytes))
	return r != family.NotSaid && r != family.Strange
}

// telling reports whether values of the kind are about the client.
func telling(k family.Kind) bool {
	switch k {
	case family.NoKind, family.ProxyIdentity, family.KeyDetail, family.ConnectionInfo:
		return false
	}
	return true
}

// lookalike reports whether a name pretends to be one of ALB's headers: people
// expect X-Amzn-Mtls-Clientcert-Chain, for one.
func lookalike(name string) bool {
	const prefix = "x-amzn-mtls-"
	if len(name) > 5 && strings.EqualFold(name[:5], "http_") {
		name = name[5:]
	}
	if len(name) < len(prefix) || strings.HasSuffix(name, "...") || !strings.EqualFold(strings.ReplaceAll(name[:len(prefix)], "_", "-"), prefix) {
		return false
	}
	return len(family.Lookup(name, family.InHeader)) == 0
}
