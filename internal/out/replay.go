package out

import (
	"slices"
	"strings"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/words"
)

// DefaultURL is where a request goes if nothing else is asked for: to the application
// itself, with what a proxy in front of it adds.
const DefaultURL = "http://localhost:8080"

// request is a request to be written out.
type request struct {
	method, url string // url is whole
	path, query string
	lines       []Line
	refused     []string // names of headers that no request can have
	dropped     []string // that each client makes itself
}

// maxCommand is the longest command line of cmd (Microsoft, "Command prompt line
// string limitation").
const maxCommand = 8191

// newRequest checks the lines. base is the address of the application.
func (c *Client) newRequest(lines []Line, base string) *request {
	if base == "" {
		base = DefaultURL
	}
	r := &request{method: c.Method, url: strings.TrimSuffix(base, "/") + c.Target}
	r.path, r.query, _ = strings.Cut(c.Target, "?")
	for _, l := range lines {
		switch {
		case !token(l.Name) || !visible(l.Value):
			r.refused = append(r.refused, l.Name)
		case slices.ContainsFunc(own, func(n string) bool { return strings.EqualFold(n, l.Name) }):
			r.dropped = append(r.dropped, l.Name)
		default:
			r.lines = append(r.lines, Line{l.Name, strings.Trim(l.Value, " \t")})
		}
	}
	return r
}

// own are the headers that belong to a connection or a body: each client makes them.
var own = []string{"Connection", "Content-Length", "Transfer-Encoding", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect"}

// visible reports whether a value can stand in a header (RFC 9110, 5.5).
func visible(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

func (r *request) has(name string) bool {
	return slices.ContainsFunc(r.lines, func(l Line) bool { return strings.EqualFold(l.Name, name) })
}

const (
	ranHere  = "Run by a test against a server on this machine: every header arrives as it is above, to the byte."
	readHere = "Read by a test with Python’s and Node’s JSON: every header is in it as it is above, to the byte."
	notRun   = "Not run by a test: "
)

// ReplayGroup writes the request for terminals, editors and event consoles. Headers is
// the ID of a sender; empty for those that were pasted.
func ReplayGroup(c *Client, headers, base string) Group {
	r := c.newRequest(c.Headers(headers), base)
	g := Group{Title: "Replay", Text: "The request with exactly these headers, sent to the application behind the proxy. Nobody verifies them on the way: an application that takes them from anywhere would take them from anyone."}
	if len(r.lines) == 0 {
		g.Text = "There is no header to send: this part of the paste has none, and no certificate to make them of."
		return g
	}
	add := func(id, part, title, file, text, trial string, notes ...string) {
		g.Items = append(g.Items, Item{ID: id, Part: part, Title: title, File: file, Text: text, Trial: trial, Notes: append(notes, r.notes()...)})
	}
	config := r.config()
	add("curl", "Terminal", "curl in bash, zsh or sh", "replay.sh", r.curl(), ranHere)
	add("curl-config", "Terminal", "curl, the headers in a file: any shell", "replay.curl", config, ranHere, "Run it with: curl --config replay.curl")
	add("powershell-curl", "Windows", "curl.exe in PowerShell", "replay-curl.ps1", powerShellCurl(config), notRun+"there is no PowerShell here. The configuration in it is run by a test in bash.",
		"Windows PowerShell 5 loses double quotes in arguments, so the headers go in by the standard input.")
	add("powershell", "Windows", "Invoke-WebRequest in PowerShell", "replay.ps1", r.invoke(), notRun+"there is no PowerShell here.", r.invokeNotes()...)
	cmd, cmdNotes := r.cmd()
	add("cmd", "Windows", "curl in a batch file of cmd", "replay.cmd", cmd, notRun+"there is no cmd here. A test takes the quoting apart by the rules of cmd and of the C runtime.", cmdNotes...)
	add("http", "Editor", ".http file of VS Code, JetBrains and Visual Studio", "replay.http", r.http(), notRun+"the editors are not here. A test reads it as the head of a request.", r.braces()...)
	add("postman", "Editor", "Postman collection", "replay.postman_collection.json", r.postman(), readHere, r.braces()...)
	add("har", "Editor", "HAR, for browsers and proxies", "replay.har", r.har(), readHere)
	add("lambda", "Lambda", "Event of a load balancer for Lambda", "event.json", r.lambda(false), readHere, "A load balancer gives names in small letters. Of a name that stands twice this form has the last value.")
	add("lambda-multi", "Lambda", "The same with multi-value headers", "event-multi.json", r.lambda(true), readHere, "For target groups with lambda.multi_value_headers.enabled.")
	return g
}

// notes are those of every form.
func (r *request) notes() (notes []string) {
	if len(r.refused) > 0 {
		notes = append(notes, "Left out, because no request can have it: "+words.And(r.refused)+". A value with a line break or a control character ends the head of a request.")
	}
	if len(r.dropped) > 0 {
		notes = append(notes, "Left to the program that sends: "+words.And(r.dropped)+".")
	}
	return notes
}

// header is a header as curl takes it: an empty one has a semicolon.
func (l *Line) header() string {
	if l.Value == "" {
		return l.Name + ";"
	}
	return l.Name + ": " + l.Value
}

// silenced are headers that curl would add of itself, taken away.
func (r *request) silenced() (list []string) {
	for _, name := range []string{"User-Agent", "Accept"} {
		if !r.has(name) {
			list = append(list, name+":")
		}
	}
	return list
}

func (r *request) curl() string {
	var b strings.Builder
	b.WriteString("curl --http1.1 --globoff --path-as-is --request " + shell(r.method))
	if r.method == "HEAD" {
		b.WriteString(" --head")
	}
	b.WriteString(" \\\n")
	for i := range r.lines {
		b.WriteString("  --header " + shell(r.lines[i].header()) + " \\\n")
	}
	for _, name := range r.silenced() {
		b.WriteString("  --header " + shell(name) + " \\\n")
	}
	b.WriteString("  " + shell(r.url) + "\n")
	return b.String()
}

// config is a configuration of curl with all of it.
func (r *request) config() string {
	var b strings.Builder
	b.WriteString("url = " + curlConfig(r.url) + "\nrequest = " + curlConfig(r.method) + "\n")
	if r.method == "HEAD" {
		b.WriteString("head\n")
	}
	b.WriteString("http1.1\ngloboff\npath-as-is\n")
	for i := range r.lines {
		b.WriteString("header = " + curlConfig(r.lines[i].header()) + "\n")
	}
	for _, name := range r.silenced() {
		b.WriteString("header = " + curlConfig(name) + "\n")
	}
	return b.String()
}

// powerShellCurl hands the configuration to curl in a here-string, in which nothing is
// special: no line of it can begin with the quote that would end it.
func powerShellCurl(config string) string {
	return "$OutputEncoding = [System.Text.UTF8Encoding]::new($false)\n@'\n" + config + "'@ | curl.exe --config -\n"
}

// invoke is Invoke-WebRequest, which takes each name once.
func (r *request) invoke() string {
	var b strings.Builder
	b.WriteString("$headers = @{\n")
	seen := map[string]bool{}
	for _, l := range r.lines {
		if name := strings.ToLower(l.Name); !seen[name] {
			seen[name] = true
			b.WriteString("  " + powerShell(l.Name) + " = " + powerShell(l.Value) + "\n")
		}
	}
	b.WriteString("}\nInvoke-WebRequest -UseBasicParsing -SkipHeaderValidation -Method " + r.method + " -Headers $headers -Uri " + powerShell(r.url) + "\n")
	return b.String()
}

func (r *request) invokeNotes() []string {
	notes := []string{"For PowerShell 7. Windows PowerShell 5 has no -SkipHeaderValidation and takes neither Host nor User-Agent here: use curl.exe there. User-Agent is added where the request has none."}
	seen := map[string]bool{}
	for _, l := range r.lines {
		if name := strings.ToLower(l.Name); seen[name] {
			return append(notes, l.Name+" stands more than once; this sends the first alone.")
		} else {
			seen[name] = true
		}
	}
	return notes
}

func (r *request) cmd() (text string, notes []string) {
	command := "curl --http1.1 --globoff --path-as-is --request " + batch(r.method)
	for i := range r.lines {
		command += " --header " + batch(r.lines[i].header())
	}
	for _, name := range r.silenced() {
		command += " --header " + batch(name)
	}
	command += " " + batch(r.url)
	if len(command) > maxCommand {
		return "@curl --config replay.curl\r\n", []string{"The command would be longer than the " + words.Number(maxCommand) + " characters that cmd takes: save the headers as replay.curl, from the form before."}
	}
	return "@chcp 65001 >nul\r\n@" + command + "\r\n", []string{"Save it as a .cmd file: typed in, a percent sign would not be doubled."}
}

func (r *request) http() string {
	var b strings.Builder
	b.WriteString(r.method + " " + r.url + " HTTP/1.1\n")
	for _, l := range r.lines {
		b.WriteString(l.Name + ": " + l.Value + "\n")
	}
	return b.String() + "\n"
}

// braces warns of what the editors take for a variable.
func (r *request) braces() []string {
	for _, l := range r.lines {
		if strings.Contains(l.Value, "{{") {
			return []string{l.Name + " has {{ in it, which this program takes for a variable."}
		}
	}
	return nil
}

// member appends a member of an object.
func member(b []byte, name, value string) []byte {
	b = jsontext.AppendString(b, name)
	return jsontext.AppendString(append(b, ": "...), value)
}

// pairs appends a list of objects with two members.
func pairs(b []byte, name, value, indent string, lines []Line) []byte {
	b = append(b, '[')
	for i, l := range lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = member(append(b, "\n"+indent+"  { "...), name, l.Name)
		b = append(member(append(b, ", "...), value, l.Value), " }"...)
	}
	if len(lines) > 0 {
		b = append(b, "\n"+indent...)
	}
	return append(b, ']')
}

func (r *request) har() string {
	b := append([]byte(nil), "{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"creator\": { \"name\": \"mtlens\", \"version\": \"1\" },\n    \"entries\": [\n      {\n        \"startedDateTime\": \"1970-01-01T00:00:00.000Z\",\n        \"time\": 0,\n        \"request\": {\n          "...)
	b = member(b, "method", r.method)
	b = member(append(b, ",\n          "...), "url", r.url)
	b = append(b, ",\n          \"httpVersion\": \"HTTP/1.1\",\n          \"cookies\": [],\n          \"headers\": "...)
	b = pairs(b, "name", "value", "          ", r.lines)
	b = pairs(append(b, ",\n          \"queryString\": "...), "name", "value", "          ", parameters(r.query))
	return string(append(b, ",\n          \"headersSize\": -1,\n          \"bodySize\": 0\n        },\n        \"response\": {\n          \"status\": 0,\n          \"statusText\": \"\",\n          \"httpVersion\": \"HTTP/1.1\",\n          \"cookies\": [],\n          \"headers\": [],\n          \"content\": { \"size\": 0, \"mimeType\": \"\" },\n          \"redirectURL\": \"\",\n          \"headersSize\": -1,\n          \"bodySize\": -1\n        },\n        \"cache\": {},\n        \"timings\": { \"send\": 0, \"wait\": 0, \"receive\": 0 }\n      }\n    ]\n  }\n}\n"...))
}

func (r *request) postman() string {
	b := append([]byte(nil), "{\n  \"info\": {\n    \"name\": \"mtlens\",\n    \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"\n  },\n  \"item\": [\n    {\n      "...)
	b = member(b, "name", r.method+" "+r.path)
	b = member(append(b, ",\n      \"request\": {\n        "...), "method", r.method)
	b = pairs(append(b, ",\n        \"header\": "...), "key", "value", "        ", r.lines)
	b = member(append(b, ",\n        "...), "url", r.url)
	return string(append(b, "\n      }\n    }\n  ]\n}\n"...))
}

// parameters takes a query apart; what is encoded stays so, as a load balancer leaves it.
func parameters(query string) (list []Line) {
	for query != "" {
		var one string
		one, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(one, "=")
		list = append(list, Line{name, value})
	}
	return list
}

// lambda is the event of a target group of the type lambda (ELB user guide, "Use
// Lambda functions as targets").
func (r *request) lambda(multi bool) string {
	b := append([]byte(nil), "{\n  \"requestContext\": {\n    \"elb\": {\n      \"targetGroupArn\": \"arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/app/0123456789abcdef\"\n    }\n  },\n  "...)
	b = member(b, "httpMethod", r.method)
	b = member(append(b, ",\n  "...), "path", r.path)
	lower := make([]Line, len(r.lines))
	for i, l := range r.lines {
		lower[i] = Line{strings.ToLower(l.Name), l.Value}
	}
	prefix, suffix := "", "Parameters"
	if multi {
		prefix = "multiValue"
	}
	name := func(s string) string {
		if !multi {
			return s
		}
		return prefix + words.Capital(s)
	}
	b = object(append(b, ",\n  "...), name("queryString"+suffix), parameters(r.query), multi)
	b = object(append(b, ",\n  "...), name("headers"), lower, multi)
	return string(append(b, ",\n  \"body\": \"\",\n  \"isBase64Encoded\": false\n}\n"...))
}

// object appends lines as an object: of equal names the last value, or all of them.
func object(b []byte, name string, lines []Line, multi bool) []byte {
	var names []string
	values := map[string][]string{}
	for _, l := range lines {
		if values[l.Name] == nil {
			names = append(names, l.Name)
		}
		values[l.Name] = append(values[l.Name], l.Value)
	}
	b = append(jsontext.AppendString(b, name), ": {"...)
	for i, n := range names {
		if i > 0 {
			b = append(b, ',')
		}
		all := values[n]
		b = append(jsontext.AppendString(append(b, "\n    "...), n), ": "...)
		if !multi {
			b = jsontext.AppendString(b, all[len(all)-1])
			continue
		}
		b = append(b, '[')
		for k, v := range all {
			if k > 0 {
				b = append(b, ", "...)
			}
			b = jsontext.AppendString(b, v)
		}
		b = append(b, ']')
	}
	if len(names) > 0 {
		b = append(b, "\n  "...)
	}
	return append(b, '}')
}
