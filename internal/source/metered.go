package source

import "bytes"

// Meter counts the bytes that passes over texts go through. Nothing depends on the
// count but a test, which holds that it grows with the paste and no faster.
type Meter struct{ n int }

// Count is how many bytes were gone through.
func (m *Meter) Count() int { return m.n }

// Add counts n bytes more: of a pass over something that is no Metered text.
func (m *Meter) Add(n int) { m.n += n }

// Over returns t, with every pass over it counted by m.
func (m *Meter) Over(t Text) Metered { return Metered{text: t, meter: m} }

// Known is Over, with one pass more by which [Metered.Has] and [Metered.HasAny] know which bytes are in t.
func (m *Meter) Known(t Text) Metered {
	m.n += t.Len()
	var in [256]bool
	for _, c := range t.Bytes {
		in[c] = true
	}
	return Metered{t, m, &in}
}

// Metered is a Text whose bytes are counted when they are handed out, so that no
// reader of one can be forgotten in the count.
type Metered struct {
	text  Text
	meter *Meter
	in    *[256]bool // the bytes that are in it, of a known one
}

// Len is the number of bytes in t.
func (t Metered) Len() int { return t.text.Len() }

// Slice returns the bytes [i, j) of t.
func (t Metered) Slice(i, j int) Metered { return Metered{text: t.text.Slice(i, j), meter: t.meter} }

// Has reports whether the byte is in t, which is a known text.
func (t Metered) Has(c byte) bool { return t.in[c] }

// HasAny reports whether any of the marks is in t, which is a known text: it is looked for
// where all its bytes are.
func (t Metered) HasAny(marks []string) bool {
	for _, m := range marks {
		if t.hasAll(m) && (len(m) == 1 || bytes.Contains(t.Bytes(), []byte(m))) {
			return true
		}
	}
	return false
}

func (t Metered) hasAll(of string) bool {
	for i := range len(of) {
		if !t.in[of[i]] {
			return false
		}
	}
	return true
}

// Span returns the place in the paste of the bytes [i, j) of t.
func (t Metered) Span(i, j int) Span { return t.text.Span(i, j) }

// All returns the place of the whole of t.
func (t Metered) All() Span { return t.text.All() }

// Bytes hands out all bytes: one pass over them.
//
//go:noinline
func (t Metered) Bytes() []byte {
	t.meter.n += len(t.text.Bytes)
	return t.text.Bytes
}

// Part hands out the bytes [i, j) as far as they are there: one pass over them.
func (t Metered) Part(i, j int) []byte {
	j = min(j, t.Len())
	t.meter.n += max(0, j-i)
	return t.text.Bytes[min(i, j):j]
}

// Pass hands the bytes from offset i on to read, which returns the offset, counted
// from the start of t, at which it stopped: that is how many are counted.
func (t Metered) Pass(i int, read func(b []byte, i int) int) int {
	stop := read(t.text.Bytes, i)
	t.meter.n += max(0, stop-i)
	return stop
}

// Text hands on t to what keeps it or derives another from it: one pass over it.
//
//go:noinline
func (t Metered) Text() Text {
	t.meter.n += t.Len()
	return t.text
}
