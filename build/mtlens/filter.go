package main

import (
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/judge"
)

// filter says which records are asked for: those that every flag takes.
type filter struct {
	failed, succeeded bool
	codes             []string
	clients           []netip.Prefix
	subject, serial   string
	since, until      string // as the log writes times, to the second
}

// declare declares the flags.
func (f *filter) declare(flags *flag.FlagSet) {
	flags.BoolVar(&f.failed, "failed", false, "")
	flags.BoolVar(&f.succeeded, "succeeded", false, "")
	flags.Func("code", "", func(text string) error {
		f.codes = append(f.codes, strings.TrimPrefix(text, "Failed:"))
		return nil
	})
	flags.Func("client", "", f.client)
	flags.StringVar(&f.subject, "subject", "", "")
	flags.StringVar(&f.serial, "serial", "", "")
	flags.Func("since", "", timeFlag(&f.since))
	flags.Func("until", "", timeFlag(&f.until))
}

// logSecond is a time as ALB's log writes it, as far as the second.
const logSecond = "2006-01-02T15:04:05"

func timeFlag(into *string) func(string) error {
	return func(text string) error {
		t, err := readTime(text)
		*into = t.Format(logSecond)
		return err
	}
}

// client takes an address or a network.
func (f *filter) client(text string) error {
	if addr, err := netip.ParseAddr(text); err == nil {
		f.clients = append(f.clients, netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return errors.New("write an address, or a network as 203.0.113.0/24")
	}
	f.clients = append(f.clients, p)
	return nil
}

// complete checks what goes together, and brings values into one form.
func (f *filter) complete() error {
	if f.failed && f.succeeded {
		return errors.New("-failed and -succeeded leave nothing")
	}
	f.subject = strings.ToLower(f.subject)
	if f.serial != "" {
		serial := plainSerial(f.serial)
		if strings.Trim(serial, "0123456789ABCDEF") != "" {
			return fmt.Errorf("-serial takes hexadecimal, not %q", f.serial)
		}
		f.serial = serial
	}
	return nil
}

// plainSerial is a serial number in capitals, without colons and leading zeros.
func plainSerial(text string) string {
	text = strings.TrimPrefix(strings.ToUpper(strings.ReplaceAll(text, ":", "")), "0X")
	if text = strings.TrimLeft(text, "0"); text == "" {
		return "0"
	}
	return text
}

// takes reports whether the record is asked for.
func (f *filter) takes(r *judge.Record) bool {
	switch {
	case f.failed && r.Ending != judge.Refused, f.succeeded && r.Ending != judge.Established,
		!f.takesCode(r), !f.takesTime(r), !f.takesClient(r):
		return false
	case f.subject != "" && !strings.Contains(strings.ToLower(r.Subject), f.subject):
		return false
	}
	return f.serial == "" || r.Serial != "" && plainSerial(r.Serial) == f.serial
}

func (f *filter) takesTime(r *judge.Record) bool {
	if f.since == "" && f.until == "" {
		return true
	}
	t := r.Time
	if r.Kind == judge.CloudFrontLog { // milliseconds since 1970
		ms, err := strconv.ParseInt(t, 10, 64)
		if err != nil {
			return false
		}
		t = time.UnixMilli(ms).UTC().Format(logSecond)
	}
	if len(t) < len(logSecond) {
		return false
	}
	t = t[:len(logSecond)]
	return t >= f.since && (f.until == "" || t < f.until)
}

func (f *filter) takesClient(r *judge.Record) bool {
	if f.clients == nil {
		return true
	}
	addr, err := netip.ParseAddr(r.Client)
	if err != nil {
		return false
	}
	for _, p := range f.clients {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
