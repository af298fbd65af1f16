package family

import "bytes"

// Match is one entry of a name: who sends it, and as what.
type Match uint16

// Family is who sends it.
func (m Match) Family() *Family { return families[m>>8] }

// ID is the family's number.
func (m Match) ID() ID { return ID(m >> 8) }

// Header is the entry.
func (m Match) Header() *Header { return &families[m>>8].Headers[m&0xFF] }

// Format is the format that the entry is of.
func (m Match) Format() *Format { return &m.Family().Formats[m.Header().Format] }

const maxName = 64 // longer than every name in the table

// Normal writes a name as the table has it: in lower case, with - for _, without the
// HTTP_ of CGI, the REDIRECT_ of Apache and the request_ of Traefik's log. It returns the bytes in buffer, or nil if
// the name is longer than any that is known.
func normal(buffer *[maxName]byte, name string) []byte {
	if len(name) >= 5 && (name[4] == '_' || name[4] == '-') && (name[0]|0x20) == 'h' && (name[1]|0x20) == 't' && (name[2]|0x20) == 't' && (name[3]|0x20) == 'p' {
		name = name[5:]
	} else if len(name) >= 9 && (name[:9] == "REDIRECT_") {
		name = name[9:]
	} else if len(name) > 8 && name[:8] == "request_" {
		name = name[8:]
	}
	if len(name) == 0 || len(name) > maxName {
		return nil
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 0x20
		case c == '_':
			c = '-'
		}
		buffer[i] = c
	}
	return buffer[:len(name)]
}

// Lookup returns the entries of a name, one for each family that sends it, in any
// case, with "_" for "-", behind HTTP_. A number at the end stands for every number.
// Short names of members, such as serialNumber, count in JSON alone. Nothing is
// allocated: the result is part of the table.
func Lookup(name string, from Place) []Match {
	var buffer [maxName]byte
	n := normal(&buffer, name)
	if n == nil {
		return nil
	}
	if list := find(n, from); list != nil {
		return list
	}
	if i := bytes.LastIndexByte(n, '.'); i >= 0 && i+1 < len(n) { // a path: http.request.headers.x-cert
		return find(n[i+1:], InJSON)
	}
	end := len(n)
	for end > 0 && n[end-1] >= '0' && n[end-1] <= '9' {
		end--
	}
	if end < 2 || end == len(n) || n[end-1] != '-' || len(n)-end == 1 && n[end] == '0' {
		return nil
	}
	buffer[end] = '0'
	return find(buffer[:end+1], from)
}

func find(name []byte, from Place) []Match {
	last := uint64(1) << (name[len(name)-1] & 63)
	if from == InJSON && endsJSON[len(name)]&last != 0 {
		if list := search(inJSON[:], name); list != nil {
			return list
		}
	}
	if endsHeaders[len(name)]&last == 0 {
		return nil // most names that are not known end here
	}
	return search(inHeaders[:], name)
}

// search finds the run of entries with the name in an index that is sorted by length
// and then by name.
func search(index []Match, name []byte) []Match {
	low, high := 0, len(index)
	for low < high {
		middle := (low + high) / 2
		if before(index[middle].Header().Name, name) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	end := low
	for end < len(index) && index[end].Header().Name == string(name) {
		end++
	}
	if end == low {
		return nil
	}
	return index[low:end:end]
}

func before(a string, b []byte) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < string(b)
}
