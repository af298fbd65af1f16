// Package out writes what is known of a client in the forms that other programs take:
// the headers of every proxy, the request for a terminal or a test, files, parsers,
// allow-lists, infrastructure, questions to a whole log. All of it is text to copy.
//
// [Read] takes a [Client] from a paste; each function that ends in Group makes one
// [Group] of texts of it. An [Item] says how it was tried: by a test of this
// repository, or not at all. Nothing here reads a clock or a file.
package out

import (
	"strings"
	"time"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/judge"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// Group is texts of one kind.
type Group struct {
	Title string
	Text  string // what they are, in a sentence or two
	Items []Item
}

// Item is one text.
type Item struct {
	ID    string // stable, in lower case
	Part  string // what it is a choice of: "Amazon Web Services", "Terminal"
	Title string
	File  string // a name to save it as
	Text  string
	Data  []byte   // of a file that is no text; then Text says what it is
	Notes []string // what is lost, what is assumed, traps; each a sentence
	Trial string   // how it was tried, in a sentence
}

// Line is a header line.
type Line struct{ Name, Value string }

// Client is a client of a paste, and its request.
type Client struct {
	Chain  []*certinfo.Certificate // leaf first; empty if there is no certificate
	Lines  []Line                  // of the request, in its order; empty if none was pasted
	Method string
	Target string    // the path, with the query
	Sender family.ID // who wrote the request, None if that is not told
	Groups int       // requests and loose texts in the paste
	Now    time.Time
}

// Read takes the client of one of a paste's groups, counted from 0. It is false where
// there is no such group.
func Read(paste []byte, group int, now time.Time) (*Client, bool) {
	j := judge.New(judge.Options{Now: now})
	p := unwrap.Open(paste)
	c := &Client{Method: "GET", Target: "/", Now: now}
	found := false
	for u := range j.Units(p, paste) {
		if u.Record != nil {
			continue
		}
		c.Groups++
		if u.Index == group {
			found = true
			c.take(j, u)
			from, to := u.Span.Start, u.Span.End
			if !p.Binary && from >= 0 && to <= len(paste) && from < to {
				c.head(string(paste[from:to]))
			}
		}
	}
	return c, found
}

// take takes what a unit has of a client.
func (c *Client) take(j *judge.Judge, u *judge.Unit) {
	list := u.Taken.Chain
	if !u.Taken.Asked {
		list = presented(u)
	}
	for _, i := range list {
		c.Chain = append(c.Chain, j.Certificates()[i].Certificate)
	}
	c.Sender = u.Whose.Family
	for i := range u.Fields {
		f := &u.Fields[i]
		if f.Of < 0 && f.Name != "" && !f.Secret && f.Element == 0 && (!f.JSON || strings.EqualFold(f.Parent, "headers") || strings.EqualFold(f.Parent, "multiValueHeaders")) {
			c.Lines = append(c.Lines, Line{f.Name, string(f.Field.Value.Bytes)})
		}
	}
}

// presented are the certificates of a unit as they were presented, or its client's.
func presented(u *judge.Unit) (list []int) {
	for at := 1; at <= len(u.Chain.Members); at++ {
		for i := range u.Chain.Members {
			if m := &u.Chain.Members[i]; m.Presented == at {
				list = append(list, m.Certificate)
			}
		}
	}
	if len(list) == 0 && u.Client >= 0 {
		list = append(list, u.Client)
	}
	return list
}

// head reads the request line that a request begins with, and the lines behind it,
// those too that say nothing of a client. It changes nothing where there is none.
func (c *Client) head(text string) {
	first, rest, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	parts := strings.Fields(first)
	if len(parts) != 3 || !strings.HasPrefix(parts[2], "HTTP/") || !token(parts[0]) || !strings.HasPrefix(parts[1], "/") {
		return
	}
	c.Method, c.Target = parts[0], parts[1]
	var lines []Line
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !token(name) {
			return // folded, or no plain head: what was recognized has to do
		}
		lines = append(lines, Line{name, strings.Trim(value, " \t")})
	}
	for _, l := range lines {
		if unwrap.Secret(l.Value) {
			return
		}
	}
	c.Lines = lines
}

// token reports whether s can be a method, or the name of a header (RFC 9110, 5.6.2).
func token(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// Headers are the lines that a request gets: those that were pasted, or those of a
// sender by the ID of its item in [TranslateGroup]. Without either they are those of a
// load balancer in verify mode.
func (c *Client) Headers(id string) []Line {
	if id == "" && len(c.Lines) > 0 {
		return c.Lines
	}
	for _, s := range c.sent() {
		if itemID(&s) == id {
			return linesOf(&s)
		}
	}
	var lines []Line
	for _, h := range alb.Encode(alb.Verify, c.Chain) {
		lines = append(lines, Line{h.Name, h.Value})
	}
	return lines
}
