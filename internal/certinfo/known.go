package certinfo

import (
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/oid"
)

// known are the extensions whose values are read, each by a function or by a
// schema, and where it is written down what they are. A function gets the one
// element in extnValue and returns a pointer to what it read, or nil; paths that
// it reports are relative to extnValue. Every extension that OpenSSL 3 prints is
// among them.
var known = [...]struct {
	id   oid.OID
	read func(*reader, *der.Element) any
	of   *schema
	flag critical
	doc  string
	name string // what people call it, where OpenSSL's name is not that
}{
	{"\x55\x1d\x23", (*reader).authorityKeyID, nil, never, "RFC 5280, section 4.2.1.1", ""},                 // 2.5.29.35 authorityKeyIdentifier
	{"\x55\x1d\x0e", (*reader).subjectKeyID, nil, never, "RFC 5280, section 4.2.1.2", ""},                   // 2.5.29.14 subjectKeyIdentifier
	{"\x55\x1d\x0f", (*reader).keyUsage, nil, either, "RFC 5280, section 4.2.1.3", ""},                      // 2.5.29.15 keyUsage
	{"\x55\x1d\x20", (*reader).policies, nil, either, "RFC 5280, section 4.2.1.4", ""},                      // 2.5.29.32 certificatePolicies
	{"\x55\x1d\x21", nil, &policyMappings, either, "RFC 5280, section 4.2.1.5", ""},                         // 2.5.29.33 policyMappings
	{"\x55\x1d\x11", (*reader).alternativeNames, nil, either, "RFC 5280, section 4.2.1.6", ""},              // 2.5.29.17 subjectAltName
	{"\x55\x1d\x12", (*reader).alternativeNames, nil, either, "RFC 5280, section 4.2.1.7", ""},              // 2.5.29.18 issuerAltName
	{"\x55\x1d\x09", nil, &subjectDirectoryAttributes, never, "RFC 5280, section 4.2.1.8", ""},              // 2.5.29.9 subjectDirectoryAttributes
	{"\x55\x1d\x13", (*reader).basicConstraints, nil, mustOfCA, "RFC 5280, section 4.2.1.9", ""},            // 2.5.29.19 basicConstraints
	{"\x55\x1d\x1e", nil, &nameConstraints, must, "RFC 5280, section 4.2.1.10", ""},                         // 2.5.29.30 nameConstraints
	{"\x55\x1d\x24", nil, &policyConstraints, must, "RFC 5280, section 4.2.1.11", ""},                       // 2.5.29.36 policyConstraints
	{"\x55\x1d\x25", (*reader).extKeyUsage, nil, either, "RFC 5280, section 4.2.1.12", ""},                  // 2.5.29.37 extKeyUsage
	{"\x55\x1d\x1f", (*reader).distributionPoints, nil, either, "RFC 5280, section 4.2.1.13", ""},           // 2.5.29.31 cRLDistributionPoints
	{"\x55\x1d\x36", nil, &number, must, "RFC 5280, section 4.2.1.14", ""},                                  // 2.5.29.54 inhibitAnyPolicy
	{"\x55\x1d\x2e", (*reader).distributionPoints, nil, never, "RFC 5280, section 4.2.1.15", ""},            // 2.5.29.46 freshestCRL
	{"\x2b\x06\x01\x05\x05\x07\x01\x01", (*reader).infoAccess, nil, never, "RFC 5280, section 4.2.2.1", ""}, // 1.3.6.1.5.5.7.1.1 authorityInfoAccess
	{"\x2b\x06\x01\x05\x05\x07\x01\x0b", (*reader).infoAccess, nil, never, "RFC 5280, section 4.2.2.2", ""}, // 1.3.6.1.5.5.7.1.11 subjectInfoAccess
	{"\x55\x1d\x10", nil, &privateKeyUsagePeriod, either, "RFC 3280, section 4.2.1.4", ""},                  // 2.5.29.16 privateKeyUsagePeriod

	// Of revocation lists and their entries.
	{"\x55\x1d\x14", nil, &number, never, "RFC 5280, section 5.2.3", ""},                   // 2.5.29.20 cRLNumber
	{"\x55\x1d\x1b", nil, &number, must, "RFC 5280, section 5.2.4", ""},                    // 2.5.29.27 deltaCRLIndicator
	{"\x55\x1d\x1c", nil, &issuingDistributionPoint, must, "RFC 5280, section 5.2.5", ""},  // 2.5.29.28 issuingDistributionPoint
	{"\x55\x1d\x15", nil, &reasonCode, never, "RFC 5280, section 5.3.1", ""},               // 2.5.29.21 reasonCode
	{"\x55\x1d\x18", nil, &plainTime, never, "RFC 5280, section 5.3.2", ""},                // 2.5.29.24 invalidityDate
	{"\x55\x1d\x1d", (*reader).alternativeNames, nil, must, "RFC 5280, section 5.3.3", ""}, // 2.5.29.29 certificateIssuer
	{"\x55\x1d\x17", nil, &plainOID, either, "RFC 3280, section 5.3.2", ""},                // 2.5.29.23 holdInstructionCode

	// Of OCSP.
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x02", nil, &plainOctets, either, "RFC 8954, section 2.1", ""},      // 1.3.6.1.5.5.7.48.1.2 Nonce
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x03", nil, &crlID, either, "RFC 6960, section 4.4.2", ""},          // 1.3.6.1.5.5.7.48.1.3 CrlID
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x04", nil, &identifiers, either, "RFC 6960, section 4.4.3", ""},    // 1.3.6.1.5.5.7.48.1.4 acceptableResponses
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x05", nil, &nothing, either, "RFC 6960, section 4.2.2.2.1", ""},    // 1.3.6.1.5.5.7.48.1.5 noCheck
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x06", nil, &plainTime, either, "RFC 6960, section 4.4.4", ""},      // 1.3.6.1.5.5.7.48.1.6 archiveCutoff
	{"\x2b\x06\x01\x05\x05\x07\x30\x01\x07", nil, &serviceLocator, either, "RFC 6960, section 4.4.6", ""}, // 1.3.6.1.5.5.7.48.1.7 serviceLocator

	// Of TLS and its surroundings.
	{"\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x02", (*reader).timestamps, nil, either, "RFC 6962, section 3.3", ""}, // 1.3.6.1.4.1.11129.2.4.2 SCTs of certificates
	{"\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x05", (*reader).timestamps, nil, either, "RFC 6962, section 3.3", ""}, // 1.3.6.1.4.1.11129.2.4.5 SCTs of OCSP
	{"\x2b\x06\x01\x04\x01\xd6\x79\x02\x04\x03", nil, &nothing, must, "RFC 6962, section 3.1", ""},               // 1.3.6.1.4.1.11129.2.4.3 the poison of a precertificate
	{"\x2b\x06\x01\x05\x05\x07\x01\x18", nil, &tlsFeature, either, "RFC 7633, section 4.1", ""},                  // 1.3.6.1.5.5.7.1.24 tlsFeature
	{"\x2b\x06\x01\x05\x05\x07\x01\x1f", nil, &plainOctets, must, "RFC 8737, section 3", ""},                     // 1.3.6.1.5.5.7.1.31 acmeIdentifier
	{"\x2b\x06\x01\x04\x01\x82\xda\x4b\x2c", nil, &nothing, either, "RFC 9345, section 4.2", ""},                 // 1.3.6.1.4.1.44363.44 delegationUsage
	{"\x2b\x06\x01\x05\x05\x07\x01\x0e", nil, &proxyCertInfo, must, "RFC 3820, section 3.8", ""},                 // 1.3.6.1.5.5.7.1.14 proxyCertInfo
	{"\x2b\x06\x01\x05\x05\x07\x01\x1a", nil, &telephoneNumbers, either, "RFC 8226, section 9", ""},              // 1.3.6.1.5.5.7.1.26 TNAuthList
	{"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x0f", nil, &capabilities, either, "RFC 8551, section 2.5.2", ""},          // 1.2.840.113549.1.9.15 SMIMECapabilities

	// Number resources.
	{"\x2b\x06\x01\x05\x05\x07\x01\x07", (*reader).addressBlocks, nil, either, "RFC 3779, section 2", "IP Address Blocks"},                   // 1.3.6.1.5.5.7.1.7 sbgp-ipAddrBlock
	{"\x2b\x06\x01\x05\x05\x07\x01\x08", (*reader).autonomousSystems, nil, either, "RFC 3779, section 3", "Autonomous Systems"},              // 1.3.6.1.5.5.7.1.8 sbgp-autonomousSysNum
	{"\x2b\x06\x01\x05\x05\x07\x01\x1c", (*reader).addressBlocks, nil, either, "RFC 8360, section 4.2", "IP Address Blocks, version 2"},      // 1.3.6.1.5.5.7.1.28 sbgp-ipAddrBlockv2
	{"\x2b\x06\x01\x05\x05\x07\x01\x1d", (*reader).autonomousSystems, nil, either, "RFC 8360, section 4.2", "Autonomous Systems, version 2"}, // 1.3.6.1.5.5.7.1.29 sbgp-autonomousSysNumv2

	// Of qualified certificates, professions and logos.
	{"\x2b\x06\x01\x05\x05\x07\x01\x02", nil, &biometricInfo, never, "RFC 3739, section 3.2.5", "Biometric Information"},            // 1.3.6.1.5.5.7.1.2 biometricInfo
	{"\x2b\x06\x01\x05\x05\x07\x01\x03", nil, &qcStatements, either, "RFC 3739, section 3.2.6", "Qualified Certificate Statements"}, // 1.3.6.1.5.5.7.1.3 qcStatements
	{"\x67\x81\x0c\x03\x01", nil, &organizationIdentifier, either, "CA/Browser Forum EV Guidelines, section 9.8.2", ""},             // 2.23.140.3.1 cabfOrganizationIdentifier
	{"\x67\x81\x0c\x01\x1f", nil, &torServiceDescriptor, either, "CA/Browser Forum EV Guidelines, appendix F", ""},                  // 2.23.140.1.31 cabf-TorServiceDescriptor
	{"\x2b\x06\x01\x05\x05\x07\x01\x0c", nil, &logotype, never, "RFC 9399, section 4.1", ""},                                        // 1.3.6.1.5.5.7.1.12 logotype
	{"\x2b\x24\x08\x03\x03", nil, &admission, either, "Common PKI 2.0, SigG-Profile", "Admission to a Profession"},                  // 1.3.36.8.3.3 x509ExtAdmission
	{"\x2a\x85\x03\x64\x6f", nil, &plainText, either, "RFC 9215, section 5", ""},                                                    // 1.2.643.100.111 subjectSignTool
	{"\x2a\x85\x03\x64\x70", nil, &issuerSignTool, either, "RFC 9215, section 5", ""},                                               // 1.2.643.100.112 issuerSignTool

	// Of Microsoft, Netscape and others.
	{"\x2b\x06\x01\x04\x01\x82\x37\x14\x02", nil, &plainText, either, "[MS-WCCE], section 2.2.2.7.7.1", ""},                 // 1.3.6.1.4.1.311.20.2 name of a template
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x07", nil, &microsoftTemplate, either, "[MS-WCCE], section 2.2.2.7.7.2", ""},         // 1.3.6.1.4.1.311.21.7 template
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x0a", (*reader).policies, nil, either, "[MS-WCCE], section 2.2.2.7.7.3", ""},         // 1.3.6.1.4.1.311.21.10 application policies
	{"\x2b\x06\x01\x04\x01\x82\x37\x19\x02", (*reader).alternativeNames, nil, either, "[MS-WCCE], section 2.2.2.7.7.4", ""}, // 1.3.6.1.4.1.311.25.2 SID
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x0b", nil, &policyMappings, either, "[MS-WCCE]", ""},                                 // 1.3.6.1.4.1.311.21.11 mappings of application policies
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x0c", nil, &policyConstraints, either, "[MS-WCCE]", ""},                              // 1.3.6.1.4.1.311.21.12 constraints of application policies
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x0e", (*reader).distributionPoints, nil, either, "[MS-WCCE]", ""},                    // 1.3.6.1.4.1.311.21.14 CRL self CDP
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x01", nil, &number, either, "[MS-WCCE]", ""},                                         // 1.3.6.1.4.1.311.21.1 CA version
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x02", nil, &plainOctets, either, "[MS-WCCE]", ""},                                    // 1.3.6.1.4.1.311.21.2 previous hash
	{"\x2b\x06\x01\x04\x01\x82\x37\x15\x04", nil, &plainTime, either, "[MS-WCCE]", ""},                                      // 1.3.6.1.4.1.311.21.4 next publication
	{oidNetscape + "\x01", nil, &netscapeCertType, either, docNetscape, ""},                                                 // 2.16.840.1.113730.1.1 nsCertType
	{oidNetscape + "\x02", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.2 nsBaseUrl
	{oidNetscape + "\x03", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.3 nsRevocationUrl
	{oidNetscape + "\x04", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.4 nsCaRevocationUrl
	{oidNetscape + "\x07", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.7 nsRenewalUrl
	{oidNetscape + "\x08", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.8 nsCaPolicyUrl
	{oidNetscape + "\x0c", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.12 nsSslServerName
	{oidNetscape + "\x0d", nil, &plainText, either, docNetscape, ""},                                                        // 2.16.840.1.113730.1.13 nsComment
	{"\x2b\x65\x01\x04\x01", nil, &strongExtranet, either, "Thawte, Strong Extranet", ""},                                   // 1.3.101.1.4.1 SXNetID
	{"\x2b\x06\x01\x04\x01\x82\xe5\x1c\x01\x01\x04", nil, &plainOctets, either, "WebAuthn Level 2, section 8.2.1", ""},      // 1.3.6.1.4.1.45724.1.1.4 FIDO AAGUID

	// Of a second signature.
	{"\x55\x1d\x48", nil, &alternativeKey, either, docAlternative, ""},       // 2.5.29.72 subjectAltPublicKeyInfo
	{"\x55\x1d\x49", nil, &alternativeAlgorithm, either, docAlternative, ""}, // 2.5.29.73 altSignatureAlgorithm
	{"\x55\x1d\x4a", nil, &plainBits, either, docAlternative, ""},            // 2.5.29.74 altSignatureValue

	// Of privileges.
	{"\x55\x1d\x38", nil, &nothing, never, "RFC 9608, section 2", ""},                                                       // 2.5.29.56 noRevAvail
	{"\x55\x1d\x26", nil, &authorityAttributeIdentifier, either, docPrivilege, ""},                                          // 2.5.29.38 authorityAttributeIdentifier
	{"\x55\x1d\x27", nil, &roleSpecCertIdentifier, either, docPrivilege, ""},                                                // 2.5.29.39 roleSpecCertIdentifier
	{"\x55\x1d\x29", nil, &privilegeConstraints, either, docPrivilege, ""},                                                  // 2.5.29.41 basicAttConstraints
	{"\x55\x1d\x2a", nil, &nameConstraints, either, docPrivilege, ""},                                                       // 2.5.29.42 delegatedNameConstraints
	{"\x55\x1d\x2b", nil, &timeSpecification, either, docPrivilege, ""},                                                     // 2.5.29.43 timeSpecification
	{"\x55\x1d\x30", nil, &attributeDescriptor, either, docPrivilege, ""},                                                   // 2.5.29.48 attributeDescriptor
	{"\x55\x1d\x31", nil, &userNotices, either, docPrivilege, ""},                                                           // 2.5.29.49 userNotice
	{"\x55\x1d\x32", nil, &nothing, either, docPrivilege, ""},                                                               // 2.5.29.50 sOAIdentifier
	{"\x55\x1d\x34", nil, &identifiers, either, docPrivilege, ""},                                                           // 2.5.29.52 acceptableCertPolicies
	{"\x55\x1d\x37", nil, &targetingInformation, either, "RFC 5755, section 4.3.2", ""},                                     // 2.5.29.55 targetingInformation
	{"\x55\x1d\x39", nil, &identifiers, either, docPrivilege, ""},                                                           // 2.5.29.57 acceptablePrivilegePolicies
	{"\x55\x1d\x3d", nil, &nothing, either, docPrivilege, ""},                                                               // 2.5.29.61 indirectIssuer
	{"\x55\x1d\x3e", nil, &nothing, either, docPrivilege, ""},                                                               // 2.5.29.62 noAssertion
	{"\x55\x1d\x3f", nil, &authorityDistributionPoint, either, docPrivilege, ""},                                            // 2.5.29.63 aAissuingDistributionPoint
	{"\x55\x1d\x40", nil, &aName, either, docPrivilege, ""},                                                                 // 2.5.29.64 issuedOnBehalfOf
	{"\x55\x1d\x41", nil, &nothing, either, docPrivilege, ""},                                                               // 2.5.29.65 singleUse
	{"\x55\x1d\x42", nil, &nothing, either, docPrivilege, ""},                                                               // 2.5.29.66 groupAC
	{"\x55\x1d\x43", nil, &allowedAttributeAssignments, either, docPrivilege, ""},                                           // 2.5.29.67 allowedAttributeAssignments
	{"\x55\x1d\x44", nil, &attributeMappings, either, docPrivilege, ""},                                                     // 2.5.29.68 attributeMappings
	{"\x55\x1d\x45", nil, &nameConstraints, either, docPrivilege, ""},                                                       // 2.5.29.69 holderNameConstraints
	{"\x55\x1d\x4b", nil, &subjectDirectoryAttributes, either, docPrivilege, ""},                                            // 2.5.29.75 associatedInformation
	{"\x2b\x06\x01\x05\x05\x07\x01\x04", nil, &plainOctets, either, "RFC 5755, section 4.3.1", "Audit Identity"},            // 1.3.6.1.5.5.7.1.4 ac-auditEntity
	{"\x2b\x06\x01\x05\x05\x07\x01\x06", nil, &aaControls, either, "RFC 5755, section 7.4", "Attribute Authority Controls"}, // 1.3.6.1.5.5.7.1.6 aaControls
}

const (
	oidNetscape    = "\x60\x86\x48\x01\x86\xf8\x42\x01" // 2.16.840.1.113730.1
	docNetscape    = "Netscape Certificate Extensions, Communicator 4.0 Version"
	docAlternative = "X.509, section 9.8"
	docPrivilege   = "X.509, section three"
)

// critical is what an extension's flag must be, by its document.
type critical uint8

const (
	either critical = iota
	must
	mustOfCA // in the certificate of a certificate authority
	never
)

// judgeCritical compares the flag of an extension with what it must be. Without a
// subject the subjectAltName must be critical.
func (r *reader) judgeCritical(x *Extension, flag critical) {
	b, _ := x.Parsed.(*BasicConstraints)
	text := ""
	at := x.Place
	switch {
	case !x.Critical && (flag == must || flag == mustOfCA && b != nil && b.CA):
		text = " is not critical, and must be."
	case !x.Critical && x.OID == OIDSubjectAltName && r.nameless:
		text = " is not critical, and must be where the subject is empty."
	case x.Critical && flag == never:
		at, text = x.Flag, " is critical, and must not be."
	}
	if text != "" {
		r.find(finding.ExtensionCritical, at, x.Path()+".critical", x.Name()+text)
	}
}

// About returns what people call an extension, where that is not its name in
// OpenSSL, and where it is written down; empty for one that is not known.
func About(id oid.OID) (name, document string) {
	for i := range known {
		if known[i].id == id {
			return known[i].name, known[i].doc
		}
	}
	return "", ""
}

// bySchema reads a value by its schema.
func (r *reader) bySchema(e *der.Element) any {
	v := new(Value)
	r.read(r.schema, e, v, "")
	if v.Kind == ValueASN1 {
		return nil // of another type
	}
	return v
}
