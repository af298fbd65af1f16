package albsim

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
)

// Party takes part in the sequence.
type Party string

const (
	Client   Party = "client"
	Balancer Party = "load balancer"
	TargetAt Party = "target"
)

// Message is one arrow of the sequence.
type Message struct {
	From, To Party
	Name     string   // "ClientHello", "GET / HTTP/1.1"
	Lines    []string // what it carries
	Failed   bool     // an alert, or the end without one
}

// alertName is the alert in the words of RFC 8446, where crypto/tls has others.
var alertName = map[string]string{
	"revoked certificate": "certificate revoked", "expired certificate": "certificate expired", "unknown certificate": "certificate unknown",
	"error decoding message": "decode error", "error decrypting message": "decrypt error", "unknown certificate authority": "unknown CA",
}

// alertNumber is what curl prints in brackets: 512 and the alert's number.
var alertNumber = map[string]int{
	"handshake failure": 40, "bad certificate": 42, "unsupported certificate": 43, "certificate revoked": 44, "certificate expired": 45,
	"certificate unknown": 46, "illegal parameter": 47, "unknown CA": 48, "decode error": 50, "decrypt error": 51,
	"protocol version not supported": 70, "certificate required": 116,
}

// tell writes the sequence and the transcript.
func (sc *Scenario) tell(c *client, s *Session) {
	r := c.r
	if r.Alert = alertOf(c.err); r.Alert != "" {
		if name, ok := alertName[r.Alert]; ok {
			r.Alert = name
		}
	}
	t := &teller{sc: sc, c: c, s: s, r: r}
	t.transcript("* Connected to " + sc.Host + " (192.0.2.1) port " + strconv.Itoa(sc.Port))
	if !t.keyFits() {
		t.transcript("* (curl itself would stop here: the private key is not that of the certificate. This client goes on.)")
	}
	t.transcript("* ALPN: the client offers http/1.1")
	t.hello()
	if r.Version == "" {
		t.failed()
		return
	}
	if s.State.Version == tls.VersionTLS13 {
		t.handshake13()
	} else {
		t.handshake12()
	}
	if r.Connected {
		t.connected()
	}
	if s.Request == nil && s.Status == 0 {
		t.failed()
		return
	}
	t.answered()
}

type teller struct {
	sc *Scenario
	c  *client
	s  *Session
	r  *Result
}

// keyFits reports whether the client's key is that of its certificate, as far as
// the certificate can be read.
func (t *teller) keyFits() bool {
	if len(t.sc.Chain) == 0 {
		return true
	}
	leaf, err := x509.ParseCertificate(t.sc.Chain[0])
	signer, ok := t.sc.Key.(crypto.Signer)
	if err != nil || !ok {
		return true
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	return !ok || public.Equal(leaf.PublicKey)
}

func (t *teller) transcript(line string) { t.r.Transcript = append(t.r.Transcript, line) }

// out and in add a handshake message, with the name that curl gives it.
func (t *teller) out(name, curl string, lines ...string) {
	t.r.Messages = append(t.r.Messages, Message{Client, Balancer, name, lines, false})
	t.transcript("* " + t.version() + " (OUT), TLS handshake, " + curl + ":")
}

func (t *teller) in(name, curl string, lines ...string) {
	t.r.Messages = append(t.r.Messages, Message{Balancer, Client, name, lines, false})
	t.transcript("* " + t.version() + " (IN), TLS handshake, " + curl + ":")
}

func (t *teller) version() string {
	if t.r.Version != "" {
		return t.r.Version
	}
	return protocolName(max(t.sc.MinVersion, tls.VersionTLS12))
}

func (t *teller) hello() {
	low, high := max(t.sc.MinVersion, tls.VersionTLS12), t.sc.MaxVersion
	if high == 0 {
		high = tls.VersionTLS13
	}
	offered := protocolName(low)
	if high > low {
		offered += ", " + protocolName(high)
	}
	t.out("ClientHello", "Client hello (1)", "Versions: "+offered, "Server name: "+t.sc.Host, "Protocol: http/1.1")
}

// agreed is what the ServerHello says.
func (t *teller) agreed() []string {
	return []string{"Version: " + t.r.Version, "Cipher: " + t.r.Cipher, "Key exchange: " + t.r.Group}
}

// request is the CertificateRequest, if there is one.
func (t *teller) request() {
	if !t.r.AskedFor {
		return
	}
	lines := []string{}
	for _, name := range t.r.CANames {
		lines = append(lines, "CA: "+name)
	}
	if len(lines) == 0 {
		lines = append(lines, "No CA is named: any certificate may be sent.")
	}
	t.in("CertificateRequest", "Request CERT (13)", lines...)
}

// certificate is the client's Certificate.
func (t *teller) certificate() {
	if !t.r.AskedFor {
		return
	}
	lines := []string{}
	for i, der := range t.sc.Chain {
		name := certinfo.Parse(der).Subject.String()
		if name == "" {
			name = "a certificate without a subject"
		}
		lines = append(lines, strconv.Itoa(i+1)+": "+name)
	}
	if len(lines) == 0 {
		lines = append(lines, "Empty: the client has no certificate.")
	}
	t.out("Certificate", "Certificate (11)", lines...)
}

func (t *teller) proof() {
	if t.r.AskedFor && len(t.sc.Chain) > 0 {
		t.out("CertificateVerify", "CERT verify (15)", "Signed with the client's private key.")
	}
}

// handshake13 is RFC 8446, section 2: the client ends the handshake before the
// listener has judged its certificate.
func (t *teller) handshake13() {
	t.in("ServerHello", "Server hello (2)", t.agreed()...)
	t.in("EncryptedExtensions", "Encrypted Extensions (8)", "Protocol: http/1.1")
	t.request()
	t.in("Certificate", "Certificate (11)", t.server())
	t.in("CertificateVerify", "CERT verify (15)")
	t.in("Finished", "Finished (20)")
	t.certificate()
	t.proof()
	t.out("Finished", "Finished (20)")
}

// handshake12 is RFC 5246, section 7.3.
func (t *teller) handshake12() {
	t.in("ServerHello", "Server hello (2)", t.agreed()...)
	t.in("Certificate", "Certificate (11)", t.server())
	t.in("ServerKeyExchange", "Server key exchange (12)")
	t.request()
	t.in("ServerHelloDone", "Server finished (14)")
	t.certificate()
	t.out("ClientKeyExchange", "Client key exchange (16)")
	t.proof()
	t.out("Finished", "Finished (20)")
	if t.r.Connected {
		t.in("Finished", "Finished (20)")
	}
}

func (t *teller) server() string {
	return "1: " + certinfo.Parse(t.sc.Server.Certificate[0]).Subject.String()
}

func (t *teller) connected() {
	t.transcript("* SSL connection using " + t.r.Version + " / " + t.r.Cipher + " / " + t.r.Group)
	t.transcript("* Server certificate: " + strings.TrimPrefix(t.server(), "1: "))
	head := strings.Split(strings.TrimSuffix(string(t.c.request()), "\r\n"), "\r\n")
	for _, line := range head {
		t.transcript(strings.TrimRight("> "+line, " "))
	}
	lines := head[1:]
	t.r.Messages = append(t.r.Messages, Message{Client, Balancer, head[0], lines[:len(lines)-1], false})
}

// failed ends the story without an answer.
func (t *teller) failed() {
	if t.r.Alert != "" {
		t.r.Messages = append(t.r.Messages, Message{Balancer, Client, "Alert", []string{t.r.Alert}, true})
		line := "* " + t.version() + " (IN), TLS alert, " + t.r.Alert
		if n, ok := alertNumber[t.r.Alert]; ok {
			line += " (" + strconv.Itoa(512+n) + ")"
		}
		t.transcript(line + ":")
	} else {
		t.r.Messages = append(t.r.Messages, Message{Balancer, Client, "Connection reset", []string{"No alert says why."}, true})
	}
	t.r.AlertNote = alertNote
	if t.r.Alert == "" { // the words of curl, as they were captured
		t.transcript("* Recv failure: Connection reset by peer")
		code := "35"
		if t.r.Connected {
			code = "56"
		}
		t.transcript("curl: (" + code + ") Recv failure: Connection reset by peer")
		return
	}
	what := "alert " + t.r.Alert
	if t.r.Connected {
		t.transcript("* OpenSSL SSL_read: " + what)
		t.transcript("curl: (56) OpenSSL SSL_read: " + what)
	} else {
		t.transcript("* TLS connect error: " + what)
		t.transcript("curl: (35) TLS connect error: " + what)
	}
}

// alertNote says what is known of the end of a refused connection at AWS.
const alertNote = "How a load balancer ends a refused connection is not documented. Stock s2n-tls, on which it is built, ends it without an alert, and the one public capture shows a reset without an alert; so does the stand-in, unless it is set to send alerts."

func (t *teller) answered() {
	r := t.r
	if t.s.Request != nil {
		var lines []string
		for _, h := range r.Headers {
			lines = append(lines, h.Name+": "+h.Value)
		}
		r.Messages = append(r.Messages, Message{Balancer, TargetAt, t.s.Request.Line, lines, false},
			Message{TargetAt, Balancer, t.c.line, nil, false})
	}
	r.Messages = append(r.Messages, Message{Balancer, Client, t.c.line, nil, false})
	t.transcript("< " + t.c.line)
	t.transcript("< Content-Type: text/plain; charset=utf-8")
	t.transcript("< Content-Length: " + strconv.Itoa(len(r.Response)))
	t.transcript("<")
	for line := range strings.Lines(string(r.Response)) {
		t.transcript(strings.TrimRight(line, "\n"))
	}
	t.transcript("* Connection closed")
}
