package certinfo

import (
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
)

// faults break one rule each, in a certificate that is sound otherwise. What is
// wanted follows from the text of the rule.
var faults = []struct {
	name string
	edit func(p *parts)
	raw  func(b []byte) []byte // instead of edit: change the encoding
	id   finding.ID
	path string
	at   string // bytes that the place starts with; for none, that it is not checked
}{
	{name: "cut off in the subject", raw: func(b []byte) []byte { return b[:strings.Index(string(b), "client-1")+3] },
		id: finding.DERTruncated, path: "tbsCertificate.subject[0][0].value"},
	{name: "outer length too large", raw: func(b []byte) []byte { b[3]++; return b }, id: finding.DERLengthOverrun, at: "\x01\x67"},
	{name: "outer length too small", raw: func(b []byte) []byte { b[3] -= 5; return b }, id: finding.DERLengthShort},
	{name: "extension's length too large", edit: func(p *parts) { x := p.extensions[2]; p.extensions[2] = x[:8] + "\x7f" + x[9:] },
		id: finding.DERLengthOverrun, path: "tbsCertificate.extensions[2].extnValue", at: "\x7f"},
	{name: "serial's length not shortest", edit: func(p *parts) { p.serial = "\x02\x81\x01\x05" },
		id: finding.DERLengthForm, path: "tbsCertificate.serialNumber", at: "\x01\x05"},
	{name: "indefinite length", edit: func(p *parts) { p.subject = "\x30\x80" + p.subject[2:] + "\x00\x00" },
		id: finding.DERIndefinite, path: "tbsCertificate.subject"},
	{name: "low tag in the high form", edit: func(p *parts) { p.extensions[2] = extension(idSAN, seq("\x9f\x02\x01a")) },
		id: finding.DERTagForm, path: "tbsCertificate.extensions[2].extnValue[0]", at: "\x9f\x02"},
	{name: "header cut off in an extension", edit: func(p *parts) { p.extensions[2] = extension(idSAN, seq(tlv(0x82, "a"), "\x82")) },
		id: finding.DERHeader, path: "tbsCertificate.extensions[2].extnValue[1]", at: "\x82"},
	{name: "name in segments", edit: func(p *parts) { p.subject = commonName(0x2C, tlv(0x0C, "a")+tlv(0x0C, "b")) },
		id: finding.DERSegmented, path: "tbsCertificate.subject[0][0].value", at: "\x2c\x06"},
	{name: "bytes after", raw: func(b []byte) []byte { return append(b, "\xde\xad\xbe\xef"...) }, id: finding.TrailingBytes, at: "\xde\xad\xbe\xef"},
	{name: "no serial number", edit: func(p *parts) { p.serial = "" }, id: finding.FieldMissing, path: "tbsCertificate.serialNumber"},
	{name: "no key", edit: func(p *parts) { p.key = "" }, id: finding.FieldMissing, path: "tbsCertificate.subjectPublicKeyInfo"},
	{name: "no notAfter", edit: func(p *parts) { p.notAfter = "" }, id: finding.FieldMissing, path: "tbsCertificate.validity.notAfter"},
	{name: "no signature", edit: func(p *parts) { p.signature = "" }, id: finding.FieldMissing, path: "signatureValue"},
	{name: "issuer an OCTET STRING", edit: func(p *parts) { p.issuer = tlv(0x04, "x") }, id: finding.FieldType, path: "tbsCertificate.issuer", at: "\x04\x01x"},
	{name: "subjectAltName an INTEGER", edit: func(p *parts) { p.extensions[2] = extension(idSAN, "\x02\x01\x05") },
		id: finding.FieldType, path: "tbsCertificate.extensions[2].extnValue", at: "\x02\x01\x05"},
	{name: "RDN a SEQUENCE", edit: func(p *parts) { p.subject = seq(seq(idCN, tlv(0x0C, "a"))) }, id: finding.FieldType, path: "tbsCertificate.subject[0]"},
	{name: "third time", edit: func(p *parts) { p.notAfter += tlv(0x17, "290102030405Z") }, id: finding.FieldExtra, path: "tbsCertificate.validity"},
	{name: "NULL after the extensions", edit: func(p *parts) { p.extensions[2] += ""; p.ids = "\x05\x00" }, id: finding.FieldExtra, path: "tbsCertificate", at: "\x05\x00"},
	{name: "more extensions than the bound", edit: func(p *parts) {
		p.extensions = strings.Split(strings.Repeat(extension("\x06\x01\x2a", "x")+"|", MaxExtensions+1), "|")
	},
		id: finding.FindingsTooMany},
	{name: "more attributes than the bound", edit: func(p *parts) {
		p.subject = seq(strings.Repeat(tlv(0x31, seq(idCN, tlv(0x0C, "a"))), 8193))
	}, id: finding.FieldTooMany, path: "tbsCertificate.subject"},
	{name: "critical FALSE", edit: func(p *parts) { p.extensions[2] = seq(idSAN, "\x01\x01\x00", tlv(0x04, seq(tlv(0x82, "a")))) },
		id: finding.DefaultEncoded, path: "tbsCertificate.extensions[2].critical", at: "\x01\x01\x00"},
	{name: "version 1 written out", edit: func(p *parts) { p.version, p.extensions = tlv(0xA0, "\x02\x01\x00"), nil },
		id: finding.DefaultEncoded, path: "tbsCertificate.version"},
	{name: "BOOLEAN of 0x49", edit: func(p *parts) { p.extensions[0] = extension("\x06\x03\x55\x1d\x13", seq("\x01\x01\x49")) },
		id: finding.BooleanNotDER, path: "tbsCertificate.extensions[0].extnValue.cA", at: "\x01\x01\x49"},
	{name: "critical of 0x01", edit: func(p *parts) { p.extensions[2] = seq(idSAN, "\x01\x01\x01", tlv(0x04, seq(tlv(0x82, "a")))) },
		id: finding.BooleanNotDER, path: "tbsCertificate.extensions[2].critical", at: "\x01\x01\x01"},
	{name: "serial with a zero in front", edit: func(p *parts) { p.serial = "\x02\x02\x00\x05" },
		id: finding.IntegerNotDER, path: "tbsCertificate.serialNumber", at: "\x02\x02\x00\x05"},
	{name: "serial without octets", edit: func(p *parts) { p.serial = "\x02\x00" }, id: finding.IntegerNotDER, path: "tbsCertificate.serialNumber"},
	{name: "key usage with set unused bits", edit: func(p *parts) { p.extensions[1] = extension("\x06\x03\x55\x1d\x0f", "\x03\x02\x07\xff") },
		id: finding.BitStringNotDER, path: "tbsCertificate.extensions[1].extnValue", at: "\x03\x02\x07\xff"},
	{name: "OID with a zero in front", edit: func(p *parts) { p.extensions[1] = extension("\x06\x02\x80\x01", "x") },
		id: finding.OIDNotValid, path: "tbsCertificate.extensions[1].extnID", at: "\x06\x02\x80\x01"},
	{name: "OID that takes in a tag", edit: func(p *parts) { p.extensions[1] = "\x30\x0b\x06\x04\x55\x1d\x0f\x04\x04\x03\x02\x01\x06" },
		id: finding.OIDNotValid, path: "tbsCertificate.extensions[1].extnID", at: "\x06\x04\x55\x1d\x0f\x04"},
	{name: "OID without its last octet", edit: func(p *parts) {
		p.subject = seq(tlv(0x31, seq("\x06\x02\x55\x04", "\x03", tlv(0x0C, "client-1-example"))))
	},
		id: finding.OIDNotValid, path: "tbsCertificate.subject[0][0].type", at: "\x06\x02\x55\x04"},
	{name: "serial's length one too small", edit: func(p *parts) { p.serial = "\x02\x02\x03\xa5\xb1" },
		id: finding.DERLengthShort, path: "tbsCertificate.serialNumber", at: "\x02\x03"},
	{name: "serial's length two too large", edit: func(p *parts) { p.serial = "\x02\x05\x03\xa5\xb1" },
		id: finding.DERLengthOverrun, path: "tbsCertificate.serialNumber", at: "\x05\x03"},
	{name: "signature's length one too small", edit: func(p *parts) { p.signature = "\x03\x40\x00" + strings.Repeat("s", 64) },
		id: finding.FieldExtra, path: "signatureValue", at: "s"},
	{name: "version under another tag", edit: func(p *parts) { p.version = tlv(0x60, "\x02\x01\x02") },
		id: finding.FieldType, path: "tbsCertificate.version", at: "\x60\x03"},
	{name: "extensions under another tag", raw: func(b []byte) []byte { b[strings.Index(string(b), "\xa3")] = 0x63; return b },
		id: finding.FieldType, path: "tbsCertificate.extensions", at: "\x63"},
	{name: "critical a NULL", edit: func(p *parts) { p.extensions[2] = seq(idSAN, "\x05\x00", tlv(0x04, seq(tlv(0x82, "a")))) },
		id: finding.FieldType, path: "tbsCertificate.extensions[2].critical", at: "\x05\x00"},
	{name: "principal name an OCTET STRING", edit: func(p *parts) {
		p.extensions[2] = extension(idSAN, seq(tlv(0xA0, "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x14\x02\x03", tlv(0xA0, tlv(0x04, "a@b")))))
	},
		id: finding.FieldType, path: "tbsCertificate.extensions[2].extnValue[0].value", at: "\x04\x03"},
	{name: "bad UTF-8", edit: func(p *parts) { p.subject = commonName(0x0C, "a\xff") },
		id: finding.StringBadUTF8, path: "tbsCertificate.subject[0][0].value", at: "\x0c\x02a\xff"},
	{name: "at sign in a PrintableString", edit: func(p *parts) { p.subject = commonName(0x13, "a@b") },
		id: finding.StringBadCharacter, path: "tbsCertificate.subject[0][0].value", at: "\x13\x03a@b"},
	{name: "DNS name beyond ASCII", edit: func(p *parts) { p.extensions[2] = extension(idSAN, seq(tlv(0x82, "a"), tlv(0x82, "\xe9"))) },
		id: finding.StringBadCharacter, path: "tbsCertificate.extensions[2].extnValue[1]", at: "\x82\x01\xe9"},
	{name: "version 4", edit: func(p *parts) { p.version = tlv(0xA0, "\x02\x01\x03") }, id: finding.VersionUnknown, path: "tbsCertificate.version", at: "\x02\x01\x03"},
	{name: "extensions in version 1", edit: func(p *parts) { p.version = "" }, id: finding.VersionMismatch, path: "tbsCertificate.version"},
	{name: "negative serial number", edit: func(p *parts) { p.serial = "\x02\x01\xff" }, id: finding.SerialNegative, path: "tbsCertificate.serialNumber", at: "\x02\x01\xff"},
	{name: "serial number zero", edit: func(p *parts) { p.serial = "\x02\x01\x00" }, id: finding.SerialZero, path: "tbsCertificate.serialNumber", at: "\x02\x01\x00"},
	{name: "serial number of 21 octets", edit: func(p *parts) { p.serial = tlv(0x02, strings.Repeat("\x55", 21)) },
		id: finding.SerialTooLong, path: "tbsCertificate.serialNumber", at: "\x02\x15\x55"},
	{name: "month 13", edit: func(p *parts) { p.notAfter = tlv(0x17, "291302030405Z") },
		id: finding.TimeUnreadable, path: "tbsCertificate.validity.notAfter", at: "\x17\x0d2913"},
	{name: "no seconds", edit: func(p *parts) { p.notAfter = tlv(0x17, "2901020304Z") },
		id: finding.TimeNotDER, path: "tbsCertificate.validity.notAfter", at: "\x17\x0b2901"},
	{name: "GeneralizedTime before 2050", edit: func(p *parts) { p.notBefore = tlv(0x18, "20240102030405Z") },
		id: finding.TimeWrongType, path: "tbsCertificate.validity.notBefore", at: "\x18\x0f2024"},
	{name: "ends before it starts", edit: func(p *parts) { p.notAfter = tlv(0x17, "230102030405Z") }, id: finding.ValidityReversed, path: "tbsCertificate.validity"},
	{name: "empty RDN", edit: func(p *parts) { p.subject = seq(tlv(0x31), tlv(0x31, seq(idCN, tlv(0x0C, "a")))) },
		id: finding.NameEmptyRDN, path: "tbsCertificate.subject[0]", at: "\x31\x00"},
	{name: "empty issuer", edit: func(p *parts) { p.issuer = seq() }, id: finding.IssuerEmpty, path: "tbsCertificate.issuer", at: "\x30\x00"},
	{name: "algorithms differ", edit: func(p *parts) { p.outer = seq(idSHA256, "\x05\x00") }, id: finding.SignatureAlgorithmMismatch, path: "signatureAlgorithm"},
	{name: "parameters differ", edit: func(p *parts) { p.inner, p.outer = seq(idSHA256), seq(idSHA256, "\x05\x00") },
		id: finding.SignatureAlgorithmMismatch, path: "signatureAlgorithm"},
	{name: "SHA-1", edit: func(p *parts) { p.inner = seq(idSHA1, "\x05\x00"); p.outer = p.inner }, id: finding.WeakSignatureHash, path: "signatureAlgorithm"},
	{name: "RSA of 1024 bits", edit: func(p *parts) { p.key = rsaKey(modulus(128), "\x01\x00\x01") },
		id: finding.RSAShort, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.modulus", at: "\x02\x81\x81\x00\xc5"},
	{name: "exponent 3", edit: func(p *parts) { p.key = rsaKey(modulus(256), "\x03") },
		id: finding.RSAExponent, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.publicExponent", at: "\x02\x01\x03"},
	{name: "even exponent", edit: func(p *parts) { p.key = rsaKey(modulus(256), "\x01\x00\x02") },
		id: finding.RSAExponent, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.publicExponent"},
	{name: "even modulus", edit: func(p *parts) { p.key = rsaKey(modulus(255)+"\x02", "\x01\x00\x01") },
		id: finding.RSAModulus, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.modulus"},
	{name: "subjectAltName twice", edit: func(p *parts) { p.extensions = append(p.extensions, extension(idSAN, seq(tlv(0x82, "a")))) },
		id: finding.ExtensionDuplicate, path: "tbsCertificate.extensions[3]", at: "\x30"},
	{name: "no extensions in the list", edit: func(p *parts) { p.extensions = []string{} }, id: finding.ExtensionsEmpty, path: "tbsCertificate.extensions", at: "\x30\x00"},
	{name: "no names", edit: func(p *parts) { p.extensions[2] = extension(idSAN, seq()) },
		id: finding.ExtensionListEmpty, path: "tbsCertificate.extensions[2].extnValue", at: "\x30\x00"},
	{name: "IP address of 5 octets", edit: func(p *parts) { p.extensions[2] = extension(idSAN, seq(tlv(0x87, "\x01\x02\x03\x04\x05"))) },
		id: finding.AddressLength, path: "tbsCertificate.extensions[2].extnValue[0]", at: "\x87\x05"},
	{name: "path length without CA", edit: func(p *parts) { p.extensions[0] = extension("\x06\x03\x55\x1d\x13", seq("\x02\x01\x00")) },
		id: finding.PathLenNotCA, path: "tbsCertificate.extensions[0].extnValue.pathLenConstraint", at: "\x02\x01\x00"},
	{name: "Ed25519 with a NULL", edit: func(p *parts) { p.inner = seq(idEd, "\x05\x00"); p.outer = p.inner },
		id: finding.AlgorithmParameters, path: "signatureAlgorithm.parameters", at: "\x05\x00"},
	{name: "RSA key without a NULL", edit: func(p *parts) {
		p.key = seq(seq(idRSA), tlv(0x03, "\x00"+seq(tlv(0x02, modulus(256)), "\x02\x03\x01\x00\x01")))
	},
		id: finding.AlgorithmParameters, path: "tbsCertificate.subjectPublicKeyInfo.algorithm"},
	{name: "Ed25519 key of 31 octets", edit: func(p *parts) { p.key = seq(seq(idEd), tlv(0x03, "\x00"+strings.Repeat("k", 31))) },
		id: finding.KeyLength, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey", at: "\x03\x20\x00k"},
	{name: "point of the wrong length", edit: func(p *parts) {
		p.key = ecKey("\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", "\x04"+strings.Repeat("k", 63))
	},
		id: finding.KeyLength, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey"},
	{name: "explicit curve", edit: func(p *parts) { p.key = ecKey(seq("\x02\x01\x01"), "\x04"+strings.Repeat("k", 64)) },
		id: finding.ECExplicit, path: "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters"},
	{name: "policy constraint a BOOLEAN", edit: func(p *parts) { p.extensions[2] = extension("\x06\x03\x55\x1d\x24", seq(isTrue)) },
		id: finding.FieldExtra, path: "tbsCertificate.extensions[2].extnValue", at: isTrue},
	{name: "policy mapped to nothing", edit: func(p *parts) { p.extensions[2] = extension("\x06\x03\x55\x1d\x21", seq(seq("\x06\x01\x2a"))) },
		id: finding.FieldMissing, path: "tbsCertificate.extensions[2].extnValue[0].subjectDomainPolicy"},
	{name: "name constraint without a mask", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x03\x55\x1d\x1e", seq(tlv(0xA0, seq(tlv(0x87, "\xc0\x00\x02\x00")))))
	},
		id: finding.AddressLength, path: "tbsCertificate.extensions[2].extnValue.permittedSubtrees[0].base", at: "\x87\x04"},
	{name: "name constraint of 33 octets", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x03\x55\x1d\x1e", seq(tlv(0xA0, seq(tlv(0x87, strings.Repeat("\x00", 33))))))
	},
		id: finding.AddressLength, path: "tbsCertificate.extensions[2].extnValue.permittedSubtrees[0].base", at: "\x87\x21"},
	{name: "address of 33 bits", edit: func(p *parts) {
		p.extensions[2] = extension(idAddresses, seq(seq(tlv(0x04, "\x00\x01"), seq(tlv(0x03, "\x00\x0a"), tlv(0x03, "\x07\x0a\x00\x00\x00\x80")))))
	},
		id: finding.AddressLength, path: "tbsCertificate.extensions[2].extnValue[0].ipAddressChoice[1]", at: "\x03\x06\x07"},
	{name: "end of a range of 17 octets", edit: func(p *parts) {
		p.extensions[2] = extension(idAddresses, seq(seq(tlv(0x04, "\x00\x02"), seq(seq(tlv(0x03, "\x00"), tlv(0x03, strings.Repeat("\x00", 18)))))))
	},
		id: finding.AddressLength, path: "tbsCertificate.extensions[2].extnValue[0].ipAddressChoice[0].max", at: "\x03\x12\x00"},
	{name: "addresses a BOOLEAN", edit: func(p *parts) {
		p.extensions[2] = extension(idAddresses, seq(seq(tlv(0x04, "\x00\x01"), isTrue)))
	},
		id: finding.FieldType, path: "tbsCertificate.extensions[2].extnValue[0].ipAddressChoice", at: isTrue},
	{name: "autonomous systems a string", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x08\x2b\x06\x01\x05\x05\x07\x01\x08", seq(tlv(0xA0, seq("\x02\x01\x05", tlv(0x0C, "x")))))
	},
		id: finding.FieldType, path: "tbsCertificate.extensions[2].extnValue.asnum[1]", at: "\x0c\x01x"},
	{name: "length not shortest in a schema", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x03\x55\x1d\x24", seq("\x80\x81\x01\x05"))
	},
		id: finding.DERLengthForm, path: "tbsCertificate.extensions[2].extnValue.requireExplicitPolicy", at: "\x01\x05"},
	{name: "country a UTF8String", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq("\x06\x03\x55\x04\x06", tlv(0x0C, "DE")))) },
		id: finding.NameStringType, path: "tbsCertificate.subject[0][0].value", at: "\x0c\x02DE"},
	{name: "common name an IA5String", edit: func(p *parts) { p.issuer = commonName(0x16, "a") },
		id: finding.NameStringType, path: "tbsCertificate.issuer[0][0].value", at: "\x16\x01a"},
	{name: "common name an OCTET STRING", edit: func(p *parts) { p.issuer = commonName(0x04, "a") },
		id: finding.FieldType, path: "tbsCertificate.issuer[0][0].value", at: "\x04\x01a"},
	{name: "common name of no universal type", edit: func(p *parts) { p.issuer = commonName(0x8C, "a") },
		id: finding.FieldType, path: "tbsCertificate.issuer[0][0].value", at: "\x8c\x01a"},
	// openssl x509 answers "wrong tag" to each of these, and to those before where an OCTET STRING is.
	{name: "an INTEGER in an attribute of a kind of its own", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq("\x06\x03\x2a\x03\x04", "\x02\x01\x05"))) },
		id: finding.FieldType, path: "tbsCertificate.subject[0][0].value", at: "\x02\x01\x05"},
	{name: "a private type in such a one", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq("\x06\x03\x2a\x03\x04", tlv(0xD3, "a")))) },
		id: finding.FieldType, path: "tbsCertificate.subject[0][0].value", at: "\xd3\x01a"},
	{name: "a time in such a one", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq("\x06\x03\x2a\x03\x04", tlv(0x17, "290102030405Z")))) },
		id: finding.FieldType, path: "tbsCertificate.subject[0][0].value", at: "\x17\x0d29"},
	{name: "a BIT STRING of nine unused bits in such a one", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq("\x06\x03\x2a\x03\x04", "\x03\x02\x09\x00"))) },
		id: finding.FieldType, path: "tbsCertificate.subject[0][0].value", at: "\x03\x02\x09"},
	{name: "common name a VisibleString", edit: func(p *parts) { p.subject = commonName(0x1A, "a") },
		id: finding.FieldType, path: "tbsCertificate.subject[0][0].value", at: "\x1a\x01a"},
	// "Unable to load Public Key", and the value of the extension as bytes, says openssl x509 -text.
	{name: "a curve from elsewhere", edit: func(p *parts) { p.key = ecKey("\x05\x00", "\x04"+strings.Repeat("k", 64)) },
		id: finding.FieldType, path: "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters", at: "\x05\x00"},
	{name: "RSASSA-PSS with a NULL", edit: func(p *parts) { p.key = pssKey("\x05\x00") },
		id: finding.FieldType, path: "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters", at: "\x05\x00"},
	{name: "two lengths of the salt", edit: func(p *parts) {
		p.key = pssKey(seq(tlv(0xA2, "\x02\x01\x14"), tlv(0xA2, "\x02\x01\x14")))
	},
		id: finding.FieldExtra, path: "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters", at: "\xa2\x03\x02\x01\x14"},
	{name: "two key identifiers of the authority", edit: func(p *parts) {
		p.extensions[1] = extension("\x06\x03\x55\x1d\x23", seq(tlv(0x80, "k"), tlv(0x80, "l")))
	},
		id: finding.FieldExtra, path: "tbsCertificate.extensions[1].extnValue", at: "\x80\x01l"},
	{name: "a distribution point in another order", edit: func(p *parts) {
		p.extensions[1] = extension("\x06\x03\x55\x1d\x1f", seq(seq(tlv(0x81, "\x06\x40"), tlv(0xA0, tlv(0xA0, tlv(0x86, "http://a"))))))
	},
		id: finding.FieldExtra, path: "tbsCertificate.extensions[1].extnValue[0]", at: "\xa0"},
	{name: "Netscape's comment a UTF8String", edit: func(p *parts) {
		p.extensions[1] = extension("\x06\x09\x60\x86\x48\x01\x86\xf8\x42\x01\x0d", tlv(0x0C, "a"))
	},
		id: finding.FieldType, path: "tbsCertificate.extensions[1].extnValue", at: "\x0c\x01a"},
	{name: "attribute without a value", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq(idCN))) },
		id: finding.FieldMissing, path: "tbsCertificate.subject[0][0].value"},
	{name: "attributes in another order", edit: func(p *parts) { p.subject = seq(tlv(0x31, seq(idCN, tlv(0x0C, "b")), seq(idCN, tlv(0x0C, "a")))) },
		id: finding.SetOrder, path: "tbsCertificate.subject[0]", at: "\x31"},
	{name: "values in another order", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x03\x55\x1d\x09", seq(seq("\x06\x01\x2a", tlv(0x31, "\x02\x01\x05", "\x02\x01\x04"))))
	},
		id: finding.SetOrder, path: "tbsCertificate.extensions[2].extnValue[0].values", at: "\x31\x06"},
	{name: "CA without the critical flag", edit: func(p *parts) { p.extensions[0] = extension("\x06\x03\x55\x1d\x13", seq(isTrue)) },
		id: finding.ExtensionCritical, path: "tbsCertificate.extensions[0].critical", at: "\x30\x0c"},
	{name: "name constraints without the critical flag", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x03\x55\x1d\x1e", seq(tlv(0xA0, seq(tlv(0x82, "a")))))
	},
		id: finding.ExtensionCritical, path: "tbsCertificate.extensions[2].critical"},
	{name: "key identifier critical", edit: func(p *parts) { p.extensions[2] = seq("\x06\x03\x55\x1d\x0e", isTrue, tlv(0x04, tlv(0x04, "k"))) },
		id: finding.ExtensionCritical, path: "tbsCertificate.extensions[2].critical", at: isTrue},
	{name: "no subject, and names not critical", edit: func(p *parts) { p.subject = seq() },
		id: finding.ExtensionCritical, path: "tbsCertificate.extensions[2].critical"},
	{name: "key identifier in segments", edit: func(p *parts) { p.extensions[2] = extension("\x06\x03\x55\x1d\x0e", tlv(0x24, tlv(0x04, "k"))) },
		id: finding.DERSegmented, path: "tbsCertificate.extensions[2].extnValue", at: "\x24\x03"},
	{name: "RSA key of no octets", edit: func(p *parts) { p.key = seq(seq(idRSA, "\x05\x00"), "\x03\x01\x00") },
		id: finding.FieldMissing, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.modulus"},
	{name: "bytes after an RSA key", edit: func(p *parts) {
		p.key = seq(seq(idRSA, "\x05\x00"), tlv(0x03, "\x00"+seq(tlv(0x02, modulus(256)), "\x02\x03\x01\x00\x01")+"\xde\xad"))
	},
		id: finding.FieldExtra, path: "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey", at: "\xde\xad"},
	{name: "policy constraints without a member", edit: func(p *parts) { p.extensions[2] = seq("\x06\x03\x55\x1d\x24", isTrue, tlv(0x04, seq())) },
		id: finding.ExtensionListEmpty, path: "tbsCertificate.extensions[2].extnValue", at: "\x30\x00"},
	{name: "bad OID inside a value of no known type", edit: func(p *parts) {
		p.extensions[2] = extension(idSAN, seq(tlv(0xA0, "\x06\x03\x2a\x03\x04", tlv(0xA0, seq("\x06\x01\x2a", "\x06\x02\x2a\x80")))))
	},
		id: finding.OIDNotValid, path: "tbsCertificate.extensions[2].extnValue[0].value[1]", at: "\x06\x02\x2a\x80"},
	{name: "SCT list cut off", edit: func(p *parts) {
		p.extensions[2] = extension("\x06\x0a\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x02", tlv(0x04, "\x00\x09\x00\x02\x00"))
	},
		id: finding.FieldType, path: "tbsCertificate.extensions[2].extnValue", at: "\x04\x05"},
	{name: "common name of two scripts", edit: func(p *parts) { p.subject = commonName(0x0C, "\u0430dmin") },
		id: finding.NameDeceptive, path: "tbsCertificate.subject[0][0].value", at: "d"},
	{name: "no key usage", edit: func(p *parts) { p.extensions[1] = extension("\x06\x03\x55\x1d\x0f", "\x03\x01\x00") },
		id: finding.KeyUsageEmpty, path: "tbsCertificate.extensions[1].extnValue", at: "\x03\x01\x00"},
}

func TestSound(t *testing.T) {
	c := Parse(sound().bytes())
	for _, f := range c.Findings {
		t.Errorf("%s at %+v: %s", f.ID, *f.DER, f.Text)
	}
	if !c.Whole || c.Serial.Hex() != "03A5B1" || c.Subject.String() != "CN=client-1" || len(c.Extensions) != 3 {
		t.Errorf("%+v", c)
	}
	rsa := sound()
	rsa.key = rsaKey(modulus(256), "\x01\x00\x01")
	if c := Parse(rsa.bytes()); len(c.Findings) > 0 || c.Key.Bits != 2048 {
		t.Errorf("RSA: %d bits, %+v", c.Key.Bits, c.Findings)
	}
}

func TestRules(t *testing.T) {
	broken := make(map[finding.ID]bool)
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			p := sound()
			if tt.edit != nil {
				tt.edit(&p)
			}
			src := p.bytes()
			if tt.raw != nil {
				src = tt.raw(src)
			}
			c := Parse(src)
			checkPlaces(t, &c.Structure, c.Extensions, len(src))
			var got *finding.Finding
			for i := range c.Findings {
				for j := range i {
					if f, g := c.Findings[i], c.Findings[j]; f.ID == g.ID && f.DER != nil && g.DER != nil && *f.DER == *g.DER {
						t.Errorf("%s at %q is told twice", f.ID, f.DER.Path)
					}
				}
				if f := &c.Findings[i]; f.ID == tt.id && (f.DER == nil && tt.path == "" || f.DER != nil && f.DER.Path == tt.path) {
					got = f
				}
			}
			if got == nil {
				t.Fatalf("%s at %q is not among %s", tt.id, tt.path, list(c.Findings))
			}
			broken[tt.id] = true
			if tt.at != "" {
				if place := string(src[got.DER.Offset:]); !strings.HasPrefix(place, tt.at) {
					t.Errorf("place %+v starts with %x, want %x", *got.DER, place[:min(8, len(place))], tt.at)
				}
			}
			if !strings.HasSuffix(got.Text, ".") || strings.Contains(got.Text, "  ") {
				t.Errorf("%q is no sentence", got.Text)
			}
		})
	}
	for _, rule := range finding.CertificateRules() {
		if !broken[rule.ID] {
			t.Errorf("no test breaks %s", rule.ID)
		}
	}
}

func list(findings []finding.Finding) string {
	var s strings.Builder
	for _, f := range findings {
		path := ""
		if f.DER != nil {
			path = f.DER.Path
		}
		s.WriteString("\n\t" + string(f.ID) + " at " + path + ": " + f.Text)
	}
	return s.String()
}

// TestRest: a fault in one field leaves the others as they are.
func TestRest(t *testing.T) {
	want := Parse(sound().bytes())
	for _, tt := range faults {
		if tt.edit == nil || tt.id == finding.FieldMissing {
			continue
		}
		p, clean := sound(), sound()
		tt.edit(&p)
		c := Parse(p.bytes())
		if p.serial == clean.serial && c.Serial.Hex() != want.Serial.Hex() {
			t.Errorf("%s: serial number %s", tt.name, c.Serial.Hex())
		}
		if p.issuer == clean.issuer && c.Issuer.String() != want.Issuer.String() {
			t.Errorf("%s: issuer %s", tt.name, c.Issuer.String())
		}
		if p.subject == clean.subject && c.Subject.String() != want.Subject.String() {
			t.Errorf("%s: subject %s", tt.name, c.Subject.String())
		}
		if p.notAfter == clean.notAfter && !c.NotAfter.Time.Equal(want.NotAfter.Time) {
			t.Errorf("%s: notAfter %v", tt.name, c.NotAfter.Time)
		}
		if p.key == clean.key && c.Key.Kind != want.Key.Kind {
			t.Errorf("%s: key %v", tt.name, c.Key.Kind)
		}
		for i := range min(len(p.extensions), len(clean.extensions)) {
			if p.ids == "" && p.extensions[i] == clean.extensions[i] && (c.Extensions[i].Parsed == nil || c.Extensions[i].OID != want.Extensions[i].OID) {
				t.Errorf("%s: extension %d is lost", tt.name, i)
			}
		}
		if p.outer == clean.outer && c.SignatureAlgorithm.OID != want.SignatureAlgorithm.OID {
			t.Errorf("%s: signature algorithm %s", tt.name, c.SignatureAlgorithm.OID)
		}
		if p.signature == clean.signature && len(c.Signature.Bytes) != 64 {
			t.Errorf("%s: signature of %d bytes", tt.name, len(c.Signature.Bytes))
		}
	}
}
