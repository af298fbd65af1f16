package oid

// table is names by identifier, packed into one string: a table of strings costs
// a pointer and a length for each, which do not compress; packed, the names take 5 KB
// less of the page's program. A record is
//
//	octets that the identifier has in common with the one before, one octet
//	length of the rest, one octet, and the rest
//	length of the short name, one octet, and the name
//	length of the long name, one octet, and the name; none if it is the short one
//
// Records are sorted by identifier. The first of each block of perBlock has
// nothing in common with the one before; blocks says where they start.
type table struct {
	text   string
	blocks []uint16
}

const perBlock = 8

// record is one of a table.
type record struct {
	id          OID
	same        int    // octets in common with the one before
	rest        string // the other ones
	short, long string
}

// read reads the record at the offset, without its id, and returns the offset after
// it.
func read(text string, at int) (r record, end int) {
	r.same = int(text[at])
	r.rest, at = counted(text, at+1)
	r.short, at = counted(text, at)
	if r.long, at = counted(text, at); r.long == "" {
		r.long = r.short
	}
	return r, at
}

// counted returns the string at the offset, whose length is before it.
func counted(text string, at int) (s string, end int) {
	end = at + 1 + int(text[at])
	return text[at+1 : end], end
}

// block returns where the last block begins that does not start after id; -1 if all
// do.
func (t *table) block(id OID) int {
	lo, hi := 0, len(t.blocks)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if first, _ := counted(t.text, int(t.blocks[mid])+1); first <= string(id) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return -1
	}
	return int(t.blocks[lo-1])
}

// hasUnder reports whether there is a longer identifier that begins with id.
func (t *table) hasUnder(id OID) bool {
	at := t.block(id)
	if at < 0 {
		return false
	}
	var room [64]byte // for the longest of the table, on the stack
	for found := room[:0]; at < len(t.text); {
		var r record
		r, at = read(t.text, at)
		if found = append(found[:r.same], r.rest...); string(found) > string(id) {
			return len(found) > len(id) && string(found[:len(id)]) == string(id)
		}
	}
	return false
}

// find returns the names of id, or none.
func (t *table) find(id OID) (short, long string) {
	at := t.block(id)
	if at < 0 {
		return "", ""
	}
	var r record
	match := 0 // octets that the record before has in common with id
	for i := 0; i < perBlock && at < len(t.text); i++ {
		if r, at = read(t.text, at); r.same > match {
			continue // so has this one
		}
		match = r.same
		for match < len(id) && match-r.same < len(r.rest) && id[match] == r.rest[match-r.same] {
			match++
		}
		if match == len(id) && match == r.same+len(r.rest) {
			return r.short, r.long
		}
	}
	return "", ""
}

// all gives every record, in order.
func (t *table) all(yield func(record) bool) {
	id := OID("")
	for at := 0; at < len(t.text); {
		var r record
		r, at = read(t.text, at)
		id = id[:r.same] + OID(r.rest)
		if r.id = id; !yield(r) {
			return
		}
	}
}
