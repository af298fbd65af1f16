package certinfo

// Field is a field of a certificate, a request, a list or a key.
type Field uint8

// The fields. Those before FieldKeyAlgorithm are found by the outline.
const (
	FieldTBS Field = iota // the signed part
	FieldSignatureAlgorithm
	FieldSignatureValue
	FieldVersion
	FieldSerial
	FieldSignature // the algorithm inside the signed part
	FieldIssuer
	FieldValidity
	FieldNotBefore // of a list thisUpdate
	FieldNotAfter  // of a list nextUpdate
	FieldSubject
	FieldKey
	FieldIssuerUniqueID
	FieldSubjectUniqueID
	FieldExtensions
	FieldRevoked
	FieldAttributes

	FieldKeyAlgorithm // inside the key
	FieldKeyParameters
	FieldKeyBits
	FieldModulus
	FieldExponent
)

const (
	outlined   = int(FieldAttributes) + 1 // so many fields are found by the outline
	fieldCount = int(FieldExponent) + 1   // so many there are
)

// fieldNames are the paths of the fields: their names in RFC 5280, sections 4.1
// and 5.1, in RFC 2986, section 4, and in RFC 8017, appendix A.1.1. The last two
// parts of what is signed are called alike in all of them.
type fieldNames [fieldCount]string

var certificateNames = fieldNames{
	FieldTBS:                "tbsCertificate",
	FieldSignatureAlgorithm: "signatureAlgorithm",
	FieldSignatureValue:     "signatureValue",
	FieldVersion:            "tbsCertificate.version",
	FieldSerial:             "tbsCertificate.serialNumber",
	FieldSignature:          "tbsCertificate.signature",
	FieldIssuer:             "tbsCertificate.issuer",
	FieldValidity:           "tbsCertificate.validity",
	FieldNotBefore:          "tbsCertificate.validity.notBefore",
	FieldNotAfter:           "tbsCertificate.validity.notAfter",
	FieldSubject:            "tbsCertificate.subject",
	FieldKey:                "tbsCertificate.subjectPublicKeyInfo",
	FieldIssuerUniqueID:     "tbsCertificate.issuerUniqueID",
	FieldSubjectUniqueID:    "tbsCertificate.subjectUniqueID",
	FieldExtensions:         "tbsCertificate.extensions",
	FieldKeyAlgorithm:       "tbsCertificate.subjectPublicKeyInfo.algorithm",
	FieldKeyParameters:      "tbsCertificate.subjectPublicKeyInfo.algorithm.parameters",
	FieldKeyBits:            "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey",
	FieldModulus:            "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.modulus",
	FieldExponent:           "tbsCertificate.subjectPublicKeyInfo.subjectPublicKey.publicExponent",
}

var requestNames = fieldNames{
	FieldTBS:                "certificationRequestInfo",
	FieldSignatureAlgorithm: "signatureAlgorithm",
	FieldSignatureValue:     "signatureValue",
	FieldVersion:            "certificationRequestInfo.version",
	FieldSubject:            "certificationRequestInfo.subject",
	FieldKey:                "certificationRequestInfo.subjectPKInfo",
	FieldAttributes:         "certificationRequestInfo.attributes",
	FieldKeyAlgorithm:       "certificationRequestInfo.subjectPKInfo.algorithm",
	FieldKeyParameters:      "certificationRequestInfo.subjectPKInfo.algorithm.parameters",
	FieldKeyBits:            "certificationRequestInfo.subjectPKInfo.subjectPublicKey",
	FieldModulus:            "certificationRequestInfo.subjectPKInfo.subjectPublicKey.modulus",
	FieldExponent:           "certificationRequestInfo.subjectPKInfo.subjectPublicKey.publicExponent",
}

var listNames = fieldNames{
	FieldTBS:                "tbsCertList",
	FieldSignatureAlgorithm: "signatureAlgorithm",
	FieldSignatureValue:     "signatureValue",
	FieldVersion:            "tbsCertList.version",
	FieldSignature:          "tbsCertList.signature",
	FieldIssuer:             "tbsCertList.issuer",
	FieldNotBefore:          "tbsCertList.thisUpdate",
	FieldNotAfter:           "tbsCertList.nextUpdate",
	FieldRevoked:            "tbsCertList.revokedCertificates",
	FieldExtensions:         "tbsCertList.crlExtensions",
}

// A key that stands alone is a SubjectPublicKeyInfo, or an RSAPublicKey.
var keyNames = fieldNames{
	FieldKeyAlgorithm:  "algorithm",
	FieldKeyParameters: "algorithm.parameters",
	FieldKeyBits:       "subjectPublicKey",
	FieldModulus:       "subjectPublicKey.modulus",
	FieldExponent:      "subjectPublicKey.publicExponent",
}

// Path is the path of a field: "tbsCertificate.serialNumber"; empty if the
// structure has no such field, or is that field.
func (s *Structure) Path(f Field) string {
	if s.names == nil {
		return ""
	}
	return s.names[f]
}
