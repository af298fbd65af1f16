package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
)

// BundleReport is a trust store judged as the file that is uploaded.
type BundleReport struct {
	Accepted     bool // nothing in it is against a documented rule
	Certificates []BundleCertificate
	Findings     []BundleFinding // in the order of the lines; those on the whole file last
	Cleaned      []byte          // PEM without what was found fault with; empty if nothing is left
	Kept         int             // certificates in Cleaned
}

// BundleCertificate is a certificate of the file.
type BundleCertificate struct {
	DER     []byte
	Line    int    // of its BEGIN line, from 1
	Subject string // as ALB writes it
	Kept    bool   // it is in Cleaned
	Dropped string // why it is not, or empty
}

// BundleFinding is one thing noticed.
type BundleFinding struct {
	ID          string   // stable: "blank-line"
	Severity    Severity // Refused if the upload, or a connection, fails for it
	Basis       alb.Basis
	Line        int // from 1; 0 for the whole file
	End         int // the last line, where neighbors have the same fault; else Line
	Certificate int // index into Certificates, or -1
	Text        string
	Hint        string
}

// Severity says what a finding leads to.
type Severity string

const (
	Refused Severity = "error"   // the file is refused, or every client of that CA
	Useless Severity = "warning" // the file is taken, and this part of it does nothing good
)

// bundleRules are the findings, in the order of the documents. AWS: "PEM format",
// comments "must be preceded by the # character and must not contain any -
// characters", "There cannot be any blank lines" ([alb.Guide]); the numbers are
// quotas ([alb.QuotaGuide]).
var bundleRules = []struct {
	id       string
	severity Severity
	basis    alb.Basis
	hint     string
}{
	{"blank-line", Refused, alb.Documented, "Delete the line."},
	{"comment-hyphen", Refused, alb.Documented, "Take the hyphens out of the comment, or the comment out of the file."},
	{"stray-text", Refused, alb.Documented, "Begin comments with #, and leave out what openssl prints with -text."},
	{"block-broken", Refused, alb.Documented, "Copy the certificate again, from its BEGIN line to its END line."},
	{"block-other", Refused, alb.Documented, "A trust store holds CERTIFICATE blocks alone."},
	{"private-key", Refused, alb.Documented, "Take the key out. If the file has been anywhere, treat the key as exposed."},
	{"certificate-broken", Refused, alb.Assumed, "Ask the CA for the certificate again."},
	{"not-x509v3", Refused, alb.Documented, "Use an X.509v3 certificate of the CA."},
	{"key-unsupported", Refused, alb.Documented, "Use a CA with an RSA key of 2048 to 8192 bits, or on P-256, P-384 or P-521."},
	{"signature-unsupported", Refused, alb.Documented, "Use a CA certificate that is signed with SHA-256, SHA-384 or SHA-512."},
	{"too-large", Refused, alb.Documented, "AWS takes CA certificates of at most 16 KB."},
	{"not-a-ca", Useless, alb.Assumed, "Put the certificate of the issuing CA there instead."},
	{"expired", Useless, alb.FollowsS2N, "Take it out, or put the renewed certificate in."},
	{"not-yet-valid", Useless, alb.FollowsS2N, "It anchors nothing before its time."},
	{"duplicate", Useless, alb.Assumed, "Once is enough, and each counts against the quota."},
	{"indented", Refused, alb.Assumed, "Remove white space at the ends of lines. AWS does not say whether it minds."},
	{"byte-order-mark", Refused, alb.Assumed, "Save the file as UTF-8 without a byte order mark."},
	{"too-many", Refused, alb.Documented, "Split the trust store, or have the quota raised: 25 is the default."},
	{"subjects-too-large", Refused, alb.Documented, "Have the quota raised: 10,000 is the default. How AWS counts is not documented; here the bytes of the names are."},
	{"empty", Refused, alb.Documented, "Put at least one CA certificate in."},
}

// Bundle judges a trust store at a time.
func Bundle(file []byte, now time.Time) BundleReport {
	b := &bundle{now: now}
	if len(file) > 3 && string(file[:3]) == "\ufeff" {
		b.find("byte-order-mark", 1, -1, "The file begins with a byte order mark.")
	}
	found := blocks(file)
	b.text(lines(file), found)
	seen := map[string]int{}
	for i := range found {
		b.block(&found[i], seen)
	}
	b.quotas()
	b.sort()
	b.Accepted = !b.refused
	return b.BundleReport
}

type bundle struct {
	BundleReport
	now      time.Time
	subjects int
	refused  bool
}

// maxBundleFindings bounds the report: nobody reads more, and a file that is no
// trust store at all can give one for every other line.
const maxBundleFindings = 200

func (b *bundle) find(id string, line, certificate int, text string) {
	for _, r := range bundleRules {
		if r.id == id {
			if len(b.Findings) < maxBundleFindings {
				b.Findings = append(b.Findings, BundleFinding{id, r.severity, r.basis, line, line, certificate, text, r.hint})
			}
			b.refused = b.refused || r.severity == Refused && r.basis == alb.Documented
			return
		}
	}
	panic("verify: no bundle rule " + id)
}

// text looks at the lines outside of blocks, and at white space everywhere.
// Neighboring lines of one fault make one finding.
func (b *bundle) text(all []string, found []block) {
	next, indented := 0, false
	id, first := "", 0 // the run of lines that is going on
	for i, line := range all {
		row := i + 1
		for next < len(found) && row > found[next].end {
			next++
		}
		bare := strings.TrimSuffix(line, "\r")
		trimmed := strings.TrimSpace(bare)
		inside := next < len(found) && row >= found[next].line
		fault := ""
		switch {
		case trimmed == "":
			fault = "blank-line"
		case inside:
		case !strings.HasPrefix(trimmed, "#"):
			fault = "stray-text"
		case strings.Contains(trimmed, "-"):
			fault = "comment-hyphen"
		}
		if fault != id {
			b.lines(id, first, row-1, all)
			id, first = fault, row
		}
		if trimmed != "" && trimmed != bare && !indented {
			indented = true
			b.find("indented", row, -1, "Line "+itoa(row)+" begins or ends with white space.")
		}
	}
	b.lines(id, first, len(all), all)
}

// lines reports a run of lines with one fault.
func (b *bundle) lines(id string, first, last int, all []string) {
	if id == "" {
		return
	}
	which, is, has := "Line "+itoa(first), " is", " has"
	if last > first {
		which, is, has = "Lines "+itoa(first)+" to "+itoa(last), " are", " have"
	}
	sample := quoted(strings.TrimSpace(all[first-1]))
	switch id {
	case "blank-line":
		b.find(id, first, -1, which+is+" blank.")
	case "stray-text":
		b.find(id, first, -1, which+is+" neither comment nor part of a certificate: "+sample+".")
	case "comment-hyphen":
		b.find(id, first, -1, which+has+" a hyphen in a comment: "+sample+".")
	}
	if n := len(b.Findings); n > 0 && b.Findings[n-1].Line == first && b.Findings[n-1].ID == id {
		b.Findings[n-1].End = last
	}
}

// quoted shows the start of a line; base64 is not shown, for it may be of a key
// whose BEGIN line is damaged.
func quoted(s string) string {
	const limit = 60
	if len(s) > 20 && strings.Trim(s, base64Alphabet) == "" {
		return "base64 outside of a block"
	}
	runes := []rune(strings.ToValidUTF8(s, "\ufffd"))
	if len(runes) > limit {
		return "“" + string(runes[:limit]) + "…”"
	}
	return "“" + string(runes) + "”"
}

func (b *bundle) block(found *block, seen map[string]int) {
	where := "The block in line " + itoa(found.line)
	switch {
	case strings.Contains(found.label, "PRIVATE KEY"):
		b.find("private-key", found.line, -1, where+" is a private key.")
		return
	case found.label != "CERTIFICATE":
		b.find("block-other", found.line, -1, where+" is labelled "+quoted(found.label)+".")
		if !found.certificate() {
			return
		}
	case found.fault != "":
		b.find("block-broken", found.line, -1, where+" cannot be read: "+found.fault+".")
		return
	}
	index := len(b.Certificates)
	info := certinfo.Parse(found.der)
	c := BundleCertificate{DER: found.der, Line: found.line, Subject: info.Subject.String()}
	c.Dropped = b.judge(found, info, index, seen)
	if c.Kept = c.Dropped == ""; c.Kept {
		b.Kept++
		b.Cleaned = append(b.Cleaned, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: found.der})...)
	}
	b.Certificates = append(b.Certificates, c)
}

// judge finds what is wrong with a certificate, and returns the first reason to
// leave it out of the cleaned file.
func (b *bundle) judge(found *block, info *certinfo.Certificate, index int, seen map[string]int) (dropped string) {
	who := info.Subject.String()
	if who == "" {
		who = "The certificate in line " + itoa(found.line)
	}
	say := func(id, text string) {
		if dropped == "" {
			dropped = id
		}
		b.find(id, found.line, index, who+" "+text)
	}
	if first, twice := seen[string(found.der)]; twice {
		say("duplicate", "stands in line "+itoa(first)+" already.")
		return dropped
	}
	seen[string(found.der)] = found.line
	b.subjects += info.Subject.Place.Length
	if n := len(found.der); n > alb.MaxCACertificate {
		say("too-large", "has "+count(n, "byte")+".")
	}
	if !complete(info) {
		say("block-broken", "cannot be read as a certificate"+firstFinding(info)+".")
		return dropped
	}
	strict, err := x509.ParseCertificate(found.der)
	if !supportedKey(&info.Key) {
		say("key-unsupported", "has a key that a listener does not take: "+info.Key.Title()+".")
	}
	if err != nil {
		say("certificate-broken", "is refused by Go's strict parser: "+plain(err)+".")
		return dropped
	}
	if strict.Version != 3 {
		say("not-x509v3", "is of version "+itoa(strict.Version)+".")
	}
	if !supportedSignature(&info.SignatureAlgorithm) && !bytes.Equal(strict.RawSubject, strict.RawIssuer) {
		say("signature-unsupported", "is signed by "+info.SignatureAlgorithm.Title()+".")
	}
	if !strict.IsCA && strict.Version == 3 {
		say("not-a-ca", "is no CA certificate: its basic constraints do not say so. It anchors itself alone.")
	}
	switch {
	case b.now.After(strict.NotAfter):
		say("expired", "expired at "+stamp(strict.NotAfter)+": chains that lead to it fail.")
	case b.now.Before(strict.NotBefore):
		b.find("not-yet-valid", found.line, index, who+" is valid from "+stamp(strict.NotBefore)+".")
	}
	return dropped
}

func (b *bundle) quotas() {
	n := len(b.Certificates)
	if n == 0 {
		b.find("empty", 0, -1, "There is no certificate in the file.")
	}
	if n > alb.MaxCACertificates {
		b.find("too-many", 0, -1, "The file holds "+count(n, "certificate")+"; a trust store takes 25.")
	}
	if b.subjects > alb.MaxCASubjects {
		b.find("subjects-too-large", 0, -1, "The subjects have "+count(b.subjects, "byte")+"; a trust store takes 10,000.")
	}
}

// sort puts the findings into the order of their lines, those without one last.
func (b *bundle) sort() {
	slices.SortStableFunc(b.Findings, func(x, y BundleFinding) int {
		if (x.Line == 0) != (y.Line == 0) {
			return y.Line - x.Line
		}
		return x.Line - y.Line
	})
}
