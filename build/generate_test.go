package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestGeneratedFilesAreFresh(t *testing.T) {
	files, err := generated("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(have, want) {
			t.Errorf("%s is stale: run \"make generate\"", name)
		}
	}
}

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
