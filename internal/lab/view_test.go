package lab

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strconv"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/decode"
	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/internal/report"
	"github.com/mtlens/mtlens/internal/wording"
	"github.com/mtlens/mtlens/testdata"
)

func inspect(t *testing.T, what string, paste []byte, request jsontext.Members, into any) error {
	t.Helper()
	answer, err := Inspect(nil, Options{Now: testdata.Now}, what, paste, request)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, into); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	return nil
}

// The places of a node's bytes lead back to the characters that they came from,
// through percent-encoding and base64.
func TestInspectTree(t *testing.T) {
	paste := testdata.Paste("passthrough-chain.txt")
	for i, name := range []string{"client-1", "issuing-ca", "root-ca"} {
		structure := string(rune('0' + i))
		var tree report.Tree
		if err := inspect(t, "tree", paste, jsontext.Members{"structure": structure}, &tree); err != nil {
			t.Fatal(err)
		}
		data, _ := base64.StdEncoding.DecodeString(tree.Data)
		if string(data) != string(testdata.DER(name)) || len(tree.Nodes) == 0 || tree.Nodes[0].Size != len(data) {
			t.Errorf("%s: %d bytes, %d nodes", name, len(data), len(tree.Nodes))
		}
		var p report.Place
		if err := inspect(t, "place", paste, jsontext.Members{"structure": structure, "offset": "0", "length": "3"}, &p); err != nil {
			t.Fatal(err)
		}
		if got := string(paste[p.Start:p.End]); got != base64.StdEncoding.EncodeToString(data[:3]) {
			t.Errorf("%s: the first three bytes come from %q", name, got)
		}
	}
}

func TestInspectNames(t *testing.T) {
	paste := testdata.Paste("verify-headers.txt")
	var names report.Names
	request := jsontext.Members{"structure": "0", "name": "issuer", "given": testdata.Facts("client-1")["issuer"]}
	if err := inspect(t, "names", paste, request, &names); err != nil {
		t.Fatal(err)
	}
	if names.Check == nil || names.Check.Tone != report.ToneGood || names.Forms[0].Text != testdata.Facts("client-1")["issuer"] {
		t.Errorf("%+v", names)
	}
}

func TestInspectCompare(t *testing.T) {
	var c report.Comparison
	if err := inspect(t, "compare", testdata.Paste("chain.pem"), jsontext.Members{"structure": "0", "other": "1"}, &c); err != nil || !strings.Contains(c.Title, "differ") {
		t.Errorf("%q, %v", c.Title, err)
	}
}

// What is not there, and what holds a private key, is refused.
func TestInspectRefuses(t *testing.T) {
	key := testdata.Paste("private-key.pem")
	secret := 0
	r := decode.Text(key, decode.Options{Now: testdata.Now})
	for i, o := range r.Others {
		if o.Secret {
			secret = len(r.Certificates) + i
		}
	}
	if secret == 0 {
		t.Fatal("the fixture holds no private key")
	}
	at := string(rune('0' + secret))
	for _, tt := range []struct {
		name, what string
		request    jsontext.Members
	}{
		{"the private key's tree", "tree", jsontext.Members{"structure": at}},
		{"a place in the private key", "place", jsontext.Members{"structure": at, "offset": "0", "length": "1"}},
		{"no structure", "tree", jsontext.Members{"structure": "99"}},
		{"no number", "tree", jsontext.Members{}},
		{"beyond the end", "place", jsontext.Members{"structure": "0", "offset": "100000", "length": "1"}},
		{"names of what is no certificate", "names", jsontext.Members{"structure": at}},
		{"nothing to compare with", "compare", jsontext.Members{"structure": "0", "other": at}},
		{"no such question", "hologram", jsontext.Members{"structure": "0"}},
	} {
		if err := inspect(t, tt.what, key, tt.request, new(any)); err == nil {
			t.Errorf("%s is answered", tt.name)
		}
	}
}

// Sections that are left out of a report are those that it would hold otherwise, and
// nothing else is.
func TestSectionsOnRequest(t *testing.T) {
	for _, name := range []string{"passthrough-chain.txt", "private-key.pem"} {
		paste := testdata.Paste(name)
		whole, brief := Report(Options{Now: testdata.Now}, paste), decode.Text(paste, decode.Options{Now: testdata.Now})
		for i := range whole.Certificates {
			if len(brief.Certificates[i].Sections) != 0 || len(whole.Certificates[i].Sections) == 0 {
				t.Errorf("certificate %d: %d sections, and %d", i, len(brief.Certificates[i].Sections), len(whole.Certificates[i].Sections))
			}
			var one report.Certificate
			if err := inspect(t, "certificate", paste, jsontext.Members{"structure": strconv.Itoa(i)}, &one); err != nil {
				t.Fatal(err)
			}
			if got, want := string(one.AppendJSON(nil)), string(whole.Certificates[i].AppendJSON(nil)); got != want {
				t.Errorf("certificate %d: %s, want %s", i, got, want)
			}
			whole.Certificates[i].Sections = brief.Certificates[i].Sections
		}
		answer, err := Inspect(nil, Options{Now: testdata.Now}, "report", paste, nil)
		if again := Report(Options{Now: testdata.Now}, paste); err != nil || string(answer) != string(again.JSON()) {
			t.Errorf("the report asked for by itself differs: %v", err)
		}
		whole.Senders = brief.Senders // what is told of them is left out too
		if string(whole.JSON()) != string(brief.JSON()) {
			t.Error("more than that is left out")
		}
	}
	_, src, _ := testdata.Neighbor("request")
	var o report.Other
	if err := inspect(t, "other", src, jsontext.Members{"structure": "0"}, &o); err != nil || len(o.Sections) == 0 || o.Title == "" {
		t.Errorf("%+v, %v", o, err)
	}
}

// The text of a paste is OpenSSL's of each structure, and of a private key there
// is nothing.
func TestView(t *testing.T) {
	_, src, want := testdata.Neighbor("request")
	text, ok := View(src, "text")
	if !ok || text != want {
		t.Errorf("the text is %.200s", text)
	}
	key := testdata.Paste("private-key.pem")
	block, _ := pem.Decode(key[bytes.Index(key, []byte("-----BEGIN PRIVATE")):])
	if block == nil {
		t.Fatal("there is no key in the fixture")
	}
	secret := base64.StdEncoding.EncodeToString(block.Bytes)[20:60]
	if !strings.Contains(strings.ReplaceAll(string(key), "\n", ""), secret) {
		t.Fatal("the key's characters are not in the fixture")
	}
	for _, view := range []string{"text", "pem"} {
		if s, ok := View(key, view); !ok || strings.Contains(strings.ReplaceAll(s, "\n", ""), secret) {
			t.Errorf("%s: %.100s", view, s)
		}
	}
	if _, ok := View(key, "json"); ok {
		t.Error("there is no such view")
	}
}

// What the first answer leaves out of a short group is asked for group by group, and
// is then what the whole report has.
func TestGroup(t *testing.T) {
	const requests = 24
	var paste []byte
	for i := range requests {
		paste = append(paste, "GET / HTTP/1.1\nHost: a.example\n"...)
		paste = append(paste, testdata.Paste([]string{"verify-headers.txt", "passthrough-chain.txt", "verify-mismatch.txt"}[i%3])...)
		paste = append(paste, '\n')
	}
	o := Options{Now: testdata.Now}
	first, whole := decode.Text(paste, decode.Options{Now: testdata.Now}), Report(o, paste)
	if len(first.Groups) != requests || len(whole.Groups) != requests {
		t.Fatalf("%d groups, and %d in the whole report", len(first.Groups), len(whole.Groups))
	}
	for i := range first.Groups {
		want := string(whole.Groups[i].AppendJSON(nil))
		if short := i >= wording.InFull; first.Groups[i].Short != short || whole.Groups[i].Short || short == (string(first.Groups[i].AppendJSON(nil)) == want) {
			t.Errorf("group %d: it is short: %v", i, first.Groups[i].Short)
		}
		got, err := Inspect(nil, o, "group", paste, jsontext.Members{"group": strconv.Itoa(i)})
		if err != nil || string(got) != want {
			t.Errorf("group %d is another when it is asked for: %v\n%s\n%s", i, err, got, want)
		}
		// All else is there at once.
		g, w := first.Groups[i], whole.Groups[i]
		for k := range g.Answers {
			g.Answers[k].Why, w.Answers[k].Why = nil, nil
		}
		for k := range g.Headers {
			if len(g.Headers[k].Certificates) > 0 {
				w.Headers[k].Value = g.Headers[k].Value
			}
		}
		for k := range g.Chain.Members {
			g.Chain.Members[k].Steps, w.Chain.Members[k].Steps = nil, nil
		}
		g.Short, g.Client.Facts, w.Client.Facts, g.Chain.Timeline, w.Chain.Timeline = false, nil, nil, nil, nil
		if a, b := string(g.AppendJSON(nil)), string(w.AppendJSON(nil)); a != b {
			t.Errorf("group %d: more is left out\n%s\n%s", i, a, b)
		}
	}
	for _, n := range []string{"-1", strconv.Itoa(requests), "x"} {
		if _, err := Inspect(nil, o, "group", paste, jsontext.Members{"group": n}); err == nil {
			t.Errorf("there is a group %s", n)
		}
	}
}
