package report

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
)

// Each snippet is run on a header with + in it where its language is on the
// machine, and must give back the text that was encoded.
func TestFixes(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no other languages under GOOS=js; the native run has them")
	}
	const text = "-----BEGIN CERTIFICATE-----\nMIIB+a/b+c==\n-----END CERTIFICATE-----\n"
	header := strings.NewReplacer(" ", "%20", "\n", "%0A").Replace(text) // as ALB encodes it
	if wrong, _ := url.QueryUnescape(header); wrong == text {
		t.Fatal("the header does not show the fault")
	}
	programs := map[string]struct {
		tool, file, source string
		args               []string
	}{
		"Go": {"go", "main.go", "package main\n\nimport (\n\t\"net/url\"\n\t\"os\"\n)\n\nfunc main() {\n\theader := os.Args[1]\n\tSNIPPET\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tos.Stdout.WriteString(pem)\n}\n",
			[]string{"run", "main.go"}},
		"Python":     {"python3", "main.py", "import sys, urllib.parse\nheader = sys.argv[1]\nSNIPPET\nsys.stdout.write(pem)\n", []string{"main.py"}},
		"JavaScript": {"node", "main.mjs", "const header = process.argv[2];\nSNIPPET\nprocess.stdout.write(pem);\n", []string{"main.mjs"}},
		"Java": {"java", "Main.java", "import java.net.URLDecoder;\nimport java.nio.charset.StandardCharsets;\n\npublic class Main {\n  public static void main(String[] args) {\n    String header = args[0];\n    SNIPPET\n    System.out.print(pem);\n  }\n}\n",
			[]string{"Main.java"}},
		".NET": {"dotnet-script", "main.csx", "var header = Args[0];\nSNIPPET\nConsole.Write(pem);\n", []string{"main.csx", "--"}},
		"PHP":  {"php", "main.php", "<?php\n$header = $argv[1];\nSNIPPET\necho $pem;\n", []string{"main.php"}},
	}
	for _, fix := range fixes(finding.FormDecoding) {
		t.Run(fix.Language, func(t *testing.T) {
			p, ok := programs[fix.Language]
			if !ok {
				t.Fatal("no program for this language")
			}
			if _, err := exec.LookPath(p.tool); err != nil {
				t.Skipf("%s is not on this machine: the snippet was not run", p.tool)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, p.file), []byte(strings.Replace(p.source, "SNIPPET", fix.Code, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(p.tool, append(p.args, header)...)
			cmd.Dir = dir
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("running %s: %v", p.tool, err)
			}
			if string(out) != text {
				t.Errorf("gives %q, want %q", out, text)
			}
		})
	}
}
