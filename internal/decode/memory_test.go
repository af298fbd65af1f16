package decode

import (
	"encoding/base64"
	"encoding/pem"
	"runtime"
	"testing"

	"github.com/mtlens/mtlens/testdata"
)

// many is a bundle of n certificates, of which no two are the same: they differ in the
// last bytes of the signature.
func many(t *testing.T, n int) (bundle []byte) {
	block, _ := pem.Decode(testdata.Paste("chain.pem"))
	if block == nil {
		t.Fatal("no PEM in chain.pem")
	}
	der := block.Bytes
	for i := range n {
		der[len(der)-1], der[len(der)-2] = byte(i), byte(i>>8)
		bundle = append(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return bundle
}

// alive is how many bytes are in use.
func alive() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A report of many certificates keeps none of what was read and judged: its JSON is
// written into that memory. Bytes are counted, so it does not matter how fast the
// machine is. What was measured was 3,305 for each, and 11,691 with the judgement.
func TestReportKeepsNoCertificates(t *testing.T) {
	const n, most = 2000, 4000
	input := many(t, n)
	before := alive()
	report := Text(input, Options{Now: testdata.Now})
	each := (alive() - before) / n
	if len(report.Certificates) != n {
		t.Fatalf("%d certificates were read", len(report.Certificates))
	}
	t.Logf("%d bytes for each certificate, of which %d are its DER", each, base64.StdEncoding.DecodedLen(len(input))/n)
	if each > most {
		t.Errorf("a report keeps %d bytes for each certificate, and may keep %d", each, most)
	}
	runtime.KeepAlive(report)
	runtime.KeepAlive(input)
}

// While a paste is read, what is taken for each certificate is bounded too: each is there
// once as DER, once as text, and as what was read.
func TestReadingTakesLittle(t *testing.T) {
	const n, most = 2000, 30_000
	input := many(t, n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	report := Text(input, Options{Now: testdata.Now})
	runtime.ReadMemStats(&after)
	each := int(after.TotalAlloc-before.TotalAlloc) / n
	t.Logf("%d bytes were taken for each certificate", each)
	if each > most {
		t.Errorf("%d bytes were taken for each certificate, and %d may be", each, most)
	}
	runtime.KeepAlive(report)
}
