package verify

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/oid"
)

// path finds the paths from the leaf to the trust store and judges each of them.
func (j *judge) path() {
	var faults []string
	j.anchors, faults = anchorsOf(j.in.TrustStore)
	usable := 0
	for _, a := range j.anchors {
		if a != nil {
			usable++
		}
	}
	if usable == 0 {
		detail := "The trust store is empty: nothing can lead to it."
		if len(faults) > 0 {
			detail = "No certificate of the trust store can be read: " + faults[0] + "."
		}
		j.fail(alb.RuleStore, detail, nowhere)
		return
	}
	detail := count(usable, "certificate") + ", each of them an anchor."
	if len(faults) > 0 {
		detail += " Left out: " + strings.Join(faults, "; ") + "."
	}
	j.pass(alb.RuleStore, detail, nowhere)

	paths, err := j.build()
	if err != nil {
		// OpenSSL follows names up to an anchor, looks at the purposes next, and at
		// constraints and signatures after that: so the purpose may decide.
		if chain := j.byName(); chain != nil && len(chain[0].UnhandledCriticalExtensions) == 0 && !j.purpose(chain) {
			return
		}
		detail, where := j.why(err)
		j.fail(alb.RulePath, detail, where)
		return
	}
	j.best(paths)
}

// anchorsOf reads a trust store. A certificate that crypto/x509 refuses leaves a
// nil, so that indexes count what the file holds.
func anchorsOf(store []byte) (anchors []*x509.Certificate, faults []string) {
	for i, block := range blocks(store) {
		if !block.certificate() {
			continue
		}
		c, err := x509.ParseCertificate(block.der)
		if err != nil {
			c = nil
			faults = append(faults, "block "+itoa(i+1)+" ("+plain(err)+")")
		}
		anchors = append(anchors, c)
	}
	return anchors, faults
}

// stretched returns a copy that is valid at any time. crypto/x509 checks the
// signature over the raw bytes, which the copy shares.
func stretched(c *x509.Certificate) *x509.Certificate {
	copied := *c
	copied.NotBefore = time.Time{}
	copied.NotAfter = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	return &copied
}

// build returns the paths from the leaf to an anchor, shortest first, whatever
// their times and purposes.
func (j *judge) build() ([][]*x509.Certificate, error) {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range j.anchors {
		if a != nil {
			roots.AddCert(stretched(a))
		}
	}
	for _, c := range j.strict[1:] {
		others.AddCert(stretched(c))
	}
	paths, err := stretched(j.strict[0]).Verify(x509.VerifyOptions{
		Roots:         roots,
		Intermediates: others,
		CurrentTime:   j.now,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	for _, path := range paths {
		for i, c := range path {
			path[i] = j.original(c)
		}
	}
	slices.SortStableFunc(paths, func(a, b []*x509.Certificate) int { return len(a) - len(b) })
	return paths, err
}

// original returns the certificate that a stretched one is a copy of.
func (j *judge) original(c *x509.Certificate) *x509.Certificate {
	w := j.where(c)
	if w.Certificate >= 0 {
		return j.strict[w.Certificate]
	}
	return j.anchors[w.Anchor]
}

// best judges every path and keeps the one that passes, or gets furthest.
func (j *judge) best(paths [][]*x509.Certificate) {
	lists := j.lists()
	before := j.verdict.Rules
	var kept *judge
	for _, path := range paths {
		try := *j
		try.verdict.Rules = slices.Clone(before)
		passed := try.walk(path, lists)
		if kept == nil || passed || len(try.verdict.Rules) > len(kept.verdict.Rules) {
			kept = &try
		}
		if passed {
			break
		}
	}
	*j = *kept
}

func (j *judge) walk(path []*x509.Certificate, lists *lists) bool {
	for _, c := range path {
		w := j.where(c)
		info := certinfo.Parse(c.Raw)
		j.verdict.Path = append(j.verdict.Path, Link{c.Raw, info.Subject.String(), w.Certificate, w.Anchor})
	}
	last := j.where(path[len(path)-1])
	last.Certificate = -1
	names := make([]string, len(path))
	for i, c := range path {
		names[i] = nameOf(c)
	}
	said := "Signatures verified: " + strings.Join(names, " ← ") + "."
	if len(path) == 1 {
		said = "The leaf itself is in the trust store."
	}
	return j.purpose(path) && j.pass(alb.RulePath, said, last) && j.issuerAlgorithms(path) &&
		j.revocation(path, lists) && j.times(path)
}

// where finds a certificate among those presented and those trusted.
func (j *judge) where(c *x509.Certificate) At {
	is := func(o *x509.Certificate) bool { return o != nil && bytes.Equal(o.Raw, c.Raw) }
	return At{Certificate: slices.IndexFunc(j.strict, is), Anchor: slices.IndexFunc(j.anchors, is)}
}

// field is where, pointing to a field of the certificate.
func (j *judge) field(c *x509.Certificate, path string, place func(*certinfo.Certificate) der.Place) At {
	w := j.where(c)
	w.Field, w.Place = path, place(certinfo.Parse(c.Raw))
	return w
}

// extension points to an extension, by its place in the list.
func (j *judge) extension(c *x509.Certificate, id oid.OID) At {
	w := j.where(c)
	if x := certinfo.Parse(c.Raw).Extension(id); x != nil {
		w.Field, w.Place = x.Path(), x.Place
	}
	return w
}

// nameOf names a certificate in a sentence.
func nameOf(c *x509.Certificate) string {
	const limit = 80 // what fits a line; the whole name is in the path
	if c.Subject.CommonName != "" && len(c.Subject.CommonName) <= limit {
		return c.Subject.CommonName
	}
	name := certinfo.Parse(c.Raw).Subject.String()
	switch {
	case name == "":
		return "a certificate without a subject"
	case len(name) > limit: // it is ASCII: cutting splits no character
		return name[:limit] + "…"
	}
	return name
}

func (j *judge) issuerAlgorithms(path []*x509.Certificate) bool {
	if len(path) < 3 {
		return j.skip(alb.RuleIssuers, "No certificate stands between the leaf and the trust store.")
	}
	for _, c := range path[1 : len(path)-1] {
		info := certinfo.Parse(c.Raw)
		if !supportedKey(&info.Key) {
			return j.fail(alb.RuleIssuers, "The key of "+nameOf(c)+" is "+info.Key.Title()+", which a listener does not take.",
				j.field(c, "tbsCertificate.subjectPublicKeyInfo", func(i *certinfo.Certificate) der.Place { return i.Key.Place }))
		}
		if !supportedSignature(&info.SignatureAlgorithm) {
			return j.fail(alb.RuleIssuers, nameOf(c)+" is signed by "+info.SignatureAlgorithm.Title()+", which a listener does not take.",
				j.field(c, "signatureAlgorithm", func(i *certinfo.Certificate) der.Place { return i.SignatureAlgorithm.Place }))
		}
	}
	return j.pass(alb.RuleIssuers, count(len(path)-2, "certificate")+" between the leaf and the trust store.", nowhere)
}

// purpose asks what OpenSSL's purpose "sslclient" asks (check_purpose_ssl_client).
func (j *judge) purpose(path []*x509.Certificate) bool {
	leaf := path[0]
	where := j.extension(leaf, oid.ExtKeyUsage)
	switch {
	case where.Field == "":
		j.pass(alb.RulePurpose, "The leaf has no extended key usage: any purpose will do.", where)
	case !slices.Contains(leaf.ExtKeyUsage, x509.ExtKeyUsageClientAuth):
		return j.fail(alb.RulePurpose, "The leaf has an extended key usage, and clientAuth is not in it"+anyUsage(leaf)+".", where)
	default:
		j.pass(alb.RulePurpose, "The leaf is for clientAuth.", where)
	}
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement
	where = j.extension(leaf, oid.KeyUsage)
	switch {
	case where.Field == "":
		j.pass(alb.RuleUsage, "The leaf has no key usage: any use will do.", where)
	case leaf.KeyUsage&signs == 0:
		return j.fail(alb.RuleUsage, "The leaf has a key usage without digitalSignature and keyAgreement: its key may not sign a handshake.", where)
	default:
		j.pass(alb.RuleUsage, "The key of the leaf may sign a handshake.", where)
	}
	if len(path) < 3 {
		return j.skip(alb.RuleIssuersUsage, "No certificate stands between the leaf and the trust store.")
	}
	for _, c := range path[1 : len(path)-1] {
		where := j.extension(c, oid.ExtKeyUsage)
		if where.Field != "" && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth) {
			return j.fail(alb.RuleIssuersUsage, nameOf(c)+" has an extended key usage, and clientAuth is not in it"+anyUsage(c)+".", where)
		}
	}
	return j.pass(alb.RuleIssuersUsage, "No issuer is limited to other purposes.", nowhere)
}

func anyUsage(c *x509.Certificate) string {
	if slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny) {
		return "; anyExtendedKeyUsage does not stand for it"
	}
	return ""
}

// times looks at the anchor first and the leaf last, as OpenSSL does.
func (j *judge) times(path []*x509.Certificate) bool {
	const before, after = "tbsCertificate.validity.notBefore", "tbsCertificate.validity.notAfter"
	notBefore := func(c *certinfo.Certificate) der.Place { return c.NotBefore.Place }
	notAfter := func(c *certinfo.Certificate) der.Place { return c.NotAfter.Place }
	leaf := path[0]
	spared := j.in.Settings.IgnoreExpiry && j.now.After(leaf.NotAfter)
	for _, c := range slices.Backward(path) {
		if j.now.Before(c.NotBefore) {
			return j.fail(alb.RuleStarted, nameOf(c)+" is valid from "+stamp(c.NotBefore)+"; it is "+stamp(j.now)+".", j.field(c, before, notBefore))
		}
		if j.now.After(c.NotAfter) && !(spared && c == leaf) {
			if slices.ContainsFunc(path, func(c *x509.Certificate) bool { return j.now.Before(c.NotBefore) }) {
				j.skip(alb.RuleStarted, "A certificate above has expired, and that counts first.")
			} else {
				j.pass(alb.RuleStarted, "Every certificate of the path has started.", nowhere)
			}
			detail := nameOf(c) + " expired at " + stamp(c.NotAfter) + "; it is " + stamp(j.now) + "."
			if c != leaf && j.in.Settings.IgnoreExpiry {
				detail += " The listener allows expired client certificates; that this spares no CA certificate is assumed."
			}
			return j.fail(alb.RuleNotExpired, detail, j.field(c, after, notAfter))
		}
	}
	j.pass(alb.RuleStarted, "Every certificate of the path has started.", j.field(leaf, before, notBefore))
	if spared {
		return j.pass(alb.RuleNotExpired, "The leaf expired at "+stamp(leaf.NotAfter)+", and the listener allows expired client certificates.", j.field(leaf, after, notAfter))
	}
	return j.pass(alb.RuleNotExpired, "No certificate of the path has expired; the leaf is valid until "+stamp(leaf.NotAfter)+".", j.field(leaf, after, notAfter))
}

// serial points to the serial number.
func (j *judge) serial(c *x509.Certificate) At {
	return j.field(c, "tbsCertificate.serialNumber", func(i *certinfo.Certificate) der.Place { return i.Serial.Place })
}
