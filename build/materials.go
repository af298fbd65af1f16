package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/toolchain"
)

// bomName is the file that says what a release is made of: a bill of materials in
// the form of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).
const bomName = "mtlens.cdx.json"

// bom and what is in it, in CycloneDX's names.
type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     bomMetadata  `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type bomMetadata struct {
	Component component `json:"component"`
}

type component struct {
	Type     string    `json:"type"`
	Ref      string    `json:"bom-ref"`
	Name     string    `json:"name"`
	Version  string    `json:"version,omitempty"`
	PURL     string    `json:"purl,omitempty"`
	Licenses []license `json:"licenses,omitempty"`
	Hashes   []bomHash `json:"hashes,omitempty"`
}

type license struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

type bomHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// linkedLicenses are those of what is linked. A module that is not here fails the
// release: its license has to be read first.
var linkedLicenses = map[string]string{
	"std":                                "BSD-3-Clause",
	"github.com/hack-pad/safejs":         "Apache-2.0",
	"golang.org/x/crypto":                "BSD-3-Clause",
	"software.sslmate.com/src/go-pkcs12": "BSD-3-Clause",
}

const ownModule = "github.com/mtlens/mtlens"

// materials lists what the programs are linked from, as the go command tells, and
// every file with its hash. It has no time, and its serial number is made of its
// content, so it is the same for the same release.
func materials(ctx context.Context, root string, tool toolchain.Toolchain, files tree) ([]byte, error) {
	b := bom{Format: "CycloneDX", Spec: "1.6", Version: 1}
	main := "pkg:golang/" + ownModule + "@v" + version
	b.Metadata.Component = component{Type: "application", Ref: main, Name: "mtlens", Version: version, PURL: main, Licenses: licensed("Apache-2.0")}
	modules, err := linkedModules(ctx, root, tool)
	if err != nil {
		return nil, err
	}
	uses := []string{}
	for _, m := range modules {
		name, number, _ := strings.Cut(m, " ")
		id := linkedLicenses[name]
		if id == "" {
			return nil, fmt.Errorf("the license of %s is not known to build/materials.go", name)
		}
		purl := "pkg:golang/" + name + "@" + number
		b.Components = append(b.Components, component{Type: "library", Ref: purl, Name: name, Version: number, PURL: purl, Licenses: licensed(id)})
		uses = append(uses, purl)
	}
	b.Dependencies = []dependency{{main, uses}}
	for _, name := range files.names() {
		sum := fmt.Sprintf("%x", sha256.Sum256(files[name]))
		b.Components = append(b.Components, component{Type: "file", Ref: "file:" + name, Name: name, Hashes: []bomHash{{"SHA-256", sum}}})
	}
	text, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	b.Serial = uuid(sha256.Sum256(text))
	text, err = json.MarshalIndent(b, "", "  ")
	return append(text, '\n'), err
}

func licensed(id string) []license {
	list := make([]license, 1)
	list[0].License.ID = id
	return list
}

// uuid is a UUID of version 8 (RFC 9562, section 5.8): its bits are a hash's.
func uuid(sum [32]byte) string {
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// linkedModules are the modules whose packages are in the programs, each with its
// version, the standard library first.
func linkedModules(ctx context.Context, root string, tool toolchain.Toolchain) ([]string, error) {
	list := []string{"std " + strings.TrimPrefix(tool.Version, "go")}
	seen := map[string]bool{"": true}
	for _, target := range []struct {
		system program.System
		pkg    string
	}{{program.System{OS: "js", Arch: "wasm"}, "./wasm/..."}, {program.System{OS: "linux", Arch: "amd64"}, "./build/mtlens"}, {program.System{OS: "windows", Arch: "amd64"}, "./build/mtlens"}} {
		cmd := tool.Command(ctx, "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", target.pkg)
		cmd.Dir = root
		cmd.Env = append(cmd.Env, "GOOS="+target.system.OS, "GOARCH="+target.system.Arch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		text, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("listing what is linked into %s: %w\n%s", target.pkg, err, stderr.Bytes())
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); !seen[line] {
				seen[line] = true
				list = append(list, line)
			}
		}
	}
	return list, nil
}
