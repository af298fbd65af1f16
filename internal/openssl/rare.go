package report

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
)

// Extensions with a layout of their own in "openssl x509 -text". Some end in an
// empty line there.

// resources writes address blocks (RFC 3779).
func (t *textWriter) resources(v *certinfo.Value) {
	for i := range v.List {
		f := v.List[i].List
		if len(f) < 2 || len(f[0].Raw) < 2 {
			continue
		}
		id := f[0].Raw
		name, size := "Unknown AFI "+strconv.Itoa(int(id[0])<<8|int(id[1])), 0
		switch string(id[:2]) {
		case "\x00\x01":
			name, size = "IPv4", 4
		case "\x00\x02":
			name, size = "IPv6", 16
		}
		if len(id) > 2 {
			name += " (" + certinfo.AddressUse(id[2]) + ")"
		}
		if f[1].Kind != certinfo.ValueList {
			t.line(textIndent, name+": inherit")
			continue
		}
		t.line(textIndent, name+":")
		for j := range f[1].List {
			a := &f[1].List[j]
			if len(a.List) == 2 {
				t.line(textIndent+2, textAddress(&a.List[0], size, 0)+"-"+textAddress(&a.List[1], size, 0xFF))
			} else {
				t.line(textIndent+2, textAddress(a, size, 0)+"/"+strconv.Itoa(8*len(a.Raw)-int(a.Unused)))
			}
		}
	}
	t.end()
}

// textAddress is an address: of IPv6 the zeros at the end alone are left out; of
// an unknown family its octets and how many bits are unused.
func textAddress(v *certinfo.Value, size int, fill byte) string {
	b := certinfo.ExpandAddress(v, size, fill)
	switch {
	case b == nil:
		return strings.ToLower(hexColons(v.Raw)) + "[" + strconv.Itoa(int(v.Unused)) + "]"
	case size == 4:
		return textIP(b)
	}
	n := 16
	for n > 0 && b[n-1] == 0 && b[n-2] == 0 {
		n -= 2
	}
	out := ""
	for i := 0; i < n; i += 2 {
		out += strconv.FormatUint(uint64(b[i])<<8|uint64(b[i+1]), 16)
		if i < 14 {
			out += ":"
		}
	}
	if n < 16 {
		out += ":"
	}
	if n == 0 {
		out += ":"
	}
	return out
}

// systems writes autonomous systems (RFC 3779).
func (t *textWriter) systems(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		t.line(textIndent, m.Label+":")
		if m.Kind != certinfo.ValueList {
			t.line(textIndent+2, "inherit")
		}
		for j := range m.List {
			a := &m.List[j]
			if len(a.List) == 2 {
				t.line(textIndent+2, a.List[0].Text+"-"+a.List[1].Text)
			} else {
				t.line(textIndent+2, a.Text)
			}
		}
	}
	t.end()
}

// extranet writes Thawte's Strong Extranet.
func (t *textWriter) extranet(v *certinfo.Value) {
	if n := v.Find("version"); n != nil {
		version, err := strconv.ParseInt(n.Text, 10, 64)
		if err == nil {
			t.line(textIndent, "Version: "+strconv.FormatInt(version+1, 10)+" (0x"+strings.ToUpper(strconv.FormatInt(version, 16))+")")
		} else {
			t.line(textIndent, "Version: <unsupported>")
		}
	}
	if ids := v.Find("ids"); ids != nil {
		for i := range ids.List {
			if zone, user := ids.List[i].Find("zone"), ids.List[i].Find("user"); zone != nil && user != nil {
				t.line(textIndent, "Zone: "+zone.Text+", User: "+dotted(user.Raw))
			}
		}
	}
}

// tools writes the tools that an issuer signs with: their bytes as they are.
func (t *textWriter) tools(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		t.line(textIndent, m.Member+strings.Repeat(" ", max(0, 12-len(m.Member)))+": "+string(m.Raw))
	}
}

// crlID writes what list an OCSP answer comes from; the number in hexadecimal.
func (t *textWriter) crlID(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		s := textValue(m, "")
		if m.Kind == certinfo.ValueNumber {
			s = hexUpper(m.Raw)
		}
		t.line(textIndent, m.Member+": "+s)
	}
	t.end()
}

func (t *textWriter) locator(v *certinfo.Value) {
	if n := v.Find("issuer"); n != nil && n.Name != nil {
		t.line(textIndent, "Issuer: "+oneLine(n.Name.Directory))
	}
	if l := v.Find("locator"); l != nil {
		for i := range l.List {
			if d := l.List[i].List; len(d) == 2 && d[1].Name != nil {
				t.line(2*textIndent, textName(d[0].OID)+" - "+textGeneralName(d[1].Name))
			}
		}
	}
}

// admission writes an admission to professions.
func (t *textWriter) admission(v *certinfo.Value) {
	t.admitting(textIndent, v)
	contents := v.Find("contentsOfAdmissions")
	if contents == nil {
		return
	}
	for i := range contents.List {
		entry := &contents.List[i]
		t.line(textIndent, "Entry "+strconv.Itoa(i+1)+":")
		t.admitting(textIndent+2, entry)
		t.naming(textIndent+2, entry)
		infos := entry.Find("professionInfos")
		if infos == nil {
			continue
		}
		for j := range infos.List {
			info := &infos.List[j]
			t.line(textIndent+2, "Profession Info Entry "+strconv.Itoa(j+1)+":")
			if n := info.Find("registrationNumber"); n != nil {
				t.line(textIndent+4, "registrationNumber: "+dotted(n.Raw))
			}
			t.naming(textIndent+4, info)
			if items := info.Find("professionItems"); items != nil {
				t.line(textIndent+4, "Info Entries:")
				for k := range items.List {
					t.line(textIndent+6, dotted(items.List[k].Raw))
				}
			}
			if ids := info.Find("professionOIDs"); ids != nil {
				t.line(textIndent+4, "Profession OIDs:")
				for k := range ids.List {
					t.line(textIndent+6, nameAndDots(ids.List[k].OID))
				}
			}
		}
	}
	t.end()
}

func (t *textWriter) admitting(indent int, v *certinfo.Value) {
	if a := v.Find("admissionAuthority"); a != nil && a.Name != nil {
		t.line(indent, "admissionAuthority:")
		s := textGeneralName(a.Name)
		if a.Name.Directory != nil {
			s = "DirName:" + oneLine(a.Name.Directory)
		}
		t.line(indent+2, s)
	}
}

func (t *textWriter) naming(indent int, v *certinfo.Value) {
	n := v.Find("namingAuthority")
	if n == nil {
		return
	}
	t.line(indent, "namingAuthority:")
	for _, member := range [...]string{"namingAuthorityId", "namingAuthorityText", "namingAuthorityUrl"} {
		switch m := n.Find(member); {
		case m == nil:
		case m.Kind == certinfo.ValueOID:
			t.line(indent+2, member+": "+nameAndDots(m.OID))
		default:
			t.line(indent+2, member+": "+dotted(m.Raw))
		}
	}
}

func nameAndDots(id oid.OID) string {
	name := oid.LongName(id)
	if name == "" {
		name = "undefined"
	}
	return name + " (" + id.String() + ")"
}
