package contract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pairs are the contract between the core and the page.
func TestJSONName(t *testing.T) {
	for name, want := range map[string]string{
		"Text": "text", "NotBefore": "notBefore", "IsCA": "isCA",
		"ID": "id", "URL": "url", "PEM": "pem", "SHA256": "sha256", "SHA1": "sha1",
		"SPKISHA256": "spkiSha256", "DNSNames": "dnsNames", "URIs": "uris", "IPs": "ips",
	} {
		if got := jsonName(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// types of a contract that has one of each thing.
const oddTypes = `package odd

const Schema = 3

// Tone is how it sounds.
type Tone string

const (
	Low  Tone = "low" // near the floor
	High Tone = "high"
)

type Answer struct {
	ID    string // first
	Count int
	Good  bool
	Tone  Tone
	Maybe string ` + "`json:\"maybe,omitempty\"`" + `
	Parts []Part
	One   *Part
}

type Part struct{ SHA256 string }
`

// write makes a module root with one contract in it.
func write(t *testing.T, types string) (root string, c Contract) {
	t.Helper()
	root = t.TempDir()
	for name, text := range map[string]string{"odd/types.go": types, "odd/limit.go": "package odd\n\nconst MaxInput = 4 << 10\n"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root, Contract{Types: "odd/types.go", Answers: []string{"Answer"}, Go: "odd/json.gen.go", TypeScript: "web/odd.gen.ts", Limit: "odd"}
}

// Both languages say the same. What the appenders write is compared with
// encoding/json in the packages that have them.
func TestFiles(t *testing.T) {
	root, c := write(t, oddTypes)
	files, err := c.Files(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"odd/json.gen.go": {
			"package odd\n",
			"func (x *Answer) AppendJSON(dst []byte) []byte { return x.appendJSON(dst) }\n",
			"func (x *Part) appendJSON(dst []byte) []byte {\n\tdst = jsontext.AppendStringAfter(dst, `{\"sha256\":`, x.SHA256)\n",
			"\tif x.Maybe != \"\" {\n",
			"\tif x.One != nil {\n",
		},
		"web/odd.gen.ts": {
			"export const schema = 3;\n", "export const maxInput = 4096;\n",
			"/** Tone is how it sounds. */\nexport type Tone =\n  /** near the floor */\n  | \"low\"\n  | \"high\";\n",
			"  /** first */\n  id: string;\n  count: number;\n  good: boolean;\n  tone: Tone;\n  maybe?: string;\n  parts: Part[];\n  one?: Part;\n",
		},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s lacks\n%s\nin\n%s", name, want, files[name])
			}
		}
	}
	if strings.Contains(string(files["odd/json.gen.go"]), "(x *Part) AppendJSON") {
		t.Error("a part is written on its own")
	}
	c.TypeScript = ""
	if files, err := c.Files(root); err != nil || len(files) != 1 {
		t.Errorf("without TypeScript: %d files, %v", len(files), err)
	}
}

// What one of the two languages could not say is refused.
func TestRefused(t *testing.T) {
	for name, bad := range map[string]string{
		"no schema":       strings.Replace(oddTypes, "const Schema = 3", "", 1),
		"a map":           strings.Replace(oddTypes, "Good  bool", "Good map[string]bool", 1),
		"another package": strings.Replace(oddTypes, "Good  bool", "Good time.Time", 1),
		"unknown type":    strings.Replace(oddTypes, "Good  bool", "Good Better", 1),
		"absent number":   strings.Replace(oddTypes, "Good  bool", "Good *bool", 1),
		"other name":      strings.Replace(oddTypes, "maybe,omitempty", "perhaps,omitempty", 1),
		"no answer":       strings.ReplaceAll(oddTypes, "Answer", "Other"),
		"a function":      oddTypes + "\nfunc f() {}\n",
	} {
		if bad == oddTypes {
			t.Fatalf("%s: the types are as before", name)
		}
		root, c := write(t, bad)
		if _, err := c.Files(root); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
