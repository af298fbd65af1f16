package openssl

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Extensions in the manner of "openssl x509 -text".

// valueIndent is where the values of extensions begin.
const valueIndent = 16

// extensions writes a list of extensions under its title.
func (t *writer) extensions(title string, list []certinfo.Extension) {
	if len(list) == 0 {
		return
	}
	t.line(8, title)
	for i := range list {
		t.extension(&list[i])
	}
}

func (t *writer) extension(x *certinfo.Extension) {
	critical := ""
	if x.Critical {
		critical = "critical"
	}
	t.line(12, longName(x.OID)+": "+critical)
	if strings.HasPrefix(string(x.OID), string(oid.Microsoft)) || t.refused(x) {
		t.line(valueIndent, dotted(x.Value)) // OpenSSL knows none of Microsoft's
		return
	}
	switch v := x.Parsed.(type) {
	case *certinfo.BasicConstraints:
		s := "CA:FALSE"
		if v.CA {
			s = "CA:TRUE"
		}
		if v.HasPathLen {
			s += ", pathlen:" + numberText(pathLen(x))
		}
		t.line(valueIndent, s)
	case *certinfo.KeyUsage:
		t.list([]string{bitWords(v.Bits, certinfo.KeyUsageWords[:])})
	case *certinfo.ExtKeyUsage:
		var purposes []string
		for _, p := range v.Purposes {
			purposes = append(purposes, longName(p.OID))
		}
		t.list(purposes)
	case *certinfo.GeneralNames:
		var names []string
		for i := range v.Names {
			names = append(names, generalName(&v.Names[i]))
		}
		t.list(names)
	case *certinfo.KeyID:
		t.line(valueIndent, words.HexColons(v.ID))
	case *certinfo.AuthorityKeyID:
		if v.ID == nil && len(v.Issuer) == 0 && v.Serial.Raw == nil {
			t.line(valueIndent, dotted(x.Value))
			return
		}
		t.authorityKeyID(v)
	case *certinfo.Policies:
		t.policies(v)
	case *certinfo.InfoAccess:
		if len(v.Descriptions) == 0 {
			t.list(nil)
		}
		for i := range v.Descriptions {
			d := &v.Descriptions[i]
			t.line(valueIndent, longName(d.Method)+" - "+generalName(&d.Location))
		}
	case *certinfo.DistributionPoints:
		t.points(v)
	case *certinfo.Value:
		t.value(x, v)
	default:
		t.line(valueIndent, dotted(x.Value))
	}
}

// list writes values on one line.
func (t *writer) list(values []string) {
	s := strings.Join(values, ", ")
	if len(values) == 0 { // a line stays empty after it
		s = "<EMPTY>\n"
	}
	t.line(valueIndent, s)
}

// dotted is bytes as text, a dot for each that is not printable ASCII.
func dotted(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		if c > '~' || c < ' ' && c != '\n' && c != '\r' {
			c = '.'
		}
		out[i] = c
	}
	return string(out)
}

func (t *writer) authorityKeyID(a *certinfo.AuthorityKeyID) {
	if a.ID != nil {
		label := "keyid:"
		if len(a.Issuer) == 0 && a.Serial.Raw == nil {
			label = ""
		}
		t.line(valueIndent, label+words.HexColons(a.ID))
	}
	for i := range a.Issuer {
		t.line(valueIndent, generalName(&a.Issuer[i]))
	}
	if a.Serial.Raw != nil {
		t.line(valueIndent, "serial:"+strings.TrimPrefix(a.Serial.Colons(), "-"))
	}
}

func (t *writer) policies(v *certinfo.Policies) {
	for i := range v.Policies {
		p := &v.Policies[i]
		t.line(valueIndent, "Policy: "+longName(p.OID))
		for j := range p.Qualifiers {
			q := &p.Qualifiers[j]
			switch q.OID {
			case oid.CPS:
				t.line(valueIndent+2, "CPS: "+q.CPS)
			case oid.UserNotice:
				t.line(valueIndent+2, "User Notice:")
				if q.HasReference {
					t.line(valueIndent+4, "Organization: "+q.Organization)
				}
				if q.HasReference {
					label := "Number: "
					if len(q.Numbers) > 1 {
						label = "Numbers: "
					}
					t.line(valueIndent+4, label+noticeNumbers(q.Numbers))
				}
				if q.HasText {
					t.line(valueIndent+4, "Explicit Text: "+q.ExplicitText)
				}
				if !q.HasReference && !q.HasText {
					t.end() // a line stays empty
				}
			default:
				t.line(valueIndent+4, "Unknown Qualifier: "+longName(q.OID))
			}
		}
		if p.Qualifiers != nil && len(p.Qualifiers) == 0 {
			t.end()
		}
	}
	if len(v.Policies) == 0 {
		t.end()
	}
}

func noticeNumbers(numbers []certinfo.Integer) string {
	var texts []string
	for i := range numbers {
		texts = append(texts, numberText(&numbers[i]))
	}
	return strings.Join(texts, ", ")
}

// Distribution points are printed with a line break between them, and names with
// one between them, not after them: so what follows names stands on their line, and
// a line stays empty after all.
func (t *writer) points(v *certinfo.DistributionPoints) {
	for i := range v.Points {
		p := &v.Points[i]
		if i > 0 {
			t.end()
		}
		switch {
		case p.Relative != nil:
			t.line(valueIndent, "Relative Name:")
			t.line(valueIndent+2, p.Relative.Print(dn.OneLine))
		case p.FullName != nil:
			t.line(valueIndent, "Full Name:")
			t.names(p.FullName)
		}
		if p.HasReasons {
			t.reasons("Reasons:", p.Reasons)
		}
		if p.Issuer != nil {
			t.line(valueIndent, "CRL Issuer:")
			t.names(p.Issuer)
		}
	}
	t.end()
}

func (t *writer) reasons(label string, bits uint16) {
	t.line(valueIndent, label)
	s := bitWords(bits, certinfo.ReasonWords[:])
	if s == "" {
		s = "<EMPTY>"
	}
	t.line(valueIndent+2, s)
}

// names writes GeneralNames, one a line, the last without its end.
func (t *writer) names(names []certinfo.GeneralName) {
	for i := range names {
		if i > 0 {
			t.end()
		}
		t.put(valueIndent+2, plainName(&names[i]))
	}
}
