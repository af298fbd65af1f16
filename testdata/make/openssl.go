package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os/exec"
	"strings"
)

// What OpenSSL reads in a certificate is kept beside it, so that tests compare
// with it where there is no OpenSSL: in another program, or under GOOS=js.

// facts is one line for each fact: "name=value".
func facts(der []byte) []byte {
	var b bytes.Buffer
	b.Write(openssl(der, "x509", "-inform", "DER", "-noout", "-nameopt", "RFC2253",
		"-subject", "-issuer", "-serial", "-dates", "-dateopt", "iso_8601"))
	for _, hash := range []string{"sha256", "sha1"} {
		line := string(openssl(der, "x509", "-inform", "DER", "-noout", "-fingerprint", "-"+hash))
		_, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		fmt.Fprintf(&b, "%s=%s\n", hash, strings.ToLower(strings.ReplaceAll(value, ":", "")))
	}
	block, _ := pem.Decode(openssl(der, "x509", "-inform", "DER", "-noout", "-pubkey"))
	sum := sha256.Sum256(block.Bytes)
	fmt.Fprintf(&b, "spki-sha256=%s\n", hex.EncodeToString(sum[:]))
	return b.Bytes()
}

// text is the long form.
func text(der []byte) []byte {
	return openssl(der, "x509", "-inform", "DER", "-noout", "-text")
}

func openssl(stdin []byte, args ...string) []byte {
	cmd := exec.Command("openssl", args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		panic(fmt.Sprintf("openssl %s: %v\n%s", strings.Join(args, " "), err, stderr.String()))
	}
	return out
}
