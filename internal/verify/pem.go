package verify

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
)

// block is a PEM block (RFC 7468) of a trust store, read line by line: what is
// around the lines of base64 matters to AWS, and encoding/pem skips it.
type block struct {
	label    string
	line     int // of BEGIN, from 1
	end      int // of END, or the last line
	der      []byte
	fault    string // why it could not be read, or empty
	faultRow int
}

// certificate reports whether the block holds a certificate that could be read as
// base64. A trusted certificate of OpenSSL's own is none.
func (b *block) certificate() bool {
	return (b.label == "CERTIFICATE" || b.label == "X509 CERTIFICATE") && b.der != nil
}

// Certificates returns the certificates of a trust store in DER, in order.
func Certificates(store []byte) (all [][]byte) {
	for _, b := range blocks(store) {
		if b.certificate() {
			all = append(all, b.der)
		}
	}
	return all
}

const (
	begin = "-----BEGIN "
	end   = "-----END "
	tail  = "-----"
)

// marker returns the label of a line of armor that starts with head.
func marker(line, head string) (string, bool) {
	label, ok := strings.CutPrefix(line, head)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(label, tail)
}

// lines splits a file at line feeds. The last, empty one is no line.
func lines(file []byte) []string {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	all := strings.Split(string(file), "\n")
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// blocks returns every block. White space around lines does not matter.
func blocks(file []byte) []block {
	var all []block
	var open *block
	var body strings.Builder
	shut := func(last int) {
		open.end = last
		der, err := base64.StdEncoding.DecodeString(body.String())
		if err != nil && open.fault == "" {
			open.fault, open.faultRow = "its base64 is broken", open.line
		}
		if open.fault == "" {
			open.der = der
		}
		all = append(all, *open)
		open = nil
	}
	for i, line := range lines(file) {
		line = strings.TrimSpace(line)
		if label, ok := marker(line, begin); ok {
			if open != nil {
				open.fault, open.faultRow = "it has no END line", open.line
				shut(i)
			}
			open = &block{label: label, line: i + 1}
			body.Reset()
			continue
		}
		if open == nil {
			continue
		}
		if label, ok := marker(line, end); ok {
			if label != open.label {
				open.fault, open.faultRow = "its END line says "+label, i+1
			}
			shut(i + 1)
			continue
		}
		if strings.Trim(line, base64Alphabet) != "" && open.fault == "" {
			open.fault, open.faultRow = "line "+itoa(i+1)+" is no base64", i+1
		}
		body.WriteString(line)
	}
	if open != nil {
		open.fault, open.faultRow = "it has no END line", open.line
		shut(len(lines(file)))
	}
	return all
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

func itoa(n int) string { return strconv.Itoa(n) }
