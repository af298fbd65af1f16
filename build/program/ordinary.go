package program

import (
	"slices"
	"strconv"
	"time"

	"github.com/mtlens/mtlens/build/split"
	"github.com/mtlens/mtlens/testdata"
)

// pastes, of testdata, are what most people come with: what a load balancer
// sends in both of its modes, and chains.
var pastes = []string{
	"verify-headers.txt", "verify-headers-ec.txt", "leaf-value.txt", "raw-request.txt",
	"passthrough-chain.txt", "passthrough-chain-ec.txt", "chain.pem",
	"verify-lower-case.txt", "passthrough-shuffled.txt", "passthrough-two-requests.txt", "curl-v.txt", "bare-base64.txt",
}

// Ordinary returns ordinary pastes: those, and many with ordinary certificates of all kinds.
// What they enter is loaded with the page.
func Ordinary() (all [][]byte) {
	for _, name := range pastes {
		all = append(all, testdata.Paste(name))
	}
	return append(all, testdata.Ordinary()...)
}

// heavyLoad returns calls with all kinds of pastes: one in a life of the program, or many.
func heavyLoad() (lives [][]split.Call) {
	var all [][]byte
	for _, name := range testdata.Pastes() {
		all = append(all, testdata.Paste(name))
	}
	for _, name := range testdata.Certificates() {
		all = append(all, testdata.PEM(name))
	}
	for _, name := range testdata.Fields() {
		paste, _ := testdata.Field(name)
		all = append(all, paste)
	}
	all = append(all, Ordinary()...)
	for _, size := range []int{1, 5, 30} {
		for begin := range 3 { // what comes first differs
			var pastes [][]byte
			for k := range size {
				pastes = append(pastes, all[(begin*len(all)/3+k+len(all)-1)%len(all)])
			}
			lives = append(lives, asked(pastes, testdata.Now))
		}
	}
	return lives
}

// ordinary returns calls with all of them, a few in each life of the program: in a page, the
// collector has nothing to do before the first answers. They are asked at the time that they were made
// for, and some at others: what is said of a validity depends on it.
func ordinary() (lives [][]split.Call) {
	const few, others = 8, 3
	now := testdata.Now
	for pastes := range slices.Chunk(Ordinary(), few) {
		lives = append(lives, asked(pastes, testdata.Now))
		if len(lives)%(others+1) == 0 {
			now = now.AddDate(0, 1, 17).Add(37 * time.Minute)
			lives = append(lives, asked(pastes, now))
		}
	}
	return lives
}

// asked are calls with pastes at a time.
func asked(pastes [][]byte, now time.Time) (calls []split.Call) {
	request := `{"now":` + strconv.FormatInt(now.UnixMilli(), 10) + `}`
	for _, paste := range pastes {
		calls = append(calls, split.Call{Name: "decode", Request: request, Bytes: paste})
	}
	return calls
}
