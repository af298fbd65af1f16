package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

// Extensions in the manner of "openssl x509 -text".

const textIndent = 16

// extensions writes a list of extensions under its title.
func (t *textWriter) extensions(title string, list []certinfo.Extension) {
	if len(list) == 0 {
		return
	}
	t.line(8, title)
	for i := range list {
		t.extension(&list[i])
	}
}

func (t *textWriter) extension(x *certinfo.Extension) {
	critical := ""
	if x.Critical {
		critical = "critical"
	}
	t.line(12, textName(x.OID)+": "+critical)
	if strings.HasPrefix(string(x.OID), microsoft) {
		t.line(textIndent, dotted(x.Value)) // OpenSSL knows none of them
		return
	}
	switch v := x.Parsed.(type) {
	case *certinfo.BasicConstraints:
		s := "CA:FALSE"
		if v.CA {
			s = "CA:TRUE"
		}
		if v.HasPathLen {
			s += ", pathlen:" + strconv.Itoa(v.PathLen)
		}
		t.line(textIndent, s)
	case *certinfo.KeyUsage:
		t.list([]string{certinfo.BitWords(v.Bits, usageWords[:])})
	case *certinfo.ExtKeyUsage:
		var purposes []string
		for _, p := range v.Purposes {
			purposes = append(purposes, textName(p.OID))
		}
		t.list(purposes)
	case *certinfo.GeneralNames:
		var names []string
		for i := range v.Names {
			names = append(names, textGeneralName(&v.Names[i]))
		}
		t.list(names)
	case *certinfo.KeyID:
		t.line(textIndent, hexColons(v.ID))
	case *certinfo.AuthorityKeyID:
		if v.ID == nil && len(v.Issuer) == 0 && v.Serial.Raw == nil {
			t.line(textIndent, dotted(x.Value))
			return
		}
		t.authorityKeyID(v)
	case *certinfo.Policies:
		t.policies(v)
	case *certinfo.InfoAccess:
		for i := range v.Descriptions {
			d := &v.Descriptions[i]
			t.line(textIndent, textName(d.Method)+" - "+textGeneralName(&d.Location))
		}
	case *certinfo.DistributionPoints:
		t.points(v)
	case *certinfo.Value:
		t.value(x, v)
	default:
		t.line(textIndent, dotted(x.Value))
	}
}

// list writes values on one line.
func (t *textWriter) list(values []string) {
	s := strings.Join(values, ", ")
	if s == "" {
		s = "<EMPTY>"
	}
	t.line(textIndent, s)
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

func (t *textWriter) authorityKeyID(a *certinfo.AuthorityKeyID) {
	if a.ID != nil {
		label := "keyid:"
		if len(a.Issuer) == 0 && a.Serial.Raw == nil {
			label = ""
		}
		t.line(textIndent, label+hexColons(a.ID))
	}
	for i := range a.Issuer {
		t.line(textIndent, textGeneralName(&a.Issuer[i]))
	}
	if a.Serial.Raw != nil {
		t.line(textIndent, "serial:"+strings.TrimPrefix(a.Serial.Colons(), "-"))
	}
}

func (t *textWriter) policies(v *certinfo.Policies) {
	for i := range v.Policies {
		p := &v.Policies[i]
		t.line(textIndent, "Policy: "+textName(p.OID))
		for j := range p.Qualifiers {
			q := &p.Qualifiers[j]
			switch q.OID {
			case idCPS:
				t.line(textIndent+2, "CPS: "+q.CPS)
			case idUserNotice:
				t.line(textIndent+2, "User Notice:")
				if q.Organization != "" {
					t.line(textIndent+4, "Organization: "+q.Organization)
				}
				if n := len(q.Numbers); n > 0 {
					label := "Number: "
					if n > 1 {
						label = "Numbers: "
					}
					t.line(textIndent+4, label+numbers(q.Numbers))
				}
				if q.ExplicitText != "" {
					t.line(textIndent+4, "Explicit Text: "+q.ExplicitText)
				}
			default:
				t.line(textIndent+2, "Unknown Qualifier: "+textName(q.OID))
			}
		}
	}
}

func (t *textWriter) points(v *certinfo.DistributionPoints) {
	for i := range v.Points {
		p := &v.Points[i]
		switch {
		case p.Relative != nil:
			t.line(textIndent, "Relative Name:")
			t.line(textIndent+2, oneLine(&dn.Name{RDNs: []dn.RDN{*p.Relative}}))
		case len(p.FullName) > 0:
			t.line(textIndent, "Full Name:")
			t.names(p.FullName)
		}
		if p.HasReasons {
			t.line(textIndent, "Reasons:")
			t.line(textIndent+2, certinfo.BitWords(p.Reasons, certinfo.ReasonWords[:]))
		}
		if len(p.Issuer) > 0 {
			t.line(textIndent, "CRL Issuer:")
			t.names(p.Issuer)
		}
	}
}

// names writes GeneralNames, one a line; here directory names are in one-line form,
// and of other names the kind has one colon.
func (t *textWriter) names(names []certinfo.GeneralName) {
	for i := range names {
		n := &names[i]
		s := textGeneralName(n)
		switch {
		case n.Kind == certinfo.DirectoryName && n.Directory != nil:
			s = "DirName:" + oneLine(n.Directory)
		case n.Kind == certinfo.OtherName:
			s = strings.Replace(strings.Replace(s, " ", "", 1), "::", ":", 1)
		case n.Kind == certinfo.IPAddress && (len(n.Raw) == 8 || len(n.Raw) == 32):
			half := len(n.Raw) / 2
			s = "IP:" + textIP(n.Raw[:half]) + "/" + textIP(n.Raw[half:])
		}
		t.line(textIndent+2, s)
	}
}

// textGeneralName is a GeneralName as OpenSSL prints it in lists.
func textGeneralName(n *certinfo.GeneralName) string {
	switch n.Kind {
	case certinfo.OtherName:
		id := textName(n.OID)
		switch n.OID {
		case idUPN:
			id = "UPN"
		case idSmtpUTF8Mailbox:
			id = "SmtpUTF8Mailbox"
		}
		if n.Text == "" || n.Value == nil || !der.IsString(n.Value.Tag) || n.Value.Class != der.Universal {
			return "othername: " + id + "::<unsupported>"
		}
		return "othername: " + id + "::" + n.Text
	case certinfo.RFC822Name:
		return "email:" + n.Text
	case certinfo.DNSName:
		return "DNS:" + n.Text
	case certinfo.X400Address:
		return "X400Name:<unsupported>"
	case certinfo.DirectoryName:
		return "DirName:" + slashed(n.Directory)
	case certinfo.EDIPartyName:
		return "EdiPartyName:<unsupported>"
	case certinfo.URI:
		return "URI:" + n.Text
	case certinfo.IPAddress:
		return "IP Address:" + textIP(n.Raw)
	case certinfo.RegisteredID:
		return "Registered ID:" + textName(n.OID)
	}
	return "<unknown>"
}

// slashed is a name as X509_NAME_oneline prints it: a slash before each RDN, the
// value's bytes as they are, those outside ASCII as \xHH, slash and plus escaped.
func slashed(n *dn.Name) string {
	if n == nil {
		return textNone
	}
	var b []byte
	for i := range n.RDNs {
		for j := range n.RDNs[i].Attributes {
			a := &n.RDNs[i].Attributes[j]
			sep := byte('/')
			if j > 0 {
				sep = '+'
			}
			b = append(b, sep)
			if s := oid.ShortName(a.OID); s != "" {
				b = append(b, s...)
			} else {
				b = a.OID.AppendDotted(b)
			}
			b = append(b, '=')
			for _, c := range a.Raw {
				switch {
				case c < ' ' || c > '~':
					b = append(b, '\\', 'x', upperDigits[c>>4], upperDigits[c&15])
				case c == '/' || c == '+':
					b = append(b, '\\', c)
				default:
					b = append(b, c)
				}
			}
		}
	}
	return string(b)
}

// textIP is an address as OpenSSL prints it: IPv6 without the "::".
func textIP(b []byte) string {
	var out []byte
	switch len(b) {
	case 4:
		for i, c := range b {
			if i > 0 {
				out = append(out, '.')
			}
			out = strconv.AppendUint(out, uint64(c), 10)
		}
	case 16:
		for i := 0; i < 16; i += 2 {
			if i > 0 {
				out = append(out, ':')
			}
			out = append(out, strings.ToUpper(strconv.FormatUint(uint64(b[i])<<8|uint64(b[i+1]), 16))...)
		}
	default:
		return "<invalid>"
	}
	return string(out)
}
