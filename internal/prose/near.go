package prose

import (
	"bytes"
	"slices"
)

// What people paste that is near to something that mtlens reads: the address of a
// file, its name, a token, a key of another program, a request without a header about
// a certificate. It is told what it is, and what to paste instead.

// maxName bounds the name of a file; file systems allow 255 bytes.
const maxName = 255

// near says what a paste is in which neither a certificate nor words about one
// were found. The text has no blanks around it.
func near(b []byte) Kind {
	first, _, _ := bytes.Cut(b, []byte("\n"))
	first = bytes.TrimSuffix(first, []byte("\r"))
	alone := len(first) == len(b) && !bytes.ContainsAny(b, " \t")
	switch {
	case bytes.HasPrefix(b, []byte("-----BEGIN PGP ")):
		return PGP
	case hasAnyPrefix(b, "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-nistp"):
		return SSH
	case alone && hasAnyPrefix(b, "http://", "https://", "s3://"):
		return Address
	case alone && hasAnyPrefix(b, "arn:aws"):
		return ARN
	case alone && bytes.HasPrefix(b, []byte("eyJ")) && bytes.Count(b, []byte(".")) == 2:
		return Token
	case alone && isFileName(b):
		return FileName
	case isHexBytes(b):
		return HexBytes
	case alone && bytes.HasPrefix(b, []byte("MI")) && bytes.Contains(b, []byte("gAwIBAgI")): // version 3, and a serial number
		return Stump
	case hasAnyPrefix(b, "curl ", "wget ", "openssl ", "http ", "$ curl ") && len(first) == len(b) && bytes.Contains(b, []byte("-cert")):
		return Command
	case linesOfOpenSSL(b):
		return OpenSSLLines
	case bytes.Contains(b, []byte("kubernetes.io/tls")) && bytes.Contains(b, []byte("\ntls.crt: ")) && bytes.Contains(b, []byte(" bytes")):
		return SecretSizes
	case isRequestLine(first):
		return Request
	}
	return None
}

func hasAnyPrefix(b []byte, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(b, []byte(p)) })
}

// fileEnds are how files of certificates, keys and logs end.
var fileEnds = [...]string{".pem", ".crt", ".cer", ".der", ".p7b", ".p12", ".pfx", ".key", ".csr", ".crl", ".jks", ".gz", ".log"}

func isFileName(b []byte) bool {
	return len(b) <= maxName && slices.ContainsFunc(fileEnds[:], func(end string) bool {
		return len(b) > len(end) && bytes.EqualFold(b[len(b)-len(end):], []byte(end))
	})
}

// isRequestLine tells the first line of a request: GET /path HTTP/1.1.
func isRequestLine(line []byte) bool {
	method, rest, _ := bytes.Cut(line, []byte(" "))
	if len(method) < 3 || len(method) > 7 || !bytes.Equal(method, bytes.ToUpper(method)) {
		return false
	}
	_, version, ok := bytes.Cut(rest, []byte(" HTTP/"))
	return ok && len(version) > 0 && len(version) <= 3
}

// isHexBytes tells bytes in hexadecimal, with or without colons or blanks, as many as a
// serial number or a hash has.
func isHexBytes(b []byte) bool {
	const fewest, most = 8, 32 // bytes
	digits, letters := 0, 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			letters++
		case c != ':' && c != ' ' || digits+letters == 0:
			return false
		}
	}
	n := digits + letters
	return n%2 == 0 && n >= 2*fewest && n <= 2*most && (letters > 0 && digits > 0 || bytes.IndexByte(b, ':') > 0)
}

// openSSLNames are how lines of openssl x509 begin that is asked for one field of a
// certificate.
var openSSLNames = [...]string{"subject=", "subject= ", "issuer=", "serial=", "notBefore=", "notAfter=", "MD5 Fingerprint=", "SHA1 Fingerprint=", "SHA256 Fingerprint=", "sha1 Fingerprint=", "sha256 Fingerprint="}

// linesOfOpenSSL reports whether all lines are such.
func linesOfOpenSSL(b []byte) bool {
	n := 0
	for line := range bytes.Lines(b) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if !hasAnyPrefix(line, openSSLNames[:]...) {
			return false
		}
		n++
	}
	return n > 0
}
