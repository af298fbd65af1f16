package family

import (
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// Named is a value of a request, a record or an event, with its name.
type Named struct {
	Name         string
	Value        []byte
	Text         string // the same, where it is at hand
	From         Place
	Certificates []*certinfo.Certificate // that were read out of the value, if any
}

func (v *Named) text() string {
	if v.Text == "" {
		return string(v.Value)
	}
	return v.Text
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

// Anothers reports whether the value is in the writing of another sender. Of no
// syntax is what was damaged, and PEM as it stands is what decoding gives: neither
// tells of a sender.
func (m Misfit) Anothers() bool {
	return m.Form != carrier.None && (m.Form < carrier.PEMLines || m.Form > carrier.PEMJoined)
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
	Alike    []ID        // those that write all of it so as well; where no family is told, those that write most of it
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

// maxValues bounds the values of one request that are looked at.
const maxValues = 2000

// Decide says who wrote the values, all of them together. Without one of its names,
// its log or a setting that renames them ALB is never more than Possible. Settings of
// other proxies in the paste give headers their names.
func Decide(values []Named, settingsBeside ...Setting) Decision {
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
			forms[i] = formOf(v.Value, v.text())
		}
		for _, m := range matches[i] {
			all[m.ID()].name(m, i, &forms[i], v.Name)
		}
	}
	renamed := settings(values, &all)
	var set []Match
	if len(settingsBeside) > 0 {
		set = configured(values, settingsBeside, &all, renamed)
		for _, m := range set {
			renamed = renamed || m != NoMatch && m.ID() == ALB
		}
	}
	likely := false
	for id := range all {
		if all[id].names > 0 {
			all[id].neighbors(families[id], values)
			likely = likely || all[id].own > 0 || all[id].points >= sureLikely
		}
	}
	if !likely {
		unnamed(values, &all)
	}
	d.choose(&all)
	if d.Sure == NotTold && d.ValueOf == noValue {
		d.albByValues(values, matches)
	}
	d.Renamed = d.Renamed || renamed && d.Family == ALB
	d.entries(values, matches, forms)
	for i, m := range set {
		if m != NoMatch && m.ID() == d.Family {
			d.Entries[i] = m
		}
	}
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
		d.Others, d.Alike = list, alike(all, None)
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
	case winner.Points >= sureLikely && margin >= marginLikely && !s.against():
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
		d.Others, d.Alike = list, alike(all, None)
		return
	}
	d.Family, d.Evidence, d.Alike = winner.Family, winner.Evidence, alike(all, winner.Family)
	d.Others = append(list[:best:best], list[best+1:]...)
	for f, points := range s.format[:min(len(s.format), len(Of(winner.Family).Formats))] {
		if points > 0 && (d.Format < 0 || points > s.format[d.Format]) {
			d.Format = f
		}
	}
}

// alike finds the families that could have written what the told one has written: they
// have each of its names and no value is against them. Where none is told, those that
// have the most names.
func alike(all *[familyEnd]scoring, told ID) (list []ID) {
	most := 0
	for id := range all {
		s := &all[id]
		if ID(id) == told || s.fits == 0 || Of(ID(id)).Reader || s.misfit() || told != None && !s.covers(&all[told]) {
			continue
		}
		if told == None && s.names > most {
			list, most = nil, s.names
		}
		if told != None || s.names == most {
			list = append(list, ID(id))
		}
	}
	return list
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
