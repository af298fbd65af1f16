package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mtlens/mtlens/testdata"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// The exit code follows the date that OpenSSL prints, to the second: the last
// second belongs to a certificate (RFC 5280, section 4.1.2.5).
func TestCheckFollowsOpenSSLsDates(t *testing.T) {
	pem := string(testdata.PEM("client-1"))
	end, err := time.Parse("2006-01-02 15:04:05Z", testdata.Facts("client-1")["notAfter"])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		before time.Duration
		days   string
		exit   int
		text   string
	}{
		{31 * 24 * time.Hour, "30", exitOK, "valid, 31 days left"},
		{30*24*time.Hour + time.Second, "30", exitOK, "valid, 30 days left"},
		{30 * 24 * time.Hour, "30", exitNo, "ends soon, 30 days left"},
		{time.Hour, "1", exitNo, "ends soon, 0 days left"},
		{time.Second, "0", exitOK, "valid, 0 days left"},
		{-time.Second, "0", exitNo, "expired 0 days ago"},
		{-48 * time.Hour, "0", exitNo, "expired 2 days ago"},
	} {
		now := end.Add(-c.before).Format(time.RFC3339)
		mtlens(t, pem, "check", "-days", c.days, "-now", now).want(t, c.exit, c.text)
	}
}

// A folder is gone through; what holds no certificate is passed over there, and is
// an error where it is named.
func TestCheckFolders(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		filepath.Join(dir, "README.md"):    []byte("nothing"),
		filepath.Join(dir, "good.pem"):     testdata.PEM("client-1"),
		filepath.Join(dir, "a", "old.der"): testdata.DER("client-2-expired"),
		filepath.Join(deep, "secret.yaml"): append([]byte("data: |\n  "), []byte(strings.ReplaceAll(string(testdata.PEM("ec-root-ca")), "\n", "\n  "))...),
		filepath.Join(deep, "empty"):       nil,
	} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := mtlens(t, "", "check", dir)
	r.want(t, exitNo, "checked 3 in 5 files, 1 expired or within 30 days", "!! ", "old.der")
	if first, _, _ := strings.Cut(r.out, "\n"); !strings.Contains(first, "old.der") {
		t.Errorf("what ended first is not first:\n%s", r.out)
	}
	if quiet := mtlens(t, "", "check", "-quiet", dir); strings.Count(quiet.out, "\n") != 2 {
		t.Errorf("quiet prints\n%s", quiet.out)
	}
	mtlens(t, "", "check", filepath.Join(dir, "README.md")).want(t, exitFailed, "there is no certificate in")
	mtlens(t, "", "check", filepath.Join(dir, "nothing")).want(t, exitFailed, "no such file")
	mtlens(t, "", "check", t.TempDir()).want(t, exitFailed, "there is no certificate in 0 files")
	mtlens(t, "nothing", "check").want(t, exitFailed, "there is no certificate in standard input")
	mtlens(t, "", "check", "-days", "-1", dir).want(t, exitFailed, "-days takes")

	// One that was cut off has no end that could be read: that does not pass.
	mtlens(t, string(testdata.PEM("client-1")[:200]), "check").want(t, exitNo, "not readable")

	seen := 0
	for line := range strings.Lines(mtlens(t, "", "check", "-json", dir).out) {
		var v validity
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		if v.Kind != "certificate" || v.SHA256 == "" || v.NotAfter.IsZero() {
			t.Errorf("%+v", v)
		}
		seen++
	}
	if seen != 3 {
		t.Errorf("%d lines of JSON", seen)
	}
}

// A revocation list is to be renewed too.
func TestCheckLists(t *testing.T) {
	for _, name := range testdata.Neighbors() {
		armored, _, text := testdata.Neighbor(name)
		_, next, isList := strings.Cut(text, "Next Update: ")
		if !isList {
			continue
		}
		next, _, _ = strings.Cut(next, "\n")
		end, err := time.Parse("Jan _2 15:04:05 2006 GMT", next)
		if err != nil {
			continue // it has none
		}
		mtlens(t, string(armored), "check", "-days", "2", "-now", end.Add(-72*time.Hour).Format(time.RFC3339)).want(t, exitOK, "3 days left")
		mtlens(t, string(armored), "check", "-days", "2", "-now", end.Add(time.Hour).Format(time.RFC3339)).want(t, exitNo, "expired")
	}
}
