// Package albsim is a stand-in for an Application Load Balancer with mutual TLS:
// what it asks of a client in the handshake, what it does with the answer, which
// headers the target gets, and the line in the connection log.
//
// [Listener.Handshake] takes one connection of any kind through a real TLS
// handshake by crypto/tls, in which internal/verify decides and not crypto/tls.
// What comes after it is HTTP: build/standin serves that with net/http, on real
// sockets and in front of real applications. [Listener.Serve] takes one HTTP/1.1
// request by itself and forwards it to a target in memory; [Run] plays both sides
// of that and tells what each sent. Nobody else can reach those.
//
// Faithful to AWS: the modes, the headers to the byte, the reason codes, the names
// of CAs when they are advertised, no session resumption, HTTP limits. Not so:
//
//   - The end of a refused connection is not documented. By default it is closed
//     without an alert, over TCP with a reset: so ends stock s2n-tls, and so did
//     the one load balancer of which a capture is public. [Listener.Alerts] has
//     the alerts of crypto/tls sent instead.
//   - Certificates that crypto/x509 cannot read, and keys that crypto/tls does not
//     know, end the handshake in every mode.
//   - [Listener.Serve] alone: a connection carries one request with a body of
//     known length, over HTTP/1.1.
//
// Client-supplied X-Amzn-Mtls-* headers never pass, however they are spelled
// ([Listener.Claims]). Whether AWS removes them is not documented; a stand-in that
// let them through would teach the wrong lesson.
//
// The package has no clock and no randomness of its own; deadlines are the
// caller's, by the context or on the connection.
package albsim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/verify"
)

// Listener is the configuration of a listener. It may serve many connections at
// once; Rand, Now, Log and Target must allow that.
type Listener struct {
	Settings               verify.Settings
	TrustStore             []byte   // PEM
	CRLs                   [][]byte // PEM or DER
	Server                 tls.Certificate
	MinVersion, MaxVersion uint16              // TLS 1.2 to TLS 1.3 if zero
	Ciphers                []uint16            // of TLS 1.2; those of crypto/tls if nil
	Groups                 []tls.CurveID       // of the key exchange; likewise
	Protocols              []string            // of ALPN; http/1.1 alone if nil
	Rename                 map[alb.Role]string // headers that go by another name
	Rand                   io.Reader
	Now                    func() time.Time  // certificates are judged at this time
	Clock                  func() time.Time  // measures the handshake; Now if nil
	Target                 Target            // Echo if nil
	AllowHost              func(string) bool // judges the request's Host; all are allowed if nil
	Log                    func(line string) // gets the line of the connection log; may be nil
	Alerts                 bool              // a handshake that fails ends with an alert
}

// Session is what came of a connection.
type Session struct {
	Verdict   verify.Verdict
	Chain     [][]byte // as presented, leaf first; nil if it was not read
	State     tls.ConnectionState
	Handshake error    // nil if it succeeded
	Request   *Request // as forwarded; nil if none was
	Status    int      // of the response; 0 if there was none
	Spoofed   []string // names of headers from the client that look like the listener's own, and did not pass
	Entry     carrier.ALBEntry
	LogLine   string // Entry as text
}

// errRefused ends a handshake by verdict.
var errRefused = errors.New("refused by the listener")

// Serve does the handshake, takes one request, and closes the connection. The
// context ends all of it; a connection that may hang needs its own deadline too.
func (l *Listener) Serve(ctx context.Context, conn net.Conn) *Session {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	secure, s := l.Handshake(ctx, conn)
	if secure != nil {
		l.request(secure, s)
		secure.Close()
	}
	return s
}

// Handshake does the handshake and writes the line of the connection log. The
// connection that it returns is open, and the caller's; it is nil if the handshake
// failed, and then conn is closed. The context ends the handshake.
func (l *Listener) Handshake(ctx context.Context, conn net.Conn) (*tls.Conn, *Session) {
	s := &Session{}
	clock := l.Clock
	if clock == nil {
		clock = l.Now
	}
	start, begun := l.Now(), clock()
	decided := false
	config := l.config()
	config.VerifyConnection = func(state tls.ConnectionState) error {
		s.Chain = nil
		for _, c := range state.PeerCertificates {
			s.Chain = append(s.Chain, c.Raw)
		}
		s.Verdict = verify.Verify(verify.Input{Chain: s.Chain, TrustStore: l.TrustStore, CRLs: l.CRLs, Settings: l.Settings, Protocol: protocolOf(state.Version), Now: start})
		decided = true
		if !s.Verdict.OK() {
			return errRefused
		}
		return nil
	}
	still := &quiet{Conn: conn, session: s}
	still.listening.Store(!l.Alerts)
	secure := tls.Server(still, config)
	s.Handshake = secure.HandshakeContext(ctx)
	s.State = secure.ConnectionState()
	still.listening.Store(false)
	latency := clock().Sub(begun)
	if s.Handshake != nil {
		latency = -1
		if !decided || s.Verdict.OK() {
			s.blame(decided)
		}
	} else if len(s.Chain) > 0 {
		s.Verdict.Append(alb.RulePossession, alb.Passed, "The client signed the handshake with the key of the leaf.", -1)
	}
	s.Entry = l.entry(conn, s, start, latency)
	s.LogLine = string(carrier.AppendALBRecord(nil, &s.Entry))
	if l.Log != nil {
		l.Log(s.LogLine)
	}
	switch {
	case s.Handshake == nil:
		return secure, s
	case l.Alerts:
		conn.Close()
	default:
		still.reset()
	}
	return nil, s
}

// blame finds the rule for a handshake that crypto/tls itself refused.
func (s *Session) blame(decided bool) {
	text := strings.TrimPrefix(s.Handshake.Error(), "tls: ")
	switch {
	case strings.Contains(text, "failed to parse client certificate"):
		s.Verdict.Append(alb.RuleStrict, alb.Failed, "The stand-in goes no further: Go's strict parser refuses what the client sent, "+strings.TrimPrefix(text, "failed to parse client certificate: ")+". A load balancer does not use it.", -1)
	case strings.Contains(text, "unsupported public key"), strings.Contains(text, "RSA key larger than"):
		s.Verdict.Append(alb.RuleKey, alb.Failed, "The handshake cannot be checked with this key: "+text+".", 0)
	case decided && len(s.Chain) > 0:
		s.Verdict.Append(alb.RulePossession, alb.Failed, "The client did not prove that it holds the key of the leaf: "+text+". Which reason code AWS logs is not documented.", 0)
	default:
		s.Verdict.Append(alb.RulePresented, alb.Failed, "The handshake ended before a certificate was judged: "+text+".", -1)
	}
}

// config is the TLS side of the listener. Nothing in it makes crypto/tls judge a
// client's certificate.
func (l *Listener) config() *tls.Config {
	c := &tls.Config{
		Rand:                   l.Rand,
		Time:                   l.Now,
		Certificates:           []tls.Certificate{l.Server},
		NextProtos:             l.Protocols,
		CipherSuites:           l.Ciphers,
		CurvePreferences:       l.Groups,
		MinVersion:             max(l.MinVersion, tls.VersionTLS12),
		MaxVersion:             l.MaxVersion,
		SessionTicketsDisabled: true, // AWS: not supported with mutual TLS
	}
	if c.NextProtos == nil {
		c.NextProtos = []string{"http/1.1"}
	}
	if l.Settings.Mode != verify.Off {
		c.ClientAuth = tls.RequestClientCert
	}
	if l.Settings.Mode == verify.VerifyMode && l.Settings.AdvertiseCANames {
		c.ClientCAs = x509.NewCertPool() // asked for by name; crypto/tls verifies nothing with them in this mode
		for _, der := range verify.Certificates(l.TrustStore) {
			if ca, err := x509.ParseCertificate(der); err == nil {
				c.ClientCAs.AddCert(ca)
			}
		}
	}
	return c
}

// mode is the mode as headers know it.
func (l *Listener) mode() alb.Mode {
	switch l.Settings.Mode {
	case verify.Passthrough:
		return alb.Passthrough
	case verify.VerifyMode:
		return alb.Verify
	}
	return alb.NoMode
}

// Headers are those that the listener adds for the client's chain, in the order in
// which they were seen on the wire.
func (l *Listener) Headers(chain [][]byte) []alb.Header {
	if l.mode() == alb.NoMode {
		return nil
	}
	var certs []*certinfo.Certificate
	for _, der := range chain {
		certs = append(certs, certinfo.Parse(der))
	}
	list := alb.Encode(l.mode(), certs)
	for i := range list {
		if name := l.Rename[alb.RoleOf(list[i].Name)]; name != "" {
			list[i].Name = name
		}
	}
	return list
}

// Claims reports whether a header from a client claims to be one of the listener's
// own: by its name, by a longer one, or by one that some server makes the same of.
// CGI, WSGI and Rack turn "-" into "_"; PHP turns "." into "_" too; and whoever
// joins words by none of them is as dangerous.
func (l *Listener) Claims(name string) bool {
	n := squash(name)
	if strings.HasPrefix(n, "xamznmtls") {
		return true
	}
	for _, own := range l.Rename {
		if n == squash(own) {
			return true
		}
	}
	return false
}

// squash is a header's name without what its words are joined by, in lower case,
// and without the prefix that CGI gives it.
func squash(name string) string {
	b := make([]byte, 0, len(name))
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c|0x20)
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b = append(b, c)
		}
	}
	return strings.TrimPrefix(string(b), "http")
}

// entry is what the connection log says.
func (l *Listener) entry(conn net.Conn, s *Session, start time.Time, latency time.Duration) carrier.ALBEntry {
	ip, port := address(conn.RemoteAddr())
	_, own := address(conn.LocalAddr())
	e := carrier.ALBEntry{
		Time: start, ClientIP: ip, ClientPort: port, ListenerPort: own, Latency: latency,
		Status: s.Verdict.Status, Trace: "TID_" + l.random(16), Balancer: "app/mtlens/" + l.random(8),
	}
	if s.State.Version != 0 {
		e.Protocol, e.Cipher, e.KeyExchange = protocolName(s.State.Version), cipherName(s.State.CipherSuite), groupName(s.State.CurveID)
	}
	if len(s.Chain) > 0 {
		leaf := certinfo.Parse(s.Chain[0])
		e.Subject = leaf.Subject.String()
		e.Serial = leaf.Serial.Hex()
		if leaf.NotBefore.OK && leaf.NotAfter.OK {
			e.Validity = string(carrier.AppendDates(nil, leaf.NotBefore.Time, leaf.NotAfter.Time))
		}
	}
	return e
}

// protocolOf is the version of TLS that the verdict depends on.
func protocolOf(version uint16) verify.Protocol {
	switch version {
	case tls.VersionTLS12:
		return verify.TLS12
	case tls.VersionTLS13:
		return verify.TLS13
	}
	return verify.AnyTLS
}

// random returns n random bytes in hexadecimal.
func (l *Listener) random(n int) string {
	b := make([]byte, n)
	io.ReadFull(l.Rand, b) // a short read leaves zeros: an identifier that nobody relies on
	return hex.EncodeToString(b)
}

func address(a net.Addr) (ip string, port int) {
	host, text, err := net.SplitHostPort(a.String())
	if err != nil {
		return "", 0
	}
	port, _ = strconv.Atoi(text)
	return host, port
}

// protocolName is the version as the connection log and curl write it.
func protocolName(v uint16) string {
	switch v {
	case tls.VersionTLS12:
		return "TLSv1.2"
	case tls.VersionTLS13:
		return "TLSv1.3"
	}
	return fmt.Sprintf("TLS 0x%04X", v)
}

// cipherName is the cipher suite as OpenSSL names it.
func cipherName(id uint16) string {
	name := tls.CipherSuiteName(id)
	head, tail, old := strings.Cut(name, "_WITH_")
	if !old {
		return name // TLS 1.3: OpenSSL has the names of the RFC
	}
	tail = strings.NewReplacer("AES_128_", "AES128-", "AES_256_", "AES256-", "CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305", "CBC_", "", "_", "-").Replace(tail)
	return strings.ReplaceAll(strings.TrimPrefix(head, "TLS_"), "_", "-") + "-" + tail
}

// groupName is the key exchange as s2n-tls names it.
func groupName(id tls.CurveID) string {
	switch id {
	case tls.X25519:
		return "x25519"
	case tls.CurveP256:
		return "secp256r1"
	case tls.CurveP384:
		return "secp384r1"
	case tls.CurveP521:
		return "secp521r1"
	case 0:
		return ""
	}
	return id.String()
}

// names returns distinguished names as OpenSSL writes them.
func names(raw [][]byte) (out []string) {
	for _, name := range raw {
		reader := der.NewReader(name)
		if e, ok := reader.Next(); ok {
			n := dn.Read(&e)
			out = append(out, n.String())
		}
	}
	return out
}
