// Package logfile reads files of connection logs of any length, in memory that
// does not grow with them.
//
// In goes a stream: the log of an Application Load Balancer or of CloudFront, as
// lines, as rows of CSV or w3c under a row of names, or as JSON objects, one after
// the other with or without line ends between them; gzip is recognized by its first
// bytes, several members too. Out comes record after record, in the order of the
// stream. Lines that are no record are counted and passed over.
//
// A goroutine unpacks blocks of [blockSize] bytes, cut at a line end, while the
// caller's reads the one before. So a file takes two processors at most, and about
// four blocks of memory.
package logfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/judge"
)

// blockSize is the length of a block, and so of the longest line: a record has
// 1 KB, and what Firehose writes without line ends is cut between two objects.
const blockSize = 1 << 20

// Counts says what was in a stream.
type Counts struct {
	Records int
	Strange int   // lines that are no record, nor names of fields, nor blank
	Cut     int   // lines over blockSize, left out
	Bytes   int64 // unpacked
}

// Add adds other counts.
func (c *Counts) Add(o Counts) {
	c.Records += o.Records
	c.Strange += o.Strange
	c.Cut += o.Cut
	c.Bytes += o.Bytes
}

// Read hands each record to each, which may keep nothing of it. It ends early with
// an error of each, of the stream, or of the context. What was read before counts.
func Read(ctx context.Context, r io.Reader, each func(*judge.Record) error) (Counts, error) {
	ctx, stop := context.WithCancel(ctx)
	b := &blocks{full: make(chan []byte, 1), free: make(chan []byte, 3)}
	go b.fill(ctx, r)
	f := &file{each: each}
	err := error(nil)
	for block := range b.full {
		if err == nil {
			if err = f.block(block); err != nil {
				stop()
			}
		}
		select {
		case b.free <- block:
		default:
		}
	}
	stop()
	f.counts.Cut, f.counts.Bytes = b.cut, b.bytes
	return f.counts, errors.Join(err, b.err)
}

// blocks carries blocks from the goroutine that unpacks to the one that reads.
type blocks struct {
	full, free chan []byte
	// What holds when full is closed.
	cut   int
	bytes int64
	err   error
}

// fill sends blocks of whole lines until the stream ends.
func (b *blocks) fill(ctx context.Context, r io.Reader) {
	defer close(b.full)
	in, err := unpacked(r)
	if err != nil {
		b.err = err
		return
	}
	var rest []byte // the begin of a line, from the block before
	skip := false   // that line is too long, and goes on
	for {
		block := b.empty()
		n := copy(block, rest)
		rest = rest[:0]
		for err == nil && n < len(block) {
			var more int
			more, err = in.Read(block[n:])
			n += more
			b.bytes += int64(more)
		}
		block = block[:n]
		if skip {
			end := bytes.IndexByte(block, '\n') + 1
			if skip = end == 0; skip {
				end = len(block)
			}
			block = block[end:]
		}
		if err == nil {
			whole := lastLine(block)
			if whole == 0 && len(block) == blockSize {
				b.cut++
				skip, block = true, nil
			}
			rest, block = append(rest, block[whole:]...), block[:whole]
		}
		select {
		case b.full <- block:
		case <-ctx.Done():
			b.err = context.Cause(ctx)
			return
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			b.err = err
			return
		}
	}
}

func (b *blocks) empty() []byte {
	select {
	case block := <-b.free:
		if cap(block) >= blockSize { // else its begin was cut off
			return block[:blockSize]
		}
	default:
	}
	return make([]byte, blockSize)
}

// lastLine is how much of a block is whole lines, or whole objects of a stream of
// JSON without line ends.
func lastLine(block []byte) int {
	if end := bytes.LastIndexByte(block, '\n') + 1; end > 0 {
		return end
	}
	return bytes.LastIndex(block, []byte("}{")) + 1
}

// file reads the lines of a stream.
type file struct {
	each   func(*judge.Record) error
	alb    []carrier.ALBField // a row of names, the last one read
	front  []carrier.FrontField
	counts Counts
}

func (f *file) block(block []byte) error {
	for len(block) > 0 {
		line := block
		if end := bytes.IndexByte(block, '\n'); end >= 0 {
			line, block = block[:end], block[end+1:]
		} else {
			block = nil
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := f.line(line); err != nil {
			return err
		}
	}
	return nil
}

// line reads a line, which is not blank.
func (f *file) line(line []byte) error {
	if line[0] == '{' {
		return f.objects(line)
	}
	if f.alb != nil {
		if l, ok := carrier.ReadALBRow(line, f.alb); ok {
			r := judge.ReadALB(&l)
			return f.record(&r)
		}
	}
	if l, ok := carrier.ReadALBRecord(line); ok {
		r := judge.ReadALB(&l)
		return f.record(&r)
	}
	if l, ok := carrier.ReadCloudFrontRecord(line, f.front); ok {
		r := judge.ReadCloudFront(&l)
		return f.record(&r)
	}
	if order, ok := carrier.ReadALBHead(line); ok {
		f.alb = order
		return nil
	}
	if order, ok := carrier.ReadCloudFrontHead(line); ok {
		f.front = order
		return nil
	}
	if !bytes.HasPrefix(line, []byte("#Version:")) {
		f.counts.Strange++
	}
	return nil
}

// objects reads JSON objects, one after the other.
func (f *file) objects(line []byte) error {
	for len(line) > 0 && line[0] == '{' {
		end, whole := jsontext.Walk(line, 0, func(jsontext.Event) bool { return true })
		if !whole {
			break
		}
		object := line[:end]
		line = bytes.TrimSpace(line[end:])
		if l, ok := carrier.ReadALBJSON(object); ok {
			r := judge.ReadALB(&l)
			if err := f.record(&r); err != nil {
				return err
			}
		} else if l, ok := carrier.ReadCloudFrontJSON(object); ok {
			r := judge.ReadCloudFront(&l)
			if err := f.record(&r); err != nil {
				return err
			}
		} else {
			f.counts.Strange++
		}
	}
	if len(line) > 0 {
		f.counts.Strange++
	}
	return nil
}

func (f *file) record(r *judge.Record) error {
	f.counts.Records++
	return f.each(r)
}

// unpacked is the stream as text, whether it comes packed or not.
func unpacked(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 128<<10)
	if head, _ := in.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	return gzip.NewReader(in)
}
