package main

import (
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"strconv"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/lab"
)

// outCommand writes a client out for other tools; what is one of the kinds of
// [lab.WriteOut].
func outCommand(what string) func(*flag.FlagSet) runner {
	return func(flags *flag.FlagSet) runner {
		now := nowFlag(flags)
		as := flags.String("as", "", "")
		asJSON := flags.Bool("json", false, "")
		group := flags.Int("group", 1, "")
		headers, url, password := new(string), new(string), new(string)
		if what == "replay" || what == "code" {
			headers = flags.String("headers", "", "")
		}
		if what == "files" {
			password = flags.String("password", "", "")
		}
		if what == "replay" {
			url = flags.String("url", "", "")
		}
		return func(_ context.Context, h *host, args []string) (int, error) {
			if len(args) > 1 {
				return 0, fmt.Errorf("%s takes one file, or the standard input", what)
			}
			files, err := inputs(h, args, decode.MaxInput)
			if err != nil {
				return 0, err
			}
			w, err := lab.WriteOut(lab.Options{Now: now(h), Rand: h.rand}, files[0].data, jsontext.Members{
				"what": what, "group": strconv.Itoa(*group - 1), "headers": *headers, "url": *url, "password": *password,
			})
			if err != nil {
				return 0, fmt.Errorf("there is no client in part %d of %s", *group, files[0].title())
			}
			return printWritten(h, &w, *as, *asJSON)
		}
	}
}

// bucketCommand writes the questions to a bucket of connection logs.
func bucketCommand(flags *flag.FlagSet) runner {
	as := flags.String("as", "", "")
	asJSON := flags.Bool("json", false, "")
	client := flags.String("client", "", "")
	serial := flags.String("serial", "", "")
	return func(_ context.Context, h *host, args []string) (int, error) {
		if len(args) > 0 {
			return 0, fmt.Errorf("%q is no flag, and bucket takes nothing else", args[0])
		}
		w, err := lab.WriteOut(lab.Options{}, nil, jsontext.Members{"what": "bucket", "client": *client, "serial": *serial})
		if err != nil {
			return 0, err
		}
		return printWritten(h, &w, *as, *asJSON)
	}
}

// infrastructureCommand writes a listener.
func infrastructureCommand(flags *flag.FlagSet) runner {
	as := flags.String("as", "", "")
	asJSON := flags.Bool("json", false, "")
	mode := flags.String("mode", "verify", "")
	ignore := flags.Bool("ignore-expiry", false, "")
	advertise := flags.Bool("advertise", false, "")
	lists := flags.Int("crls", 0, "")
	version := flags.String("tls", "1.2", "")
	return func(_ context.Context, h *host, args []string) (int, error) {
		if len(args) > 0 {
			return 0, fmt.Errorf("%q is no flag, and infra takes nothing else", args[0])
		}
		if err := oneOf("mode", *mode, "verify", "passthrough", "off"); err != nil {
			return 0, err
		}
		if err := oneOf("tls", *version, "1.2", "1.3"); err != nil {
			return 0, err
		}
		q := jsontext.Members{"what": "infrastructure", "mode": *mode, "lists": strconv.Itoa(*lists), "minVersion": *version}
		for name, on := range map[string]bool{"ignoreExpiry": *ignore, "advertise": *advertise} {
			if on {
				q[name] = "on"
			}
		}
		w, err := lab.WriteOut(lab.Options{}, nil, q)
		if err != nil {
			return 0, err
		}
		return printWritten(h, &w, *as, *asJSON)
	}
}

// printWritten prints the form that was asked for, alone; without one, which there are.
func printWritten(h *host, w *lab.Written, as string, asJSON bool) (int, error) {
	if len(w.Items) == 0 {
		page{h.out}.line(0, w.Text)
		return exitNo, nil
	}
	if asJSON {
		fmt.Fprintf(h.out, "%s\n", w.AppendJSON(nil))
		return exitOK, nil
	}
	if as == "" {
		p := page{h.out}
		p.line(0, w.Text)
		p.blank()
		for i := range w.Items {
			p.pair(1, w.Items[i].ID, w.Items[i].Title)
		}
		p.blank()
		p.line(0, "Choose one with -as.")
		return exitOK, nil
	}
	for i := range w.Items {
		item := &w.Items[i]
		if item.ID != as {
			continue
		}
		for _, note := range append(item.Notes, item.Trial) {
			fmt.Fprintln(h.err, "note: "+clean(note))
		}
		text := []byte(item.Text)
		if item.Base64 != "" {
			text, _ = base64.StdEncoding.DecodeString(item.Base64)
		}
		_, err := h.out.Write(text)
		return exitOK, err
	}
	return 0, fmt.Errorf("there is no form %q; without -as they are listed", as)
}
