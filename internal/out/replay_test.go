package out

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// odd are values that each of the languages has something special in.
var odd = []Line{
	{"X-Quotes", `it's "quoted" and ‘curved’ '' "" `}, {"X-Percent", "100%25 %PATH% %0A%2B+=/ %%"}, {"X-Dollar", "$HOME ${x} $(id) `id` !! !x ~ *"},
	{"X-Backslash", `C:\dir\ \\ \" \' \n\`}, {"X-Shell", "a & b | c > d < e ; (f) ^g ^^ #h"}, {"X-Empty", ""}, {"X-Utf8", "Zoë O’Neil, Köln"},
	{"X-At", "@file"}, {"X-Dash", "--output x"}, {"X-Braces", "{{user}} {1,2} [a-z]"}, {"X-Tab", "a\tb"}, {"x-twice", "1"}, {"X-Twice", "2"},
}

func trimmed(lines []Line) (list []string) {
	for _, l := range lines {
		list = append(list, strings.TrimRight(l.Name+": "+strings.Trim(l.Value, " "), " "))
	}
	return list
}

// serve takes one request and returns its head, line by line.
func serve(t *testing.T) (address string, heads <-chan []string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	got := make(chan []string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		var lines []string
		for s := bufio.NewScanner(c); s.Scan() && s.Text() != ""; {
			lines = append(lines, s.Text())
		}
		got <- lines
		io.WriteString(c, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
	}()
	return "http://" + l.Addr().String(), got
}

// What bash runs sends exactly the headers, byte for byte, in their order and no others;
// so does the file of curl's.
func TestReplayRuns(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	alb := client(t, "passthrough-chain-ec.txt")
	for name, c := range map[string]*Client{
		"odd":  {Method: "GET", Target: `/a'b/[x]?q={1}&$HOME=%41`, Lines: append(odd, Line{"Host", "app.example"})},
		"alb":  {Method: "DELETE", Target: "/", Lines: append(alb.Headers("alb"), Line{"User-Agent", "x/1"}, Line{"Accept", "*/*"}, Line{"Host", "h"})},
		"pass": {Method: "POST", Target: "/", Lines: append(alb.Headers("alb-2"), Line{"Host", "h"})},
	} {
		for id, run := range map[string]func(dir, text string) *exec.Cmd{
			"curl": func(dir, text string) *exec.Cmd { return exec.Command("bash", "-c", text) },
			"curl-config": func(dir, text string) *exec.Cmd {
				file := filepath.Join(dir, "replay.curl")
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				return exec.Command("curl", "--config", file)
			},
		} {
			address, heads := serve(t)
			g := ReplayGroup(c, "", address)
			if len(g.Items) == 0 {
				t.Fatal(g.Text)
			}
			at := slices.IndexFunc(g.Items, func(i Item) bool { return i.ID == id })
			cmd := run(t.TempDir(), g.Items[at].Text)
			cmd.Env = append(os.Environ(), "no_proxy=127.0.0.1", "HOME="+t.TempDir())
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s, %s: %v: %s", name, id, err, out)
			}
			head := <-heads
			for i := range head {
				head[i] = strings.TrimRight(head[i], " ")
			}
			if want := c.Method + " " + c.Target + " HTTP/1.1"; head[0] != want {
				t.Errorf("%s, %s: %q, want %q", name, id, head[0], want)
			}
			want := trimmed(c.Lines)
			slices.Sort(want)
			got := slices.Sorted(slices.Values(head[1:]))
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", name, id, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// What cannot stand in a header is refused, and said.
func TestReplayRefuses(t *testing.T) {
	c := &Client{Method: "GET", Target: "/", Lines: []Line{{"X-A", "a\nInjected: 1"}, {"X B", "b"}, {"X-C", "c"}, {"X-D", "d\x00"}, {"Content-Length", "5"}}}
	for _, i := range ReplayGroup(c, "", "").Items {
		if strings.Contains(i.Text, "Injected") || strings.Contains(i.Text, "X B") || !strings.Contains(strings.ToLower(i.Text), "x-c") || strings.Contains(i.Text, "Content-Length") {
			t.Errorf("%s: %s", i.ID, i.Text)
		}
		if notes := strings.Join(i.Notes, " "); !strings.Contains(notes, "X-A, X B and X-D") || !strings.Contains(notes, "Content-Length") {
			t.Errorf("%s: %q", i.ID, notes)
		}
	}
}

// jsonHeaders are where each form of JSON has its headers.
const jsonHeaders = `import json, sys
d = json.load(open(sys.argv[2], encoding="utf-8"))
form = sys.argv[1]
if form == "har": out = [[h["name"], h["value"]] for h in d["log"]["entries"][0]["request"]["headers"]]
elif form == "postman": out = [[h["key"], h["value"]] for h in d["item"][0]["request"]["header"]]
elif form == "lambda": out = [[k, v] for k, v in d["headers"].items()]
else: out = [[k, v] for k, l in d["multiValueHeaders"].items() for v in l]
print(json.dumps(out))`

const nodeHeaders = `const d = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8")), form = process.argv[1];
console.log(JSON.stringify(form === "har" ? d.log.entries[0].request.headers.map((h) => [h.name, h.value])
: form === "postman" ? d.item[0].request.header.map((h) => [h.key, h.value])
: form === "lambda" ? Object.entries(d.headers)
: Object.entries(d.multiValueHeaders).flatMap(([k, l]) => l.map((v) => [k, v]))));`

// Python and Node read the same headers out of every form of JSON.
func TestReplayJSON(t *testing.T) {
	c := &Client{Method: "GET", Target: "/p?a=1&a=2&b", Lines: odd}
	for _, tool := range [][]string{{"python3", "-c", jsonHeaders}, {"node", "-e", nodeHeaders}} {
		if _, err := exec.LookPath(tool[0]); err != nil {
			t.Log(err)
			continue
		}
		for _, i := range ReplayGroup(c, "", "").Items {
			if i.Trial != readHere {
				continue
			}
			file := filepath.Join(t.TempDir(), "x.json")
			if err := os.WriteFile(file, []byte(i.Text), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(tool[0], append(tool[1:], i.ID, file)...).Output()
			if err != nil {
				t.Fatalf("%s, %s: %v", tool[0], i.ID, err)
			}
			var got [][2]string
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			var want [][2]string
			for _, l := range odd {
				name, value := l.Name, strings.Trim(l.Value, " ")
				if strings.HasPrefix(i.ID, "lambda") {
					name = strings.ToLower(name)
				}
				if i.ID == "lambda" && l.Name == "x-twice" {
					continue // the last one is kept
				}
				want = append(want, [2]string{name, value})
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: got %q\nwant %q", tool[0], i.ID, got, want)
			}
		}
	}
}

// cmdLine takes a line of a batch file apart as cmd does: %% is a percent sign, a caret
// takes the meaning of what follows, and no quote may be seen unescaped.
func cmdLine(t *testing.T, line string) string {
	t.Helper()
	var b strings.Builder
	line = strings.ReplaceAll(line, "%%", "\x01")
	if strings.Contains(line, "%") {
		t.Errorf("a lone percent sign in %s", line)
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '^' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		case strings.IndexByte(`"&|<>()`, c) >= 0:
			t.Fatalf("cmd would act on %q at %d of %s", c, i, line)
		default:
			b.WriteByte(c)
		}
	}
	return strings.ReplaceAll(b.String(), "\x01", "%")
}

// arguments takes a command line apart as the C runtime of Microsoft does ("Parsing C
// command-line arguments").
func arguments(s string) (list []string) {
	var b strings.Builder
	quoted, any := false, false
	for i := 0; i < len(s); i++ {
		n := 0
		for i < len(s) && s[i] == '\\' {
			n++
			i++
		}
		if i < len(s) && s[i] == '"' {
			b.WriteString(strings.Repeat(`\`, n/2))
			if n%2 == 1 {
				b.WriteByte('"')
			} else {
				quoted = !quoted
			}
			any = true
			continue
		}
		b.WriteString(strings.Repeat(`\`, n))
		if i == len(s) {
			break
		}
		if s[i] == ' ' && !quoted {
			if any {
				list = append(list, b.String())
			}
			b.Reset()
			any = false
			continue
		}
		b.WriteByte(s[i])
		any = true
	}
	return append(list, b.String())
}

// The batch file comes apart into the arguments that were meant.
func TestReplayCmd(t *testing.T) {
	c := &Client{Method: "GET", Target: `/?a="b"&c=%20\`, Lines: odd}
	r := c.newRequest(c.Lines, "")
	text, _ := r.cmd()
	line := strings.TrimPrefix(strings.Split(text, "\r\n")[1], "@")
	want := []string{"curl", "--http1.1", "--globoff", "--path-as-is", "--request", "GET"}
	for i := range r.lines {
		want = append(want, "--header", r.lines[i].header())
	}
	want = append(want, "--header", "User-Agent:", "--header", "Accept:", r.url)
	if got := arguments(cmdLine(t, line)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	long := client(t, "passthrough-chain.txt")
	long.Lines = append(long.Lines, long.Lines...)
	if text, notes := long.newRequest(long.Lines, "").cmd(); len(text) > maxCommand || len(notes) == 0 {
		t.Errorf("%d characters", len(text))
	}
}

// The head of a request is taken as it was pasted, with what says nothing of a client.
func TestReadTakesTheWholeHead(t *testing.T) {
	paste := "PUT /x?y=1 HTTP/1.1\r\nHost: a.example\r\nX-Other: 1\r\nX-Amzn-Mtls-Clientcert-Subject: CN=a\r\nX-Amzn-Mtls-Clientcert-Serial-Number: 01\r\n\r\n"
	c, ok := Read([]byte(paste), 0, testTime)
	if !ok || c.Method != "PUT" || c.Target != "/x?y=1" || len(c.Lines) != 4 || c.Lines[1] != (Line{"X-Other", "1"}) {
		t.Errorf("got %v %+v", ok, c)
	}
	if _, ok := Read([]byte(paste), 1, testTime); ok {
		t.Error("there is a second group")
	}
}

// The .http file is the head of a request.
func TestReplayHTTPFile(t *testing.T) {
	c := &Client{Method: "GET", Target: "/p", Lines: odd}
	lines := strings.Split(c.newRequest(c.Lines, "").http(), "\n")
	if lines[0] != "GET http://localhost:8080/p HTTP/1.1" {
		t.Error(lines[0])
	}
	for i, want := range trimmed(odd) {
		if got := strings.TrimRight(lines[i+1], " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
