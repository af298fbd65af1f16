// Package remedy has the snippets that mend a cause of damage: in goes a cause of
// the table of package finding, out come lines of code, one piece for each
// language or program in which it arises. Tests in package decode run each of
// them where that is at hand, on a header with + in it: the snippet makes the
// original of what the cause has damaged.
package remedy

import (
	"strings"

	"github.com/mtlens/mtlens/internal/finding"
)

// Snippet is a piece of code that mends a cause.
type Snippet struct {
	Language string // or program: "Go", "nginx"
	Code     string // lines, without a line break at the end
}

// Snippets returns what mends the cause, in the order of the table; nil for none.
func Snippets(f finding.Fix) []Snippet {
	if f == "" {
		return nil
	}
	var list []Snippet
	meant := false
	for rest := snippets; rest != ""; {
		end := strings.IndexByte(rest, '\n')
		line := rest[:end]
		rest = rest[end+1:]
		switch {
		case line == "":
		case line[0] == '#':
			meant = strings.Contains(line+" ", " "+string(f)+" ")
		case !meant:
		case line[0] == '\t':
			list[len(list)-1].Code += "\n" + line[1:]
		default:
			colon := strings.IndexByte(line, ':')
			list = append(list, Snippet{line[:colon], line[colon+2:]})
		}
	}
	return list
}

// snippets is the table of them: after a line with the causes that they mend,
// each begins with its language, and goes on in lines that begin with a tab. One
// text takes less of the program than a table of strings. What a server or a log
// allows if nothing is set is what its documentation says.
const snippets = `
# form-decoding form-posted
Go: pem, err := url.PathUnescape(header) // not url.QueryUnescape
Python: pem = urllib.parse.unquote(header)  # not unquote_plus
JavaScript: const pem = decodeURIComponent(header); // not URLSearchParams
Java: String pem = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8); // without replace, + becomes a space
.NET: var pem = Uri.UnescapeDataString(header); // not HttpUtility.UrlDecode
PHP: $pem = rawurldecode($header); // not urldecode

# form-posted
curl: curl --data-urlencode cert@client.pem "$URL"  # not -d: a form has %2B for +

# encoded-again
Go: out.Header.Set(name, in.Header.Get(name)) // not url.PathEscape
Python: out.add_header(name, headers[name])  # not quote(headers[name])
JavaScript: headers[name] = req.headers[name]; // not encodeURIComponent
Java: out.header(name, in.getHeader(name)); // not URLEncoder.encode
.NET: message.Headers.TryAddWithoutValidation(name, header); // not Uri.EscapeDataString
PHP: curl_setopt($curl, CURLOPT_HTTPHEADER, ["$name: $header"]); // not rawurlencode
nginx: proxy_set_header X-Amzn-Mtls-Clientcert $http_x_amzn_mtls_clientcert;

# escapes-kept
shell: printf '%b' "$PEM" > client.pem  # %b makes line breaks of \n
Go: pem := strings.ReplaceAll(value, "\\n", "\n")
Python: pem = value.replace("\\n", "\n")
JavaScript: const pem = value.replaceAll("\\n", "\n");
Java: String pem = value.replace("\\n", "\n");
.NET: var pem = value.Replace("\\n", "\n");
PHP: $pem = str_replace('\n', "\n", $value);

# breaks-lost
shell: printf '%s\n' "$PEM" > client.pem  # with quotes: $PEM alone makes spaces of line breaks
YAML: cert: |  # not >, which makes spaces of line breaks
	  -----BEGIN CERTIFICATE-----
	  MII…
	  -----END CERTIFICATE-----
nginx: proxy_set_header X-Client-Cert $ssl_client_escaped_cert; # not $ssl_client_cert
Go: header := strings.ReplaceAll(url.QueryEscape(pem), "+", "%20") // a header holds no line breaks
Python: header = urllib.parse.quote(pem, safe="")  # a header holds no line breaks
JavaScript: const header = encodeURIComponent(pem); // a header holds no line breaks
Java: String header = URLEncoder.encode(pem, StandardCharsets.UTF_8).replace("+", "%20"); // a header holds no line breaks
.NET: var header = Uri.EscapeDataString(pem); // a header holds no line breaks
PHP: $header = rawurlencode($pem); // a header holds no line breaks

# pem-encoded
kubectl: kubectl get secret client-tls -o jsonpath='{.data.tls\.crt}' | base64 -d > client.pem
jq: jq -j '.data["tls.crt"] | @base64d' secret.json > client.pem
shell: base64 -d client.b64 > client.pem
Go: pem, err := base64.StdEncoding.DecodeString(value)
Python: pem = base64.b64decode(value)
JavaScript: const pem = Buffer.from(value, "base64").toString();
Java: String pem = new String(Base64.getMimeDecoder().decode(value), StandardCharsets.US_ASCII);
.NET: var pem = Encoding.ASCII.GetString(Convert.FromBase64String(value));
PHP: $pem = base64_decode($value);

# url-alphabet
Go: der, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(value, "="))
Python: der = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
JavaScript: const der = Buffer.from(value, "base64url");
Java: byte[] der = Base64.getUrlDecoder().decode(value);
.NET: byte[] der = Base64Url.DecodeFromChars(value); // System.Buffers.Text, .NET 9
PHP: $der = base64_decode(strtr($value, '-_', '+/'));

# padding-cut
Go: der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(value, "="))
Python: value = value.rstrip("=")
	der = base64.b64decode(value + "=" * (-len(value) % 4))
JavaScript: const der = Buffer.from(value, "base64");
Java: byte[] der = Base64.getDecoder().decode(value.replace("=", ""));
.NET: value = value.TrimEnd('=');
	byte[] der = Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));
PHP: $der = base64_decode(rtrim($value, '='));

# armor-by-hand
OpenSSL: openssl x509 -in client.crt -out client.pem  # writes the block anew, from the original
Go: block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
Python: block = ssl.DER_cert_to_PEM_cert(der)
JavaScript: const block = new X509Certificate(der).toString(); // node:crypto
Java: String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
	String block = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
.NET: string block = PemEncoding.WriteString("CERTIFICATE", der);
PHP: $block = "-----BEGIN CERTIFICATE-----\n" . chunk_split(base64_encode($der), 64, "\n") . "-----END CERTIFICATE-----\n";

# copied-header
Go: log.Print(r.Header.Get(name)) // as it came, still encoded
Python: print(request.headers[name])  # as it came, still encoded
JavaScript: console.log(req.headers[name]); // as it came, still encoded
Java: System.out.println(request.getHeader(name)); // as it came, still encoded
.NET: Console.WriteLine(Request.Headers[name]); // as it came, still encoded

# buffer-padded
OpenSSL: openssl x509 -in client.pem -out clean.pem  # writes the certificate alone
Go: var cert asn1.RawValue
	_, err := asn1.Unmarshal(data, &cert) // cert.FullBytes is the certificate alone
Python: der = data[:4 + int.from_bytes(data[2:4], "big")]  # 30 82 and the length
JavaScript: const der = data.subarray(0, 4 + data.readUInt16BE(2)); // 30 82 and the length
Java: byte[] der = Arrays.copyOf(data, 4 + (data[2] & 255) * 256 + (data[3] & 255)); // 30 82 and the length

# quote-marks
shell: sed 's/^[>#| ]*//' mail.txt > client.pem

# trust-settings
OpenSSL: openssl x509 -in trusted.pem -out client.pem  # without -trustout

# cut-short
rsyslog: global(maxMessageSize="64k")  # above all inputs; 8 KB if it is not set
HAProxy: log 127.0.0.1:514 len 32768 local0  # 1,024 bytes if it is not set
	capture request header X-Amzn-Mtls-Clientcert len 32768
logger: logger --size 65536 -- "$HEADER"  # 1 KB if it is not set
JavaScript: console.log(JSON.stringify(req.headers)); // not req.headers: Node.js prints 10,000 characters of a string
terminal: stty -icanon; IFS= read -r HEADER; stty icanon  # then paste: with icanon, a line has 4,095 bytes

# copied-text copied-header cut-short
shell: openssl base64 -A -in client.pem  # send this one line; openssl base64 -d -A reads it back

# server-limit
nginx: large_client_header_buffers 4 64k; # each header; 8k if it is not set
Apache: # each header; 8190 if it is not set
	LimitRequestFieldSize 65536
HAProxy: tune.bufsize 65536  # in global: all headers; 16384 if it is not set
JavaScript: const server = http.createServer({ maxHeaderSize: 65536 }, handler); // all headers; 16384 if it is not set
Tomcat: <!-- all headers; 8192 if it is not set -->
	<Connector port="8080" maxHttpHeaderSize="65536" />
Spring Boot: # all headers; 8KB if it is not set; before 3.0 server.max-http-header-size
	server.max-http-request-header-size=64KB
gunicorn: gunicorn --limit-request-field_size 65536 app:app  # each header; 8190 if it is not set
.NET: builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestHeadersTotalSize = 65536); // all headers; 32768 if it is not set
Go: server := &http.Server{Handler: handler, MaxHeaderBytes: 64 << 10} // all headers; 1 MB if it is not set
`
