// Package decode is the façade of the core: a paste goes in, a report comes out.
//
// [Text] is one pure function of the input and of [Options]: no clock, no
// network, no state. Bad input is never an error, it is a report with findings.
// [View] renders what is in a paste in another form.
package decode

import (
	"bytes"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/chain"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/proxy"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// MaxInput is the longest input in bytes. A connection log of 100,000 lines has
// some 40 MB; the core needs a few times the input in memory, and a browser gives
// a WebAssembly program at most 4 GB.
const MaxInput = 64 << 20

// Options is what a decoding depends on besides the input.
type Options struct {
	Now time.Time // the time that validity is judged by
	// Sections is for how many certificates the report has sections: they are more
	// than half of it, and nobody looks at those of a thousand certificates. 0 is
	// for all, a negative number for none. [Inspect] gives those of one certificate.
	Sections int
}

// Text reads input and reports on it. Input is text in UTF-8, or a DER file. One
// longer than MaxInput is refused.
func Text(input []byte, o Options) *report.Report {
	if len(input) > MaxInput {
		return report.Refused(len(input), MaxInput)
	}
	b, kind := gather(input, o)
	if len(bytes.TrimSpace(input)) == 0 {
		return b.Empty()
	}
	return b.Report(kind)
}

// gather reads input, and says as what.
func gather(input []byte, o Options) (b *report.Builder, kind string) {
	whole := o.Sections
	if whole == 0 {
		whole = unwrap.MaxObjects
	}
	b = report.NewBuilder(input, o.Now, whole)
	found := unwrap.Paste(input, unwrap.Options{Keep: keep, Log: func(line []byte, at source.Span) bool {
		r, ok := alb.ParseLogLine(line)
		if ok {
			b.LogLine(&r, at)
		}
		return ok
	}})
	if found.Binary {
		b.Binary()
	}
	kept := found.Units[:0]
	for i := range found.Units {
		if speaks(&found.Units[i]) {
			kept = append(kept, found.Units[i])
		}
	}
	found.Units = kept
	if len(found.Units) == 0 && len(found.Findings) == 0 && !b.HasLog() {
		found.Units, found.Kind = loneValues(source.New(input))
	}
	for i := range found.Units {
		unit(b, &found.Units[i], len(found.Units))
	}
	for _, f := range found.Findings {
		b.Finding(f, -1, -1)
	}
	return b, found.Kind
}

// keep tells unwrap which named values matter although nothing is encoded in them.
func keep(name string, value []byte, json bool) bool {
	return alb.RoleOf(name) != alb.NoRole || alb.Lookalike(name) || proxy.Lookup(name, json) != nil || mayBeRenamed(value)
}

// speaks reports whether a unit holds anything to report on: what only has the
// form of a serial number or a name, and no certificate beside it, is nothing.
func speaks(u *unwrap.Unit) bool {
	if len(u.Objects) > 0 {
		return true
	}
	for i := range u.Fields {
		f := &u.Fields[i]
		if _, ok := alb.ReadValidity(string(f.Value.Bytes)); ok || f.Family != "" || f.Alone || alb.RoleOf(f.Name) != alb.NoRole || alb.Lookalike(f.Name) {
			return true
		}
		if h := proxy.Lookup(f.Name, false); h != nil {
			return true
		}
	}
	return false
}

// isCertificate reports whether the object is to be read as a certificate: by
// its shape, or because its armor says so.
func isCertificate(o *unwrap.Object) bool {
	if o.Kind != der.UnknownKind {
		return o.Kind == der.Certificate
	}
	switch o.Label {
	case "", "CERTIFICATE", "X509 CERTIFICATE", "X 509 CERTIFICATE", "TRUSTED CERTIFICATE":
		return true
	}
	return false
}

// unit reports on one request or record.
func unit(b *report.Builder, u *unwrap.Unit, of int) {
	group := b.Begin(u.Span, of)
	fields := make([]report.HeaderField, len(u.Fields))
	for i := range u.Fields {
		f := &u.Fields[i]
		fields[i] = report.HeaderField{Field: f, Role: alb.RoleOf(f.Name), Proxy: proxyOf(f), Objects: len(f.Objects)}
		if f.Alone {
			fields[i].Role = alb.Infer(string(f.Value.Bytes))
		}
	}
	presented, others, certs := objects(b, group, u, fields)
	drop := renamed(b, group, fields, certs)
	var roles []alb.Role
	var show []report.HeaderField
	for i, f := range fields {
		if drop[i] {
			continue
		}
		show = append(show, f)
		if !f.Field.Alone {
			roles = append(roles, f.Role)
		}
	}
	mode, mixed := alb.ModeOf(roles)
	leaf := -1
	for i := range show {
		if f := &show[i]; f.Role == alb.Leaf && len(f.Certificates) > 0 && leaf < 0 {
			leaf = f.Certificates[0]
		}
	}
	if len(presented) > 0 {
		list := make([]*certinfo.Certificate, len(presented))
		for i, p := range presented {
			list[i] = certs[p.Index]
		}
		c := chain.Build(list)
		if leaf < 0 && mode == alb.NoMode {
			leaf = presented[c.Order[0]].Index
		}
		b.Chain(group, presented, c, mode == alb.Verify && !mixed)
		b.OtherReadings(group, others)
	}
	b.Headers(group, show, mode, mixed, leaf)
}

// objects reports on the structures of a unit, and tells its fields which
// certificates they hold. Others are less likely readings of some of them.
func objects(b *report.Builder, group int, u *unwrap.Unit, fields []report.HeaderField) (presented, others []report.Presented, certs map[int]*certinfo.Certificate) {
	certs = make(map[int]*certinfo.Certificate)
	for i := range u.Objects {
		o := &u.Objects[i]
		cert := -1
		if isCertificate(o) {
			var c *certinfo.Certificate
			cert, c = b.Certificate(o.DER, group)
			certs[cert] = c
			size := 0
			if o.Other {
				others = append(others, report.Presented{Index: cert, Object: o})
			} else {
				presented = append(presented, report.Presented{Index: cert, Object: o})
			}
			if o.Field >= 0 && !o.Other {
				fields[o.Field].Certificates = append(fields[o.Field].Certificates, cert)
				size = u.Fields[o.Field].Value.All().Len()
			}
			b.CutOff(cert, size)
		} else {
			b.Other(o, group)
		}
		if o.Kind.Secret() && o.Field >= 0 {
			fields[o.Field].Secret = true
		}
		for _, f := range o.Findings {
			b.Finding(f, cert, group)
		}
	}
	if len(presented) == 0 {
		presented, others = others, nil
	}
	return presented, others, certs
}

// proxyOf returns what is known of the name of a value.
func proxyOf(f *unwrap.Field) *proxy.Header {
	if f.Family != "" {
		return proxy.Lookup(f.Family+" "+f.Name, false)
	}
	return proxy.Lookup(f.Name, f.JSON)
}

// maxLone is how many lines are tried as values without names.
const maxLone = 12

// loneValues reads lines that are header values without their names: a serial
// number, a name, a validity. It gives nothing unless every line is one.
func loneValues(t source.Text) ([]unwrap.Unit, string) {
	u := unwrap.Unit{Span: t.All()}
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
		r := alb.Infer(string(value.Bytes[:min(value.Len(), maxInferred)]))
		if r == alb.NoRole || len(u.Fields) == maxLone || value.Len() > maxInferred {
			return nil, ""
		}
		u.Fields = append(u.Fields, unwrap.Field{Value: value, NameSpan: value.Span(0, 0), Alone: true})
	}
	if len(u.Fields) == 0 {
		return nil, ""
	}
	return []unwrap.Unit{u}, "header value alone"
}
