package main

import (
	"bytes"
	"context"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/judge"
)

// chunk is some records as they are printed, all of one kind.
type chunk struct {
	kind    judge.LogKind
	records int
	data    []byte
}

// chunkSize is about how long a chunk gets.
const chunkSize = 64 << 10

// writer gathers the records of a file in chunks.
type writer struct {
	add func([]byte, *judge.Record) []byte // nil where no record is printed
	to  chan<- chunk
	now chunk
}

func newWriter(form string, to chan<- chunk) *writer {
	w := &writer{to: to}
	switch form {
	case formCSV:
		w.add = appendCSV
	case formJSONL:
		w.add = appendJSONL
	case formLines:
		w.add = appendLine
	}
	return w
}

func (w *writer) record(ctx context.Context, r *judge.Record) error {
	if w.add == nil {
		return nil
	}
	if w.now.kind != r.Kind || len(w.now.data) >= chunkSize {
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
	w.now.kind = r.Kind
	w.now.records++
	w.now.data = w.add(w.now.data, r)
	return nil
}

// flush hands the chunk to the printer.
func (w *writer) flush(ctx context.Context) error {
	full := w.now
	w.now = chunk{}
	if full.records == 0 {
		return nil
	}
	select {
	case w.to <- full:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// names are AWS's names of the fields of a log.
func names(kind judge.LogKind) []string {
	if kind == judge.CloudFrontLog {
		return carrier.FrontFieldNames[:]
	}
	return carrier.ALBFieldNames[:]
}

// value is a field of a record, "-" where it is not there, as in the log.
func value(r *judge.Record, i int) string {
	text := ""
	if r.Kind == judge.CloudFrontLog {
		text = r.CloudFront.Get(carrier.FrontField(i))
	} else {
		text = r.ALB.Get(carrier.ALBField(i))
	}
	return or(text, "-")
}

// appendLine appends a record as it stands in the log.
func appendLine(b []byte, r *judge.Record) []byte {
	line := []byte(nil)
	if r.Kind == judge.CloudFrontLog {
		line = r.CloudFront.Line
	} else {
		line = r.ALB.Line
	}
	return append(append(b, bytes.TrimRight(line, "\r\n")...), '\n')
}

// appendJSONL appends a record as the JSON object that CloudWatch delivers, on a
// line of its own.
func appendJSONL(b []byte, r *judge.Record) []byte {
	for i, name := range names(r.Kind) {
		if i == 0 {
			b = append(b, '{')
		} else {
			b = append(b, ',')
		}
		b = append(jsontext.AppendString(b, name), ':')
		b = jsontext.AppendString(b, value(r, i))
	}
	return append(b, "}\n"...)
}

// csvHead is the row of names.
func csvHead(kind judge.LogKind) []byte {
	return []byte(strings.Join(names(kind), ",") + "\n")
}

// appendCSV appends a record as a row of CSV (RFC 4180, with line feeds alone).
func appendCSV(b []byte, r *judge.Record) []byte {
	for i := range names(r.Kind) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCell(b, value(r, i))
	}
	return append(b, "\n"...)
}

func appendCell(b []byte, text string) []byte {
	if !strings.ContainsAny(text, "\",\r\n") {
		return append(b, text...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(text, `"`, `""`)...)
	return append(b, '"')
}
