package family

import (
	"bytes"
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
)

// Settings by which a proxy sends what it knows of the certificate under a name of the
// operator's choice, pasted beside the request:
//
//	nginx         proxy_set_header X-Foo $ssl_client_s_dn;
//	HAProxy       http-request set-header X-Foo %{+Q}[ssl_c_s_dn]
//	Apache        RequestHeader set X-Foo "%{SSL_CLIENT_S_DN}s"
//	Google Cloud  X-Foo:{client_cert_subject_dn}
//	Envoy         X-Foo: %DOWNSTREAM_PEER_SUBJECT%
//	Fastly        set req.http.X-Foo = tls.client.certificate.issuer_dn;
//
// Each names the variable, and the variable is in the table as a name.

// Setting is one of them.
type Setting struct {
	To    string // the name of the header
	Entry Match  // what the variable is in the table
}

// IsSetting reports whether a named value may be a setting: [ReadSetting] tells.
func IsSetting(name string, value []byte) bool {
	const longest = 300 // characters
	return len(value) <= longest && (carrier.IsSetting(name) || bytes.HasPrefix(value, []byte("{client_cert_")) || bytes.HasPrefix(value, []byte("%DOWNSTREAM_")))
}

// ReadSetting reads a setting that was taken apart into its first word and the rest, or
// into the header's name and its value.
func ReadSetting(name string, value []byte) (s Setting, ok bool) {
	if !IsSetting(name, value) {
		return s, false
	}
	s.To, s.Entry, ok = readSetting(name, string(value))
	return s, ok && s.To != ""
}

func readSetting(name, value string) (to string, entry Match, ok bool) {
	id, variable := None, ""
	switch {
	case name == "http-request", name == "RequestHeader":
		verb, rest, _ := strings.Cut(strings.TrimSpace(value), " ")
		switch verb {
		case "set-header", "add-header", "set", "append", "add":
		default:
			return "", NoMatch, false
		}
		to, rest, _ = strings.Cut(strings.TrimSpace(rest), " ")
		if rest = strings.TrimSpace(rest); name == "http-request" {
			id, variable = HAProxy, between(rest, "[", "]")
			variable, _, _ = strings.Cut(variable, "(")
			variable, _, _ = strings.Cut(variable, ",")
			if end, found := strings.CutPrefix(variable, "ssl_c_"); found {
				if variable = "ssl_client_" + end; end == "der" {
					variable = "ssl_client_cert"
				}
			}
		} else if id, variable = Apache, between(rest, "%{", "}"); !strings.HasPrefix(variable, "SSL_CLIENT") {
			return "", NoMatch, false
		}
	case name == "set":
		target, expression, found := strings.Cut(value, "=")
		target = strings.TrimSpace(target)
		_, to, named := strings.Cut(target, "req.http.") // or bereq's
		_, variable, known := strings.Cut(expression, fastlyVariable)
		end := 0
		for end < len(variable) && (variable[end] == '_' || variable[end] >= 'a' && variable[end] <= 'z' || variable[end] >= '0' && variable[end] <= '9') {
			end++
		}
		if !found || !named || !known {
			return "", NoMatch, false
		}
		entry = entryOf(Fastly, "fastly_client_cert_"+variable[:end])
		return to, entry, entry != NoMatch
	case carrier.IsSetting(name):
		to, variable, _ = strings.Cut(strings.TrimSpace(value), " ")
		variable, found := strings.CutPrefix(strings.Trim(variable, " \t;\"'"), "$")
		if !found {
			return "", NoMatch, false
		}
		to, entry = strings.Trim(to, `"'`), entryOf(Nginx, variable)
		return to, entry, entry != NoMatch
	case strings.HasPrefix(value, "{client_cert_"):
		to, id, variable = name, GoogleCloud, between(value, "{", "}")
	case strings.HasPrefix(value, "%DOWNSTREAM_"):
		to, id, variable = name, Envoy, between(value, "%", "%")
	}
	entry = entryOf(id, variable)
	return strings.Trim(to, `"'`), entry, entry != NoMatch
}

// fastlyVariable begins Fastly's variables of the client's certificate, in VCL.
const fastlyVariable = "tls.client.certificate."

// between is what stands between two marks.
func between(s, open, close string) string {
	_, s, _ = strings.Cut(s, open)
	s, _, ok := strings.Cut(s, close)
	if !ok {
		return ""
	}
	return s
}

// entryOf is the entry of a name that is the family's.
func entryOf(id ID, name string) Match {
	for _, as := range [...]string{name, "x_" + name} {
		for _, m := range Lookup(as, InHeader) {
			if m.ID() == id {
				return m
			}
		}
	}
	return NoMatch
}

// configured counts the values under names that settings give, for whose settings they
// are. It returns the entry of each value, or nil. Those of ALB's listeners may be
// counted already.
func configured(values []Named, settings []Setting, all *[familyEnd]scoring, renamed bool) (entries []Match) {
	for _, set := range settings {
		for i := range values {
			if !strings.EqualFold(values[i].Name, set.To) {
				continue
			}
			if _, ok := ReadSetting(values[i].Name, values[i].Value); ok {
				continue
			}
			if entries == nil {
				entries = make([]Match, len(values))
			}
			entries[i] = set.Entry
			s := &all[set.Entry.ID()]
			if renamed && set.Entry.ID() == ALB {
				continue
			}
			s.names++
			s.own++
			s.points += ownPoints
			s.format[set.Entry.Header().Format] += ownPoints
			s.evidence = append(s.evidence, Evidence{BySetting, i, ownPoints})
		}
	}
	return entries
}
