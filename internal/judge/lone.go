package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// maxLone is how many lines are tried as values without names.
const maxLone = 12

// maxLoneValue bounds such a value: the longest name that a load balancer can send
// is a part of a header of 16 KB.
const maxLoneValue = 4096

// lone reads a paste in which nothing else was found: lines that are header values
// without their names, a serial number, a name, a validity. It returns nil unless
// every line is one.
func (j *Judge) lone(p *unwrap.Paste, input []byte) *unwrap.Unit {
	if j.units > 0 || j.HasLog() || p.Binary || p.Rest().Full || len(p.Rest().Findings) > 0 {
		return nil
	}
	t := source.New(input)
	u := &unwrap.Unit{Span: t.All()}
	for pos := 0; pos < t.Len(); {
		end := pos + bytes.IndexByte(t.Bytes[pos:], '\n')
		if end < pos {
			end = t.Len()
		}
		from, to := pos, end
		for from < to && t.Bytes[from] <= ' ' {
			from++
		}
		for to > from && t.Bytes[to-1] <= ' ' {
			to--
		}
		pos = end + 1
		if from == to {
			continue
		}
		value := t.Slice(from, to)
		if len(u.Fields) == maxLone || value.Len() > maxLoneValue || family.Guess(value.Bytes) == family.NoKind {
			return nil
		}
		u.Fields = append(u.Fields, unwrap.Field{Value: value, NameSpan: value.Span(0, 0), Alone: true})
	}
	if len(u.Fields) == 0 {
		return nil
	}
	j.alone = true
	return u
}
