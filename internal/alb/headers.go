// Package alb holds what AWS fixes for client certificates at an Application
// Load Balancer: the six X-Amzn-Mtls-* headers, how each is written and read,
// the two modes and what each of them checks.
//
// One codec serves both directions. [Encode] writes the headers that a listener
// sends for a chain, and what it writes decodes to the same DER. [Expected] is
// the value that a header must have for a leaf, to the byte.
//
// Sources: the ELB user guide, "Mutual authentication with TLS in Application
// Load Balancer" ([Guide]), and captures of real requests. Subject and Issuer
// are what OpenSSL prints with -nameopt RFC2253, the serial number what it prints
// with -serial. Where AWS says nothing, the text says so.
package alb

import "strings"

// Guide is the page that documents the headers.
const Guide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"

// Role is what a header is for.
type Role uint8

const (
	NoRole Role = iota
	SerialNumber
	Issuer
	Subject
	Validity
	Leaf
	Clientcert // the chain, in passthrough mode
)

// Mode is the mutual-TLS mode of a listener.
type Mode uint8

const (
	NoMode      Mode = iota // no mutual TLS, or nothing that tells
	Verify                  // five headers, from SerialNumber to Leaf
	Passthrough             // one header, Clientcert
)

// Info describes one of the six headers.
type Info struct {
	Role    Role
	Name    string
	Mode    Mode
	Meaning string // one sentence
}

// Infos lists the headers in the order in which they were seen on the wire.
var Infos = []Info{
	{SerialNumber, "X-Amzn-Mtls-Clientcert-Serial-Number", Verify, "The serial number of the leaf in hexadecimal: capitals, whole bytes, no separators."},
	{Issuer, "X-Amzn-Mtls-Clientcert-Issuer", Verify, "The distinguished name of the leaf's issuer (RFC 2253: the last attribute first)."},
	{Subject, "X-Amzn-Mtls-Clientcert-Subject", Verify, "The distinguished name of the client (RFC 2253: the last attribute first)."},
	{Validity, "X-Amzn-Mtls-Clientcert-Validity", Verify, "From when to when the leaf is valid, in UTC."},
	{Leaf, "X-Amzn-Mtls-Clientcert-Leaf", Verify, "The client's own certificate: PEM, percent-encoded but for + = /."},
	{Clientcert, "X-Amzn-Mtls-Clientcert", Passthrough, "Every certificate that the client sent, in its order: PEM, percent-encoded but for + = /. Nothing was verified."},
}

// InfoOf returns the description of a role, nil for NoRole.
func InfoOf(r Role) *Info {
	for i := range Infos {
		if Infos[i].Role == r {
			return &Infos[i]
		}
	}
	return nil
}

const prefix = "x-amzn-mtls-clientcert"

// RoleOf returns the role of a header by its name: in any case, and as CGI and
// environment variables spell it, HTTP_X_AMZN_MTLS_CLIENTCERT_LEAF.
func RoleOf(name string) Role {
	if len(name) < len(prefix) || len(name) > 64 {
		return NoRole
	}
	n := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	n = strings.TrimPrefix(n, "http-")
	if !strings.HasPrefix(n, prefix) {
		return NoRole
	}
	switch n[len(prefix):] {
	case "":
		return Clientcert
	case "-leaf":
		return Leaf
	case "-subject":
		return Subject
	case "-issuer":
		return Issuer
	case "-validity":
		return Validity
	case "-serial-number":
		return SerialNumber
	}
	return NoRole
}

// Lookalike reports whether the name pretends to be one of the headers and is
// none: people expect X-Amzn-Mtls-Clientcert-Chain, for one.
func Lookalike(name string) bool {
	n := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	return RoleOf(name) == NoRole && strings.HasPrefix(strings.TrimPrefix(n, "http-"), "x-amzn-mtls-")
}

// Title names the mode.
func (m Mode) String() string {
	switch m {
	case Verify:
		return "verify"
	case Passthrough:
		return "passthrough"
	}
	return ""
}

// Checked lists what the load balancer has checked when it sends the headers of
// the mode. Todo lists what is left to the application.
func (m Mode) Checked() []string {
	switch m {
	case Verify:
		return []string{
			"The client holds the private key of the leaf: it signed the handshake.",
			"The chain leads to a certificate authority in the listener's trust store.",
			"The certificates were valid at the time, unless the listener allows expired ones.",
			"Revocation, if the trust store has revocation lists.",
		}
	case Passthrough:
		return []string{
			"The client holds the private key of the leaf: it signed the handshake. Nothing else: the chain is forwarded as it came.",
		}
	}
	return nil
}

// Todo lists what the application must still do.
func (m Mode) Todo() []string {
	switch m {
	case Verify:
		return []string{
			"Decide whether this client may do what it asks: any certificate from the trust store gets this far.",
			"Accept the headers from the load balancer alone: block direct access to the target, and refuse a request that carries one of them twice.",
			"Read alternative names from the Leaf header: no other header carries them.",
		}
	case Passthrough:
		return []string{
			"Verify the chain against your own trust anchors, for client authentication.",
			"Check validity and revocation of every certificate of the path.",
			"Refuse a request without the header: in passthrough mode a client may send no certificate.",
			"Accept the header from the load balancer alone: block direct access to the target, and refuse a request that carries it twice.",
		}
	}
	return nil
}
