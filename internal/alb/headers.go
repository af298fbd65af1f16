// Package alb holds what AWS fixes for client certificates at an Application
// Load Balancer beside the syntax of its headers, which is package family's: the
// two modes, acceptance rules, quotas, reason codes.
//
// [Encode] gives the headers that a listener sends for a chain.
//
// Sources: the ELB user guide, "Mutual authentication with TLS in Application
// Load Balancer" ([Guide]), and captures of real requests. Where AWS says nothing,
// the text says so.
package alb

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
)

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

// Header is one header line.
type Header struct {
	Name, Value string
}

// headers are in the order in which they were seen on the wire.
var headers = [...]struct {
	role Role
	name string
	mode Mode
}{
	{SerialNumber, "X-Amzn-Mtls-Clientcert-Serial-Number", Verify},
	{Issuer, "X-Amzn-Mtls-Clientcert-Issuer", Verify},
	{Subject, "X-Amzn-Mtls-Clientcert-Subject", Verify},
	{Validity, "X-Amzn-Mtls-Clientcert-Validity", Verify},
	{Leaf, "X-Amzn-Mtls-Clientcert-Leaf", Verify},
	{Clientcert, "X-Amzn-Mtls-Clientcert", Passthrough},
}

// HeaderNames are the names of the six headers, in the order of the wire.
func HeaderNames() []string {
	names := make([]string, len(headers))
	for i := range headers {
		names[i] = headers[i].name
	}
	return names
}

// RoleOf returns the role of a header by its name, in any case.
func RoleOf(name string) Role {
	for i := range headers {
		if strings.EqualFold(headers[i].name, name) {
			return headers[i].role
		}
	}
	return NoRole
}

// Encode returns the headers that a listener in the mode sends for the chain
// that the client presented, leaf first. For Verify only the leaf counts. The value
// is empty where the leaf lacks what it is made of.
func Encode(m Mode, chain []*certinfo.Certificate) []Header {
	if len(chain) == 0 {
		return nil
	}
	var list []Header
	for i := range headers {
		if h := &headers[i]; h.mode == m {
			list = append(list, Header{h.name, write(h.name, chain)})
		}
	}
	return list
}

func write(name string, chain []*certinfo.Certificate) string {
	for _, m := range family.Lookup(name, family.InHeader) {
		if m.ID() == family.ALB {
			value, _ := family.Write(m, chain)
			return value
		}
	}
	return ""
}
