package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/moment"
	"github.com/mtlens/mtlens/internal/words"
)

// maxChecked is the longest file of a folder that is looked into: bundles of all
// public roots have 250 KB, and what is longer is another kind of file. A file that
// is named itself may be as long as one of decode.
const maxChecked = 16 << 20

// validity is one certificate or revocation list in a file, and how it stands.
type validity struct {
	File      string    `json:"file"`
	Kind      string    `json:"kind"` // "certificate" or "revocation list"
	Subject   string    `json:"subject"`
	Serial    string    `json:"serial,omitempty"`
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
	Days      int       `json:"days"` // whole days until the end, or since
	State     state     `json:"state"`
	SHA256    string    `json:"sha256,omitempty"`
}

// state is how a validity stands.
type state string

const (
	stateGood    state = "valid"
	stateSoon    state = "ends soon"
	stateEnded   state = "expired"
	stateEarly   state = "not yet valid"
	stateNever   state = "ends before it begins"
	stateUnknown state = "not readable"
)

// bad reports whether the state makes the check fail.
func (s state) bad() bool { return s != stateGood && s != stateEarly }

// checkCommand looks for certificates and lists that have ended, or soon will.
func checkCommand(flags *flag.FlagSet) runner {
	now := nowFlag(flags)
	days := flags.Int("days", judge.Soon, "")
	asJSON := flags.Bool("json", false, "")
	quiet := flags.Bool("quiet", false, "")
	return func(ctx context.Context, h *host, args []string) (int, error) {
		if *days < 0 {
			return 0, errors.New("-days takes a number from 0 on")
		}
		if len(args) == 0 {
			args = []string{stdin}
		}
		c := &checker{host: h, now: now(h), days: *days}
		for _, name := range args {
			if err := c.look(ctx, name); err != nil {
				return 0, err
			}
		}
		if len(c.found) == 0 {
			return 0, fmt.Errorf("there is no certificate in %s", words.Count(c.files, "file"))
		}
		return c.print(*asJSON, *quiet)
	}
}

// checker collects what is found.
type checker struct {
	host  *host
	now   time.Time
	days  int
	files int // looked into
	large int // left out for their size
	found []validity
}

// look goes through a file or a folder. A file that is named and holds nothing to
// check is an error, as are folders without any: a check of nothing must not pass.
func (c *checker) look(ctx context.Context, name string) error {
	if name == stdin {
		return c.named(name)
	}
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if path == name && !d.IsDir() {
			return c.named(path)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := readLimited(c.host, path, maxChecked)
		if errors.Is(err, errTooLarge) {
			c.large++
			return nil
		}
		if err != nil {
			return err
		}
		c.file(path, data)
		return nil
	})
}

func (c *checker) named(name string) error {
	data, err := readLimited(c.host, name, maxChecked)
	if err != nil {
		return err
	}
	if c.file(name, data) == 0 {
		in := input{name: name}
		return fmt.Errorf("there is no certificate in %s", in.title())
	}
	return nil
}

// file adds what is in a file, and says how many that were.
func (c *checker) file(name string, data []byte) int {
	c.files++
	before := len(c.found)
	j, _ := judge.Paste(data, judge.Options{Now: c.now})
	for _, cert := range j.Certificates() {
		v := validity{File: name, Kind: "certificate", Subject: cert.Subject.String(), Serial: cert.Serial.Hex(),
			NotBefore: cert.NotBefore.Time, NotAfter: cert.NotAfter.Time, SHA256: fmt.Sprintf("%x", sha256.Sum256(cert.Text.Bytes))}
		c.add(v, cert.Clock)
	}
	for _, o := range j.Others() {
		if l := o.List; l != nil && l.NextUpdate.OK {
			v := validity{File: name, Kind: "revocation list", Subject: l.Issuer.String(), NotBefore: l.ThisUpdate.Time, NotAfter: l.NextUpdate.Time}
			c.add(v, judge.ReadClock(l.ThisUpdate.Time, l.ThisUpdate.OK, l.NextUpdate.Time, true, c.now))
		}
	}
	return len(c.found) - before
}

func (c *checker) add(v validity, clock judge.Clock) {
	const day = 24 * 60 * 60
	left := v.NotAfter.Unix() - c.now.Unix() // a time.Duration ends after 292 years
	v.Days = int(left / day)
	switch clock {
	case judge.ClockUnknown:
		v.State, v.Days = stateUnknown, 0
	case judge.Expired:
		v.State = stateEnded
	case judge.NotYet:
		v.State = stateEarly
	case judge.NeverValid:
		v.State = stateNever
	default:
		v.State = stateGood
		if !c.now.AddDate(0, 0, c.days).Before(v.NotAfter) {
			v.State = stateSoon
		}
	}
	c.found = append(c.found, v)
}

// print prints the result, what ends first at the top.
func (c *checker) print(asJSON, quiet bool) (int, error) {
	slices.SortStableFunc(c.found, func(a, b validity) int {
		return cmp.Or(a.NotAfter.Compare(b.NotAfter), cmp.Compare(a.File, b.File))
	})
	bad := 0
	for i := range c.found {
		if c.found[i].State.bad() {
			bad++
		}
	}
	exit := exitOK
	if bad > 0 {
		exit = exitNo
	}
	if asJSON {
		e := json.NewEncoder(c.host.out)
		e.SetEscapeHTML(false)
		for i := range c.found {
			if err := e.Encode(&c.found[i]); err != nil {
				return 0, err
			}
		}
		return exit, nil
	}
	p := page{c.host.out}
	for i := range c.found {
		if v := &c.found[i]; v.State.bad() || !quiet {
			p.line(0, v.text())
		}
	}
	if !quiet || bad > 0 {
		sum := "checked " + words.Number(len(c.found)) + " in " + words.Count(c.files, "file") + ", " + words.Number(bad) + " expired or within " + words.Count(c.days, "day")
		if c.large > 0 {
			sum += "; " + words.Count(c.large, "file") + " over " + words.Bytes(maxChecked) + " left out"
		}
		p.line(0, sum)
	}
	return exit, nil
}

// text is the line of a certificate.
func (v *validity) text() string {
	sign := "ok "
	if v.State.bad() {
		sign = "!! "
	}
	when := string(v.State)
	switch v.State {
	case stateGood, stateSoon:
		when += ", " + words.Count(v.Days, "day") + " left"
	case stateEnded:
		when += " " + words.Count(-v.Days, "day") + " ago"
	}
	end := ""
	if !v.NotAfter.IsZero() {
		end = moment.ISO(v.NotAfter) + " "
	}
	return sign + end + when + ": " + or(v.Subject, v.Kind+" without a name") + " (" + v.File + ")"
}
