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
	request := `{"now":` + strconv.FormatInt(testdata.Now.UnixMilli(), 10) + `}`
	for _, size := range []int{1, 5, 30} {
		for begin := range 3 { // what comes first differs
			var calls []split.Call
			for k := range size {
				calls = append(calls, split.Call{Name: "decode", Request: request, Bytes: all[(begin*len(all)/3+k+len(all)-1)%len(all)]})
			}
			lives = append(lives, calls)
		}
	}
	return lives
}

// ordinary returns calls with all of them, a few in each life of the program: in a page, the
// collector has nothing to do before the first answers. What is said of a validity depends on the
// time, so they are asked at the one that they were made for, and each few at another.
func ordinary() (lives [][]split.Call) {
	const few = 8
	now := testdata.Now
	for pastes := range slices.Chunk(Ordinary(), few) {
		for _, at := range []time.Time{testdata.Now, now} {
			request := `{"now":` + strconv.FormatInt(at.UnixMilli(), 10) + `}`
			var calls []split.Call
			for _, paste := range pastes {
				calls = append(calls, split.Call{Name: "decode", Request: request, Bytes: paste})
			}
			lives = append(lives, calls)
		}
		now = now.AddDate(0, 0, 17).Add(37 * time.Minute)
	}
	return lives
}
