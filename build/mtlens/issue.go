package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/testca"
)

// issueCommand makes test certificates.
func issueCommand(flags *flag.FlagSet) runner {
	now := nowFlag(flags)
	i := &issuing{now: now}
	i.declare(flags)
	return func(_ context.Context, h *host, args []string) (int, error) {
		if len(args) > 0 {
			return 0, fmt.Errorf("%q is no flag, and issue takes nothing else", args[0])
		}
		switch {
		case *i.presets:
			return exitOK, i.list(h)
		case *i.everything:
			return exitOK, i.all(h)
		}
		return i.one(h)
	}
}

// issuing are the flags of issue.
type issuing struct {
	now func(*host) time.Time
	q   lab.IssueRequest

	preset, csr, authority, saveAuthority, dir, zip *string
	presets, everything, asJSON, force              *bool
}

func (i *issuing) declare(flags *flag.FlagSet) {
	i.preset = flags.String("preset", "", "")
	i.presets = flags.Bool("presets", false, "")
	i.everything = flags.Bool("all", false, "")
	i.csr = flags.String("csr", "", "")
	i.authority = flags.String("authority", "", "")
	i.saveAuthority = flags.String("save-authority", "", "")
	i.dir = flags.String("out", ".", "")
	i.zip = flags.String("zip", "", "")
	i.asJSON = flags.Bool("json", false, "")
	i.force = flags.Bool("force", false, "")
	flags.StringVar(&i.q.Key, "key", "", "")
	flags.StringVar(&i.q.AuthorityKey, "authority-key", "", "")
	flags.StringVar(&i.q.NotBefore, "not-before", "", "")
	flags.StringVar(&i.q.NotAfter, "not-after", "", "")
	flags.StringVar(&i.q.Serial, "serial", "", "")
	flags.IntVar(&i.q.Days, "days", 0, "")
	flags.IntVar(&i.q.Intermediates, "intermediates", 0, "")
	flags.Func("subject", "", i.attribute)
	for _, kind := range testca.NameKinds {
		name := strings.ToLower(string(kind.Kind))
		flags.Func(name, "", func(value string) error {
			i.q.Names = append(i.q.Names, lab.AlternateName{Kind: string(kind.Kind), Value: value})
			return nil
		})
	}
	flags.Func("key-usage", "", wordsFlag(&i.q.KeyUsage))
	flags.Func("ext-key-usage", "", wordsFlag(&i.q.ExtKeyUsage))
}

// wordsFlag adds words with commas between them; "none" asks for no extension.
func wordsFlag(list *[]string) func(string) error {
	return func(text string) error {
		if *list == nil {
			*list = []string{}
		}
		if text != "none" {
			*list = append(*list, strings.Split(text, ",")...)
		}
		return nil
	}
}

// attribute adds an attribute of the subject, TYPE=VALUE; a plus before it joins it
// with the one before. "none" asks for an empty subject.
func (i *issuing) attribute(text string) error {
	if i.q.Subject == nil {
		i.q.Subject = []lab.Attribute{}
	}
	if text == "none" {
		return nil
	}
	text, joined := strings.CutPrefix(text, "+")
	kind, value, ok := strings.Cut(text, "=")
	if !ok {
		return errors.New("write one attribute as TYPE=VALUE, such as CN=client.example, and give the flag again for the next")
	}
	i.q.Subject = append(i.q.Subject, lab.Attribute{Type: kind, Value: value, Joined: joined})
	return nil
}

// list prints the presets.
func (i *issuing) list(h *host) error {
	p := page{h.out}
	for _, preset := range lab.AllChoices().Presets {
		expected := preset.Expected
		if preset.MaxVersion != "" {
			expected += " (at TLS " + preset.MaxVersion + ")"
		}
		p.line(0, preset.Name)
		p.line(2, expected)
		p.line(2, preset.Text)
	}
	return nil
}

// all writes the zip of every preset.
func (i *issuing) all(h *host) error {
	if *i.zip == "" {
		return errors.New("-all writes a zip: name it with -zip")
	}
	var b bytes.Buffer
	if err := testca.WriteZip(&b, testca.Source{Rand: h.rand, Now: i.now(h)}); err != nil {
		return err
	}
	if err := i.write(*i.zip, b.Bytes(), 0o600); err != nil {
		return err
	}
	page{h.out}.line(0, "wrote "+*i.zip+": every preset in a folder of its own, and manifest.json, which says what to expect of each")
	return nil
}

// one makes one certificate.
func (i *issuing) one(h *host) (int, error) {
	o := lab.Options{Now: i.now(h), Rand: h.rand}
	issued, err := i.make(h, o)
	if err != nil {
		return 0, err
	}
	if len(issued.Problems) > 0 {
		for _, p := range issued.Problems {
			page{h.err}.line(0, "mtlens issue: "+p.Field+": "+p.Text)
		}
		return exitFailed, nil
	}
	if *i.asJSON {
		fmt.Fprintf(h.out, "%s\n", lab.Marshal(issued))
		return exitOK, nil
	}
	if *i.saveAuthority != "" {
		if err := i.write(*i.saveAuthority, []byte(issued.Authority), 0o600); err != nil {
			return 0, err
		}
	}
	if err := i.save(h, &issued); err != nil {
		return 0, err
	}
	p := page{h.out}
	p.line(0, issued.Title)
	p.line(0, issued.Note)
	return exitOK, nil
}

func (i *issuing) make(h *host, o lab.Options) (lab.Issued, error) {
	authority, err := optionalFile(h, *i.authority)
	if err != nil {
		return lab.Issued{}, err
	}
	if *i.preset != "" {
		return lab.FromPreset(o, lab.PresetRequest{Name: *i.preset, Authority: authority})
	}
	i.q.Authority = authority
	if i.q.CSR, err = optionalFile(h, *i.csr); err != nil {
		return lab.Issued{}, err
	}
	return lab.Issue(o, i.q)
}

func optionalFile(h *host, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	data, err := readLimited(h, name, decode.MaxInput)
	return string(data), err
}

// save writes the files, loose or as a zip.
func (i *issuing) save(h *host, issued *lab.Issued) error {
	p := page{h.out}
	if *i.zip != "" {
		data, err := zipped(issued, i.now(h))
		if err != nil {
			return err
		}
		p.line(0, "wrote "+*i.zip)
		return i.write(*i.zip, data, 0o600)
	}
	if err := os.MkdirAll(*i.dir, 0o755); err != nil {
		return err
	}
	for _, f := range issued.Files {
		mode := os.FileMode(0o644)
		if f.Secret {
			mode = 0o600
		}
		path := filepath.Join(*i.dir, f.Name)
		if err := i.write(path, []byte(f.Text), mode); err != nil {
			return err
		}
		p.line(0, "wrote "+path)
	}
	return nil
}

// write writes a file, and no other over it unless it was asked to.
func (i *issuing) write(path string, data []byte, mode os.FileMode) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if *i.force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, mode)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already; -force writes over it", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
