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
	{oid.AuthorityKeyIdentifier, (*reader).authorityKeyID, nil, never, "RFC 5280, section 4.2.1.1", ""},
	{oid.SubjectKeyIdentifier, (*reader).subjectKeyID, nil, never, "RFC 5280, section 4.2.1.2", ""},
	{oid.KeyUsage, (*reader).keyUsage, nil, either, "RFC 5280, section 4.2.1.3", ""},
	{oid.CertificatePolicies, (*reader).policies, nil, either, "RFC 5280, section 4.2.1.4", ""},
	{oid.PolicyMappings, nil, &policyMappings, either, "RFC 5280, section 4.2.1.5", ""},
	{oid.SubjectAltName, (*reader).alternativeNames, nil, either, "RFC 5280, section 4.2.1.6", ""},
	{oid.IssuerAltName, (*reader).alternativeNames, nil, either, "RFC 5280, section 4.2.1.7", ""},
	{oid.SubjectDirectoryAttributes, nil, &subjectDirectoryAttributes, never, "RFC 5280, section 4.2.1.8", ""},
	{oid.BasicConstraints, (*reader).basicConstraints, nil, mustOfCA, "RFC 5280, section 4.2.1.9", ""},
	{oid.NameConstraints, nil, &nameConstraints, must, "RFC 5280, section 4.2.1.10", ""},
	{oid.PolicyConstraints, nil, &policyConstraints, must, "RFC 5280, section 4.2.1.11", ""},
	{oid.ExtKeyUsage, (*reader).extKeyUsage, nil, either, "RFC 5280, section 4.2.1.12", ""},
	{oid.CRLDistributionPoints, (*reader).distributionPoints, nil, either, "RFC 5280, section 4.2.1.13", ""},
	{oid.InhibitAnyPolicy, nil, &number, must, "RFC 5280, section 4.2.1.14", ""},
	{oid.FreshestCRL, (*reader).distributionPoints, nil, never, "RFC 5280, section 4.2.1.15", ""},
	{oid.AuthorityInfoAccess, (*reader).infoAccess, nil, never, "RFC 5280, section 4.2.2.1", ""},
	{oid.SubjectInfoAccess, (*reader).infoAccess, nil, never, "RFC 5280, section 4.2.2.2", ""},
	{oid.PrivateKeyUsagePeriod, nil, &privateKeyUsagePeriod, either, "RFC 3280, section 4.2.1.4", ""},

	// Of revocation lists and their entries.
	{oid.CRLNumber, nil, &number, never, "RFC 5280, section 5.2.3", ""},
	{oid.DeltaCRLIndicator, nil, &number, must, "RFC 5280, section 5.2.4", ""},
	{oid.IssuingDistributionPoint, nil, &issuingDistributionPoint, must, "RFC 5280, section 5.2.5", ""},
	{oid.ReasonCode, nil, &reasonCode, never, "RFC 5280, section 5.3.1", ""},
	{oid.InvalidityDate, nil, &plainTime, never, "RFC 5280, section 5.3.2", ""},
	{oid.CertificateIssuer, (*reader).alternativeNames, nil, must, "RFC 5280, section 5.3.3", ""},
	{oid.HoldInstructionCode, nil, &plainOID, either, "RFC 3280, section 5.3.2", ""},

	// Of OCSP.
	{oid.OCSPNonce, nil, &plainOctets, either, "RFC 8954, section 2.1", ""},
	{oid.OCSPCRLID, nil, &crlID, either, "RFC 6960, section 4.4.2", ""},
	{oid.OCSPAcceptableResponses, nil, &identifiers, either, "RFC 6960, section 4.4.3", ""},
	{oid.OCSPNoCheck, nil, &nothing, either, "RFC 6960, section 4.2.2.2.1", ""},
	{oid.OCSPArchiveCutoff, nil, &plainTime, either, "RFC 6960, section 4.4.4", ""},
	{oid.OCSPServiceLocator, nil, &serviceLocator, either, "RFC 6960, section 4.4.6", ""},

	// Of TLS and its surroundings.
	{oid.CertificateSCTs, (*reader).timestamps, nil, either, "RFC 6962, section 3.3", ""}, // SCTs of certificates
	{oid.OCSPSCTs, (*reader).timestamps, nil, either, "RFC 6962, section 3.3", ""},        // SCTs of OCSP
	{oid.PrecertificatePoison, nil, &nothing, must, "RFC 6962, section 3.1", ""},          // the poison of a precertificate
	{oid.TLSFeature, nil, &tlsFeature, either, "RFC 7633, section 4.1", ""},
	{oid.ACMEIdentifier, nil, &plainOctets, must, "RFC 8737, section 3", ""},
	{oid.DelegationUsage, nil, &nothing, either, "RFC 9345, section 4.2", ""},
	{oid.ProxyCertInfo, nil, &proxyCertInfo, must, "RFC 3820, section 3.8", ""},
	{oid.TNAuthList, nil, &telephoneNumbers, either, "RFC 8226, section 9", ""},
	{oid.SMIMECapabilities, nil, &capabilities, either, "RFC 8551, section 2.5.2", ""},

	// Number resources.
	{oid.IPAddrBlocks, (*reader).addressBlocks, nil, either, "RFC 3779, section 2", "IP Address Blocks"},
	{oid.ASIdentifiers, (*reader).autonomousSystems, nil, either, "RFC 3779, section 3", "Autonomous Systems"},
	{oid.IPAddrBlocksV2, (*reader).addressBlocks, nil, either, "RFC 8360, section 4.2", "IP Address Blocks, version 2"},
	{oid.ASIdentifiersV2, (*reader).autonomousSystems, nil, either, "RFC 8360, section 4.2", "Autonomous Systems, version 2"},

	// Of qualified certificates, professions and logos.
	{oid.BiometricInfo, nil, &biometricInfo, never, "RFC 3739, section 3.2.5", "Biometric Information"},
	{oid.QCStatements, nil, &qcStatements, either, "RFC 3739, section 3.2.6", "Qualified Certificate Statements"},
	{oid.CABFOrganizationIdentifier, nil, &organizationIdentifier, either, "CA/Browser Forum EV Guidelines, section 9.8.2", ""},
	{oid.TorServiceDescriptor, nil, &torServiceDescriptor, either, "CA/Browser Forum EV Guidelines, appendix F", ""},
	{oid.Logotype, nil, &logotype, never, "RFC 9399, section 4.1", ""},
	{oid.Admission, nil, &admission, either, "Common PKI 2.0, SigG-Profile", "Admission to a Profession"},
	{oid.SubjectSignTool, nil, &plainText, either, "RFC 9215, section 5", ""},
	{oid.IssuerSignTool, nil, &issuerSignTool, either, "RFC 9215, section 5", ""},

	// Of Microsoft, Netscape and others.
	{oid.MicrosoftTemplateName, nil, &plainText, either, "[MS-WCCE], section 2.2.2.7.7.1", ""}, // name of a template
	{oid.MicrosoftTemplate, nil, &microsoftTemplate, either, "[MS-WCCE], section 2.2.2.7.7.2", ""},
	{oid.MicrosoftApplicationPolicies, (*reader).policies, nil, either, "[MS-WCCE], section 2.2.2.7.7.3", ""}, // application policies
	{oid.MicrosoftSID, (*reader).alternativeNames, nil, either, "[MS-WCCE], section 2.2.2.7.7.4", ""},
	{oid.MicrosoftApplicationPolicyMappings, nil, &policyMappings, either, "[MS-WCCE]", ""},       // mappings of application policies
	{oid.MicrosoftApplicationPolicyConstraints, nil, &policyConstraints, either, "[MS-WCCE]", ""}, // constraints of application policies
	{oid.MicrosoftCRLSelfCDP, (*reader).distributionPoints, nil, either, "[MS-WCCE]", ""},         // CRL self CDP
	{oid.MicrosoftCAVersion, nil, &number, either, "[MS-WCCE]", ""},                               // CA version
	{oid.MicrosoftPreviousHash, nil, &plainOctets, either, "[MS-WCCE]", ""},                       // previous hash
	{oid.MicrosoftNextPublication, nil, &plainTime, either, "[MS-WCCE]", ""},                      // next publication
	{oid.NetscapeCertType, nil, &netscapeCertType, either, docNetscape, ""},
	{oid.NetscapeBaseURL, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeRevocationURL, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeCARevocationURL, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeRenewalURL, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeCAPolicyURL, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeSSLServerName, nil, &netscapeText, either, docNetscape, ""},
	{oid.NetscapeComment, nil, &netscapeText, either, docNetscape, ""},
	{oid.StrongExtranet, nil, &strongExtranet, either, "Thawte, Strong Extranet", ""},
	{oid.FIDOAAGUID, nil, &plainOctets, either, "WebAuthn Level 2, section 8.2.1", ""}, // FIDO AAGUID

	// Of a second signature.
	{oid.SubjectAltPublicKeyInfo, nil, &alternativeKey, either, docAlternative, ""},
	{oid.AltSignatureAlgorithm, nil, &alternativeAlgorithm, either, docAlternative, ""},
	{oid.AltSignatureValue, nil, &plainBits, either, docAlternative, ""},

	// Of privileges.
	{oid.NoRevAvail, nil, &nothing, never, "RFC 9608, section 2", ""},
	{oid.AuthorityAttributeIdentifier, nil, &authorityAttributeIdentifier, either, docPrivilege, ""},
	{oid.RoleSpecCertIdentifier, nil, &roleSpecCertIdentifier, either, docPrivilege, ""},
	{oid.BasicAttConstraints, nil, &privilegeConstraints, either, docPrivilege, ""},
	{oid.DelegatedNameConstraints, nil, &nameConstraints, either, docPrivilege, ""},
	{oid.TimeSpecification, nil, &timeSpecification, either, docPrivilege, ""},
	{oid.AttributeDescriptor, nil, &attributeDescriptor, either, docPrivilege, ""},
	{oid.UserNotices, nil, &userNotices, either, docPrivilege, ""},
	{oid.SOAIdentifier, nil, &nothing, either, docPrivilege, ""},
	{oid.AcceptableCertPolicies, nil, &identifiers, either, docPrivilege, ""},
	{oid.TargetingInformation, nil, &targetingInformation, either, "RFC 5755, section 4.3.2", ""},
	{oid.AcceptablePrivilegePolicies, nil, &identifiers, either, docPrivilege, ""},
	{oid.IndirectIssuer, nil, &nothing, either, docPrivilege, ""},
	{oid.NoAssertion, nil, &nothing, either, docPrivilege, ""},
	{oid.AAIssuingDistributionPoint, nil, &authorityDistributionPoint, either, docPrivilege, ""},
	{oid.IssuedOnBehalfOf, nil, &aName, either, docPrivilege, ""},
	{oid.SingleUse, nil, &nothing, either, docPrivilege, ""},
	{oid.GroupAC, nil, &nothing, either, docPrivilege, ""},
	{oid.AllowedAttributeAssignments, nil, &allowedAttributeAssignments, either, docPrivilege, ""},
	{oid.AttributeMappings, nil, &attributeMappings, either, docPrivilege, ""},
	{oid.HolderNameConstraints, nil, &nameConstraints, either, docPrivilege, ""},
	{oid.AssociatedInformation, nil, &subjectDirectoryAttributes, either, docPrivilege, ""},
	{oid.ACAuditIdentity, nil, &plainOctets, either, "RFC 5755, section 4.3.1", "Audit Identity"},
	{oid.AAControls, nil, &aaControls, either, "RFC 5755, section 7.4", "Attribute Authority Controls"},
}

const (
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
	case !x.Critical && x.OID == oid.SubjectAltName && r.nameless:
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

// Known lists the extensions whose values are read.
func Known() []oid.OID {
	list := make([]oid.OID, len(known))
	for i := range known {
		list[i] = known[i].id
	}
	return list
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
