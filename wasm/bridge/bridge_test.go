//go:build js && wasm

package bridge

import (
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"testing"

	"github.com/mtlens/mtlens/internal/jsontext"
)

const secret = "the paste"

// exports are handlers that do what handlers can do.
var exports = []Export{
	{"echo", func(dst []byte, r jsontext.Members, b []byte) ([]byte, error) {
		return jsontext.AppendString(dst, r.String("say")+":"+string(b)), nil
	}},
	{"refuse", func([]byte, jsontext.Members, []byte) ([]byte, error) {
		return nil, &Error{"own-code", "not \"that\""}
	}},
	{"fail", func([]byte, jsontext.Members, []byte) ([]byte, error) { return nil, errors.New("some bug") }},
	{"index", func(_ []byte, _ jsontext.Members, b []byte) ([]byte, error) { return b[len(b)+3:], nil }},
	{"nil", func([]byte, jsontext.Members, []byte) ([]byte, error) { var e *Export; return []byte(e.Name), nil }},
	{"quote", func(_ []byte, _ jsontext.Members, b []byte) ([]byte, error) { panic(errors.New(string(b))) }},
	{"say", func([]byte, jsontext.Members, []byte) ([]byte, error) { panic("no such rule") }},
	{"throw", func([]byte, jsontext.Members, []byte) ([]byte, error) {
		js.Global().Call("throwString")
		return nil, nil
	}},
}

func TestCalls(t *testing.T) {
	var ready int
	global := js.Global().Get("Object").New()
	global.Set("ready", js.FuncOf(func(js.Value, []js.Value) any { ready++; return nil }))
	js.Global().Set("mtlens", global)
	js.Global().Set("throwString", js.Global().Call("eval", `() => { throw "thrown" }`))
	if err := register(exports); err != nil {
		t.Fatal(err)
	}
	if ready != 1 {
		t.Fatalf("ready was called %d times", ready)
	}

	bytes := js.Global().Get("Uint8Array").New(len(secret))
	js.CopyBytesToJS(bytes, []byte(secret))
	large := js.Global().Get("Object").New()
	large.Set("length", 1<<40)
	for _, test := range []struct {
		name, export string
		args         []any
		ok           string // the answer, or
		code, says   string // the error
	}{
		{"bytes", "echo", []any{`{"say":"Grüße"}`, bytes}, "Grüße:" + secret, "", ""},
		{"no bytes", "echo", []any{`{}`}, ":", "", ""},
		{"undefined bytes", "echo", []any{`{}`, js.Undefined()}, ":", "", ""},
		{"no arguments", "echo", nil, "", "bad-request", "want a string"},
		{"three arguments", "echo", []any{`{}`, bytes, 3}, "", "bad-request", "want a string"},
		{"no string", "echo", []any{1}, "", "bad-request", "want a string"},
		{"no object", "echo", []any{"x"}, "", "bad-request", "not a JSON object"},
		{"a string for bytes", "echo", []any{`{}`, "bytes"}, "", "bad-request", "no Uint8Array"},
		{"an object for bytes", "echo", []any{`{}`, js.Global()}, "", "bad-request", ""},
		{"null for bytes", "echo", []any{`{}`, js.Null()}, "", "bad-request", "no Uint8Array"},
		{"too many bytes", "echo", []any{`{}`, large}, "", "bad-request", "more bytes"},
		{"own code", "refuse", []any{`{}`}, "", "own-code", `not "that"`},
		{"plain error", "fail", []any{`{}`}, "", "internal", "some bug"},
		{"out of range", "index", []any{`{}`, bytes}, "", "panic", "slice bounds out of range"},
		{"place", "index", []any{`{}`, bytes}, "", "panic", "in github.com/mtlens/mtlens/wasm/bridge"},
		{"nil pointer", "nil", []any{`{}`}, "", "panic", "nil pointer"},
		{"panic with an error", "quote", []any{`{}`, bytes}, "", "panic", "not shown"},
		{"panic with a string", "say", []any{`{}`}, "", "panic", "no such rule"},
		{"thrown string", "throw", []any{`{}`}, "", "panic", ""},
		{"still there", "echo", []any{`{"say":"yes"}`}, "yes:", "", ""},
	} {
		text := global.Call(test.export, test.args...).String()
		var got struct {
			OK    *string
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %s: %v", test.name, text, err)
			continue
		}
		if test.code == "" && (got.OK == nil || *got.OK != test.ok) {
			t.Errorf("%s: got %s, want %q", test.name, text, test.ok)
		}
		if got.Error.Code != test.code || !strings.Contains(got.Error.Message, test.says) {
			t.Errorf("%s: got %s, want the code %q and %q", test.name, text, test.code, test.says)
		}
		if test.code != "" && strings.Contains(text, secret) {
			t.Errorf("%s: the input is in the error: %s", test.name, text)
		}
	}
}

func TestTextOfThrownString(t *testing.T) {
	if got := text(js.Error{Value: js.ValueOf("thrown")}); !strings.Contains(got, "no Error") {
		t.Errorf("got %q", got)
	}
}

func TestRegisterWithoutThePage(t *testing.T) {
	js.Global().Delete("mtlens")
	if err := register(exports); err == nil {
		t.Error("registered on nothing")
	}
}
