package albsim

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
)

// Request is what the target gets.
type Request struct {
	Line    string // "GET / HTTP/1.1"
	Headers []alb.Header
	Body    []byte
}

// Head is the request line and the headers as on the wire.
func (r *Request) Head() []byte {
	b := append([]byte(r.Line), "\r\n"...)
	for _, h := range r.Headers {
		b = append(b, h.Name...)
		b = append(b, ": "...)
		b = append(b, h.Value...)
		b = append(b, "\r\n"...)
	}
	return append(b, "\r\n"...)
}

// Target answers a request: a status code, its words, and a body of plain text.
type Target func(*Request) (status int, text string, body []byte)

// Echo answers with the head of the request.
func Echo(r *Request) (int, string, []byte) {
	return 200, "OK", bytes.ReplaceAll(r.Head(), []byte("\r\n"), []byte("\n"))
}

// Bounds of a request. The first three are a load balancer's own (alb.QuotaGuide).
const (
	maxLine    = alb.MaxRequestLine
	maxHeader  = alb.MaxHeader
	maxHead    = alb.MaxRequestHead
	maxHeaders = 500     // a head of 64 K made of the shortest headers has more: nobody sends that
	maxBody    = 1 << 20 // the stand-in is for looking at headers
)

// problem is a request that is answered by the listener itself.
type problem struct {
	status int
	text   string
	detail string
}

func (p *problem) Error() string { return p.detail }

// request takes one request from the client, forwards it and answers.
func (l *Listener) request(conn *tls.Conn, s *Session) {
	in := bufio.NewReaderSize(io.LimitReader(conn, maxHead+maxBody), 4<<10)
	head, err := readHead(in)
	var refused *problem
	if err == nil && l.AllowHost != nil && !l.AllowHost(head.get("Host")) {
		err = &problem{421, "Misdirected Request", "this listener answers to names of this machine alone"}
	}
	if err == nil {
		err = l.body(conn, in, head)
	}
	if errors.As(err, &refused) {
		s.Status = refused.status
		write(conn, refused.status, refused.text, []byte(refused.detail+"\n"))
		return
	}
	if err != nil {
		return // the client is gone
	}
	s.Request = l.forward(conn, s, head)
	target := l.Target
	if target == nil {
		target = Echo
	}
	status, text, body := target(s.Request)
	s.Status = status
	if strings.HasPrefix(s.Request.Line, "HEAD ") {
		body = nil
	}
	write(conn, status, text, body)
}

// write sends a response and says that it is the last.
func write(w io.Writer, status int, text string, body []byte) {
	b := []byte("HTTP/1.1 " + strconv.Itoa(status) + " " + text + "\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n" +
		"X-Content-Type-Options: nosniff\r\n" +
		"Cache-Control: no-store\r\n" +
		"Content-Length: " + strconv.Itoa(len(body)) + "\r\n" +
		"Connection: close\r\n\r\n")
	w.Write(append(b, body...))
}

func (r *Request) get(name string) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// readHead reads a request line and headers (RFC 9112, sections 3 and 5). It is
// strict where leniency lets headers be smuggled: no folded lines, no space before
// a colon, no bare CR.
func readHead(in *bufio.Reader) (*Request, error) {
	line, err := readLine(in, maxLine)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(line, " ")
	if len(parts) != 3 || !token(parts[0]) || (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") {
		return nil, &problem{400, "Bad Request", "the request line is none of HTTP/1.1"}
	}
	if !strings.HasPrefix(parts[1], "/") && parts[1] != "*" {
		return nil, &problem{400, "Bad Request", "the request target is no path: this listener is no proxy"}
	}
	r := &Request{Line: parts[0] + " " + parts[1] + " HTTP/1.1"}
	total := len(line)
	for {
		line, err := readLine(in, maxHeader)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return r, nil
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !token(name) {
			return nil, &problem{400, "Bad Request", "a header line is malformed"}
		}
		total += len(line)
		if total > maxHead || len(r.Headers) == maxHeaders {
			return nil, &problem{431, "Request Header Fields Too Large", "the request has too many headers"}
		}
		r.Headers = append(r.Headers, alb.Header{Name: name, Value: strings.Trim(value, " \t")})
	}
}

// readLine reads up to CRLF.
func readLine(in *bufio.Reader, limit int) (string, error) {
	var b []byte
	for {
		part, err := in.ReadSlice('\n')
		b = append(b, part...)
		if len(b) > limit {
			return "", &problem{431, "Request Header Fields Too Large", "a line of the request is over 16 K"}
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return "", err
		}
	}
	line, ok := bytes.CutSuffix(b, []byte("\r\n"))
	if !ok || bytes.ContainsAny(line, "\r\x00") {
		return "", &problem{400, "Bad Request", "a line of the request does not end in CRLF"}
	}
	return string(line), nil
}

// token reports whether s is a token (RFC 9110, section 5.6.2).
func token(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// body reads a body of known length.
func (l *Listener) body(conn io.Writer, in *bufio.Reader, r *Request) error {
	if r.get("Transfer-Encoding") != "" {
		return &problem{411, "Length Required", "the stand-in takes a body of known length alone"}
	}
	length := ""
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, "Content-Length") {
			if length != "" && length != h.Value {
				return &problem{400, "Bad Request", "two lengths are given"}
			}
			length = h.Value
		}
	}
	if length == "" {
		return nil
	}
	n, err := strconv.ParseUint(length, 10, 31)
	if err != nil {
		return &problem{400, "Bad Request", "Content-Length is no number"}
	}
	if n > maxBody {
		return &problem{413, "Content Too Large", "the stand-in takes bodies of at most 1 MiB"}
	}
	if strings.EqualFold(r.get("Expect"), "100-continue") {
		io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
	}
	r.Body = make([]byte, n)
	_, err = io.ReadFull(in, r.Body)
	return err
}

// hop are the headers that concern one connection (RFC 9110, section 7.6.1).
var hop = []string{"Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect"}

// own are the headers that the listener writes itself.
var own = []string{"Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Amzn-Trace-Id"}

func listed(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// forward makes the request that the target gets. Order and letter case are those
// of a captured request: X-Forwarded-*, the headers of mutual TLS, Host,
// X-Amzn-Trace-Id, then the client's own.
func (l *Listener) forward(conn *tls.Conn, s *Session, in *Request) *Request {
	ip, _ := address(conn.RemoteAddr())
	_, port := address(conn.LocalAddr())
	if before := in.get("X-Forwarded-For"); before != "" {
		ip = before + ", " + ip
	}
	out := &Request{Line: in.Line, Body: in.Body}
	add := func(name, value string) { out.Headers = append(out.Headers, alb.Header{Name: name, Value: value}) }
	add("X-Forwarded-For", ip)
	add("X-Forwarded-Proto", "https")
	add("X-Forwarded-Port", strconv.Itoa(port))
	out.Headers = append(out.Headers, l.Headers(s.Chain)...)
	add("Host", in.get("Host"))
	add("X-Amzn-Trace-Id", l.Trace(in.get("X-Amzn-Trace-Id")))
	named := strings.FieldsFunc(in.get("Connection"), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	for _, h := range in.Headers {
		spoofed := l.Claims(h.Name)
		if spoofed {
			s.Spoofed = append(s.Spoofed, h.Name)
		}
		if !spoofed && !listed(hop, h.Name) && !listed(own, h.Name) && !listed(named, h.Name) {
			out.Headers = append(out.Headers, h)
		}
	}
	return out
}

// Trace is the value of X-Amzn-Trace-Id for a request that came with one, or with
// the empty string. AWS, "Request tracing for your Application Load Balancer":
// without a header there is a Root field; one with a Root field gets a Self field
// before it, or its Self field is updated; other fields are kept; one over 7 KB is
// written anew. Of one without a Root field AWS says nothing: it gets one.
func (l *Listener) Trace(before string) string {
	const longest = 7 << 10
	id := "1-" + strconv.FormatInt(l.Now().Unix(), 16) + "-" + l.random(12)
	if before == "" || len(before) > longest {
		return "Root=" + id
	}
	kept, root := "", false
	for part := range strings.SplitSeq(before, ";") {
		field, _, _ := strings.Cut(strings.TrimSpace(part), "=")
		root = root || field == "Root"
		if part != "" && field != "Self" {
			kept += ";" + strings.TrimSpace(part)
		}
	}
	if !root {
		return "Root=" + id + kept
	}
	return "Self=" + id + kept
}
