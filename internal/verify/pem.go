package verify

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/der"
)

// block is a PEM block (RFC 7468) of a file that is uploaded, read line by line:
// what is around the lines of base64 matters to AWS, and encoding/pem skips it.
type block struct {
	label string
	line  int // of BEGIN, from 1
	end   int // of END, or the last line
	der   []byte
	fault string // why it could not be read, or empty
}

// certificate reports whether the block holds a certificate that could be read as
// base64. A trusted certificate of OpenSSL's own is none.
func (b *block) certificate() bool {
	return (b.label == "CERTIFICATE" || b.label == "X509 CERTIFICATE") && b.der != nil
}

// Certificates returns the certificates of a trust store in DER, in order, whatever
// the form of the file.
func Certificates(store []byte) (all [][]byte) {
	switch form := formOf(store); form {
	case FormDER, FormPKCS7, FormJKS:
		for _, raw := range structuresOf(form, store) {
			if der.Classify(raw) == der.Certificate {
				all = append(all, raw)
			}
		}
		return all
	case FormUTF16:
		store = fromUTF16(store)
	}
	for _, b := range blocksOf(lines(store)) {
		switch {
		case b.certificate():
			all = append(all, b.der)
		case b.label == "PKCS7" || b.label == "CMS":
			for _, raw := range pkcs7(b.der) {
				if der.Classify(raw) == der.Certificate {
					all = append(all, raw)
				}
			}
		}
	}
	return all
}

const (
	begin = "-----BEGIN "
	end   = "-----END "
	tail  = "-----"
)

// glued takes a line of armor apart that has another one after it, where a line feed
// is missing between two blocks; the hyphens between them may be fewer than ten.
func glued(line string) (first, second string, ok bool) {
	label, second, ok := strings.Cut(strings.TrimPrefix(line, end), "-BEGIN ")
	return strings.TrimRight(label, "-"), second, ok && strings.HasPrefix(line, end)
}

// marker returns the label of a line of armor that starts with head.
func marker(line, head string) (string, bool) {
	label, ok := strings.CutPrefix(line, head)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(label, tail)
}

// onlyReturns reports whether the lines of a file end as those of old Macs did.
func onlyReturns(file []byte) bool {
	return bytes.IndexByte(file, '\n') < 0 && bytes.IndexByte(bytes.TrimRight(file, "\r"), '\r') >= 0
}

// lines splits a file at line feeds, or at carriage returns if it has those alone.
// The last, empty one is no line.
func lines(file []byte) []string {
	at := "\n"
	if onlyReturns(file) {
		at = "\r"
	}
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	all := strings.Split(string(file), at)
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// blocksOf returns every block. White space around lines does not matter, and a
// line of armor that is glued to the next one counts as both.
func blocksOf(all []string) []block {
	r := blockReader{}
	for i, line := range all {
		line = strings.TrimSpace(line)
		if first, second, ok := glued(line); ok {
			r.line(end+first+tail, i+1)
			line = begin + second
		}
		r.line(line, i+1)
	}
	if r.open != nil {
		r.fail("it has no END line")
		r.shut(len(all))
	}
	return r.all
}

type blockReader struct {
	all  []block
	open *block
	body strings.Builder
}

// line takes one line of the file, its number from 1.
func (r *blockReader) line(line string, row int) {
	if label, ok := marker(line, begin); ok {
		if r.open != nil {
			r.fail("it has no END line")
			r.shut(row - 1)
		}
		r.open = &block{label: label, line: row}
		r.body.Reset()
		return
	}
	if r.open == nil {
		return
	}
	if label, ok := marker(line, end); ok {
		if label != r.open.label {
			r.fail("its END line says " + sample(label))
		}
		r.shut(row)
		return
	}
	if strings.Trim(line, base64Alphabet) != "" {
		r.fail("line " + strconv.Itoa(row) + " is no base64")
	}
	r.body.WriteString(line)
}

// fail keeps the first fault of the open block.
func (r *blockReader) fail(fault string) {
	if r.open.fault == "" {
		r.open.fault = fault
	}
}

func (r *blockReader) shut(last int) {
	r.open.end = last
	der, err := base64.StdEncoding.DecodeString(r.body.String())
	if err != nil {
		r.fail("its base64 is broken")
	}
	if r.open.fault == "" {
		r.open.der = der
	}
	r.all = append(r.all, *r.open)
	r.open = nil
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
