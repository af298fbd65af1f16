// Command make writes the fixtures of testdata, and the examples of the page that
// are made from them:
//
//	go run ./testdata/make          # writes them
//	go run ./testdata/make -check   # lists what it would change; fails if anything
//
// It needs OpenSSL 3.0, whose reading of each certificate is kept beside it. Run
// again it writes the same bytes: keys are kept in testdata/keys, serials and
// dates are fixed, and signatures draw on no randomness. A key file that is not
// there is made.
package main

import (
	"bytes"
	"encoding/pem"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/mtlens/mtlens/testdata"
)

// root is the testdata directory, seen from the top of the repository.
const root = "testdata"

var (
	check   = flag.Bool("check", false, "compare only")
	changed = 0
)

func main() {
	flag.Parse()
	if _, err := os.Stat(filepath.Join(root, "make", "main.go")); err != nil {
		fmt.Fprintln(os.Stderr, "make: run it from the top of the repository: go run ./testdata/make")
		os.Exit(1)
	}
	ders := map[string][]byte{}
	var list strings.Builder
	for _, c := range certificates {
		der := c.der()
		ders[c.name] = der
		write(root, "certs/"+c.name+".pem", armour(der))
		write(root, "certs/"+c.name+".facts", facts(der))
		write(root, "certs/"+c.name+".text", text(der))
		fmt.Fprintf(&list, "%s\t%s\n", c.name, c.about)
	}
	write(root, "certs/INDEX.tsv", []byte(list.String()))
	list.Reset()
	for _, n := range neighbors {
		der := n.der()
		write(root, "neighbors/"+n.name+".pem", pem.EncodeToMemory(&pem.Block{Type: n.label, Bytes: der}))
		write(root, "neighbors/"+n.name+".text", openssl(der, n.text...))
		fmt.Fprintf(&list, "%s\t%s\n", n.name, n.about)
	}
	write(root, "neighbors/INDEX.tsv", []byte(list.String()))
	list.Reset()
	for _, p := range pastes(ders) {
		write(root, "pastes/"+p.name, []byte(p.text))
		fmt.Fprintf(&list, "%s\t%s\n", p.name, p.about)
	}
	write(root, "pastes/INDEX.tsv", []byte(list.String()))
	write(root, "ordinary.txt", []byte(strings.Join(ordinary(), testdata.Separator)))
	write("web", "src/decode/examples.ts", examples(ders))
	if *check && changed > 0 {
		os.Exit(1)
	}
}

func write(dir, name string, content []byte) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return
	}
	fmt.Println(path)
	changed++
	if *check {
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		panic(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		panic(err)
	}
}

func armour(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
