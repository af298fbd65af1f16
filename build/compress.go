package main

import (
	"bytes"
	"compress/gzip"

	"github.com/andybalholm/brotli"
)

// Both compressors are set to their best: a build is read many times.

func brotliBytes(data []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 11, LGWin: 24})
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
