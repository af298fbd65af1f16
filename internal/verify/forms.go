package verify

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"

	"github.com/mtlens/mtlens/internal/der"
)

// Form is the form of a file, by its first bytes.
type Form uint8

const (
	FormPEM      Form = iota // or any other text
	FormEmpty                // nothing but white space
	FormUTF16                // text of two bytes a character
	FormDER                  // certificates or lists in DER, one after the other
	FormPKCS7                // .p7b, in DER
	FormJKS                  // Java keystore
	FormPKCS12               // .p12, .pfx: may hold private keys, and is not opened
	FormPKCS7PEM             // .p7b, in PEM
)

// formOf tells the form.
func formOf(file []byte) Form {
	switch {
	case len(bytes.TrimSpace(file)) == 0:
		return FormEmpty
	case bytes.HasPrefix(file, []byte("\xff\xfe")) && !bytes.HasPrefix(file, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(file, []byte("\xfe\xff")),
		everyOtherNull(file, 0), everyOtherNull(file, 1):
		return FormUTF16
	case bytes.HasPrefix(file, []byte("\xfe\xed\xfe\xed")), bytes.HasPrefix(file, []byte("\xce\xce\xce\xce")):
		return FormJKS
	case file[0] != 0x30 || len(file) > 1 && file[1] == '0':
		return FormPEM
	}
	switch der.Classify(file) {
	case der.PKCS7:
		return FormPKCS7
	case der.PKCS12:
		return FormPKCS12
	case der.UnknownKind:
		return FormPEM
	}
	return FormDER
}

// everyOtherNull reports whether a file begins as ASCII in UTF-16 does, without a byte
// order mark: every other byte from the one at odd on is zero, and no other is.
func everyOtherNull(file []byte, odd int) bool {
	const looked = 32
	if len(file) < looked {
		return false
	}
	for i := range looked {
		if (file[i] == 0) != (i%2 == odd) {
			return false
		}
	}
	return true
}

// noText says what a file is that has no block of PEM; empty if it may be any text.
func noText(file []byte) string {
	switch start := bytes.TrimSpace(bytes.TrimPrefix(file, []byte("\ufeff"))); {
	case bytes.HasPrefix(file, []byte("\x1f\x8b")):
		return "packed with gzip"
	case bytes.HasPrefix(file, []byte("PK\x03\x04")):
		return "a ZIP archive"
	case bytes.IndexByte(file, 0) >= 0:
		return "binary, and of no form that is known here"
	case bytes.HasPrefix(start, []byte("<")):
		return "a page in HTML or XML, as a server answers where there is an error"
	case bytes.HasPrefix(start, []byte("{")):
		return "JSON"
	}
	return ""
}

// fromUTF16 turns text of two bytes a character into UTF-8.
func fromUTF16(file []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(file, []byte("\xfe\xff")) || file[0] == 0 {
		order = binary.BigEndian
	}
	units := make([]uint16, len(file)/2)
	for i := range units {
		units[i] = order.Uint16(file[2*i:])
	}
	if len(units) > 0 && units[0] == 0xfeff {
		units = units[1:]
	}
	return []byte(string(utf16.Decode(units)))
}

// structuresOf returns what stands in a binary file: structures in DER, whatever
// they are, up to a bound that no upload has.
func structuresOf(form Form, file []byte) [][]byte {
	switch form {
	case FormDER:
		return elements(file)
	case FormPKCS7:
		return pkcs7(file)
	case FormJKS:
		return keystore(file)
	}
	return nil
}

const maxStructures = 10_000

func elements(file []byte) (all [][]byte) {
	in := der.NewReader(file)
	for e := (der.Element{}); len(all) < maxStructures && in.Scan(&e) && e.Is(der.Sequence); {
		all = append(all, e.Bytes)
	}
	return all
}

// pkcs7 returns the certificates and lists of a SignedData (RFC 5652, section 5.1).
//
//	ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT SignedData }
//	SignedData ::= SEQUENCE {
//	    version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE,
//	    certificates [0] IMPLICIT SET OPTIONAL, crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }
func pkcs7(file []byte) (all [][]byte) {
	in := der.NewReader(file)
	info, _ := in.Next()
	in = info.Children()
	in.Next() // contentType
	content, ok := in.Next()
	if !ok || !content.IsContext(0) {
		return nil
	}
	in = content.Children()
	signed, _ := in.Next()
	in = signed.Children()
	for e := (der.Element{}); in.Scan(&e); {
		if (e.IsContext(0) || e.IsContext(1)) && e.Constructed {
			all = append(all, elements(e.Content())...)
		}
	}
	return all
}

// keystore returns the certificates of a Java keystore (JKS, version 2; JCEKS is
// alike): those that are trusted, and those that go with a private key, which is
// passed over. It stops at the first thing that it does not know.
//
//	magic, version, number of entries: 4 bytes each; then for each entry
//	    1 (private key): alias, 8 bytes, length and key, number and certificates
//	    2 (certificate): alias, 8 bytes, certificate
//	alias: 2 bytes of length and text; certificate: the same for its type, 4 bytes of length, DER
func keystore(file []byte) (all [][]byte) {
	rest, ok := file, true
	take := func(n uint32) []byte {
		if ok = ok && uint64(n) <= uint64(len(rest)); !ok {
			return nil
		}
		b := rest[:n]
		rest = rest[n:]
		return b
	}
	short := func() uint32 {
		if b := take(2); ok {
			return uint32(binary.BigEndian.Uint16(b))
		}
		return 0
	}
	long := func() uint32 {
		if b := take(4); ok {
			return binary.BigEndian.Uint32(b)
		}
		return 0
	}
	certificate := func() {
		take(short())
		if b := take(long()); ok && len(all) < maxStructures {
			all = append(all, b)
		}
	}
	take(8)
	for n := long(); ok && n > 0; n-- {
		tag := long()
		take(short())
		take(8)
		switch tag {
		case 1:
			take(long())
			for chain := long(); ok && chain > 0; chain-- {
				certificate()
			}
		case 2:
			certificate()
		default:
			ok = false
		}
	}
	return all
}
