package der

import (
	"testing"
	"time"
)

func TestReadBoolean(t *testing.T) {
	tests := []struct {
		in        string
		value, ok bool
	}{
		{"\x00", false, true},
		{"\xff", true, true},
		{"\x49", true, false},
		{"\x01", true, false},
		{"", false, false},
		{"\x00\xff", true, false},
		{"\x00\x00", false, false},
	}
	for _, tt := range tests {
		if v, ok := ReadBoolean([]byte(tt.in)); v != tt.value || ok != tt.ok {
			t.Errorf("%x: %v, %v", tt.in, v, ok)
		}
	}
}

// TestInteger has the examples of X.690, section 8.3, and its edges.
func TestInteger(t *testing.T) {
	tests := []struct {
		in       string
		value    int
		small    bool
		ok       bool
		negative bool
	}{
		{"\x00", 0, true, true, false},
		{"\x7f", 127, true, true, false},
		{"\x00\x80", 128, true, true, false},
		{"\x80", -128, true, true, true},
		{"\xff\x7f", -129, true, true, true},
		{"\xff", -1, true, true, true},
		{"\xff\xff", -1, true, false, true},
		{"\x00\x7f", 127, true, false, false},
		{"\x00\x00", 0, true, false, false},
		{"\x7f\xff\xff\xff", 1<<31 - 1, true, true, false},
		{"\x00\x80\x00\x00\x00", 0, false, true, false},
		{"\x80\x00\x00\x00", -1 << 31, true, true, true},
		{"\xff\x7f\xff\xff\xff", 0, false, true, true},
		{"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a", 0, false, true, false},
		{"", 0, false, false, false},
	}
	for _, tt := range tests {
		in := []byte(tt.in)
		v, small := SmallInteger(in)
		if v != tt.value || small != tt.small || IntegerOK(in) != tt.ok || Negative(in) != tt.negative {
			t.Errorf("%x: %d %v, ok %v, negative %v", in, v, small, IntegerOK(in), Negative(in))
		}
	}
}

func TestReadBitString(t *testing.T) {
	tests := []struct {
		in, bits string
		unused   int
		ok       bool
	}{
		{"\x00ab", "ab", 0, true},
		{"\x07\x80", "\x80", 7, true},
		{"\x04\x0a\x3b\x5f\x29\x1c\xd0", "\x0a\x3b\x5f\x29\x1c\xd0", 4, true}, // X.690, 8.6.4.2
		{"\x04\x0f", "\x0f", 4, false},
		{"\x08a", "a", 0, false},
		{"\x00", "", 0, true},
		{"\x01", "", 0, false},
		{"", "", 0, false},
	}
	for _, tt := range tests {
		if bits, unused, ok := ReadBitString([]byte(tt.in)); string(bits) != tt.bits || unused != tt.unused || ok != tt.ok {
			t.Errorf("%x: %x, %d, %v", tt.in, bits, unused, ok)
		}
	}
}

// TestReadTime has the forms of X.680, sections 46 and 47, and the pivot year of
// RFC 5280, section 4.1.2.5.1.
func TestReadTime(t *testing.T) {
	tests := []struct {
		tag   int
		in    string
		want  string // RFC 3339; empty if there is none
		fault TimeFault
	}{
		{UTCTime, "240102030405Z", "2024-01-02T03:04:05Z", 0},
		{UTCTime, "500101000000Z", "1950-01-01T00:00:00Z", 0},
		{UTCTime, "491231235959Z", "2049-12-31T23:59:59Z", 0},
		{UTCTime, "2401020304Z", "2024-01-02T03:04:00Z", TimeNoSeconds},
		{UTCTime, "240102030405+0130", "2024-01-02T01:34:05Z", TimeZone},
		{UTCTime, "2401020304-0700", "2024-01-02T10:04:00Z", TimeZone | TimeNoSeconds},
		{UTCTime, "240102030405", "2024-01-02T03:04:05Z", TimeNoZone},
		{UTCTime, "240229000000Z", "2024-02-29T00:00:00Z", 0},
		{UTCTime, "230229000000Z", "", TimeRange},
		{UTCTime, "241301000000Z", "", TimeRange},
		{UTCTime, "240100000000Z", "", TimeRange},
		{UTCTime, "240431000000Z", "", TimeRange},
		{UTCTime, "240101240000Z", "", TimeRange},
		{UTCTime, "240101006000Z", "", TimeRange},
		{UTCTime, "240101000060Z", "", TimeRange},
		{UTCTime, "240102030405+2400", "", TimeRange},
		{UTCTime, "240102030405z", "", TimeShape},
		{UTCTime, "240102030405Zx", "", TimeShape},
		{UTCTime, "24010203Z", "", TimeShape},
		{UTCTime, "2401020304 5Z", "", TimeShape},
		{UTCTime, "2401020304:5Z", "", TimeShape},
		{UTCTime, "", "", TimeShape},
		{GeneralizedTime, "20550101000000Z", "2055-01-01T00:00:00Z", 0},
		{GeneralizedTime, "99991231235959Z", "9999-12-31T23:59:59Z", 0},
		{GeneralizedTime, "00000101000000Z", "0000-01-01T00:00:00Z", 0},
		{GeneralizedTime, "20550101000000.5Z", "2055-01-01T00:00:00Z", TimeFraction},
		{GeneralizedTime, "20550101000000,123+01", "2054-12-31T23:00:00Z", TimeFraction | TimeZone},
		{GeneralizedTime, "2055010112Z", "2055-01-01T12:00:00Z", TimeNoSeconds},
		{GeneralizedTime, "205501011230", "2055-01-01T12:30:00Z", TimeNoSeconds | TimeNoZone},
		{GeneralizedTime, "19000229000000Z", "", TimeRange},
		{GeneralizedTime, "20000229000000Z", "2000-02-29T00:00:00Z", 0},
		{GeneralizedTime, "240102030405Z", "2401-02-03T04:05:00Z", TimeNoSeconds}, // the form of UTCTime
	}
	for _, tt := range tests {
		got, fault := ReadTime(tt.tag, []byte(tt.in))
		text := ""
		if fault&(TimeShape|TimeRange) == 0 {
			text = got.Format(time.RFC3339)
		} else if !got.IsZero() {
			t.Errorf("%s: %v although it is not a time", tt.in, got)
		}
		if text != tt.want || fault != tt.fault {
			t.Errorf("%s: %s %b, want %s %b", tt.in, text, fault, tt.want, tt.fault)
		}
	}
}

// TestStrings has the repertoires of X.680, section 41.
func TestStrings(t *testing.T) {
	tests := []struct {
		tag      int
		in, want string
		valid    bool
	}{
		{UTF8String, "Zürich 東京", "Zürich 東京", true},
		{UTF8String, "a\xffb", "a\uFFFDb", false},
		{UTF8String, "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD", false}, // a surrogate
		{PrintableString, "Acme Inc. (x) 'y' +,-./:=?", "Acme Inc. (x) 'y' +,-./:=?", true},
		{PrintableString, "a@b", "a@b", false},
		{PrintableString, "a*b", "a*b", false},
		{PrintableString, "Z\xfcrich", "Zürich", false}, // Latin-1
		{PrintableString, "Zürich", "Zürich", false},    // UTF-8
		{NumericString, "12 34", "12 34", true},
		{NumericString, "12-34", "12-34", false},
		{IA5String, "a@b\x00", "a@b\x00", true},
		{IA5String, "\xe9", "é", false},
		{VisibleString, "a b~", "a b~", true},
		{VisibleString, "a\n", "a\n", false},
		{T61String, "M\xc4NNIK", "MÄNNIK", true},
		{BMPString, "\x67\x71\x4e\xac", "東京", true},
		{BMPString, "\xd8\x3d\xde\x00", "😀", false},
		{BMPString, "\xd8\x00\x00A", "\uFFFDA", false},
		{BMPString, "\x00A\x00", "A\uFFFD", false},
		{BMPString, "", "", true},
		{UniversalString, "\x00\x01\xf6\x00", "😀", true},
		{UniversalString, "\x00\x11\x00\x00", "\uFFFD", false},
		{UniversalString, "\xff\xff\xff\xff", "\uFFFD", false},
		{UniversalString, "\x00\x00\x00", "\uFFFD", false},
	}
	for _, tt := range tests {
		got, valid := DecodeString(tt.tag, []byte(tt.in))
		if got != tt.want || valid != tt.valid {
			t.Errorf("type %d, %q: %q %v, want %q %v", tt.tag, tt.in, got, valid, tt.want, tt.valid)
		}
	}
}

func TestJoined(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"\x0c\x02ab", "ab", true},
		{"\x2c\x06\x0c\x01a\x04\x01b", "ab", true},
		{"\x2c\x80\x0c\x01a\x2c\x03\x0c\x01b\x00\x00", "ab", true},
		{"\x2c\x03\x02\x01a", "", false},
	}
	for _, tt := range tests {
		r := NewReader([]byte(tt.in))
		e, _ := r.Next()
		if got, ok := e.Joined(); string(got) != tt.want || ok != tt.ok {
			t.Errorf("%x: %q %v", tt.in, got, ok)
		}
	}
}
