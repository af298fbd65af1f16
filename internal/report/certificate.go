package report

import (
	"strconv"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// NewCertificate presents a certificate as it stands at the time now. What could
// not be read is left empty in the values for programs, and said to be missing in
// the sections for people.
func NewCertificate(c *judge.Certificate, now time.Time) Certificate {
	r, valid := ShortCertificate(c, now)
	r.Hash(c)
	r.Sections = CertificateSections(c.Certificate, &r, valid)
	return r
}

// ShortCertificate is NewCertificate without the sections, and the hashes that few ask
// for.
func ShortCertificate(known *judge.Certificate, now time.Time) (Certificate, Validity) {
	c := known.Certificate
	valid := DescribeClock(known.Clock, c.NotBefore.Time, c.NotAfter.Time, now)
	if valid.Tone == ToneGood && known.Broken() {
		valid.Tone = ToneNone // nothing is green beside an error
	}
	r := Certificate{
		Subject:    c.Subject.String(),
		Issuer:     c.Issuer.String(),
		Serial:     c.Serial.Hex(),
		NotBefore:  timeValue(c.NotBefore),
		NotAfter:   timeValue(c.NotAfter),
		Version:    c.Version.Number,
		Key:        c.Key.Title(),
		Signature:  signatureAlgorithm(c).Title(),
		IsCA:       judge.IsCA(c),
		SelfIssued: c.SelfIssued(),
		Bytes:      c.Present(),
		Declared:   c.Declared,
		Whole:      c.Whole,
		DNSNames:   []string{},
		Emails:     []string{},
		URIs:       []string{},
		IPs:        []string{},
		When:       valid.Words,
		Tone:       valid.Tone,
	}
	for _, n := range altNames(c) {
		if n.Damaged {
			continue
		}
		switch n.Kind {
		case certinfo.DNSName:
			r.DNSNames = append(r.DNSNames, OneLine(n.Text))
		case certinfo.RFC822Name:
			r.Emails = append(r.Emails, OneLine(n.Text))
		case certinfo.URI:
			r.URIs = append(r.URIs, OneLine(n.Text))
		case certinfo.IPAddress:
			r.IPs = append(r.IPs, n.Text)
		}
	}
	r.Title = Title(c, r.Serial)
	if !c.IssuerCut() {
		r.By = bestName(&c.Issuer)
	}
	r.Badges = badges(c, &r, valid)
	r.ALB = byItself(c, &r, now)
	r.Extensions = make([]string, len(c.Extensions))
	for i := range c.Extensions {
		r.Extensions[i] = c.Extensions[i].OID.String()
	}
	return r, valid
}

// Hash makes those hashes.
func (r *Certificate) Hash(c *judge.Certificate) {
	r.SHA256, r.SHA1, r.SPKISHA256 = c.SHA256(), c.SHA1(), judge.KeyFingerprint(&c.Key)
}

// CertificateSections are all there is to say of the certificate.
func CertificateSections(c *certinfo.Certificate, r *Certificate, valid Validity) []Section {
	sections := append(make([]Section, 0, 9),
		nameSection("Subject", "tbsCertificate.subject", &c.Subject, r.Subject),
		nameSection("Issuer", "tbsCertificate.issuer", &c.Issuer, r.Issuer),
		validitySection(c, valid),
		serialSection(&c.Serial, r.Serial),
		keySection(&c.Key, r.SPKISHA256, "tbsCertificate.subjectPublicKeyInfo"),
		signedSection(&c.Signed),
		fingerprintSection(c, r),
	)
	if len(c.Extensions) > 0 {
		sections = append(sections, extensionsOf("Extensions", c.Extensions, c.Findings))
	}
	return append(sections, structureSection(c))
}

// integrities are the words for a certificate whose bytes are not those that it
// declares.
var integrities = [...]string{
	judge.CutOff:       "cut off",
	judge.NoHeader:     "no certificate",
	judge.Unterminated: "no end",
	judge.WrongLength:  "wrong length",
}

// Incomplete says in two words why a certificate has no fingerprint. It is empty
// for the usual one.
func Incomplete(c *certinfo.Certificate) string { return integrities[judge.IntegrityOf(c)] }

// signatureAlgorithm is the outer algorithm; where that is cut off the inner one,
// which says the same (RFC 5280, section 4.1.1.2).
func signatureAlgorithm(c *certinfo.Certificate) *certinfo.Algorithm {
	if c.SignatureAlgorithm.Place.Length == 0 {
		return &c.TBSSignature
	}
	return &c.SignatureAlgorithm
}

func altNames(c *certinfo.Certificate) []certinfo.GeneralName {
	x := c.Extension(oid.SubjectAltName)
	if x == nil {
		return nil
	}
	if g, ok := x.Parsed.(*certinfo.GeneralNames); ok {
		return g.Names
	}
	return nil
}

// Title is the best name for the subject: the common name, the first alternative
// name that is text, the last attribute of the subject, the serial.
func Title(c *certinfo.Certificate, serial string) string {
	if s := commonName(&c.Subject); s != "" {
		return s
	}
	for _, n := range altNames(c) {
		if n.Text != "" && !n.Damaged {
			return OneLine(n.Text)
		}
	}
	if s := bestName(&c.Subject); s != "" && !c.SubjectCut() {
		return s
	}
	if serial != "" {
		return "Serial " + serial
	}
	return "Certificate without a name"
}

// bestName is the common name, or else the most specific attribute there is.
func bestName(n *dn.Name) string {
	if s := commonName(n); s != "" {
		return s
	}
	for i := len(n.RDNs) - 1; i >= 0; i-- {
		for _, a := range n.RDNs[i].Attributes {
			if a.Text != "" {
				return OneLine(a.Text)
			}
		}
	}
	return ""
}

// commonName is the last common name, the most specific one.
func commonName(n *dn.Name) string {
	if a := n.Find(oid.CommonName); a != nil {
		return OneLine(a.Text)
	}
	return ""
}

// OneLine is a name in which a line break is seen. What else is not seen the page
// makes visible, everywhere.
func OneLine(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '\n' || c == '\r' || c == '\t' {
			return words.Visible(s, false)
		}
	}
	return s
}

// badges are the words on a closed card: what makes this certificate different
// from an ordinary one.
func badges(c *certinfo.Certificate, r *Certificate, valid Validity) []Chip {
	list := []Chip{}
	add := func(tone Tone, text string) { list = append(list, Chip{tone, text}) }
	if s := Incomplete(c); s != "" {
		add(ToneBad, s)
	}
	if len(c.Trailing) > 0 {
		add(ToneWarn, "bytes after it")
	}
	if valid.Badge != "" {
		add(valid.Tone, valid.Badge)
	}
	if r.IsCA {
		add(ToneInfo, "CA")
	}
	if r.SelfIssued {
		add(ToneNone, "self-issued")
	}
	if c.Version.Number == 1 || c.Version.Number == 2 {
		add(ToneWarn, "version "+strconv.Itoa(c.Version.Number))
	}
	if (c.Key.Kind == certinfo.KeyRSA || c.Key.Kind == certinfo.KeyRSAPSS) && c.Key.Bits > 0 && c.Key.Bits < 2048 {
		add(ToneWarn, "RSA "+strconv.Itoa(c.Key.Bits))
	}
	if h := weakHash(signatureAlgorithm(c)); h != "" {
		add(ToneWarn, h)
	}
	return list
}

// timeValue is a time in ISO 8601, or nothing.
func timeValue(t certinfo.Time) string {
	if !t.OK {
		return ""
	}
	return moment.ISO(t.Time)
}
