package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
)

// web/index.html holds two comments that the build replaces.
var (
	headMark = regexp.MustCompile(`<!-- build:head\b[^>]*-->`) // policy, styles, script
	dataMark = regexp.MustCompile(`<!-- build:data\b[^>]*-->`) // what the single file carries
)

func render(template []byte, head, data string) ([]byte, error) {
	for mark, text := range map[*regexp.Regexp]string{headMark: head, dataMark: data} {
		if n := len(mark.FindAll(template, -1)); n != 1 {
			return nil, fmt.Errorf("web/index.html: %d comments match %s, not one", n, mark)
		}
		template = mark.ReplaceAllLiteral(template, []byte(text))
	}
	return template, nil
}

// metas are the policy, before anything that it governs, and the version.
func metas(p []directive) string {
	return fmt.Sprintf("<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n<meta name=\"version\" content=\"%s\">\n", metaText(p), version)
}

// siteHead loads the files of the site. The early script asks for the worker and for
// the program, by the names in "first". It stands before the styles: a script after them waits for them.
func siteHead(early []byte, first []string, script, styles string) string {
	return metas(sitePolicy()) +
		fmt.Sprintf("<meta name=\"first\" content=\"%s\">\n", strings.Join(first, " ")) +
		earlyScript(early) +
		fmt.Sprintf("<link rel=\"stylesheet\" href=\"%s\">\n", styles) +
		fmt.Sprintf("<link rel=\"manifest\" href=\"%s\">\n", manifestName) +
		fmt.Sprintf("<script type=\"module\" src=\"%s\"></script>", script)
}

// singleHead holds script and styles themselves; the early script follows what it
// reads, at the end of the file.
func singleHead(early, script, styles []byte) string {
	return metas(singlePolicy(early, script, styles)) +
		fmt.Sprintf("<style>%s</style>\n<script type=\"module\">%s</script>", styles, script)
}

func earlyScript(early []byte) string { return fmt.Sprintf("<script>%s</script>\n", early) }

// textBlock and gzipBlock are data blocks: script elements whose type is no
// script, which browsers neither run nor ask the policy for (HTML, section 4.12.1).
func textBlock(id string, text []byte) string {
	return fmt.Sprintf("<script type=\"text/plain\" id=\"%s\">%s</script>\n", id, text)
}

func gzipBlock(id string, data []byte) string {
	text := base64.StdEncoding.EncodeToString(gzipBytes(data))
	return fmt.Sprintf("<script type=\"application/octet-stream\" id=\"%s\">%s</script>\n", id, text)
}

// ends finds what would end an element early, or change how the rest of the
// file is read. esbuild writes "</script" apart in strings; "<!--" is left.
var ends = regexp.MustCompile(`(?i)</(script|style)|<!--|\r`)

// inlinable refuses text that cannot stand inside a script or style element.
func inlinable(name string, text []byte) error {
	if at := ends.FindIndex(text); at != nil {
		around := text[max(0, at[0]-30):min(len(text), at[1]+30)]
		return fmt.Errorf("%s cannot stand in HTML because of %q", name, bytes.TrimSpace(around))
	}
	return nil
}
