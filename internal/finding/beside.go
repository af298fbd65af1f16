package finding

// Rules about what stands beside certificates and is about them.
const (
	OnList         ID = "on-revocation-list"
	BesideAgrees   ID = "beside-agrees"
	BesideDiffers  ID = "beside-differs"
	BesideUnclear  ID = "beside-not-compared"
	IssuerNotNamed ID = "issuer-not-named"
	InLog          ID = "in-the-log"
)

var besideRules = []Rule{
	{OnList, Error, "On a revocation list", about("A certificate whose serial number is on its issuer's list does not count any more."), Reference{"RFC 5280, section 5.3", "https://www.rfc-editor.org/rfc/rfc5280#section-5.3"}},
	{BesideAgrees, Note, "Belongs together", about("Thumbprints, registered names and keys beside a certificate are compared with it."), Reference{"RFC 8705, section 3.1", "https://www.rfc-editor.org/rfc/rfc8705#section-3.1"}},
	{BesideDiffers, Warning, "Of another certificate", about("A thumbprint, a registered name or a key is that of the certificate it stands beside."), Reference{"RFC 8705, section 3.1", "https://www.rfc-editor.org/rfc/rfc8705#section-3.1"}},
	{BesideUnclear, Note, "Not compared", about("A thumbprint is a SHA-1 or SHA-256 of the certificate."), Reference{"RFC 8705, section 3.1", "https://www.rfc-editor.org/rfc/rfc8705#section-3.1"}},
	{IssuerNotNamed, Warning, "Issuer not named", about("A client sends a certificate if the server names one of its issuers, or names nobody."), Reference{"RFC 8446, section 4.2.4", "https://www.rfc-editor.org/rfc/rfc8446#section-4.2.4"}},
	{InLog, Note, "In the log", about("A line of the connection log has the serial number and the subject of a certificate beside it."), albLogs},
}
