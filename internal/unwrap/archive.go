package unwrap

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// Bounds of what is unpacked.
const (
	// MaxUnpacked is how many bytes are unpacked from one paste: a day's connection
	// log has some 40 MB.
	MaxUnpacked = 64 << 20
	// MaxInflation bounds it as a multiple of the paste, beside what is granted to
	// short ones. A log shrinks to a twentieth; DEFLATE could do a thousandth.
	MaxInflation = 100
	minUnpacked  = 1 << 20
)

// unpackable reports whether b begins as gzip, ZIP or tar does.
func unpackable(b []byte) bool {
	return hasPrefix(b, "\x1f\x8b\x08") || hasPrefix(b, "PK\x03\x04") || isTar(b)
}

// A tar archive (POSIX.1-2017, pax) is blocks: a header, which has the name first, and
// the file.
const (
	tarBlock = 512
	tarSize  = 124 // of the file, in octal
	tarType  = 156
	tarMagic = 257
)

func isTar(b []byte) bool { return len(b) >= tarBlock && hasPrefix(b[tarMagic:], "ustar") }

// tar reads the files of a tar archive.
func (u *unwrapper) tar(t source.Text, tr *trail, depth int) bool {
	u.recognized("tar archive", depth)
	b := t.Bytes
	for at := 0; at+tarBlock <= len(b) && isTar(b[at:]); {
		head := b[at : at+tarBlock]
		size := 0
		for _, c := range bytes.Trim(head[tarSize:tarSize+12], " \x00") {
			if c < '0' || c > '7' {
				return false
			}
			size = size<<3 | int(c-'0')
		}
		if at += tarBlock; size > len(b)-at {
			return false
		}
		if kind := head[tarType]; size > 0 && (kind == '0' || kind == 0) {
			name, _, _ := bytes.Cut(head[:100], []byte{0})
			part := t.Slice(at, at+size)
			u.contents(part, tr.add(StepLines, "File "+shorten(name)+" of a tar archive", part.All()), depth)
		}
		at += (size + tarBlock - 1) &^ (tarBlock - 1)
	}
	return true
}

// unpack reads what is packed in t, with gzip, in several members perhaps, ZIP or tar.
// It reports whether all of it could be unpacked.
func (u *unwrapper) unpack(t source.Text, tr *trail, depth int) bool {
	if depth >= MaxLayers {
		return false
	}
	u.look(t.Len())
	switch {
	case hasPrefix(t.Bytes, "PK"):
		return u.zip(t, tr, depth)
	case isTar(t.Bytes):
		return u.tar(t, tr, depth)
	}
	var all []byte
	members, at := 0, 0
	for at < t.Len() {
		head := gzipHead(t.Bytes[at:])
		if head == 0 {
			break
		}
		out, end, ok := u.inflate(t.Bytes[at+head:])
		if !ok {
			return false
		}
		all = append(all, out...)
		members++
		const trailer = 8 // CRC32 and the length
		at += head + end + trailer
	}
	if members == 0 {
		return false
	}
	text := "Unpacked, gzip (RFC 1952), " + words.Count(len(all), "byte")
	if members > 1 {
		text += " in " + words.Count(members, "member")
	}
	u.contents(unpacked(t, all), tr.add(StepLines, text, t.All()), depth)
	return true
}

// inflate undoes DEFLATE within the bounds.
func (u *unwrapper) inflate(b []byte) (out []byte, end int, ok bool) {
	limit := min(MaxUnpacked, MaxInflation*len(u.paste.Bytes)+minUnpacked) - u.unpacked
	out, end, ok = inflate(b, max(0, limit))
	u.unpacked += len(out)
	u.look(end + len(out))
	const longest = 258 // bytes that one symbol stands for
	if !ok && len(out)+longest > limit {
		u.full = true
	}
	return out, end, ok
}

// unpacked is a text all of whose bytes came from the whole of t.
func unpacked(t source.Text, out []byte) source.Text {
	b := source.NewBuilder(t, 0)
	b.Replace(0, t.Len(), out...)
	return b.Text()
}

// contents reads a file that was packed.
func (u *unwrapper) contents(t source.Text, tr *trail, depth int) {
	switch {
	case unpackable(t.Bytes) && u.unpack(t, tr, depth+1):
	case isDER(t.Bytes) && u.objects(t, tr, "") > 0:
	case isBinary(t.Bytes) && u.embedded(t, "Binary file", tr) > 0:
	default:
		u.text(t, tr, depth+1)
	}
}

// gzipHead returns the length of the header of a gzip member (RFC 1952, section
// 2.3); 0 if there is none.
func gzipHead(b []byte) int {
	if len(b) < 18 || !hasPrefix(b, "\x1f\x8b\x08") {
		return 0
	}
	flags, i := b[3], 10
	if flags&4 != 0 { // extra field
		i += 2 + int(b[i]) + int(b[i+1])<<8
	}
	for _, name := range []byte{8, 16} { // the file's name, a comment
		if flags&name == 0 || i >= len(b) {
			continue
		}
		n := bytes.IndexByte(b[i:], 0)
		if n < 0 {
			return 0
		}
		i += n + 1
	}
	if flags&2 != 0 { // checksum of the header
		i += 2
	}
	if i >= len(b) {
		return 0
	}
	return i
}

// zip reads the files of a ZIP archive by its central directory (APPNOTE.TXT,
// sections 4.3.12 and 4.3.16), which is at its end.
func (u *unwrapper) zip(t source.Text, tr *trail, depth int) bool {
	b := t.Bytes
	const (
		endSize   = 22
		entrySize = 46
		localSize = 30
	)
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	if end < 0 || end+endSize > len(b) {
		return false
	}
	le := func(i, n int) int {
		v := 0
		for k := n - 1; k >= 0; k-- {
			v = v<<8 | int(b[i+k])
		}
		return v
	}
	whole := true
	at := le(end+16, 4)
	for range le(end+10, 2) {
		if at+entrySize > len(b) || !hasPrefix(b[at:], "PK\x01\x02") {
			return false
		}
		method, size, nameLen, local := le(at+10, 2), le(at+20, 4), le(at+28, 2), le(at+42, 4)
		next := at + entrySize + nameLen + le(at+30, 2) + le(at+32, 2)
		if next > len(b) || local+localSize > len(b) {
			return false
		}
		name := b[at+entrySize : at+entrySize+nameLen]
		from := local + localSize + le(local+26, 2) + le(local+28, 2)
		at = next
		if from+size > len(b) {
			return false
		}
		if size == 0 {
			continue
		}
		part := t.Slice(from, from+size)
		step := tr.add(StepLines, "File "+shorten(name)+" of a ZIP archive", part.All())
		switch method {
		case 0:
			u.contents(part, step, depth)
		case 8:
			out, _, ok := u.inflate(part.Bytes)
			if whole = whole && ok; ok {
				u.contents(unpacked(part, out), step, depth)
			}
		default:
			whole = false
		}
	}
	u.recognized("ZIP archive", depth)
	return whole
}
