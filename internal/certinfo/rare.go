package certinfo

// Extensions of single countries, companies and uses, each with its ASN.1.

// strongExtranet: Thawte's Strong Extranet, as OpenSSL has it.
//
//	SXNET ::= SEQUENCE {
//	    version INTEGER,
//	    ids     SEQUENCE OF SEQUENCE { zone INTEGER, user OCTET STRING } }
var strongExtranet = schema{of: []schema{
	{kind: asInteger, member: "version", label: "Version"},
	{kind: asList, member: "ids", of: []schema{{label: "Member", of: []schema{
		{kind: asInteger, member: "zone", label: "Zone"},
		{kind: asChars, member: "user", label: "User"},
	}}}},
}}

// issuerSignTool: RFC 9215, section 5.
//
//	IssuerSignTool ::= SEQUENCE {
//	    signTool     UTF8String, cATool     UTF8String,
//	    signToolCert UTF8String, cAToolCert UTF8String }
var issuerSignTool = schema{of: []schema{
	{kind: asText, member: "signTool", label: "Signing tool"},
	{kind: asText, member: "cATool", label: "CA tool"},
	{kind: asText, member: "signToolCert", label: "Conformity of the signing tool"},
	{kind: asText, member: "cAToolCert", label: "Conformity of the CA tool"},
}}

// admission: Common PKI 2.0, SigG-Profile.
//
//	AdmissionSyntax ::= SEQUENCE {
//	    admissionAuthority   GeneralName OPTIONAL,
//	    contentsOfAdmissions SEQUENCE OF Admissions }
//	Admissions ::= SEQUENCE {
//	    admissionAuthority [0] EXPLICIT GeneralName OPTIONAL,
//	    namingAuthority    [1] EXPLICIT NamingAuthority OPTIONAL,
//	    professionInfos        SEQUENCE OF ProfessionInfo }
//	ProfessionInfo ::= SEQUENCE {
//	    namingAuthority    [0] EXPLICIT NamingAuthority OPTIONAL,
//	    professionItems        SEQUENCE OF DirectoryString,
//	    professionOIDs         SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
//	    registrationNumber     PrintableString OPTIONAL,
//	    addProfessionInfo      OCTET STRING OPTIONAL }
var admission = schema{of: []schema{
	{kind: asName, opt: true, member: "admissionAuthority", label: "Admission authority"},
	{kind: asList, member: "contentsOfAdmissions", of: []schema{{label: "Admission", of: []schema{
		{kind: asName, tag: ex0, opt: true, member: "admissionAuthority", label: "Admission authority"},
		{tag: ex1, opt: true, member: "namingAuthority", label: "Naming authority", of: namingAuthority},
		{kind: asList, member: "professionInfos", of: []schema{{label: "Profession", of: []schema{
			{tag: ex0, opt: true, member: "namingAuthority", label: "Naming authority", of: namingAuthority},
			{kind: asList, member: "professionItems", of: []schema{{kind: asText, label: "Profession"}}},
			{kind: asList, opt: true, member: "professionOIDs", of: []schema{{kind: asOID, label: "Identifier"}}},
			{kind: asText, opt: true, member: "registrationNumber", label: "Registration number"},
			{kind: asOctets, opt: true, member: "addProfessionInfo", label: "Additional information"},
		}}}},
	}}}},
}}

// The naming authority of an admission.
//
//	NamingAuthority ::= SEQUENCE {
//	    namingAuthorityId   OBJECT IDENTIFIER OPTIONAL,
//	    namingAuthorityUrl  IA5String OPTIONAL,
//	    namingAuthorityText DirectoryString OPTIONAL }
var namingAuthority = []schema{
	{kind: asOID, opt: true, member: "namingAuthorityId", label: "Identifier"},
	{kind: asIA5, opt: true, member: "namingAuthorityUrl", label: "URL"},
	{kind: asText, opt: true, member: "namingAuthorityText", label: "Name"},
}

// biometricInfo: RFC 3739, section 3.2.5.
//
//	BiometricSyntax ::= SEQUENCE OF BiometricData
//	BiometricData ::= SEQUENCE {
//	    typeOfBiometricData CHOICE {
//	        predefinedBiometricType INTEGER { picture(0), handwritten-signature(1) },
//	        biometricDataID         OBJECT IDENTIFIER },
//	    hashAlgorithm           AlgorithmIdentifier,
//	    biometricDataHash       OCTET STRING,
//	    sourceDataUri           IA5String OPTIONAL }
var biometricInfo = schema{kind: asList, of: []schema{{of: []schema{
	{kind: asChoice, head: true, member: "typeOfBiometricData", label: "Biometric data", of: []schema{
		{kind: asInteger, words: []string{"picture", "handwritten signature"}},
		{kind: asOID},
	}},
	{member: "hashAlgorithm", of: algorithmIdentifier},
	{kind: asOctets, member: "biometricDataHash", label: "Hash"},
	{kind: asIA5, opt: true, member: "sourceDataUri", label: "Source"},
}}}}

// An AlgorithmIdentifier: RFC 5280, section 4.1.1.2.
var algorithmIdentifier = []schema{
	{kind: asOID, member: "algorithm", label: "Hash algorithm"},
	{kind: asAny, opt: true, member: "parameters", label: "Parameters"},
}

// logotype: RFC 9399, section 4.1. Its module has implicit tags, so that direct
// and indirect are sequences without a tag of their own.
//
//	LogotypeExtn ::= SEQUENCE {
//	    communityLogos [0] EXPLICIT SEQUENCE OF LogotypeInfo OPTIONAL,
//	    issuerLogo     [1] EXPLICIT LogotypeInfo OPTIONAL,
//	    subjectLogo    [2] EXPLICIT LogotypeInfo OPTIONAL,
//	    otherLogos     [3] EXPLICIT SEQUENCE OF OtherLogotypeInfo OPTIONAL }
//	OtherLogotypeInfo ::= SEQUENCE { logotypeType OBJECT IDENTIFIER, info LogotypeInfo }
var logotype = schema{of: []schema{
	{kind: asList, tag: ex0, opt: true, member: "communityLogos", of: []schema{{kind: asChoice, label: "Community logo", of: logotypeInfo}}},
	{kind: asChoice, tag: ex1, opt: true, member: "issuerLogo", label: "Issuer's logo", of: logotypeInfo},
	{kind: asChoice, tag: ex2, opt: true, member: "subjectLogo", label: "Subject's logo", of: logotypeInfo},
	{kind: asList, tag: ex3, opt: true, member: "otherLogos", of: []schema{{of: []schema{
		{kind: asOID, member: "logotypeType", label: "Other logo"},
		{kind: asChoice, member: "info", of: logotypeInfo},
	}}}},
}}

// The logo, in the certificate or referred to.
//
//	LogotypeInfo ::= CHOICE { direct [0] LogotypeData, indirect [1] LogotypeReference }
//	LogotypeData ::= SEQUENCE {
//	    image     SEQUENCE OF LogotypeImage OPTIONAL,
//	    audio [1] SEQUENCE OF LogotypeAudio OPTIONAL }
//	LogotypeImage ::= SEQUENCE { imageDetails LogotypeDetails, imageInfo LogotypeImageInfo OPTIONAL }
//	LogotypeAudio ::= SEQUENCE { audioDetails LogotypeDetails, audioInfo LogotypeAudioInfo OPTIONAL }
//	LogotypeReference ::= SEQUENCE {
//	    refStructHash SEQUENCE OF HashAlgAndValue,
//	    refStructURI  SEQUENCE OF IA5String }
var logotypeInfo = []schema{
	{tag: in0, label: "Logo", of: []schema{
		{kind: asList, opt: true, member: "image", of: []schema{{label: "Image", of: []schema{
			{member: "imageDetails", of: logotypeDetails},
			{opt: true, member: "imageInfo", label: "Details", of: imageInfo},
		}}}},
		{kind: asList, tag: in1, opt: true, member: "audio", of: []schema{{label: "Sound", of: []schema{
			{member: "audioDetails", of: logotypeDetails},
			{opt: true, member: "audioInfo", label: "Details", of: audioInfo},
		}}}},
	}},
	{tag: in1, label: "Logo elsewhere", of: []schema{
		{kind: asList, member: "refStructHash", of: logotypeHashes},
		{kind: asList, member: "refStructURI", of: []schema{{kind: asIA5, label: "URI"}}},
	}},
}

// What an image or a sound is, and where.
//
//	LogotypeDetails ::= SEQUENCE {
//	    mediaType    IA5String,
//	    logotypeHash SEQUENCE OF HashAlgAndValue,
//	    logotypeURI  SEQUENCE OF IA5String }
//	HashAlgAndValue ::= SEQUENCE { hashAlg AlgorithmIdentifier, hashValue OCTET STRING }
var logotypeDetails = []schema{
	{kind: asIA5, member: "mediaType", label: "Media type"},
	{kind: asList, member: "logotypeHash", of: logotypeHashes},
	{kind: asList, member: "logotypeURI", of: []schema{{kind: asIA5, label: "URI"}}},
}

var logotypeHashes = []schema{{of: []schema{
	{member: "hashAlg", of: algorithmIdentifier},
	{kind: asOctets, member: "hashValue", label: "Hash"},
}}}

// Its size.
//
//	LogotypeImageInfo ::= SEQUENCE {
//	    type   [0] INTEGER { grayScale(0), color(1) } DEFAULT color,
//	    fileSize   INTEGER, xSize INTEGER, ySize INTEGER,
//	    resolution CHOICE { numBits [1] INTEGER, tableSize [2] INTEGER } OPTIONAL,
//	    language [4] IA5String OPTIONAL }
//	LogotypeAudioInfo ::= SEQUENCE {
//	    fileSize   INTEGER, playTime INTEGER, channels INTEGER,
//	    sampleRate [3] INTEGER OPTIONAL,
//	    language   [4] IA5String OPTIONAL }
var imageInfo = []schema{
	{kind: asInteger, tag: in0, opt: true, member: "type", label: "Kind", words: []string{"grayscale", "color"}},
	{kind: asInteger, member: "fileSize", label: "Bytes"},
	{kind: asInteger, member: "xSize", label: "Width in pixels"},
	{kind: asInteger, member: "ySize", label: "Height in pixels"},
	{kind: asChoice, opt: true, member: "resolution", of: []schema{
		{kind: asInteger, tag: in1, label: "Bits of a pixel"},
		{kind: asInteger, tag: in2, label: "Colors"},
	}},
	{kind: asIA5, tag: in4, opt: true, member: "language", label: "Language"},
}

var audioInfo = []schema{
	{kind: asInteger, member: "fileSize", label: "Bytes"},
	{kind: asInteger, member: "playTime", label: "Milliseconds"},
	{kind: asInteger, member: "channels", label: "Channels"},
	{kind: asInteger, tag: in3, opt: true, member: "sampleRate", label: "Samples a second"},
	{kind: asIA5, tag: in4, opt: true, member: "language", label: "Language"},
}

// torServiceDescriptor: CA/Browser Forum, Guidelines for Extended Validation,
// appendix F.
//
//	TorServiceDescriptorSyntax ::= SEQUENCE OF SEQUENCE {
//	    onionURI             UTF8String,
//	    algorithm            AlgorithmIdentifier,
//	    subjectPublicKeyHash BIT STRING }
var torServiceDescriptor = schema{kind: asList, of: []schema{{label: "Service", of: []schema{
	{kind: asText, member: "onionURI", label: "URI"},
	{member: "algorithm", of: algorithmIdentifier},
	{kind: asBits, member: "subjectPublicKeyHash", label: "Hash of the key"},
}}}}

// telephoneNumbers: RFC 8226, section 9.
//
//	TNAuthorizationList ::= SEQUENCE OF TNEntry
//	TNEntry ::= CHOICE {
//	    spc   [0] EXPLICIT IA5String,
//	    range [1] EXPLICIT SEQUENCE { start IA5String, count INTEGER },
//	    one   [2] EXPLICIT IA5String }
var telephoneNumbers = schema{kind: asList, of: []schema{{kind: asChoice, of: []schema{
	{kind: asIA5, tag: ex0, member: "spc", label: "Service provider code"},
	{tag: ex1, member: "range", label: "Range of numbers", of: []schema{
		{kind: asIA5, member: "start", label: "First"},
		{kind: asInteger, member: "count", label: "Count"},
	}},
	{kind: asIA5, tag: ex2, member: "one", label: "Number"},
}}}}

// crlID: RFC 6960, section 4.4.2.
//
//	CrlID ::= SEQUENCE {
//	    crlUrl  [0] EXPLICIT IA5String OPTIONAL,
//	    crlNum  [1] EXPLICIT INTEGER OPTIONAL,
//	    crlTime [2] EXPLICIT GeneralizedTime OPTIONAL }
var crlID = schema{of: []schema{
	{kind: asIA5, tag: ex0, opt: true, member: "crlUrl", label: "URL"},
	{kind: asInteger, tag: ex1, opt: true, member: "crlNum", label: "Number"},
	{kind: asTime, tag: ex2, opt: true, member: "crlTime", label: "Time"},
}}

// serviceLocator: RFC 6960, section 4.4.6.
//
//	ServiceLocator ::= SEQUENCE {
//	    issuer  Name,
//	    locator AuthorityInfoAccessSyntax OPTIONAL }
var serviceLocator = schema{of: []schema{
	{kind: asDN, member: "issuer", label: "Issuer"},
	{kind: asList, opt: true, member: "locator", of: []schema{{of: []schema{
		{kind: asOID, member: "accessMethod", label: "Method"},
		{kind: asName, member: "accessLocation", label: "Location"},
	}}}},
}}

// A list of object identifiers: acceptableResponses (RFC 6960, section 4.4.3),
// acceptableCertPolicies and acceptablePrivilegePolicies (X.509).
var identifiers = schema{kind: asList, of: []schema{{kind: asOID, label: "Identifier"}}}

// subjectAltPublicKeyInfo, altSignatureAlgorithm and altSignatureValue: a second
// key and signature, X.509 (10/2019), section 9.8.
//
//	SubjectAltPublicKeyInfo ::= SEQUENCE {
//	    algorithm           AlgorithmIdentifier,
//	    subjectAltPublicKey BIT STRING }
//	AltSignatureAlgorithm ::= AlgorithmIdentifier
//	AltSignatureValue ::= BIT STRING
var alternativeKey = schema{of: []schema{
	{member: "algorithm", of: anyAlgorithm},
	{kind: asBits, member: "subjectAltPublicKey", label: "Key"},
}}

var alternativeAlgorithm = schema{of: anyAlgorithm}

var anyAlgorithm = []schema{
	{kind: asOID, member: "algorithm", label: "Algorithm"},
	{kind: asAny, opt: true, member: "parameters", label: "Parameters"},
}

var plainBits = schema{kind: asBits}
