package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
	"github.com/mtlens/mtlens/internal/words"
)

// Extensions with a layout of their own in "openssl x509 -text". Some end in an
// empty line there.

// resources writes address blocks (RFC 3779).
func (t *writer) resources(v *certinfo.Value) {
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
			t.line(valueIndent, name+": inherit")
			continue
		}
		t.line(valueIndent, name+":")
		for j := range f[1].List {
			a := &f[1].List[j]
			if len(a.List) == 2 {
				t.line(valueIndent+2, blockAddress(&a.List[0], size, 0)+"-"+blockAddress(&a.List[1], size, 0xFF))
			} else {
				t.line(valueIndent+2, blockAddress(a, size, 0)+"/"+strconv.Itoa(8*len(a.Raw)-int(a.Unused)))
			}
		}
	}
	t.end()
}

// blockAddress is an address: of IPv6 the zeros at the end alone are left out; of
// an unknown family its octets and how many bits are unused.
func blockAddress(v *certinfo.Value, size int, fill byte) string {
	b := certinfo.ExpandAddress(v, size, fill)
	switch {
	case b == nil:
		return strings.ToLower(words.HexColons(v.Raw)) + "[" + strconv.Itoa(int(v.Unused)) + "]"
	case size == 4:
		return address(b)
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
func (t *writer) systems(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		t.line(valueIndent, m.Label+":")
		if m.Kind != certinfo.ValueList {
			t.line(valueIndent+2, "inherit")
		}
		for j := range m.List {
			a := &m.List[j]
			if len(a.List) == 2 {
				t.line(valueIndent+2, oneLine(a.List[0].Text+"-"+a.List[1].Text))
			} else {
				t.line(valueIndent+2, oneLine(a.Text))
			}
		}
	}
	t.end()
}

// extranet writes Thawte's Strong Extranet.
func (t *writer) extranet(v *certinfo.Value) {
	if n := v.Find("version"); n != nil {
		version, err := strconv.ParseInt(n.Text, 10, 64)
		if err == nil {
			t.line(valueIndent, "Version: "+strconv.FormatInt(version+1, 10)+" (0x"+strings.ToUpper(strconv.FormatInt(version, 16))+")")
		} else {
			t.line(valueIndent, "Version: <unsupported>")
		}
	}
	if ids := v.Find("ids"); ids != nil {
		for i := range ids.List {
			if zone, user := ids.List[i].Find("zone"), ids.List[i].Find("user"); zone != nil && user != nil {
				t.line(valueIndent, "Zone: "+zone.Text+", User: "+dotted(user.Raw))
			}
		}
	}
}

// tools writes the tools that an issuer signs with: their bytes as they are.
func (t *writer) tools(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		t.line(valueIndent, m.Member+strings.Repeat(" ", max(0, 12-len(m.Member)))+": "+string(m.Raw))
	}
}

// crlID writes what list an OCSP answer comes from; the number in hexadecimal.
func (t *writer) crlID(v *certinfo.Value) {
	for i := range v.List {
		m := &v.List[i]
		s := valueText(m, "")
		if m.Kind == certinfo.ValueNumber {
			s = words.HexUpper(m.Raw)
		}
		t.line(valueIndent, m.Member+": "+s)
	}
	t.end()
}

func (t *writer) locator(v *certinfo.Value) {
	if n := v.Find("issuer"); n != nil && n.Name != nil {
		t.line(valueIndent, "Issuer: "+n.Name.Directory.Print(dn.OneLine))
	}
	if l := v.Find("locator"); l != nil {
		for i := range l.List {
			if d := l.List[i].List; len(d) == 2 && d[1].Name != nil {
				t.line(2*valueIndent, longName(d[0].OID)+" - "+generalName(d[1].Name))
			}
		}
	}
}

// admission writes an admission to professions.
func (t *writer) admission(v *certinfo.Value) {
	t.admitting(valueIndent, v)
	contents := v.Find("contentsOfAdmissions")
	if contents == nil {
		return
	}
	for i := range contents.List {
		entry := &contents.List[i]
		t.line(valueIndent, "Entry "+strconv.Itoa(i+1)+":")
		t.admitting(valueIndent+2, entry)
		t.naming(valueIndent+2, entry)
		infos := entry.Find("professionInfos")
		if infos == nil {
			continue
		}
		for j := range infos.List {
			info := &infos.List[j]
			t.line(valueIndent+2, "Profession Info Entry "+strconv.Itoa(j+1)+":")
			if n := info.Find("registrationNumber"); n != nil {
				t.line(valueIndent+4, "registrationNumber: "+dotted(n.Raw))
			}
			t.naming(valueIndent+4, info)
			if items := info.Find("professionItems"); items != nil {
				t.line(valueIndent+4, "Info Entries:")
				for k := range items.List {
					t.line(valueIndent+6, dotted(items.List[k].Raw))
				}
			}
			if ids := info.Find("professionOIDs"); ids != nil {
				t.line(valueIndent+4, "Profession OIDs:")
				for k := range ids.List {
					t.line(valueIndent+6, nameAndDots(ids.List[k].OID))
				}
			}
		}
	}
	t.end()
}

func (t *writer) admitting(indent int, v *certinfo.Value) {
	if a := v.Find("admissionAuthority"); a != nil && a.Name != nil {
		t.line(indent, "admissionAuthority:")
		t.line(indent+2, plainName(a.Name))
	}
}

func (t *writer) naming(indent int, v *certinfo.Value) {
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
