package oid

import (
	"math/big"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// TestString has encodings from X.690, section 8.19, and RFC 9562's UUIDs, which
// OIDs under 2.25 hold.
func TestString(t *testing.T) {
	tests := []struct{ der, want string }{
		{"\x55\x04\x03", "2.5.4.3"},
		{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", "1.2.840.113549.1.1.11"},
		{"\x88\x37\x03", "2.999.3"}, // X.690, 8.19.5
		{"\x00", "0.0"},
		{"\x27", "0.39"},
		{"\x28", "1.0"},
		{"\x50", "2.0"},
		{"\x69", "2.25"},
		{"\x2a\x81\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "1.2.18446744073709551615"}, // 2^64-1
		{"\x82\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", "2.2361183241434822606768"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := OID(tt.der).String(); got != tt.want {
			t.Errorf("%x: %s, want %s", tt.der, got, tt.want)
		}
	}
	uuid := "2.25.329800735698586629295641978511506172918"
	id, ok := Parse(uuid)
	if !ok || id.String() != uuid || len(id) != 20 {
		t.Errorf("%s: %x, %v, %s", uuid, string(id), ok, id)
	}
	for der, want := range map[string]string{
		"\x2a\x81": "1.2.1...",
		"\x2a" + strings.Repeat("\x81", MaxArc) + "\x00": "1.2.(65-octet arc)",
	} {
		if got := OID(der).String(); got != want {
			t.Errorf("%x: %s, want %s", der, got, want)
		}
	}
}

// TestArcs compares long arcs with math/big.
func TestArcs(t *testing.T) {
	v := big.NewInt(1)
	for range 140 {
		v.Mul(v, big.NewInt(7)).Add(v, big.NewInt(3))
		for _, head := range []string{"2.", "1.3."} {
			dotted := head + v.String()
			id, ok := Parse(dotted)
			if !ok || !id.Valid() {
				t.Fatalf("%s is not read", dotted)
			}
			if len(id) < MaxArc && id.String() != dotted {
				t.Fatalf("%s becomes %s", dotted, id)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for _, bad := range []string{"", "1", "1.", ".1", "1..2", "3.1", "0.40", "1.40", "01.2", "1.02", "1.2.x", "1.2 ", "-1.2", "10.1", "1.2." + strings.Repeat("9", 600)} {
		if id, ok := Parse(bad); ok {
			t.Errorf("%q is read as %x", bad, string(id))
		}
	}
}

func TestValid(t *testing.T) {
	for der, want := range map[string]bool{
		"\x55\x04\x03": true, "": false, "\x80\x01": false, "\x55\x80\x01": false, "\x55\x84": false, "\x84\x00": true,
	} {
		if OID(der).Valid() != want {
			t.Errorf("%x: want %v", der, want)
		}
	}
}

func TestTables(t *testing.T) {
	for name, table := range map[string]*table{"openssl": &openssl, "more": &more} {
		before, n := OID(""), 0
		for r := range table.all {
			id := r.id
			if !id.Valid() || r.short == "" || id <= before {
				t.Errorf("%s: bad record %x %q %q after %s", name, r.id, r.short, r.long, before)
			}
			if parsed, ok := Parse(id.String()); !ok || parsed != id {
				t.Errorf("%s: %s does not read back", name, id)
			}
			if short, long := table.find(id); short != r.short || long != r.long {
				t.Errorf("%s: %s is found as %q and %q, it is %q and %q", name, id, short, long, r.short, r.long)
			}
			for _, other := range []OID{id + "\x01", id[:len(id)-1], id[:len(id)-1] + OID(id[len(id)-1]^0x40)} {
				if short, _ := table.find(other); short != "" && !named(table, other) {
					t.Errorf("%s: %s is found as %q", name, other, short)
				}
			}
			before, n = id, n+1
		}
		if blocks := (n + perBlock - 1) / perBlock; n < 100 || len(table.blocks) != blocks {
			t.Errorf("%s: %d records in %d blocks, not %d", name, n, len(table.blocks), blocks)
		}
		for _, id := range []OID{"", "\x00", "\xff\x7f", OID(strings.Repeat("\x2a", 100))} {
			if short, _ := table.find(id); short != "" {
				t.Errorf("%s: %q is found as %q", name, string(id), short)
			}
		}
	}
	for r := range more.all {
		if id := r.id; ShortName(id) != "" {
			t.Errorf("more.txt has %s, which OpenSSL calls %s", id, ShortName(id))
		}
	}
}

// named looks id up one record after the other.
func named(table *table, id OID) bool {
	for r := range table.all {
		if r.id == id {
			return true
		}
	}
	return false
}

func TestNames(t *testing.T) {
	tests := []struct{ dotted, short, long, name, describe string }{
		{"2.5.4.3", "CN", "commonName", "CN", "commonName"},
		{"2.5.4.4", "SN", "surname", "SN", "surname"},
		{"2.5.4.97", "organizationIdentifier", "organizationIdentifier", "organizationIdentifier", "organizationIdentifier"},
		{"1.2.840.113549.1.1.11", "RSA-SHA256", "sha256WithRSAEncryption", "RSA-SHA256", "sha256WithRSAEncryption"},
		{"2.16.840.1.101.3.4.3.18", "", "", "id-ml-dsa-65", "ML-DSA-65"},
		{"1.2.3.4", "", "", "", ""},
	}
	for _, tt := range tests {
		id, _ := Parse(tt.dotted)
		if ShortName(id) != tt.short || LongName(id) != tt.long || Name(id) != tt.name || Describe(id) != tt.describe {
			t.Errorf("%s: %q %q %q %q", tt.dotted, ShortName(id), LongName(id), Name(id), Describe(id))
		}
	}
	if id, ok := ByName("sn"); !ok || id != "\x55\x04\x04" {
		t.Errorf("sn is %s", id)
	}
	if _, ok := ByName("no such name"); ok {
		t.Error("an unknown name is known")
	}
}

// Each name of the table is found in its case and in any, as long as no record before has it;
// the usual ones are what the table has.
func TestByName(t *testing.T) {
	exact, any := make(map[string]OID), make(map[string]OID)
	for r := range openssl.all {
		for _, name := range []string{r.short, r.long} {
			if _, ok := exact[name]; !ok {
				exact[name] = r.id
			}
			if _, ok := any[strings.ToUpper(name)]; !ok {
				any[strings.ToUpper(name)] = r.id
			}
		}
	}
	for name, want := range exact {
		if id, ok := ByName(name); !ok || id != want {
			t.Errorf("%s is %s", name, id)
		}
	}
	for name, want := range any {
		if w, ok := exact[name]; ok {
			want = w
		}
		if id, ok := ByName(name); !ok || id != want {
			t.Errorf("%s is %s", name, id)
		}
	}
	for _, u := range usual {
		if exact[u.name] != u.id {
			t.Errorf("%s is %s in the table", u.name, exact[u.name])
		}
	}
	if len(exact) < 1000 || 2*len(exact) > slots {
		t.Errorf("%d names for %d slots", len(exact), slots)
	}
}

// TestOpenSSL asks the openssl on this machine for the names of its objects. A
// newer one knows more; it must know these.
func TestOpenSSL(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no processes under js")
	}
	out, err := exec.Command("openssl", "list", "-objects").Output()
	if err != nil {
		t.Skip("openssl is not installed")
	}
	listed := "\n" + string(out)
	for r := range openssl.all {
		line := "\n" + r.short + " = "
		if r.long != r.short {
			line += r.long + ", "
		}
		dotted := r.id.String()
		line += dotted[:min(len(dotted), 25)] // the list cuts there
		if !strings.Contains(listed, line) {
			t.Errorf("openssl does not list %s", line[1:])
		}
	}
}

func BenchmarkShortName(b *testing.B) {
	for b.Loop() {
		ShortName("\x55\x04\x03")
		ShortName("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01")
	}
}
