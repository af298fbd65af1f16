package judge

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/finding"
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

// unknown reports whether nothing is known of the name of a field.
func (f *Field) unknown() bool {
	return f.Role == alb.NoRole && f.Proxy == nil && !f.Alone && f.Element == 0 && !alb.Lookalike(f.Name)
}

// rename gives roles to the fields whose names are unknown and whose values speak
// for themselves, with a finding for each, and gives the unit those that matter.
func (j *Judge) rename(u *Unit, fields []Field) {
	var leaf *certinfo.Certificate
	holder := -1 // the unknown field that holds the leaf
	for i := range fields {
		f := &fields[i]
		if len(f.Certificates) > 0 && (f.unknown() || f.Role == alb.Leaf) {
			leaf = j.certificates[f.Certificates[0]].Certificate
			if f.unknown() {
				holder = i
			}
			break
		}
	}
	companions := 0
	kept := fields[:0]
	for i := range fields {
		f := fields[i]
		if f.unknown() && len(f.Objects) == 0 {
			if f.Role = shortRole(f.Value.Bytes, leaf); f.Role == alb.NoRole {
				continue
			}
			companions++
			j.renamed(u, &f)
		}
		if i == holder {
			holder = len(kept)
		}
		kept = append(kept, f)
	}
	u.Fields = kept
	if holder < 0 || !albEncoded(kept[holder].Field) {
		return
	}
	f := &kept[holder]
	switch {
	case len(f.Certificates) > 1:
		f.Role = alb.Clientcert
	case companions > 0:
		f.Role = alb.Leaf
	default:
		return
	}
	j.renamed(u, f)
}

// shortRole returns the role of a value by what the leaf says; a validity is one
// without a leaf too.
func shortRole(value []byte, leaf *certinfo.Certificate) alb.Role {
	if len(value) < 2 || len(value) > maxInferred {
		return alb.NoRole
	}
	if leaf == nil {
		if _, ok := alb.ReadValidity(string(value)); ok {
			return alb.Validity
		}
		return alb.NoRole
	}
	for _, info := range alb.Infos {
		if c, ok := alb.Compare(info.Role, string(value), leaf); ok && c.Equal {
			return info.Role
		}
	}
	return alb.NoRole
}

// albEncoded reports whether a value is encoded as ALB does it: %20 and %0A, and
// nothing else that is safe.
func albEncoded(f *unwrap.Field) bool {
	return bytes.HasPrefix(f.Value.Bytes, []byte("-----BEGIN%20CERTIFICATE-----%0A"))
}

func (j *Judge) renamed(u *Unit, f *Field) {
	j.find(u, finding.Finding{ID: finding.HeaderRenamed, Spans: []source.Span{f.NameSpan}}, -1, About{Name: f.Name, Role: f.Role})
}
