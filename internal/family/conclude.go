package family

import (
	"bytes"
	"strings"
)

// misfits finds values under a name that is one sender's own, RFC 9440's or Envoy's,
// and written in none of its ways. Another family that has the name too, and writes
// so, explains it; under RFC 9440's name, which is a standard's, only one that is told.
func (d *Decision) misfits(matches [][]Match, forms []form) (list []Misfit) {
	for i, all := range matches {
		for _, m := range all {
			h := m.Header()
			strict := h.Weight == Own || m.ID() == RFC9440 || m.ID() == Envoy && h.Weight == Usual
			if !strict || h.Kind != Certificate && h.Kind != Chain && h.Kind != Bundle || forms[i].fits(h) >= 0 {
				continue
			}
			explained := false
			for _, o := range all {
				explained = explained || o.ID() != m.ID() && forms[i].fits(o.Header()) > 0 && (m.ID() != RFC9440 || d.Sure >= Possible && o.ID() == d.Family)
			}
			if explained {
				continue
			}
			list = append(list, Misfit{i, m, forms[i].carrier})
			break
		}
	}
	return list
}

// copies finds names that stand more than once, among those that are known or carry
// certificates.
func copies(values []Named, matches [][]Match) (list []Copy) {
	for i := range values {
		if len(matches[i]) == 0 && len(values[i].Certificates) == 0 {
			continue
		}
		for j := i + 1; j < len(values); j++ {
			if len(values[j].Name) != len(values[i].Name) || !sameName(values[i].Name, values[j].Name) {
				continue
			}
			list = append(list, Copy{i, j, strings.ContainsRune(values[i].Name, '_') != strings.ContainsRune(values[j].Name, '_'), bytes.Equal(values[i].Value, values[j].Value)})
			break
		}
	}
	return list
}

// sameName reports whether two names are the same but for letter case and - for _.
func sameName(a, b string) bool {
	for i := 0; i < len(a); i++ {
		x, y := a[i]|0x20, b[i]|0x20
		if a[i] == '_' || a[i] == '-' {
			x = '-'
		}
		if b[i] == '_' || b[i] == '-' {
			y = '-'
		}
		if x != y {
			return false
		}
	}
	return true
}

// statement is the first value that says a result.
type statement struct {
	at     int // noValue if none does
	detail Detail
}

// statements are what the values of a request say, each result by its first value.
type statements struct {
	none, failed, verified, other statement
	present, absent               bool // values that identify the client: some are there, some say nothing
	came                          bool // a value says that a certificate came
}

// add notes a result.
func (s *statements) add(r Result, i int, d Detail) {
	var to *statement
	switch r {
	case NoCertificate:
		to = &s.none
	case Failed:
		to = &s.failed
	case Verified:
		to = &s.verified
	case NotVerified, Strange:
		to = &s.other
	}
	if to != nil && to.at == noValue {
		*to = statement{i, d}
	}
}

// outcome gathers what the values say of the verification.
func (d *Decision) outcome(values []Named) {
	nobody := statement{at: noValue}
	s := statements{none: nobody, failed: nobody, verified: nobody, other: nobody}
	for i := range values {
		v := &values[i]
		const longest = 512 // longer than any word; longer values are something
		text := v.Value[:min(len(v.Value), longest)]
		m := d.Entries[i]
		if m == NoMatch {
			if !d.Renamed {
				if r, detail, ok := readUnnamed(v.Name, string(text)); ok {
					s.add(r, i, detail)
				}
			}
			s.present = s.present || len(v.Certificates) > 0
			continue
		}
		h := m.Header()
		r, detail := ReadOutcome(h, string(text))
		switch h.Kind {
		case Outcome, Present, Revoked, Error:
			s.came = s.came || h.Kind == Present && r == NotSaid && detail.Reason != ""
			s.add(r, i, detail)
		case ProxyIdentity, ConnectionInfo, KeyDetail:
		default:
			s.present = s.present || r == NotSaid
			s.absent = s.absent || r == NoCertificate
		}
	}
	d.conclude(&s)
}

// conclude makes one result of what is said. A word for no certificate counts unless
// there is one and a word for failure; a failure counts more than a success; OpenSSL's 0
// counts as verified only where a certificate is there and nothing says the contrary.
func (d *Decision) conclude(s *statements) {
	nothing := s.absent && !s.present
	zero := s.verified.at >= 0 && s.verified.detail.Zero
	success := s.verified.at >= 0 && !zero
	switch {
	case s.none.at >= 0 && (!s.present || s.failed.at < 0):
		d.say(NoCertificate, &s.none)
		d.Conflict = s.present || success
	case s.failed.at >= 0 && s.failed.detail.Empty && !s.present:
		d.say(NoCertificate, &s.failed) // Node.js without a certificate
	case s.failed.at >= 0:
		d.say(Failed, &s.failed)
		m := d.Entries[s.failed.at]
		d.Conflict = success && (m == NoMatch || m.Header().Kind != Revoked) // Cloudflare's "verified" does not count a revocation
	case success, zero && s.came, zero && s.present && !s.absent:
		d.say(Verified, &s.verified)
		d.Conflict = nothing && success
	case zero && nothing:
		d.say(NoCertificate, &s.verified)
		d.Said = noValue // it follows from what is absent
	case zero: // nothing says that there was a certificate, or values contradict each other
		d.say(NotSaid, &s.verified)
		d.Conflict = s.present && s.absent
	case s.other.at >= 0:
		d.say(Strange, &s.other)
		if s.other.detail.Reason == "GENEROUS" {
			d.Result = NotVerified
		}
	case nothing:
		d.Result = NoCertificate
	}
}

// say takes a result, and what goes with the value that says it.
func (d *Decision) say(r Result, s *statement) { d.Result, d.Said, d.Detail = r, s.at, s.detail }
