package report

import "slices"

// JSON returns the report as JSON, in room of its size.
func (x *Report) JSON() []byte { return x.AppendSized(nil) }

// AppendSized is AppendJSON into room that is made once. A report of thousands of
// certificates has tens of megabytes: written into room that grows, it would be
// copied several times.
func (x *Report) AppendSized(dst []byte) []byte {
	const rest = 4 << 10 // what is not in its lists, and what follows
	return x.AppendJSON(slices.Grow(dst, x.size()+rest))
}

// samples is how many elements of a list are written to know the size of all.
const samples = 16

// size is what the lists of the report take as JSON, told by some of their elements,
// and an eighth more.
func (x *Report) size() int {
	var scratch []byte
	total := 0
	add := func(n int, write func(i int) []byte) {
		written, count := 0, 0
		for i := 0; i < n; i += max(1, n/samples) {
			scratch = write(i)
			written += len(scratch) + 1
			count++
		}
		if count > 0 {
			total += written * n / count
		}
	}
	add(len(x.Findings), func(i int) []byte { return x.Findings[i].appendJSON(scratch[:0]) })
	add(len(x.Groups), func(i int) []byte { return x.Groups[i].appendJSON(scratch[:0]) })
	add(len(x.Certificates), func(i int) []byte { return x.Certificates[i].appendJSON(scratch[:0]) })
	add(len(x.Others), func(i int) []byte { return x.Others[i].appendJSON(scratch[:0]) })
	add(len(x.Logs), func(i int) []byte { return x.Logs[i].appendJSON(scratch[:0]) })
	return total + total/8
}
