package out

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/words"
)

// sent is the client as every sender forwards it that writes something of a certificate.
func (c *Client) sent() (list []family.Sent) {
	for _, f := range family.All() {
		if f.Reader || f.ID == family.Lattice {
			continue // what it reads somebody else wrote; and Lattice's identity is not that of a TLS client
		}
		for i := range f.Formats {
			if s, ok := family.AsSent(f.ID, i, c.Chain); ok && tells(&s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// tells reports whether what was sent says who the client is, not only that there is one.
func tells(s *family.Sent) bool {
	for _, v := range s.Values {
		switch v.Kind {
		case family.Outcome, family.Present, family.Revoked:
		default:
			return true
		}
	}
	return false
}

func itemID(s *family.Sent) string {
	id := s.Family.String()
	if s.Format > 0 {
		id += "-" + strconv.Itoa(s.Format+1)
	}
	return id
}

// linesOf gives header lines; variables as the headers that CGI makes such names of
// are none, so their names stay.
func linesOf(s *family.Sent) (lines []Line) {
	for _, v := range s.Values {
		lines = append(lines, Line{v.Name, v.Value})
	}
	return lines
}

// TranslateGroup writes the client as every proxy of the table forwards it.
func TranslateGroup(c *Client) Group {
	g := Group{
		Title: "Translate",
		Text:  "This certificate as each proxy forwards it once it has verified the client: the values to the byte, under the sender’s usual names. In HTTP capitals in names do not count.",
	}
	if len(c.Chain) == 0 {
		g.Text = "Nothing can be translated: there is no client certificate in this part of the paste, and a name or a serial number is not enough to make one."
		return g
	}
	for _, s := range c.sent() {
		f := family.Of(s.Family)
		g.Items = append(g.Items, Item{
			ID: itemID(&s), Part: f.Title, Title: f.Title + ": " + f.Formats[s.Format].Name, File: itemID(&s) + ".txt",
			Text: textOf(&s), Notes: c.notes(&s), Trial: "Read back by a test as this sender’s, with the same certificate where one is in it." + recorded(s.Family),
		})
	}
	return g
}

// recorded says whose own output the writing was compared with.
func recorded(id family.ID) string {
	switch id {
	case family.Nginx, family.IngressNginx, family.HAProxy, family.Lighttpd, family.Traefik, family.Caddy, family.TrafficServer, family.Squid, family.Go:
		return " The values are those that the software itself was recorded to send."
	}
	return " What the sender’s documents and users’ requests say of its values was followed; the software itself was not run."
}

// textOf writes values as they travel: header lines, variables, or an event.
func textOf(s *family.Sent) string {
	switch {
	case s.Variables():
		var b strings.Builder
		for _, v := range s.Values {
			b.WriteString(v.Name + "=" + strings.TrimSuffix(v.Value, "\n") + "\n")
		}
		if s.Family == family.Lighttpd {
			b.WriteString("SERVER_SOFTWARE=lighttpd/1.4.69\n") // CGI has it always, and it tells these from Apache's
		}
		return b.String()
	case family.Of(s.Family).Formats[s.Format].Kind == family.Event:
		return event(s)
	}
	var b strings.Builder
	for _, v := range s.Values {
		b.WriteString(v.Name + ": " + v.Value + "\n")
	}
	return b.String()
}

// event writes the values as members of the event in which the sender hands them on.
func event(s *family.Sent) string {
	around := []string{"tlsClientAuth"}
	if s.Family == family.APIGateway {
		around = []string{"requestContext", "identity", "clientCert"}
	}
	var b []byte
	for i, name := range around {
		b = append(b, "{\n"+strings.Repeat("  ", i+1)...)
		b = append(jsontext.AppendString(b, name), ": "...)
	}
	b = append(b, '{')
	inner, validity := "\n"+strings.Repeat("  ", len(around)+1), []byte(nil)
	n := 0
	for _, v := range s.Values {
		if s.Family == family.APIGateway && (v.Kind == family.NotBefore || v.Kind == family.NotAfter) {
			if validity != nil {
				validity = append(validity, ',')
			}
			validity = append(append(validity, inner+"  "...), `"`+v.Name+`": `...)
			validity = jsontext.AppendString(validity, v.Value)
			continue
		}
		if n++; n > 1 {
			b = append(b, ',')
		}
		b = append(b, inner...)
		b = append(jsontext.AppendString(b, v.Name), ": "...)
		b = jsontext.AppendString(b, v.Value)
	}
	if validity != nil {
		b = append(append(append(b, ","+inner+`"validity": {`...), validity...), inner+"}"...)
	}
	for i := len(around); i >= 0; i-- {
		b = append(b, "\n"+strings.Repeat("  ", i)+"}"...)
	}
	return string(append(b, '\n'))
}

// notes says what is lost, what is left out, and what changed between versions.
func (c *Client) notes(s *family.Sent) (notes []string) {
	n := len(c.Chain)
	switch {
	case s.Bare:
		notes = append(notes, "The certificate itself is lost: what goes on is "+words.And(kinds(s))+". Nothing can be verified again.")
	case !s.Whole && n > 1:
		notes = append(notes, "The chain is lost: the client’s own certificate goes on, "+words.Count(n-1, "other")+" "+words.Plural(n-1, "does", "do")+" not.")
	}
	if len(s.Left) > 0 {
		notes = append(notes, "Left out, because a certificate does not tell it or no document says how it is written: "+words.And(s.Left)+".")
	}
	if c.Sender != s.Family && slices.ContainsFunc(s.Values, func(v family.SentValue) bool { return v.Kind == family.Outcome }) {
		notes = append(notes, "The outcome is that of a client that was verified, whatever the paste says.")
	}
	return append(notes, family.NotesOf(s.Family).Versions...)
}

// kinds names what goes on where the certificate does not.
func kinds(s *family.Sent) (list []string) {
	seen := map[string]bool{}
	for _, v := range s.Values {
		name := ""
		switch v.Kind {
		case family.Subject:
			name = "the subject"
		case family.Issuer:
			name = "the issuer"
		case family.CommonName:
			name = "the common name"
		case family.Serial:
			name = "the serial number"
		case family.NotBefore, family.NotAfter, family.ValidityPair:
			name = "the validity"
		case family.Fingerprint:
			name = "a fingerprint"
		case family.AllNames, family.DNSNames, family.URIs, family.Emails, family.Addresses, family.Identity:
			name = "alternative names"
		case family.Bundle:
			name = "a summary"
		}
		if name != "" && !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}
