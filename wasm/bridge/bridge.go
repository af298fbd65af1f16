//go:build js && wasm

// Package bridge carries calls from JavaScript to Go.
//
// Before it starts the program, the page's worker sets
//
//	globalThis.mtlens = { ready() { … } }
//
// [Run] adds a function for every export, then calls ready once and waits for
// calls until the worker is ended. Every export has the same shape:
//
//	mtlens.NAME(request: string, bytes?: Uint8Array): string
//
// The request is a flat JSON object; bytes are what may be large or no text. The
// answer is the envelope, {"ok":…} or {"error":{"code":…,"message":…}}. A panic in
// a handler is answered with the code "panic": without that it would end the
// program, and every later call with it. Neither code nor message ever holds any
// of the input, so that an answer can be shown and sent on.
//
// What cannot be recovered from, running out of memory or stack, ends the program.
// The promise that the worker holds of it resolves then, and the worker says so.
package bridge

import (
	"errors"
	"runtime"
	"unsafe"

	"github.com/hack-pad/safejs"

	"github.com/mtlens/mtlens/internal/jsontext"
)

// Handler appends its answer to a call, JSON, to dst, which has the head of the
// envelope: an answer may have tens of megabytes and is not copied. An error that is
// no [*Error] is a bug of the handler and gets the code "internal".
type Handler func(dst []byte, request jsontext.Members, bytes []byte) ([]byte, error)

// Export is a handler and its name in JavaScript.
type Export struct {
	Name   string
	Handle Handler
}

// Error is a failure that crosses to JavaScript with a code to branch on.
type Error struct{ Code, Message string }

func (e *Error) Error() string { return e.Message }

// The codes that the bridge gives itself; handlers may have more.
const (
	BadRequest = "bad-request" // the caller's mistake: not the agreed arguments
	Internal   = "internal"    // a handler failed without saying how
	Panic      = "panic"       // a handler panicked: a bug, and the input that shows it
)

// maxBytes bounds the second argument. The page keeps to the smaller limit of
// the export; this one keeps a caller that does not from ending the program,
// whose memory must hold the input a few times within 4 GB.
const maxBytes = 256 << 20

// large is from how many bytes on the memory of the last call is given up before that
// of the next is taken: both would not be there at once, but for that the collector does
// not know yet that the last one's is free.
const large = 4 << 20

// Run registers the exports, reports that they are ready and blocks for good.
// It panics where globalThis.mtlens is not as agreed.
func Run(exports []Export) {
	if err := register(exports); err != nil {
		panic("bridge: " + text(err))
	}
	select {}
}

func register(exports []Export) error {
	global, err := safejs.Global().Get("mtlens")
	if err != nil {
		return err
	}
	for _, e := range exports {
		// Never released: an export lives as long as the program.
		fn, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
			envelope := call(e.Handle, args) // nobody writes to it again
			return unsafe.String(unsafe.SliceData(envelope), len(envelope))
		})
		if err != nil {
			return err
		}
		if err := global.Set(e.Name, fn); err != nil {
			return err
		}
	}
	_, err = global.Call("ready")
	return err
}

// call runs the handler and returns the envelope, whatever happens in it.
func call(h Handler, args []safejs.Value) (envelope []byte) {
	defer func() {
		if v := recover(); v != nil {
			envelope = failure(&Error{Panic, panicText(v) + panicPlace()})
		}
	}()
	request, bytes, err := arguments(args)
	if err != nil {
		return failure(&Error{BadRequest, text(err)})
	}
	answer, err := h([]byte(`{"ok":`), request, bytes)
	if err != nil {
		return failure(err)
	}
	return append(answer, '}')
}

func failure(err error) []byte {
	e, ok := err.(*Error)
	if !ok {
		e = &Error{Internal, text(err)}
	}
	b := jsontext.AppendString([]byte(`{"error":{"code":`), e.Code)
	b = jsontext.AppendString(append(b, `,"message":`...), e.Message)
	return append(b, "}}"...)
}

func arguments(args []safejs.Value) (jsontext.Members, []byte, error) {
	if len(args) < 1 || len(args) > 2 || args[0].Type() != safejs.TypeString {
		return nil, nil, errors.New("want a string and, if there are any, bytes")
	}
	text, err := args[0].String()
	if err != nil {
		return nil, nil, err
	}
	request, err := jsontext.Object([]byte(text))
	if err != nil || len(args) == 1 || args[1].IsUndefined() {
		return request, nil, err
	}
	if args[1].Type() != safejs.TypeObject {
		return nil, nil, errors.New("the second argument is no Uint8Array")
	}
	n, err := args[1].Length()
	if err != nil {
		return nil, nil, err
	}
	if n < 0 || n > maxBytes {
		return nil, nil, errors.New("more bytes than the program takes")
	}
	if n > large {
		runtime.GC()
	}
	bytes := make([]byte, n)
	_, err = safejs.CopyBytesToGo(bytes, args[1])
	return request, bytes, err
}
