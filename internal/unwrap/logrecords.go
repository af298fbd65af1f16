package unwrap

import "github.com/mtlens/mtlens/internal/source"

// withoutRecords takes header lines out of the records in JSON in which Docker keeps what a
// container prints, a line each:
//
//	{"log":"x-cert: …\n","stream":"stdout","time":"2026-01-01T00:00:00Z"}
func withoutRecords(t source.Text, b []byte) (source.Text, int) {
	const begin = `{"log":"`
	out := source.NewBuilder(t, len(b))
	from, n := 0, 0
	last := -1 // where the line after the last such ends
	for pos := 0; pos < len(b); {
		end := lineEnd(b, pos)
		next := nextLine(b, end)
		if !hasPrefix(b[pos:end], begin) {
			pos = next
			continue
		}
		text := pos + len(begin)
		l := readLine(b[text:end])
		header := l.kind == requestLine || l.kind == headerLine && l.what == "Header" && l.value > l.nameEnd+1
		close := text
		for close < end && b[close] != '"' {
			if b[close] == '\\' {
				close++
			}
			close++
		}
		// The first of several is a header, or what follows one.
		if !header || close >= end || pos != last && !hasPrefix(b[next:], begin) {
			pos = next
			continue
		}
		out.Copy(from, pos)
		for from = text; from < close; {
			if b[from] == '\\' {
				if c, width := escapeOf(b, from); width > 0 {
					if c[0] != '\n' || from+width < close {
						out.Replace(from, from+width, c...)
					}
					from += width
					continue
				}
			}
			stop := from + 1
			for stop < close && b[stop] != '\\' {
				stop++
			}
			out.Copy(from, stop)
			from = stop
		}
		from = end
		n++
		last = next
		pos = next
	}
	if n == 0 {
		return source.Text{}, 0
	}
	out.Copy(from, len(b))
	return out.Text(), n
}
