package finding

// Fix names a cause that a snippet mends: a line of code, of a shell, or of the
// configuration of a program. The snippets are in package report.
type Fix string

const (
	FormDecoding  Fix = "form-decoding"  // a header was decoded as HTML forms are, where + is a space
	FormPosted    Fix = "form-posted"    // the same, or a form was posted with + in it as it is
	EncodedAgain  Fix = "encoded-again"  // a header was forwarded, and encoded once more on the way
	EscapesKept   Fix = "escapes-kept"   // \n of a string literal was never turned into a line break
	BreaksLost    Fix = "breaks-lost"    // a shell, YAML or a header took the line breaks
	PEMEncoded    Fix = "pem-encoded"    // PEM is base64 already, and was encoded once more
	URLAlphabet   Fix = "url-alphabet"   // base64url, and a decoder for base64
	PaddingCut    Fix = "padding-cut"    // base64 without its = signs, or with too many or too few
	ArmorByHand   Fix = "armor-by-hand"  // PEM was put together, copied or wrapped by hand
	CopiedText    Fix = "copied-text"    // an editor, a mail or a chat changed a text that was copied
	CopiedHeader  Fix = "copied-header"  // the same, of what may be a header
	CutShort      Fix = "cut-short"      // a log or a terminal takes no longer line
	ServerLimit   Fix = "server-limit"   // a server refuses longer headers
	BufferPadded  Fix = "buffer-padded"  // a buffer was written out in full, not just the certificate in it
	TrustSettings Fix = "trust-settings" // openssl wrote a form of its own
	QuoteMarks    Fix = "quote-marks"    // lines were quoted in a mail, or commented out
)
