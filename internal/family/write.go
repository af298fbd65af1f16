package family

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"github.com/mtlens/mtlens/internal/oid"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// Write gives the value that the family of an entry sends under its name for the
// chain that a client presented, leaf first, in its usual writing. It is false for
// what a certificate does not tell, such as an outcome, for what is not documented,
// and where the certificate lacks the field.
func Write(m Match, chain []*certinfo.Certificate) (string, bool) {
	h := m.Header()
	if len(chain) == 0 {
		return "", false
	}
	if h.Kind != Chain {
		return WriteAs(h.Kind, h.Writing(), chain[0])
	}
	order := m.Family().Chain
	switch {
	case order == WithoutLeaf:
		chain = chain[1:]
	case order != LeafFirst:
		return "", false
	}
	if len(chain) > 1 && strings.HasSuffix(h.Name, "-0") {
		chain = chain[:1] // one certificate for each name
	}
	if len(chain) == 0 {
		return "", false
	}
	var ders [][]byte
	for _, c := range chain {
		ders = append(ders, c.DER)
	}
	k := h.Writing().Carrier()
	if k == carrier.Base64 { // HAProxy: one after the other in one base64
		var all []byte
		for _, d := range ders {
			all = append(all, d...)
		}
		ders = [][]byte{all}
	}
	if !k.Holds() {
		return "", false
	}
	return string(carrier.AppendCertificates(nil, k, ders...)), true
}

// WriteAs writes the fact of the kind as w does; ok is false as for [Write].
func WriteAs(k Kind, w Writing, c *certinfo.Certificate) (value string, ok bool) {
	switch k {
	case Certificate:
		if w == bit {
			return "1", true
		}
		if !w.Carrier().Holds() {
			return "", false
		}
		return string(carrier.AppendCertificates(nil, w.Carrier(), c.DER)), true
	case Present:
		switch w {
		case bit:
			return "1", true
		case boolean:
			return "true", true
		}
	case Bundle:
		return writeBundle(w, c)
	}
	return writeFact(k, w, c)
}

// writeFact writes what is compared: all but certificates and bundles. It stands apart
// so that a program that only compares has not the writers of those in it.
func writeFact(k Kind, w Writing, c *certinfo.Certificate) (value string, ok bool) {
	switch k {
	case Subject:
		return writeName(&c.Subject, w)
	case Issuer:
		return writeName(&c.Issuer, w)
	case CommonName:
		return writeCommonName(&c.Subject, w)
	case Serial:
		return writeSerial(c.Serial, w)
	case NotBefore:
		return writeDate(c.NotBefore, w)
	case NotAfter:
		return writeDate(c.NotAfter, w)
	case ValidityPair:
		if !c.NotBefore.OK || !c.NotAfter.OK {
			return "", false
		}
		return string(carrier.AppendDates(nil, c.NotBefore.Time, c.NotAfter.Time)), true
	case Fingerprint:
		return writeHash(c.DER, w)
	case AllNames, DNSNames, URIs, Emails, Addresses, Identity:
		return writeNames(alternatives(c, k), k, w)
	}
	return "", false
}

func writeName(n *dn.Name, w Writing) (string, bool) {
	if n.Place.Length == 0 {
		return "", false
	}
	if style, ok := w.style(); ok {
		return n.Print(style), true
	}
	switch w {
	case nameForward:
		return joined(n, ",", false), true
	case nameForwardSpace:
		return joined(n, ", ", false), true
	case nameSpace:
		return joined(n, ", ", true), true
	case nameDER:
		return base64.StdEncoding.EncodeToString(n.DER), true
	case nameSlashBase64:
		return base64.StdEncoding.EncodeToString([]byte(n.Print(dn.SlashRaw))), true
	}
	return "", false
}

// joined prints RDNs, each as RFC 2253 has it, in the certificate's order or its reverse.
func joined(n *dn.Name, comma string, reverse bool) string {
	var b []byte
	for i := range n.RDNs {
		if reverse {
			i = len(n.RDNs) - 1 - i
		}
		if len(n.RDNs[i].Attributes) == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, comma...)
		}
		one := dn.Name{RDNs: n.RDNs[i : i+1]}
		b = one.AppendOpenSSL(b)
	}
	return string(b)
}

const commonName = oid.CommonName

func writeCommonName(n *dn.Name, w Writing) (string, bool) {
	a := n.Find(commonName)
	if a == nil || a.Text == "" {
		return "", false
	}
	if w == textBase64 {
		return base64.StdEncoding.EncodeToString([]byte(a.Text)), true
	}
	return a.Text, true
}

func writeSerial(n certinfo.Integer, w Writing) (string, bool) {
	if n.Raw == nil {
		return "", false
	}
	switch w {
	case serialUpper:
		return n.Hex(), true
	case serialLower:
		return strings.ToLower(n.Hex()), true
	case serialColons:
		return strings.ToLower(n.Colons()), true
	case serialColonsDER:
		if n.Negative() {
			return "", false // what the sender makes of it is not known
		}
		return string(words.AppendColons(nil, n.Raw, words.LowerDigits)), true
	case serialDecimal:
		return n.Decimal()
	case serialTrimmed:
		s := strings.TrimLeft(strings.ToLower(n.Hex()), "0")
		if s == "" {
			s = "0"
		}
		return s, true
	case serialBase64:
		raw := n.Raw
		for len(raw) > 1 && raw[0] == 0 {
			raw = raw[1:]
		}
		return base64.StdEncoding.EncodeToString(raw), true
	}
	return "", false
}

func writeDate(at certinfo.Time, w Writing) (string, bool) {
	if !at.OK {
		return "", false
	}
	t := at.Time.UTC()
	iso := moment.ISO(t) // 2026-11-25T18:24:14Z
	day := iso[:len(iso)-1]
	switch w {
	case dateOpenSSL:
		return moment.OpenSSL(t), true
	case dateISO:
		return iso, true
	case dateMillis:
		return day + ".000Z", true
	case dateOffset:
		return day + "+00:00", true
	case dateShort:
		return without(iso[2:], "-T:"), true
	case dateUnix:
		return unix(t), true
	case dateGo:
		return day[:10] + " " + day[11:] + " +0000 UTC", true
	case dateJava:
		return t.Weekday().String()[:3] + " " + moment.Month(t) + " " + day[8:10] + " " + day[11:] + " UTC " + day[:4], true
	}
	return "", false
}

// without is s without the characters.
func without(s, characters string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(characters, s[i]) < 0 {
			b = append(b, s[i])
		}
	}
	return string(b)
}

func writeHash(der []byte, w Writing) (string, bool) {
	var sum []byte
	switch w {
	case sha1Lower, sha1Upper, sha1Raw:
		a := sha1.Sum(der)
		sum = a[:]
	case sha256Lower, sha256Upper, sha256Colons, sha256Base64:
		a := sha256.Sum256(der)
		sum = a[:]
	}
	switch w {
	case sha1Lower, sha256Lower:
		return words.Hex(sum), true
	case sha1Upper, sha256Upper:
		return string(words.AppendHex(nil, sum, words.UpperDigits)), true
	case sha256Colons:
		return words.HexColons(sum), true
	case sha256Base64:
		return base64.StdEncoding.EncodeToString(sum), true
	case sha1Raw:
		return string(sum), true
	}
	return "", false
}

// nameKinds are the kinds of GeneralName that each kind of value holds, with the
// words that OpenSSL has for them.
var nameKinds = [...]struct {
	kind Kind
	name certinfo.NameKind
	word string
}{
	{DNSNames, certinfo.DNSName, "DNS"}, {Emails, certinfo.RFC822Name, "email"}, {Addresses, certinfo.IPAddress, "IP Address"}, {URIs, certinfo.URI, "URI"}, {Identity, certinfo.URI, "URI"}, {Identity, certinfo.DNSName, "DNS"},
}

// alternatives are the certificate's names that a value of the kind may hold.
func alternatives(c *certinfo.Certificate, k Kind) []certinfo.GeneralName {
	x := c.Extension(oid.SubjectAltName)
	if x == nil {
		return nil
	}
	all, ok := x.Parsed.(*certinfo.GeneralNames)
	if !ok || all == nil {
		return nil
	}
	var list []certinfo.GeneralName
	for i := range all.Names {
		for _, n := range nameKinds {
			if n.name == all.Names[i].Kind && (n.kind == k || k == AllNames && n.kind != Identity) {
				list = append(list, all.Names[i])
				break
			}
		}
	}
	return list
}

func wordOf(k certinfo.NameKind) string {
	for _, n := range nameKinds {
		if n.name == k {
			return n.word
		}
	}
	return ""
}

// writeNames writes alternative names. A value that holds one name alone holds the
// first.
func writeNames(names []certinfo.GeneralName, k Kind, w Writing) (string, bool) {
	var parts []string
	for i := range names {
		if k == Identity && names[i].Kind == certinfo.URI && !strings.HasPrefix(names[i].Text, "spiffe://") {
			continue
		}
		parts = append(parts, names[i].Text)
	}
	switch w {
	case listGo:
		return "[" + strings.Join(parts, " ") + "]", true
	case listComma:
		return strings.Join(parts, ","), len(parts) > 0
	case listBase64:
		for i := range parts {
			parts[i] = base64.StdEncoding.EncodeToString([]byte(parts[i]))
		}
		return strings.Join(parts, ","), len(parts) > 0
	case listOpenSSL:
		for i := range parts {
			parts[i] = wordOf(names[i].Kind) + ":" + parts[i]
		}
		return strings.Join(parts, ", "), len(parts) > 0
	case plainText:
		if len(parts) > 0 {
			return parts[0], true
		}
	}
	return "", false
}

// writeBundle writes what Envoy and Traefik say of a client in one value.
func writeBundle(w Writing, c *certinfo.Certificate) (string, bool) {
	hash, _ := writeHash(c.DER, sha256Lower)
	switch w {
	case xfcc, xfccJSON:
		e := []carrier.Member{{Key: carrier.XFCCHash, Value: hash}, {Key: carrier.XFCCCert, Value: string(carrier.AppendPEM(nil, carrier.PEMPercent, c.DER))},
			{Key: carrier.XFCCSubject, Value: c.Subject.String()}}
		for _, k := range [...]Kind{URIs, DNSNames} {
			for _, n := range alternatives(c, k) {
				key := carrier.XFCCURI
				if k == DNSNames {
					key = carrier.XFCCDNS
				}
				e = append(e, carrier.Member{Key: key, Value: n.Text})
			}
		}
		if w == xfccJSON {
			return string(carrier.AppendXFCCJSON(nil, e)), true
		}
		return string(carrier.AppendXFCC(nil, e)), true
	case info:
		return writeInfo(c), true
	}
	return "", false
}

// writeInfo writes Traefik's Info, which has every certificate of the chain.
func writeInfo(chain ...*certinfo.Certificate) string {
	list := make([]carrier.InfoFields, 0, len(chain))
	for _, c := range chain {
		number, _ := c.Serial.Decimal()
		f := carrier.InfoFields{carrier.InfoSubject: c.Subject.Print(dn.Traefik), carrier.InfoIssuer: c.Issuer.Print(dn.Traefik), carrier.InfoSerial: number}
		if c.NotBefore.OK && c.NotAfter.OK {
			f[carrier.InfoNotBefore], f[carrier.InfoNotAfter] = unix(c.NotBefore.Time), unix(c.NotAfter.Time)
		}
		f[carrier.InfoSAN], _ = writeNames(alternatives(c, AllNames), AllNames, listComma)
		list = append(list, f)
	}
	return string(carrier.AppendInfo(nil, false, list...))
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
