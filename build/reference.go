package main

import (
	"fmt"
	"html"
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/finding"
)

// The reference is a page for each finding, each sender and each reason code, made of
// the same tables that the programs are made of, to link to from a ticket or a runbook.
// The pages run no script and stand under the policy of the site. They are not among the
// files that are kept for offline use: what they say is in the page too.

const referenceDir = "reference"

// inReference says whether a file of the site is one of the reference.
func inReference(name string) bool { return strings.HasPrefix(name, referenceDir+"/") }

// section is a list of pages of one kind.
type section struct {
	dir, title, about string
	pages             []referencePage
}

// referencePage is one of them; body is HTML.
type referencePage struct{ name, title, about, body string }

// addReference adds the pages and their index. Styles is the name of the style sheet.
func (out *output) addReference(styles string) {
	sections := []section{findingPages(), reasonPages(), senderPages()}
	var index strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&index, "<h2>%s</h2>\n<p>%s</p>\n<ul class=\"reference-list\">\n", sentence(s.title), sentence(s.about))
		for _, p := range s.pages {
			fmt.Fprintf(&index, "<li><a href=\"%s/%s.html\">%s</a> %s</li>\n", s.dir, p.name, sentence(p.title), sentence(p.about))
			body := fmt.Sprintf("<p class=\"reference-up\"><a href=\"../index.html\">Reference</a> · %s</p>\n<h1>%s</h1>\n%s", sentence(s.title), sentence(p.title), p.body)
			out.site[referenceDir+"/"+s.dir+"/"+p.name+".html"] = referenceHTML(p.title, "../../", styles, body)
		}
		index.WriteString("</ul>\n")
	}
	out.site[referenceDir+"/index.html"] = referenceHTML("Reference", "../", styles, "<h1>Reference</h1>\n<p>What mtlens says, and of whom: made of the tables that it is made of.</p>\n"+index.String())
}

func referenceHTML(title, root, styles, body string) []byte {
	return []byte("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n" +
		metas(sitePolicy()) + fmt.Sprintf("<link rel=\"stylesheet\" href=\"%s%s\">\n<title>%s · mtlens</title>\n</head>\n<body>\n<main class=\"reference\">\n<p class=\"reference-home\"><a href=\"%s\">mtlens</a></p>\n%s</main>\n</body>\n</html>\n", root, styles, html.EscapeString(title), root, body))
}

// sentence sets words: what stands between ` is a value.
func sentence(text string) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return html.EscapeString(text)
	}
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 1 {
			p = "<code>" + html.EscapeString(p) + "</code>"
		} else {
			p = html.EscapeString(p)
		}
		b.WriteString(p)
	}
	return b.String()
}

// paragraph is text under a heading; nothing for an empty one.
func paragraph(heading, text string) string {
	if text == "" {
		return ""
	}
	if heading == "" {
		return "<p>" + sentence(text) + "</p>\n"
	}
	return "<h2>" + sentence(heading) + "</h2>\n<p>" + sentence(text) + "</p>\n"
}

func bullets(heading string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<h2>" + sentence(heading) + "</h2>\n<ul>\n")
	for _, one := range list {
		b.WriteString("<li>" + sentence(one) + "</li>\n")
	}
	return b.String() + "</ul>\n"
}

func source(text, url string) string {
	switch {
	case url == "":
		return paragraph("Source", text)
	case text == "":
		text = url
	}
	return fmt.Sprintf("<h2>Source</h2>\n<p><a href=\"%s\" rel=\"noreferrer noopener\">%s</a></p>\n", html.EscapeString(url), sentence(text))
}

func findingPages() section {
	s := section{dir: "finding", title: "Findings", about: "What may be said about a paste."}
	for _, r := range finding.Rules() {
		s.pages = append(s.pages, referencePage{string(r.ID), r.Title, r.About,
			paragraph("", r.About) + paragraph("", "Identifier `"+string(r.ID)+"`, "+fmt.Sprint(r.Severity)+".") + source(r.Reference.Text, r.Reference.URL)})
	}
	return s
}

func reasonPages() section {
	s := section{dir: "reason", title: "Reason codes", about: "Why a connection failed, as the connection logs of AWS have it."}
	seen := map[alb.Reason]bool{}
	for _, list := range []struct {
		reasons []alb.ReasonInfo
		of      string
	}{{alb.Reasons, "Application Load Balancer"}, {alb.FrontReasons, "CloudFront"}} {
		for _, r := range list.reasons {
			if seen[r.Code] {
				continue
			}
			seen[r.Code] = true
			mirrors := ""
			if r.Error != "" {
				mirrors = "By its name it mirrors `" + r.Error + "` of s2n-tls; AWS does not say so."
			}
			s.pages = append(s.pages, referencePage{strings.ToLower(string(r.Code)), string(r.Code), r.Description + ".",
				paragraph("", r.Description+".") + paragraph("", "Of the connection log of "+list.of+". "+mirrors) + bullets("Usual causes", r.Causes) + paragraph("What to do", r.Todo) + source("", alb.LogGuide)})
		}
	}
	return s
}

// basisWords say what a claim about a sender rests on.
var basisWords = map[family.Basis]string{
	family.Documented: "documented", family.InSource: "in its source code", family.Measured: "measured", family.Reported: "reported by users", family.Inferred: "inferred",
}

func senderPages() section {
	s := section{dir: "sender", title: "Senders", about: "Who forwards client certificates, under which names, and what it verifies."}
	for _, f := range family.All() {
		notes := family.NotesOf(f.ID)
		var b strings.Builder
		b.WriteString(paragraph("Outcome", f.Outcome))
		for i, m := range f.Modes {
			var does []string
			if i < len(notes.Does) {
				for _, c := range notes.Does[i] {
					does = append(does, c.Text+" ("+basisWords[c.Basis]+")")
				}
			}
			b.WriteString(bullets("Mode "+m.Name, does))
		}
		if len(f.Headers) > 0 {
			b.WriteString("<h2>Names</h2>\n<div class=\"reference-table\"><table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Holds</th><th scope=\"col\">Found in</th></tr></thead>\n<tbody>\n")
			for _, h := range f.Headers {
				fmt.Fprintf(&b, "<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>\n", html.EscapeString(h.Name), sentence(h.Kind.Meaning()), sentence(f.Formats[h.Format].Name))
			}
			b.WriteString("</tbody>\n</table></div>\n")
		}
		b.WriteString(bullets("Versions", notes.Versions) + bullets("What the application must still do", notes.Todo) + paragraph("Copies from the client", notes.Strip) + source("", f.Reference))
		s.pages = append(s.pages, referencePage{f.Slug, f.Title, "", b.String()})
	}
	return s
}
