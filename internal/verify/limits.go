package verify

import (
	"crypto/x509"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
)

// limits applies the rules that look at the presented certificates one by one.
func (j *judge) limits() bool {
	return j.message() && j.depth() && j.size() && j.readable(len(j.certs)) &&
		j.key() && j.version() && j.signature()
}

// messageSize is the size of the Certificate message in TLS 1.3 (RFC 8446,
// section 4.4.2): 4 bytes of handshake header, an empty context, a length, and
// for each certificate its length and an empty list of extensions. In TLS 1.2 it
// is smaller by 2 for each certificate, and 1.
func messageSize(chain [][]byte) int {
	n := 4 + 1 + 3
	for _, c := range chain {
		n += 3 + len(c) + 2
	}
	return n
}

func (j *judge) message() bool {
	n := messageSize(j.in.Chain)
	said := "The chain makes a TLS message of " + count(n, "byte") + "; "
	if n > alb.MaxTLSMessage {
		return j.fail(alb.RuleMessage, said+"a listener takes 65536.", nowhere)
	}
	return j.pass(alb.RuleMessage, said+"65536 are allowed.", nowhere)
}

func (j *judge) depth() bool {
	n := len(j.in.Chain)
	const counted = " They are counted as they are sent, as s2n-tls does: AWS does not say whether leaf and root count."
	if n > alb.MaxChainDepth {
		return j.fail(alb.RuleDepth, "The client sends "+count(n, "certificate")+"; a listener takes 4."+counted, at(alb.MaxChainDepth, "", der.Place{}))
	}
	return j.pass(alb.RuleDepth, count(n, "certificate")+" of at most 4."+counted, nowhere)
}

func (j *judge) size() bool {
	largest := 0
	for i, c := range j.in.Chain {
		if len(c) > alb.MaxCACertificate {
			return j.fail(alb.RuleSize, "It has "+count(len(c), "byte")+". AWS takes CA certificates of at most 16 KB, and states no limit for client certificates: the same is assumed.", at(i, "", der.Place{Length: len(c)}))
		}
		largest = max(largest, len(c))
	}
	return j.pass(alb.RuleSize, "The largest has "+count(largest, "byte")+"; the limit of 16 KB is documented for CA certificates alone.", nowhere)
}

// readable asks the first n certificates to be whole: what d2i_X509 asks, in short.
func (j *judge) readable(n int) bool {
	for i, c := range j.certs[:n] {
		where := at(i, "", der.Place{Length: len(c.DER)})
		switch {
		case c.Declared > len(j.in.Chain[i]):
			return j.fail(alb.RuleReadable, "It is cut off: "+count(len(j.in.Chain[i]), "byte")+" of "+strconv.Itoa(c.Declared)+" are there.", where)
		case !complete(c):
			return j.fail(alb.RuleReadable, "It cannot be read as a certificate"+firstFinding(c)+".", where)
		}
	}
	return j.pass(alb.RuleReadable, "Every certificate is whole.", nowhere)
}

// complete reports whether every field that RFC 5280 does not make optional is
// there and of its type.
func complete(c *certinfo.Certificate) bool {
	isTime := func(t certinfo.Time) bool { return t.Tag == der.UTCTime || t.Tag == der.GeneralizedTime }
	return c.Declared > 0 && c.TBS.Length > 0 && c.Serial.Raw != nil && c.Issuer.Place.Length > 0 &&
		isTime(c.NotBefore) && isTime(c.NotAfter) && c.Subject.Place.Length > 0 &&
		c.Key.Place.Length > 0 && c.Signature.Place.Length > 0
}

func firstFinding(c *certinfo.Certificate) string {
	if len(c.Findings) == 0 {
		return ""
	}
	return ": " + strings.TrimSuffix(c.Findings[0].Text, ".")
}

// supportedKey reports whether AWS lists the key.
func supportedKey(k *certinfo.PublicKey) bool {
	switch k.Kind {
	case certinfo.KeyRSA, certinfo.KeyRSAPSS:
		return k.Bits >= alb.MinRSA && k.Bits <= alb.MaxRSA
	case certinfo.KeyEC:
		return k.Curve == "P-256" || k.Curve == "P-384" || k.Curve == "P-521"
	}
	return false
}

func (j *judge) key() bool {
	k := &j.certs[0].Key
	where := at(0, "tbsCertificate.subjectPublicKeyInfo", k.Place)
	if !supportedKey(k) {
		return j.fail(alb.RuleKey, "The key of the leaf is "+k.Title()+"; a listener takes RSA of 2048 to 8192 bits, P-256, P-384 and P-521.", where)
	}
	return j.pass(alb.RuleKey, "The key of the leaf is "+k.Title()+".", where)
}

func (j *judge) version() bool {
	v := j.certs[0].Version
	where := at(0, "tbsCertificate.version", v.Place)
	if v.Number != 3 {
		return j.fail(alb.RuleVersion, "The leaf is of version "+strconv.Itoa(v.Number)+"; a listener takes X.509v3. AWS does not say which reason code is logged.", where)
	}
	return j.pass(alb.RuleVersion, "The leaf is of version 3.", where)
}

// supportedSignature reports whether AWS lists the signature algorithm: SHA-256,
// SHA-384 and SHA-512 with RSA, with EC, and with RSASSA-PSS and MGF1.
func supportedSignature(a *certinfo.Algorithm) bool {
	switch a.Title() {
	case "RSA with SHA-256", "RSA with SHA-384", "RSA with SHA-512",
		"ECDSA with SHA-256", "ECDSA with SHA-384", "ECDSA with SHA-512":
		return true
	}
	if a.PSS == nil || certinfo.HashName(a.PSS.MGFHash) != a.Hash() {
		return false
	}
	switch a.Hash() {
	case "SHA-256", "SHA-384", "SHA-512":
		return true
	}
	return false
}

func (j *judge) signature() bool {
	a := &j.certs[0].SignatureAlgorithm
	where := at(0, "signatureAlgorithm", a.Place)
	if !supportedSignature(a) {
		return j.fail(alb.RuleSignature, "The leaf is signed by "+a.Title()+"; a listener takes SHA-256, SHA-384 and SHA-512 with RSA, RSASSA-PSS or ECDSA.", where)
	}
	return j.pass(alb.RuleSignature, "The leaf is signed by "+a.Title()+".", where)
}

// wellFormed has crypto/x509 read every certificate, in its own words.
func (j *judge) wellFormed() bool {
	for i, raw := range j.in.Chain {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return j.fail(alb.RuleStrict, "Go's strict parser refuses "+ordinal(i)+": "+plain(err)+". The load balancer's own parser may be more lenient.", at(i, "", der.Place{}))
		}
		j.strict = append(j.strict, c)
	}
	return j.pass(alb.RuleStrict, "Go's strict parser takes every certificate.", nowhere)
}

// plain is the text of an error of crypto/x509 without its prefix.
func plain(err error) string {
	return strings.TrimPrefix(err.Error(), "x509: ")
}
