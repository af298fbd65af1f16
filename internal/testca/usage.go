package testca

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strconv"
)

// KeyUsages lists what a key may be used for, in the order of its bits (RFC 5280,
// section 4.2.1.3), as OpenSSL's configuration names it.
var KeyUsages = []string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment",
	"keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"}

// ExtKeyUsages lists the purposes that people ask for; any OID may be given.
var ExtKeyUsages = []string{"clientAuth", "serverAuth", "codeSigning", "emailProtection", "timeStamping",
	"OCSPSigning", "anyExtendedKeyUsage", "msSmartcardLogin"}

// The usages of a certificate when none are asked for.
var (
	DefaultKeyUsage    = []string{"digitalSignature"}
	DefaultExtKeyUsage = []string{"clientAuth"}
)

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// usages returns what is asked for, with the defaults.
func (r *Request) usages() (key, extended []string) {
	key, extended = r.KeyUsage, r.ExtKeyUsage
	if key == nil {
		key = DefaultKeyUsage
	}
	if extended == nil {
		extended = DefaultExtKeyUsage
	}
	return key, extended
}

// setUsages puts both usage extensions in. The second is encoded here, so that
// its order is that of the request.
func (r *Request) setUsages(t *x509.Certificate) error {
	key, extended := r.usages()
	for i, name := range key {
		bit := -1
		for b, known := range KeyUsages {
			if known == name {
				bit = b
			}
		}
		if bit < 0 {
			return fieldError("keyUsage["+strconv.Itoa(i)+"]", "There is no key usage of this name.")
		}
		t.KeyUsage |= 1 << bit
	}
	if len(extended) == 0 {
		return nil
	}
	var ids []asn1.ObjectIdentifier
	for i, name := range extended {
		id, err := parseType(name, "extKeyUsage["+strconv.Itoa(i)+"]")
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	value, err := asn1.Marshal(ids)
	if err != nil {
		return err
	}
	t.ExtraExtensions = append([]pkix.Extension{{Id: oidExtKeyUsage, Value: value}}, t.ExtraExtensions...)
	return nil
}
