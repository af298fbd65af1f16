package oid

import "sync"

// names is the index of the names in OpenSSL's table. It is made when it is first asked for:
// a log has names by the hundred thousand, and to go through the table for each took most
// of the time.
var names index

// index finds records by their names.
type index struct {
	once    sync.Once
	records []record
	slots   [slots]uint16 // each is a record's number plus one, at the hash of its name or after
}

// slots is a power of two, more than twice as many as there are names.
const slots = 1 << 13

func (x *index) fill() {
	for r := range openssl.all {
		x.records = append(x.records, r)
		x.add(r.short)
		if r.long != r.short {
			x.add(r.long)
		}
	}
}

// add makes the last record known by the name, after those that had it before.
func (x *index) add(name string) {
	at := hash(name)
	for x.slots[at] != 0 {
		at = (at + 1) % slots
	}
	x.slots[at] = uint16(len(x.records))
}

// find returns the first record with the name in this case, or else in any.
func (x *index) find(name string) (id OID, ok bool) {
	x.once.Do(x.fill)
	for at := hash(name); x.slots[at] != 0; at = (at + 1) % slots {
		r := &x.records[x.slots[at]-1]
		if r.short == name || r.long == name {
			return r.id, true
		}
		if !ok && (equalFold(r.short, name) || equalFold(r.long, name)) {
			id, ok = r.id, true
		}
	}
	return id, ok
}

// hash is FNV-1a of a name in small letters.
func hash(name string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint32(lower(name[i]))) * 16777619
	}
	return h % slots
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}
