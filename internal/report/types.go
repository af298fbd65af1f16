// Package report holds what the page shows: plain structs, written as JSON.
//
// Every sentence, label and formatted value in them is made in Go; the page lays
// them out and interprets nothing. The JSON writer (json.gen.go) and the page's
// TypeScript types (web/src/report.gen.ts) are generated from this file with
// "make generate"; field names are the JSON names with a lower-case first letter.
// Lists are never null. Numbers are whole. Most members of a [Field] are left out
// where they are empty: a certificate has a hundred fields, and few have them all.
//
// The report is an interface for programs too: "Download report" saves it.
package report

// Schema is the version of the report's shape. It rises when a field changes
// its meaning or goes; added fields leave it as it is.
const Schema = 1

// Report is the answer to one paste.
type Report struct {
	Schema       int
	Input        Input
	Verdict      Verdict
	Findings     []Finding     // worst first
	Senders      []Sender      // who wrote the requests, each in each mode once; groups refer to them
	Groups       []Group       // one for each request or other unit of the paste, in order
	Certificates []Certificate // each distinct certificate once, in order of first appearance
	Others       []Other       // what else was recognised: requests, lists, keys
	Logs         []Log         // of each connection log of which there are lines
}

// Input says what was given.
type Input struct {
	Bytes  int
	Lines  int
	Binary bool   // the input is not text: places count bytes, not UTF-16 units
	Kind   string // what it was recognised as, in words: "raw HTTP request", "PEM"; empty if nothing was
}

// Tone gives meaning to a color. Words and icons always say the same.
type Tone string

const (
	ToneNone Tone = ""
	ToneGood Tone = "good"
	ToneInfo Tone = "info"
	ToneWarn Tone = "warn"
	ToneBad  Tone = "bad"
)

// Verdict is the answer in one sentence. State tells the page which of its
// designed states it is in.
type Verdict struct {
	State State
	Text  []Run
	Chips []Chip // three at most
}

// State is the kind of answer.
type State string

const (
	StateEmpty   State = "empty"   // nothing was pasted
	StateNothing State = "nothing" // nothing was recognised
	StateRefused State = "refused" // the input is over the limit
	StateRead    State = "read"    // something was read
)

// Run is a piece of a sentence or value. Style says how it is set.
type Run struct {
	Text  string
	Style RunStyle
}

// RunStyle is how a run is set.
type RunStyle string

const (
	Plain RunStyle = ""
	Code  RunStyle = "code" // a value, in monospace
	Mark  RunStyle = "mark" // a value that differs, in monospace and marked
)

// Chip is a short word on a colored ground.
type Chip struct {
	Tone Tone
	Text string
}

// Place is a range of the paste. Start and End count UTF-16 code units, as a
// text box does; for binary input they count bytes, and Line and Column are 0.
type Place struct {
	Start, End   int
	Line, Column int // of Start, from 1
}

// Bytes is a range inside a DER structure.
type Bytes struct {
	Offset, Length int
	Path           string // "tbsCertificate.extensions[3].extnValue"; empty if it goes without saying
}

// Link is a reference; URL may be empty.
type Link struct {
	Text, URL string
}

// Finding is one thing noticed.
type Finding struct {
	ID          string
	Severity    Severity
	Title       string
	Text        string
	Hint        string
	Reference   Link
	Places      []Place
	Bytes       *Bytes // where in the certificate or in the other; absent if it is not about DER
	Certificate int    // index into Certificates, or -1
	Other       int    // index into Others, or -1
	Group       int    // index into Groups, or -1
	Fixes       []Fix  // how to mend the cause, a snippet for each language
}

// Severity says how much a finding matters.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Fix is a snippet of code that mends a cause.
type Fix struct {
	Language string // "Go", "Python", …
	Code     string
}

// Group is one unit of the paste: a request, a log record, or all of it. The first
// answer to a paste of many has the later ones short: what an open group alone shows
// is left out, and is asked for then. That is the client's facts, what its answers rest on, the
// steps, the time line, and the values that hold certificates.
//
// Of a group that is like an earlier one the JSON has Like and what differs; all else is
// as it is there. So it is with the headers and members in it, and with certificates.
type Group struct {
	Like    int    `contract:"own"` // index of the short group that it is like; 0 for one that has all of its members
	Title   string `contract:"own"` // "Request 2", "Part 2" if it has no header, or empty if the paste is one unit
	Short   bool
	Place   Place    `contract:"own"`
	Request Request  `contract:"own"`
	Client  Client   `contract:"own"`
	Answers []Answer // to what people ask of a request; what does not apply is left out
	Sender  int      // index into Senders; -1 if it is not told who wrote the request
	Headers []Header `contract:"own"`
	Chain   Chain    `contract:"own"`
}

// Request is what tells a request from others in a list, as written; what the paste
// does not say is empty.
type Request struct {
	Method, Path, Time, Client string
}

// Changes are the parts of a report that change when signatures were checked and a
// trust store was asked. The page puts them in the place of those that it has.
type Changes struct {
	Verdict  Verdict
	Findings []Finding
	Groups   []GroupChange // of each group, in order
	Senders  []Sender      // those of the report, with what is told of them
	Strict   []Strict      // of each certificate, in order, as far as they were asked
	SHA256   []string      // of each certificate, in order, as far as it can be told
}

// GroupChange is what changes of a group.
type GroupChange struct {
	Answers []Answer
	Links   []Join // of each member of the chain, in order; without text where it has none
}

// Strict is what Go's strict parser says of a certificate.
type Strict struct {
	Takes bool
	Text  string
}

// Client is who the client is, as far as the paste tells it.
type Client struct {
	Certificate int    `contract:"own"` // index into Certificates; -1 if it is not in the paste
	Name        string `contract:"own"` // may be empty
	Facts       []Run  // what people look for first, in a line
}

// Answer is one answer about a request.
type Answer struct {
	To    Question
	Title string // "Whose request"
	Tone  Tone
	Text  []Run
	More  string   // what Why is called where it is opened: "why", "4 of 4"
	Why   []Reason // what the answer rests on
}

// Question is what people ask of a request.
type Question string

const (
	QuestionSender    Question = "sender"    // whose request it is
	QuestionAgreement Question = "agreement" // whether it agrees with itself
	QuestionVerified  Question = "verified"  // what it says of the verification
	QuestionTaken     Question = "taken"     // whether an ALB would take the certificates
)

// Reason is one thing that an answer rests on.
type Reason struct {
	Text  string
	Place *Place `json:",omitempty"` // absent if it is about nothing in the paste
}

// Sender is a proxy or load balancer that wrote a request of the paste: what it
// does, which is not what it did with this request. Modes, Todo, Strip and Versions
// are empty in the first answer, and come with the changes.
type Sender struct {
	ID        string // stable: "alb", "nginx"
	Title     string
	Mode      string       // the mode that the headers tell; empty if they tell none
	Modes     []SenderMode // that mode, or all of them
	Outcome   string       // where the outcome of the verification stands
	Todo      []string     // what the application must still do
	Strip     string       // what becomes of copies that the client sends
	Versions  []string     // what changed, and when
	Reference Link
}

// SenderMode is a way in which a sender is set up.
type SenderMode struct {
	Name string
	Does []Claim
}

// Claim is a sentence, and what it rests on.
type Claim struct {
	Text  string
	Basis string // "documented", "in its source", "measured", "reported", "inferred"
}

// Header is one named value.
type Header struct {
	Name         string // as written
	As           string // the name that its sender documents, where it goes by another one
	Family       string // whose own name it is, where that is not the sender of the request
	Of           int    // index of the header whose value it is a member of; -1 if it stands by itself
	Element      int    // which element of that value, from 1; 0 if there is one alone
	Value        string `contract:"own"` // as it stood in the paste, a private key in it left out
	Bytes        int    `contract:"own"` // length of the value
	Meaning      string // one sentence
	Says         []Run  `contract:"own"` // what the value says once decoded
	Tone         Tone   // of what it says
	Agreement    Agreement
	How          string // in what way it is written otherwise, or why nothing was compared
	Given        []Run  // for "differs": the value with its differing part marked
	Expected     []Run  // for "differs": the value made of the certificate, likewise
	Certificates []int  `contract:"own"`
	Place        Place  `contract:"own"`
}

// Agreement is the outcome of comparing a header with the leaf.
type Agreement string

const (
	Unchecked Agreement = ""        // nothing was compared
	Agrees    Agreement = "agrees"  // it says the same; How tells if it is written otherwise
	Differs   Agreement = "differs" // it says something else
	Source    Agreement = "source"  // the header that the others are compared with
)

// Chain is the certificates of a group, leaf first by issuer; strangers follow.
type Chain struct {
	Title    string    // "3 certificates presented, leaf first"
	Members  []Member  `contract:"own"`
	Timeline *Timeline // absent without a certificate whose validity was read
}

// Member is one certificate in its place in a chain.
type Member struct {
	Certificate int `contract:"own"`
	Role        MemberRole
	Presented   int    // position in the paste, from 1; 0 for another reading
	Steps       []Step // from the paste to the DER
	Place       Place  `contract:"own"`
	Link        *Join  `contract:"own"` // to the issuer, the next member or a missing one; absent for a root or stranger
}

// MemberRole is the place of a certificate in a chain.
type MemberRole string

const (
	RoleLeaf         MemberRole = "leaf"          // issues none of the others
	RoleAuthority    MemberRole = "authority"     // likewise, and may issue certificates
	RoleIntermediate MemberRole = "intermediate"  // issues one, and is issued by another
	RoleRoot         MemberRole = "root"          // names itself as its issuer
	RoleStranger     MemberRole = "stranger"      // belongs to no path from the leaf
	RoleDuplicate    MemberRole = "duplicate"     // was presented before
	RoleOtherReading MemberRole = "other reading" // a less likely reading of a text that gave another one
	RoleOtherHop     MemberRole = "other hop"     // of another connection on the way: an earlier element of XFCC
)

// Join is what was checked between a certificate and its issuer.
type Join struct {
	Tone Tone
	Text string
}

// Step is one step from the paste to the DER.
type Step struct {
	Text  string
	Tone  Tone
	Place Place
}

// Timeline is one axis for all certificates of a chain. Positions run from 0 to
// 10000 from its left end to its right end.
type Timeline struct {
	Now      int // -1 if out of sight
	NowLabel string
	Ticks    []Tick
	Bars     []Bar
	Left     int    // certificates whose dates were read, and for which there is no room
	Summary  string // the same in words
}

// Tick is a labelled position.
type Tick struct {
	At    int
	Label string
}

// Bar is one certificate's validity.
type Bar struct {
	Certificate int
	From, To    int
	Tone        Tone
	Label       string
}

// Certificate is one distinct certificate.
type Certificate struct {
	// For programs.
	Like       int    `contract:"own"` // index of the certificate that it is like; 0 for one that has all of its members
	Subject    string `contract:"own"` // as ALB prints it: RFC 2253, as OpenSSL writes it
	Issuer     string `contract:"own"`
	Serial     string `contract:"own"` // as ALB prints it: upper-case hexadecimal, whole bytes
	NotBefore  string `contract:"own"` // ISO 8601 in UTC, or empty if it could not be read
	NotAfter   string `contract:"own"`
	Version    int    // 1 to 3; 0 if it could not be read
	Key        string
	Signature  string
	SHA256     string // lower-case hexadecimal, of the DER; this and the next two are empty where the first group with it is short
	SHA1       string
	SPKISHA256 string
	DNSNames   []string `contract:"own"` // from the subjectAltName, as are the next three; damaged names are in Sections alone
	Emails     []string `contract:"own"`
	URIs       []string `contract:"own"`
	IPs        []string `contract:"own"`
	Extensions []string // object identifiers, dotted, in order; empty for one that is not readable
	IsCA       bool
	SelfIssued bool
	Bytes      int  `contract:"own"` // length of the DER present
	Declared   int  `contract:"own"` // length that the DER declares
	Whole      bool // every byte is there and belongs to it

	// For people.
	Title    string `contract:"own"` // the common name, or the best name there is
	By       string `contract:"own"` // the issuer's
	When     string `contract:"own"` // "expired 14 months ago"
	Tone     Tone   // of When
	Badges   []Chip
	ALB      Chip      // what an ALB in verify mode says of it as a client's, as far as it tells by itself; without text for a CA
	Sections []Section // empty if the caller wanted those of fewer certificates
}

// Section is a titled part of a certificate.
type Section struct {
	Title  string
	Fields []Field
}

// Field is a label, a value and what belongs to it.
type Field struct {
	Label  string
	Value  string
	Style  FieldStyle `json:",omitempty"`
	Note   string     `json:",omitempty"` // muted, after the value
	Tone   Tone       `json:",omitempty"` // of the note
	Hover  string     `json:",omitempty"` // more, for a tooltip: local time, the long name
	Badges []Chip     `json:",omitempty"`
	Bytes  *Bytes
	Fields []Field `json:",omitempty"` // under it
}

// FieldStyle is how a value is set.
type FieldStyle string

const (
	FieldText FieldStyle = ""     // words
	FieldMono FieldStyle = "mono" // a value, copied as it is
	FieldHex  FieldStyle = "hex"  // long hexadecimal: one line until opened
)

// Other is something recognised that is not a certificate.
type Other struct {
	Title  string // "RSA private key, 2048 bits"
	Text   string
	Tone   Tone
	Secret bool // recognised and never rendered
	Locked bool // a store that its password opens
	Group  int
	Place  Place
	Steps  []Step
	Fields []Field

	Sections []Section // of a request, a revocation list or a public key: what is in it
}

// Log is a summary of the lines of a connection log.
type Log struct {
	Name         string // "ALB connection log"
	Title        string // "1,204 connections, 17 failed"
	Note         string // what is left out below, or empty
	Lines        int
	Succeeded    int
	Failed       int
	Untold       int    // lines that do not say how the connection ended
	From, To     string // first and last timestamp, as written
	Times        LogTimes
	Reasons      []LogReason
	Clients      []LogCount // by address, most failures first
	Certificates []LogCertificate
	Records      []LogRecord // the first lines
}

// LogTimes counts all lines that say when they were, in equal spans of time.
type LogTimes struct {
	Start, Step int   // seconds since 1970, and how long a span is; Step is 0 if no line says it
	All, Failed []int // of each span
}

// LogLines are lines of a log that were asked for.
type LogLines struct {
	Count   int         // how many there are
	Records []LogRecord // the first of them
}

// LogReason is one way in which connections ended.
type LogReason struct {
	Code        string // "Success", "ClientCertExpired", "-" for lines that do not say
	Tone        Tone
	Count       int
	Description string   // AWS's own words
	Causes      []string // what usually is behind it
	Todo        string
	Places      []Place // of the first lines
}

// LogCount counts the connections of one client address.
type LogCount struct {
	Value         string
	Count, Failed int
}

// LogCertificate counts the connections with one certificate.
type LogCertificate struct {
	Subject, Serial string
	When            string
	Tone            Tone
	Count, Failed   int
	Codes           []string // reason codes seen with it
}

// LogRecord is one line.
type LogRecord struct {
	Place  Place
	Title  string // time, client and outcome
	Tone   Tone
	Fields []Field

	// As written; empty if not there.
	Time, Client, Subject, Serial string
	Code                          string // as that of its LogReason
}

// Tree is the ASN.1 of one structure, or of a part of it that was left closed.
type Tree struct {
	Title string
	Data  string // the structure in base64; empty for a part
	Nodes []Node // in the order of the bytes: each stands before what is in it
}

// Node is one element of a Tree, with all of its places counted from the start of
// the structure.
type Node struct {
	Offset int
	Header int // identifier and length octets
	Length int // content octets that the header declares; -1 for an indefinite length
	Size   int // octets that are there, header and all
	Depth  int
	Form   NodeForm
	Tag    string // "SEQUENCE", "[3]"
	Name   string // of the field, where the structure is known: "serialNumber"
	Value  string // the beginning of it, if it is long
	Note   string // what the value means
	Fault  string // how it breaks the rules
	Closed int    // elements in it that are not in the list; ask for them
}

// NodeForm says what a Node is.
type NodeForm string

const (
	NodePrimitive   NodeForm = "primitive"
	NodeConstructed NodeForm = "constructed"
	NodeWrapping    NodeForm = "wrapping" // an OCTET or BIT STRING that holds ASN.1; what follows is in it
	NodeRun         NodeForm = "run"      // a run of many elements, without a header of its own
	NodeRest        NodeForm = "rest"     // bytes that are no element
)

// Names is one name of a certificate as different programs print it, and what a
// name that was given has to do with it.
type Names struct {
	Title string // "Subject of client-1.example"
	Forms []NameForm
	Check *NameCheck // absent if no name was given
}

// NameForm is a way of printing a name.
type NameForm struct {
	Title string // "OpenSSL, one line"
	By    string // who prints it
	Text  string
	Note  string
}

// NameCheck compares a name that was given with the certificate's.
type NameCheck struct {
	Tone    Tone
	Title   string   // "Equal, in reverse order"
	Text    string   // one sentence
	Reasons []string // why a comparison of strings fails, each a sentence
	Rows    []NameRow
}

// NameRow is one attribute: as given, and as the certificate has it. One of the
// two may be empty.
type NameRow struct {
	Type     string // as the certificate's is called
	Given    []Run
	Expected []Run
	Tone     Tone
	Note     string // "letter case"
}

// Comparison is two certificates side by side.
type Comparison struct {
	Title    string // "7 of 31 fields differ"
	Sections []ComparedSection
}

// ComparedSection is a section of both.
type ComparedSection struct {
	Title string
	Rows  []ComparedRow
}

// ComparedRow is a field of both; A or B is empty where one does not have it.
type ComparedRow struct {
	Label  string
	Depth  int // of the field under others
	A, B   []Run
	NoteA  string
	NoteB  string
	Differ bool
}
