package finding

// Rules about certificates among each other, and in time.
const (
	Expired           ID = "expired"
	NotYetValid       ID = "not-yet-valid"
	ListOverdue       ID = "revocation-list-overdue"
	ChainOrder        ID = "chain-order"
	IssuerMissing     ID = "issuer-missing"
	ChainDuplicate    ID = "chain-duplicate"
	ChainStranger     ID = "chain-stranger"
	KeyIDDiffers      ID = "key-identifier-differs"
	RootSent          ID = "root-sent"
	SignatureWrong    ID = "signature-wrong"
	AlphabetExchanged ID = "alphabet-exchanged"
	NameMisread       ID = "name-misread"
	ServerCertificate ID = "server-certificate"
)

var (
	rfc5280Validity = Reference{"RFC 5280, section 4.1.2.5", "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"}
	rfc5280Path     = Reference{"RFC 5280, section 6.1", "https://www.rfc-editor.org/rfc/rfc5280#section-6.1"}
	rfc5280AKI      = Reference{"RFC 5280, section 4.2.1.1", "https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1"}
	rfc8446Chain    = Reference{"RFC 8446, section 4.4.2", "https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2"}
)

var chainRules = []Rule{
	{Expired, Error, "Expired", about("A certificate counts up to its notAfter."), rfc5280Validity},
	{NotYetValid, Error, "Not yet valid", about("A certificate counts from its notBefore."), rfc5280Validity},
	{ListOverdue, Warning, "Revocation list overdue", about("A revocation list counts up to its nextUpdate; by then there is another."), Reference{"RFC 5280, section 5.1.2.5", "https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.5"}},
	{ChainOrder, Warning, "Order", about("The sender's certificate comes first, and each one after it certifies the one before."), rfc8446Chain},
	{IssuerMissing, Note, "Issuer missing", about("A path ends at a trust anchor; what lies between has to be sent or be in the trust store."), rfc5280Path},
	{ChainDuplicate, Note, "Sent twice", about("Each certificate is sent once."), rfc8446Chain},
	{ChainStranger, Warning, "Not of this chain", about("Every certificate after the leaf belongs to its path."), rfc8446Chain},
	{KeyIDDiffers, Warning, "Other key", about("The authority key identifier names the key identifier of the issuer."), rfc5280AKI},
	{SignatureWrong, Error, "Signature wrong", about("The key of the issuer made the signature over what the certificate says."), rfc5280Path},
	{AlphabetExchanged, Error, "+ and / exchanged", about("In base64 + stands for 62 and / for 63."), Reference{"RFC 4648, section 4", "https://www.rfc-editor.org/rfc/rfc4648#section-4"}},
	{NameMisread, Warning, "Name misread", about("The issuer's name in a certificate is the subject's name of its issuer."), rfc5280Path},
	{ServerCertificate, Note, "A server's certificate", about("A client of TLS prints the certificates that the server presented to it."), Reference{"openssl-s_client", "https://docs.openssl.org/3.0/man1/openssl-s_client/"}},
	{RootSent, Note, "Root sent", about("A root need not be sent: who trusts it has it."), rfc8446Chain},
}
