package report

import (
	"strconv"
	"unicode/utf8"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/words"
)

// NewComparison sets two certificates side by side: their sections and fields in
// the order of the first, those that the second has alone after the field that
// they follow there.
func NewComparison(a, b *Certificate) *Comparison {
	c := &Comparison{}
	differ, all := 0, 0
	pair(len(a.Sections), len(b.Sections), func(i, j int) bool { return a.Sections[i].Title == b.Sections[j].Title }, func(i, j int) {
		var s ComparedSection
		var one, other []Field
		if i >= 0 {
			s.Title, one = a.Sections[i].Title, a.Sections[i].Fields
		}
		if j >= 0 {
			s.Title, other = b.Sections[j].Title, b.Sections[j].Fields
		}
		s.compare(one, other, 0)
		for _, r := range s.Rows {
			all++
			if r.Differ {
				differ++
			}
		}
		c.Sections = append(c.Sections, s)
	})
	c.Title = strconv.Itoa(differ) + " of " + words.Count(all, "field") + " differ"
	if differ == 0 {
		c.Title = "All " + words.Count(all, "field") + " are equal"
	}
	return c
}

func (s *ComparedSection) compare(a, b []Field, depth int) {
	pair(len(a), len(b), func(i, j int) bool { return a[i].Label == b[j].Label }, func(i, j int) {
		one, other := &Field{}, &Field{}
		r := ComparedRow{Depth: depth, Differ: i < 0 || j < 0}
		if i >= 0 {
			one = &a[i]
			r.Label = one.Label
		}
		if j >= 0 {
			other = &b[j]
			r.Label = other.Label
		}
		at, tail := family.CommonEnds(one.Value, other.Value)
		r.A, r.B = Marked(one.Value, at, len(one.Value)-tail), Marked(other.Value, at, len(other.Value)-tail)
		r.NoteA, r.NoteB = noteOf(one), noteOf(other)
		r.Differ = r.Differ || one.Value != other.Value || r.NoteA != r.NoteB
		s.Rows = append(s.Rows, r)
		s.compare(one.Fields, other.Fields, depth+1)
	})
}

// noteOf is what stands beside a value: its note and its badges.
func noteOf(f *Field) string {
	s := f.Note
	for _, chip := range f.Badges {
		if s != "" {
			s += " · "
		}
		s += chip.Text
	}
	return s
}

// pair visits the elements of two lists: each of the first with the next of the
// second that is equal and not yet paired, and those that are left, with -1 for
// the other, at their place.
func pair(n, m int, equal func(i, j int) bool, visit func(i, j int)) {
	partner := make([]int, m) // in the first list, plus one
	of := make([]int, n)
	for i := range n {
		of[i] = -1
		for j := range m {
			if partner[j] == 0 && equal(i, j) {
				partner[j], of[i] = i+1, j
				break
			}
		}
	}
	next := 0
	lone := func() {
		for ; next < m && partner[next] == 0; next++ {
			visit(-1, next)
		}
	}
	lone()
	for i := range n {
		visit(i, of[i])
		if of[i] == next {
			next++
			lone()
		}
	}
	for ; next < m; next++ {
		lone()
	}
}

// Marked sets s with the bytes [i, j) marked, widened to whole characters.
func Marked(s string, i, j int) []Run {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	for j < len(s) && !utf8.RuneStart(s[j]) {
		j++
	}
	var runs []Run
	for _, r := range []Run{{s[:i], Code}, {s[i:j], Mark}, {s[j:], Code}} {
		if r.Text != "" {
			runs = append(runs, r)
		}
	}
	return runs
}
