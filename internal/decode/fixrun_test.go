package decode

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/internal/remedy"
)

// Snippets of code are run on what the cause gives, and must make what was meant:
// all of a language in one program.

// task is what a snippet starts from and what it has to make of it.
type task struct {
	fix     finding.Fix
	in, out string // the variables; "bytes " before a name is for bytes, else text
	given   []string
	want    string
	frames  map[string]frame // for languages in which there is more around the snippet
	wants   func(got string) bool
}

// frame is the code before a snippet, and the expression that has the result.
type frame struct{ before, out string }

var tasks = []task{
	{fix: finding.FormDecoding, in: "header", out: "pem", given: []string{originalHeader}, want: originalPEM},
	{fix: finding.EncodedAgain, in: "header", given: []string{originalHeader}, want: originalHeader, frames: map[string]frame{
		"Go":         {"name, in, out := \"X-Cert\", http.Request{Header: http.Header{}}, http.Request{Header: http.Header{}}\nin.Header.Set(name, header)", "out.Header.Get(name)"},
		"Python":     {"name, headers = 'X-Cert', {'X-Cert': header}\nout = urllib.request.Request('http://localhost/')", "out.get_header(name.capitalize())"},
		"JavaScript": {"const name = 'x-cert', req = { headers: { [name]: header } }, headers = {};", "new Headers(headers).get(name)"},
		"Java":       {"String name = \"X-Cert\"; Request in = x -> header; var out = HttpRequest.newBuilder(URI.create(\"http://localhost/\"));", "out.build().headers().firstValue(name).get()"},
	}},
	{fix: finding.EscapesKept, in: "value", out: "pem", given: []string{replaced(originalPEM, "\n", `\n`)}, want: originalPEM},
	{fix: finding.BreaksLost, in: "pem", out: "header", given: []string{originalPEM}, wants: func(got string) bool {
		right, err := url.PathUnescape(got)
		return err == nil && right == originalPEM && formDecoded(got) == originalPEM && !strings.ContainsAny(got, " \n+")
	}},
	{fix: finding.PEMEncoded, in: "value", out: "pem", want: originalPEM, given: []string{
		base64.StdEncoding.EncodeToString([]byte(originalPEM)),
		lines(base64.StdEncoding.EncodeToString([]byte(originalPEM)), 76), // as base64(1) writes it
	}},
	{fix: finding.URLAlphabet, in: "value", out: "bytes der", want: string(originalDER), given: []string{
		base64.RawURLEncoding.EncodeToString(originalDER), base64.URLEncoding.EncodeToString(originalDER),
	}},
	{fix: finding.PaddingCut, in: "value", out: "bytes der", want: string(originalDER), given: []string{
		strings.TrimRight(originalBase64, "="), strings.TrimSuffix(originalBase64, "="), originalBase64 + "=", originalBase64,
	}},
	{fix: finding.ArmorByHand, in: "bytes der", out: "block", given: []string{string(originalDER)}, want: originalPEM},
	{fix: finding.BufferPadded, in: "bytes data", out: "bytes der", given: []string{string(padded()), string(originalDER)}, want: string(originalDER),
		frames: map[string]frame{"Go": {"", "cert.FullBytes"}}},
	{fix: finding.CopiedHeader, in: "header", given: []string{originalHeader}, want: originalHeader + "\n", frames: map[string]frame{
		"Go":         {"var b bytes.Buffer\nlog.SetOutput(&b)\nlog.SetFlags(0)\nname, r := \"X-Cert\", http.Request{Header: http.Header{}}\nr.Header.Set(name, header)", "b.String()"},
		"Python":     {"import builtins\nname, request, printed = 'X-Cert', types.SimpleNamespace(headers={'X-Cert': header}), []\nprint = printed.append", "printed[0] + '\\n'"},
		"JavaScript": {"const printed = [], console = { log: (s) => printed.push(s) }, name = 'x-cert', req = { headers: { [name]: header } };", "printed[0] + '\\n'"},
		"Java":       {"var b = new ByteArrayOutputStream(); System.setOut(new PrintStream(b)); String name = \"X-Cert\"; Request request = x -> header;", "b.toString()"},
	}},
	{fix: finding.ServerLimit, in: "header", given: []string{longHeader}, want: longHeader, frames: map[string]frame{
		"Go": {"got := \"\"\nhandler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get(\"X-Cert\") })", "func() string { ask(server, header); return got }()"},
		"JavaScript": {"let got; const handler = (req, res) => { got = req.headers['x-cert']; res.end(); };",
			"(await new Promise((ready) => server.listen(0, '127.0.0.1', ready)), await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { 'x-cert': header } }), server.close(), got)"},
	}},
	{fix: finding.CutShort, in: "header", given: []string{longHeader}, want: longHeader, frames: map[string]frame{
		"JavaScript": {"const printed = [], console = { log: (s) => printed.push(util.format(s)) }, req = { headers: { 'x-cert': header } };", "JSON.parse(printed[0])['x-cert']"},
	}},
}

func lines(s string, width int) string {
	out := ""
	for ; len(s) > width; s = s[width:] {
		out += s[:width] + "\n"
	}
	return out + s + "\n"
}

// language is how a program of many snippets is written and run. It reads the
// file N.in for each snippet N and writes N.out.
type language struct {
	name, tool, file string
	args             []string
	head, tail       string
	open, close      string // around snippet %d
	text, bytes      string // the variable %s, made of what was read
	check            string // after a snippet that may fail
	show             string // writes the expression %s
}

var languages = []language{
	{name: "Go", tool: "go", file: "main.go", args: []string{"run", "main.go"},
		head: `package main
import ("bytes"; "encoding/asn1"; "encoding/base64"; "encoding/pem"; "log"; "net"; "net/http"; "net/url"; "os"; "strings")
func must(err error) { if err != nil { panic(err) } }
func read(n string) []byte { b, err := os.ReadFile(n + ".in"); must(err); return b }
func write[T string | []byte](n string, s T) { must(os.WriteFile(n+".out", []byte(s), 0o600)) }
func ask(s *http.Server, header string) {
	l, err := net.Listen("tcp", "127.0.0.1:0"); must(err)
	go s.Serve(l)
	r, _ := http.NewRequest("GET", "http://"+l.Addr().String(), nil)
	r.Header.Set("X-Cert", header)
	_, err = http.DefaultClient.Do(r); must(err)
}
func main() {
`, tail: "}\n", open: "func() { n := \"%d\"\n", close: "\n}()\n", check: "\nmust(err)",
		text: "%s := string(read(n))\n", bytes: "%s := read(n)\n", show: "\nwrite(n, %s)"},
	{name: "Python", tool: "python3", file: "main.py", args: []string{"main.py"},
		head: "import base64, ssl, types, urllib.parse, urllib.request\n",
		open: "n = '%d'\n", close: "\n",
		text: "%s = open(n + '.in', newline='').read()\n", bytes: "%s = open(n + '.in', 'rb').read()\n",
		show: "\nresult = %s\nopen(n + '.out', 'wb').write(result if isinstance(result, bytes) else result.encode())"},
	{name: "JavaScript", tool: "node", file: "main.mjs", args: []string{"main.mjs"},
		head: "import { readFileSync, writeFileSync } from 'node:fs';\nimport http from 'node:http';\nimport util from 'node:util';\nimport { X509Certificate } from 'node:crypto';\n",
		open: "{ const n = '%d';\n", close: "}\n",
		text: "const %s = readFileSync(n + '.in', 'utf8');\n", bytes: "const %s = readFileSync(n + '.in');\n", show: "\nwriteFileSync(n + '.out', %s);"},
	{name: "Java", tool: "java", file: "Main.java", args: []string{"Main.java"},
		head: `import java.io.*; import java.net.*; import java.net.http.*; import java.nio.charset.StandardCharsets; import java.nio.file.*; import java.util.*;
public class Main {
interface Request { String getHeader(String name); }
static byte[] read(String n) throws Exception { return Files.readAllBytes(Path.of(n + ".in")); }
static void write(String n, byte[] b) throws Exception { Files.write(Path.of(n + ".out"), b); }
static void write(String n, String s) throws Exception { write(n, s.getBytes(StandardCharsets.UTF_8)); }
public static void main(String[] args) throws Exception {
`, tail: "}}\n", open: "{ String n = \"%d\";\n", close: "}\n",
		text: "String %s = new String(read(n), StandardCharsets.UTF_8);\n", bytes: "byte[] %s = read(n);\n", show: "\nwrite(n, %s);"},
	{name: "PHP", tool: "php", file: "main.php", args: []string{"main.php"}, head: "<?php\n",
		open: "$n = '%d';\n", close: "\n", text: "$%s = file_get_contents($n . '.in');\n", bytes: "$%s = file_get_contents($n . '.in');\n",
		show: "\nfile_put_contents($n . '.out', $%s);"},
	{name: ".NET", tool: "dotnet-script", file: "main.csx", args: []string{"main.csx"},
		head: "using System.Buffers.Text; using System.IO; using System.Security.Cryptography; using System.Text;\n" +
			"byte[] Read(string n) => File.ReadAllBytes(n + \".in\");\nvoid Write(string n, object o) => File.WriteAllBytes(n + \".out\", o as byte[] ?? Encoding.ASCII.GetBytes((string)o));\n",
		open: "{ var n = \"%d\";\n", close: "}\n", text: "var %s = Encoding.ASCII.GetString(Read(n));\n", bytes: "var %s = Read(n);\n", show: "\nWrite(n, %s);"},
}

func TestSnippetsOfCode(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no other languages under GOOS=js; the native run has them")
	}
	for _, l := range languages {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(l.tool); err != nil {
				t.Skipf("%s is not on this machine: its snippets were not run", l.tool)
			}
			l.run(t, t.TempDir())
		})
	}
}

// run runs all snippets of the language on all that they are given.
func (l *language) run(t *testing.T, dir string) {
	program, n := l.head, 0
	var done []*task
	for i := range tasks {
		k := &tasks[i]
		snippet := snippetOf(k.fix, l.name)
		f, framed := k.frames[l.name]
		if snippet == "" || !framed && k.out == "" {
			continue // none, or one that the other test runs
		}
		if f.out == "" {
			f.out = strings.TrimPrefix(k.out, "bytes ")
		}
		for _, given := range k.given {
			declare, name := l.text, k.in
			if strings.HasPrefix(k.in, "bytes ") {
				declare, name = l.bytes, strings.TrimPrefix(k.in, "bytes ")
			}
			program += fmt.Sprintf(l.open, n) + fmt.Sprintf(declare, name) + f.before + "\n" + snippet
			if strings.Contains(snippet, "err :=") {
				program += l.check
			}
			program += fmt.Sprintf(l.show, f.out) + l.close
			writeFile(t, filepath.Join(dir, strconv.Itoa(n)+".in"), given)
			done = append(done, k)
			n++
		}
	}
	writeFile(t, filepath.Join(dir, l.file), program+l.tail)
	cmd := exec.Command(l.tool, l.args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, k := range done {
		got, err := os.ReadFile(filepath.Join(dir, strconv.Itoa(i)+".out"))
		if err != nil || k.wants == nil && string(got) != k.want || k.wants != nil && !k.wants(string(got)) {
			t.Errorf("%s, run %d: %.200q, want %.200q (%v)", k.fix, i, got, k.want, err)
		}
	}
}

// snippetOf returns what mends the cause in the language, or nothing.
func snippetOf(fix finding.Fix, language string) string {
	all := remedy.Snippets(fix)
	if i := slices.IndexFunc(all, func(f remedy.Snippet) bool { return f.Language == language }); i >= 0 {
		return all[i].Code
	}
	return ""
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// unrun are the snippets that no test runs, each with the reason.
var unrun = map[string]string{
	"encoded-again/PHP":        "needs PHP's curl",
	"encoded-again/.NET":       "needs a request of ASP.NET",
	"copied-header/.NET":       "needs a request of ASP.NET",
	"cut-short/rsyslog":        "needs rsyslog and its modules",
	"cut-short/HAProxy":        "needs a receiver of its log",
	"server-limit/Apache":      "needs Apache and its modules",
	"server-limit/Tomcat":      "needs Tomcat",
	"server-limit/Spring Boot": "needs Spring Boot",
	"server-limit/.NET":        "needs ASP.NET",
}

// Every snippet is run, or stands in the list of those that are not.
func TestEverySnippetIsRun(t *testing.T) {
	run := map[string]bool{"form-posted/curl": true, "pem-encoded/kubectl": true, "breaks-lost/nginx": true, "encoded-again/nginx": true}
	for _, k := range tasks {
		for _, l := range languages {
			if _, framed := k.frames[l.name]; framed || k.out != "" {
				run[string(k.fix)+"/"+l.name] = true
			}
		}
	}
	for _, e := range errands() {
		run[string(e.fix)+"/"+e.language] = true
	}
	for _, s := range servers {
		run["server-limit/"+s.language] = true
	}
	used := make(map[string]bool)
	for _, d := range damaged {
		for _, f := range remedy.Snippets(d.fix) {
			key := string(d.fix) + "/" + f.Language
			used[key] = true
			if d.fix == finding.FormPosted && f.Code == snippetOf(finding.FormDecoding, f.Language) {
				continue // run there
			}
			if run[key] == (unrun[key] != "") {
				t.Errorf("%s: run: %v; the reason not to: %q", key, run[key], unrun[key])
			}
		}
	}
	for key := range unrun {
		if !used[key] {
			t.Errorf("there is no %s", key)
		}
	}
}
