package verify

import (
	"encoding/pem"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/dn"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// BundleReport is a trust store judged as the file that is uploaded, by the very
// bytes that were opened.
type BundleReport struct {
	Form         Form
	Accepted     bool // nothing in it is against a documented rule
	Certificates []BundleCertificate
	Findings     []FileFinding // in the order of the lines; those on the whole file last
	Cleaned      []byte        // PEM without what was found fault with; empty if nothing is left
	Kept         int           // certificates in Cleaned
}

// BundleCertificate is a certificate of the file.
type BundleCertificate struct {
	DER     []byte
	Line    int        // of its BEGIN line, from 1; 0 in a file that is not text
	Subject string     // as ALB writes it
	Kept    bool       // it is in Cleaned
	Dropped finding.ID // why it is not, or empty
}

// FileFinding is one thing noticed in a file.
type FileFinding struct {
	ID          finding.ID
	Severity    finding.Severity // an error if the upload, or a connection, fails for it; a warning if it does no good
	Basis       alb.Basis
	Line        int // from 1; 0 for the whole file
	End         int // the last line, where neighbors have the same fault; else Line
	Certificate int // index into Certificates, or -1
	Text        string
	Hint        string
}

// fileRules say of the rules of package finding how sure they are, and what to do.
// AWS of trust stores: "PEM format", comments "must be preceded by the # character
// and must not contain any - characters", "There cannot be any blank lines"
// ([alb.Guide]); the numbers are quotas ([alb.QuotaGuide]).
var fileRules = []struct {
	id    finding.ID
	basis alb.Basis
	hint  string
}{
	{finding.StoreBlankLine, alb.Documented, "Delete the line."},
	{finding.StoreCommentHyphen, alb.Documented, "Take the hyphens out of the comment, or the comment out of the file."},
	{finding.StoreStrayText, alb.Documented, "Begin comments with #, and leave out what openssl prints with -text."},
	{finding.StoreBlockBroken, alb.Documented, "Copy the certificate again, from its BEGIN line to its END line."},
	{finding.StoreBlockOther, alb.Documented, "A trust store holds CERTIFICATE blocks alone."},
	{finding.StorePrivateKey, alb.Documented, "Take the key out. If the file has been anywhere, treat the key as exposed."},
	{finding.StoreCertificateBroken, alb.Assumed, "Ask the CA for the certificate again."},
	{finding.StoreVersion, alb.Documented, "Use an X.509v3 certificate of the CA."},
	{finding.StoreKeyUnsupported, alb.Documented, "Use a CA with an RSA key of 2048 to 8192 bits, or on P-256, P-384 or P-521."},
	{finding.StoreSignatureUnsupported, alb.Documented, "Use a CA certificate that is signed with SHA-256, SHA-384 or SHA-512."},
	{finding.StoreTooLarge, alb.Documented, "AWS takes CA certificates of at most 16 KB."},
	{finding.StoreNotCA, alb.Assumed, "Put the certificate of the issuing CA there instead."},
	{finding.StoreExpired, alb.FollowsS2N, "Take it out, or put the renewed certificate in."},
	{finding.StoreNotYetValid, alb.FollowsS2N, "It anchors nothing before its time."},
	{finding.StoreDuplicate, alb.Assumed, "Once is enough, and each counts against the quota."},
	{finding.StoreIndented, alb.Assumed, "Remove white space at the ends of lines. AWS does not say whether it minds."},
	{finding.StoreByteOrderMark, alb.Assumed, "Save the file as UTF-8 without a byte order mark."},
	{finding.StoreTooMany, alb.Documented, "Split the trust store, or have the quota raised: 25 is the default."},
	{finding.StoreSubjectsTooLarge, alb.Documented, "Have the quota raised: 10,000 is the default. How AWS counts is not documented; here the bytes of the names are."},
	{finding.StoreEmpty, alb.Documented, "Put at least one CA certificate in."},
	{finding.StoreGlued, alb.Documented, "Put a line break between the two, and end each file with one before it is appended to: cat does not add it."},
	{finding.StoreDER, alb.Documented, "Save the cleaned file, or convert it: openssl x509 -inform DER -in FILE -out trust-store.pem."},
	{finding.StoreUTF16, alb.Documented, "Save the cleaned file. In PowerShell write with Out-File -Encoding ascii instead of >."},
	{finding.StorePKCS7, alb.Documented, "Save the cleaned file, or convert it: openssl pkcs7 -print_certs -in FILE, and take the certificates out of what it prints."},
	{finding.StoreKeystore, alb.Documented, "Export the certificates in PEM: keytool -exportcert -rfc -keystore FILE -alias NAME."},
	{finding.StoreLineEnds, alb.Assumed, "Save the file with the line ends of Unix."},

	{finding.ListDER, alb.Documented, "Save the cleaned file, or convert it: openssl crl -inform DER -in FILE -out list.pem."},
	{finding.ListUTF16, alb.Documented, "Save the cleaned file, as plain ASCII."},
	{finding.ListNone, alb.Documented, "Choose the file with the block X509 CRL."},
	{finding.ListOtherBlock, alb.Assumed, "Take everything but the list out."},
	{finding.ListSeveral, alb.Assumed, "Put each list into a file of its own, and add the files one by one."},
	{finding.ListBroken, alb.Documented, "Fetch the list again."},
	{finding.ListFileSize, alb.Documented, "Have the CA drop entries of certificates that have expired, or partition its lists."},
	{finding.ListEntries, alb.Documented, "Have the quota raised: 500,000 entries in a trust store is the default."},
	{finding.ListAlgorithm, alb.Assumed, "Have the CA sign its list with SHA-256, SHA-384 or SHA-512."},
	{finding.ListPartitioned, alb.FollowsS2N, "Have the CA publish a complete list: in AWS Private CA the CRL type Complete, its default, instead of Partitioned."},
	{finding.ListScope, alb.FollowsS2N, "Add the other list too, or have the CA publish one for all."},
	{finding.ListIndirect, alb.FollowsS2N, "Have each CA sign a list of its own, for all reasons."},
	{finding.ListDelta, alb.FollowsS2N, "Add the full list instead."},
	{finding.ListCritical, alb.FollowsS2N, "Have the CA publish a list without it."},
	{finding.ListOutOfDate, alb.Assumed, "Add the current list."},
	{finding.ListEarly, alb.Assumed, "See whether the clock of the CA is ahead."},
}

// found makes a finding of a rule.
func found(id finding.ID, line, certificate int, text string) FileFinding {
	for i := range fileRules {
		if r := &fileRules[i]; r.id == id {
			return FileFinding{id, finding.Lookup(id).Severity, r.basis, line, line, certificate, text, r.hint}
		}
	}
	panic("verify: no rule about files " + string(id))
}

// refuses reports whether AWS documents that a file with the finding is refused.
func (f *FileFinding) refuses() bool {
	return f.Severity == finding.Error && f.Basis == alb.Documented
}

// Bundle judges a trust store at a time.
func Bundle(file []byte, now time.Time) BundleReport {
	b := &bundle{now: now, seen: map[string]int{}}
	switch b.Form = formOf(file); b.Form {
	case FormUTF16:
		b.find(finding.StoreUTF16, 0, -1, "The file is in UTF-16: two bytes a character.")
		b.read(fromUTF16(file))
	case FormDER, FormPKCS7, FormJKS:
		b.binary(file)
	case FormPKCS12:
		b.find(finding.StoreKeystore, 0, -1, "The file is a PKCS #12 keystore, which may hold a private key.")
	default:
		b.read(file)
	}
	b.quotas()
	b.sort()
	b.Accepted = !b.refused
	return b.BundleReport
}

type bundle struct {
	BundleReport
	now      time.Time
	seen     map[string]int // the line of each certificate
	subjects int
	refused  bool
}

// maxFileFindings bounds the report: nobody reads more, and a file that is no trust
// store at all can give one for every other line.
const maxFileFindings = 200

func (b *bundle) find(id finding.ID, line, certificate int, text string) {
	f := found(id, line, certificate, text)
	if len(b.Findings) < maxFileFindings {
		b.Findings = append(b.Findings, f)
	}
	b.refused = b.refused || f.refuses()
}

// binary takes the certificates out of a file that is no PEM.
func (b *bundle) binary(file []byte) {
	all := structuresOf(b.Form, file)
	holds := words.Count(len(all), "structure")
	switch b.Form {
	case FormDER:
		b.find(finding.StoreDER, 0, -1, "The file is DER, with "+holds+".")
	case FormPKCS7:
		b.find(finding.StorePKCS7, 0, -1, "The file is a PKCS #7 bundle in DER, with "+holds+".")
	case FormJKS:
		b.find(finding.StoreKeystore, 0, -1, "The file is a Java keystore, with "+words.Count(len(all), "certificate")+".")
	}
	for _, raw := range all {
		b.structure(raw, 0)
	}
}

// structure adds what stands in DER in a line.
func (b *bundle) structure(raw []byte, line int) {
	switch kind := der.Classify(raw); {
	case kind == der.Certificate:
		b.certificate(raw, line)
	case kind.Secret():
		b.find(finding.StorePrivateKey, line, -1, "There is a private key in the file.")
	default:
		b.find(finding.StoreBlockOther, line, -1, "There is a "+kind.String()+" in the file.")
	}
}

// read judges text.
func (b *bundle) read(file []byte) {
	if strings.HasPrefix(string(file), "\ufeff") {
		b.find(finding.StoreByteOrderMark, 1, -1, "The file begins with a byte order mark.")
	}
	if onlyReturns(file) {
		b.find(finding.StoreLineEnds, 0, -1, "The lines of the file end with a carriage return alone.")
	}
	all := lines(file)
	blocks := blocksOf(all)
	if what := noText(file); what != "" && len(blocks) == 0 {
		b.find(finding.StoreStrayText, 0, -1, "The file is "+what+".")
		return
	}
	b.text(all, blocks)
	for i := range blocks {
		b.block(&blocks[i])
	}
}

// text looks at the lines outside of blocks, and at white space everywhere.
// Neighboring lines of one fault make one finding.
func (b *bundle) text(all []string, blocks []block) {
	next, indented := 0, false
	id, first := finding.ID(""), 0 // the run of lines that is going on
	for i, line := range all {
		row := i + 1
		for next < len(blocks) && row > blocks[next].end {
			next++
		}
		bare := strings.TrimSuffix(line, "\r")
		trimmed := strings.TrimSpace(bare)
		inside := next < len(blocks) && row >= blocks[next].line
		fault := finding.ID("")
		_, _, joined := glued(trimmed)
		switch {
		case trimmed == "":
			fault = finding.StoreBlankLine
		case joined:
			fault = finding.StoreGlued
		case inside:
		case !strings.HasPrefix(trimmed, "#"):
			fault = finding.StoreStrayText
		case strings.Contains(trimmed, "-"):
			fault = finding.StoreCommentHyphen
		}
		if fault != id {
			b.lines(id, first, row-1, all)
			id, first = fault, row
		}
		if trimmed != "" && trimmed != bare && !indented {
			indented = true
			b.find(finding.StoreIndented, row, -1, "Line "+strconv.Itoa(row)+" begins or ends with white space.")
		}
	}
	b.lines(id, first, len(all), all)
}

// lines reports a run of lines with one fault.
func (b *bundle) lines(id finding.ID, first, last int, all []string) {
	if id == "" {
		return
	}
	which, is, has := "Line "+strconv.Itoa(first), " is", " has"
	if last > first {
		which, is, has = "Lines "+strconv.Itoa(first)+" to "+strconv.Itoa(last), " are", " have"
	}
	sample := sample(strings.TrimSpace(all[first-1]))
	switch id {
	case finding.StoreBlankLine:
		b.find(id, first, -1, which+is+" blank.")
	case finding.StoreGlued:
		b.find(id, first, -1, which+has+" an END and a BEGIN run together, “END …BEGIN …”.")
	case finding.StoreStrayText:
		b.find(id, first, -1, which+is+" neither comment nor part of a certificate: "+sample+".")
	case finding.StoreCommentHyphen:
		b.find(id, first, -1, which+has+" a hyphen in a comment: "+sample+".")
	}
	if n := len(b.Findings); n > 0 && b.Findings[n-1].Line == first && b.Findings[n-1].ID == id {
		b.Findings[n-1].End = last
	}
}

// sample shows the start of a line; base64 is not shown, for it may be of a key
// whose BEGIN line is damaged.
func sample(s string) string {
	const limit = 60
	if len(s) > 20 && strings.Trim(s, base64Alphabet) == "" {
		return "base64 outside of a block"
	}
	return words.Quote(words.Shorten(strings.ToValidUTF8(s, "\ufffd"), limit))
}

func (b *bundle) block(found *block) {
	where := "The block in line " + strconv.Itoa(found.line)
	switch {
	case strings.Contains(found.label, "PRIVATE KEY"):
		b.find(finding.StorePrivateKey, found.line, -1, where+" is a private key.")
		return
	case found.label == "PKCS7" || found.label == "CMS":
		b.Form = FormPKCS7PEM
		b.find(finding.StorePKCS7, found.line, -1, where+" is a PKCS #7 bundle.")
		for _, raw := range pkcs7(found.der) {
			b.structure(raw, found.line)
		}
		return
	case found.label != "CERTIFICATE":
		b.find(finding.StoreBlockOther, found.line, -1, where+" is labelled "+sample(found.label)+".")
		if !found.certificate() {
			return
		}
	case found.fault != "":
		b.find(finding.StoreBlockBroken, found.line, -1, where+" cannot be read: "+found.fault+".")
		return
	}
	b.certificate(found.der, found.line)
}

func (b *bundle) certificate(raw []byte, line int) {
	info := certinfo.Parse(raw)
	c := BundleCertificate{DER: raw, Line: line, Subject: info.Subject.String()}
	c.Dropped = b.judge(raw, line, info)
	if c.Kept = c.Dropped == ""; c.Kept {
		b.Kept++
		b.Cleaned = append(b.Cleaned, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})...)
	}
	b.Certificates = append(b.Certificates, c)
}

// judge finds what is wrong with a certificate, and returns the first reason to
// leave it out of the cleaned file.
func (b *bundle) judge(raw []byte, line int, info *certinfo.Certificate) (dropped finding.ID) {
	who := words.Shorten(info.Subject.String(), 200)
	if who == "" {
		who = "The certificate in line " + strconv.Itoa(line)
	}
	say := func(id finding.ID, text string) {
		if dropped == "" {
			dropped = id
		}
		b.find(id, line, len(b.Certificates), who+" "+text)
	}
	if first, twice := b.seen[string(raw)]; twice {
		say(finding.StoreDuplicate, "stands in line "+strconv.Itoa(first)+" already.")
		return dropped
	}
	b.seen[string(raw)] = line
	b.subjects += info.Subject.Place.Length
	if n := len(raw); n > alb.MaxCACertificate {
		say(finding.StoreTooLarge, "has "+words.Count(n, "byte")+".")
	}
	if read := alb.CheckReadable([]*certinfo.Certificate{info}); read.Outcome == alb.Failed {
		why := "cannot be read as a certificate"
		if f := read.Fact.Finding; f != nil {
			why += ": " + strings.TrimSuffix(f.Text, ".")
		}
		say(finding.StoreBlockBroken, why+".")
		return dropped
	}
	if !alb.SupportedKey(&info.Key) {
		say(finding.StoreKeyUnsupported, "has a key that a listener does not take: "+info.Key.Title()+".")
	}
	if id := invalidExtension(info); id != "" {
		say(finding.StoreCertificateBroken, "has an extension that cannot be read: "+id+". OpenSSL takes such a certificate for nobody's issuer.")
	}
	if n := info.Version.Number; n != 3 {
		say(finding.StoreVersion, "is of version "+strconv.Itoa(n)+".")
	}
	if !alb.SupportedSignature(&info.SignatureAlgorithm) && !dn.Match(&info.Subject, &info.Issuer) {
		say(finding.StoreSignatureUnsupported, "is signed by "+info.SignatureAlgorithm.Title()+".")
	}
	if info.Version.Number == 3 && !isCA(info) {
		say(finding.StoreNotCA, "is no CA certificate: its basic constraints do not say so. It anchors itself alone.")
	}
	switch {
	case info.NotAfter.OK && b.now.After(info.NotAfter.Time):
		say(finding.StoreExpired, "expired at "+moment.ISO(info.NotAfter.Time)+": chains that lead to it fail.")
	case info.NotBefore.OK && b.now.Before(info.NotBefore.Time):
		b.find(finding.StoreNotYetValid, line, len(b.Certificates), who+" is valid from "+moment.ISO(info.NotBefore.Time)+".")
	}
	return dropped
}

func (b *bundle) quotas() {
	n := len(b.Certificates)
	if n == 0 {
		b.find(finding.StoreEmpty, 0, -1, "There is no certificate in the file.")
	}
	if n > alb.MaxCACertificates {
		b.find(finding.StoreTooMany, 0, -1, "The file holds "+words.Count(n, "certificate")+"; a trust store takes "+words.Number(alb.MaxCACertificates)+".")
	}
	if b.subjects > alb.MaxCASubjects {
		b.find(finding.StoreSubjectsTooLarge, 0, -1, "The subjects have "+words.Count(b.subjects, "byte")+"; a trust store takes "+words.Number(alb.MaxCASubjects)+".")
	}
}

// sort puts the findings into the order of their lines, those without one last.
func (b *bundle) sort() {
	slices.SortStableFunc(b.Findings, func(x, y FileFinding) int {
		if (x.Line == 0) != (y.Line == 0) {
			return y.Line - x.Line
		}
		return x.Line - y.Line
	})
}
