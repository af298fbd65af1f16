package result_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/result"
	"github.com/mtlens/mtlens/internal/unwrap"
	"github.com/mtlens/mtlens/testdata"
)

// read gives the result of a paste, at the time of the fixtures.
func read(paste []byte) *result.Result {
	j := judge.New(judge.Options{Now: testdata.Now})
	p := unwrap.Open(paste)
	w := result.New(paste, p.Binary, j)
	for u := range j.Units(p, paste) {
		w.Unit(u)
	}
	return w.Result(j.Summary(p.Rest()))
}

// What OpenSSL says of every certificate of testdata.
func TestFacts(t *testing.T) {
	for _, name := range testdata.Certificates() {
		r := read(testdata.DER(name))
		if len(r.Certificates) != 1 {
			t.Errorf("%s: %d certificates", name, len(r.Certificates))
			continue
		}
		c := r.Certificates[0]
		for _, d := range testdata.Differences(name, map[string]string{
			"subject":     c.Subject.RFC2253,
			"issuer":      c.Issuer.RFC2253,
			"serial":      c.Serial,
			"notBefore":   c.NotBefore,
			"notAfter":    c.NotAfter,
			"sha256":      c.SHA256,
			"sha1":        c.SHA1,
			"spki-sha256": c.SPKISHA256,
		}) {
			t.Errorf("%s: %s", name, d)
		}
		if c.Integrity != result.Whole || c.Length != len(testdata.DER(name)) || c.Declared != c.Length {
			t.Errorf("%s: %s, %d bytes of %d", name, c.Integrity, c.Length, c.Declared)
		}
	}
}

// A request of each outcome, as the program that reads it sees it. The pastes are
// described in testdata/README.md and testdata/families.
func TestUnits(t *testing.T) {
	for _, test := range []struct {
		paste  string
		family string
		sure   result.Sure
		agree  int
		differ int
		failed string // the rule that an ALB's verdict begins with
		ids    string
	}{
		{"verify-headers.txt", "alb", result.Certain, 4, 0, "", ""},
		{"verify-mismatch.txt", "alb", result.Certain, 2, 2, "", "header-differs"},
		{"passthrough-chain-ec.txt", "alb", result.Certain, 0, 0, "not-after", "passthrough-unverified root-sent expired"},
		{"chain.pem", "", result.NotTold, 0, 0, "", "root-sent"},
	} {
		r := read(testdata.Paste(test.paste))
		if len(r.Units) != 1 {
			t.Errorf("%s: %d units", test.paste, len(r.Units))
			continue
		}
		u := &r.Units[0]
		if u.Sender.Family != test.family || u.Sender.Sure != test.sure || u.Agree != test.agree || u.Differ != test.differ {
			t.Errorf("%s: %+v, %d agree, %d differ", test.paste, u.Sender, u.Agree, u.Differ)
		}
		if u.ALB == nil || u.ALB.Failed != test.failed {
			t.Errorf("%s: %+v", test.paste, u.ALB)
		}
		for _, id := range strings.Fields(test.ids) {
			if !has(u.Findings, id) {
				t.Errorf("%s: no finding %s", test.paste, id)
			}
		}
	}
}

func has(list []result.Finding, id string) bool {
	for _, f := range list {
		if f.ID == id {
			return true
		}
	}
	return false
}

// What holds a private key is named, and nothing of it is in the result.
func TestSecret(t *testing.T) {
	paste := testdata.Paste("private-key.pem")
	r := read(paste)
	text := string(r.AppendJSON(nil))
	if len(r.Structures) != 1 || !r.Structures[0].Secret {
		t.Errorf("%+v", r.Structures)
	}
	for line := range strings.Lines(string(paste)) {
		if line = strings.TrimSpace(line); len(line) > 30 && !strings.HasPrefix(line, "-----") && strings.Contains(text, line) {
			t.Errorf("the key is in the result:\n%s", text)
		}
	}
}

// Every paste of testdata gives JSON that the published schema describes, and
// reading it back gives the same values.
func TestSchema(t *testing.T) {
	var schema struct {
		Defs map[string]definition `json:"$defs"`
	}
	if err := json.Unmarshal(result.JSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range testdata.Pastes() {
		r := read(testdata.Paste(name))
		text := r.AppendJSON(nil)
		var back result.Result
		if err := json.Unmarshal(text, &back); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if again := back.AppendJSON(nil); string(again) != string(text) {
			t.Errorf("%s: what is read back is another result", name)
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		for _, fault := range valid(schema.Defs, "Result", value, name) {
			t.Error(fault)
		}
		checked++
	}
	if checked < 30 {
		t.Errorf("only %d pastes", checked)
	}
	if faults := valid(schema.Defs, "Span", map[string]any{"start": 1.5, "end": 2.0, "line": 0.0, "more": true}, "span"); len(faults) != 2 {
		t.Errorf("a bad value has the faults %q", faults) // a fraction, and no column
	}
}

// definition is the part of JSON Schema (draft 2020-12) that the schema uses.
type definition struct {
	Ref        string                `json:"$ref"`
	Type       string                `json:"type"`
	Properties map[string]definition `json:"properties"`
	Required   []string              `json:"required"`
	Items      *definition           `json:"items"`
	AnyOf      []definition          `json:"anyOf"`
	Const      any                   `json:"const"`
}

// valid returns what of a value is not as the definition has it.
func valid(defs map[string]definition, name string, value any, at string) (faults []string) {
	return defs[name].faults(defs, value, at)
}

func (d definition) faults(defs map[string]definition, value any, at string) (faults []string) {
	if name, ok := strings.CutPrefix(d.Ref, "#/$defs/"); ok {
		return valid(defs, name, value, at)
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range d.Required {
			if _, ok := v[name]; !ok {
				faults = append(faults, at+": no "+name)
			}
		}
		for name, p := range d.Properties {
			if member, ok := v[name]; ok {
				faults = append(faults, p.faults(defs, member, at+"."+name)...)
			}
		}
	case []any:
		for _, item := range v {
			if d.Items == nil {
				return append(faults, at+": a list")
			}
			faults = append(faults, d.Items.faults(defs, item, at+"[]")...)
		}
	case string:
		known := d.Type == "string"
		for _, one := range d.AnyOf {
			known = known || one.Const == v
		}
		if !known {
			faults = append(faults, at+": the word "+v)
		}
		return faults
	}
	types := map[string]bool{"object": is[map[string]any](value), "array": is[[]any](value), "boolean": is[bool](value)}
	if n, ok := value.(float64); ok {
		types["integer"] = n == float64(int(n))
	}
	if !types[d.Type] {
		faults = append(faults, at+": is no "+d.Type)
	}
	return faults
}

func is[T any](v any) bool {
	_, ok := v.(T)
	return ok
}

// encoding/json reads every member by its name, so none of them is misspelled.
func TestMembers(t *testing.T) {
	text := read(testdata.Paste("passthrough-chain.txt")).AppendJSON(nil)
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	var back result.Result
	if err := d.Decode(&back); err != nil {
		t.Error(err)
	}
	if !reflect.DeepEqual(back.Certificates[0].KeyUsage, []string{"digitalSignature", "keyEncipherment"}) {
		t.Errorf("%+v", back.Certificates[0])
	}
}

// What should be a certificate and is none is stars here too: it may be a key.
func TestOpaque(t *testing.T) {
	const value = "MC4CAQAwBQYDK2VwBCIEIF00000000000000000000000000000000000000000"
	for _, given := range []string{value[10:], strings.Repeat("0x30, ", 12)} {
		r := read([]byte("GET / HTTP/1.1\nssl-client-verify: SUCCESS\nssl-client-cert: " + given + "\n"))
		if len(r.Units) != 1 {
			t.Fatalf("%d units", len(r.Units))
		}
		for _, h := range r.Units[0].Headers {
			if h.Name == "ssl-client-cert" && (h.Value == "" || strings.Trim(h.Value, "*") != "") {
				t.Errorf("%q of %q", h.Value, given)
			}
		}
	}
}
