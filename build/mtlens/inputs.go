package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mtlens/mtlens/internal/words"
)

// stdin is the name that stands for the standard input.
const stdin = "-"

// input is a file that was read.
type input struct {
	name string // as given; "-" for the standard input
	data []byte
}

// title names the input in a sentence.
func (in *input) title() string {
	if in.name == stdin {
		return "standard input"
	}
	return in.name
}

// inputs reads the files; the standard input without any. Files over the limit are
// an error, and are not read further.
func inputs(h *host, names []string, limit int) ([]input, error) {
	if len(names) == 0 {
		names = []string{stdin}
	}
	var list []input
	for _, name := range names {
		data, err := readLimited(h, name, limit)
		if err != nil {
			return nil, err
		}
		list = append(list, input{name, data})
	}
	return list, nil
}

var errTooLarge = errors.New("too large")

// readLimited reads a file, or the standard input, up to a limit in bytes.
func readLimited(h *host, name string, limit int) ([]byte, error) {
	from := h.in
	if name != stdin {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		from = f
	}
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(from, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if n > int64(limit) {
		return nil, fmt.Errorf("%s is %w: %s are read at most", name, errTooLarge, words.Bytes(limit))
	}
	return b.Bytes(), nil
}
