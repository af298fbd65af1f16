package unwrap

import (
	"bytes"
)

// curlHeaders reads the headers of a curl command, -H 'Name: value'.
func (x *lines) curlHeaders() bool {
	b := x.take()
	if bytes.IndexByte(b[x.pos:x.end], '\'') < 0 && bytes.IndexByte(b[x.pos:x.end], '"') < 0 {
		return false // the usual line, found out in no time
	}
	found := false
	for i := x.pos; i < x.end; {
		from, n := 0, 0
		i = x.meter.Pass(i, func(b []byte, i int) int {
			if from, n = argument(b[i:x.end]); from < 0 {
				return x.end
			}
			from += i
			return from + n
		})
		if from < 0 {
			break
		}
		l := readLine(b[from : from+n])
		if l.kind != headerLine {
			continue
		}
		value := trim(x.t.Slice(from+l.value, from+n))
		found = x.pair(from+l.name, from+l.nameEnd, value, i, "Argument -H of curl, ") || found
	}
	if found {
		x.u.recognized("curl command", x.depth)
		return x.moved(nextLine(b, x.end), x.loose)
	}
	return false
}

// argument finds the first quoted argument of -H or --header in s: its offset and
// length without quotes. The offset is -1 if there is none.
func argument(s []byte) (at, n int) {
	for i := 0; i < len(s); i++ {
		j := bytes.IndexByte(s[i:], '-')
		if j < 0 {
			break
		}
		i += j
		for _, option := range []string{"-H ", "--header "} {
			k := i + len(option)
			if k >= len(s) || string(s[i:k]) != option || s[k] != '\'' && s[k] != '"' {
				continue
			}
			if j := bytes.IndexByte(s[k+1:], s[k]); j >= 0 {
				return k + 1, j
			}
		}
	}
	return -1, 0
}
