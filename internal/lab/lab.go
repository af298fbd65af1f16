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
	"encoding/json"
	"fmt"
	"io"
	"reflect"
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

// Marshal writes an answer as JSON. Lists are never null.
func Marshal(answer any) ([]byte, error) {
	v := reflect.New(reflect.TypeOf(answer)).Elem()
	v.Set(reflect.ValueOf(answer))
	fill(v)
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fmt.Errorf("writing an answer: %w", err)
	}
	return b, nil
}

// fill puts an empty list where there is none.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fill(v.Index(i))
		}
	}
}
