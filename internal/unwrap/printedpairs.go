package unwrap

import "bytes"

// Names and values that are strings beside each other:
//
//	headers { key: "x-cert" value: "…" }        protocol buffers as text: Envoy's logs
//	header {
//	  key: "x-cert"
//	  raw_value: "…"
//	}
//	:headers {"host" "a", "x-cert" "…"}         Clojure's Ring

// protos makes header lines of entries of maps in protocol buffers.
func (e *edit) protos() {
	const mark = `key: "`
	last := 0 // behind the entry before
	for i := 0; ; {
		k := bytes.Index(e.b[i:], []byte(mark))
		if k < 0 {
			return
		}
		at := i + k
		name := at + len(mark)
		i = name
		open := at
		for open > last && space(e.b[open-1]) {
			open--
		}
		end := closes(e.b, name, '"')
		if open == 0 || e.b[open-1] != '{' || end < 0 || !isName(bytes.TrimPrefix(e.b[name:end], []byte(":"))) {
			continue
		}
		value := protoValue(e.b, skipSpace(e.b, end+1))
		stop := closes(e.b, value, '"')
		if value == 0 || stop < 0 {
			continue
		}
		start := max(last, bytes.LastIndexAny(e.b[last:open-1], "\n}{")+1+last)
		e.put(start, name, "\n")
		e.put(end, value, ": ")
		e.unescape(value, stop)
		i = skipSpace(e.b, stop+1)
		for i < len(e.b) && e.b[i] == '}' && i-stop < maxName { // of the value and of the entry
			i = skipSpace(e.b, i+1)
		}
		e.put(stop, i, "\n")
		last = i
		e.n++
	}
}

// protoValue is where the string begins that is the value of an entry; 0 if none does.
func protoValue(b []byte, i int) int {
	if hasPrefix(b[i:], "value {") {
		i = skipSpace(b, i+len("value {"))
	}
	for _, word := range [...]string{`value: "`, `raw_value: "`, `string_value: "`} {
		if hasPrefix(b[i:], word) {
			return i + len(word)
		}
	}
	return 0
}

// ring makes header lines of the strings of a map of Clojure's Ring.
func (e *edit) ring() {
	const mark = ":headers"
	for i := 0; ; {
		k := bytes.Index(e.b[i:], []byte(mark))
		if k < 0 {
			return
		}
		at := i + k
		i = at + len(mark)
		pos := skipSpace(e.b, i)
		if pos == i || !hasPrefix(e.b[pos:], `{"`) {
			continue
		}
		from := at
		for pos++; pos < len(e.b) && e.b[pos] == '"'; {
			end := closes(e.b, pos+1, '"')
			value := skipSpace(e.b, end+1)
			if end < 0 || value == len(e.b) || e.b[value] != '"' || !isName(e.b[pos+1:end]) {
				break
			}
			stop := closes(e.b, value+1, '"')
			if stop < 0 {
				break
			}
			before := "\n"
			if from == at {
				before = otherRequest
			}
			e.put(from, pos+1, before)
			e.put(end, value+1, ": ")
			e.unescape(value+1, stop)
			from = stop
			e.n++
			pos = skipSpace(e.b, stop+1)
			if pos < len(e.b) && e.b[pos] == ',' {
				pos = skipSpace(e.b, pos+1)
			}
			i = stop + 1
		}
		if from > at {
			e.put(from, from+1, "\n")
		}
	}
}
