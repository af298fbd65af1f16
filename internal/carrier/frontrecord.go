package carrier

import (
	"bytes"

	"github.com/mtlens/mtlens/internal/jsontext"
)

// The connection log of CloudFront
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/connection-logs.html),
// as JSON, plain with tabs, or w3c, which names its fields in a line "#Fields:".
// Names are written in the order of the certificate, with a comma and a space; the
// serial number in small letters with colons, the leading 00 of DER too.

// FrontField is a field of the log, in AWS's order.
type FrontField uint8

const (
	FrontTime         FrontField = iota // eventTimestamp: milliseconds since 1970
	FrontConnection                     // connectionId
	FrontStatus                         // connectionStatus: Success, or Failed: and a code
	FrontClientIP                       // clientIp
	FrontClientPort                     // clientPort
	FrontServerIP                       // serverIp
	FrontDistribution                   // distributionId
	FrontProtocol                       // tlsProtocol
	FrontCipher                         // tlsCipher
	FrontDuration                       // tlsHandshakeDuration: milliseconds
	FrontSNI                            // tlsSni
	FrontSerial                         // clientLeafCertSerialNumber
	FrontSubject                        // clientLeafCertSubject
	FrontIssuer                         // clientLeafCertIssuer
	FrontValidity                       // clientLeafCertValidity
	FrontCustom                         // connectionLogCustomData
	FrontFields       = iota
)

// FrontFieldNames are AWS's names of the fields.
var FrontFieldNames = [FrontFields]string{
	"eventTimestamp", "connectionId", "connectionStatus", "clientIp", "clientPort", "serverIp", "distributionId", "tlsProtocol", "tlsCipher",
	"tlsHandshakeDuration", "tlsSni", "clientLeafCertSerialNumber", "clientLeafCertSubject", "clientLeafCertIssuer", "clientLeafCertValidity",
	"connectionLogCustomData",
}

// frontField is the field of a name; -1 if it is none.
func frontField(name []byte) int {
	for i, n := range FrontFieldNames {
		if len(name) == len(n) && bytes.EqualFold(name, []byte(n)) {
			return i
		}
	}
	return -1
}

// FrontLine is a record as read. It shares the memory of the line.
type FrontLine struct{ record }

// Get returns a field, empty if it is "-" or not there.
func (r *FrontLine) Get(f FrontField) string { return r.text(int(f)) }

// Reason returns the code after "Failed:", empty without one.
func (r *FrontLine) Reason() string {
	code, failed := bytes.CutPrefix(r.Fields[FrontStatus].Of(r.Line), []byte(StatusFailed))
	if !failed {
		return ""
	}
	return string(code)
}

// ReadCloudFrontJSON reads a record from a JSON object; ok is false if neither the
// status nor a field of the certificate is in it, or nothing else.
func ReadCloudFrontJSON(b []byte) (r FrontLine, ok bool) {
	start := opens(b)
	if start < 0 || !bytes.Contains(b, []byte("connectionStatus")) && !bytes.Contains(b, []byte("clientLeafCert")) {
		return r, false
	}
	r.members(b, start, frontField)
	leaf := r.Fields[FrontSerial] != Range{} || r.Fields[FrontSubject] != Range{}
	status := r.Fields[FrontStatus] != Range{} && plausibleFront(FrontStatus, r.Fields[FrontStatus].Of(b))
	if r.Count < 3 || !leaf && !status {
		return FrontLine{}, false
	}
	return r, true
}

// ReadCloudFrontHead reads the line of a w3c log that names its fields.
func ReadCloudFrontHead(line []byte) (order []FrontField, ok bool) {
	rest, found := bytes.CutPrefix(line, []byte("#Fields:"))
	if !found {
		return nil, false
	}
	for len(rest) > 0 {
		rest, _ = trim(rest)
		n := 0
		for n < len(rest) && !blank(rest[n]) {
			n++
		}
		if n == 0 {
			break
		}
		i := frontField(rest[:n])
		ok = ok || i == int(FrontStatus) || i >= int(FrontSerial)
		order = append(order, FrontField(i)) // one that is unknown becomes NoFrontField
		rest = rest[n:]
	}
	return order, ok
}

// NoFrontField stands in an order for a column that is none.
const NoFrontField = FrontField(0xFF)

// ReadCloudFrontRecord reads a line with tabs; order is nil for AWS's own. ok is
// false if it is none: without an order all fields must be there and fit. Of a line in
// AWS's order the tabs may have become blanks, as a terminal copies them.
func ReadCloudFrontRecord(line []byte, order []FrontField) (r FrontLine, ok bool) {
	r.Line = line
	line = bytes.TrimRight(line, "\r\n")
	if bytes.IndexByte(line, '\t') < 0 && awsOrder(order) {
		ok = r.spaced(line)
		return r, ok
	}
	want := FrontFields - 1 // the custom data may be missing
	if order != nil {
		want = 3
	}
	column := 0
	for at := 0; at <= len(line); column++ {
		end := len(line)
		if n := bytes.IndexByte(line[at:], '\t'); n >= 0 {
			end = at + n
		}
		f := FrontField(column)
		if order != nil && column < len(order) {
			f = order[column]
		}
		if f < FrontFields {
			if !plausibleFront(f, line[at:end]) {
				return FrontLine{}, false
			}
			r.set(int(f), Range{at, end})
		} else if order == nil {
			break // fields of the future
		}
		at = end + 1
	}
	if r.Count < want || r.Fields[FrontStatus] == (Range{}) {
		return FrontLine{}, false
	}
	return r, true
}

func awsOrder(order []FrontField) bool {
	for i, f := range order {
		if int(f) != i {
			return false
		}
	}
	return true
}

// spaced reads a line in AWS's order with blanks between its fields. Two names follow each
// other there, with blanks in them: the second begins where a name begins and no comma
// stands before. Where that may be at more than one place, neither is told.
func (r *FrontLine) spaced(line []byte) bool {
	at := 0
	for f := FrontTime; f < FrontSubject; f++ {
		for at < len(line) && blank(line[at]) {
			at++
		}
		end := at
		for end < len(line) && !blank(line[end]) {
			end++
		}
		if end == at || !plausibleFront(f, line[at:end]) || f == FrontTime && line[at] == '-' {
			return false
		}
		r.set(int(f), Range{at, end})
		at = end
	}
	rest := line[at:]
	k := bytes.LastIndex(rest, []byte(" "+notBefore))
	if k < 0 {
		return len(bytes.Trim(rest, "- \t")) == 0
	}
	end := at + k + 1
	for end < len(line) && !blank(line[end]) {
		end++
	}
	r.set(int(FrontValidity), Range{at + k + 1, end})
	names := bytes.TrimSpace(rest[:k])
	from := at + bytes.Index(rest, names)
	second, found := 0, 0
	for i := 1; i < len(names); i++ {
		if blank(names[i-1]) && i >= 2 && names[i-2] != ',' && beginsName(names[i:]) {
			second = i
			found++
		}
	}
	if found == 1 && beginsName(names) {
		r.set(int(FrontSubject), Range{from, from + second - 1})
		r.set(int(FrontIssuer), Range{from + second, from + len(names)})
	}
	return true
}

// beginsName reports whether a distinguished name may begin there: a type and "=".
func beginsName(s []byte) bool {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] == '.') {
		n++
	}
	return n > 0 && n < len(s) && s[n] == '='
}

func isCloudFrontRecord(b []byte) bool {
	if _, ok := ReadCloudFrontJSON(b); ok {
		return true
	}
	_, ok := ReadCloudFrontRecord(b, nil)
	return ok
}

// plausibleFront reports whether a field can be what its place says.
func plausibleFront(f FrontField, s []byte) bool {
	if len(s) == 0 || len(s) == 1 && s[0] == '-' {
		return f != FrontStatus
	}
	switch f {
	case FrontTime, FrontClientPort, FrontDuration:
		return made(s, digit|dot)
	case FrontStatus:
		return string(s) == StatusSuccess || bytes.HasPrefix(s, []byte(StatusFailed))
	case FrontClientIP, FrontServerIP:
		return made(s, digit|hexLetter|dot|colon)
	case FrontProtocol:
		return bytes.HasPrefix(s, []byte("TLSv"))
	case FrontSerial:
		return made(s, digit|hexLetter|colon|hyphen)
	case FrontValidity:
		return bytes.HasPrefix(s, []byte(notBefore))
	}
	return true
}

// FrontEntry is a record to be written: its fields by their places. An empty one
// becomes "-".
type FrontEntry [FrontFields]string

// AppendCloudFrontRecord appends the line of an entry, with tabs. A tab or line feed
// in a field becomes a space: the log has no escape.
func AppendCloudFrontRecord(dst []byte, e *FrontEntry) []byte {
	for i, s := range e {
		if i > 0 {
			dst = append(dst, '\t')
		}
		if s == "" {
			s = "-"
		}
		for j := 0; j < len(s); j++ {
			if c := s[j]; c == '\t' || c == '\n' || c == '\r' {
				dst = append(dst, ' ')
			} else {
				dst = append(dst, c)
			}
		}
	}
	return dst
}

// AppendCloudFrontJSON appends an entry as a JSON object.
func AppendCloudFrontJSON(dst []byte, e *FrontEntry) []byte {
	dst = append(dst, '{')
	for i, s := range e {
		if i > 0 {
			dst = append(dst, ',')
		}
		if s == "" {
			s = "-"
		}
		dst = append(jsontext.AppendString(dst, FrontFieldNames[i]), ':')
		dst = jsontext.AppendString(dst, s)
	}
	return append(dst, '}')
}
