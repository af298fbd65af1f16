package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"testing"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
)

// Each finding, sender and reason code has a page; every link leads to a page or to
// another site; no page has a script, and each stands under the policy of the site.
func TestReference(t *testing.T) {
	out := &output{site: map[string][]byte{}}
	out.addReference("page-0123456789.css")
	var names []string
	for _, r := range finding.Rules() {
		names = append(names, "finding/"+string(r.ID))
	}
	for _, r := range append(append([]alb.ReasonInfo{}, alb.Reasons...), alb.FrontReasons...) {
		names = append(names, "reason/"+strings.ToLower(string(r.Code)))
	}
	for _, f := range family.All() {
		names = append(names, "sender/"+f.Slug)
	}
	for _, name := range names {
		if out.site["reference/"+name+".html"] == nil {
			t.Errorf("there is no page for %s", name)
		}
	}
	if f := newHandler(out.site).(*handler).files["/reference/sender/nginx.html"]; f.contentType != "text/html; charset=utf-8" || f.cache != "no-cache" {
		t.Errorf("served as %+v", f)
	}
	for name, page := range out.site {
		if bytes.Contains(page, []byte("<script")) || !bytes.Contains(page, []byte(`content="`+metaText(sitePolicy())+`"`)) {
			t.Errorf("%s has a script, or another policy", name)
		}
		d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(page, []byte("<!doctype html>"))))
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range start.Attr {
				if a.Name.Local != "href" || strings.Contains(a.Value, "://") || strings.HasSuffix(a.Value, ".css") {
					continue
				}
				to := path.Join(path.Dir(name), a.Value)
				if to != "." && out.site[to] == nil {
					t.Errorf("%s links to %s", name, a.Value)
				}
			}
		}
	}
}
