// Package family knows who forwards client certificates: which names each proxy,
// load balancer and program sends, in which syntax and spelling, what it verifies
// in which mode, where it writes the outcome and which words mean no, and what an
// application must still check and strip.
//
// It is data, one table in the files table*.go, and functions that only look at
// their arguments:
//
//   - [Lookup] gives the entries of a name: several, where several send it.
//   - [ReadOutcome] reads what a value says of the verification.
//   - [Decide] says for a whole request who wrote it, with the evidence and how sure
//     that is. A name is a label; syntax, words and neighbours count as well.
//   - [Compare] compares a value with a certificate, in whatever form it is written.
//   - [Write] writes a value as its sender does; what is written reads back.
//
// Syntax is package carrier's. Sources are named in the table: the senders' own
// source code and documents, and requests captured from the software itself.
package family

import (
	"strings"

	"github.com/mtlens/mtlens/internal/carrier"
	"github.com/mtlens/mtlens/internal/dn"
)

// ID is a family: a sender of values.
type ID uint8

// Kind is what a value holds.
type Kind uint8

const (
	NoKind         Kind = iota
	Certificate         // the client's own certificate
	Chain               // several certificates, with or without the client's own
	Subject             // the client's name
	Issuer              // its issuer's
	CommonName          // a part of the name: CN
	SubjectPart         // another part of it
	IssuerPart          // a part of the issuer's name
	Serial              // the serial number
	NotBefore           // the start of the validity
	NotAfter            // its end
	ValidityPair        // both
	Remaining           // days that are left
	Fingerprint         // SHA-1 or SHA-256 of the certificate
	AllNames            // alternative names of every kind
	DNSNames            // a DNS name of them, or several
	URIs                // URIs
	Emails              // e-mail addresses
	Addresses           // IP addresses
	Identity            // the identity that the sender made of them: a SPIFFE ID, a mesh's name
	Outcome             // the outcome of the verification
	Present             // whether there was a certificate
	Revoked             // whether it was revoked
	Error               // why the verification failed
	Bundle              // several of these in one value
	ProxyIdentity       // the proxy's own certificate or name: never the client's
	KeyDetail           // algorithm, version, key identifier, signature: of the certificate, not compared
	ConnectionInfo      // protocol, cipher, session
)

// Meaning is what a value of the kind is, in a sentence.
func (k Kind) Meaning() string { return meanings[k] }

var meanings = [...]string{
	"", "The client's certificate.", "Certificates of the client's chain.", "The client's name.", "The name of the issuer.",
	"The common name out of the client's name.", "A part of the client's name.", "A part of the issuer's name.", "The serial number of the client's certificate.",
	"The start of the certificate's validity.", "The end of the certificate's validity.", "From when to when the certificate is valid.",
	"The days until the certificate ends.", "A hash of the client's certificate.", "The alternative names of the client's certificate.",
	"DNS names of the client's certificate.", "URIs of the client's certificate.", "E-mail addresses of the client's certificate.",
	"IP addresses of the client's certificate.", "The identity of the client.", "The outcome of the verification.",
	"Whether the client sent a certificate.", "Whether the certificate was revoked.", "Why the verification failed.",
	"Several facts of the client in one value.", "The proxy's own certificate or name, not the client's.", "A detail of the certificate.", "A detail of the connection.",
}

// Writing is how a value of its kind is written: for certificates, bundles and
// pairs of dates a syntax of package carrier, for names a style of package dn, and
// so on. Unknown is for what no document says.
type Writing uint8

const Unknown Writing = 0

// The syntaxes of package carrier that the table uses.
const (
	xfcc              = Writing(carrier.XFCC)
	xfccJSON          = Writing(carrier.XFCCJSON)
	byteSequence      = Writing(carrier.ByteSequence)
	byteSequences     = Writing(carrier.ByteSequences)
	info              = Writing(carrier.Info)
	datePair          = Writing(carrier.Validity)
	pemLines          = Writing(carrier.PEMLines)
	pemTabs           = Writing(carrier.PEMTabs)
	pemBlanks         = Writing(carrier.PEMBlanks)
	pemOneLine        = Writing(carrier.PEMOneLine)
	pemJoined         = Writing(carrier.PEMJoined)
	pemSafe           = Writing(carrier.PEMSafe)
	pemPercent        = Writing(carrier.PEMPercent)
	pemApache         = Writing(carrier.PEMApache)
	pemQuote          = Writing(carrier.PEMQuote)
	pemPath           = Writing(carrier.PEMPath)
	pemForm           = Writing(carrier.PEMForm)
	pemBase64         = Writing(carrier.PEMBase64)
	base64DER         = Writing(carrier.Base64)
	base64URL         = Writing(carrier.Base64URL)
	base64List        = Writing(carrier.Base64List)
	base64ListEscaped = Writing(carrier.Base64ListEscaped)
)

// Names: the styles of package dn, and some of our own.
const (
	styles         Writing = 64
	nameRFC2253            = styles + Writing(dn.RFC2253)
	nameUTF8               = styles + Writing(dn.RFC2253UTF8)
	nameOneLine            = styles + Writing(dn.OneLine)
	nameSlash              = styles + Writing(dn.Slash)
	nameSlashRaw           = styles + Writing(dn.SlashRaw)
	nameJava               = styles + Writing(dn.JavaName)
	nameJavaString         = styles + Writing(dn.JavaString)
	nameGo                 = styles + Writing(dn.GoString)
	nameWindows            = styles + Writing(dn.Windows)
	nameTraefik            = styles + Writing(dn.Traefik)
	nameLines              = styles + Writing(dn.Lines)
)

const (
	nameForward      Writing = 96 + iota // RFC 2253's escapes, the certificate's order
	nameForwardSpace                     // the same with a comma and a space
	nameSpace                            // RFC 2253 with a comma and a space
	nameDER                              // base64 of the DER
	nameSlashBase64                      // base64 of HAProxy's slash form
	nameEnd
)

// Everything else.
const (
	serialUpper     Writing = 112 + iota // capitals, whole bytes
	serialLower                          // small letters, whole bytes
	serialColons                         // small letters with colons
	serialColonsDER                      // the same with the leading 00 of DER
	serialDecimal                        //
	serialBase64                         // base64 of the magnitude
	serialTrimmed                        // small letters without leading zeros
	dateOpenSSL                          // Feb  3 00:55:52 2015 GMT
	dateISO                              // 2018-12-18T01:50:34Z
	dateMillis                           // 2018-12-18T01:50:34.000Z
	dateOffset                           // 2022-07-01T18:05:09+00:00
	dateShort                            // 260203005552Z: the century is lost
	dateUnix                             // seconds
	dateGo                               // 2027-02-24 18:24:14 +0000 UTC
	dateJava                             // Wed Nov 25 18:24:14 UTC 2026
	sha1Lower                            // 40 digits
	sha1Upper                            //
	sha256Lower                          // 64 digits
	sha256Upper                          //
	sha256Colons                         // capitals with colons
	sha256Base64                         // 44 characters
	sha1Raw                              // the octets themselves
	words3                               // SUCCESS, FAILED:reason, NONE
	wordsApache                          // those and GENEROUS
	statusCode                           // Success, Failed:code
	number                               // OpenSSL's number, 0 for "ok"
	nodeCode                             // SUCCESS, or OpenSSL's name of the error, perhaps behind FAILED:
	boolean                              // true, false
	bit                                  // 1, 0
	plainText                            // the text itself
	errorWord                            // client_cert_not_provided, or what else befell the request
	listComma                            // with commas
	listBase64                           // base64 of each, with commas
	listGo                               // [a b]
	listOpenSSL                          // DNS:a, URI:b, IP Address:c
	textBase64                           // base64 of the text
	jsonNode                             // JSON of Node's getPeerCertificate
	jsonPython                           // JSON of Python's getpeercert
	certificateEnd                       // none: bounds the list
)

// Carrier is the syntax of package carrier that w is, or None.
func (w Writing) Carrier() carrier.Kind {
	if w < styles {
		return carrier.Kind(w)
	}
	return carrier.None
}

// style is the style of package dn that w is.
func (w Writing) style() (dn.Style, bool) {
	return dn.Style(w - styles), w >= styles && w <= nameLines
}

func (w Writing) isName() bool {
	return w >= styles && w <= nameLines || w >= nameForward && w < nameEnd
}

// Ways are the writings in which a header is found, the usual one first.
type Ways [4]Writing

// Weight says how much a name tells of its sender.
type Weight uint8

const (
	Shared Weight = iota // many send it
	Usual                // documents or well-known recipes of this sender have it, and others use it too
	Own                  // no other sender has it
)

// Place is where a name was found.
type Place uint8

const (
	InHeader Place = iota // a header, a variable, a field of a log
	InJSON                // a member of JSON: short names such as serialNumber count there alone
)

// Header is a name that a family sends.
type Header struct {
	Name   string // in lower case, with - for _; a number at the end is 0
	Kind   Kind
	Ways   Ways
	Weight Weight
	Format uint8 // which of the family's formats it is of
	JSON   bool  // it counts in JSON alone
}

// Writing is the usual writing of the header.
func (h *Header) Writing() Writing { return h.Ways[0] }

// Basis is what a claim rests on.
type Basis uint8

const (
	Documented Basis = iota // the sender's own documents
	InSource                // its source code
	Measured                // captured from the software
	Reported                // by users
	Inferred                // from the rest
)

// Claim is a sentence about what a family does.
type Claim struct {
	Text  string
	Basis Basis
}

// ModeKind is what a mode comes to.
type ModeKind uint8

const (
	Required    ModeKind = iota // a connection without a certificate that verifies is refused
	Optional                    // a certificate is verified if there is one; one that fails is refused
	Tolerant                    // one that fails is let through, and the outcome is written
	Passthrough                 // nothing is verified
)

// Mode is a way in which a family is configured.
type Mode struct {
	Kind ModeKind
	Name string // as the family calls it
}

// ChainOrder is what stands in a family's chain, and what comes first.
type ChainOrder uint8

const (
	NoChain      ChainOrder = iota // it sends the client's own certificate alone
	LeafFirst                      // the client's own, then the others as the client sent them
	WithoutLeaf                    // the others, without the client's own
	OrderUnknown                   // not documented
)

// Family is a sender.
type Family struct {
	ID        ID
	Slug      string // stable, in lower case: for URLs and files
	Title     string
	Reference string // URL of the page that documents it best
	Formats   []Format
	Headers   []Header
	Modes     []Mode
	Chain     ChainOrder
	Outcome   string // where the outcome stands, and the words
	Neighbors []Neighbor
	Generic   bool // a format without one sender: RFC 9440
	Reader    bool // who reads the values: somebody else sent them
	Unnamed   bool // the operator gives the headers their names
}

// FormatKind says where the names of a format are found.
type FormatKind uint8

const (
	Request FormatKind = iota // headers of a request, or the variables made of them
	Log                       // a record of a log: never headers
	Event                     // an event or object in JSON
)

// Format is a set of names that go together.
type Format struct {
	Name string
	Kind FormatKind
}

// Neighbor is a value beside the certificate's that is evidence for a family.
type Neighbor struct {
	Name  string // in lower case, with - for _; one that ends in * is a beginning
	Holds string // what the value has in it, in lower case; empty for any
	Sure  uint8  // how much it says, of 100
}

// Of returns the description of a family, nil for none.
func Of(id ID) *Family {
	if id == None || int(id) >= len(families) {
		return nil
	}
	return families[id]
}

// Within is the title as it stands inside a sentence: some begin with an article.
func (f *Family) Within() string {
	if rest, ok := strings.CutPrefix(f.Title, "A "); ok {
		return "a " + rest
	}
	return f.Title
}

// All gives the families one after the other.
func All() []*Family { return families[1:] }

// String is the slug.
func (id ID) String() string {
	if f := Of(id); f != nil {
		return f.Slug
	}
	return ""
}
