package family

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// Named is a value of a request, a record or an event, with its name.
type Named struct {
	Name         string
	Value        []byte
	From         Place
	Certificates []*certinfo.Certificate // that were read out of the value, if any
}

// Sure is how sure a decision is.
type Sure uint8

const (
	NotTold  Sure = iota // the request does not tell
	Possible             // it could be; others could too
	Likely               // most of what is there says so, and nothing against it
	Certain              // a name that is this family's alone, in its own writing, or as much else
)

// EvidenceKind is what a piece of evidence is.
type EvidenceKind uint8

const (
	ByName      EvidenceKind = iota // the name
	ByForm                          // how the value is written
	ByOtherForm                     // the value is written as this family does not: evidence against it
	ByWord                          // a word of the verification
	ByNeighbor                      // another value beside it: Via, CF-Ray
	BySetting                       // a setting beside it that renames headers
	ByAgreement                     // the value is to the byte what the certificate beside it gives in this family's writing
)

// Evidence is one reason for or against a family.
type Evidence struct {
	Kind   EvidenceKind
	Value  int // index of the value
	Points int // how much it counts; below zero against
}

// Candidate is a family that could have written the request.
type Candidate struct {
	Family   ID
	Points   int
	Evidence []Evidence
}

// Copy is a name that stands twice.
type Copy struct {
	First, Second int  // indexes of the values
	Twin          bool // the names differ in - and _: one variable in CGI, WSGI and Rack
	Same          bool // the values are the same
}

// Misfit is a value that is not written as its name says: the encoding of one sender
// under the name of another.
type Misfit struct {
	Value int
	Name  Match        // whose name it is
	Form  carrier.Kind // how the value is written, None if it is of no syntax
}

// Decision is whose request it is, and what it says of the verification.
type Decision struct {
	Family   ID
	Format   int // of the family, -1 if it is not told
	Sure     Sure
	Renamed  bool // ALB's headers under other names
	ValueOf  int  // index of a lone value that is written as ALB, CloudFront and others do; -1 if there is none
	Mode     int  // of the family, -1 if the request does not tell
	Evidence []Evidence
	Others   []Candidate // those that compete, the likeliest first
	Also     []ID        // other families whose own identity values are in the request
	Copies   []Copy
	Misfits  []Misfit
	Entries  []Match // for each value its entry in the decided family, else the best of another; NoMatch for none

	Result   Result
	Said     int // index of the value that says it, -1 if it follows from what is absent
	Detail   Detail
	Conflict bool // values contradict each other: verified and failed, or none and a certificate
}

// NoMatch stands for a value without an entry.
const NoMatch = Match(0)

const noValue = -1

// scoring is what is gathered for one family.
type scoring struct {
	points   int
	own      int // names of its own, in a form that fits
	names    int
	fits     int // values that are written as this family writes them
	evidence []Evidence
	format   [8]int // points for each of its formats
}

// maxValues bounds the values of one request that are looked at.
const maxValues = 2000

// Decide says who wrote the values, all of them together. Without one of its names,
// its log or a setting that renames them ALB is never more than Possible.
func Decide(values []Named) Decision {
	if len(values) > maxValues {
		values = values[:maxValues]
	}
	d := Decision{Format: -1, ValueOf: noValue, Mode: -1, Said: noValue}
	var all [familyEnd]scoring
	forms := make([]form, len(values))
	matches := make([][]Match, len(values))
	for i := range values {
		v := &values[i]
		matches[i] = Lookup(v.Name, v.From)
		if len(matches[i]) > 0 {
			forms[i] = formOf(v.Value)
		}
		for _, m := range matches[i] {
			all[m.ID()].name(m, i, &forms[i])
		}
	}
	renamed := settings(values, &all)
	for id := range all {
		if all[id].names > 0 {
			all[id].neighbors(families[id], values)
		}
	}
	d.choose(&all)
	if d.Sure == NotTold && d.ValueOf == noValue {
		d.albByValues(values, matches)
	}
	d.Renamed = d.Renamed || renamed && d.Family == ALB
	d.entries(values, matches, forms)
	d.Misfits = d.misfits(matches, forms)
	d.mode()
	d.Copies = copies(values, matches)
	d.outcome(values)
	return d
}

// What names count. The first own name counts in full, further ones little.
const (
	ownPoints     = 60
	ownAgain      = 6
	usualPoints   = 10
	sharedPoints  = 3
	sureCertain   = 60
	marginCertain = 25
	sureLikely    = 26
	surePossible  = 14
	marginLikely  = 8
)

// name counts one value under a name of the family.
func (s *scoring) name(m Match, i int, f *form) {
	h := m.Header()
	points := 0
	switch h.Weight {
	case Own:
		points = ownPoints
		if s.own > 0 {
			points = ownAgain
		}
	case Usual:
		points = usualPoints
	default:
		points = sharedPoints
	}
	if h.Kind == ConnectionInfo || h.Kind == KeyDetail || h.Kind == ProxyIdentity {
		points = min(points, usualPoints) / 2
	}
	s.names++
	bonus := f.fits(h)
	if bonus > 0 {
		s.fits++
	}
	if h.Weight == Own && bonus >= 0 && h.Kind != ConnectionInfo {
		s.own++
	}
	if bonus < 0 && h.Weight == Own {
		points, bonus = points/2, 0
		s.evidence = append(s.evidence, Evidence{ByOtherForm, i, 0})
	}
	s.evidence = append(s.evidence, Evidence{ByName, i, points})
	kind := ByForm
	switch {
	case bonus < 0:
		kind = ByOtherForm
	case h.Kind == Outcome || h.Kind == Error:
		kind = ByWord
	}
	if bonus += absence(m.ID(), f.absent); bonus != 0 {
		s.evidence = append(s.evidence, Evidence{kind, i, bonus})
	}
	s.points += points + bonus
	s.format[min(int(h.Format), len(s.format)-1)] += points + max(bonus, 0)
}

// absence is what a way to say nothing tells of the sender.
func absence(id ID, a Absence) int {
	switch {
	case a == NullWord && id == Apache:
		return 4
	case a == Placeholder && id == Caddy:
		return 40
	case (a == EmptyBytes || a == EmptyHash || a == EmptyList) && id == Caddy:
		return 8
	case a == Dash && id == Squid:
		return 6
	}
	return 0
}

// neighbors counts the values beside that speak for the family.
func (s *scoring) neighbors(f *Family, values []Named) {
	for n := range f.Neighbors {
		neighbor := &f.Neighbors[n]
		for i := range values {
			if neighbor.is(&values[i]) {
				s.points += int(neighbor.Sure)
				s.evidence = append(s.evidence, Evidence{ByNeighbor, i, int(neighbor.Sure)})
				break
			}
		}
	}
}

func (n *Neighbor) is(v *Named) bool {
	var buffer [maxName]byte
	name := normal(&buffer, v.Name)
	if start, ok := strings.CutSuffix(n.Name, "*"); ok {
		if !bytes.HasPrefix(name, []byte(start)) {
			return false
		}
	} else if string(name) != n.Name {
		return false
	}
	const enough = 400
	return n.Holds == "" || bytes.Contains(bytes.ToLower(v.Value[:min(len(v.Value), enough)]), []byte(n.Holds))
}

// kin are families whose values are the same because they are the same software.
func kin(a, b ID) bool {
	group := func(id ID) int {
		switch id {
		case Nginx, IngressNginx:
			return 1
		case Envoy, ContainerApps:
			return 2
		}
		return -int(id)
	}
	return group(a) == group(b)
}

// choose takes the family with the most points, if it has enough and no other has
// nearly as many.
func (d *Decision) choose(all *[familyEnd]scoring) {
	var list []Candidate
	for id := range all {
		if s := &all[id]; s.points > 0 && s.names > 0 {
			list = append(list, Candidate{ID(id), s.points, s.evidence})
		}
	}
	for i := 1; i < len(list); i++ { // few: sorted by insertion, the table's order kept
		for j := i; j > 0 && list[j].Points > list[j-1].Points; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	best := -1
	for i := range list {
		if !Of(list[i].Family).Reader {
			best = i
			break
		}
	}
	if best < 0 {
		d.Others = list
		return
	}
	winner := list[best]
	second := 0
	for i := range list {
		if i != best && !kin(list[i].Family, winner.Family) && !Of(list[i].Family).Reader {
			second = list[i].Points
			break
		}
	}
	s := &all[winner.Family]
	margin := winner.Points - second
	switch {
	case s.own > 0, winner.Points >= sureCertain && margin >= marginCertain:
		d.Sure = Certain
	case winner.Points >= sureLikely && margin >= marginLikely:
		d.Sure = Likely
	case Of(winner.Family).Generic && margin >= 0 && s.fits > 0:
		d.Sure = Likely
	case winner.Points >= surePossible && margin >= marginLikely && s.fits > 0:
		d.Sure = Possible
	}
	for id := range all { // another family's own names beside
		if all[id].own > 0 && ID(id) != winner.Family && !kin(ID(id), winner.Family) && all[id].identity() {
			d.Also = append(d.Also, ID(id))
		}
	}
	if d.Sure == NotTold {
		d.Others = list
		return
	}
	d.Family, d.Evidence = winner.Family, winner.Evidence
	d.Others = append(list[:best:best], list[best+1:]...)
	for f, points := range s.format[:min(len(s.format), len(Of(winner.Family).Formats))] {
		if points > 0 && (d.Format < 0 || points > s.format[d.Format]) {
			d.Format = f
		}
	}
}

// identity reports whether the evidence has a name beside details of the connection.
func (s *scoring) identity() bool {
	for _, e := range s.evidence {
		if e.Kind == ByName && e.Points >= ownAgain {
			return true
		}
	}
	return false
}

// settings finds settings of a listener that rename headers, and counts the values
// under the new names for ALB.
func settings(values []Named, all *[familyEnd]scoring) (found bool) {
	for i := range values {
		name, value := values[i].Name, values[i].Value
		if !strings.Contains(name, "mtls_clientcert") && !(len(value) < 4096 && bytes.Contains(value, []byte("mtls_clientcert"))) {
			continue
		}
		list := Renamings(value)
		if r, ok := RenamingOf(name, string(value)); ok {
			list = []Renaming{r}
		}
		for _, r := range list {
			for j := range values {
				if j != i && strings.EqualFold(values[j].Name, r.To) {
					found = true
					s := &all[ALB]
					s.names++
					s.own++
					s.points += ownPoints
					s.format[r.Entry.Header().Format] += ownPoints
					s.evidence = append(s.evidence, Evidence{BySetting, i, ownPoints}, Evidence{ByName, j, 0})
				}
			}
		}
	}
	return found
}

// albByValues looks for ALB's headers under names that nobody knows: a percent-encoded
// PEM with + / = bare, and beside it a pair of dates or two more values in ALB's
// writing. Any name, word or neighbor of another family speaks against it. One such
// value alone is only said to be written as ALB and others do.
func (d *Decision) albByValues(values []Named, matches [][]Match) {
	pem, dates, short := noValue, noValue, 0
	var leaf *certinfo.Certificate
	var evidence []Evidence
	foreign := false
	for i := range values {
		v := &values[i]
		for _, m := range matches[i] {
			foreign = foreign || m.ID() != ALB
		}
		foreign = foreign || OutcomeName(v.Name, string(v.Value)) || strangeNeighbor(v)
		if len(matches[i]) == 0 && pem == noValue && carrier.Of(v.Value) == carrier.PEMSafe && bytes.ContainsAny(v.Value, "+/=") {
			pem = i
			if len(v.Certificates) > 0 {
				leaf = v.Certificates[0]
			}
		}
	}
	for i := range values {
		v := &values[i]
		if i == pem || len(matches[i]) > 0 || len(v.Value) > 4096 || len(v.Value) < 2 {
			continue
		}
		kind := albKind(v.Value)
		if kind == NoKind || leaf != nil && !exactly(kind, string(v.Value), leaf) {
			continue
		}
		if kind == ValidityPair {
			dates = i
		} else {
			short++
		}
		evidence = append(evidence, Evidence{ByForm, i, 1})
		if leaf != nil {
			evidence[len(evidence)-1].Kind = ByAgreement
		}
	}
	switch {
	case pem == noValue && dates == noValue:
	case pem != noValue && !foreign && (dates != noValue || short >= 2):
		d.Family, d.Sure, d.Renamed, d.Format = ALB, Possible, true, 0
		d.Evidence = append([]Evidence{{ByForm, pem, 1}}, evidence...)
	case pem != noValue:
		d.ValueOf = pem
	default:
		d.ValueOf = dates
	}
}

// albKind tells which of ALB's short values a value could be, by its form.
func albKind(value []byte) Kind {
	switch {
	case carrier.IsValidity(value):
		return ValidityPair
	case len(value)%2 == 0 && len(value) >= 2 && len(value) <= 64 && only(value, "0123456789ABCDEF"):
		return Serial
	}
	if shape := nameShape(string(value)); shape == plainCommas || shape == escapedCommas {
		return Subject
	}
	return NoKind
}

func exactly(k Kind, value string, leaf *certinfo.Certificate) bool {
	w := nameRFC2253
	switch k {
	case ValidityPair:
		w = datePair
	case Serial:
		w = serialUpper
	}
	if Compare(k, value, leaf, w).Exact {
		return true
	}
	return k == Subject && Compare(Issuer, value, leaf, w).Exact
}

func only(s []byte, of string) bool {
	for _, c := range s {
		if strings.IndexByte(of, c) < 0 {
			return false
		}
	}
	return true
}

// strangeNeighbor reports whether a value speaks for a proxy that is not AWS's load
// balancer.
func strangeNeighbor(v *Named) bool {
	if strings.EqualFold(v.Name, "via") {
		return true
	}
	for id := None + 1; id < familyEnd; id++ {
		if id == ALB {
			continue
		}
		for n := range families[id].Neighbors {
			if x := &families[id].Neighbors[n]; x.Sure >= 30 && x.is(v) {
				return true
			}
		}
	}
	return false
}

// entries gives each value the entry that it is to be read by.
func (d *Decision) entries(values []Named, matches [][]Match, forms []form) {
	d.Entries = make([]Match, len(values))
	for i, list := range matches {
		best, most := NoMatch, -1000
		for _, m := range list {
			points := forms[i].fits(m.Header())
			switch {
			case m.ID() == d.Family:
				points += 500
			case d.Family != None && kin(m.ID(), d.Family):
				points += 400
			}
			if points > most {
				best, most = m, points
			}
		}
		d.Entries[i] = best
	}
}

// misfits finds values under a name that is one sender's own, RFC 9440's or Envoy's,
// and written in none of its ways. A decided family that has the name too, and writes
// so, explains it.
func (d *Decision) misfits(matches [][]Match, forms []form) (list []Misfit) {
	for i, all := range matches {
		for _, m := range all {
			h := m.Header()
			strict := h.Weight == Own || m.ID() == RFC9440 || m.ID() == Envoy && h.Weight == Usual
			if !strict || h.Kind != Certificate && h.Kind != Chain && h.Kind != Bundle || forms[i].fits(h) >= 0 {
				continue
			}
			if e := d.Entries[i]; d.Sure >= Likely && e.ID() == d.Family && e != m && forms[i].fits(e.Header()) > 0 {
				continue
			}
			list = append(list, Misfit{i, m, forms[i].carrier})
			break
		}
	}
	return list
}

// mode tells the mode from the headers alone, for those few families whose headers
// depend on it.
func (d *Decision) mode() {
	switch {
	case d.Family == ALB && (d.Format == 0 || d.Format == 1):
		d.Mode = d.Format
		var seen [2]bool
		for _, m := range d.Entries {
			if m != NoMatch && m.ID() == ALB && m.Header().Kind != ConnectionInfo && m.Header().Format < 2 {
				seen[m.Header().Format] = true
			}
		}
		if seen[0] && seen[1] {
			d.Mode = -1 // no listener sends both
		}
	case d.Family == CloudFront && d.Format == 1:
		d.Mode = 2
	}
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

// outcome gathers what the values say of the verification.
func (d *Decision) outcome(values []Named) {
	present, absent, said := false, false, false // identity: values that are there, and that say nothing
	var none, failed, verified, other = noValue, noValue, noValue, noValue
	details := make([]Detail, len(values))
	for i := range values {
		v := &values[i]
		m := d.Entries[i]
		if m == NoMatch {
			if d.Renamed || !OutcomeName(v.Name, string(v.Value)) {
				present = present || len(v.Certificates) > 0
				continue
			}
			var r Result
			r, details[i] = readWord(Unknown, strings.Trim(string(v.Value), `"`))
			place(r, i, &none, &failed, &verified, &other)
			continue
		}
		h := m.Header()
		const longest = 512 // longer than any word; longer values are something
		text := string(v.Value[:min(len(v.Value), longest)])
		r, detail := ReadOutcome(h, text)
		details[i] = detail
		switch h.Kind {
		case Outcome, Present, Revoked, Error:
			said = said || h.Kind == Present && r == NotSaid && detail.Reason != ""
			place(r, i, &none, &failed, &verified, &other)
		case ProxyIdentity, ConnectionInfo, KeyDetail:
		default:
			present = present || r == NotSaid
			absent = absent || r == NoCertificate
		}
	}
	d.conclude(present, absent, said, none, failed, verified, other, details)
}

// place notes the first value of each result.
func place(r Result, i int, none, failed, verified, other *int) {
	var slot *int
	switch r {
	case NoCertificate:
		slot = none
	case Failed:
		slot = failed
	case Verified:
		slot = verified
	case NotVerified, Strange:
		slot = other
	}
	if slot != nil && *slot == noValue {
		*slot = i
	}
}

func (d *Decision) conclude(present, absent, said bool, none, failed, verified, other int, details []Detail) {
	set := func(r Result, i int) {
		d.Result, d.Said = r, i
		if i >= 0 {
			d.Detail = details[i]
		}
	}
	switch {
	case none >= 0 && (!present || failed < 0):
		set(NoCertificate, none)
		d.Conflict = present || verified >= 0 && !details[verified].Zero
	case failed >= 0 && details[failed].Empty && !present:
		set(NoCertificate, failed) // Node.js without a certificate
	case failed >= 0:
		set(Failed, failed)
		d.Conflict = verified >= 0 && !details[verified].Zero
	case verified >= 0 && details[verified].Zero && !said:
		switch {
		case present && !absent:
			set(Verified, verified)
		case absent && !present:
			set(NoCertificate, noValue)
			d.Detail = details[verified]
		default: // nothing says that there was a certificate, or values contradict each other
			set(NotSaid, verified)
			d.Conflict = present && absent
		}
	case verified >= 0:
		set(Verified, verified)
		d.Conflict = absent && !present
	case other >= 0:
		d.Result, d.Said, d.Detail = NotVerified, other, details[other]
		if details[other].Reason != "GENEROUS" {
			d.Result = Strange
		}
	case absent && !present:
		set(NoCertificate, noValue)
	}
}
