package finding

// Rules about the paste: its wrappings, and what damaged them.
const (
	InputTooLarge      ID = "input-too-large"
	TooMany            ID = "too-many"
	PlusBecameSpace    ID = "plus-became-space"
	PlusUncertain      ID = "plus-uncertain"
	PercentTwice       ID = "percent-encoded-twice"
	PercentInvalid     ID = "percent-sign-invalid"
	ArmorDamaged       ID = "armor-damaged"
	ArmorEndMissing    ID = "armor-end-missing"
	ArmorBeginMissing  ID = "armor-begin-missing"
	BodyElided         ID = "body-elided"
	BodyNotBase64      ID = "body-not-base64"
	BodyNotDER         ID = "body-not-der"
	StrayCharacters    ID = "stray-characters"
	UnreadableChars    ID = "unreadable-characters"
	InvisibleCharacter ID = "invisible-characters"
	Base64Tail         ID = "base64-tail"
	UnevenLines        ID = "uneven-lines"
	TwoReadings        ID = "two-readings"
	PrivateKey         ID = "private-key"
	LineBreaksLost     ID = "line-breaks-lost"
	LineBreaksLiteral  ID = "line-breaks-literal"
	Base64OfPEM        ID = "base64-of-pem"
	Base64URL          ID = "base64url"
	PaddingMissing     ID = "padding-missing"
	LinesQuoted        ID = "lines-quoted"
	TrustedCertificate ID = "trusted-certificate"
	BlanksInside       ID = "blanks-inside"
	AlphabetsMixed     ID = "alphabets-mixed"
	KeyFile            ID = "key-file"
	HexOdd             ID = "hex-odd"
	BytesUneven        ID = "bytes-uneven"
)

var (
	rfc7468    = Reference{"RFC 7468, section 2", "https://www.rfc-editor.org/rfc/rfc7468#section-2"}
	rfc4648    = Reference{"RFC 4648, section 4", "https://www.rfc-editor.org/rfc/rfc4648#section-4"}
	rfc3986    = Reference{"RFC 3986, section 2.1", "https://www.rfc-editor.org/rfc/rfc3986#section-2.1"}
	rfc4648URL = Reference{"RFC 4648, section 5", "https://www.rfc-editor.org/rfc/rfc4648#section-5"}
	rfc4648Pad = Reference{"RFC 4648, section 3.2", "https://www.rfc-editor.org/rfc/rfc4648#section-3.2"}
	albMTLS    = Reference{"AWS: Mutual authentication with TLS in Application Load Balancer", "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"}
)

var pasteRules = []Rule{
	{InputTooLarge, Error, "Too large", about("The input is no longer than the limit; a longer one is not read at all."), Reference{}},
	{TooMany, Warning, "Not all read", about("The number of structures and named values taken from one paste is bounded."), Reference{}},
	{PlusBecameSpace, Warning, "Repaired", about("ALB leaves + as it is, and a decoder for HTML forms turns it into a space."), albMTLS},
	{PlusUncertain, Error, "Not repaired", about("Blanks inside base64 are put back only where the certificate then fits to its last byte, in lines of equal length."), albMTLS},
	{PercentTwice, Warning, "Encoded twice", about("A header value is percent-encoded once."), rfc3986},
	{PercentInvalid, Warning, "Broken escape", about("Two hexadecimal digits follow every % sign."), rfc3986},
	{ArmorDamaged, Warning, "Armor repaired", about("PEM armor is five hyphens, BEGIN or END, one space, a label in capitals, and five hyphens."), rfc7468},
	{ArmorEndMissing, Warning, "END missing", about("Every BEGIN line has its END line."), rfc7468},
	{ArmorBeginMissing, Warning, "BEGIN missing", about("Every END line has its BEGIN line."), rfc7468},
	{BodyElided, Error, "Left out", about("The text between BEGIN and END is the certificate itself, in full."), rfc7468},
	{BodyNotBase64, Error, "Not base64", about("The text between BEGIN and END is base64."), rfc4648},
	{BodyNotDER, Error, "Not DER", about("The decoded bytes are one ASN.1 SEQUENCE."), rfc7468},
	{StrayCharacters, Warning, "Stray characters", about("Base64 consists of A–Z, a–z, 0–9, +, / and = alone."), rfc4648},
	{UnreadableChars, Error, "Unreadable characters", about("A character that is not base64 stands where one is needed, so six bits of the certificate are unknown."), rfc4648},
	{InvisibleCharacter, Note, "Invisible characters", about("Word processors and chat programs leave no-break and zero-width characters in what is copied."), Reference{}},
	{Base64Tail, Error, "Odd end", about("Base64 comes in groups of four characters, the last one filled up with =."), rfc4648},
	{UnevenLines, Warning, "Uneven lines", about("All lines of a PEM body but the last are equally long."), rfc7468},
	{TwoReadings, Warning, "Two readings", about("Two ways to repair the text both give a whole structure; both are shown."), Reference{}},
	{PrivateKey, Error, "Private key", about("A private key belongs neither in a header nor in a log nor in a paste."), Reference{}},
	{LineBreaksLost, Warning, "On one line", about("The armor of a PEM block stands on lines of its own, and its base64 on lines of 64 characters."), rfc7468},
	{LineBreaksLiteral, Note, "Line breaks as \\n", about("In a string literal \\n is a line break; in the value itself it is a backslash and a letter."), rfc7468},
	{Base64OfPEM, Note, "Base64 of PEM", about("PEM is base64 already; Kubernetes and others encode it once more."), rfc7468},
	{Base64URL, Note, "Base64url", about("Base64url has - and _ where base64 has + and /, and mostly no padding; a decoder takes one or the other."), rfc4648URL},
	{PaddingMissing, Warning, "Padding missing", about("Base64 is filled up with = to whole groups of four characters, and many decoders insist on it."), rfc4648Pad},
	{LinesQuoted, Note, "Quoted lines", about("Mail programs put > before each line that they quote, programmers # before each that they take out."), rfc7468},
	{TrustedCertificate, Note, "Trust settings", about("TRUSTED CERTIFICATE is OpenSSL's own form: a certificate, and after it what it is trusted for."), Reference{"openssl-x509(1), -trustout", "https://docs.openssl.org/3.0/man1/openssl-x509/"}},
	{BlanksInside, Warning, "Blanks inside", about("No blanks stand inside the lines of base64."), rfc4648},
	{HexOdd, Warning, "Odd digit", about("Hexadecimal has two digits for each byte."), Reference{}},
	{BytesUneven, Warning, "Uneven bytes", about("A row of a dump, a TLS record and a bundle say how many bytes they have."), Reference{}},
	{KeyFile, Note, "File with a key", about("A private key in a file of its own, opened here: it is not shown."), Reference{}},
	{AlphabetsMixed, Warning, "Two alphabets", about("Base64 is in one alphabet: + and / belong to one, - and _ to the other."), rfc4648},
}
