package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// handler serves files from memory as a web server in front of dist/site should.
type handler struct{ files map[string]file }

// file is a file and its compressed forms.
type file struct {
	contentType string
	cache       string
	forms       []form // best first; the last is not compressed
}

type form struct {
	encoding string // as in Content-Encoding; "" for the file itself
	etag     string
	data     []byte
}

// contentTypes are spelled out: the tables of the operating system differ.
var contentTypes = map[string]string{
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".txt":         "text/plain; charset=utf-8",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".webmanifest": "application/manifest+json",
	".wasm":        "application/wasm", // WebAssembly.compileStreaming takes no other
}

// hashed is a name with the digest of its content: it never holds anything else.
var hashed = regexp.MustCompile(`-[0-9a-f]{10}\.[a-z]+$`)

func newHandler(files map[string][]byte) http.Handler {
	h := &handler{map[string]file{}}
	for name, data := range files {
		contentType := contentTypes[path.Ext(name)]
		if contentType == "" { // a compressed form, or not ours
			continue
		}
		f := file{contentType: contentType, cache: "no-cache"}
		if hashed.MatchString(name) {
			f.cache = "public, max-age=31536000, immutable"
		}
		for _, p := range []struct{ ext, encoding string }{{".br", "br"}, {".gz", "gzip"}} {
			if data, ok := files[name+p.ext]; ok {
				f.forms = append(f.forms, form{p.encoding, etag(data), data})
			}
		}
		f.forms = append(f.forms, form{"", etag(data), data})
		h.files["/"+name] = f
	}
	h.files["/"] = h.files["/index.html"]
	return h
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	for _, pair := range siteHeaders {
		head.Set(pair[0], pair[1])
	}
	if !ownHost(r.Host) {
		http.Error(w, "this server answers to localhost alone", http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "nothing here takes "+r.Method, http.StatusMethodNotAllowed)
		return
	}
	f, ok := h.files[r.URL.Path]
	if !ok || len(f.forms) == 0 {
		http.Error(w, "not found: the page is at /", http.StatusNotFound)
		return
	}
	form := f.choose(r.Header.Get("Accept-Encoding"))
	head.Set("Content-Type", f.contentType)
	head.Set("Cache-Control", f.cache)
	head.Set("Vary", "Accept-Encoding")
	head.Set("ETag", form.etag)
	if strings.Contains(r.Header.Get("If-None-Match"), form.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if form.encoding != "" {
		head.Set("Content-Encoding", form.encoding)
	}
	head.Set("Content-Length", strconv.Itoa(len(form.data)))
	if r.Method == http.MethodGet {
		w.Write(form.data)
	}
}

// choose returns the best form that the browser takes.
func (f file) choose(accept string) form {
	takes := map[string]bool{"": true}
	for part := range strings.SplitSeq(accept, ",") {
		name, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		takes[strings.ToLower(strings.TrimSpace(name))] = !refused.MatchString(parameter)
	}
	for _, form := range f.forms {
		if takes[form.encoding] {
			return form
		}
	}
	return f.forms[len(f.forms)-1]
}

// refused is a weight of nought (RFC 9110, section 12.4.2).
var refused = regexp.MustCompile(`^\s*[qQ]=0(\.0*)?\s*$`)

// ownHost guards against DNS rebinding: a foreign page whose name is made to
// point to this machine reads nothing here, because the browser sends its name.
func ownHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
