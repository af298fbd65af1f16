package unwrap

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// ordinary are texts that have nothing to do with certificates, as somebody may paste
// them by the megabyte. Each makes one line, or a piece, of its kind.
var ordinary = []struct {
	name string
	line func(r *rand.Rand, i int) string
}{
	{"access log", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("203.0.113.%d - - [10/Oct/2026:13:55:%02d +0000] \"GET /a/b%d?id=%d&x=%x HTTP/1.1\" 200 %d \"https://www.example/start?x=1\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36\"\n", i%256, i%60, i, i, r.Int63(), r.Intn(9999))
	}},
	{"JSON log", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("{\"time\": \"2026-01-01T00:00:%02dZ\", \"level\": \"info\", \"msg\": \"user=%d action=login\", \"query\": \"id=%d&x=1\", \"trace\": \"%016x\"}\n", i%60, i, i, r.Int63())
	}},
	{"logfmt", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("ts=2026-01-01T00:00:00.%06dZ level=info caller=main.go:%d msg=\"request served\" path=/api/v1/items/%d took=%dms user=%d\n", i, i%999, i, r.Intn(99), i)
	}},
	{"syslog", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("Jan  4 10:00:%02d web1 sshd[%d]: Accepted publickey for deploy from 203.0.113.%d port %d ssh2: ED25519 SHA256:%x\n", i%60, i, i%256, r.Intn(65535), r.Int63())
	}},
	{"cookies", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("Cookie: _ga=GA1.2.%d.%d; session=%x%x; theme=dark; _gid=%d; consent=%%7B%%22a%%22%%3Atrue%%7D\n", r.Int31(), r.Int31(), r.Int63(), r.Int63(), r.Int31())
	}},
	{"queries", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("https://www.example/search?q=word%d&page=%d&sort=asc&filter%%5Bname%%5D=a%%20b&token=%x\n", i, i%9, r.Int63())
	}},
	{"CSS", func(r *rand.Rand, i int) string {
		return fmt.Sprintf(".card-%d > .title { color: #%06x; margin: 0 %dpx; background: url(\"data:image/png;base64,iVBORw0KGgo%x=\"); }\n@media (max-width: %dpx) { .a { grid-template-columns: [full-start] 1fr [full-end]; } }\n", i, r.Intn(1<<24), i%40, r.Int63(), i%2000)
	}},
	{"SQL", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("INSERT INTO users (id, name, email, note) VALUES (%d, 'O''Brien %d', 'user%d@example.com', 'x=%x; y=[1, 2]');\n", i, i, i, r.Int63())
	}},
	{"JavaScript", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("function f%d(a, b) { const m = {\"k\": [1, 2, %d], 'q': a[b]}; return m.k.map((x) => x + %d).filter(Boolean) || \"s%x\"; }\n", i, i, i, r.Int63())
	}},
	{"YAML", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("- name: svc-%d\n  image: registry.example/app@sha256:%x%x\n  env:\n    - name: TOKEN_%d\n      value: \"%x\"\n", i, r.Int63(), r.Int63(), i, r.Int63())
	}},
	{"CSV", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("%d,\"Smith, John %d\",user%d@example.com,%x,2026-01-%02d,\"a \"\"quoted\"\" word\"\n", i, i, i, r.Int63(), i%28+1)
	}},
	{"stack traces", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("java.lang.IllegalStateException: request %d failed [id=%x, user=alice, path=/x]\n\tat com.example.Service.call(Service.java:%d)\n\tat com.example.Filter$1.run(Filter.java:12) ~[app.jar!/:1.%d]\n", i, r.Int63(), i%999, i%9)
	}},
	{"prose", func(r *rand.Rand, i int) string {
		return "Note: the private river arrives here; see section " + fmt.Sprint(i) + " (a=b, c=d) - and so on. " + strings.Repeat("word ", r.Intn(20)) + "\n"
	}},
	{"one line of JSON", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("{\"id\":%d,\"tags\":[\"a=%d\",\"b\"],\"d\":{\"e\":\"%x\"}},", i, i, r.Int63())
	}},
	{"one line of a query", func(r *rand.Rand, i int) string { return fmt.Sprintf("key%d=value%x&", i, r.Int31()) }},
	{"one line of words", func(r *rand.Rand, i int) string { return fmt.Sprintf("word%d=%x ", i, r.Int31()) }},
	{"base64 of something", func(r *rand.Rand, i int) string {
		return strings.Repeat(fmt.Sprintf("%016X", r.Int63()), 4) + "\n"
	}},
	{"hex dump", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("%08x  %02x %02x %02x %02x 30 82 05 72 30 82 04 5a 02 03 07 %02x  |................|\n", i*16, r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256))
	}},
	{"HTTP requests", func(r *rand.Rand, i int) string {
		return fmt.Sprintf("GET /x/%d HTTP/1.1\r\nHost: www.example\r\nUser-Agent: curl/8.%d\r\nAccept: */*\r\nX-Request-Id: %x\r\n\r\n", i, i%9, r.Int63())
	}},
}

// ordinaryText is about n bytes of a kind.
func ordinaryText(kind, n int) string {
	r := rand.New(rand.NewSource(int64(kind)))
	var b strings.Builder
	if ordinary[kind].name == "one line of JSON" {
		b.WriteString("[")
	}
	for i := 0; b.Len() < n; i++ {
		b.WriteString(ordinary[kind].line(r, i))
	}
	return b.String()
}

// Of ordinary text each byte is looked at some dozens of times at most, far from what
// nested layers may take.
func TestOrdinary(t *testing.T) {
	const most = 62
	for i := range ordinary {
		paste := []byte(ordinaryText(i, 100_000))
		r := collect(paste)
		if times := r.looked / len(paste); times >= most || times == 0 {
			t.Errorf("%s: each byte is looked at %d times, at most %d should", ordinary[i].name, times, most)
		}
	}
}

// Whatever stands among ordinary text, and however often, the work stays in bounds:
// twice what one crafted text takes, for objects of JSON that begin and do not end
// are looked ahead of at each of their levels, and begin anew behind each piece.
func FuzzWork(f *testing.F) {
	for i := range ordinary {
		f.Add(uint8(i), "", uint8(1))
	}
	for i, c := range crafted {
		f.Add(uint8(i), c.make(60), uint8(3))
	}
	f.Fuzz(func(t *testing.T, kind uint8, piece string, times uint8) {
		const size = 20_000
		if len(piece) > 500 {
			return
		}
		i := int(kind) % len(ordinary)
		var b strings.Builder
		for b.Len() < size {
			b.WriteString(ordinaryText(i, 300))
			for range times % 16 {
				b.WriteString(piece)
			}
		}
		paste := []byte(b.String())
		if r := collect(paste); r.looked > 2*mostWork(len(paste)) {
			t.Errorf("%d bytes were looked at for %d", r.looked, len(paste))
		}
	})
}
