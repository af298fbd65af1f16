package report

import "github.com/mtlens/mtlens/internal/finding"

// fixes returns the snippets that mend a cause, one for each language. Each of
// them is run by a test on a header with + in it, where the language is at hand.
func fixes(f finding.Fix) []Fix {
	if f == finding.FormDecoding {
		return formDecoding
	}
	return nil
}

var formDecoding = []Fix{
	{"Go", `pem, err := url.PathUnescape(header) // not url.QueryUnescape`},
	{"Python", `pem = urllib.parse.unquote(header)  # not unquote_plus`},
	{"JavaScript", `const pem = decodeURIComponent(header); // not URLSearchParams`},
	{"Java", `String pem = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8); // without replace, + becomes a space`},
	{".NET", `var pem = Uri.UnescapeDataString(header); // not HttpUtility.UrlDecode`},
	{"PHP", `$pem = rawurldecode($header); // not urldecode`},
}
