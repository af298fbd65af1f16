package testca

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/mtlens/mtlens/internal/oid"
)

// Script returns a shell script of openssl commands that make what the request
// asks for, in the current folder: the same files with the same subject, names and
// usages, and keys of its own. Authority and Now do not matter to it.
//
// It needs OpenSSL 3; where the request gives times and not days, 3.4, which is
// the first whose "openssl x509" takes them. A [*FieldError] says what cannot be
// asked for.
func Script(r Request) (string, error) {
	w := &script{r: r}
	if err := w.check(); err != nil {
		return "", err
	}
	w.line("#!/bin/sh")
	w.line("# Makes a client certificate for tests with OpenSSL 3.")
	if w.dated() {
		w.line("# The times below need OpenSSL 3.4 or later.")
	}
	w.line("set -eu")
	w.line("")
	w.configuration()
	w.line("")
	w.line("# The root, which goes into the trust store.")
	w.key(or(r.AuthorityKey, P256), "ca-key.pem")
	w.line("openssl req -x509 -new -key ca-key.pem -sha256 -days %d -config openssl.cnf -subj '%s' -extensions ca -out %s",
		int(rootAfter/day), caSubject("mtlens Test Root CA"), TrustStoreFile)
	issuer := w.intermediates()
	w.leaf(issuer)
	return w.b.String(), nil
}

type script struct {
	b strings.Builder
	r Request
}

func (w *script) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// check asks of the request what Issue asks, and that its texts can stand in a
// configuration file.
func (w *script) check() error {
	now := w.r.NotBefore
	if now.IsZero() && !w.r.NotAfter.IsZero() {
		now = w.r.NotAfter.Add(-day)
	}
	if now.IsZero() {
		now = time.Unix(1e9, 0)
	}
	serial := w.r
	if serial.Serial == nil {
		serial.Serial = big.NewInt(1)
	}
	if _, err := serial.template(Source{Now: now}); err != nil {
		return err
	}
	for _, a := range []Algorithm{w.r.Key, w.r.AuthorityKey} {
		if infoOf(or(a, P256)) == nil {
			return fieldError("key", "There is no key algorithm of this name.")
		}
	}
	for i, a := range w.r.Subject {
		if a.Value == "" || strings.ContainsFunc(a.Value, unicode.IsControl) {
			return fieldError("subject["+strconv.Itoa(i)+"].value", "A configuration of OpenSSL cannot hold an empty value or control characters.")
		}
	}
	for i, n := range w.r.Names {
		if strings.ContainsFunc(n.Value, unicode.IsControl) {
			return fieldError("names["+strconv.Itoa(i)+"].value", "A configuration of OpenSSL cannot hold control characters.")
		}
	}
	return nil
}

func (w *script) dated() bool { return !w.r.NotBefore.IsZero() || !w.r.NotAfter.IsZero() }

// configuration writes openssl.cnf: sections for the names and the extensions.
func (w *script) configuration() {
	r := &w.r
	w.line("cat > openssl.cnf <<'END'")
	w.line("[req]")
	w.line("distinguished_name = subject")
	w.line("prompt = no")
	w.line("utf8 = yes")
	w.line("string_mask = utf8only")
	w.line("")
	w.line("[subject]")
	subject := r.Subject
	if subject == nil {
		subject = DefaultSubject
	}
	for i, a := range subject {
		plus := ""
		if a.Joined && i > 0 {
			plus = "+" // in the RDN of the line above
		}
		w.line("%d.%s%s = %s", i, plus, canonical(a.Type), quoted(a.Value))
	}
	w.line("")
	w.line("[ca]")
	w.line("basicConstraints = critical, CA:TRUE")
	w.line("keyUsage = critical, keyCertSign, cRLSign")
	w.line("subjectKeyIdentifier = hash")
	for i := range r.Intermediates {
		w.line("")
		w.line("[intermediate%d]", i+1)
		w.line("basicConstraints = critical, CA:TRUE, pathlen:%d", r.Intermediates-1-i)
		w.line("keyUsage = critical, keyCertSign, cRLSign")
		w.line("subjectKeyIdentifier = hash")
		w.line("authorityKeyIdentifier = keyid:always")
	}
	w.line("")
	w.line("[client]")
	w.line("basicConstraints = critical, CA:FALSE")
	key, extended := r.usages()
	if len(key) > 0 {
		w.line("keyUsage = critical, %s", strings.Join(key, ", "))
	}
	if len(extended) > 0 {
		names := make([]string, len(extended))
		for i, name := range extended {
			names[i] = canonical(name)
		}
		w.line("extendedKeyUsage = %s", strings.Join(names, ", "))
	}
	if len(r.Names) > 0 {
		critical := ""
		if len(subject) == 0 {
			critical = "critical, "
		}
		w.line("subjectAltName = %s%s", critical, scriptNames(r.Names))
	}
	w.line("subjectKeyIdentifier = hash")
	w.line("authorityKeyIdentifier = keyid:always")
	if len(r.Names) > 0 && !hasCommand(r.Names) {
		w.line("")
		w.line("[names]")
		for i, n := range r.Names {
			w.line("%s", nameLine(i, n))
		}
	}
	w.line("END")
}

// hasCommand reports whether a name is one that OpenSSL takes for a command: with the
// e-mail addresses copy and move it takes those of the subject ("man x509v3_config").
func hasCommand(names []Name) bool {
	return slices.ContainsFunc(names, func(n Name) bool { return n.Kind == Email && (n.Value == "copy" || n.Value == "move") })
}

// scriptNames is the value of subjectAltName: a section, or its bytes. The names were
// checked before.
func scriptNames(names []Name) string {
	if !hasCommand(names) {
		return "@names"
	}
	x, _ := encodeNames(names, false)
	return "DER:" + hex.EncodeToString(x.Value)
}

// nameLine writes an alternative name as "man x509v3_config" has it.
func nameLine(i int, n Name) string {
	kind := map[NameKind]string{DNS: "DNS", Email: "email", URI: "URI", IP: "IP", UPN: "otherName"}[n.Kind]
	value := n.Value
	if n.Kind == UPN {
		value = "msUPN;UTF8:" + value
	}
	return fmt.Sprintf("%s.%d = %s", kind, i+1, quoted(value))
}

// canonical spells a name as OpenSSL does; an OID without one stays dotted.
func canonical(name string) string {
	if id, ok := oid.ByName(name); ok {
		return oid.ShortName(id)
	}
	return name
}

// quoted writes a value of a configuration: within quotes nothing but the quote
// and the backslash is special (def_load_bio in crypto/conf/conf_def.c).
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func caSubject(name string) string { return "/O=" + caOrg + "/CN=" + name }

// key writes the command that makes a private key.
func (w *script) key(a Algorithm, file string) {
	info := infoOf(a)
	switch {
	case info.curve != nil:
		w.line("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:%s -out %s", info.curve.Params().Name, file)
	case info.bits > 0:
		w.line("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:%d -out %s", info.bits, file)
	default:
		w.line("openssl genpkey -algorithm ED25519 -out %s", file)
	}
}

// intermediates writes the commands for all of them, and returns the name of the
// issuer's files.
func (w *script) intermediates() (issuer string) {
	issuer = "ca"
	certificate := TrustStoreFile
	for i := range w.r.Intermediates {
		next := fmt.Sprintf("intermediate%d", i+1)
		w.line("")
		w.line("# Intermediate %d.", i+1)
		w.key(or(w.r.AuthorityKey, P256), next+"-key.pem")
		w.line("openssl req -new -key %s-key.pem -config openssl.cnf -subj '%s %d' -out %s.csr", next, caSubject("mtlens Test Intermediate CA"), i+1, next)
		w.line("openssl x509 -req -in %s.csr -sha256 -days %d -CA %s -CAkey %s-key.pem -set_serial 0x$(openssl rand -hex 15) -extfile openssl.cnf -extensions %s -out %s.pem",
			next, int(rootAfter/day), certificate, issuer, next, next)
		issuer, certificate = next, next+".pem"
	}
	return issuer
}

// leaf writes the commands for the client's key and certificate.
func (w *script) leaf(issuer string) {
	certificate := issuer + ".pem"
	if issuer == "ca" {
		certificate = TrustStoreFile
	}
	w.line("")
	options := ""
	switch {
	case w.r.CSR == nil:
		w.line("# The client's key and certificate.")
		w.key(or(w.r.Key, P256), KeyFile)
		w.line("openssl req -new -key %s -config openssl.cnf%s -out client.csr", KeyFile, emptySubject(w.r.Subject))
	default:
		options = w.request()
	}
	serial := "0x$(openssl rand -hex 15)"
	if w.r.Serial != nil {
		serial = fmt.Sprintf("0x%X", w.r.Serial)
	}
	w.line("openssl x509 -req -in client.csr%s -sha256 %s -CA %s -CAkey %s-key.pem -set_serial %s -extfile openssl.cnf -extensions client -out %s",
		options, w.validity(), certificate, issuer, serial, CertificateFile)
	for i := w.r.Intermediates; i > 0; i-- {
		w.line("cat intermediate%d.pem >> %s", i, CertificateFile)
	}
}

// request writes the commands that bring the request in, and returns the options
// that go with it. Where another subject is asked for, a request of the root's key
// carries it, and the client's key is put in its place.
func (w *script) request() (options string) {
	w.line("# The client's certificate, for the key of its request.")
	w.line("cat > client.csr <<'END'")
	w.b.Write(encodePEM("CERTIFICATE REQUEST", w.r.CSR))
	w.line("END")
	if w.r.Names == nil {
		options = " -copy_extensions copy"
	}
	if w.r.Subject != nil {
		w.line("openssl req -in client.csr -noout -pubkey > client-public.pem")
		w.line("openssl req -new -key ca-key.pem -config openssl.cnf%s -out client.csr", emptySubject(w.r.Subject))
		options += " -force_pubkey client-public.pem"
	}
	return options
}

// emptySubject is the option for a subject without attributes: a section of the
// configuration may not be empty.
func emptySubject(subject []Attribute) string {
	if subject != nil && len(subject) == 0 {
		return " -subj /"
	}
	return ""
}

func (w *script) validity() string {
	days := w.r.Days
	if days == 0 {
		days = DefaultDays
	}
	if !w.dated() {
		return fmt.Sprintf("-days %d", days)
	}
	const layout = "20060102150405Z"
	var options []string
	if !w.r.NotBefore.IsZero() {
		options = append(options, "-not_before "+w.r.NotBefore.UTC().Format(layout))
	}
	switch {
	case !w.r.NotAfter.IsZero():
		options = append(options, "-not_after "+w.r.NotAfter.UTC().Format(layout))
	default:
		options = append(options, "-not_after "+w.r.NotBefore.Add(time.Duration(days)*day).UTC().Format(layout))
	}
	return strings.Join(options, " ")
}
