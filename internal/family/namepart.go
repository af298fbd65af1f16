package family

import (
	"strings"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/oid"
)

// nameParts are the attributes that names such as SSL_CLIENT_S_DN_O end with.
var nameParts = map[string]oid.OID{
	"cn": oid.CommonName, "c": oid.CountryName, "st": oid.StateOrProvinceName, "l": oid.LocalityName, "o": oid.OrganizationName, "ou": oid.OrganizationalUnitName,
	"email": oid.EmailAddress, "emailaddress": oid.EmailAddress, "serialnumber": oid.SerialNumber, "uid": oid.UserID, "dc": oid.DomainComponent,
}

// namePart is the value of such a header: of several attributes of one kind Apache has
// the first in the name's order (ssl_var_lookup_ssl_cert_dn), lighttpd the last.
func namePart(m Match, c *certinfo.Certificate) (value string, ok bool) {
	h, name := m.Header(), &c.Subject
	if h.Kind == IssuerPart {
		name = &c.Issuer
	}
	id, known := nameParts[h.Name[strings.LastIndexByte(h.Name, '-')+1:]]
	if !known {
		return "", false
	}
	for i := range name.RDNs {
		for k := range name.RDNs[i].Attributes {
			if a := &name.RDNs[i].Attributes[k]; a.OID == id && (value == "" || m.ID() == Lighttpd) {
				value = a.Text
			}
		}
	}
	return value, value != ""
}

// IdentityName is the client's name in an identity. VPC Lattice's has several members,
// Principal=arn:…;X509Subject/CN=…: the common name, the first alternative name, or the
// principal. Any other is the name itself.
func IdentityName(value string) string {
	members := strings.Split(value, ";")
	for _, key := range [...]string{"X509Subject/CN", "X509SAN/", "Principal"} {
		for _, m := range members {
			if name, of, ok := strings.Cut(strings.TrimSpace(m), "="); ok && strings.HasPrefix(name, key) && (name == key || key == "X509SAN/") {
				return of
			}
		}
	}
	return value
}
