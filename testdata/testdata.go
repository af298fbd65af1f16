// Package testdata holds the fixtures of the tests, as an importable package: so
// they are there under GOOS=js too, where tests see no files.
//
// Everything in certs, neighbors and pastes is written by "go run ./testdata/make"; what
// OpenSSL reads in a certificate stands beside it, for tests to compare with.
// README.md says where each file comes from. The private keys in keys are test
// keys: they are public and protect nothing.
package testdata

import (
	"bytes"
	"embed"
	"encoding/pem"
	"strconv"
	"strings"
	"time"
)

//go:embed certs neighbors pastes golden field tools secrets attack ordinary.txt
var files embed.FS

// Now is the time that tests judge validity by: of the two clients of the EC
// chain one is valid then, and one expired.
var Now = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// Certificates returns the names of the certificates, in the order of their list.
func Certificates() []string { return index("certs/INDEX.tsv") }

// Pastes returns the names of the pastes, in the order of their list.
func Pastes() []string { return index("pastes/INDEX.tsv") }

// PEM returns a certificate as PEM.
func PEM(certificate string) []byte { return read("certs/" + certificate + ".pem") }

// DER returns a certificate as DER.
func DER(certificate string) []byte {
	block, _ := pem.Decode(PEM(certificate))
	return block.Bytes
}

// Facts returns what OpenSSL reads in a certificate. The names are: subject and
// issuer (-nameopt RFC2253), serial, notBefore and notAfter (-dateopt iso_8601),
// sha256 and sha1 (fingerprints in lower-case hexadecimal), spki-sha256.
func Facts(certificate string) map[string]string {
	facts := map[string]string{}
	for line := range strings.Lines(string(read("certs/" + certificate + ".facts"))) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		facts[name] = value
	}
	return facts
}

// Differences compares what was read in a certificate, dates as RFC 3339 writes
// them, with what OpenSSL reads; each difference is a sentence.
func Differences(certificate string, read map[string]string) (list []string) {
	for name, want := range Facts(certificate) {
		if strings.HasPrefix(name, "not") {
			want = strings.Replace(want, " ", "T", 1)
		}
		if got, is := read[name]; !is || got != want {
			list = append(list, name+": "+strconv.Quote(got)+", OpenSSL says "+strconv.Quote(want))
		}
	}
	return list
}

// Text returns what "openssl x509 -text" of OpenSSL 3.0 prints of a certificate.
func Text(certificate string) string { return string(read("certs/" + certificate + ".text")) }

// Neighbors returns the names of the requests, revocation lists and public keys.
func Neighbors() []string { return index("neighbors/INDEX.tsv") }

// Neighbor returns one of them: its PEM, its DER, and what OpenSSL 3.0 prints.
func Neighbor(name string) (armored, der []byte, text string) {
	armored = read("neighbors/" + name + ".pem")
	block, _ := pem.Decode(armored)
	return armored, block.Bytes, string(read("neighbors/" + name + ".text"))
}

// Paste returns a paste.
func Paste(name string) []byte { return read("pastes/" + name) }

// Separator stands between the pastes of ordinary.txt.
const Separator = "\n===\n"

// Ordinary returns pastes of ordinary certificates, nothing of which is worth a word.
func Ordinary() [][]byte { return bytes.Split(read("ordinary.txt"), []byte(Separator)) }

// Fields returns the names of the inputs from the field, in the order of their list.
func Fields() []string { return index("field/INDEX.tsv") }

// Field returns such an input, and of each certificate in it, as OpenSSL says them,
// its serial number and SHA-256 with a colon between.
func Field(name string) (input []byte, certificates []string) {
	for line := range strings.Lines(string(read("field/INDEX.tsv"))) {
		if n, list, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); n == name {
			certificates = strings.Fields(list)
		}
	}
	return read("field/" + name), certificates
}

// Tools returns the names of what tools printed, in the order of their list.
func Tools() []string { return index("tools/INDEX.tsv") }

// Tool returns what a tool printed of the certificate client-2, how many names of
// ALB's headers are in it, and the findings that are due, with blanks between.
func Tool(name string) (output []byte, names, findings string) {
	for line := range strings.Lines(string(read("tools/INDEX.tsv"))) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); f[0] == name {
			names, findings = f[1], f[2]
		}
	}
	return read("tools/" + name), names, findings
}

// Golden returns a file of wanted output, and false if there is none.
func Golden(name string) (string, bool) {
	b, err := files.ReadFile("golden/" + name)
	return string(b), err == nil
}

func read(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return b
}

func index(name string) []string {
	var names []string
	for line := range strings.Lines(string(read(name))) {
		n, _, _ := strings.Cut(line, "\t")
		names = append(names, n)
	}
	return names
}

// Secrets returns the names of the private keys in their many forms.
func Secrets() []string { return index("secrets/INDEX.tsv") }

// Secret returns such a key as its form has it, and bytes of it, in hexadecimal, that
// nothing may show.
func Secret(name string) (form []byte, secret string) {
	for line := range strings.Lines(string(read("secrets/INDEX.tsv"))) {
		if n, hex, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); n == name {
			secret = hex
		}
	}
	return read("secrets/" + name), secret
}

// TrustStore is a PKCS#12 store of a certificate alone.
func TrustStore() []byte { return read("secrets/trust.p12") }

// Attack returns one of the inputs that were made to deceive.
func Attack(name string) []byte { return read("attack/" + name) }
