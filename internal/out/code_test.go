package out

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writtenTo puts items into a folder and returns it.
func writtenTo(t *testing.T, g Group, ids ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, id := range ids {
		at := slices.IndexFunc(g.Items, func(i Item) bool { return i.ID == id })
		if at < 0 {
			t.Fatalf("there is no %s: %s", id, g.Text)
		}
		if err := os.WriteFile(filepath.Join(dir, g.Items[at].File), []byte(g.Items[at].Text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// debian has Django and FastAPI for the python3 that is first in the path too, if its
// version is that of Debian's own, whose cryptography is too old: the other's comes first.
const debian = "import cryptography.x509.verification, sys; sys.path.insert(0, '/usr/lib/python3/dist-packages'); import "

// springJars are Spring and JUnit as Debian has them.
const springJars = "/usr/share/java/spring3-web.jar:/usr/share/java/spring3-web.servlet.jar:/usr/share/java/spring3-test.jar:/usr/share/java/spring3-core.jar:" +
	"/usr/share/java/spring3-context.jar:/usr/share/java/spring3-beans.jar:/usr/share/java/spring3-expression.jar:/usr/share/java/spring3-aop.jar:" +
	"/usr/share/java/servlet-api.jar:/usr/share/java/commons-logging.jar:/usr/share/java/hamcrest.jar:/usr/share/java/junit-jupiter-api.jar:/usr/share/java/junit-jupiter-engine.jar:" +
	"/usr/share/java/junit-platform-engine.jar:/usr/share/java/junit-platform-commons.jar:/usr/share/java/opentest4j.jar:/usr/share/java/apiguardian-api.jar"

// What is for a framework runs as it is written, where the framework is.
func TestFrameworksRun(t *testing.T) {
	for _, run := range []struct {
		name, tool string
		check      []string
		ids        []string
		script     string
	}{
		{"django", "python3", []string{"python3", "-c", debian + "django"}, []string{"python", "django"}, `python3 -c "` + debian + `test_django; test_django.test_client()"`},
		{"fastapi", "python3", []string{"python3", "-c", debian + "fastapi.testclient"}, []string{"python", "fastapi"}, `python3 -c "` + debian + `test_fastapi; test_fastapi.test_client()"`},
		{"spring", "javac", []string{"test", "-f", "/usr/share/java/spring3-test.jar", "-a", "-f", "/usr/share/java/junit-platform-console-standalone.jar"}, []string{"java", "spring", "spring-test"},
			"sed -i s/jakarta/javax/ *.java && javac -encoding UTF-8 -cp " + springJars + " *.java && java -jar /usr/share/java/junit-platform-console-standalone.jar --cp .:" + springJars + " --scan-classpath"},
	} {
		t.Run(run.name, func(t *testing.T) {
			if _, err := exec.LookPath(run.tool); err != nil {
				t.Skip(err)
			}
			if exec.Command(run.check[0], run.check[1:]...).Run() != nil {
				t.Skip("the framework is not here")
			}
			cmd := exec.Command("sh", "-c", run.script)
			cmd.Dir = writtenTo(t, CodeGroup(client(t, "passthrough-chain-ec.txt"), ""), run.ids...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// The parsers and their tests run as they are written, for several senders, with the
// chain of the fixture and with the leaf alone.
func TestCodeRuns(t *testing.T) {
	chain, leaf := client(t, "passthrough-chain-ec.txt"), client(t, "verify-headers-ec.txt")
	for _, tool := range []struct {
		name, check string
		ids         []string
		senders     []string // without the pasted headers; a run of a compiler takes seconds
		command     []string
	}{
		{"go", "", []string{"go", "go-test"}, []string{"apache"}, []string{"sh", "-c", "go mod init example.com/clientcert 2>/dev/null && go vet . && go test ."}},
		{"python3", "import cryptography.x509.verification", []string{"python", "python-test"}, []string{"rfc9440", "nginx"}, []string{"python3", "-W", "error", "-m", "unittest"}},
		{"node", "", []string{"node", "node-test"}, []string{"rfc9440", "nginx", "apache", "traefik", "cloudflare"}, []string{"node", "--test"}},
		{"javac", "", []string{"java", "java-test"}, []string{"traefik"}, []string{"sh", "-c", "javac -Xlint:all -encoding UTF-8 *.java && java ClientCertTest"}},
	} {
		t.Run(tool.name, func(t *testing.T) {
			if _, err := exec.LookPath(tool.name); err != nil {
				t.Skip(err)
			}
			if tool.check != "" && exec.Command(tool.name, "-c", tool.check).Run() != nil {
				t.Skip("the library is not here")
			}
			for _, sender := range append([]string{""}, tool.senders...) {
				for _, c := range []*Client{chain, leaf} {
					if c == leaf && (sender != "" || tool.name != "node") {
						continue
					}
					cmd := exec.Command(tool.command[0], tool.command[1:]...)
					cmd.Dir = writtenTo(t, CodeGroup(c, sender), tool.ids...)
					cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("%q: %v\n%s", sender, err, out)
					}
				}
			}
		})
	}
}

// Every template is filled, and none has a mark left.
func TestCodeIsFilled(t *testing.T) {
	for _, i := range CodeGroup(client(t, "passthrough-chain-ec.txt"), "").Items {
		for _, mark := range []string{"@NAMES@", "@PAIRS@", "@MOCKMVC@", "@WSGI@", "@SENDER@", "@TRUSTED@", "@SHA256@", "@DURING@"} {
			if strings.Contains(i.Text, mark) {
				t.Errorf("%s has %s", i.ID, mark)
			}
		}
	}
	if g := CodeGroup(client(t, "passthrough-chain-ec.txt"), "squid"); len(g.Items) > 0 {
		t.Error("a parser of headers without a certificate")
	}
}
