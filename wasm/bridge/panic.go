//go:build js && wasm

package bridge

import (
	"runtime"
	"strings"
)

// panicText is what a panic says of itself without quoting the input: the
// runtime's own messages hold numbers and types alone, and a string given to
// panic is a constant of our own code. An error may quote what it was given.
func panicText(v any) string {
	switch v := v.(type) {
	case runtime.Error:
		return text(v)
	case string:
		return v
	}
	return "a panic with a value that is not shown"
}

// panicPlace names the package of ours that panicked. It must be called by the
// deferred function, while the stack of the panic is still there: that function,
// then Go's own, then ours. The build blanks lines, the names of others, and of our
// own what follows the package.
func panicPlace() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	unwound := false
	for {
		f, more := frames.Next()
		own := strings.HasPrefix(f.Function, "github.com/mtlens/mtlens/")
		if own && unwound {
			return ", in " + f.Function
		}
		unwound = unwound || !own
		if !more {
			return ""
		}
	}
}

// text is err.Error() for errors that come out of JavaScript: of a thrown
// string or null, syscall/js cannot tell the message, and panics.
func text(err error) (s string) {
	defer func() {
		if recover() != nil {
			s = "JavaScript threw something that is no Error"
		}
	}()
	return err.Error()
}
