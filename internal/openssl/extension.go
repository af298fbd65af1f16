package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
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
	if strings.HasPrefix(string(x.OID), string(oid.Microsoft)) {
		t.line(valueIndent, dotted(x.Value)) // OpenSSL knows none of them
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
		t.line(valueIndent, s)
	case *certinfo.KeyUsage:
		t.list([]string{certinfo.BitWords(v.Bits, certinfo.KeyUsageWords[:])})
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
	if s == "" {
		s = "<EMPTY>"
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
				if q.Organization != "" {
					t.line(valueIndent+4, "Organization: "+q.Organization)
				}
				if n := len(q.Numbers); n > 0 {
					label := "Number: "
					if n > 1 {
						label = "Numbers: "
					}
					t.line(valueIndent+4, label+q.NumberList())
				}
				if q.ExplicitText != "" {
					t.line(valueIndent+4, "Explicit Text: "+q.ExplicitText)
				}
			default:
				t.line(valueIndent+2, "Unknown Qualifier: "+longName(q.OID))
			}
		}
	}
}

func (t *writer) points(v *certinfo.DistributionPoints) {
	for i := range v.Points {
		p := &v.Points[i]
		switch {
		case p.Relative != nil:
			t.line(valueIndent, "Relative Name:")
			t.line(valueIndent+2, p.Relative.Print(dn.OneLine))
		case len(p.FullName) > 0:
			t.line(valueIndent, "Full Name:")
			t.names(p.FullName)
		}
		if p.HasReasons {
			t.line(valueIndent, "Reasons:")
			t.line(valueIndent+2, certinfo.BitWords(p.Reasons, certinfo.ReasonWords[:]))
		}
		if len(p.Issuer) > 0 {
			t.line(valueIndent, "CRL Issuer:")
			t.names(p.Issuer)
		}
	}
}

// names writes GeneralNames, one a line; here directory names are in one-line form,
// and of other names the kind has one colon.
func (t *writer) names(names []certinfo.GeneralName) {
	for i := range names {
		n := &names[i]
		s := generalName(n)
		switch {
		case n.Kind == certinfo.DirectoryName && n.Directory != nil:
			s = "DirName:" + n.Directory.Print(dn.OneLine)
		case n.Kind == certinfo.OtherName:
			s = strings.Replace(strings.Replace(s, " ", "", 1), "::", ":", 1)
		case n.Kind == certinfo.IPAddress && (len(n.Raw) == 8 || len(n.Raw) == 32):
			half := len(n.Raw) / 2
			s = "IP:" + address(n.Raw[:half]) + "/" + address(n.Raw[half:])
		}
		t.line(valueIndent+2, s)
	}
}

// textGeneralName is a GeneralName as OpenSSL prints it in lists.
func generalName(n *certinfo.GeneralName) string {
	switch n.Kind {
	case certinfo.OtherName:
		id := longName(n.OID)
		switch n.OID {
		case oid.UPN:
			id = "UPN"
		case oid.SmtpUTF8Mailbox:
			id = "SmtpUTF8Mailbox"
		}
		if n.Text == "" || n.Value == nil || !der.IsString(n.Value.Tag) || n.Value.Class != der.Universal {
			return "othername: " + id + "::<unsupported>"
		}
		return "othername: " + id + "::" + oneLine(n.Text)
	case certinfo.RFC822Name:
		return "email:" + oneLine(n.Text)
	case certinfo.DNSName:
		return "DNS:" + oneLine(n.Text)
	case certinfo.X400Address:
		return "X400Name:<unsupported>"
	case certinfo.DirectoryName:
		if n.Directory == nil {
			return "DirName:" + none
		}
		return "DirName:" + n.Directory.Print(dn.Slash)
	case certinfo.EDIPartyName:
		return "EdiPartyName:<unsupported>"
	case certinfo.URI:
		return "URI:" + oneLine(n.Text)
	case certinfo.IPAddress:
		return "IP Address:" + address(n.Raw)
	case certinfo.RegisteredID:
		return "Registered ID:" + longName(n.OID)
	}
	return "<unknown>"
}

// address is an IP address as OpenSSL prints it: IPv6 without the "::".
func address(b []byte) string {
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
