package main

import (
	"archive/zip"
	"bytes"
	"time"

	"github.com/mtlens/mtlens/internal/lab"
)

// scriptName is the file with the commands that make the same.
const scriptName = "make.sh"

// zipped packs a certificate's files, and the script that makes the same where
// there is one.
func zipped(issued *lab.Issued, now time.Time) ([]byte, error) {
	files := issued.Files
	if issued.Script != "" {
		files = append(files[:len(files):len(files)], lab.File{Name: scriptName, Text: issued.Script})
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(f.Text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
