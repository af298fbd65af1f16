package main

import (
	"context"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"strconv"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/lab"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/verify"
)

// verifyCommand says what a listener would do with a chain, and what AWS would say
// of the files.
func verifyCommand(flags *flag.FlagSet) runner {
	now := nowFlag(flags)
	asJSON := flags.Bool("json", false, "")
	all := flags.Bool("all", false, "")
	version := flags.String("tls", "", "")
	front := flags.String("cloudfront", "", "")
	store := storeFlags(flags)
	return func(_ context.Context, h *host, args []string) (int, error) {
		if err := oneOf("tls", *version, "", "1.2", "1.3"); err != nil {
			return 0, err
		}
		if err := oneOf("cloudfront", *front, "", string(verify.FrontRequired), string(verify.FrontOptional)); err != nil {
			return 0, err
		}
		if len(args) > 1 {
			return 0, errors.New("one chain at a time: the client's certificates stand in one file, the leaf first")
		}
		files, err := inputs(h, args, decode.MaxInput)
		if err != nil {
			return 0, err
		}
		material, err := store.material(h)
		if err != nil {
			return 0, err
		}
		password, err := store.secret(h)
		if err != nil {
			return 0, err
		}
		if locked := files[0].unlock(password); locked != "" {
			return 0, fmt.Errorf("the chain is in a PKCS#12 store. %s -password-file names the file of a password", locked)
		}
		o := lab.Options{Now: now(h), Rand: h.rand}
		q := lab.VerifyRequest{
			Chain: string(files[0].data), TrustStore: string(material.TrustStore), Version: *version,
			Filters:  *store.filters,
			Settings: lab.Settings{Mode: *store.mode, IgnoreExpiry: *store.ignore},
		}
		if *front != "" {
			q.Settings.Mode = *front
		}
		for _, list := range material.Lists {
			q.CRLs = append(q.CRLs, string(list))
		}
		v := lab.Verify(o, q)
		check, err := checkFiles(o, material, password)
		if err != nil {
			return 0, err
		}
		if *asJSON {
			fmt.Fprintf(h.out, "{\"verdict\":%s,\"files\":%s}\n", lab.Marshal(v), lab.Marshal(check))
		} else {
			printVerdict(page{h.out}, &v, *all)
			if *front == "" { // what CloudFront asks of files is another matter
				printFiles(page{h.out}, material, &check)
			}
		}
		if !v.OK {
			return exitNo, nil
		}
		return exitOK, nil
	}
}

// checkFiles judges trust store and lists as the files that are uploaded.
func checkFiles(o lab.Options, m *lab.Material, password string) (lab.MaterialCheck, error) {
	q := lab.MaterialRequest{TrustStore: base64.StdEncoding.EncodeToString(m.TrustStore), Password: password}
	for _, list := range m.Lists {
		q.Lists = append(q.Lists, base64.StdEncoding.EncodeToString(list))
	}
	var taken lab.Material
	return taken.Take(o, q)
}

func printVerdict(p page, v *lab.Verdict, all bool) {
	p.line(0, v.Status)
	p.line(1, v.Text)
	if !v.OK {
		p.line(1, v.Description)
		p.pair(1, "Basis", v.Basis)
		for _, cause := range v.Causes {
			p.line(1, "Usual cause: "+cause)
		}
		p.line(1, v.Todo)
	}
	if len(v.Path) > 0 {
		p.line(0, "Path")
	}
	for _, l := range v.Path {
		from := "in the trust store"
		if l.Certificate >= 0 {
			from = "presented, number " + strconv.Itoa(l.Certificate+1)
		}
		p.line(1, or(l.Subject, "a certificate without a subject")+" ("+from+")")
	}
	p.line(0, "Rules")
	for _, r := range v.Rules {
		p.line(1, r.Outcome+": "+r.Title+" ["+r.Basis+"]")
		if all || r.Outcome == "failed" {
			p.line(2, r.Detail)
			p.line(2, r.Source)
		}
	}
	for _, a := range v.Alternatives {
		p.line(0, "Otherwise: "+a.Status)
		p.line(1, a.Text)
	}
	for _, n := range v.Notes {
		p.line(0, "Note: "+n)
	}
}

// printFiles prints what AWS would say of the files.
func printFiles(p page, m *lab.Material, check *lab.MaterialCheck) {
	if len(m.TrustStore) > 0 {
		p.line(0, "Trust store: "+check.TrustStore.Text)
		printFileFindings(p, check.TrustStore.Findings)
	}
	for i := range check.Lists {
		p.line(0, "Revocation list "+strconv.Itoa(i+1)+": "+check.Lists[i].Text)
		printFileFindings(p, check.Lists[i].Findings)
	}
}

func printFileFindings(p page, findings []lab.BundleFinding) {
	for _, f := range findings {
		at := ""
		if f.Line > 0 {
			at = "line " + strconv.Itoa(f.Line) + ": "
		}
		p.line(1, mark(toneOf(f.Severity))+at+f.Text+" ["+f.ID+", "+f.Basis+"]")
		p.line(3, f.Hint)
	}
}

// toneOf is the tone of a severity.
func toneOf(severity string) report.Tone {
	if severity == string(report.Error) {
		return report.ToneBad
	}
	return report.ToneWarn
}
