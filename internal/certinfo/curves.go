package certinfo

import (
	"github.com/mtlens/mtlens/internal/oid"
)

// curves are the named curves that OpenSSL 3.0 knows, with the bits of their
// order, which is the size that OpenSSL prints. Made by
//
//	for c in $(openssl ecparam -list_curves | grep -o '^ *[A-Za-z0-9-]*'); do
//	  openssl ecparam -name $c -genkey -noout | openssl ec -text -noout | head -1; done
//
// The first ones are in the order of their use.
var curves = [...]struct {
	name string // OpenSSL's short name
	bits int
	nist string // the name that people use, if it is another
}{
	{"prime256v1", 256, "P-256"},
	{"secp384r1", 384, "P-384"},
	{"secp521r1", 521, "P-521"},
	{"secp112r1", 112, ""},
	{"secp112r2", 110, ""},
	{"secp128r1", 128, ""},
	{"secp128r2", 126, ""},
	{"secp160k1", 161, ""},
	{"secp160r1", 161, ""},
	{"secp160r2", 161, ""},
	{"secp192k1", 192, ""},
	{"secp224k1", 225, ""},
	{"secp224r1", 224, "P-224"},
	{"secp256k1", 256, ""},
	{"prime192v1", 192, "P-192"},
	{"prime192v2", 192, ""},
	{"prime192v3", 192, ""},
	{"prime239v1", 239, ""},
	{"prime239v2", 239, ""},
	{"prime239v3", 239, ""},
	{"sect113r1", 113, ""},
	{"sect113r2", 113, ""},
	{"sect131r1", 131, ""},
	{"sect131r2", 131, ""},
	{"sect163k1", 163, ""},
	{"sect163r1", 162, ""},
	{"sect163r2", 163, ""},
	{"sect193r1", 193, ""},
	{"sect193r2", 193, ""},
	{"sect233k1", 232, ""},
	{"sect233r1", 233, ""},
	{"sect239k1", 238, ""},
	{"sect283k1", 281, ""},
	{"sect283r1", 282, ""},
	{"sect409k1", 407, ""},
	{"sect409r1", 409, ""},
	{"sect571k1", 570, ""},
	{"sect571r1", 570, ""},
	{"c2pnb163v1", 163, ""},
	{"c2pnb163v2", 162, ""},
	{"c2pnb163v3", 162, ""},
	{"c2pnb176v1", 161, ""},
	{"c2tnb191v1", 191, ""},
	{"c2tnb191v2", 190, ""},
	{"c2tnb191v3", 189, ""},
	{"c2pnb208w1", 193, ""},
	{"c2tnb239v1", 238, ""},
	{"c2tnb239v2", 237, ""},
	{"c2tnb239v3", 236, ""},
	{"c2pnb272w1", 257, ""},
	{"c2pnb304w1", 289, ""},
	{"c2tnb359v1", 353, ""},
	{"c2pnb368w1", 353, ""},
	{"c2tnb431r1", 418, ""},
	{"wap-wsg-idm-ecid-wtls1", 112, ""},
	{"wap-wsg-idm-ecid-wtls3", 163, ""},
	{"wap-wsg-idm-ecid-wtls4", 113, ""},
	{"wap-wsg-idm-ecid-wtls5", 163, ""},
	{"wap-wsg-idm-ecid-wtls6", 112, ""},
	{"wap-wsg-idm-ecid-wtls7", 161, ""},
	{"wap-wsg-idm-ecid-wtls8", 113, ""},
	{"wap-wsg-idm-ecid-wtls9", 161, ""},
	{"wap-wsg-idm-ecid-wtls10", 232, ""},
	{"wap-wsg-idm-ecid-wtls11", 233, ""},
	{"wap-wsg-idm-ecid-wtls12", 224, ""},
	{"Oakley-EC2N-3", 154, ""},
	{"Oakley-EC2N-4", 184, ""},
	{"brainpoolP160r1", 160, ""},
	{"brainpoolP160t1", 160, ""},
	{"brainpoolP192r1", 192, ""},
	{"brainpoolP192t1", 192, ""},
	{"brainpoolP224r1", 224, ""},
	{"brainpoolP224t1", 224, ""},
	{"brainpoolP256r1", 256, ""},
	{"brainpoolP256t1", 256, ""},
	{"brainpoolP320r1", 320, ""},
	{"brainpoolP320t1", 320, ""},
	{"brainpoolP384r1", 384, ""},
	{"brainpoolP384t1", 384, ""},
	{"brainpoolP512r1", 512, ""},
	{"brainpoolP512t1", 512, ""},
	{"SM2", 256, ""},
}

// curve returns the name that people use for a named curve, and its size: "P-256"
// and 256. Of an unknown one it returns the name alone, dotted if it has none.
func curve(id oid.OID) (name string, bits int) {
	name = oid.ShortName(id)
	for i := range curves {
		if c := &curves[i]; c.name == name {
			if c.nist != "" {
				return c.nist, c.bits
			}
			return c.name, c.bits
		}
	}
	return describe(id), 0
}
