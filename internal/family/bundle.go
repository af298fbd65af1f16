package family

import (
	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/jsontext"
)

// Part is a fact in a value that holds several: a member of an XFCC element, a field
// of Traefik's Info.
type Part struct {
	Element int // of XFCC the element, of Info the certificate; from zero
	Kind    Kind
	Writing Writing
	Key     string // as the sender writes it
	Name    carrier.Range
	Value   carrier.Range // in the value, without quotes; Text gives what it stands for
	form    bool
	json    bool
}

// InfoPart is what a field of Traefik's Info holds, and how it is written.
func InfoPart(key carrier.InfoKey) (Kind, Writing) {
	return infoParts[key].kind, infoParts[key].writing
}

// Text is what the part stands for, its form-encoding or its JSON escapes undone.
func (p *Part) Text(value []byte) string {
	b := p.Value.Of(value)
	switch {
	case p.form:
		return string(carrier.Unform(b))
	case p.json:
		return jsontext.Unescape(b)
	}
	return string(b)
}

// xfccParts says what the keys of XFCC hold.
var xfccParts = [...]struct {
	kind    Kind
	writing Writing
}{
	carrier.XFCCOther:   {KeyDetail, plainText},
	carrier.XFCCBy:      {ProxyIdentity, plainText},
	carrier.XFCCHash:    {Fingerprint, sha256Lower},
	carrier.XFCCCert:    {Certificate, pemPercent},
	carrier.XFCCChain:   {Chain, pemPercent},
	carrier.XFCCSubject: {Subject, nameRFC2253},
	carrier.XFCCURI:     {URIs, plainText},
	carrier.XFCCDNS:     {DNSNames, plainText},
	carrier.XFCCSAN:     {URIs, plainText},
}

// infoParts says what the keys of Info hold.
var infoParts = [...]struct {
	kind    Kind
	writing Writing
}{
	carrier.InfoSubject:   {Subject, nameTraefik},
	carrier.InfoIssuer:    {Issuer, nameTraefik},
	carrier.InfoSerial:    {Serial, serialDecimal},
	carrier.InfoNotBefore: {NotBefore, dateUnix},
	carrier.InfoNotAfter:  {NotAfter, dateUnix},
	carrier.InfoSAN:       {AllNames, listComma},
}

// Parts takes a value apart that is an XFCC, in text or JSON, or an Info. Elements is
// how many elements or certificates it has: of XFCC the last one is the word of the
// nearest proxy, of Info the first one is the client's own. It is nil for other
// values.
func Parts(value []byte) (parts []Part, elements int) {
	k := carrier.Of(value)
	switch k {
	case carrier.XFCC, carrier.XFCCJSON:
		read := carrier.ReadXFCC
		if k == carrier.XFCCJSON {
			read = carrier.ReadXFCCJSON
		}
		list, _ := read(value)
		for i := range list {
			for _, p := range list[i].Pairs {
				what := xfccParts[p.Key]
				parts = append(parts, Part{Element: i, Kind: what.kind, Writing: what.writing, Key: string(p.Name.Of(value)), Name: p.Name, Value: p.Value, json: k == carrier.XFCCJSON})
			}
		}
		return parts, len(list)
	case carrier.Info:
		v, _ := carrier.ReadInfo(value)
		for _, f := range v.Fields {
			what := infoParts[f.Key]
			parts = append(parts, Part{Element: f.Certificate, Kind: what.kind, Writing: what.writing, Key: f.Key.String(), Name: f.Name, Value: f.Value, form: v.Encoded})
			elements = f.Certificate + 1
		}
		return parts, elements
	}
	return nil, 0
}
