package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestVersionIsTheFirstInTheChangelog(t *testing.T) {
	text, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^## ([^,\s]+)`).FindSubmatch(text)
	if m == nil || string(m[1]) != version {
		t.Errorf("CHANGELOG.md begins with %q, and the version is %s", m, version)
	}
}

func TestVersionIsShown(t *testing.T) {
	out := build(t)
	shown := `<meta name="version" content="` + version + `">`
	for name, page := range map[string][]byte{"index.html": out.site["index.html"], "mtlens.html": out.single} {
		if n := bytes.Count(page, []byte(shown)); n != 1 {
			t.Errorf("%s has %d of %s", name, n, shown)
		}
	}
	for name, data := range out.site {
		if strings.HasPrefix(name, "page-") && strings.HasSuffix(name, ".js") && !bytes.Contains(data, []byte(`"`+version+`"`)) {
			t.Errorf("%s does not show the version", name)
		}
	}
	if text := out.site[licensesName]; !bytes.HasPrefix(text, []byte("mtlens "+version+"\n")) {
		t.Errorf("%s begins with %.40q", licensesName, text)
	}
}
