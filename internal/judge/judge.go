// Package judge says what a paste comes to, without a word of the page.
//
// In go the units of a paste, one after the other, the time, and what others
// found out ([Evidence]); out comes for each unit a [Unit]: which certificates it
// holds and how they hang together, which of its named values matter and whether
// they agree with the leaf, and what is to be said of it ([Finding]). What
// concerns the paste as a whole is folded into a [Summary] of bounded size:
// certificates seen, counts, outcomes of a log, the first places of each.
//
// Results are types. Sentences are made of them in package report; what the
// readers below have noticed already brings its own.
package judge

import (
	"bytes"
	"crypto/sha256"
	"iter"
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/slab"
	"github.com/mtlens/mtlens/internal/source"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// MaxUnits is how many requests or records are told apart in one paste: a page
// with more is of no use. Lines of a log that speak for themselves do not count.
const MaxUnits = 2_000

// Options is what a judgement depends on besides the paste.
type Options struct {
	Now      time.Time // the time that validity is judged by
	Evidence Evidence
	Like     int // requests that are like one from this index on are handed on as such: see [Like]; 0 for none
}

// Judge judges the units of one paste.
type Judge struct {
	now          time.Time
	evidence     Evidence
	certificates []*Certificate
	known        map[string]int // by what [known] gives, to index into certificates
	others       []*Other
	units        int
	alone        bool // its unit is values without names
	binary       bool
	paste        source.Text
	full         bool // there were more units, or the paste was not read to its end
	logs         logFolds
	settings     []family.Setting // of proxies: names of headers
	counts       Counts
	said         map[finding.ID]bool // what holds for every request is said once
	room         room
	likeFrom     int       // see Options.Like
	patterns     []pattern // of requests that others may be like, the last ones
	turn         int       // the one that the next takes the place of
	indices      slab.Of[int]
}

// room is what the lists of a unit stand in. A unit is valid until the next one
// comes, which takes the same.
type room struct {
	unit           Unit
	fields         []Field // all, of which the unit has those that matter
	values         []family.Named
	of             []int // the field of each value
	order, members []int // of the certificates, as they are presented
	like           Like
}

// next empties the room for the next unit, which it returns.
func (r *room) next() *Unit {
	u := &r.unit
	clear(r.fields)
	clear(r.values)
	clear(u.Fields)
	clear(u.Chain.Members)
	clear(u.Findings)
	*u = Unit{Fields: u.Fields[:0], Findings: u.Findings[:0], New: u.New[:0], Others: u.Others[:0], Chain: Chain{Members: u.Chain.Members[:0]},
		Whose: Whose{Reasons: u.Whose.Reasons[:0]}, Taken: Taken{Checks: u.Taken.Checks[:0]}}
	return u
}

// New returns a Judge for one paste.
func New(o Options) *Judge {
	return &Judge{now: o.Now, evidence: o.Evidence, likeFrom: o.Like, known: make(map[string]int), said: make(map[finding.ID]bool)}
}

// Paste judges a whole paste of which nothing is to be worded, and says what was
// found in it. Input is text in UTF-8, or DER.
func Paste(input []byte, o Options) (*Judge, *Summary) {
	j := New(o)
	p := unwrap.Open(input)
	for range j.Units(p, input) {
	}
	return j, j.Summary(p.Rest())
}

// Units judges the units of a paste one after the other, and hands on those that
// hold something to speak of.
func (j *Judge) Units(p *unwrap.Paste, input []byte) iter.Seq[*Unit] {
	j.binary, j.paste = p.Binary, source.New(input)
	if !p.Binary {
		j.settingsBelow(input)
		if len(input) > 2*below || bytes.Contains(input, []byte("mtls_clientcert")) {
			j.renamings(input)
		}
	}
	return func(yield func(*Unit) bool) {
		for u := range p.Units() {
			unit, more := j.unit(u)
			if unit != nil && !yield(unit) || !more {
				return
			}
		}
		if u := j.lone(p, input); u != nil {
			unit, _ := j.unit(u)
			yield(unit)
		}
	}
}

// Now is the time that validity is judged by.
func (j *Judge) Now() time.Time { return j.now }

// Binary reports whether the paste is DER, not text.
func (j *Judge) Binary() bool { return j.binary }

// Certificates returns the distinct certificates seen so far, in order of their
// first appearance.
func (j *Judge) Certificates() []*Certificate { return j.certificates }

// Others returns what else was seen so far: requests, lists, keys.
func (j *Judge) Others() []*Other { return j.others }

// Structure returns the kind and bytes of a structure of the paste. They are
// counted through: first the certificates, then the others. What holds a private
// key is never handed out.
func (j *Judge) Structure(i int) (kind der.Kind, text source.Text, ok bool) {
	switch n := len(j.certificates); {
	case i < 0:
	case i < n:
		return der.Certificate, j.certificates[i].Text, true
	case i-n < len(j.others) && !j.others[i-n].Kind.Secret():
		o := j.others[i-n]
		return o.Kind, o.Text, true
	}
	return 0, source.Text{}, false
}

// Certificate is one distinct certificate of the paste. One of a request that is like
// another has its Text alone: it was not read, until another request has it too.
type Certificate struct {
	*certinfo.Certificate
	Text   source.Text // its DER
	Clock  Clock
	Server bool // a server presented it: see [Judge.served]
}

// certificate returns the index of the certificate in text, which is read if it
// is new. Fresh says so.
func (j *Judge) certificate(text source.Text) (i int, fresh bool) {
	i, key := j.seen(text.Bytes)
	if i >= 0 {
		if c := j.certificates[i]; c.Certificate == nil {
			c.Certificate = certinfo.Parse(c.Text.Bytes)
		}
		return i, false
	}
	return j.store(key, ReadCertificate(text, j.now)), true
}

// seen returns the index of the certificate with the bytes, or -1 and the key under which
// it is kept. Certificates are known by their last bytes, mostly of a signature; those of
// which these are the same by their digests. By all of their bytes, each would be in the
// memory once more.
func (j *Judge) seen(src []byte) (i int, key string) {
	const tail = 24 // bytes: fewer than those of a digest
	key = string(src[max(0, len(src)-tail):])
	if i, ok := j.known[key]; !ok {
		return -1, key
	} else if bytes.Equal(j.certificates[i].Text.Bytes, src) {
		return i, key
	}
	sum := sha256.Sum256(src)
	key = string(sum[:])
	if i, ok := j.known[key]; ok {
		return i, key
	}
	return -1, key
}

// store keeps a certificate that was not seen before, and returns its index.
func (j *Judge) store(key string, c *Certificate) int {
	i := len(j.certificates)
	j.known[key] = i
	j.certificates = append(j.certificates, c)
	return i
}

// ReadCertificate reads a certificate as it stands at the time now.
func ReadCertificate(text source.Text, now time.Time) *Certificate {
	c := certinfo.Parse(text.Bytes)
	return &Certificate{Certificate: c, Text: text, Clock: ReadClock(c.NotBefore.Time, c.NotBefore.OK, c.NotAfter.Time, c.NotAfter.OK, now)}
}
