// Package lab is the façade of the second program: it issues test certificates,
// says what a load balancer would do with a chain, runs the handshake, and has
// Go's strict parser and its signature checks look at what was decoded.
//
// Every function takes a request and gives an answer; both are plain structs
// with JSON names, and the page's TypeScript types are made from them (types.go).
// Bad input is no error but an answer: a problem with a field, a verdict, a
// sentence. An error is a bug, or randomness that failed.
//
// Private keys come in with [Simulate] and [Issue], and go out in what [Issue] and
// [FromPreset] return, and nowhere else: no text, verdict or error holds any of
// them.
package lab

import (
	"io"
	"time"

	"github.com/mtlens/mtlens/internal/testca"
)

// MaxInput is the longest request in bytes: a revocation list may have 50 MB, and
// JSON and base64 make it larger.
const MaxInput = 96 << 20

// Options is what an answer depends on besides the request.
type Options struct {
	Now  time.Time
	Rand io.Reader
}

func (o Options) source() testca.Source { return testca.Source{Rand: o.Rand, Now: o.Now} }

// Answer is a pointer to an answer: to one of the structs of types.go that are
// written as JSON on their own.
type Answer[A any] interface {
	*A
	AppendJSON(dst []byte) []byte
}

// Marshal writes an answer as JSON. Lists are never null.
func Marshal[A any, P Answer[A]](answer A) []byte { return P(&answer).AppendJSON(nil) }
