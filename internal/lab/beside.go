package lab

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/verify"
)

// Bounds of what is looked for beside certificates: what people paste together is
// short, and every find is compared with every certificate.
const (
	maxBeside       = 1 << 20 // bytes of a paste
	maxBesideCerts  = 64
	maxBesideFinds  = 50
	maxBesideLength = 4096 // bytes of a value
)

// beside finds what stands beside the certificates of a paste and is about them.
func beside(j *judge.Judge, s *judge.Summary, paste []byte) []judge.Beside {
	b := finder{j: j, text: string(paste[:min(len(paste), maxBeside)]), all: source.New(paste)}
	if n := len(j.Certificates()); n == 0 || n > maxBesideCerts {
		return nil
	}
	b.lists()
	b.others()
	b.privateKeys(paste)
	if !j.Binary() {
		b.issuers = strings.Index(b.text, "issuerCertificate")
		b.values(b.text, source.Span{}, false)
		b.tokens()
		b.names()
	}
	b.log(s)
	return b.found
}

type finder struct {
	j       *judge.Judge
	text    string
	all     source.Text
	issuers int // from here on the text is about issuers, as Node.js prints them; -1 if it is not
	found   []judge.Beside
}

func (b *finder) add(f judge.Beside) {
	if len(b.found) < maxBesideFinds {
		b.found = append(b.found, f)
	}
}

// lists looks the certificates up in the revocation lists beside them.
func (b *finder) lists() {
	const notRevoked = 8 // removeFromCRL
	for _, o := range b.j.Others() {
		if o.List == nil {
			continue
		}
		for i, c := range b.j.Certificates() {
			entry, of := verify.Listed(o.List, c.Certificate)
			if !of || entry == nil || entry.Reason == notRevoked {
				continue
			}
			b.add(judge.Beside{Kind: judge.BesideList, Certificate: i, Time: entry.Time.Time, Reason: entry.Reason, Signed: b.signed(o.List), Ends: verify.Named(o.List, c.Certificate), Span: o.Span})
		}
	}
}

// signed checks the signature of a list with a certificate of its issuer's name.
func (b *finder) signed(l *certinfo.List) judge.SignatureState {
	state := judge.NotChecked
	for _, c := range b.j.Certificates() {
		if !dn.Match(&c.Subject, &l.Issuer) {
			continue
		}
		switch verify.CheckSignature(&l.Signed, c.Certificate) {
		case verify.Verified:
			return judge.Verified
		case verify.Wrong:
			state = judge.Wrong
		}
	}
	return state
}

// others compares the keys of requests and public keys.
func (b *finder) others() {
	for _, o := range b.j.Others() {
		switch {
		case o.Request != nil:
			b.key(judge.BesideRequest, &o.Request.Key, o.Span)
		case o.Key != nil:
			b.key(judge.BesidePublicKey, &o.Key.Key, o.Span)
		}
	}
}

func (b *finder) key(kind judge.BesideKind, key *certinfo.PublicKey, at source.Span) {
	f := judge.Beside{Kind: kind, Agreement: judge.BesideDiffers, Certificate: -1, Span: at}
	for i, c := range b.j.Certificates() {
		if verify.BelongsTo(&c.Key, key) {
			f.Agreement, f.Certificate = judge.BesideAgrees, i
			break
		}
	}
	if f.Agreement == judge.BesideAgrees || b.allWhole() {
		b.add(f)
	}
}

// privateKeys compares the public halves of private keys, of which nothing else
// leaves this function.
func (b *finder) privateKeys(paste []byte) {
	for u := range unwrap.Open(paste).Units() {
		for i := range u.Objects {
			o := &u.Objects[i]
			var key any
			var err error
			switch o.Kind {
			case der.PrivateKey:
				key, err = x509.ParsePKCS8PrivateKey(o.DER.Bytes)
			case der.RSAPrivateKey:
				key, err = x509.ParsePKCS1PrivateKey(o.DER.Bytes)
			case der.ECPrivateKey:
				key, err = x509.ParseECPrivateKey(o.DER.Bytes)
			default:
				continue
			}
			signer, ok := key.(crypto.Signer)
			if err != nil || !ok {
				continue
			}
			if public, err := x509.MarshalPKIXPublicKey(signer.Public()); err == nil {
				b.key(judge.BesidePrivateKey, &certinfo.ParseKey(public).Key, o.Span)
			}
		}
	}
}

// labels are the names before a value that is about a certificate, in lower case,
// the longer ones first.
var labels = []struct {
	name string
	kind judge.BesideKind
	san  certinfo.NameKind
}{
	{"tls_client_auth_subject_dn", judge.BesideSubject, 0},
	{"tls_client_auth_san_dns", judge.BesideName, certinfo.DNSName},
	{"tls_client_auth_san_uri", judge.BesideName, certinfo.URI},
	{"tls_client_auth_san_ip", judge.BesideName, certinfo.IPAddress},
	{"tls_client_auth_san_email", judge.BesideName, certinfo.RFC822Name},
	{"x5t#s256", judge.BesideThumbprint, 0},
	{"x5t", judge.BesideThumbprint, 0},
	{"thumbprint", judge.BesideThumbprint, 0},
	{"fingerprint", judge.BesideThumbprint, 0},
	{"certificateid", judge.BesideThumbprint, 0},
	{":cert/", judge.BesideThumbprint, 0},
	{"sha1:", judge.BesideThumbprint, 0},
	{"sha256:", judge.BesideThumbprint, 0},
}

// values reads labelled values in a text: of the paste, or what a token in it says,
// which has the token's place.
func (b *finder) values(text string, at source.Span, inside bool) {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		lower = text // a letter of another length: names as they are usually written
	}
	for pos := 0; pos < len(lower); {
		next, which := -1, 0
		for i := range labels {
			if k := strings.Index(lower[pos:], labels[i].name); k >= 0 && (next < 0 || pos+k < next) {
				next, which = pos+k, i
			}
		}
		if next < 0 {
			return
		}
		l := &labels[which]
		end := next + len(l.name)
		value, after := valueAfter(text, end, strings.HasSuffix(l.name, "/") || strings.HasSuffix(l.name, ":"))
		pos = max(end, after)
		if value == "" || header(text, next) {
			continue
		}
		if !inside {
			at = b.all.Span(next, after)
		}
		b.value(l.kind, l.san, strings.Trim(text[next:end], ":/"), value, at)
	}
}

// header reports whether a name is that of a header of a proxy, which is compared
// with the request that it is in.
func header(text string, at int) bool {
	from := at
	for from > 0 && at-from < 64 && (text[from-1] == '-' || text[from-1] == '_' || text[from-1] >= 'A' && text[from-1] <= 'Z' || text[from-1] >= 'a' && text[from-1] <= 'z') {
		from--
	}
	return strings.ContainsAny(text[from:at], "-")
}

// valueAfter reads the value after a name: in quotes, or up to the end of the line.
func valueAfter(text string, at int, bare bool) (value string, end int) {
	rest := text[at:min(len(text), at+maxBesideLength)]
	if line := strings.IndexAny(rest, "\r\n"); line >= 0 {
		rest = rest[:line]
	}
	end = at + len(rest)
	if !bare {
		const near = 24 // `" : "`, ` (SHA-256): `
		sign := strings.IndexAny(rest[:min(len(rest), near)], ":=")
		if sign < 0 {
			return "", at
		}
		rest = rest[sign+1:]
	}
	rest = strings.TrimLeft(rest, " \t")
	if inString := strings.TrimLeft(rest, "\\"); len(inString) < len(rest) && strings.HasPrefix(inString, "\"") {
		quoted, _, _ := strings.Cut(inString[1:], "\\") // JSON in a string of JSON
		return quoted, end - len(inString) + 1 + len(quoted)
	}
	if len(rest) > 1 && rest[0] == '"' {
		var s string
		if d := json.NewDecoder(strings.NewReader(rest)); d.Decode(&s) == nil {
			return s, end - len(rest) + int(d.InputOffset())
		}
		quoted, _, _ := strings.Cut(rest[1:], "\"")
		return strings.TrimRight(quoted, "\\"), end - len(rest) + 1 + len(quoted)
	}
	return strings.Trim(rest, " \t'\","), end
}

func (b *finder) value(kind judge.BesideKind, san certinfo.NameKind, name, value string, at source.Span) {
	f := judge.Beside{Kind: kind, Name: name, Span: at}
	switch kind {
	case judge.BesideThumbprint:
		b.thumbprint(&f, value)
		return
	case judge.BesideSubject:
		b.subject(&f, value)
	default:
		f.Agreement = judge.BesideDiffers
		for i, c := range b.j.Certificates() {
			if has(c.Certificate, san, value) {
				f.Agreement, f.Certificate = judge.BesideAgrees, i
				break
			}
		}
	}
	b.add(f)
}

// subject compares a registered name with the subjects.
func (b *finder) subject(f *judge.Beside, value string) {
	written, ok := dn.ReadWritten(value)
	if !ok {
		f.Agreement = judge.BesideUnclear
		return
	}
	f.Agreement = judge.BesideDiffers
	for i, c := range b.j.Certificates() {
		switch r := c.Subject.Check(&written).Relation; r {
		case dn.Same, dn.Reversed:
			f.Agreement, f.Certificate, f.Forward = judge.BesideAgrees, i, r == dn.Same && len(c.Subject.RDNs) > 1
			return
		}
	}
}

func has(c *certinfo.Certificate, kind certinfo.NameKind, value string) bool {
	x := c.Extension(oid.SubjectAltName)
	if x == nil {
		return false
	}
	names, _ := x.Parsed.(*certinfo.GeneralNames)
	for i := 0; names != nil && i < len(names.Names); i++ {
		if n := &names.Names[i]; n.Kind == kind && !n.Damaged && (n.Text == value || kind == certinfo.DNSName && strings.EqualFold(n.Text, value)) {
			return true
		}
	}
	return false
}

// thumbprint compares a hash of a certificate: in hexadecimal with any separators, or
// in base64.
func (b *finder) thumbprint(f *judge.Beside, value string) {
	sum, hidden, wrapped := hashOf(value)
	if sum == nil {
		return // a word that is no hash: of a key, of a file, cut off
	}
	f.Hidden, f.Wrapped = hidden, wrapped
	f.Agreement = judge.BesideDiffers
	f.Hash = map[int]string{sha1.Size: "SHA-1", sha256.Size: "SHA-256"}[len(sum)]
	for i, c := range b.j.Certificates() {
		of256, of1 := sha256.Sum256(c.DER), sha1.Sum(c.DER)
		if c.Whole && (bytes.Equal(sum, of256[:]) || bytes.Equal(sum, of1[:])) {
			f.Agreement, f.Certificate = judge.BesideAgrees, i
			break
		}
		key256, key1 := sha256.Sum256(c.Key.Raw), sha1.Sum(c.Key.Raw) // GnuTLS prints both
		if bytes.Equal(sum, key256[:]) || bytes.Equal(sum, key1[:]) {
			return // of the public key: another thing, and right
		}
	}
	if f.Agreement == judge.BesideDiffers && (b.issuers >= 0 && f.Span.Start > b.issuers || !b.allWhole()) {
		return // of a certificate that is not in the paste, or not wholly
	}
	if f.Wrapped && f.Agreement == judge.BesideAgrees {
		f.Agreement = judge.BesideDiffers
	}
	b.add(*f)
}

// allWhole reports whether the hash of every certificate is known.
func (b *finder) allWhole() bool {
	for _, c := range b.j.Certificates() {
		if !c.Whole {
			return false
		}
	}
	return true
}

// hashOf reads a hash. Hidden is a character in it that nobody sees; wrapped reports
// base64 of hexadecimal digits.
func hashOf(value string) (sum []byte, hidden rune, wrapped bool) {
	var digits strings.Builder
read:
	for _, r := range value {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'f', r >= 'A' && r <= 'F':
			digits.WriteRune(r)
		case r == ' ' || r == ':' || r == '-' || r == '\t':
		case r >= 0x200b && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r == 0xa0 || r == 0xad:
			hidden = r
		case digits.Len() == 2*sha1.Size || digits.Len() == 2*sha256.Size:
			break read // other text follows
		default:
			digits.Reset()
			break read
		}
	}
	if b, err := hex.DecodeString(digits.String()); err == nil && isHash(b) {
		return b, hidden, false
	}
	text := strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimSpace(value)), "=")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, 0, false
	}
	if isHash(b) {
		return b, 0, false
	}
	if b, err = hex.DecodeString(string(b)); err == nil && isHash(b) {
		return b, 0, true
	}
	return nil, 0, false
}

func isHash(b []byte) bool { return len(b) == sha1.Size || len(b) == sha256.Size }

// tokens reads what the JSON Web Tokens of a paste claim.
func (b *finder) tokens() {
	const mark, most = "eyJ", 20
	for pos, n := 0, 0; n < most; n++ {
		k := strings.Index(b.text[pos:], mark)
		if k < 0 {
			return
		}
		from := pos + k
		end := from
		for end < len(b.text) && strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", b.text[end]) >= 0 {
			end++
		}
		pos = end
		parts := strings.Split(b.text[from:end], ".")
		if len(parts) < 2 {
			continue
		}
		for _, part := range parts[:2] {
			if claims, err := base64.RawURLEncoding.DecodeString(part); err == nil {
				b.values(string(claims), b.all.Span(from, end), true)
			}
		}
	}
}

// names compares the CA names that a server sent with the issuers of the chain.
func (b *finder) names() {
	named, ok := alb.ReadAcceptable(b.text)
	if !ok || len(named) == 0 {
		return
	}
	var list []*certinfo.Certificate
	var at []int
	for i, c := range b.j.Certificates() {
		if !c.Server {
			list, at = append(list, c.Certificate), append(at, i)
		}
	}
	if len(list) == 0 {
		return // those of the server alone: nobody is asked for them
	}
	head := strings.Index(b.text, "Acceptable client certificate CA names")
	f := judge.Beside{Kind: judge.BesideCANames, Agreement: judge.BesideDiffers, Certificate: -1, Count: len(named), Span: b.all.Span(head, head+len("Acceptable client certificate CA names"))}
	for i, k := range alb.Acceptable(named, list) {
		if k >= 0 {
			f.Agreement, f.Certificate = judge.BesideAgrees, at[i]
			break
		}
	}
	b.add(f)
}

// log ties lines of the connection log to the certificates.
func (b *finder) log(s *judge.Summary) {
	for _, l := range s.Logs {
		for k := range l.Certificates {
			of := &l.Certificates[k]
			for i, c := range b.j.Certificates() {
				if of.Serial == "" || !strings.EqualFold(of.Serial, c.Serial.Hex()) || of.Subject != "" && of.Subject != c.Subject.String() {
					continue
				}
				f := judge.Beside{Kind: judge.BesideLog, Certificate: i, Count: of.Count}
				if len(of.Codes) > 0 {
					f.Code = string(of.Codes[0])
				}
				b.add(f)
				break
			}
		}
	}
}
