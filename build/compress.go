package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"

	"github.com/andybalholm/brotli"
	"github.com/andybalholm/brotli/flate"
)

// How hard brotli tries. A build is read many times, so it is worth a minute;
// what is served to this machine alone should be there soon.
const (
	best  = 11
	quick = 4
)

// brotliBytes looks back over all of the data, up to 16 MB, and no further: what it
// takes of memory goes by how far it might look.
func brotliBytes(data []byte, quality int) []byte {
	const least, most = 10, 24 // bits of the window (RFC 7932, section 9.1)
	window := min(max(bits.Len(uint(len(data)+16)), least), most)
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: quality, LGWin: window})
	w.Write(data) // a bytes.Buffer does not fail
	w.Close()
	return b.Bytes()
}

// gzipHead begins a gzip file that is deflated, with no name and no time, of an
// unknown system (RFC 1952, section 2.3).
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}

// gzipBytes gives the same bytes by whatever Go it is compiled: what compress/gzip
// writes changed with Go 1.27, so the compressor is one that go.mod names. It packs
// one percent less.
func gzipBytes(data []byte) []byte {
	var b bytes.Buffer
	b.Write(gzipHead)
	w := flate.NewWriter(&b, 9)
	w.Write(data)
	w.Close()
	end := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data))
	b.Write(binary.LittleEndian.AppendUint32(end, uint32(len(data))))
	return b.Bytes()
}
