package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mtlens/mtlens/build/mtlens/logfile"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/internal/wording"
	"github.com/mtlens/mtlens/internal/words"
)

// logCommand sums up connection logs, or prints those of their records that are
// asked for.
func logCommand(flags *flag.FlagSet) runner {
	now := nowFlag(flags)
	form := flags.String("o", formText, "")
	jobs := flags.Int("jobs", runtime.GOMAXPROCS(0), "")
	var want filter
	want.declare(flags)
	return func(ctx context.Context, h *host, args []string) (int, error) {
		if err := oneOf("o", *form, formText, formJSON, formCSV, formJSONL, formLines); err != nil {
			return 0, err
		}
		if err := want.complete(); err != nil {
			return 0, err
		}
		files, err := logFiles(args)
		if err != nil {
			return 0, err
		}
		l := &logs{host: h, now: now(h), form: *form, want: &want, files: files}
		return l.run(ctx, max(1, *jobs))
	}
}

// The forms of what log prints: two of the summary, three of records.
const (
	formText  = "text"
	formJSON  = "json"
	formCSV   = "csv"
	formJSONL = "jsonl"
	formLines = "lines"
)

// logFiles lists the files; those of a folder in the order of their paths, which is
// that of time in a bucket of logs.
func logFiles(names []string) ([]string, error) {
	if len(names) == 0 {
		return []string{stdin}, nil
	}
	var files []string
	for _, name := range names {
		if name == stdin {
			files = append(files, name)
			continue
		}
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err == nil && (d.Type().IsRegular() || path == name && !d.IsDir()) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New("there is no file in the folder")
	}
	return files, nil
}

// logs is one run of the command.
type logs struct {
	host  *host
	now   time.Time
	form  string
	want  *filter
	files []string
}

// logFile is a file on its way: a worker reads it, and the printer takes what is
// to be printed of it when its turn comes.
type logFile struct {
	name    string
	printed chan chunk
	counts  logfile.Counts
	err     error // set before printed is closed
}

// waiting is how many chunks of a file wait for the files before it: they bound
// the memory.
const waiting = 4

// run reads the files, as many at once as there are workers.
func (l *logs) run(ctx context.Context, workers int) (int, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	list := make([]*logFile, len(l.files))
	for i, name := range l.files {
		list[i] = &logFile{name: name, printed: make(chan chunk, waiting)}
	}
	sums := make([]*judge.Lines, min(workers, len(list)))
	var next atomic.Int64
	var reading sync.WaitGroup
	for w := range sums {
		sums[w] = judge.NewLines(l.now)
		reading.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(list); i = next.Add(1) - 1 {
				l.read(ctx, list[i], sums[w])
			}
		})
	}
	total, failed, err := l.follow(list, stop)
	reading.Wait()
	for _, s := range sums[1:] {
		sums[0].Merge(s)
	}
	if err != nil {
		return 0, err
	}
	l.summary(sums[0], total)
	switch {
	case failed:
		return exitFailed, nil
	case total.Records == 0:
		fmt.Fprintln(l.host.err, "mtlens log: there is no line of a connection log")
		return exitFailed, nil
	}
	return exitOK, nil
}

// read reads one file.
func (l *logs) read(ctx context.Context, f *logFile, sum *judge.Lines) {
	defer close(f.printed)
	in := l.host.in
	if f.name != stdin {
		file, err := os.Open(f.name)
		if err != nil {
			f.err = err
			return
		}
		defer file.Close()
		in = file
	}
	out := newWriter(l.form, f.printed)
	f.counts, f.err = logfile.Read(ctx, in, func(r *judge.Record) error {
		if !l.want.takes(r) {
			return nil
		}
		sum.Add(r)
		return out.record(ctx, r)
	})
	f.err = errors.Join(f.err, out.flush(ctx))
}

// follow prints what the files give, in their order. A file that cannot be read is
// told, and the others are read all the same.
func (l *logs) follow(list []*logFile, stop func()) (total logfile.Counts, failed bool, err error) {
	p := printer{out: l.host.out, form: l.form}
	for _, f := range list {
		for c := range f.printed {
			if err == nil {
				if err = p.chunk(c); err != nil {
					stop()
				}
			}
		}
		total.Add(f.counts)
		if f.err != nil && err == nil {
			failed = true
			fmt.Fprintf(l.host.err, "mtlens log: %s: %s\n", clean(f.name), clean(f.err.Error()))
		}
	}
	if p.left > 0 {
		fmt.Fprintf(l.host.err, "mtlens log: %s of another kind of log left out: a table has the fields of one\n", words.Count(p.left, "record"))
	}
	return total, failed, err
}

// summary prints what the lines come to, in the page's words; with records, what
// was passed over alone.
func (l *logs) summary(sum *judge.Lines, total logfile.Counts) {
	if total.Strange > 0 {
		fmt.Fprintf(l.host.err, "mtlens log: %s passed over that are none of a connection log\n", words.Count(total.Strange, "line"))
	}
	if total.Cut > 0 {
		fmt.Fprintf(l.host.err, "mtlens log: %s passed over that are over 1 MiB\n", words.Count(total.Cut, "line"))
	}
	if l.form != formText && l.form != formJSON {
		return
	}
	j := judge.New(judge.Options{Now: l.now})
	j.AddLines(sum)
	r := wording.New(nil, true, j).Report(j.Summary(unwrap.Rest{Kind: "connection log"}))
	r.Input.Bytes = int(total.Bytes)
	if l.form == formJSON {
		fmt.Fprintf(l.host.out, "%s\n", r.JSON())
		return
	}
	p := page{l.host.out}
	if len(r.Logs) == 0 {
		p.line(0, "None of "+words.Count(total.Records, "record")+" matches.")
		return
	}
	p.line(0, runs(r.Verdict.Text))
	if !l.want.all() {
		p.line(0, "Of "+words.Count(total.Records, "record")+" those that match are counted.")
	}
	for i := range r.Logs {
		p.blank()
		printLog(p, &r.Logs[i])
	}
}

// printer writes chunks, under the names of their fields where the form has them.
type printer struct {
	out   io.Writer
	form  string
	begun bool
	kind  judge.LogKind
	left  int // records of another kind
}

func (p *printer) chunk(c chunk) error {
	if p.form == formCSV {
		if !p.begun {
			p.kind = c.kind
			if _, err := p.out.Write(csvHead(c.kind)); err != nil {
				return err
			}
		}
		if c.kind != p.kind {
			p.left += c.records
			return nil
		}
	}
	p.begun = true
	_, err := p.out.Write(c.data)
	return err
}

// all reports whether the filter takes every record.
func (f *filter) all() bool {
	return !f.failed && !f.succeeded && f.codes == nil && f.clients == nil && f.subject == "" && f.serial == "" && f.since == "" && f.until == ""
}

// takesCode reports whether the code is among those asked for.
func (f *filter) takesCode(r *judge.Record) bool {
	return f.codes == nil || slices.Contains(f.codes, string(r.Code))
}
