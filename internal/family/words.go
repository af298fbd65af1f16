package family

import "github.com/mtlens/mtlens/internal/carrier"

// Words says how values of the writing are written, in a phrase: "percent-encoded PEM";
// empty if it is not known.
func (w Writing) Words() string {
	for i := range phrases {
		if phrases[i].w == w {
			return phrases[i].text
		}
	}
	return ""
}

var phrases = [...]struct {
	w    Writing
	text string
}{
	{xfcc, "XFCC: elements with commas between them, one for each proxy"},
	{xfccJSON, "XFCC as JSON"},
	{byteSequence, "base64 of DER between colons (RFC 8941)"},
	{byteSequences, "base64 of DER between colons, with commas between them (RFC 8941)"},
	{info, "selected fields, form-encoded"},
	{datePair, "both times in UTC: NotBefore=…Z;NotAfter=…Z"},
	{pemLines, "PEM"},
	{pemTabs, "PEM with a tab after each line feed"},
	{pemBlanks, "PEM with blanks for the line feeds"},
	{pemOneLine, "PEM in one line"},
	{pemJoined, "PEM without line feeds"},
	{pemSafe, "percent-encoded PEM, with + / = as they are"},
	{pemPercent, "percent-encoded PEM"},
	{pemApache, "percent-encoded PEM, with + and / as they are"},
	{pemQuote, "percent-encoded PEM, with / as it is"},
	{pemPath, "percent-encoded PEM, with + and = as they are"},
	{pemForm, "form-encoded PEM"},
	{pemBase64, "base64 of PEM"},
	{base64DER, "base64 of DER"},
	{base64URL, "base64url of DER"},
	{base64List, "base64 of DER, with commas between them"},
	{base64ListEscaped, "base64 of DER, percent-encoded, with commas between them"},
	{Writing(carrier.Base64Escaped), "base64 of DER, percent-encoded"},
	{nameRFC2253, "RFC 2253: the last attribute first, characters above ASCII escaped"},
	{nameUTF8, "RFC 2253, with characters above ASCII as they are"},
	{nameOneLine, "OpenSSL's one line: C = DE, O = …"},
	{nameSlash, "the slash form: /C=DE/O=…"},
	{nameSlashRaw, "the slash form without escapes"},
	{nameJava, "Java's getName"},
	{nameJavaString, "Java's toString"},
	{nameGo, "Go's pkix.Name: reordered, unknown types in hexadecimal"},
	{nameWindows, "the form of Windows"},
	{nameTraefik, "Traefik's order, without escapes; SN is the serialNumber"},
	{nameLines, "one attribute to a line"},
	{nameForward, "the first attribute first, with commas"},
	{nameForwardSpace, "the first attribute first, with a comma and a space"},
	{nameSpace, "with a comma and a space"},
	{nameDER, "base64 of the DER"},
	{nameSlashBase64, "base64 of the slash form"},
	{serialUpper, "hexadecimal: capitals, whole bytes, no separators"},
	{serialLower, "hexadecimal: small letters, whole bytes"},
	{serialColons, "hexadecimal: small letters with colons"},
	{serialColonsDER, "hexadecimal: small letters with colons, the 00 of DER too"},
	{serialDecimal, "decimal"},
	{serialBase64, "base64"},
	{serialTrimmed, "hexadecimal: small letters, no zeros in front"},
	{dateOpenSSL, "Feb  3 00:55:52 2015 GMT"},
	{dateISO, "2015-02-03T00:55:52Z"},
	{dateMillis, "2015-02-03T00:55:52.000Z"},
	{dateOffset, "2015-02-03T00:55:52+00:00"},
	{dateShort, "150203005552Z: the century is lost"},
	{dateUnix, "seconds since 1970"},
	{dateGo, "2015-02-03 00:55:52 +0000 UTC"},
	{dateJava, "Tue Feb 03 00:55:52 UTC 2015"},
	{sha1Lower, "SHA-1, small letters"},
	{sha1Upper, "SHA-1, capitals"},
	{sha256Lower, "SHA-256, small letters"},
	{sha256Upper, "SHA-256, capitals"},
	{sha256Colons, "SHA-256, capitals with colons"},
	{sha256Base64, "SHA-256 in base64"},
	{sha1Raw, "SHA-1 as octets"},
	{words3, "SUCCESS, FAILED:reason, NONE"},
	{wordsApache, "SUCCESS, FAILED:reason, NONE, GENEROUS"},
	{errorWord, "a word for what befell the request"},
	{statusCode, "Success, Failed: and a code"},
	{number, "OpenSSL's number; 0 is ok"},
	{nodeCode, "SUCCESS, or OpenSSL's name of the error"},
	{boolean, "true or false"},
	{bit, "1 or 0"},
	{listComma, "with commas"},
	{listBase64, "base64 of each, with commas"},
	{listGo, "Go's list: [a b]"},
	{listOpenSSL, "OpenSSL's list: DNS:a, URI:b"},
	{textBase64, "base64 of the text"},
}
