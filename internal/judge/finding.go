package judge

import (
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/words"
)

// Finding is one thing noticed, and what it is about. Text and Hint are empty
// where this package noticed it: they are made of About.
type Finding struct {
	finding.Finding
	Certificate int // index of the certificate, or -1
	Other       int // index of the other structure, or -1
	Unit        int // index of the unit, or -1
	About       About
}

// About is what a sentence about a finding of this package is made of. Each rule
// uses a part of it.
type About struct {
	Name     string            // of the header, as written
	Entry    family.Match      // of the header, where it goes by another name
	Value    string            // of the header; the name of its twin
	Compared family.Comparison // with the certificate that it belongs to
	Detail   family.Detail     // of an outcome
	Families []family.ID       // whose request it is; the others whose values are in it
	Sure     family.Sure       // how sure that is
	Same     bool              // the copies have the same value
	Elided   bool              // who printed it left a part out, and said so
	GoesOn   bool              // what may be the rest follows
	InDate   bool              // a date is what was refused, and the client's certificate is in date
	Count    int               // how many: certificates, bytes, connections
	Of       int               // of how many
	Order    []int             // positions in the paste, from 1, in the order of the chain
	Issuer   int               // index of a certificate; -1 if the finding is about the issuer itself
	Code     alb.Reason        // of a log
	Reason   *alb.ReasonInfo   // what it means; nil if AWS does not document it
	Log      LogKind
	Time     time.Time
	Limits   []Limit // that a value which is cut off reaches
	Beside   *Beside
	Odd      words.Odd             // in a name
	Mended   Mended                // with what put back a signature verifies
	Back     *certinfo.Certificate // the certificate with it put back
}

// aboutPaste is a finding about the paste.
func aboutPaste(f finding.Finding) Finding { return Finding{f, -1, -1, -1, About{}} }

// locate gives a finding about a structure its places in the paste.
func locate(f *finding.Finding, text source.Text) {
	if f.DER != nil {
		f.Spans = []source.Span{text.Span(f.DER.Offset, f.DER.Offset+max(1, f.DER.Length))}
	}
}

// derAt is a place in a structure as a finding has it.
func derAt(p der.Place, path string) *finding.DER {
	return &finding.DER{Offset: p.Offset, Length: p.Length, Path: path}
}

// Counts is what was noticed and compared in all of the paste.
type Counts struct {
	Findings int                // all of them
	Rules    map[finding.ID]int // by rule
	Damaged  bool               // some structure is damaged
	Repairs  int
	Refused  int // units whose certificates an ALB would refuse
	Doubted  int // units whose certificates it would refuse if an issuer that is there is used
	Trusted  int // units whose certificates it would take, with the trust store that was given
	Agree    int // named values that agree with the leaf
	Differ   int
}

func (c *Counts) add(f *Finding) {
	if c.Rules == nil {
		c.Rules = make(map[finding.ID]int)
	}
	c.Findings++
	c.Rules[f.ID]++
	if finding.IsRepair(f.ID) {
		c.Repairs++
	}
	if f.DER != nil && f.ID != finding.Expired && f.ID != finding.NotYetValid && finding.Lookup(f.ID).Severity == finding.Error {
		c.Damaged = true
	}
}

// Limit is a size at which something cuts a value off if nothing is set.
type Limit struct {
	Bytes int
	Who   Cutter
}

// Cutter is what cuts values off.
type Cutter uint8

const (
	SyslogLine    Cutter = iota // logger(1), HAProxy's "log" without len
	NginxErrorLog               // NGX_MAX_ERROR_STR
	TerminalLine                // N_TTY_BUF_SIZE
	ErrorLogLine                // rsyslog's maxMessageSize, MAX_STRING_LEN of Apache
	NodeString                  // util.inspect's maxStringLength
	ContainerLog                // Docker's and containerd's logs
	SyslogPacket                // the largest datagram
)

// limits are the sizes. Servers are not among them: they refuse a request whose
// headers are too long.
var limits = []Limit{
	{1 << 10, SyslogLine},
	{2 << 10, NginxErrorLog},
	{4 << 10, TerminalLine},
	{8 << 10, ErrorLogLine},
	{10_000, NodeString},
	{16 << 10, ContainerLog},
	{64 << 10, SyslogPacket},
}

// nearLimit is how many bytes a value may be short of a limit to be blamed on it:
// the name of the header and what stands before it in the line count too.
const nearLimit = 96

// reached returns the limits that a value of so many bytes may have been cut at.
func reached(size int) (list []Limit) {
	for _, l := range limits {
		if size > 0 && size <= l.Bytes && size > l.Bytes-nearLimit {
			list = append(list, l)
		}
	}
	return list
}
