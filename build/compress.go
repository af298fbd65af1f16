package main

import (
	"bytes"
	"compress/gzip"

	"github.com/andybalholm/brotli"
)

// How hard brotli tries. A build is read many times, so it is worth a minute;
// what is served to this machine alone should be there soon.
const (
	best  = 11
	quick = 4
)

func brotliBytes(data []byte, quality int) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: quality, LGWin: 24})
	w.Write(data) // a bytes.Buffer does not fail
	w.Close()
	return b.Bytes()
}

// gzipBytes writes no name and no time, so equal data gives equal bytes.
func gzipBytes(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	w.Write(data)
	w.Close()
	return b.Bytes()
}
