package certinfo

import (
	"github.com/mtlens/mtlens/internal/oid"
)

// A schema for each extension that has no function of its own, with its ASN.1 and
// where that is written down. Labels are OpenSSL's where it has one.

// nameConstraints: RFC 5280, section 4.2.1.10.
//
//	NameConstraints ::= SEQUENCE {
//	    permittedSubtrees [0] GeneralSubtrees OPTIONAL,
//	    excludedSubtrees  [1] GeneralSubtrees OPTIONAL }
//	GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
//	GeneralSubtree ::= SEQUENCE {
//	    base        GeneralName,
//	    minimum [0] INTEGER DEFAULT 0,
//	    maximum [1] INTEGER OPTIONAL }
var nameConstraints = schema{of: []schema{
	{kind: asList, tag: in0, opt: true, member: "permittedSubtrees", label: "Permitted", of: subtree},
	{kind: asList, tag: in1, opt: true, member: "excludedSubtrees", label: "Excluded", of: subtree},
}}

var subtree = []schema{{of: []schema{
	{kind: asBase, member: "base"},
	{kind: asInteger, tag: in0, opt: true, member: "minimum", label: "Minimum"},
	{kind: asInteger, tag: in1, opt: true, member: "maximum", label: "Maximum"},
}}}

// policyMappings: RFC 5280, section 4.2.1.5.
//
//	PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
//	    issuerDomainPolicy  OBJECT IDENTIFIER,
//	    subjectDomainPolicy OBJECT IDENTIFIER }
var policyMappings = schema{kind: asList, of: []schema{{of: []schema{
	{kind: asOID, member: "issuerDomainPolicy", label: "Issuer's policy"},
	{kind: asOID, member: "subjectDomainPolicy", label: "Subject's policy"},
}}}}

// policyConstraints: RFC 5280, section 4.2.1.11.
//
//	PolicyConstraints ::= SEQUENCE {
//	    requireExplicitPolicy [0] INTEGER OPTIONAL,
//	    inhibitPolicyMapping  [1] INTEGER OPTIONAL }
var policyConstraints = schema{of: []schema{
	{kind: asInteger, tag: in0, opt: true, member: "requireExplicitPolicy", label: "Require Explicit Policy"},
	{kind: asInteger, tag: in1, opt: true, member: "inhibitPolicyMapping", label: "Inhibit Policy Mapping"},
}}

// A number: inhibitAnyPolicy (RFC 5280, section 4.2.1.14), cRLNumber (5.2.3),
// deltaCRLIndicator (5.2.4), and the version of a Microsoft certification
// authority.
var number = schema{kind: asInteger}

// privateKeyUsagePeriod: RFC 3280, section 4.2.1.4.
//
//	PrivateKeyUsagePeriod ::= SEQUENCE {
//	    notBefore [0] GeneralizedTime OPTIONAL,
//	    notAfter  [1] GeneralizedTime OPTIONAL }
var privateKeyUsagePeriod = schema{of: []schema{
	{kind: asTime, tag: in0, opt: true, member: "notBefore", label: "Not Before"},
	{kind: asTime, tag: in1, opt: true, member: "notAfter", label: "Not After"},
}}

// tlsFeature: RFC 7633, section 4.1; the numbers are those of TLS extensions.
//
//	Features ::= SEQUENCE OF INTEGER
var tlsFeature = schema{kind: asList, of: []schema{{kind: asInteger, label: "Feature", words: []string{
	5: "status_request", 17: "status_request_v2",
}}}}

// A NULL: id-pkix-ocsp-nocheck (RFC 6960, section 4.2.2.2.1), the poison of a
// precertificate (RFC 6962, section 3.1), noRevAvail (RFC 9608, section 2),
// delegationUsage (RFC 9345, section 4.2), and flags of X.509's privileges.
var nothing = schema{kind: asNull}

// Octets: the hash of a Microsoft authority's previous certificate, acmeIdentifier
// (RFC 8737, section 3), a FIDO AAGUID, an OCSP nonce (RFC 8954, section 2.1), the
// holder in an audit trail (RFC 5755, section 4.3.1).
var plainOctets = schema{kind: asOctets}

// Netscape's addresses and comment: Netscape Certificate Extensions, Communicator 4.0 Version.
var netscapeText = schema{kind: asIA5}

// A string: Microsoft's name of a template ([MS-WCCE], 2.2.2.7.7.1),
// the tool that the subject signs with (RFC 9215, section 5).
var plainText = schema{kind: asText}

// An object identifier: holdInstructionCode (RFC 3280, section 5.3.2).
var plainOID = schema{kind: asOID}

// A time: invalidityDate (RFC 5280, section 5.3.2), archiveCutoff (RFC 6960,
// section 4.4.4), and when Microsoft's authority publishes its next list.
var plainTime = schema{kind: asTime}

// netscapeCertType: Netscape Certificate Extensions, Communicator 4.0 Version.
//
//	BIT STRING
var netscapeCertType = schema{kind: asBits, words: []string{
	"SSL Client", "SSL Server", "S/MIME", "Object Signing", "Unused", "SSL CA", "S/MIME CA", "Object Signing CA",
}}

// qcStatements: RFC 3739, section 3.2.6; what the statements hold is in ETSI EN
// 319 412-5, section 4, and ETSI TS 119 495, section 5.1.
//
//	QCStatements ::= SEQUENCE OF QCStatement
//	QCStatement ::= SEQUENCE {
//	    statementId   OBJECT IDENTIFIER,
//	    statementInfo ANY DEFINED BY statementId OPTIONAL }
var qcStatements = schema{kind: asList, of: []schema{{label: "Statement", of: []schema{
	{kind: asOID, member: "statementId", label: "Statement"},
	{kind: asByID, opt: true, member: "statementInfo", label: "Information", of: []schema{
		{id: oid.QCSyntaxV2, member: "statementInfo", of: semantics},
		{id: oid.QCLimitValue, member: "statementInfo", of: []schema{ // QcLimitValue: MonetaryValue
			{kind: asAny, member: "currency", label: "Currency"},
			{kind: asInteger, member: "amount", label: "Amount"},
			{kind: asInteger, member: "exponent", label: "Exponent"},
		}},
		{id: oid.QCRetentionPeriod, kind: asInteger, member: "statementInfo", label: "Years"},
		{id: oid.QCPDS, kind: asList, member: "statementInfo", of: []schema{{label: "Disclosure statement", of: []schema{
			{kind: asText, member: "url", label: "URL"},
			{kind: asText, member: "language", label: "Language"},
		}}}},
		{id: oid.QCType, kind: asList, member: "statementInfo", of: []schema{{kind: asOID, label: "Type"}}},
		{id: oid.QCCountries, kind: asList, member: "statementInfo", of: []schema{{kind: asText, label: "Country"}}},
		{id: oid.QCPSD2, member: "statementInfo", of: []schema{
			{kind: asList, member: "rolesOfPSP", label: "Roles", of: []schema{{label: "Role", of: []schema{
				{kind: asOID, member: "roleOfPspOid", label: "Role"},
				{kind: asText, member: "roleOfPspName", label: "Name"},
			}}}},
			{kind: asText, member: "nCAName", label: "Authority"},
			{kind: asText, member: "nCAId", label: "Authority ID"},
		}},
	}},
}}}}

// semantics: RFC 3739, section 3.2.6.1.
//
//	SemanticsInformation ::= SEQUENCE {
//	    semanticsIdentifier         OBJECT IDENTIFIER OPTIONAL,
//	    nameRegistrationAuthorities SEQUENCE OF GeneralName OPTIONAL }
var semantics = []schema{
	{kind: asOID, opt: true, member: "semanticsIdentifier", label: "Semantics"},
	{kind: asNames, opt: true, member: "nameRegistrationAuthorities", label: "Registration authorities"},
}

// microsoftTemplate: [MS-WCCE], 2.2.2.7.7.2.
//
//	CertificateTemplateOID ::= SEQUENCE {
//	    templateID              OBJECT IDENTIFIER,
//	    templateMajorVersion    INTEGER OPTIONAL,
//	    templateMinorVersion    INTEGER OPTIONAL }
var microsoftTemplate = schema{of: []schema{
	{kind: asOID, member: "templateID", label: "Template"},
	{kind: asInteger, opt: true, member: "templateMajorVersion", label: "Major version"},
	{kind: asInteger, opt: true, member: "templateMinorVersion", label: "Minor version"},
}}

// proxyCertInfo: RFC 3820, section 3.8.
//
//	ProxyCertInfo ::= SEQUENCE {
//	    pCPathLenConstraint INTEGER OPTIONAL,
//	    proxyPolicy         SEQUENCE {
//	        policyLanguage  OBJECT IDENTIFIER,
//	        policy          OCTET STRING OPTIONAL } }
var proxyCertInfo = schema{of: []schema{
	{kind: asInteger, opt: true, member: "pCPathLenConstraint", label: "Path Length Constraint"},
	{member: "proxyPolicy", of: []schema{
		{kind: asOID, member: "policyLanguage", label: "Policy Language"},
		{kind: asChars, opt: true, member: "policy", label: "Policy Text"},
	}},
}}

// subjectDirectoryAttributes: RFC 5280, section 4.2.1.8. S/MIME capabilities (RFC
// 8551, section 2.5.2) have one value each, and not a SET.
//
//	SubjectDirectoryAttributes ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
//	    type   OBJECT IDENTIFIER,
//	    values SET OF ANY }
var subjectDirectoryAttributes = schema{kind: asList, of: []schema{{of: attribute}}}

var attribute = []schema{
	{kind: asOID, member: "type", label: "Attribute"},
	{kind: asSet, member: "values", of: []schema{{kind: asAny, label: "Value"}}},
}

var capabilities = schema{kind: asList, of: []schema{{of: []schema{
	{kind: asOID, member: "capabilityID", label: "Capability"},
	{kind: asAny, opt: true, member: "parameters", label: "Parameters"},
}}}}

// issuingDistributionPoint: RFC 5280, section 5.2.5.
//
//	IssuingDistributionPoint ::= SEQUENCE {
//	    distributionPoint          [0] EXPLICIT CHOICE {
//	        fullName                [0] GeneralNames,
//	        nameRelativeToCRLIssuer [1] RelativeDistinguishedName } OPTIONAL,
//	    onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
//	    onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
//	    onlySomeReasons            [3] BIT STRING OPTIONAL,
//	    indirectCRL                [4] BOOLEAN DEFAULT FALSE,
//	    onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
var issuingDistributionPoint = schema{of: []schema{
	distributionPointName,
	{kind: asBoolean, tag: in1, opt: true, member: "onlyContainsUserCerts", label: "Only User Certificates"},
	{kind: asBoolean, tag: in2, opt: true, member: "onlyContainsCACerts", label: "Only CA Certificates"},
	{kind: asBits, tag: in3, opt: true, member: "onlySomeReasons", label: "Only Some Reasons", words: ReasonWords[:]},
	{kind: asBoolean, tag: in4, opt: true, member: "indirectCRL", label: "Indirect CRL"},
	{kind: asBoolean, tag: in5, opt: true, member: "onlyContainsAttributeCerts", label: "Only Attribute Certificates"},
}}

var distributionPointName = schema{tag: in0, opt: true, member: "distributionPoint", of: []schema{
	{kind: asNames, tag: in0, opt: true, member: "fullName", label: "Full Name"},
	{kind: asAny, tag: in1, opt: true, member: "nameRelativeToCRLIssuer", label: "Relative Name"},
}}

// reasonCode: RFC 5280, section 5.3.1.
//
//	CRLReason ::= ENUMERATED
var reasonCode = schema{kind: asEnum, words: RevocationReasons[:]}

// RevocationReasons are the reasons for a revocation by their number, as OpenSSL
// spells them.
var RevocationReasons = [...]string{
	"Unspecified", "Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded", "Cessation Of Operation",
	"Certificate Hold", "", "Remove From CRL", "Privilege Withdrawn", "AA Compromise",
}

// organizationIdentifier: CA/Browser Forum, Guidelines for Extended Validation,
// section 9.8.2.
//
//	CABFOrganizationIdentifier ::= SEQUENCE {
//	    registrationSchemeIdentifier    PrintableString,
//	    registrationCountry             PrintableString,
//	    registrationStateOrProvince [0] PrintableString OPTIONAL,
//	    registrationReference           UTF8String }
var organizationIdentifier = schema{of: []schema{
	{kind: asText, member: "registrationSchemeIdentifier", label: "Scheme"},
	{kind: asText, member: "registrationCountry", label: "Country"},
	{kind: asText, tag: in0, opt: true, member: "registrationStateOrProvince", label: "State or province"},
	{kind: asText, member: "registrationReference", label: "Reference"},
}}
