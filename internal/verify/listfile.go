package verify

import (
	"bytes"
	"encoding/pem"
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

// ListReport is a revocation list judged as the file that is uploaded. AWS: "Upload
// the PEM-encoded CRL"; that a file holds one list is reported, not documented.
type ListReport struct {
	Form     Form
	Accepted bool // nothing in it is against a documented rule
	Lists    []FileList
	Findings []FileFinding
	Cleaned  [][]byte // a file in PEM for each list that can be read
}

// FileList is a list of the file.
type FileList struct {
	DER        []byte
	Line       int    // of its BEGIN line, from 1; 0 in a file that is not text
	Issuer     string // as ALB writes names
	Entries    int
	ThisUpdate time.Time
	NextUpdate time.Time // zero if there is none
	Readable   bool
}

// RevocationFile judges a revocation file at a time.
func RevocationFile(file []byte, now time.Time) ListReport {
	f := &listFile{now: now}
	if n := len(file); n > alb.MaxCRLFile {
		f.find(finding.ListFileSize, 0, -1, "The file has "+words.Count(n, "byte")+"; "+words.Bytes(alb.MaxCRLFile)+" are taken.")
	}
	switch f.Form = formOf(file); f.Form {
	case FormUTF16:
		f.find(finding.ListUTF16, 0, -1, "The file is in UTF-16: two bytes a character.")
		f.read(fromUTF16(file))
	case FormDER, FormPKCS7, FormJKS:
		f.binary(file)
	case FormPKCS12:
		f.find(finding.ListOtherBlock, 0, -1, "The file is a PKCS #12 keystore, which may hold a private key. It is not opened.")
	default:
		f.read(file)
	}
	f.whole(noText(file))
	f.Accepted = true
	for i := range f.Findings {
		f.Accepted = f.Accepted && !f.Findings[i].refuses()
	}
	return f.ListReport
}

type listFile struct {
	ListReport
	now     time.Time
	entries int
}

func (f *listFile) find(id finding.ID, line, list int, text string) {
	if len(f.Findings) < maxFileFindings {
		f.Findings = append(f.Findings, found(id, line, list, text))
	}
}

func (f *listFile) binary(file []byte) {
	all := structuresOf(f.Form, file)
	what := "DER"
	switch f.Form {
	case FormPKCS7:
		what = "a PKCS #7 bundle in DER"
	case FormJKS:
		what = "a Java keystore"
	}
	f.find(finding.ListDER, 0, -1, "The file is "+what+", with "+words.Count(len(all), "structure")+".")
	for _, raw := range all {
		f.structure(raw, 0)
	}
}

// structure adds what stands in DER in a line.
func (f *listFile) structure(raw []byte, line int) {
	if kind := der.Classify(raw); kind != der.RevocationList {
		f.find(finding.ListOtherBlock, line, -1, "There is a "+kind.String()+" in the file.")
		return
	}
	f.list(raw, line)
}

func (f *listFile) read(file []byte) {
	for _, b := range blocksOf(lines(file)) {
		where := "The block in line " + strconv.Itoa(b.line)
		switch {
		case b.fault != "":
			f.find(finding.ListBroken, b.line, -1, where+" cannot be read: "+b.fault+".")
		case b.label == "X509 CRL":
			f.list(b.der, b.line)
		case b.label == "CRL":
			f.find(finding.ListOtherBlock, b.line, -1, where+" is labelled CRL, not X509 CRL.")
			f.list(b.der, b.line)
		case strings.Contains(b.label, "PRIVATE KEY"):
			f.find(finding.ListOtherBlock, b.line, -1, where+" is a private key. If the file has been anywhere, treat it as exposed.")
		default:
			f.find(finding.ListOtherBlock, b.line, -1, where+" is labelled "+sample(b.label)+".")
		}
	}
}

func (f *listFile) list(raw []byte, line int) {
	read := certinfo.ParseList(raw)
	index := len(f.Lists)
	entry := FileList{DER: raw, Line: line, Issuer: read.Issuer.String(), Entries: len(read.Entries), ThisUpdate: read.ThisUpdate.Time}
	if read.NextUpdate.OK {
		entry.NextUpdate = read.NextUpdate.Time
	}
	f.entries += len(read.Entries)
	why := brokenList(read)
	entry.Readable = why == ""
	f.Lists = append(f.Lists, entry)
	if why != "" {
		f.find(finding.ListBroken, line, index, "The list cannot be read: "+why+".")
		return
	}
	f.Cleaned = append(f.Cleaned, pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: raw}))
	l := newList(read, 0)
	who := "The list of " + l.name()
	say := func(id finding.ID, text string) { f.find(id, line, index, who+" "+text+".") }
	if !alb.SupportedSignature(&l.SignatureAlgorithm) {
		say(finding.ListAlgorithm, "is signed by "+l.SignatureAlgorithm.Title())
	}
	f.scope(l, say)
	if l.delta {
		say(finding.ListDelta, "is a delta list")
	}
	if l.critical != "" {
		say(finding.ListCritical, "has a critical extension that is not known: "+l.critical)
	}
	switch {
	case l.NextUpdate.OK && !f.now.Before(l.NextUpdate.Time):
		say(finding.ListOutOfDate, "should have been renewed at "+moment.ISO(l.NextUpdate.Time))
	case f.now.Before(l.ThisUpdate.Time):
		say(finding.ListEarly, "begins at "+moment.ISO(l.ThisUpdate.Time))
	}
}

// scope tells what the issuing distribution point leaves out.
func (f *listFile) scope(l *crl, say func(finding.ID, string)) {
	switch s := &l.scope; {
	case !s.there:
	case s.unread:
		say(finding.ListScope, "has an issuing distribution point that cannot be read, or two of them: OpenSSL passes over that, AWS-LC does not take the list")
	case s.indirect, s.someReason, s.onlyAttrs, s.invalid:
		say(finding.ListIndirect, "is indirect, for some reasons alone, or not for certificates of this kind")
	case s.point != nil:
		at := ""
		if full := s.point.Find("fullName"); full != nil && len(full.List) > 0 && full.List[0].Name != nil {
			at = ", " + words.Quote(words.Shorten(full.List[0].Name.Text, 100))
		}
		say(finding.ListPartitioned, "names a distribution point"+at+": it covers certificates that name the same one, and no anchor does, so s2n-tls finds no list for it and refuses every client")
	case s.onlyUsers:
		say(finding.ListScope, "is for user certificates alone: it does not cover its own issuer, which s2n-tls looks up too where it is an anchor")
	case s.onlyCAs:
		say(finding.ListScope, "is for CA certificates alone: clients of that issuer have no list")
	}
}

// whole judges the file as a whole; what it is, if it is no text.
func (f *listFile) whole(what string) {
	switch n := len(f.Lists); {
	case n == 0 && what != "" && f.Form == FormPEM:
		f.find(finding.ListNone, 0, -1, "There is no revocation list in the file: it is "+what+".")
	case n == 0:
		f.find(finding.ListNone, 0, -1, "There is no revocation list in the file.")
	case n > 1:
		f.find(finding.ListSeveral, 0, -1, "The file holds "+words.Count(n, "list")+". ALB is reported to answer: More than one CRL objects in the revocation file.")
	}
	if f.entries > alb.MaxCRLEntries {
		f.find(finding.ListEntries, 0, -1, "The lists have "+words.Number(f.entries)+" entries; a trust store takes "+words.Number(alb.MaxCRLEntries)+".")
	}
}

// Listed returns the entry by which a list names a certificate, nil if it does not.
// Of reports whether the list is of the certificate's issuer: a serial number
// means nothing in the list of another. The signature is not checked.
func Listed(list *certinfo.List, c *certinfo.Certificate) (entry *certinfo.Entry, of bool) {
	l := &crl{List: list}
	return l.entryOf(c), dn.Match(&c.Issuer, &list.Issuer)
}

// BelongsTo reports whether two structures have one public key: a certificate and
// another one, a certificate request, or the key itself as a SubjectPublicKeyInfo.
func BelongsTo(a, b *certinfo.PublicKey) bool {
	return len(a.Raw) > 0 && (bytes.Equal(a.Raw, b.Raw) || a.Kind == b.Kind && a.Value.Place.Length > 0 && a.CurveOID == b.CurveOID && bytes.Equal(a.Value.Bytes, b.Value.Bytes))
}
