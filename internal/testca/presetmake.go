package testca

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"time"
)

// maker makes one preset.
type maker struct {
	Source
	root *Authority
	name string
}

func newMaker(s Source, root *Authority, name string) (*maker, error) {
	var err error
	if root == nil || root.Certificate.SignatureAlgorithm != x509.ECDSAWithSHA256 {
		root, err = NewAuthority(s, P256)
	}
	return &maker{Source: s, root: root, name: name}, err
}

// days is so many days from now, in whole seconds.
func (m *maker) days(n int) time.Time {
	return m.Now.Add(time.Duration(n) * day).Truncate(time.Second)
}

// request is the request of a preset: the name tells it in a connection log.
func (m *maker) request(edit func(*Request)) Request {
	r := Request{Authority: m.root, Subject: []Attribute{{Type: "O", Value: "mtlens test"}, {Type: "CN", Value: m.name + ".client.example"}}}
	if edit != nil {
		edit(&r)
	}
	return r
}

// issue makes a certificate. change may alter the template.
func (m *maker) issue(edit func(*Request), change ...func(*x509.Certificate)) (*Issued, error) {
	return issue(m.Source, m.request(edit), func(t *x509.Certificate) {
		for _, c := range change {
			c(t)
		}
	})
}

// then makes a certificate and changes what came out.
func (m *maker) then(change func(*Issued) error, edit func(*Request)) (*Issued, error) {
	i, err := m.issue(edit)
	if err != nil {
		return nil, err
	}
	return i, change(i)
}

// below makes a certificate below one intermediate, whose template is changed.
func (m *maker) below(change func(*x509.Certificate), edit func(*Request)) (*Issued, error) {
	issuer, err := newAuthority(m.Source, P256, "mtlens Test Intermediate CA", m.root, change)
	if err != nil {
		return nil, err
	}
	return m.issuedBy(edit, issuer)
}

// issuedBy makes a certificate of the last of the issuers, which are given root
// side first.
func (m *maker) issuedBy(edit func(*Request), issuers ...*Authority) (*Issued, error) {
	r := m.request(edit)
	r.Authority = issuers[len(issuers)-1]
	i, err := Issue(m.Source, r)
	if err != nil {
		return nil, err
	}
	for n := range issuers {
		i.Chain = append(i.Chain, issuers[len(issuers)-1-n].Certificate.Raw)
	}
	i.Authority, i.TrustStore = m.root, Bundle(m.root.Certificate)
	return i, nil
}

func expiredIssuer(m *maker) func(*x509.Certificate) {
	return func(t *x509.Certificate) { t.NotAfter = m.days(-7) }
}

func serverIssuer(t *x509.Certificate) {
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
}

func constrainedIssuer(t *x509.Certificate) {
	t.PermittedDNSDomainsCritical, t.PermittedDNSDomains = true, []string{"permitted.example"}
}

func clientIssuer(t *x509.Certificate) {
	t.IsCA, t.KeyUsage = false, x509.KeyUsageDigitalSignature
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
}

func signedWithSHA1(t *x509.Certificate) { t.SignatureAlgorithm = x509.ECDSAWithSHA1 }

// belowShortPath makes a certificate below two intermediates of which the upper
// may issue no CA.
func (m *maker) belowShortPath() (*Issued, error) {
	upper, err := newAuthority(m.Source, P256, "mtlens Test Intermediate CA 1", m.root, func(t *x509.Certificate) {
		t.MaxPathLen, t.MaxPathLenZero = 0, true
	})
	if err != nil {
		return nil, err
	}
	lower, err := newAuthority(m.Source, P256, "mtlens Test Intermediate CA 2", upper, nil)
	if err != nil {
		return nil, err
	}
	return m.issuedBy(nil, upper, lower)
}

// authorityAsClient hands out an intermediate as if it were a client.
func (m *maker) authorityAsClient() (*Issued, error) {
	a, err := newAuthority(m.Source, P256, "mtlens Test Intermediate CA", m.root, nil)
	if err != nil {
		return nil, err
	}
	return &Issued{Key: a.Key, Chain: [][]byte{a.Certificate.Raw}, TrustStore: Bundle(m.root.Certificate), Authority: m.root}, nil
}

// stranger makes a certificate of another root than the one in the trust store.
func (m *maker) stranger() (*Issued, error) {
	other, err := NewAuthority(m.Source, P256)
	if err != nil {
		return nil, err
	}
	i, err := m.issue(func(r *Request) { r.Authority = other })
	if err != nil {
		return nil, err
	}
	i.Authority, i.TrustStore = m.root, Bundle(m.root.Certificate)
	return i, nil
}

func (m *maker) selfSigned() (*Issued, error) {
	r := m.request(nil)
	t, err := r.template(m.Source)
	if err != nil {
		return nil, err
	}
	key, err := m.key(P256)
	if err != nil {
		return nil, err
	}
	own := &Authority{t, key}
	leaf, err := own.sign(m.Source, t, key.Public())
	if err != nil {
		return nil, err
	}
	return &Issued{Key: key, Chain: [][]byte{leaf}, TrustStore: Bundle(m.root.Certificate), Authority: m.root}, nil
}

// manyNames returns DNS names that take so many bytes in a certificate.
func manyNames(size int) []Name {
	var names []Name
	for n := 0; n < size; {
		name := Name{DNS, fmt.Sprintf("n%05d.client.example", len(names))}
		names = append(names, name)
		n += len(name.Value) + 2 // and its tag and length
	}
	return names
}

func swapIntermediates(i *Issued) error {
	i.Chain[1], i.Chain[2] = i.Chain[2], i.Chain[1]
	return nil
}

func sendRoot(i *Issued) error {
	i.Chain = append(i.Chain, i.Authority.Certificate.Raw)
	return nil
}

func anchorAtIntermediate(i *Issued) error {
	c, err := x509.ParseCertificate(i.Chain[1])
	if err != nil {
		return err
	}
	i.Chain, i.TrustStore = i.Chain[:1], Bundle(c)
	return nil
}

// Revocation. The lists of the shared root name the certificates of their presets
// alone, so that all lists of that root may stand in one trust store.

func (m *maker) revokeLeaf(i *Issued) error {
	leaf, err := x509.ParseCertificate(i.Chain[0])
	if err != nil {
		return err
	}
	list, err := m.root.revoke(m.days(-1), m.days(365), leaf.SerialNumber)
	i.CRLs = [][]byte{list}
	return err
}

func (m *maker) revokedIssuer() (*Issued, error) {
	issuer, err := newAuthority(m.Source, P256, "mtlens Test Intermediate CA", m.root, nil)
	if err != nil {
		return nil, err
	}
	i, err := m.issuedBy(nil, issuer)
	if err != nil {
		return nil, err
	}
	ofRoot, err := m.root.revoke(m.days(-1), m.days(365), issuer.Certificate.SerialNumber)
	if err != nil {
		return nil, err
	}
	ofIssuer, err := issuer.revoke(m.days(-1), m.days(365))
	i.CRLs = [][]byte{ofRoot, ofIssuer}
	return i, err
}

// alone makes a certificate of a root of its own, and the lists of that root: in
// a shared trust store they would fail every certificate.
func (m *maker) alone(lists func(*maker, *Issued) error) (*Issued, error) {
	own, err := newMaker(m.Source, nil, m.name)
	if err != nil {
		return nil, err
	}
	i, err := own.issue(nil)
	if err != nil {
		return nil, err
	}
	return i, lists(own, i)
}

func (m *maker) oldList(i *Issued) error {
	list, err := m.root.revoke(m.days(-37), m.days(-7))
	i.CRLs = [][]byte{list}
	return err
}

func (m *maker) brokenList(i *Issued) error {
	list, err := m.root.revoke(m.days(-1), m.days(365))
	i.CRLs = [][]byte{flipLastBit(list)}
	return err
}

func (m *maker) strangersList(i *Issued) error {
	other, err := NewAuthority(m.Source, P256)
	if err != nil {
		return err
	}
	list, err := other.revoke(m.days(-1), m.days(365))
	i.CRLs = [][]byte{list}
	i.TrustStore = Bundle(m.root.Certificate, other.Certificate)
	return err
}

// flipLastBit returns the structure with the last bit of its signature changed:
// of an ECDSA signature, the last of its second number.
func flipLastBit(der []byte) []byte {
	der = bytes.Clone(der)
	der[len(der)-1] ^= 1
	return der
}

func breakSignature(i *Issued) error {
	i.Chain[0] = flipLastBit(i.Chain[0])
	return nil
}
