package prose

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/alb"
)

// likeReason finds a word that stands where a reason code does, or begins as one.
func likeReason(b []byte) (at, end int) {
	const start = "ClientCert"
	if at = bytes.Index(b, []byte(alb.StatusFailed+start)); at >= 0 {
		at += len(alb.StatusFailed)
	} else if at = bytes.Index(b, []byte(start)); at < 0 || at > 0 && (letter(b[at-1]) || b[at-1] == '_') || bytes.HasPrefix(b[at:], []byte("ClientCertificate")) {
		return 0, 0
	}
	for end = at; end < len(b) && letter(b[end]); end++ {
	}
	if end == at+len(start) || end-at > maxReason {
		return 0, 0
	}
	return at, end
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// maxReason bounds the length of a reason code.
const maxReason = 64

// nearestReason is the reason code that the fewest letters make of word.
func nearestReason(word string) *alb.ReasonInfo {
	var best *alb.ReasonInfo
	fewest := 0
	for i := range alb.Reasons {
		r := &alb.Reasons[i]
		if n := distance(word, string(r.Code)); best == nil || n < fewest {
			best, fewest = r, n
		}
	}
	return best
}

// distance is how many letters have to be put in, left out or exchanged to make b of a
// (Levenshtein). Both are short.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for k := range row {
		row[k] = k
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for k := range len(b) {
			cost := before
			if a[i] != b[k] {
				cost++
			}
			before = row[k+1]
			row[k+1] = min(cost, row[k]+1, row[k+1]+1)
		}
	}
	return row[len(b)]
}
