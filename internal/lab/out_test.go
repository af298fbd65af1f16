package lab

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/jsontext"
	"github.com/mtlens/mtlens/testdata"
)

var outKinds = []string{"translate", "replay", "code", "allow", "files"}

func writeOut(t *testing.T, paste []byte, q jsontext.Members) Written {
	t.Helper()
	w, err := WriteOut(Options{Now: testdata.Now, Rand: rand.Reader}, paste, q)
	if err != nil {
		t.Fatalf("%v: %v", q, err)
	}
	return w
}

// Every kind is written, each item with a name, a title, a file and how it was tried.
func TestWriteOut(t *testing.T) {
	paste := testdata.Paste("passthrough-chain-ec.txt")
	for _, what := range append([]string{"bucket", "infrastructure"}, outKinds...) {
		w := writeOut(t, paste, jsontext.Members{"what": what, "group": "0"})
		if what == "bucket" {
			if len(w.Items) > 0 {
				t.Error("questions to a log that is not in the paste")
			}
			w = writeOut(t, nil, jsontext.Members{"what": what})
		}
		seen := map[string]bool{}
		for _, i := range w.Items {
			if i.ID == "" || seen[i.ID] || i.Title == "" || i.Part == "" || i.File == "" || i.Text == "" || i.Trial == "" {
				t.Errorf("%s: %+v", what, i)
			}
			seen[i.ID] = true
		}
		if len(seen) < 5 || w.Title == "" || w.Text == "" {
			t.Errorf("%s: %d items", what, len(seen))
		}
	}
	for _, q := range []jsontext.Members{{"what": "replay"}, {"what": "replay", "group": "7"}, {"what": "other", "group": "0"}, {"what": "translate", "group": "-1"}} {
		if w, err := WriteOut(Options{Now: testdata.Now}, paste, q); err == nil {
			t.Errorf("%v gives %s", q, w.Title)
		}
	}
}

// The client and the certificate that fail most in a log are those that are asked about.
func TestWriteOutOfALog(t *testing.T) {
	const log = "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 \"CN=a\" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_3180a73013c8ca4bac2f731159d4b0fe\n"
	for _, i := range writeOut(t, []byte(log), jsontext.Members{"what": "bucket"}).Items {
		if i.ID == "duckdb-client" && !strings.Contains(i.Text, "'203.0.113.1'") || i.ID == "athena-certificate" && !strings.Contains(i.Text, "'FEF257372D5C14D4'") {
			t.Errorf("%s: %s", i.ID, i.Text)
		}
	}
}

// No private key of a paste is in anything that is written, in no encoding.
func TestWriteOutKeepsKeys(t *testing.T) {
	paste := testdata.Paste("private-key.pem")
	for rest, block := paste, (*pem.Block)(nil); ; {
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if !strings.Contains(block.Type, "PRIVATE") {
			continue
		}
		request := append([]byte("GET / HTTP/1.1\nX-Amzn-Mtls-Clientcert-Subject: CN=a\nX-Key: "+base64.StdEncoding.EncodeToString(block.Bytes)+"\n\n"), testdata.Paste("verify-headers-ec.txt")...)
		for _, text := range [][]byte{paste, request} {
			for _, what := range outKinds {
				for group := range 3 {
					w, err := WriteOut(Options{Now: testdata.Now, Rand: rand.Reader}, text, jsontext.Members{"what": what, "group": string(rune('0' + group))})
					if err != nil {
						continue
					}
					for _, i := range w.Items {
						data, _ := base64.StdEncoding.DecodeString(i.Base64)
						for _, secret := range [][]byte{block.Bytes[20:50], []byte(base64.StdEncoding.EncodeToString(block.Bytes)[24:60])} {
							if bytes.Contains(data, secret) || strings.Contains(i.Text, string(secret)) {
								t.Errorf("%s, %s has a part of the key", what, i.ID)
							}
						}
					}
				}
			}
		}
	}
}

// The files of a certificate that was issued are one archive.
func TestPack(t *testing.T) {
	o := Options{Now: testdata.Now, Rand: rand.Reader}
	issued, err := Issue(o, IssueRequest{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Pack(o, PackRequest{Files: issued.Files})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := base64.StdEncoding.DecodeString(a.Base64)
	for _, name := range []string{"private-key.pem", "certificate.crt", "trust-store.pem", "client.p12", "README.txt"} {
		if !bytes.Contains(data, []byte(name)) {
			t.Errorf("%s is not in the archive", name)
		}
	}
}
