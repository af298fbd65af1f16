// Package result is what a paste comes to as JSON for programs: the result of
// package judge, without a sentence of the page.
//
// Identifiers of findings, rules, families and reason codes are those of the
// tables and never change. What is one of a few is a word of a fixed set. Lists are
// never null, numbers are whole, times are RFC 3339 in UTC. Nothing secret is in
// it: what holds a private key is stars, or left out.
//
// The JSON writer (json.gen.go) and the JSON Schema (result.schema.json) are
// generated from this file with "make generate".
package result

// Schema is the version of the form. It rises when a member changes its meaning or
// goes; added members and words leave it as it is.
const Schema = 1

// Result is what one paste comes to.
type Result struct {
	Schema       int
	Time         string        // the time that validity was judged by
	Bytes        int           // of the paste
	Binary       bool          // the paste is DER, not text
	Refused      bool          // it is longer than the limit and was not read
	Units        []Unit        // requests and loose certificates, in the order of the paste
	Certificates []Certificate // each distinct one once; others refer to them by index
	Structures   []Structure   // what else was found: requests, lists, keys
	Logs         []Log         // a summary of each connection log
	Findings     []Finding     // about the paste as a whole
}

// Span is a range of the paste in bytes. Line and column are those of its start,
// from 1, and 0 in a binary paste; columns count UTF-16 units.
type Span struct {
	Start, End, Line, Column int
}

// DER is a range inside a structure, in bytes.
type DER struct {
	Offset, Length int
	Path           string `json:",omitempty"` // by the names of the RFCs: "tbsCertificate.extensions[3].extnValue"
}

// Unit is a request, a record or what stands alone.
type Unit struct {
	Span         Span
	Sender       Sender
	Verification Verification
	Client       int      // index of the client's certificate; -1 if there is none
	Headers      []Header // the named values that matter
	Agree        int      // named values that say what the certificate says
	Differ       int      // those that say something else
	Chain        []Member // leaf first by issuer
	InOrder      bool     // the chain was presented in that order
	ALB          *Taken   // whether an ALB would take it; absent where nothing could be presented to one
	Structures   []int    // what else is in it, by index
	Findings     []Finding
}

// Sender is who wrote the values.
type Sender struct {
	Family  string   // the identifier of the family; empty if it is not told
	Sure    Sure     // how sure that is
	Renamed bool     // the headers are an ALB's under other names
	Mode    string   `json:",omitempty"` // as the family calls it; absent if it is not told
	Reasons []Reason // what it rests on
	Others  []string // families that could have written it too, the likeliest first
	Also    []string // families whose own identity values are in the request too
}

// Sure says how sure a conclusion is.
type Sure string

const (
	NotTold  Sure = "not-told" // the request does not tell
	Possible Sure = "possible" // it could be; others could too
	Likely   Sure = "likely"   // most of what is there says so, and nothing against it
	Certain  Sure = "certain"  // a name that is this family's alone, in its own writing, or as much else
)

// Reason is one reason for a family.
type Reason struct {
	Kind ReasonKind
	Name string // of the value
	Span Span
}

// ReasonKind is what a reason is.
type ReasonKind string

const (
	ByName      ReasonKind = "name"       // the name
	ByForm      ReasonKind = "form"       // how the value is written
	ByOtherForm ReasonKind = "other-form" // the value is written as this family does not: evidence against it
	ByWord      ReasonKind = "word"       // a word of the verification
	ByNeighbor  ReasonKind = "neighbor"   // another value beside it
	BySetting   ReasonKind = "setting"    // a setting beside it that renames headers
	ByAgreement ReasonKind = "agreement"  // the value is to the byte what the certificate gives in this writing
)

// Verification is what the request itself says of it.
type Verification struct {
	Outcome     Outcome
	Header      int    // index of the header that says so; -1 if it follows from what is absent
	Reason      string `json:",omitempty"` // as written
	Error       string `json:",omitempty"` // OpenSSL's name of the error, if the reason is one
	Code        string `json:",omitempty"` // a reason code of AWS's logs
	Contradicts bool   // values of the request contradict each other
}

// Outcome is how a verification ended, as the sender says.
type Outcome string

const (
	NotSaid       Outcome = "not-told"       // nothing is said
	Verified      Outcome = "verified"       // the sender says that the certificate verified
	Failed        Outcome = "failed"         // it says that it did not
	NoCertificate Outcome = "no-certificate" // it says that there was none
	NotVerified   Outcome = "not-verified"   // a certificate was there, and was not verified or not wholly
	Unknown       Outcome = "unknown"        // a word that the sender is not known to write
)

// Header is a named value: a header, a variable, a member of one.
type Header struct {
	Name         string
	Kind         Kind
	Span         Span
	Value        string // without what it is wrapped in; stars if it is secret, or should be a certificate and is none
	Secret       bool
	Of           int    // index of the header that it is a member of; -1 if it stands by itself
	Element      int    // which element of that, from 0
	Renamed      bool   // the name is the operator's
	Certificates []int  // those in the value, by index
	Client       bool   // it holds the client's certificate
	Agreement    string `json:",omitempty"` // "agrees" or "differs"; absent if nothing was compared
	How          []How  // ways in which it differs; of one that agrees, ways of writing alone
	Exact        bool   // it is to the byte what its sender writes
	Expected     string `json:",omitempty"` // what the certificate gives in this writing
	NotCompared  string `json:",omitempty"` // why nothing was compared
}

// Kind is what a value holds.
type Kind string

const (
	KindUnknown       Kind = "unknown"
	KindCertificate   Kind = "certificate"
	KindChain         Kind = "chain"
	KindSubject       Kind = "subject"
	KindIssuer        Kind = "issuer"
	KindCommonName    Kind = "common-name"
	KindSubjectPart   Kind = "subject-part"
	KindIssuerPart    Kind = "issuer-part"
	KindSerial        Kind = "serial"
	KindNotBefore     Kind = "not-before"
	KindNotAfter      Kind = "not-after"
	KindValidity      Kind = "validity"
	KindRemaining     Kind = "remaining-days"
	KindFingerprint   Kind = "fingerprint"
	KindAllNames      Kind = "alternative-names"
	KindDNSNames      Kind = "dns-names"
	KindURIs          Kind = "uris"
	KindEmails        Kind = "emails"
	KindAddresses     Kind = "ip-addresses"
	KindIdentity      Kind = "identity"
	KindOutcome       Kind = "outcome"
	KindPresent       Kind = "present"
	KindRevoked       Kind = "revoked"
	KindError         Kind = "error"
	KindBundle        Kind = "bundle"
	KindProxyIdentity Kind = "proxy-identity"
	KindKeyDetail     Kind = "certificate-detail"
	KindConnection    Kind = "connection-detail"
)

// How is a way in which a value differs from what the certificate gives.
type How string

const (
	HowOrder      How = "order"       // the same attributes in another order
	HowSeparator  How = "separator"   // + where the certificate has separate RDNs, or the other way round
	HowEscaping   How = "escaping"    // an escape is left in the value, or lost
	HowCase       How = "case"        // letter case alone
	HowStringType How = "string-type" // the same text under another string type
	HowSpelling   How = "spelling"    // spaces, names of types, another form than this writing has
	HowMojibake   How = "mojibake"    // UTF-8 that was read as Latin-1 or Windows-1252
	HowLost       How = "lost"        // ? or U+FFFD where the certificate has other characters
	HowType       How = "type"        // the same text under another attribute type
	HowValue      How = "value"       // another value
	HowMissing    How = "missing"     // something of the certificate is not in the value
	HowAdded      How = "added"       // something of the value is not in the certificate
	HowRadix      How = "radix"       // a serial number that is right in the other radix
	HowFirst      How = "first"       // of a pair of dates, NotBefore is another
	HowSecond     How = "second"      // NotAfter is another
)

// Member is a certificate in the chain of a unit.
type Member struct {
	Certificate int // index
	Role        Role
	Presented   int // position in the paste, from 1; 0 for another reading
	Span        Span
	Link        Link
	Issuer      int // index of the issuer's certificate; -1 if it is not in the unit
	Signature   Signature
}

// Role is what a certificate is to the others.
type Role string

const (
	Stranger     Role = "stranger"      // belongs to no path from the leaf
	Leaf         Role = "leaf"          // issues none of the others
	Authority    Role = "authority"     // likewise, and may issue certificates
	Intermediate Role = "intermediate"  // issues one, and is issued by another
	Root         Role = "root"          // names itself as its issuer
	Duplicate    Role = "duplicate"     // the same bytes were presented before
	OtherReading Role = "other-reading" // a less likely reading of a text that gave another certificate
	OtherHop     Role = "other-hop"     // another connection's
)

// Link says by what a certificate and its issuer belong together.
type Link string

const (
	NoLink       Link = "none"         // a root, a copy, or without an issuer's name
	ByNameAndKey Link = "name-and-key" // name and key identifier match
	ByIssuerName Link = "name"         // the name matches; one has no key identifier
	KeyDiffers   Link = "key-differs"  // the name matches, the key identifier does not
	Missing      Link = "missing"      // the issuer is not in the unit
	LeftOut      Link = "left-out"     // likewise, and it is not forwarded in this mode
)

// Signature is what is known of the signature by the issuer in the unit.
type Signature string

const (
	NotChecked   Signature = "not-checked"   // there is no issuer here, or nobody was asked
	SignedBy     Signature = "verified"      // the key of the issuer made it
	Wrong        Signature = "wrong"         // the key did not make it, or the certificate was changed
	NotCheckable Signature = "not-checkable" // the algorithm or the key cannot be used here
)

// Taken is whether a listener of an ALB in verify mode would take the certificates.
type Taken struct {
	Chain    []int // the certificates as they are presented, by index
	LeafOnly bool  // what the client sent after its own certificate is not known
	Rules    []Rule
	Failed   string `json:",omitempty"` // the first rule that failed
	Sure     bool   // no rule before it is still to be asked
	Doubted  bool   // about each rule that failed the trust store decides: it may hold other issuers, or lack the revocation list of the paste
	Supposed bool   // the first certificate is a CA's, and nothing says that a client presented it
	Store    *Store // the verdict against the trust store; absent without one
}

// Store is the verdict against a trust store and revocation lists.
type Store struct {
	OK    bool
	Code  string `json:",omitempty"` // the reason code of the connection log
	Basis string `json:",omitempty"` // of the code
	Rules []Rule
}

// Rule is a rule as it went.
type Rule struct {
	ID      string
	Outcome string // "passed", "failed" or "skipped"
	Basis   string // "documented", "follows s2n-tls" or "assumed"
}

// Certificate is a distinct certificate. What could not be read is empty or 0.
type Certificate struct {
	Subject, Issuer        Name
	Serial                 string // hexadecimal in capitals, as openssl x509 -serial prints it
	NotBefore, NotAfter    string
	State                  State // how the validity stands at the time of the result
	Version                int   // 1 to 3
	Key                    Key
	SignatureAlgorithm     string // its OID
	SignatureAlgorithmName string `json:",omitempty"`
	SubjectAltNames        []AltName
	CA                     bool
	PathLen                int // -1 if there is no limit
	KeyUsage               []string
	ExtendedKeyUsage       []string // OIDs
	SubjectKeyID           string   `json:",omitempty"` // hexadecimal
	AuthorityKeyID         string   `json:",omitempty"` // hexadecimal
	Extensions             []Extension
	SelfIssued             bool
	SHA256                 string `json:",omitempty"` // of the DER, hexadecimal; absent if not all of it is there
	SHA1                   string `json:",omitempty"`
	SPKISHA256             string `json:",omitempty"` // of the SubjectPublicKeyInfo
	Integrity              Integrity
	Length                 int // bytes that are there
	Declared               int // bytes that the outermost header declares
}

// Name is a distinguished name.
type Name struct {
	RFC2253    string // as openssl x509 -nameopt RFC2253 and ALB print it
	Attributes []Attribute
}

// Attribute is an attribute of a name, in the certificate's order.
type Attribute struct {
	RDN   int    // which RDN it is of, from 0
	OID   string // dotted
	Name  string `json:",omitempty"` // OpenSSL's short name
	Value string
}

// State is how a validity stands.
type State string

const (
	StateUnknown State = "unknown" // one of the times could not be read
	InDate       State = "in-date"
	EndsSoon     State = "ends-soon" // in date, and less than 30 days before its end
	Endless      State = "endless"   // in date, and without a good end
	Expired      State = "expired"
	NotYetValid  State = "not-yet-valid"
	NeverValid   State = "never-valid" // it ends before it starts
)

// Key is a public key.
type Key struct {
	Algorithm string // "RSA", "EC", "Ed25519"; others by their OID
	OID       string
	Bits      int
	Curve     string `json:",omitempty"`
}

// AltName is a subject alternative name.
type AltName struct {
	Kind  string // by its name in RFC 5280: "dNSName"
	Value string // as text; hexadecimal where there is no text
}

// Extension is an extension.
type Extension struct {
	OID      string
	Name     string `json:",omitempty"`
	Critical bool
}

// Integrity says whether the bytes of a certificate are those that it declares.
type Integrity string

const (
	Whole        Integrity = "whole"
	CutOff       Integrity = "cut-off"      // bytes are missing at its end
	NoDER        Integrity = "no-header"    // its length cannot be read: it is no certificate
	Unterminated Integrity = "unterminated" // its end is marked, and the mark is missing
	WrongLength  Integrity = "wrong-length" // it declares another length than it has
)

// Structure is something that is not a certificate. Of what holds a private key
// there is the kind alone.
type Structure struct {
	Kind   string
	Secret bool // it holds a private key
	Unit   int  // index
	Span   Span
	Key    *Key  // of a public key or a request
	Name   *Name // the subject of a request, the issuer of a list
	Listed int   // certificates that a revocation list names
}

// Log sums up the lines of a connection log.
type Log struct {
	Kind          LogKind
	Lines, Failed int
	Untold        int    // lines without a status
	From          string `json:",omitempty"` // first timestamp, as written
	To            string `json:",omitempty"` // last timestamp, as written
	Endings       []Ending
	Clients       []LogClient      // those with most failures first; the list is bounded
	Certificates  []LogCertificate // likewise
	// How many there were before the lists were cut.
	AllClients, AllCertificates int
}

// LogKind says whose log it is.
type LogKind string

const (
	ALBLog        LogKind = "alb"
	CloudFrontLog LogKind = "cloudfront"
)

// Ending counts the connections that ended in one way.
type Ending struct {
	Status EndStatus
	Code   string `json:",omitempty"` // the reason code of a connection that was refused
	Count  int
}

// EndStatus is how a connection ended.
type EndStatus string

const (
	Established EndStatus = "established"
	Refused     EndStatus = "refused"
	NoStatus    EndStatus = "not-told"
)

// LogClient counts the connections of a client.
type LogClient struct {
	Address       string
	Count, Failed int
}

// LogCertificate counts the connections with a certificate.
type LogCertificate struct {
	Subject, Serial string // as written
	State           State
	NotAfter        string `json:",omitempty"`
	Count, Failed   int
	Codes           []string
}

// Finding is one thing noticed. FINDINGS.md has what each identifier means.
type Finding struct {
	ID          string
	Severity    Severity
	Certificate int    // index; -1 if it is about none
	Structure   int    // index; -1 if it is about none
	Spans       []Span // where in the paste
	DER         *DER   // where in the structure
	Cause       string `json:",omitempty"` // the likely cause of a repair
	Header      string `json:",omitempty"` // name of the header that it is about
}

// Severity says how much a finding matters.
type Severity string

const (
	SeverityError   Severity = "error"   // the thing is broken, refused or dangerous
	SeverityWarning Severity = "warning" // it was repaired, guessed, or will surprise somebody
	SeverityNote    Severity = "note"    // worth knowing, nothing to do
)
