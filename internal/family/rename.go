package family

import (
	"bytes"
	"strings"
)

// A listener of ALB may send each header under a name of the operator's choice (user
// guide, "HTTP header modification"). The setting is a listener attribute,
//
//	routing.http.request.x_amzn_mtls_clientcert_leaf.header_name
//
// with "_" for "." in Terraform; its value is the new name. It stands in the call of
// the AWS CLI, in its answer, in CloudFormation and Terraform.

// Renaming is one setting.
type Renaming struct {
	Entry    Match  // ALB's header
	To       string // the new name
	From, At int    // where the name of the setting begins, and where the new name does, in the text
}

const settingMark = "x_amzn_mtls_clientcert"

// Renamings finds such settings in a text.
func Renamings(text []byte) (list []Renaming) {
	for at := 0; ; {
		n := bytes.Index(text[at:], []byte(settingMark))
		if n < 0 {
			return list
		}
		start := at + n
		end := start
		for end < len(text) && (text[end] == '_' || text[end] == '.' || text[end] >= 'a' && text[end] <= 'z') {
			end++
		}
		at = end
		entry, ok := settingEntry(string(text[start:end]))
		if !ok {
			continue
		}
		if from, to := newName(text, end); to > from {
			list = append(list, Renaming{entry, string(text[from:to]), start, from})
			at = to
		}
	}
}

// RenamingOf reads a setting that was taken apart into its name and its value.
func RenamingOf(name, value string) (r Renaming, ok bool) {
	at := strings.Index(name, settingMark)
	if at < 0 {
		return r, false
	}
	entry, ok := settingEntry(strings.ToLower(name[at:]))
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	if !ok || value == "" || from(value) != len(value) {
		return r, false
	}
	return Renaming{Entry: entry, To: value, From: at}, true
}

// settingEntry is ALB's header for "x_amzn_mtls_clientcert_leaf.header_name".
func settingEntry(s string) (Match, bool) {
	s, found := strings.CutSuffix(strings.TrimRight(s, "."), "header_name")
	if !found {
		return NoMatch, false
	}
	for _, m := range Lookup(strings.TrimRight(s, "._"), InHeader) {
		if m.ID() == ALB {
			return m, true
		}
	}
	return NoMatch, false
}

// newName finds the value that follows the name of a setting: after an equals sign, a
// colon, quotes, and the word Value.
func newName(text []byte, i int) (start, end int) {
	const near = 64 // characters: further away it is another thing's
	limit := min(len(text), i+near)
	for i < limit {
		n := i + from(string(text[i:min(len(text), i+128)]))
		switch {
		case n == i:
			if c := text[i]; c == ';' || c == '#' {
				return 0, 0
			}
			i++
		case bytes.EqualFold(text[i:n], []byte("value")):
			i = n
		default:
			return i, n
		}
	}
	return 0, 0
}

// from is the length of the header name that s begins with.
func from(s string) int {
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9' || s[n] == '-' || s[n] == '_') {
		n++
	}
	return n
}
