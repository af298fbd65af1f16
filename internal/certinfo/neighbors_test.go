package certinfo

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/finding"
	"github.com/mtlens/mtlens/testdata"
)

// neighbors calls f with every distinct block of testdata and of the corpora, if
// there are any, that has a label with the word.
func neighbors(t *testing.T, word string, f func(file string, der []byte)) {
	seen := make(map[string]bool)
	each := func(file string, text []byte) {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if strings.Contains(block.Type, word) && !strings.Contains(block.Type, "PRIVATE") && !seen[string(block.Bytes)] {
				seen[string(block.Bytes)] = true
				f(file, block.Bytes)
			}
		}
	}
	for _, name := range testdata.Neighbors() {
		text, _, _ := testdata.Neighbor(name)
		each(name, text)
	}
	if root := os.Getenv("MTLENS_CORPORA"); root != "" {
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && filepath.Ext(path) != ".json" {
				text, _ := os.ReadFile(path)
				each(path, text)
			}
			return err
		})
	}
}

// atLeast holds that so many structures were compared with Go: those of testdata
// that Go reads, and more if there are corpora.
func atLeast(t *testing.T, compared, ours, all int) {
	t.Helper()
	want := ours
	if os.Getenv("MTLENS_CORPORA") != "" {
		want = all
	}
	if t.Logf("%d are compared", compared); compared < want {
		t.Errorf("%d are compared, want %d", compared, want)
	}
}

// TestGoRequests compares requests with crypto/x509.
func TestGoRequests(t *testing.T) {
	compared := 0
	neighbors(t, "REQUEST", func(file string, src []byte) {
		q := ParseRequest(src)
		checkPlaces(t, &q.Structure, q.Extensions, len(src))
		want, err := x509.ParseCertificateRequest(src)
		if err != nil {
			return
		}
		compared++
		if !bytes.Equal(q.Subject.DER, want.RawSubject) || !bytes.Equal(q.Key.Raw, want.RawSubjectPublicKeyInfo) ||
			!bytes.Equal(q.Signature.Bytes, want.Signature) || q.Version.Number != want.Version+1 || !q.Whole {
			t.Errorf("%s: raw parts differ", file)
		}
		if len(q.Extensions) != len(want.Extensions) {
			t.Errorf("%s: %d extensions, Go has %d", file, len(q.Extensions), len(want.Extensions))
			return
		}
		for i, w := range want.Extensions {
			x := &q.Extensions[i]
			if x.OID.String() != w.Id.String() || x.Critical != w.Critical || !bytes.Equal(x.Value, w.Value) {
				t.Errorf("%s: extension %d differs from Go's", file, i)
			}
		}
	})
	atLeast(t, compared, 2, 15)
}

// TestGoLists compares revocation lists with crypto/x509.
func TestGoLists(t *testing.T) {
	compared := 0
	neighbors(t, "CRL", func(file string, src []byte) {
		l := ParseList(src)
		checkPlaces(t, &l.Structure, l.Extensions, len(src))
		for i := range l.Entries {
			l.Entry(i)
		}
		want, err := x509.ParseRevocationList(src)
		if err != nil {
			return
		}
		compared++
		if !bytes.Equal(l.Issuer.DER, want.RawIssuer) || !bytes.Equal(l.Signature.Bytes, want.Signature) || !l.Whole ||
			!l.ThisUpdate.Time.Equal(want.ThisUpdate) || !l.NextUpdate.Time.Equal(want.NextUpdate) || len(l.Extensions) != len(want.Extensions) {
			t.Errorf("%s: differs from Go's", file)
		}
		if len(l.Entries) != len(want.RevokedCertificateEntries) {
			t.Errorf("%s: %d entries, Go has %d", file, len(l.Entries), len(want.RevokedCertificateEntries))
			return
		}
		var reasons [11]int
		for i, w := range want.RevokedCertificateEntries {
			x := l.Entry(i)
			if dec, _ := x.Serial.Decimal(); dec != w.SerialNumber.String() || !x.Time.Time.Equal(w.RevocationTime) ||
				len(x.Extensions) != len(w.Extensions) || max(x.Reason, 0) != w.ReasonCode {
				t.Errorf("%s: entry %d is %s, %v, %d; Go has %s, %v, %d", file, i, dec, x.Time.Time, x.Reason, w.SerialNumber, w.RevocationTime, w.ReasonCode)
			}
			if x.Reason >= 0 && x.Reason < len(reasons) {
				reasons[x.Reason]++
			}
		}
		if l.Reasons != reasons {
			t.Errorf("%s: reasons %v, the entries have %v", file, l.Reasons, reasons)
		}
	})
	atLeast(t, compared, 3, 30)
}

// TestGoKeys compares public keys with crypto/x509.
func TestGoKeys(t *testing.T) {
	compared := 0
	neighbors(t, "PUBLIC KEY", func(file string, src []byte) {
		c := ParseKey(src)
		checkPlaces(t, &c.Structure, nil, len(src))
		key, err := x509.ParsePKIXPublicKey(src)
		if err != nil {
			if key, err = x509.ParsePKCS1PublicKey(src); err != nil {
				return
			}
		}
		compared++
		if kind, bits := goKey(&x509.Certificate{PublicKey: key}); kind != KeyUnknown && (c.Key.Kind != kind || c.Key.Bits != bits) || len(c.Findings) > 0 {
			t.Errorf("%s: %s, Go has %d of %d;%s", file, c.Key.Title(), kind, bits, list(c.Findings))
		}
	})
	atLeast(t, compared, 3, 4)
}

// Faults in what is no certificate carry the paths of its own structure.
func TestNeighborRules(t *testing.T) {
	der := func(name string) []byte {
		_, src, _ := testdata.Neighbor(name)
		return slices.Clone(src)
	}
	change := func(name, from, to string) []byte {
		src := der(name)
		at := bytes.Index(src, []byte(from))
		if at < 0 || len(from) != len(to) {
			t.Fatalf("%s does not hold %q", name, from)
		}
		copy(src[at:], to)
		return src
	}
	for _, tt := range []struct {
		name     string
		findings []finding.Finding
		id       finding.ID
		path     string
	}{
		{"request of version 4", ParseRequest(change("request", "\x02\x01\x00", "\x02\x01\x03")).Findings, finding.VersionUnknown, "certificationRequestInfo.version"},
		{"request with a bad name", ParseRequest(change("request", "request.example", "request.exampl\xff")).Findings, finding.StringBadUTF8, "certificationRequestInfo.subject[2][0].value"},
		{"request with a bad DNS name", ParseRequest(change("request", "\x82\x0frequest.example", "\x82\x0frequest.exampl\xe9")).Findings,
			finding.StringBadCharacter, "certificationRequestInfo.attributes[2].values[0][0].extnValue[0]"},
		{"request with an even exponent", ParseRequest(change("request-bare", "\x02\x03\x01\x00\x01", "\x02\x03\x01\x00\x02")).Findings,
			finding.RSAExponent, "certificationRequestInfo.subjectPKInfo.subjectPublicKey.publicExponent"},
		{"request cut off", ParseRequest(der("request")[:100]).Findings, finding.DERTruncated, "certificationRequestInfo.subjectPKInfo.subjectPublicKey"},
		{"list of version 3", ParseList(change("list", "\x02\x01\x01", "\x02\x01\x02")).Findings, finding.VersionUnknown, "tbsCertList.version"},
		{"list without next update", ParseList(der("list-version-1")).Findings, finding.FieldMissing, "tbsCertList.nextUpdate"},
		{"list with a bad date", ParseList(change("list", "\x03\x2f\x90\xc3\x17\x0d260101120000Z", "\x03\x2f\x90\xc3\x17\x0d269901120000Z")).Findings,
			finding.TimeUnreadable, "tbsCertList.revokedCertificates[1].revocationDate"},
		{"list with a bad reason", ParseList(change("list", "\x0a\x01\x05", "\x0c\x01\x05")).Findings,
			finding.FieldType, "tbsCertList.revokedCertificates[2].crlEntryExtensions[0].extnValue"},
		{"list with a bad number", ParseList(change("list", "\x02\x02\x12\x67", "\x02\x02\x00\x67")).Findings,
			finding.IntegerNotDER, "tbsCertList.crlExtensions[1].extnValue"},
		{"key with an even exponent", ParseKey(change("public-key", "\x02\x03\x01\x00\x01", "\x02\x03\x01\x00\x02")).Findings,
			finding.RSAExponent, "subjectPublicKey.publicExponent"},
		{"key of PKCS #1 with an even exponent", ParseKey(change("public-key-pkcs1", "\x02\x03\x01\x00\x01", "\x02\x03\x01\x00\x02")).Findings,
			finding.RSAExponent, "subjectPublicKey.publicExponent"},
		{"no list", ParseList([]byte("\x04\x01x")).Findings, finding.FieldType, ""},
	} {
		found := false
		for _, f := range tt.findings {
			found = found || f.ID == tt.id && f.DER.Path == tt.path
		}
		if !found {
			t.Errorf("%s: %s at %s is not among%s", tt.name, tt.id, tt.path, list(tt.findings))
		}
	}
}
