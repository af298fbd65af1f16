package unwrap

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// madeUp is a text of lines such as are in regular texts, and some that are nearly so.
func madeUp(r *rand.Rand, pems []string) string {
	pick := func(list ...string) string { return list[r.Intn(len(list))] }
	random := func(from string) string {
		var b strings.Builder
		for range 1 + r.Intn(1+r.Intn(90)) {
			b.WriteByte(from[r.Intn(len(from))])
		}
		return b.String()
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	value := func() string {
		switch r.Intn(9) {
		case 0:
			return random("0123456789ABCDEF")
		case 1:
			return random("0123456789abcdef: ")
		case 2:
			return random(letters + "+/=")
		case 3:
			return random(letters + " -._:,;=?*+/&()@")
		case 4:
			return pick("MIIB", "MIIDazCCAlOgAwIBAgIU", "eyJhbGciOiJFUzI1NiJ9", "LS0tLS1CRUdJTiBDRVJU", "H4sIAAAAAAAA", "308203a0", "48,130,3,160") + random(letters)
		case 5:
			return pick("By=spiffe:", "CN=a,O=b", "priv: 00:11", "q=3Da=3D", "NotBefore=2025-01-01T00:00:00Z;NotAfter=2026-01-01T00:00:00Z", "%30%82", "a=2D=2D=2D=2D=2D", "begin 644 a", "a&#43;b", "a&b=(c)", "(string) (len=4)", "x,List(a)", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)", ":MIIB:", "FAILED:reason", "2026-01-01T00:00:00Z a", "name: value", "None", "0=a, 1=b")
		default:
			return pick("api.example.com", "curl/8.5.0", "*/*", "gzip, deflate", "203.0.113.7", "Root=1-67891233-abcdef012345678912345678", "https", "443", "keep-alive")
		}
	}
	var b strings.Builder
	for range 1 + r.Intn(12) {
		end := pick("\n", "\n", "\n", "\r\n")
		switch r.Intn(8) {
		case 0:
			b.WriteString(end)
		case 1:
			b.WriteString(pick("GET", "POST", "DELETE", "Get") + " /" + pick("", "orders/1", random(letters+"/-._?=%:&")) + " HTTP/1.1" + end)
		case 2, 3:
			s := pems[r.Intn(len(pems))]
			if r.Intn(3) == 0 {
				s = damage(r, s)
			}
			b.WriteString(pick("X-Amzn-Mtls-Clientcert-Leaf", "X-Amzn-Mtls-Clientcert", "X-Client-Cert", "Cert") + ": " + s + end)
		default:
			b.WriteString(pick("Host", "User-Agent", "X-Amzn-Mtls-Clientcert-Serial-Number", "Via", "X-Forwarded-For", "Cookie", "Date", "name", "Value", "Name", "abc", "dead-beef", "Private-Lines", "begin", "cell-a") + ": " + value() + end)
		}
	}
	return b.String()
}

// albPEMs are values as an ALB writes them, of one certificate and of several.
func albPEMs() (list []string) {
	for _, name := range testdata.Certificates()[:12] {
		list = append(list, albEncode(pemOf(testdata.DER(name))))
	}
	return append(list, list[0]+list[1], strings.TrimSuffix(list[2], "%0A"))
}

// Of a text that is regular both ways read the same.
func TestRegular(t *testing.T) {
	r, pems := rand.New(rand.NewSource(4)), albPEMs()
	const texts = 20_000
	found := 0
	for i := range texts {
		s := madeUp(r, pems)
		if regular([]byte(s)) {
			found++
			sameBothWays(t, fmt.Sprint("text ", i), []byte(s))
		}
	}
	t.Logf("%d of %d texts are regular", found, texts)
	if found < texts/20 {
		t.Errorf("%d of %d texts are regular", found, texts)
	}
}

// Requests as people paste them are; what a layer has to be undone of is not.
func TestWhatIsRegular(t *testing.T) {
	pem := albEncode(pemOf(testdata.DER("client-1")))
	request := "GET /orders?id=1 HTTP/1.1\nHost: api.example.com\nX-Amzn-Mtls-Clientcert-Leaf: " + pem + "\n\n"
	for text, want := range map[string]bool{
		request: true,
		strings.ReplaceAll(request, "\n", "\r\n"):                true,
		strings.TrimRight(request, "\n"):                         true,
		"> " + strings.ReplaceAll(request, "\n", "\n> "):         false,
		request[:500] + "\n" + request[500:]:                     false,
		strings.ReplaceAll(request, "+", "&#43;") + "A: &amp;\n": false,
		strings.ReplaceAll(request, "%", "%25"):                  false,
		strings.ReplaceAll(request, "\n", "$\n"):                 false,
		request + "0000: 47 45 54\n":                             false,
		"\"" + request + "\"":                                    false,
	} {
		if got := regular([]byte(text)); got != want {
			t.Errorf("%v: %.60q", got, text)
		}
	}
}

// FuzzRegular is TestRegular for anything.
func FuzzRegular(f *testing.F) {
	pems := albPEMs()
	for seed := range int64(20) {
		f.Add([]byte(madeUp(rand.New(rand.NewSource(seed)), pems)))
	}
	f.Fuzz(func(t *testing.T, paste []byte) {
		if regular(paste) {
			sameBothWays(t, "a regular text", paste)
		}
	})
}
