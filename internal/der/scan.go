package der

// Scan fills in e with the next element, where [Reader.Next] hands out a copy; it
// takes a short way with the headers that nearly every element has. At the end it
// returns false and leaves e alone.
func (r *Reader) Scan(e *Element) bool {
	b := r.src[r.pos:]
	header, length := Head(b)
	if header == 0 {
		if len(b) == 0 {
			return false
		}
		r.read(e, 0)
		return true
	}
	e.Offset = r.base + r.pos
	e.Header = header
	e.Declared = length
	e.Bytes = b[:header+length]
	e.Trailer = 0
	e.Tag = int(b[0] & 0x1F)
	e.Class = Class(b[0] >> 6)
	e.Constructed = b[0]&0x20 != 0
	e.Problem = 0
	r.pos += header + length
	return true
}

// Count returns the number of elements left in r, up to limit.
func (r Reader) Count(limit int) int {
	n := 0
	for e := (Element{}); n < limit && r.pos < len(r.src); n++ {
		if header, length := Head(r.src[r.pos:]); header > 0 {
			r.pos += header + length
		} else {
			r.read(&e, 0)
		}
	}
	return n
}

// Head reads the header of an element of the usual form: a tag of one octet, a length in DER of
// up to 65535 octets that are there. It returns the octets of the header, 0 for all others, and those of the content.
func Head(b []byte) (header, length int) {
	if len(b) < 2 || b[0]&0x1F == 0x1F {
		return 0, 0
	}
	header, length = 2, int(b[1])
	switch {
	case length < 0x80:
	case length == 0x81 && len(b) > 2 && b[2] >= 0x80:
		header, length = 3, int(b[2])
	case length == 0x82 && len(b) > 3 && b[2] > 0:
		header, length = 4, int(b[2])<<8|int(b[3])
	default:
		return 0, 0
	}
	if length > len(b)-header {
		return 0, 0
	}
	return header, length
}
