package openssl

import (
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/oid"
)

// GeneralNames. OpenSSL has two ways of printing one: in a list with commas
// (i2v_GENERAL_NAME), and alone (GENERAL_NAME_print).

// otherNames are the other names whose value OpenSSL prints, if it is of the type.
var otherNames = [...]struct {
	id   oid.OID
	name string
	tag  int
}{
	{oid.UPN, "UPN", der.UTF8String},
	{oid.SmtpUTF8Mailbox, "SmtpUTF8Mailbox", der.UTF8String},
	{oid.XMPPAddr, "XmppAddr", der.UTF8String},
	{oid.SRVName, "SRVName", der.IA5String},
	{oid.NAIRealm, "NAIRealm", der.UTF8String},
}

// generalName is a GeneralName as OpenSSL prints it in lists.
func generalName(n *certinfo.GeneralName) string {
	switch n.Kind {
	case certinfo.OtherName:
		id := longName(n.OID)
		for i := range otherNames {
			if otherNames[i].id == n.OID {
				id = otherNames[i].name
			}
		}
		if n.Value != nil && (n.Value.Is(der.UTF8String) || n.Value.Is(der.IA5String)) {
			return "othername: " + id + "::" + oneLine(string(n.Value.Content()))
		}
		return "othername: " + id + "::<unsupported>"
	case certinfo.DirectoryName:
		if n.Directory == nil {
			return "DirName:" + none
		}
		return "DirName:" + cutSlash(n.Directory)
	case certinfo.IPAddress:
		return "IP Address:" + address(n.Raw)
	case certinfo.RFC822Name, certinfo.DNSName, certinfo.URI:
		return label(n.Kind) + oneLine(string(n.Raw))
	}
	return plainName(n)
}

// unprintable reports whether OpenSSL gives up on a list because of the name: a NUL
// in it, or an other name that it knows with a value of another type.
func unprintable(n *certinfo.GeneralName) bool {
	switch n.Kind {
	case certinfo.RFC822Name, certinfo.DNSName, certinfo.URI:
		return strings.IndexByte(string(n.Raw), 0) >= 0
	case certinfo.OtherName:
		if n.Value == nil {
			return true
		}
		for i := range otherNames {
			if otherNames[i].id == n.OID {
				return !n.Value.Is(otherNames[i].tag) || strings.IndexByte(string(n.Value.Content()), 0) >= 0
			}
		}
	}
	return false
}

// plainName is a GeneralName as OpenSSL prints it alone.
func plainName(n *certinfo.GeneralName) string {
	switch n.Kind {
	case certinfo.OtherName:
		for i := range otherNames {
			if o := &otherNames[i]; o.id == n.OID && n.Value != nil && n.Value.Is(o.tag) {
				return "othername:" + o.name + ":" + oneLine(string(n.Value.Content()))
			}
		}
		return "othername:<unsupported>"
	case certinfo.RFC822Name, certinfo.DNSName, certinfo.URI:
		return label(n.Kind) + dotted(n.Raw)
	case certinfo.X400Address:
		return "X400Name:<unsupported>"
	case certinfo.DirectoryName:
		if n.Directory == nil {
			return "DirName:" + none
		}
		return "DirName:" + n.Directory.Print(dn.OneLine)
	case certinfo.EDIPartyName:
		return "EdiPartyName:<unsupported>"
	case certinfo.IPAddress:
		if len(n.Raw) != 4 && len(n.Raw) != 16 {
			return "IP Address:<invalid>"
		}
		return "IP Address:" + address(n.Raw)
	case certinfo.RegisteredID:
		return "Registered ID:" + longName(n.OID)
	}
	return "<unknown>"
}

func label(kind certinfo.NameKind) string {
	switch kind {
	case certinfo.RFC822Name:
		return "email:"
	case certinfo.DNSName:
		return "DNS:"
	}
	return "URI:"
}

// constraint is a name of nameConstraints: an address has its mask.
func constraint(n *certinfo.GeneralName) string {
	if n.Kind != certinfo.IPAddress {
		return plainName(n)
	}
	half := len(n.Raw)
	switch {
	case half >= 16:
		half = 16
	case half >= 4:
		half = 4
	}
	return "IP:" + address(n.Raw[:half]) + "/" + address(n.Raw[half:])
}

// maxOneLine is OpenSSL's buffer for a directory name in a list, less its NUL; it
// takes whole attributes.
const maxOneLine = 255

func cutSlash(n *dn.Name) string {
	s := n.Print(dn.Slash)
	if len(s) <= maxOneLine {
		return s
	}
	var cut dn.Name
	for i := range n.RDNs {
		next := dn.Name{RDNs: append(cut.RDNs, n.RDNs[i])}
		if len(next.Print(dn.Slash)) > maxOneLine {
			break
		}
		cut = next
	}
	return cut.Print(dn.Slash)
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
		return "<invalid length=" + strconv.Itoa(len(b)) + ">"
	}
	return string(out)
}
