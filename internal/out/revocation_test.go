package out

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// revocationFiles writes into a folder a client's certificate, its CA, and lists that
// name it or not, have ended, or are of another CA. The time of the tests is in 2026.
func revocationFiles(t *testing.T, dir string) {
	t.Helper()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	authority := func(name string) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
			IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
		der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		if c, err = x509.ParseCertificate(der); err != nil {
			t.Fatal(err)
		}
		return c, key
	}
	root, key := authority("root")
	leaf := &x509.Certificate{SerialNumber: big.NewInt(0x1234), Subject: pkix.Name{CommonName: "client"}, DNSNames: []string{"client.example"}, NotBefore: root.NotBefore, NotAfter: root.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, root, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, label string, der []byte) {
		if err := os.WriteFile(filepath.Join(dir, name+".pem"), pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("leaf", "CERTIFICATE", der)
	write("root", "CERTIFICATE", root.Raw)
	list := func(name string, by *x509.Certificate, key *ecdsa.PrivateKey, until time.Time, serials ...int64) {
		l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.AddDate(0, -2, 0), NextUpdate: until}
		for _, n := range serials {
			l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: big.NewInt(n), RevocationTime: now.AddDate(0, -3, 0)})
		}
		der, err := x509.CreateRevocationList(rand.Reader, l, by, key)
		if err != nil {
			t.Fatal(err)
		}
		write(name, "X509 CRL", der)
	}
	other, otherKey := authority("other")
	twin, twinKey := authority("root")
	list("clean", root, key, now.AddDate(0, 1, 0), 0x34)
	list("revoked", root, key, now.AddDate(0, 1, 0), 0x34, 0x1234)
	list("ended", root, key, now.AddDate(0, -1, 0))
	list("other", other, otherKey, now.AddDate(0, 1, 0))
	list("namesake", twin, twinKey, now.AddDate(0, 1, 0))
}

// revocationRuns are programs that have the parsers verify a client with each of the
// lists, and print what became of it. The answers are those of the names, with the
// rules of RFC 5280, section 6.3: no list of the issuer that is in force, no answer.
var revocationRuns = []struct{ tool, check, id, file, text, command string }{
	{"go", "", "go", "main_test.go", `package clientcert

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestLists(t *testing.T) {
	read := func(name string) []byte {
		text, err := os.ReadFile(name + ".pem")
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(text)
		return block.Bytes
	}
	leaf, _ := x509.ParseCertificate(read("leaf"))
	root, _ := x509.ParseCertificate(read("root"))
	for _, name := range []string{"clean", "revoked", "ended", "other", "namesake"} {
		list, err := x509.ParseRevocationList(read(name))
		if err != nil {
			t.Fatal(err)
		}
		v := Verifier{Roots: x509.NewCertPool(), Lists: []*x509.RevocationList{list}}
		v.Roots.AddCert(root)
		err = v.Verify([]*x509.Certificate{leaf}, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
		fmt.Println(name, err == nil)
	}
}
`, "go mod init example.com/clientcert 2>/dev/null && go test -v ."},
	{"python3", "import cryptography.x509.verification", "python", "main.py", `import datetime, pathlib
from cryptography import x509
from clientcert import Refused, Verifier

read = lambda name: pathlib.Path(name + ".pem").read_bytes()
leaf, root = x509.load_pem_x509_certificate(read("leaf")), x509.load_pem_x509_certificate(read("root"))
for name in "clean", "revoked", "ended", "other", "namesake":
    try:
        Verifier([root], [x509.load_pem_x509_crl(read(name))]).verify([leaf], datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc))
        print(name, "true")
    except Refused:
        print(name, "false")
`, "python3 -W error main.py"},
	{"javac", "", "java", "Lists.java", `import java.io.*;
import java.security.GeneralSecurityException;
import java.security.cert.*;
import java.util.*;

class Lists {
    public static void main(String[] arguments) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate leaf = (X509Certificate) factory.generateCertificate(new FileInputStream("leaf.pem"));
        Set<TrustAnchor> roots = Set.of(new TrustAnchor((X509Certificate) factory.generateCertificate(new FileInputStream("root.pem")), null));
        for (String name : List.of("clean", "revoked", "ended", "other", "namesake")) {
            X509CRL list = (X509CRL) factory.generateCRL(new FileInputStream(name + ".pem"));
            boolean taken = true;
            try {
                ClientCert.verify(List.of(leaf), roots, List.of(list), Date.from(java.time.Instant.parse("2026-06-01T00:00:00Z")));
            } catch (GeneralSecurityException refused) {
                taken = false;
            }
            System.out.println(name + " " + taken);
        }
    }
}
`, "javac -encoding UTF-8 *.java && java Lists"},
}

// Revocation lists count in the parsers: run in every language that is here.
func TestRevocationRuns(t *testing.T) {
	for _, run := range revocationRuns {
		t.Run(run.id, func(t *testing.T) {
			if _, err := exec.LookPath(run.tool); err != nil {
				t.Skip(err)
			}
			if run.check != "" && exec.Command(run.tool, "-c", run.check).Run() != nil {
				t.Skip("the library is not here")
			}
			dir := writtenTo(t, CodeGroup(client(t, "passthrough-chain-ec.txt"), ""), run.id)
			revocationFiles(t, dir)
			if err := os.WriteFile(filepath.Join(dir, run.file), []byte(run.text), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("sh", "-c", run.command)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
			out, err := cmd.CombinedOutput()
			if want := "clean true\nrevoked false\nended false\nother false\nnamesake false\n"; err != nil || !strings.Contains(string(out), want) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
