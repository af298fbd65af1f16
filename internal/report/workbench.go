package report

import (
	"strings"

	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/family"
)

// nameForms are the styles, the load balancer's own first, and who prints them.
var nameForms = [...]struct {
	style           dn.Style
	title, by, note string
}{
	{dn.RFC2253, "AWS ALB", "X-Amzn-Mtls-Clientcert-Subject, nginx $ssl_client_s_dn, Envoy, CloudFront, HAProxy with rfc2253, openssl -nameopt RFC2253", "last RDN first; above ASCII as \\HH"},
	{dn.RFC2253UTF8, "Apache httpd", "SSL_CLIENT_S_DN since 2.3.11", "as ALB, but characters above ASCII as they are"},
	{dn.RFC4514, "RFC 4514", "LDAP servers; Python’s cryptography, but for types without a name", "nine names of types; others dotted, with their DER"},
	{dn.OneLine, "OpenSSL, one line", "openssl x509 -subject of OpenSSL 1.1.1 and 3.0", "first RDN first; since 3.2 without the spaces around ="},
	{dn.Slash, "OpenSSL, slashes", "X509_NAME_oneline: nginx $ssl_client_s_dn_legacy, Apache LegacyDNStringFormat, PHP", "first RDN first; OpenSSL before 3.0 does not escape / and +"},
	{dn.SlashRaw, "HAProxy", "ssl_c_s_dn without arguments", "as with slashes, nothing escaped; from its source"},
	{dn.JavaName, "Java, getName()", "X500Principal.getName(): Spring, Keycloak, Tomcat", "types outside RFC 2253 dotted, with their DER"},
	{dn.JavaString, "Java, toString()", "X500Principal.toString(), getSubjectDN()", "with quotes where they are needed"},
	{dn.JavaRFC1779, "Java, RFC 1779", "getName(\"RFC1779\")", "types outside RFC 1779 as OID."},
	{dn.GoString, "Go", "pkix.Name.String(): Caddy, Kubernetes", "in an order of its own; of several common names the last"},
	{dn.Windows, ".NET and Windows", "X500DistinguishedName.Name, IIS", "S for ST, E for emailAddress; from the documentation"},
	{dn.Traefik, "Traefik", "Subject in X-Forwarded-Tls-Client-Cert-Info", "some types alone, nothing escaped, SN is the serial number; from its source"},
	{dn.Lines, "Node.js", "X509Certificate.subject", "one RDN to a line, first RDN first"},
}

// maxGiven bounds the name that is compared: matching takes time by its square.
const maxGiven = 1 << 14

// NewNames prints the name in every style, and compares it with given if that is
// not empty.
func NewNames(title string, name *dn.Name, given string) *Names {
	n := &Names{Title: title}
	for i := range nameForms {
		f := &nameForms[i]
		n.Forms = append(n.Forms, NameForm{Title: f.title, By: f.by, Text: name.Print(f.style), Note: f.note})
	}
	if given != "" {
		n.Check = n.check(name, given)
	}
	return n
}

// check says how the given name stands to what the load balancer prints.
func (n *Names) check(name *dn.Name, given string) *NameCheck {
	c := &NameCheck{Tone: ToneBad}
	if len(given) > maxGiven {
		c.Title, c.Text = "Too long", "A name of more than 16 KiB is not compared."
		return c
	}
	exact := ""
	for i := len(n.Forms) - 1; i >= 0; i-- {
		if given == n.Forms[i].Text {
			exact = n.Forms[i].Title
		}
	}
	if exact == n.Forms[0].Title {
		c.Title, c.Text, c.Tone = "Equal to the byte", "This is what the load balancer sends.", ToneGood
		return c
	}
	w, ok := dn.ReadWritten(given)
	if !ok {
		c.Title, c.Text = "Not a name", "No attribute such as CN=… is found in it."
		return c
	}
	checked := name.Check(&w)
	c.setTitle(&checked, &w, exact)
	for i := range checked.Rows {
		c.row(&checked.Rows[i], given)
	}
	c.setReasons(&checked, &w, name, given)
	return c
}

// setTitle says the relation. Exact is the style whose form this is to the byte.
func (c *NameCheck) setTitle(checked *dn.Checked, w *dn.Written, exact string) {
	alike := true
	for i := range checked.Rows {
		alike = alike && checked.Rows[i].Difference == dn.NoDifference
	}
	same := "The same attributes"
	if !alike {
		same = "Attributes that are alike"
	}
	how := ""
	switch c.Tone = ToneWarn; checked.Relation {
	case dn.Different:
		c.Title, c.Tone = "Another name", ToneBad
		c.Text = "It is not the certificate’s name, in whatever order or style."
		if exact != "" {
			c.Title, c.Tone = "The same name, not whole", ToneWarn
			c.Text = "This style leaves attributes out or changes their names."
		}
	case dn.Reversed: // of the certificate, as the load balancer prints it
		c.Text = same + " in the order in which ALB prints them, written in another way."
	case dn.Same:
		if len(w.RDNs) < 2 {
			c.Text = same + ", written in another way than ALB prints them."
			break
		}
		how = " in reverse order"
		c.Text = same + " in the certificate’s order; ALB prints the last one first."
	case dn.Shuffled:
		how = " as a set"
		c.Text = same + " in an order that is neither the certificate’s nor its reverse."
	}
	if c.Title == "" {
		c.Title = "Equal" + how
		if !alike {
			c.Title = "Alike" + how
		}
	}
	if exact != "" {
		c.Text = "Byte for byte what “" + exact + "” prints. " + c.Text
	}
}

// row shows one attribute of both, with what differs marked.
func (c *NameCheck) row(m *dn.Matched, given string) {
	var r NameRow
	value, want := "", ""
	if m.Want != nil {
		r.Type, want = dn.TypeName(m.Want.OID), string(m.Want.AppendValue(nil))
		if m.Want.Text != "" {
			want = m.Want.Text
		}
	}
	if m.Given != nil {
		value = m.Given.Value
		if len(m.Given.DER) > 0 {
			value = given[m.Given.Start:m.Given.End]
		}
		if r.Type == "" {
			r.Type = m.Given.Type
		}
	}
	r.Tone = ToneWarn
	switch m.Difference {
	case dn.NoDifference:
		r.Tone = ToneNone
		if value != want { // its DER, of the same text
			r.Note = "written as its DER"
		}
		r.Given, r.Expected = []Run{{value, Code}}, []Run{{want, Code}}
		c.Rows = append(c.Rows, r)
		return
	case dn.CaseDiffers:
		r.Note = "letter case"
	case dn.SpaceDiffers:
		r.Note = "spaces"
	case dn.Mojibake:
		r.Note = "UTF-8 read as Latin-1"
	case dn.EscapedTwice:
		r.Note = "escaped twice"
	case dn.LostCharacters:
		r.Note = "characters lost"
	case dn.TypeDiffers:
		r.Tone, r.Note = ToneBad, "under "+m.Given.Type
	case dn.ValueDiffers:
		r.Tone, r.Note = ToneBad, "another value"
	case dn.Missing:
		r.Tone, r.Note = ToneBad, "missing in the pasted name"
	case dn.Added:
		r.Tone, r.Note = ToneBad, "not in the certificate"
	}
	at, tail := family.CommonEnds(value, want)
	if m.Given != nil {
		r.Given = Marked(value, at, len(value)-tail)
	}
	if m.Want != nil {
		r.Expected = Marked(want, at, len(want)-tail)
	}
	c.Rows = append(c.Rows, r)
}

// setReasons says why a comparison of strings fails although the names are alike.
func (c *NameCheck) setReasons(checked *dn.Checked, w *dn.Written, name *dn.Name, given string) {
	add := func(when bool, text string) {
		if when {
			c.Reasons = append(c.Reasons, text)
		}
	}
	var seen [dn.Added + 1]bool
	var alias, spelled, traefik string
	for i := range checked.Rows {
		m := &checked.Rows[i]
		seen[m.Difference] = true
		if m.Given == nil || m.Want == nil || m.Difference == dn.ValueDiffers {
			continue
		}
		switch typ := dn.TypeName(m.Want.OID); {
		case m.Difference == dn.TypeDiffers && m.Given.Type == "SN":
			traefik = m.Given.Type
		case m.Given.Type != typ && alias == "":
			alias = "`" + m.Given.Type + "` where ALB writes `" + typ + "`"
		}
		if m.Difference == dn.NoDifference && spelled == "" {
			written := given[m.Given.Start:m.Given.End]
			if _, value, _ := strings.Cut(written, "="); strings.Trim(value, " ") != string(m.Want.AppendValue(nil)) {
				spelled = "`" + written + "` where ALB writes `" + string(m.Want.AppendOpenSSL(nil)) + "`"
			}
		}
	}
	order := checked.Relation
	add(traefik != "", "Traefik calls the serial number SN; elsewhere SN is the surname.")
	if order == dn.Different {
		return // it is not the style that fails the comparison
	}
	add(order == dn.Same && len(w.RDNs) > 1, "Order: the first is the last that ALB prints.")
	add(order == dn.Shuffled, "Order: some attributes changed places.")
	add(!checked.Grouped, "Grouping: what is joined by + in one of the two stands by itself in the other.")
	add(w.Form == dn.Slashes, "Separator: a slash before each attribute, where ALB puts a comma between them.")
	add(w.Form == dn.Rows, "Separator: one attribute to a line, where ALB puts a comma between them.")
	add(alias != "", "Attribute names: "+alias+".")
	add(spelled != "", "Escaping: "+spelled+".")
	add(seen[dn.CaseDiffers], "Letter case: equal for X.509, not for a comparison of strings.")
	add(seen[dn.SpaceDiffers], "Spaces: their number or those at the ends differ; equal for X.509, not for a comparison of strings.")
	add(seen[dn.Mojibake], "Encoding: a servlet container or a log read the UTF-8 as Latin-1 or Windows-1252.")
	add(seen[dn.EscapedTwice], "Escaping: the value was escaped twice.")
	add(seen[dn.LostCharacters], "Encoding: characters above ASCII were replaced on the way.")
	add(w.Form == dn.Commas && len(w.RDNs) > 1 && hasBlankAfterComma(given), "Spaces after the separators: ALB writes none.")
	add(w.Loose, "It does not escape its separators; it was read by looking for known attribute names.")
}

func hasBlankAfterComma(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] == ' ' && (s[i-1] == ',' || s[i-1] == ';') && (i < 2 || s[i-2] != '\\') {
			return true
		}
	}
	return false
}
