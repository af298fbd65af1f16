package certinfo

// Extensions for privileges: of attribute certificates, of those who issue them,
// and of public-key certificates that carry attributes. X.509 (10/2019), section
// three, if nothing else is said; OpenSSL reads them from version 3.4 on.

// privilegeConstraints: basicAttConstraints.
//
//	BasicAttConstraintsSyntax ::= SEQUENCE {
//	    authority         BOOLEAN DEFAULT FALSE,
//	    pathLenConstraint INTEGER (0..MAX) OPTIONAL }
var privilegeConstraints = schema{bare: true, of: []schema{
	{kind: asBoolean, opt: true, member: "authority", label: "Authority"},
	{kind: asInteger, opt: true, member: "pathLenConstraint", label: "Path length"},
}}

// authorityAttributeIdentifier: a list of AuthAttId, which is IssuerSerial.
//
//	IssuerSerial ::= SEQUENCE {
//	    issuer    GeneralNames,
//	    serial    INTEGER,
//	    issuerUID BIT STRING OPTIONAL }
var authorityAttributeIdentifier = schema{kind: asList, of: []schema{{label: "Certificate", of: []schema{
	{kind: asNames, member: "issuer", label: "Issuer"},
	{kind: asInteger, member: "serial", label: "Serial"},
	{kind: asBits, opt: true, member: "issuerUID", label: "Issuer's unique ID"},
}}}}

// roleSpecCertIdentifier:
//
//	RoleSpecCertIdentifierSyntax ::= SEQUENCE OF SEQUENCE {
//	    roleName             [0] GeneralName,
//	    roleCertIssuer       [1] GeneralName,
//	    roleCertSerialNumber [2] INTEGER OPTIONAL,
//	    roleCertLocator      [3] GeneralNames OPTIONAL }
var roleSpecCertIdentifier = schema{kind: asList, of: []schema{{label: "Role", of: []schema{
	{kind: asName, tag: ex0, member: "roleName", label: "Name"},
	{kind: asName, tag: ex1, member: "roleCertIssuer", label: "Issuer"},
	{kind: asInteger, tag: in2, opt: true, member: "roleCertSerialNumber", label: "Serial"},
	{kind: asNames, tag: in3, opt: true, member: "roleCertLocator", label: "Found at"},
}}}}

// timeSpecification: X.520, section 10.3. Periods are shown as their ASN.1.
//
//	TimeSpecification ::= SEQUENCE {
//	    time CHOICE {
//	        absolute SEQUENCE { startTime [0] GeneralizedTime OPTIONAL, endTime [1] GeneralizedTime OPTIONAL },
//	        periodic SET OF Period },
//	    notThisTime BOOLEAN DEFAULT FALSE,
//	    timeZone    INTEGER OPTIONAL }
var timeSpecification = schema{of: []schema{
	{kind: asChoice, member: "time", of: []schema{
		{label: "Time", of: []schema{
			{kind: asTime, tag: in0, opt: true, member: "startTime", label: "From"},
			{kind: asTime, tag: in1, opt: true, member: "endTime", label: "To"},
		}},
		{kind: asSet, label: "Periods", of: []schema{{kind: asAny, label: "Period"}}},
	}},
	{kind: asBoolean, opt: true, member: "notThisTime", label: "Not at this time"},
	{kind: asInteger, opt: true, member: "timeZone", label: "Time zone"},
}}

// attributeDescriptor:
//
//	AttributeDescriptorSyntax ::= SEQUENCE {
//	    identifier          OBJECT IDENTIFIER,
//	    attributeSyntax     OCTET STRING,
//	    name            [0] UTF8String OPTIONAL,
//	    description     [1] UTF8String OPTIONAL,
//	    dominationRule      SEQUENCE { privilegePolicy OBJECT IDENTIFIER, privPolSyntax InfoSyntax } }
var attributeDescriptor = schema{of: []schema{
	{kind: asOID, member: "identifier", label: "Attribute"},
	{kind: asChars, member: "attributeSyntax", label: "Syntax"},
	{kind: asText, tag: in0, opt: true, member: "name", label: "Name"},
	{kind: asText, tag: in1, opt: true, member: "description", label: "Description"},
	{member: "dominationRule", of: []schema{
		{kind: asOID, member: "privilegePolicy", label: "Domination rule"},
		{kind: asAny, member: "privPolSyntax", label: "Syntax"},
	}},
}}

// userNotices: a list of UserNotice (RFC 5280, section 4.2.1.4).
var userNotices = schema{kind: asList, of: []schema{{bare: true, label: "Notice", of: []schema{
	{opt: true, member: "noticeRef", of: []schema{
		{kind: asText, member: "organization", label: "Organization"},
		{kind: asList, member: "noticeNumbers", of: []schema{{kind: asInteger, label: "Number"}}},
	}},
	{kind: asText, opt: true, member: "explicitText", label: "Text"},
}}}}

// targetingInformation: RFC 5755, section 4.3.2.
//
//	SEQUENCE OF SEQUENCE OF CHOICE {
//	    targetName  [0] GeneralName,
//	    targetGroup [1] GeneralName,
//	    targetCert  [2] TargetCert }
var targetingInformation = schema{kind: asList, of: []schema{{kind: asList, of: []schema{{kind: asChoice, of: []schema{
	{kind: asName, tag: ex0, member: "targetName", label: "Target"},
	{kind: asName, tag: ex1, member: "targetGroup", label: "Group"},
	{kind: asAny, tag: in2, member: "targetCert", label: "Certificate"},
}}}}}}

// aaControls: RFC 5755, section 7.4.
//
//	AAControls ::= SEQUENCE {
//	    pathLenConstraint INTEGER OPTIONAL,
//	    permittedAttrs [0] SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
//	    excludedAttrs  [1] SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
//	    permitUnSpecified BOOLEAN DEFAULT TRUE }
var aaControls = schema{bare: true, of: []schema{
	{kind: asInteger, opt: true, member: "pathLenConstraint", label: "Path length"},
	{kind: asList, tag: in0, opt: true, member: "permittedAttrs", of: []schema{{kind: asOID, label: "Permitted"}}},
	{kind: asList, tag: in1, opt: true, member: "excludedAttrs", of: []schema{{kind: asOID, label: "Excluded"}}},
	{kind: asBoolean, opt: true, member: "permitUnSpecified", label: "Others permitted"},
}}

// authorityDistributionPoint: aAissuingDistributionPoint.
//
//	AAIssuingDistPointSyntax ::= SEQUENCE {
//	    distributionPoint          [0] DistributionPointName OPTIONAL,
//	    onlySomeReasons            [1] ReasonFlags OPTIONAL,
//	    indirectCRL                [2] BOOLEAN DEFAULT FALSE,
//	    containsUserAttributeCerts [3] BOOLEAN DEFAULT TRUE,
//	    containsAACerts            [4] BOOLEAN DEFAULT TRUE,
//	    containsSOAPublicKeyCerts  [5] BOOLEAN DEFAULT TRUE }
var authorityDistributionPoint = schema{bare: true, of: []schema{
	distributionPointName,
	{kind: asBits, tag: in1, opt: true, member: "onlySomeReasons", label: "Only Some Reasons", words: ReasonWords[:]},
	{kind: asBoolean, tag: in2, opt: true, member: "indirectCRL", label: "Indirect CRL"},
	{kind: asBoolean, tag: in3, opt: true, member: "containsUserAttributeCerts", label: "User Attribute Certificates"},
	{kind: asBoolean, tag: in4, opt: true, member: "containsAACerts", label: "Attribute Authority Certificates"},
	{kind: asBoolean, tag: in5, opt: true, member: "containsSOAPublicKeyCerts", label: "Source of Authority Certificates"},
}}

// allowedAttributeAssignments:
//
//	SET OF SEQUENCE {
//	    attributes   [0] SET OF CHOICE { attributeType [0] OBJECT IDENTIFIER, attributeTypeandValues [1] Attribute },
//	    holderDomain [1] GeneralName }
var allowedAttributeAssignments = schema{kind: asSet, of: []schema{{label: "Assignment", of: []schema{
	{kind: asSet, tag: in0, member: "attributes", of: []schema{{kind: asChoice, of: []schema{
		{kind: asOID, tag: in0, member: "attributeType", label: "Attribute"},
		{tag: in1, member: "attributeTypeandValues", of: attribute},
	}}}},
	{kind: asName, tag: ex1, member: "holderDomain", label: "Holder's domain"},
}}}}

// attributeMappings:
//
//	SET OF CHOICE {
//	    typeMappings      [0] SEQUENCE { local [0] OBJECT IDENTIFIER, remote [1] OBJECT IDENTIFIER },
//	    typeValueMappings [1] SEQUENCE { local [0] AttributeTypeAndValue, remote [1] AttributeTypeAndValue } }
var attributeMappings = schema{kind: asSet, of: []schema{{kind: asChoice, of: []schema{
	{tag: in0, member: "typeMappings", of: []schema{
		{kind: asOID, tag: in0, member: "local", label: "Local"},
		{kind: asOID, tag: in1, member: "remote", label: "Remote"},
	}},
	{tag: in1, member: "typeValueMappings", label: "Mapping of values", of: []schema{
		{tag: in0, member: "local", label: "Local", of: typeAndValue},
		{tag: in1, member: "remote", label: "Remote", of: typeAndValue},
	}},
}}}}

var typeAndValue = []schema{
	{kind: asOID, member: "type", label: "Attribute"},
	{kind: asAny, member: "value", label: "Value"},
}

// aName: issuedOnBehalfOf.
var aName = schema{kind: asName}
