package wording

import (
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/report"
)

// The requests of a paste are mostly of one sender in one mode, and nothing is wrong
// with them: then three of their answers are the same, and are worded once. That is
// so of short groups alone, whose answers have no places.

// repeated are the answers that were worded last.
type repeated struct {
	whose    again[whoseKey]
	verified again[verifiedKey]
	taken    again[takenKey]
}

// again is an answer, and all that it depends on.
type again[K whoseKey | verifiedKey | takenKey] struct {
	key    K
	answer report.Answer
	known  bool
}

// or returns the answer if it depends on the key alone, which is usual, and is known;
// else what is worded of the unit.
func (x *again[K]) or(key K, usual bool, word func(*judge.Unit) report.Answer, u *judge.Unit) report.Answer {
	switch {
	case !usual:
		return word(u)
	case !x.known || x.key != key:
		*x = again[K]{key, word(u), true}
	}
	return x.answer
}

// whoseKey is what is said of a sender that is certain, with no other beside it.
type whoseKey struct {
	family family.ID
	mode   int
	mixed  bool
	kinds  [len(evidenceWords)]int // reasons of each kind
}

func whoseKeyOf(who *judge.Whose) (k whoseKey, usual bool) {
	k = whoseKey{family: who.Family, mode: who.Mode, mixed: who.Mixed}
	for i := range who.Reasons {
		k.kinds[who.Reasons[i].Kind]++
	}
	return k, who.Sure == family.Certain && !who.Lone && len(who.Alike)+len(who.Also) == 0
}

// verifiedKey is what is said of the verification where no value speaks of it.
type verifiedKey struct {
	family family.ID
	sure   family.Sure
	mode   int
}

func verifiedKeyOf(u *judge.Unit) (k verifiedKey, usual bool) {
	s := &u.Said
	return verifiedKey{u.Whose.Family, u.Whose.Sure, u.Whose.Mode}, s.Result == family.NotSaid && s.Field < 0 && !s.Conflict && !s.Alone
}

// takenKey is what is said where nothing is against the certificates, and no trust
// store was asked.
type takenKey struct {
	passed                     int
	signed                     judge.Signed
	looked, supposed, leafOnly bool
}

func takenKeyOf(t *judge.Taken) (k takenKey, usual bool) {
	return takenKey{t.Passed, t.Signed, t.Looked, t.Supposed, t.LeafOnly}, t.Store == nil && t.Failed < 0 && t.Unshown < 0
}
