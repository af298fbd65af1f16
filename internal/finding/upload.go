package finding

// Rules about a trust store as the file that is uploaded.
const (
	StoreBlankLine            ID = "store-blank-line"
	StoreCommentHyphen        ID = "store-comment-hyphen"
	StoreStrayText            ID = "store-stray-text"
	StoreBlockBroken          ID = "store-block-broken"
	StoreBlockOther           ID = "store-block-other"
	StorePrivateKey           ID = "store-private-key"
	StoreCertificateBroken    ID = "store-certificate-broken"
	StoreVersion              ID = "store-not-x509v3"
	StoreKeyUnsupported       ID = "store-key-unsupported"
	StoreSignatureUnsupported ID = "store-signature-unsupported"
	StoreTooLarge             ID = "store-certificate-too-large"
	StoreNotCA                ID = "store-not-a-ca"
	StoreExpired              ID = "store-expired"
	StoreNotYetValid          ID = "store-not-yet-valid"
	StoreDuplicate            ID = "store-duplicate"
	StoreIndented             ID = "store-indented"
	StoreByteOrderMark        ID = "store-byte-order-mark"
	StoreTooMany              ID = "store-too-many"
	StoreSubjectsTooLarge     ID = "store-subjects-too-large"
	StoreEmpty                ID = "store-empty"
	StoreGlued                ID = "store-markers-glued"
	StoreDER                  ID = "store-der"
	StoreUTF16                ID = "store-utf16"
	StorePKCS7                ID = "store-pkcs7"
	StoreKeystore             ID = "store-keystore"
	StoreLineEnds             ID = "store-line-ends"
)

// Rules about a revocation list as the file that is uploaded.
const (
	ListDER         ID = "list-der"
	ListUTF16       ID = "list-utf16"
	ListNone        ID = "list-none"
	ListOtherBlock  ID = "list-other-block"
	ListSeveral     ID = "list-several-in-file"
	ListBroken      ID = "list-broken"
	ListFileSize    ID = "list-file-too-large"
	ListEntries     ID = "list-too-many-entries"
	ListAlgorithm   ID = "list-signature-unsupported"
	ListPartitioned ID = "list-partitioned"
	ListScope       ID = "list-scope"
	ListIndirect    ID = "list-indirect"
	ListDelta       ID = "list-delta"
	ListCritical    ID = "list-critical-extension"
	ListOutOfDate   ID = "list-out-of-date"
	ListEarly       ID = "list-not-yet-in-force"
)

var (
	albRevocations = Reference{"AWS: AddTrustStoreRevocations", "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTrustStoreRevocations.html"}
	rfc5280IDP     = Reference{"RFC 5280, section 5.2.5", "https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5"}
	rfc5280Delta   = Reference{"RFC 5280, section 5.2.4", "https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4"}
	rfc5280List    = Reference{"RFC 5280, section 5.2", "https://www.rfc-editor.org/rfc/rfc5280#section-5.2"}
	s2nRevocation  = Reference{"s2n-tls: Certificates and authentication", "https://github.com/aws/s2n-tls/blob/main/docs/usage-guide/topics/ch09-certificates.md"}
)

var uploadRules = []Rule{
	{StoreBlankLine, Error, "Blank line", about("A trust store has no blank lines."), albMTLS},
	{StoreCommentHyphen, Error, "Hyphen in comment", about("Comments in a trust store hold no hyphens."), albMTLS},
	{StoreStrayText, Error, "Text outside", about("Between the certificates of a trust store stand comments alone, and they begin with #."), albMTLS},
	{StoreBlockBroken, Error, "Broken block", about("Every block of a trust store has both of its lines of armor, and base64 between them."), albMTLS},
	{StoreBlockOther, Error, "Other block", about("A trust store holds blocks of the label CERTIFICATE alone."), albMTLS},
	{StorePrivateKey, Error, "Private key", about("A private key belongs in no trust store."), albMTLS},
	{StoreCertificateBroken, Error, "Broken certificate", about("Every certificate of a trust store can be read."), albMTLS},
	{StoreVersion, Error, "Not X.509v3", about("Every certificate of a trust store is of version 3."), albMTLS},
	{StoreKeyUnsupported, Error, "Key not supported", about("Keys are RSA of 2048 to 8192 bits, or on P-256, P-384 or P-521."), albMTLS},
	{StoreSignatureUnsupported, Error, "Signature not supported", about("Certificates are signed with SHA-256, SHA-384 or SHA-512."), albMTLS},
	{StoreTooLarge, Error, "Certificate too large", about("A CA certificate has at most 16 KB."), albQuotas},
	{StoreNotCA, Warning, "No CA", about("The certificates of a trust store are those of certificate authorities."), albMTLS},
	{StoreExpired, Warning, "Expired", about("A certificate of the trust store counts up to its notAfter."), rfc5280Validity},
	{StoreNotYetValid, Warning, "Not yet valid", about("A certificate of the trust store counts from its notBefore."), rfc5280Validity},
	{StoreDuplicate, Warning, "Twice in it", about("Each certificate stands in a trust store once."), albQuotas},
	{StoreIndented, Error, "White space", about("Lines of a trust store begin and end without white space; AWS does not say whether it minds."), albMTLS},
	{StoreByteOrderMark, Error, "Byte order mark", about("A trust store begins with its first line, not with a byte order mark; AWS does not say whether it minds."), albMTLS},
	{StoreTooMany, Error, "Too many certificates", about("A trust store has at most 25 certificates, unless the quota was raised."), albQuotas},
	{StoreSubjectsTooLarge, Error, "Subjects too large", about("The subjects of a trust store have at most 10,000 bytes, unless the quota was raised."), albQuotas},
	{StoreEmpty, Error, "No certificate", about("A trust store holds at least one certificate."), albMTLS},
	{StoreGlued, Error, "Lines run together", about("END of one certificate and BEGIN of the next stand on lines of their own: a file without a line feed at its end glues them when another is appended."), rfc7468},
	{StoreDER, Error, "DER", about("A trust store is PEM, not DER."), albMTLS},
	{StoreUTF16, Error, "UTF-16", about("A trust store is text of one byte a character; some editors, and PowerShell's >, write UTF-16."), albMTLS},
	{StorePKCS7, Error, "PKCS #7", about("A trust store is PEM with one block a certificate, not a PKCS #7 bundle (.p7b)."), albMTLS},
	{StoreKeystore, Error, "Keystore", about("A trust store is PEM, not a Java or PKCS #12 keystore."), albMTLS},
	{StoreLineEnds, Error, "Old line ends", about("Lines end with a line feed; AWS does not say whether it takes a carriage return alone, as old Macs wrote."), rfc7468},

	{ListDER, Error, "DER", about("A revocation file is PEM; AWS Private CA and many others publish DER."), albMTLS},
	{ListUTF16, Error, "UTF-16", about("A revocation file is text of one byte a character."), albMTLS},
	{ListNone, Error, "No list", about("A revocation file holds a block of the label X509 CRL."), albRevocations},
	{ListOtherBlock, Error, "Other block", about("A revocation file holds a list and nothing else."), albRevocations},
	{ListSeveral, Error, "Several lists", about("A revocation file holds one list: ALB is reported to answer that there is more than one."), albRevocations},
	{ListBroken, Error, "Broken list", about("A revocation list is a CertificateList, whole."), albRevocations},
	{ListFileSize, Error, "File too large", about("A revocation file has at most 50 MB."), albQuotas},
	{ListEntries, Error, "Too many entries", about("The lists of a trust store have at most 500,000 entries together, unless the quota was raised."), albQuotas},
	{ListAlgorithm, Error, "Signature not supported", about("Revocation lists are signed with SHA-256, SHA-384 or SHA-512."), albMTLS},
	{ListPartitioned, Error, "Partitioned list", about("A list that names a distribution point covers certificates that name the same one. s2n-tls looks the anchor up too, and an anchor names none."), rfc5280IDP},
	{ListScope, Error, "Part of certificates", about("A list for user certificates alone, or for CA certificates alone, leaves the others of a path without a list."), rfc5280IDP},
	{ListIndirect, Error, "Indirect list", about("A list for some reasons alone, or of certificates of other issuers, is not used by s2n-tls."), rfc5280IDP},
	{ListDelta, Error, "Delta list", about("A delta list says what changed since a full one; s2n-tls with AWS-LC refuses it, with OpenSSL it takes it for a full one."), rfc5280Delta},
	{ListCritical, Error, "Unknown critical extension", about("A list with a critical extension that is not known decides nothing."), rfc5280List},
	{ListOutOfDate, Warning, "Out of date", about("A list counts up to its nextUpdate. s2n-tls does not look at it; whether the load balancer does is not documented."), s2nRevocation},
	{ListEarly, Warning, "Not yet in force", about("A list counts from its thisUpdate. s2n-tls does not look at it; whether the load balancer does is not documented."), s2nRevocation},
}
