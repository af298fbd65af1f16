package prose

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/alb"
)

// likeReason finds a word that begins as a reason code does.
func likeReason(b []byte) (at, end int) {
	const start = "ClientCert"
	at = bytes.Index(b, []byte(start))
	if at < 0 {
		return 0, 0
	}
	for end = at; end < len(b) && (b[end]|0x20 >= 'a' && b[end]|0x20 <= 'z'); end++ {
	}
	if end == at+len(start) || end-at > maxReason {
		return 0, 0
	}
	return at, end
}

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
