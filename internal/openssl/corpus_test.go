package openssl

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/der"
	"github.com/mtlens/mtlens/internal/words"
)

// corpus calls f with each distinct certificate, request and revocation list in the
// folder that MTLENS_CORPORA names: PEM and DER in files of any name, and PEM inside
// JSON.
func corpus(t *testing.T, f func(file string, kind der.Kind, src []byte)) {
	root := os.Getenv("MTLENS_CORPORA")
	if root == "" {
		t.Skip("MTLENS_CORPORA names no folder with certificates")
	}
	seen := make(map[string]bool)
	add := func(file string, src []byte) {
		kind := der.Classify(src)
		if commands[kind] != "" && !seen[string(src)] {
			seen[string(src)] = true
			f(file, kind, src)
		}
	}
	blocks := func(file string, text []byte) {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			add(file, block.Bytes)
		}
	}
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, _ := os.ReadFile(path)
		switch {
		case filepath.Ext(path) == ".json":
			var v any
			if json.Unmarshal(text, &v) == nil {
				eachString(v, func(s string) { blocks(path, []byte(s)) })
			}
		case len(text) > 1 && text[0] == 0x30 && text[1] >= 0x80:
			add(path, text)
		default:
			blocks(path, text)
		}
		return nil
	})
}

// eachString calls f with each string of a JSON value.
func eachString(v any, f func(string)) {
	switch v := v.(type) {
	case string:
		f(v)
	case []any:
		for _, x := range v {
			eachString(x, f)
		}
	case map[string]any:
		for _, x := range v {
			eachString(x, f)
		}
	}
}

// commands are OpenSSL's for each kind.
var commands = map[der.Kind]string{
	der.Certificate:        "x509",
	der.CertificateRequest: "req",
	der.RevocationList:     "crl",
}

var (
	// keyLines are the lines about a key: what OpenSSL 3.0 does not load, such as
	// ML-DSA, a point that is not on its curve, or a DSA key without parameters, it
	// says so of, with its queue of errors; here it is printed as far as it is read.
	keyLines  = regexp.MustCompile(`(?m)^( {12}Public Key Algorithm: .*\n)(?: {12}Unable to load Public Key\n| {16,}.*\n|[0-9A-F]+:error:.*\n)+`)
	unloaded  = []byte("Unable to load Public Key\n")
	longList  = regexp.MustCompile(`(?s)    \([0-9]+ more\)\n.*`)
	entry1000 = regexp.MustCompile(`(?s)^((?:.*?    Serial Number: ){1000}.*?)    Serial Number: .*`)
	notice    = regexp.MustCompile(`(?m)^( +Explicit Text: ).*\n`)
)

// reasons are why a text is not OpenSSL's: each makes of our text and OpenSSL's what
// must be the same.
var reasons = []struct {
	name string
	rest func(ours, theirs string) (string, string)
}{
	{"OpenSSL 3.0 does not load the key", func(ours, theirs string) (string, string) {
		return keyLines.ReplaceAllString(ours, "$1"), keyLines.ReplaceAllString(theirs, "$1")
	}},
	{"a list is printed as far as MaxEntries", func(ours, theirs string) (string, string) {
		return longList.ReplaceAllString(ours, ""), entry1000.ReplaceAllString(theirs, "$1")
	}},
	{"a notice in a BMPString, which OpenSSL prints as far as its first octet of zero", func(ours, theirs string) (string, string) {
		return notice.ReplaceAllString(ours, "$1\n"), notice.ReplaceAllString(theirs, "$1\n")
	}},
	{"characters that nobody sees have their numbers", func(ours, theirs string) (string, string) {
		return ours, words.Visible(theirs, true)
	}},
}

// The text of certificates, requests and lists made by others is that of OpenSSL 3.0,
// but for the reasons above.
func TestTextOfCorpora(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	if version, err := exec.Command("openssl", "version").Output(); err != nil || !strings.HasPrefix(string(version), "OpenSSL 3.0.") {
		t.Skip("openssl 3.0 is not installed")
	}
	n, compared, equal, refused := 0, 0, 0, 0
	because := make([]int, len(reasons))
	corpus(t, func(file string, kind der.Kind, src []byte) {
		if n++; testing.Short() && n%8 != 0 {
			return
		}
		theirs, ok := openSSLText(t, kind, src)
		if !ok {
			refused++
			return
		}
		compared++
		ours, _ := Text(kind, src)
		if ours == theirs {
			equal++
			return
		}
		for i := range reasons {
			if i == 0 && !bytes.Contains([]byte(theirs), unloaded) {
				continue
			}
			if a, b := reasons[i].rest(ours, theirs); a == b {
				because[i]++
				return
			}
		}
		line, g, w := firstDifference(ours, theirs)
		t.Errorf("%s, line %d:\n    got %q\nOpenSSL %q", file, line, g, w)
	})
	t.Logf("%d compared, %d equal, %d that OpenSSL refuses", compared, equal, refused)
	for i := range reasons {
		t.Logf("%d: %s", because[i], reasons[i].name)
	}
	if asked := n / 8; compared+refused < asked || !testing.Short() && compared+refused < n {
		t.Errorf("%d of %d are compared", compared, n)
	}
	if equal < compared*95/100 || refused > n/50+1 {
		t.Errorf("%d of %d are equal, %d refused", equal, compared, refused)
	}
}

// openSSLText is what the command prints; false if it refuses the structure.
func openSSLText(t *testing.T, kind der.Kind, src []byte) (string, bool) {
	cmd := exec.Command("openssl", commands[kind], "-inform", "DER", "-noout", "-text")
	cmd.Stdin = bytes.NewReader(src)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func firstDifference(ours, theirs string) (line int, g, w string) {
	a, b := strings.Split(ours, "\n"), strings.Split(theirs, "\n")
	for i := range max(len(a), len(b)) {
		g, w = "(no more)", "(no more)"
		if i < len(a) {
			g = a[i]
		}
		if i < len(b) {
			w = b[i]
		}
		if g != w {
			return i + 1, g, w
		}
	}
	return 0, "", ""
}
