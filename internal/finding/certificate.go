package finding

// Rules for certificates. Text and place are those of package certinfo.
const (
	DERTruncated               ID = "der-truncated"
	DERLengthOverrun           ID = "der-length-overrun"
	DERLengthShort             ID = "der-length-short"
	DERLengthForm              ID = "der-length-form"
	DERIndefinite              ID = "der-indefinite-length"
	DERTagForm                 ID = "der-tag-form"
	DERHeader                  ID = "der-header"
	DERSegmented               ID = "der-string-segmented"
	TrailingBytes              ID = "trailing-bytes"
	FieldMissing               ID = "field-missing"
	FieldType                  ID = "field-type"
	FieldExtra                 ID = "field-extra"
	FieldTooMany               ID = "field-too-many"
	FindingsTooMany            ID = "findings-too-many"
	DefaultEncoded             ID = "der-default-encoded"
	BooleanNotDER              ID = "boolean-not-der"
	IntegerNotDER              ID = "integer-not-der"
	BitStringNotDER            ID = "bit-string-not-der"
	OIDNotValid                ID = "oid-not-valid"
	StringBadUTF8              ID = "string-bad-utf8"
	StringBadCharacter         ID = "string-bad-character"
	VersionUnknown             ID = "version-unknown"
	VersionMismatch            ID = "version-mismatch"
	SerialNegative             ID = "serial-negative"
	SerialZero                 ID = "serial-zero"
	SerialTooLong              ID = "serial-too-long"
	TimeUnreadable             ID = "time-unreadable"
	TimeNotDER                 ID = "time-not-der"
	TimeWrongType              ID = "time-wrong-type"
	ValidityReversed           ID = "validity-reversed"
	NameEmptyRDN               ID = "name-empty-rdn"
	NameStringType             ID = "name-string-type"
	SetOrder                   ID = "set-order"
	IssuerEmpty                ID = "issuer-empty"
	SignatureAlgorithmMismatch ID = "signature-algorithm-mismatch"
	WeakSignatureHash          ID = "weak-signature-hash"
	RSAShort                   ID = "rsa-short"
	RSAExponent                ID = "rsa-exponent"
	RSAModulus                 ID = "rsa-modulus"
	ExtensionDuplicate         ID = "extension-duplicate"
	ExtensionsEmpty            ID = "extensions-empty"
	ExtensionListEmpty         ID = "extension-list-empty"
	ExtensionCritical          ID = "extension-critical"
	AddressLength              ID = "ip-address-length"
	PathLenNotCA               ID = "path-length-without-ca"
	KeyUsageEmpty              ID = "key-usage-empty"
	AlgorithmParameters        ID = "algorithm-parameters"
	KeyLength                  ID = "key-length"
	ECExplicit                 ID = "ec-explicit"
	NameDeceptive              ID = "name-deceptive"
)

var certificateRules = []Rule{
	{
		ID: DERTruncated, Severity: Error, Title: "Certificate cut off",
		About:     about("The bytes present are fewer than the certificate's first header declares, and the fields up to the end of what is there are read."),
		Reference: Reference{Text: "ITU-T X.690, section 8.1.3", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERLengthOverrun, Severity: Error, Title: "Length too large",
		About:     about("A length runs over the element around it."),
		Reference: Reference{Text: "ITU-T X.690, section 8.1.3", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERLengthShort, Severity: Error, Title: "Length too small",
		About:     about("A length ends before the content does."),
		Reference: Reference{Text: "ITU-T X.690, section 8.1.3", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERLengthForm, Severity: Warning, Title: "Length not DER",
		About:     about("DER writes a length in the fewest octets."),
		Reference: Reference{Text: "ITU-T X.690, section 10.1", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERIndefinite, Severity: Warning, Title: "Indefinite length",
		About:     about("DER does not allow the indefinite lengths of BER."),
		Reference: Reference{Text: "ITU-T X.690, section 10.1", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERTagForm, Severity: Warning, Title: "Tag not DER",
		About:     about("A tag number is written in the fewest octets."),
		Reference: Reference{Text: "ITU-T X.690, section 8.1.2.4", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERHeader, Severity: Error, Title: "Unreadable header",
		About:     about("The identifier and length octets of an element are complete and in range."),
		Reference: Reference{Text: "ITU-T X.690, section 8.1", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: DERSegmented, Severity: Warning, Title: "String in segments",
		About:     about("DER does not allow strings in the constructed form of BER."),
		Reference: Reference{Text: "ITU-T X.690, section 10.2", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: TrailingBytes, Severity: Warning, Title: "Bytes after the certificate",
		About:     about("Nothing follows the certificate."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: FieldMissing, Severity: Error, Title: "Field missing",
		About:     about("Every field that is not optional is there."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: FieldType, Severity: Error, Title: "Wrong type",
		About:     about("A field has the ASN.1 type that its definition gives."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: FieldExtra, Severity: Warning, Title: "Unexpected element",
		About:     about("A structure holds only the elements that its definition names, in their order."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: FieldTooMany, Severity: Warning, Title: "Too many elements",
		About:     about("Lists are read up to a bound that real certificates stay far below."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: FindingsTooMany, Severity: Note, Title: "More findings",
		About:     about("Findings are listed up to a bound."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: DefaultEncoded, Severity: Note, Title: "Default written out",
		About:     about("DER leaves out a field that has its default value."),
		Reference: Reference{Text: "ITU-T X.690, section 11.5", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: BooleanNotDER, Severity: Warning, Title: "BOOLEAN not DER",
		About:     about("A BOOLEAN is one octet, 00 for false and FF for true."),
		Reference: Reference{Text: "ITU-T X.690, section 11.1", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: IntegerNotDER, Severity: Warning, Title: "INTEGER not DER",
		About:     about("An INTEGER has one octet at least and no more than it takes."),
		Reference: Reference{Text: "ITU-T X.690, section 8.3.2", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: BitStringNotDER, Severity: Warning, Title: "BIT STRING not DER",
		About:     about("A BIT STRING starts with the number of its unused bits, 0 to 7, and these are zero."),
		Reference: Reference{Text: "ITU-T X.690, section 11.2", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: OIDNotValid, Severity: Error, Title: "OID not valid",
		About:     about("An object identifier is not empty, is complete, and has no leading zeros in its arcs."),
		Reference: Reference{Text: "ITU-T X.690, section 8.19", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: StringBadUTF8, Severity: Warning, Title: "Not UTF-8",
		About:     about("A UTF8String is valid UTF-8."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.4", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4"},
	},
	{
		ID: StringBadCharacter, Severity: Warning, Title: "Character not allowed",
		About:     about("A string holds only characters of its type's repertoire."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.4", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4"},
	},
	{
		ID: VersionUnknown, Severity: Error, Title: "Unknown version",
		About:     about("The version is 1, 2 or 3, encoded as 0, 1 or 2."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1"},
	},
	{
		ID: VersionMismatch, Severity: Warning, Title: "Version does not fit",
		About:     about("Extensions are for version 3, unique identifiers for versions 2 and 3."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1"},
	},
	{
		ID: SerialNegative, Severity: Warning, Title: "Negative serial number",
		About:     about("The serial number is positive."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2"},
	},
	{
		ID: SerialZero, Severity: Warning, Title: "Serial number zero",
		About:     about("The serial number is positive."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2"},
	},
	{
		ID: SerialTooLong, Severity: Warning, Title: "Serial number too long",
		About:     about("The serial number takes 20 octets at most."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2"},
	},
	{
		ID: TimeUnreadable, Severity: Error, Title: "Unreadable time",
		About:     about("A time is a UTCTime or GeneralizedTime that names a moment that exists."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.5", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"},
	},
	{
		ID: TimeNotDER, Severity: Warning, Title: "Time not DER",
		About:     about("A time has seconds, no fraction, and ends in Z."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.5", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"},
	},
	{
		ID: TimeWrongType, Severity: Warning, Title: "Wrong type of time",
		About:     about("Times up to 2049 are UTCTime, from 2050 on GeneralizedTime."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.5", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"},
	},
	{
		ID: ValidityReversed, Severity: Error, Title: "Never valid",
		About:     about("notAfter is not before notBefore."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.5", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"},
	},
	{
		ID: NameEmptyRDN, Severity: Warning, Title: "Empty RDN",
		About:     about("A relative distinguished name has one attribute at least; OpenSSL, and so the load balancer's header, drops an empty one."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.4", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4"},
	},
	{
		ID: NameStringType, Severity: Note, Title: "Another string type",
		About:     about("An attribute of a name has a string type that its definition allows: C, serialNumber and dnQualifier are PrintableString, emailAddress and DC are IA5String."),
		Reference: Reference{Text: "RFC 5280, appendix A.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1"},
	},
	{
		ID: SetOrder, Severity: Note, Title: "Members in another order",
		About:     about("DER sorts the members of a SET OF by their bytes. OpenSSL, and so the load balancer's header, has them as they stand."),
		Reference: Reference{Text: "ITU-T X.690, section 11.6", URL: "https://www.itu.int/rec/T-REC-X.690"},
	},
	{
		ID: IssuerEmpty, Severity: Warning, Title: "Empty issuer",
		About:     about("The issuer is not an empty name."),
		Reference: Reference{Text: "RFC 5280, section 4.1.2.4", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4"},
	},
	{
		ID: SignatureAlgorithmMismatch, Severity: Error, Title: "Signature algorithms differ",
		About:     about("signatureAlgorithm is the same as signature inside the signed part."),
		Reference: Reference{Text: "RFC 5280, section 4.1.1.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2"},
	},
	{
		ID: WeakSignatureHash, Severity: Warning, Title: "Weak signature hash",
		About:     about("Signatures over MD5, SHA-1 and older hashes can be forged or soon will be."),
		Reference: Reference{Text: "RFC 9155, section 1", URL: "https://www.rfc-editor.org/rfc/rfc9155#section-1"},
	},
	{
		ID: RSAShort, Severity: Warning, Title: "Short RSA key",
		About:     about("An RSA modulus has 2048 bits or more."),
		Reference: Reference{Text: "NIST SP 800-131A Rev. 2, section 3", URL: "https://doi.org/10.6028/NIST.SP.800-131Ar2"},
	},
	{
		ID: RSAExponent, Severity: Warning, Title: "Bad RSA exponent",
		About:     about("The public exponent of RSA is odd and greater than 1; below 65537 it is weak with bad padding."),
		Reference: Reference{Text: "NIST SP 800-56B Rev. 2, section 6.2", URL: "https://doi.org/10.6028/NIST.SP.800-56Br2"},
	},
	{
		ID: RSAModulus, Severity: Error, Title: "Bad RSA modulus",
		About:     about("The modulus of RSA is positive and odd."),
		Reference: Reference{Text: "RFC 8017, section 3.1", URL: "https://www.rfc-editor.org/rfc/rfc8017#section-3.1"},
	},
	{
		ID: ExtensionDuplicate, Severity: Error, Title: "Extension twice",
		About:     about("A certificate holds at most one instance of an extension."),
		Reference: Reference{Text: "RFC 5280, section 4.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2"},
	},
	{
		ID: ExtensionsEmpty, Severity: Warning, Title: "Empty list of extensions",
		About:     about("The list of extensions, if it is there, is not empty."),
		Reference: Reference{Text: "RFC 5280, section 4.1", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.1"},
	},
	{
		ID: ExtensionListEmpty, Severity: Warning, Title: "Empty extension",
		About:     about("A list inside an extension is not empty, nor a structure of which some member must be there."),
		Reference: Reference{Text: "RFC 5280, section 4.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2"},
	},
	{
		ID: ExtensionCritical, Severity: Note, Title: "Critical or not",
		About:     about("Some extensions must be critical, and some must not."),
		Reference: Reference{Text: "RFC 5280, section 4.2", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2"},
	},
	{
		ID: AddressLength, Severity: Warning, Title: "Bad IP address",
		About:     about("An iPAddress has 4 octets, or 16 for IPv6; addresses of number resources (RFC 3779) have no more bits than that."),
		Reference: Reference{Text: "RFC 5280, section 4.2.1.6", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6"},
	},
	{
		ID: PathLenNotCA, Severity: Warning, Title: "Path length without CA",
		About:     about("pathLenConstraint is there only if cA is true, and not negative."),
		Reference: Reference{Text: "RFC 5280, section 4.2.1.9", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9"},
	},
	{
		ID: KeyUsageEmpty, Severity: Warning, Title: "No key usage",
		About:     about("At least one bit of keyUsage is set."),
		Reference: Reference{Text: "RFC 5280, section 4.2.1.3", URL: "https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3"},
	},
	{
		ID: AlgorithmParameters, Severity: Warning, Title: "Bad parameters",
		About:     about("RSA has NULL for its parameters; ECDSA signatures, EdDSA, ML-DSA and their like have none."),
		Reference: Reference{Text: "RFC 8410, section 3", URL: "https://www.rfc-editor.org/rfc/rfc8410#section-3"},
	},
	{
		ID: KeyLength, Severity: Error, Title: "Bad key length",
		About:     about("A key has the form and the length that its algorithm or curve gives."),
		Reference: Reference{Text: "RFC 5480, section 2.2", URL: "https://www.rfc-editor.org/rfc/rfc5480#section-2.2"},
	},
	{
		ID: ECExplicit, Severity: Warning, Title: "Curve not named",
		About:     about("An EC key names its curve by an object identifier."),
		Reference: Reference{Text: "RFC 5480, section 2.1.1", URL: "https://www.rfc-editor.org/rfc/rfc5480#section-2.1.1"},
	},
	{
		ID: NameDeceptive, Severity: Warning, Title: "Deceptive name",
		About:     about("Names have no characters that are not seen, that turn the direction of writing, or that look like those of another script."),
		Reference: Reference{Text: "Unicode Technical Report 36, section 2", URL: "https://www.unicode.org/reports/tr36/#visual_spoofing"},
	},
}

// CertificateRules returns the rules for certificates.
func CertificateRules() []Rule { return append([]Rule(nil), certificateRules...) }
