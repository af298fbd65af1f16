package family

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/words"
)

// Result is what a value or a request says of the verification.
type Result uint8

const (
	NotSaid       Result = iota // nothing is said
	Verified                    // the sender says that the certificate verified
	Failed                      // it says that it did not
	NoCertificate               // it says that there was none
	NotVerified                 // a certificate was there and was not verified, or not wholly: Apache's GENEROUS
	Strange                     // a word that the sender is not known to write
)

// Detail is what goes with a result.
type Detail struct {
	Reason string      // as written, without FAILED: before it
	Error  VerifyError // OpenSSL's result, if the reason is one; Number is 0 otherwise
	Code   string      // a reason code of AWS's logs
	// Zero says that the result rests on a 0 of OpenSSL's, which HAProxy and Varnish write
	// without any certificate too.
	Zero bool
	// Empty says that the error is the one that Node.js has without a certificate too.
	Empty bool
	// Counted says that the value is a number under a name that no sender is known for:
	// for OpenSSL 0 is success, for others it is no. Error is what OpenSSL means by it.
	Counted bool
}

// Absence is how a value says that there is nothing.
type Absence uint8

const (
	Something   Absence = iota // there is a value
	Blank                      // the value is empty
	Dash                       // -
	NullWord                   // (null), null, None, <nil>
	NoneWord                   // NONE
	EmptyList                  // [], {}
	EmptyBytes                 // ::
	EmptyShell                 // markers or members without anything between them
	Placeholder                // the name of a variable that was not replaced
	EmptyHash                  // the hash of nothing
)

// HashOfNothing is the SHA-256 of no bytes: Caddy 2.11 writes it as the fingerprint
// of a certificate that is not there.
const HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Absent tells how a value says that there is nothing.
func Absent(value string) Absence {
	if len(value) > 160 {
		return Something
	}
	v := strings.Trim(strings.TrimSpace(value), `"`)
	switch v {
	case "":
		return Blank
	case "-":
		return Dash
	case "(null)", "null", "None", "<nil>", "nil", "undefined", "NULL":
		return NullWord
	case "NONE":
		return NoneWord
	case "[]", "{}", "[ ]":
		return EmptyList
	case "::", ": :":
		return EmptyBytes
	case HashOfNothing:
		return EmptyHash
	}
	if inner := strings.Trim(v, ":"); len(inner) > 3 {
		for _, variable := range [...]string{"{http.request.", "{tls_client_", "{var_client_certificate", "{client_cert_", "$ssl_client_", "%{SSL_CLIENT_", "%[ssl_c_"} {
			if strings.HasPrefix(inner, variable) {
				return Placeholder
			}
		}
	}
	if rest, ok := strings.CutPrefix(v, "-----BEGIN CERTIFICATE-----"); ok && strings.TrimSpace(strings.TrimSuffix(rest, "-----END CERTIFICATE-----")) == "" {
		return EmptyShell
	}
	switch strings.TrimSpace(value) {
	case `Subject="";Cert=""`, `Cert="";Subject=""`, `Cert=""`:
		return EmptyShell
	}
	return Something
}

// Masked reports whether a log or a tool wrote something in the place of a value:
// ****, [Redacted], MIIB….
func Masked(value string) bool {
	const longest = 64 // a mask, and what it leaves of the value
	v := strings.ToLower(strings.Trim(strings.TrimSpace(value), `"'`))
	if len(v) < 3 || len(v) > longest {
		return false
	}
	if strings.Trim(v, "*") == "" || len(v) > 3 && strings.Trim(v, "x") == "" || strings.HasSuffix(v, "...") || strings.HasSuffix(v, "…") || strings.Contains(v, "****") {
		return true
	}
	if c := v[0]; c != '[' && c != '<' && c != '(' && c != '{' && c != '*' {
		return v == "redacted" || v == "filtered"
	}
	for _, word := range [...]string{"redacted", "filtered", "masked", "hidden", "truncated", "omitted", "removed", "sensitive", "secret"} {
		if strings.Contains(v, word) {
			return true
		}
	}
	return false
}

// ReadOutcome reads what the value of an entry says of the verification: of kinds
// Outcome, Present, Revoked and Error. For other kinds it says whether there is
// anything at all: NoCertificate, or NotSaid.
func ReadOutcome(h *Header, value string) (Result, Detail) {
	whole := value
	value = strings.Trim(strings.TrimSpace(value), `"`)
	switch h.Kind {
	case Present:
		switch strings.ToLower(value) {
		case "0", "false", "no", "none", "null":
			return NoCertificate, Detail{Reason: value}
		}
		return NotSaid, Detail{Reason: value}
	case Revoked:
		switch strings.ToLower(value) {
		case "1", "true":
			return Failed, Detail{Reason: value, Error: numbered(23)}
		}
		return NotSaid, Detail{}
	case Error:
		if h.Writing() == errorWord && !strings.HasPrefix(value, googleWord) {
			return NotSaid, Detail{}
		}
		return readError(value)
	case Outcome:
		return readWord(h.Writing(), value)
	case Certificate:
		if h.hasWay(bit) && value == "0" {
			return NoCertificate, Detail{Reason: value}
		}
	}
	if h.Kind >= Certificate && h.Kind <= Identity || h.Kind == Bundle {
		if Absent(whole) != Something {
			return NoCertificate, Detail{Reason: value}
		}
	}
	return NotSaid, Detail{}
}

func (h *Header) hasWay(w Writing) bool {
	for _, way := range h.Ways {
		if way == w && w != Unknown {
			return true
		}
	}
	return false
}

func numbered(n int) VerifyError {
	e, _ := VerifyErrorOf(n)
	return e
}

// WordAlone reads a word of nginx and Apache that stands without a name.
func WordAlone(value string) (Result, Detail) {
	if value == "SUCCESS" || value == "NONE" || value == "GENEROUS" {
		return readWord(words3, value)
	}
	reason, ok := cutFailed(value)
	if !ok {
		return NotSaid, Detail{}
	}
	for rest := reason[:min(len(reason), 100)]; rest != ""; rest = rest[:max(0, strings.LastIndexByte(rest, ' '))] {
		if e, ok := VerifyErrorNamed(rest); ok { // other words of the line may follow it
			return Failed, Detail{Reason: rest, Error: e}
		}
	}
	return Failed, Detail{Reason: reason}
}

// readError reads a value that holds nothing but the error.
func readError(value string) (Result, Detail) {
	if Absent(value) != Something || value == "0" || value == "X509_V_OK" {
		return NotSaid, Detail{}
	}
	if value == googleWord+"not_provided" {
		return NoCertificate, Detail{Reason: value}
	}
	if leftOut(value) {
		return NotSaid, Detail{}
	}
	d := Detail{Reason: value}
	d.explain(value)
	return Failed, d
}

// googleWord begins the words of Google Cloud's load balancer for what befell a certificate.
const googleWord = "client_cert_"

// leftOut reports whether all words of Google Cloud's for an error, with commas between, say
// that a value was too long and was left out: the verification did not fail for that.
// Of those the certificate itself has one, which is refused.
func leftOut(value string) bool {
	for word := range strings.SplitSeq(value, ",") {
		field, ok := strings.CutSuffix(strings.TrimSpace(word), "_exceeded_size_limit")
		if field, named := strings.CutPrefix(field, googleWord); !ok || !named || field == "" {
			return false
		}
	}
	return true
}

// googleFailures are the words for what is refused (docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring,
// "statusDetails HTTP failure messages"), without what they begin with.
var googleFailures = [...]string{
	"validation_failed", "chain_invalid_eku", "invalid_rsa_key_size", "unsupported_elliptic_curve_key", "unsupported_key_algorithm", "pki_too_large",
	"chain_max_name_constraints_exceeded", "validation_timed_out", "validation_search_limit_exceeded", "validation_not_performed", "chain_exceeded_limit", "exceeded_size_limit",
}

// readGoogleWord finds such a word in a line of text.
func readGoogleWord(line []byte) (l Line, ok bool) {
	at := bytes.Index(line, []byte(googleWord))
	if at < 0 {
		return l, false
	}
	end := at
	for end < len(line) && (line[end] >= 'a' && line[end] <= 'z' || line[end] == '_') {
		end++
	}
	word := string(line[at:end])
	l.Family, l.Result, l.Detail.Reason = GoogleCloud, Failed, word
	if word == googleWord+"not_provided" {
		l.Result = NoCertificate
		return l, true
	}
	return l, slices.Contains(googleFailures[:], word[len(googleWord):])
}

// readWord reads an outcome. Words that more than one sender writes mean the same in
// all of them; a number is OpenSSL's only where the entry says so, and 1 and 0 are a
// boolean otherwise.
func readWord(w Writing, value string) (Result, Detail) {
	d := Detail{Reason: value}
	switch value {
	case "SUCCESS", "Success", "X509_V_OK", "OK", "Verified", "verified", "VALID":
		return Verified, Detail{}
	case "ok":
		return Verified, Detail{Zero: true} // X509_verify_cert_error_string(0)
	case "NONE", "None":
		return NoCertificate, d
	case "GENEROUS":
		return NotVerified, d
	case "-", "", "(null)", "null":
		return NotSaid, d // ALB's "-": no HTTPS listener; elsewhere not set
	case "true", "True", "TRUE":
		return Verified, Detail{}
	case "false", "False", "FALSE":
		return Failed, d
	}
	if reason, ok := cutFailed(value); ok {
		d.Reason = reason
		if w == statusCode {
			d.Code = reason
			if reason == "ClientCertMissing" {
				return NoCertificate, d
			}
		} else {
			d.explain(reason)
		}
		return Failed, d
	}
	if n, ok := small(value); ok {
		switch {
		case w == number && n == 0:
			return Verified, Detail{Zero: true}
		case w == number:
			d.Error, _ = VerifyErrorOf(n)
			return Failed, d
		case w != words3 && w != wordsApache && n == 1:
			return Verified, Detail{}
		case w != words3 && w != wordsApache && n == 0:
			return Failed, d
		}
		return Strange, d
	}
	if e, ok := VerifyErrorNamed(value); ok {
		d.Error = e
		d.Empty = e.Number == 2
		if e.Number == 0 {
			return Verified, Detail{}
		}
		return Failed, d
	}
	return Strange, d
}

// cutFailed takes FAILED, with or without a reason, off a value.
func cutFailed(value string) (reason string, ok bool) {
	if len(value) < 6 || !strings.EqualFold(value[:6], "failed") {
		return "", false
	}
	rest := value[6:]
	if rest == "" {
		return "", true
	}
	if rest[0] != ':' {
		return "", false
	}
	return strings.TrimSpace(rest[1:]), true
}

// explain looks the reason up: OpenSSL's text, its name, or lighttpd's
// error:0000000A:lib(0)::reason(10), whose number is in hexadecimal.
func (d *Detail) explain(reason string) {
	if e, ok := VerifyErrorNamed(reason); ok {
		d.Error, d.Empty = e, e.Number == 2
		return
	}
	if hex, ok := strings.CutPrefix(reason, "error:"); ok && len(hex) >= 8 {
		n := 0
		for _, c := range []byte(hex[:8]) {
			v := words.HexValue(c)
			if v < 0 || n > 0xFFFF {
				return
			}
			n = n<<4 | v
		}
		d.Error, _ = VerifyErrorOf(n)
		return
	}
	if n, ok := small(reason); ok {
		d.Error, _ = VerifyErrorOf(n)
	}
}

// small reads a number of at most four digits.
func small(s string) (n int, ok bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// readUnnamed reads the value under a name that no sender is known for: operators call
// it X-Cert-Verify, X-SSL-Verified. It is false where name and value are no outcome. A
// text of OpenSSL's tells by itself under a name of TLS: X-SSL-Status. A number tells
// only under a name that asks a question with yes and no, as X-Cert-Verified: 0 is
// OpenSSL's word for success.
func readUnnamed(name, value string) (r Result, d Detail, ok bool) {
	if len(value) > 200 || len(name) > maxName {
		return NotSaid, Detail{}, false
	}
	said, about := false, false
	for i := range name {
		switch name[i] | 0x20 {
		case 's':
			about = about || begins(name[i:], "ssl")
		case 't':
			about = about || begins(name[i:], "tls")
		case 'v':
			said = said || begins(name[i:], "verif")
		case 'a':
			said = said || begins(name[i:], "authorized")
		case 'c':
			said = said || begins(name[i:], "cert-status") || begins(name[i:], "cert_status")
		}
	}
	value = strings.Trim(value, `"`)
	if !said {
		if !about || !strings.Contains(value, "certificate") {
			return NotSaid, Detail{}, false // few values come as far as OpenSSL's texts
		}
		e, ok := VerifyErrorNamed(value)
		if !ok || e.Number <= 0 {
			return NotSaid, Detail{}, false
		}
	}
	if n, ok := small(value); ok && !(n <= 1 && question(name)) {
		return Strange, countedAs(n, value), true
	}
	r, d = readWord(Unknown, value)
	return r, d, r != Strange && r != NotSaid
}

// question reports whether a name asks a question with yes and no.
func question(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, "verified") || strings.HasSuffix(name, "authorized")
}

// countedAs is the detail of a number that may be OpenSSL's.
func countedAs(n int, value string) Detail {
	e, _ := VerifyErrorOf(n)
	return Detail{Reason: value, Error: e, Counted: true}
}

// SaysOutcome reports whether an unknown name is about the verification of a client's
// certificate, and the value is one of nginx's words for how it ended: client_verify,
// tls_verification. Other words and other names mean too much else.
func SaysOutcome(name string, value []byte) bool {
	if len(value) < len("NONE") || len(name) > maxName || value[0] != 'S' && value[0] != 'N' && value[0] != 'F' {
		return false
	}
	if v := string(value[:min(len(value), len("SUCCESS!"))]); v != "SUCCESS" && v != "NONE" && v != "FAILED" && !strings.HasPrefix(v, "FAILED:") {
		return false
	}
	name = strings.ToLower(name)
	return strings.Contains(name, "verif") && aboutClient(name)
}

// aboutClient reports whether a name has one of the words that names of values about a
// client's certificate have.
func aboutClient(name string) bool {
	for _, about := range [...]string{"client", "cert", "ssl", "tls", "peer"} {
		if strings.Contains(name, about) {
			return true
		}
	}
	return false
}

// SaysFact reports whether an unknown name is about a fact of a client's certificate, and the
// value is one: a distinguished name, client_dn, tls_subject, whose is not told; a serial
// number, client_serial; a hash, cert_fingerprint.
func SaysFact(name string, value []byte) bool {
	const longest = 1000 // characters
	if len(value) < len("CN=a") || len(value) > longest || len(name) > maxName {
		return false
	}
	name = strings.ToLower(name)
	if !aboutClient(name) {
		return false
	}
	has := func(s string) bool { return strings.Contains(name, s) }
	switch {
	case has("subject"), has("issuer"), strings.HasSuffix(name, "dn"):
		return Guess(value) == Subject
	case has("serial"):
		v := without(string(value), ": ")
		return len(v) <= 2*20+2 && hexadecimal(v) || Rounded(string(value))
	case has("fingerprint"), has("thumbprint"), has("sha1"), has("sha256"):
		v := without(string(value), ": ")
		return (len(v) == 40 || len(v) == 64) && hexadecimal(v)
	}
	return false
}

// NamesClient reports whether an unknown name is the client's in words, and the value is
// a distinguished name: client_dn, peerSubject.
func NamesClient(name string, value []byte) bool {
	if len(name) < len("peerdn") || len(value) < len("CN=a") || value[2] != '=' && value[0] != '/' && value[1] != '=' {
		return false
	}
	name = strings.ToLower(name)
	return (strings.HasSuffix(name, "dn") || strings.HasSuffix(name, "subject")) && (strings.Contains(name, "client") || strings.Contains(name, "peer")) && Guess(value) == Subject
}

// begins reports whether s begins with the word, in any case.
func begins(s, word string) bool {
	return len(s) >= len(word) && strings.EqualFold(s[:len(word)], word)
}
