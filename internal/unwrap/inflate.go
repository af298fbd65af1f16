package unwrap

// Inflate undoes DEFLATE (RFC 1951). The standard library's reader would make the
// program that is loaded with the page larger by some 30 KB; this one decodes a bit
// at a time, which is fast enough for what people paste.
//
//	block    = final(1 bit) type(2) …
//	type 0   stored: len(16) nlen(16) bytes
//	type 1   codes of fixed lengths
//	type 2   hlit(5) hdist(5) hclen(4), lengths of the codes, themselves coded
//
// inflate returns at most limit bytes, and where in b the stream ended. ok is false
// if it does not end, is broken, or gives more.
func inflate(b []byte, limit int) (out []byte, end int, ok bool) {
	d := inflater{in: b, limit: limit}
	for !d.bad {
		final := d.bits(1)
		switch d.bits(2) {
		case 0:
			d.stored()
		case 1:
			d.fixed()
		case 2:
			d.dynamic()
		default:
			d.bad = true
		}
		if final == 1 {
			break
		}
	}
	return d.out, d.at, !d.bad
}

type inflater struct {
	in    []byte
	at    int
	hold  uint32 // bits that were taken from in and not used
	count uint
	out   []byte
	limit int
	bad   bool
}

// bits takes n bits, the low one first.
func (d *inflater) bits(n uint) int {
	for d.count < n {
		if d.at == len(d.in) {
			d.bad = true
			return 0
		}
		d.hold |= uint32(d.in[d.at]) << d.count
		d.at++
		d.count += 8
	}
	v := d.hold & (1<<n - 1)
	d.hold >>= n
	d.count -= n
	return int(v)
}

func (d *inflater) stored() {
	d.hold, d.count = 0, 0
	if d.at+4 > len(d.in) {
		d.bad = true
		return
	}
	n := int(d.in[d.at]) | int(d.in[d.at+1])<<8
	if n^0xFFFF != int(d.in[d.at+2])|int(d.in[d.at+3])<<8 || d.at+4+n > len(d.in) || len(d.out)+n > d.limit {
		d.bad = true
		return
	}
	d.out = append(d.out, d.in[d.at+4:d.at+4+n]...)
	d.at += 4 + n
}

// maxCode is the length of the longest code in bits.
const maxCode = 15

// huffman is a canonical code: how many codes have each length, and their symbols
// in order.
type huffman struct {
	count  [maxCode + 1]int
	symbol []int
}

// newHuffman makes the code in which symbol i has lengths[i] bits; 0 for none. ok is
// false if there are more codes than fit.
func newHuffman(lengths []byte) (h huffman, ok bool) {
	for _, n := range lengths {
		h.count[n]++
	}
	left := 1
	for n := 1; n <= maxCode; n++ {
		if left = left<<1 - h.count[n]; left < 0 {
			return h, false
		}
	}
	var offset [maxCode + 2]int
	for n := 1; n <= maxCode; n++ {
		offset[n+1] = offset[n] + h.count[n]
	}
	h.symbol = make([]int, len(lengths))
	for i, n := range lengths {
		if n > 0 {
			h.symbol[offset[n]] = i
			offset[n]++
		}
	}
	return h, true
}

// decode takes one symbol.
func (d *inflater) decode(h *huffman) int {
	code, first, index := 0, 0, 0
	for n := 1; n <= maxCode; n++ {
		code |= d.bits(1)
		if d.bad {
			return 0
		}
		if k := h.count[n]; code-k < first {
			return h.symbol[index+code-first]
		}
		index += h.count[n]
		first = (first + h.count[n]) << 1
		code <<= 1
	}
	d.bad = true
	return 0
}

// The lengths and distances that symbols stand for: a base and extra bits.
var (
	lengthBase   = [29]int{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthExtra  = [29]uint{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distanceBase = [30]int{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
		8193, 12289, 16385, 24577}
	distanceExtra = [30]uint{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
	lengthOrder   = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

// codes decodes a block with its two codes.
func (d *inflater) codes(lengths, distances *huffman) {
	for !d.bad {
		s := d.decode(lengths)
		switch {
		case d.bad || s == 256:
			return
		case s < 256:
			d.out = append(d.out, byte(s))
			d.bad = len(d.out) > d.limit
			continue
		case s-257 >= len(lengthBase):
			d.bad = true
			return
		}
		n := lengthBase[s-257] + d.bits(lengthExtra[s-257])
		k := d.decode(distances)
		if d.bad || k >= len(distanceBase) {
			d.bad = true
			return
		}
		from := len(d.out) - distanceBase[k] - d.bits(distanceExtra[k])
		if from < 0 || len(d.out)+n > d.limit {
			d.bad = true
			return
		}
		for range n {
			d.out = append(d.out, d.out[from])
			from++
		}
	}
}

func (d *inflater) fixed() {
	var lengths [288]byte
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	var distances [30]byte
	for i := range distances {
		distances[i] = 5
	}
	a, _ := newHuffman(lengths[:])
	b, _ := newHuffman(distances[:])
	d.codes(&a, &b)
}

func (d *inflater) dynamic() {
	literals, distances, codes := d.bits(5)+257, d.bits(5)+1, d.bits(4)+4
	var lengths [286 + 32]byte
	for i := range codes {
		lengths[lengthOrder[i]] = byte(d.bits(3))
	}
	h, ok := newHuffman(lengths[:19])
	if !ok || d.bad || literals > 286 {
		d.bad = true
		return
	}
	clear(lengths[:19])
	for i := 0; i < literals+distances; {
		s := d.decode(&h)
		previous, repeat := byte(0), 1
		switch {
		case d.bad:
			return
		case s < 16:
			previous = byte(s)
		case s == 16 && i > 0:
			previous, repeat = lengths[i-1], 3+d.bits(2)
		case s == 17:
			repeat = 3 + d.bits(3)
		case s == 18:
			repeat = 11 + d.bits(7)
		default:
			d.bad = true
			return
		}
		if i+repeat > literals+distances {
			d.bad = true
			return
		}
		for range repeat {
			lengths[i] = previous
			i++
		}
	}
	a, ok1 := newHuffman(lengths[:literals])
	b, ok2 := newHuffman(lengths[literals : literals+distances])
	if !ok1 || !ok2 {
		d.bad = true
		return
	}
	d.codes(&a, &b)
}
