package decode

import (
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// A listener may send each header under a name of the operator's choice (user
// guide, "HTTP header modification"). Such a header is known by its value: one
// that decodes to certificates is the leaf or the chain, and one that says what
// the leaf says, to the byte, is the header that says it.

// maxInferred bounds the values that are tried as one of the short headers: the
// longest name that ALB can send is a part of a header of 16 KB.
const maxInferred = 4096

// mayBeRenamed reports whether a value has the form of one of the short headers.
func mayBeRenamed(value []byte) bool {
	return len(value) > 1 && len(value) <= maxInferred && alb.Infer(string(value)) != alb.NoRole
}

// unknown reports whether nothing is known of the name of a field.
func unknown(f *report.HeaderField) bool {
	return f.Role == alb.NoRole && f.Proxy == nil && !f.Field.Alone && f.Field.Family == "" && !alb.Lookalike(f.Field.Name)
}

// renamed gives roles to the fields whose names are unknown and whose values speak
// for themselves, with a finding for each. Fields that only looked like one of
// the short headers lose their place: drop tells which.
func renamed(b *report.Builder, group int, fields []report.HeaderField, certs map[int]*certinfo.Certificate) (drop []bool) {
	drop = make([]bool, len(fields))
	var leaf *certinfo.Certificate
	holder := -1 // the unknown field that holds the leaf
	for i := range fields {
		f := &fields[i]
		if len(f.Certificates) > 0 && (unknown(f) || f.Role == alb.Leaf) {
			leaf = certs[f.Certificates[0]]
			if unknown(f) {
				holder = i
			}
			break
		}
	}
	companions := 0
	for i := range fields {
		f := &fields[i]
		if !unknown(f) || f.Objects > 0 {
			continue
		}
		r := shortRole(string(f.Field.Value.Bytes), leaf)
		if r == alb.NoRole {
			drop[i] = true
			continue
		}
		companions++
		f.Role = r
		say(b, group, f)
	}
	if holder >= 0 && albEncoded(fields[holder].Field) {
		f := &fields[holder]
		switch {
		case len(f.Certificates) > 1:
			f.Role = alb.Clientcert
			say(b, group, f)
		case companions > 0:
			f.Role = alb.Leaf
			say(b, group, f)
		}
	}
	return drop
}

// shortRole returns the role of a value by what the leaf says; a validity is one
// without a leaf too.
func shortRole(value string, leaf *certinfo.Certificate) alb.Role {
	if leaf == nil {
		if _, ok := alb.ReadValidity(value); ok {
			return alb.Validity
		}
		return alb.NoRole
	}
	for _, info := range alb.Infos {
		if c, ok := alb.Compare(info.Role, value, leaf); ok && c.Equal {
			return info.Role
		}
	}
	return alb.NoRole
}

// albEncoded reports whether a value is encoded as ALB does it: %20 and %0A, and
// nothing else that is safe.
func albEncoded(f *unwrap.Field) bool {
	return strings.HasPrefix(string(f.Value.Bytes), "-----BEGIN%20CERTIFICATE-----%0A")
}

func say(b *report.Builder, group int, f *report.HeaderField) {
	name := alb.InfoOf(f.Role).Name
	b.Finding(finding.Finding{ID: finding.HeaderRenamed, Spans: []source.Span{f.Field.NameSpan},
		Text: f.Field.Name + " is no name that AWS documents. By its value it is what ALB sends as " + name + "."}, -1, group)
}
