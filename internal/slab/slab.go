// Package slab hands out short lists that stand in long pieces of memory: a thousand lists
// of one element each cost one allocation, and the collector has one piece to look at.
package slab

// Of hands out lists of T. The zero value is ready.
type Of[T any] struct{ block []T }

// least is how many elements the first block has; each is twice as long as the one before,
// up to most.
const least, most = 8, 1 << 10

// Take returns a list of n elements, all zero, which has room for no more.
func (s *Of[T]) Take(n int) []T {
	at := len(s.block)
	if cap(s.block)-at < n {
		s.block, at = make([]T, 0, max(n, least, min(2*cap(s.block), most))), 0
	}
	s.block = s.block[:at+n]
	return s.block[at : at+n : at+n]
}
