// Package carrier holds the syntaxes in which values travel from a proxy to an
// application: each is read and written in one file, and none knows a sender.
//
// A reader takes the value as it stands and gives ranges of it, so the place of
// every member is known; it copies nothing. ok is false if the value is not of
// the syntax; what could be read of one that is broken is given all the same
// where the reader says so. A writer appends what its reader reads.
//
//	xfcc.go        Envoy's x-forwarded-client-cert, as text and as JSON
//	sequence.go    byte sequences and lists of them: RFC 8941, RFC 9440
//	info.go        Traefik's Info, in both of its forms
//	validity.go    NotBefore=…;NotAfter=…
//	certs.go       certificates: PEM, percent-encoded in several ways, folded or
//	               blank, base64 of DER, lists of it
//	record.go      what log records share
//	albrecord.go   the connection log of an Application Load Balancer
//	frontrecord.go the connection log of CloudFront
//
// [Of] says which of them a value is written in.
package carrier

import "github.com/mtlens/mtlens/internal/words"

// Range is a half-open range of offsets in the value that was read.
type Range struct{ Start, End int }

// Of is the part of b in the range.
func (r Range) Of(b []byte) []byte { return b[r.Start:r.End] }

// Len is the number of bytes in the range.
func (r Range) Len() int { return r.End - r.Start }

// Kind is a syntax.
type Kind uint8

const (
	None              Kind = iota
	XFCC                   // Envoy's elements and pairs
	XFCCJSON               // the same as JSON
	ByteSequence           // RFC 8941: base64 between colons
	ByteSequences          // several with commas between them
	Info                   // Traefik's Info
	Validity               // NotBefore=…;NotAfter=…
	ALBRecord              // a line of ALB's connection log
	CloudFrontRecord       // a record of CloudFront's
	PEMLines               // PEM with its line feeds
	PEMTabs                // PEM with a line feed and a tab: a folded header
	PEMBlanks              // PEM with blanks for its line feeds
	PEMOneLine             // PEM whose body is one line, with blanks for the line feeds around it
	PEMJoined              // PEM without any line feed
	PEMSafe                // percent-encoded but for + = /
	PEMPercent             // percent-encoded, everything that is not unreserved
	PEMApache              // percent-encoded in small letters, + and / bare
	PEMQuote               // percent-encoded but for /
	PEMPath                // percent-encoded but for + and =
	PEMForm                // form-encoded: + for a space
	PEMBase64              // base64 of the PEM text
	Base64                 // base64 of DER
	Base64URL              // the same with - and _, without =
	Base64Escaped          // base64 of DER, percent-encoded
	Base64List             // several with commas between them
	Base64ListEscaped      // the same, percent-encoded but for the commas
	kinds             = iota
)

// Of returns the syntax in which the value is written, None if it is none of them.
// The first character says which can be: most values are looked at no further. Nothing
// is allocated.
func Of(value []byte) Kind {
	in, _ := trim(value)
	if len(in) < 2 {
		return None
	}
	switch c := in[0]; {
	case c == ':':
		if IsByteSequences(in) {
			if several(in) {
				return ByteSequences
			}
			return ByteSequence
		}
	case c == '[':
		if IsXFCCJSON(in) {
			return XFCCJSON
		}
	case c >= '0' && c <= '9' || c == '{':
		if isALBRecord(value) {
			return ALBRecord
		}
		if isCloudFrontRecord(value) {
			return CloudFrontRecord
		}
	case c == '-' || c == 'M' || c == 'L':
		return CertificateForm(in)
	case IsXFCC(in):
		return XFCC
	case IsInfo(in):
		return Info
	case IsValidity(in):
		return Validity
	}
	return None
}

// Holds reports whether values of the kind are certificates.
func (k Kind) Holds() bool { return k >= PEMLines || k == ByteSequence || k == ByteSequences }

// equalFold reports whether b is the word, which is in lower case, in any case.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i := range b {
		if lower(b[i]) != word[i] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 0x20
	}
	return c
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// hexPair reads two hexadecimal digits at b[i].
func hexPair(b []byte, i int) (byte, bool) {
	if i+1 >= len(b) {
		return 0, false
	}
	h, l := words.HexValue(b[i]), words.HexValue(b[i+1])
	return byte(h<<4 | l), h >= 0 && l >= 0
}

// trim is b without blanks at its ends, and where that begins.
func trim(b []byte) ([]byte, int) {
	start, end := 0, len(b)
	for start < end && blank(b[start]) {
		start++
	}
	for end > start && blank(b[end-1]) {
		end--
	}
	return b[start:end], start
}
