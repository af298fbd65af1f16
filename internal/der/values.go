package der

import "time"

// Place is where something stands in the whole: Length bytes from Offset. A
// Length of zero means that it is not there.
type Place struct{ Offset, Length int }

// Place returns where e stands, with its header.
func (e *Element) Place() Place {
	return Place{e.Offset, len(e.Bytes) + e.Trailer}
}

// ContentPlace returns where the content of e stands.
func (e *Element) ContentPlace() Place {
	return Place{e.Offset + e.Header, len(e.Bytes) - e.Header}
}

// ReadBoolean reads the content of a BOOLEAN. As in BER every octet but 0 is
// true; ok says whether it is DER: one octet, 0 or 0xFF (X.690, 8.2 and 11.1).
func ReadBoolean(content []byte) (value, ok bool) {
	for _, b := range content {
		value = value || b != 0
	}
	return value, len(content) == 1 && (content[0] == 0 || content[0] == 0xFF)
}

// IntegerOK reports whether content is that of an INTEGER in DER: one octet at
// least, and not more than it takes (X.690, 8.3.2).
func IntegerOK(content []byte) bool {
	switch len(content) {
	case 0:
		return false
	case 1:
		return true
	}
	return !(content[0] == 0 && content[1] < 0x80 || content[0] == 0xFF && content[1] >= 0x80)
}

// Negative reports whether the INTEGER with the content is below zero.
func Negative(content []byte) bool { return len(content) > 0 && content[0] >= 0x80 }

// TrimZeros is the content of an INTEGER without the zero octets before it: a
// number that is known not to be negative. The integers of an RSA key that look
// negative lack their leading zero octet, and no more; OpenSSL takes them so.
func TrimZeros(content []byte) []byte {
	for len(content) > 1 && content[0] == 0 {
		content = content[1:]
	}
	return content
}

// SmallInteger returns the value of an INTEGER or ENUMERATED that fits 31 bits.
func SmallInteger(content []byte) (int, bool) {
	if len(content) == 0 {
		return 0, false
	}
	v := int64(int8(content[0]))
	for _, b := range content[1:] {
		v = v<<8 | int64(b)
		if v >= 1<<31 || v < -1<<31 {
			return 0, false
		}
	}
	return int(v), true
}

// ReadBitString splits the content of a BIT STRING into its octets and the
// number of unused bits in the last. ok is false without the first octet, with
// more than seven unused bits, or with unused bits that are not zero (X.690, 8.6
// and 11.2).
func ReadBitString(content []byte) (bits []byte, unused int, ok bool) {
	if len(content) == 0 {
		return nil, 0, false
	}
	bits, unused = content[1:], int(content[0])
	switch {
	case unused > 7:
		return bits, 0, false
	case len(bits) == 0:
		return bits, 0, unused == 0
	}
	return bits, unused, bits[len(bits)-1]&(1<<unused-1) == 0
}

// TimeFault is a set of ways in which a time differs from what RFC 5280 asks,
// section 4.1.2.5: seconds, no fraction, and Z.
type TimeFault uint8

const (
	TimeShape     TimeFault = 1 << iota // not a time at all: the value is the zero time
	TimeRange                           // a month, day, hour, minute or second that does not exist: likewise
	TimeNoSeconds                       // seconds are missing and taken as zero
	TimeFraction                        // a fraction of a second follows and is dropped
	TimeZone                            // an offset from UTC, which is taken into account
	TimeNoZone                          // no zone at all, taken as UTC
)

// ReadTime reads the content of a UTCTime or GeneralizedTime (X.680, 46 and 47)
// in every form that BER allows:
//
//	UTCTime          YYMMDDhhmm[ss](Z|(+|-)hhmm)
//	GeneralizedTime  YYYYMMDDhh[mm[ss[(.|,)f…]]][Z|(+|-)hh[mm]]
//
// A year of two digits from 50 on is of the 20th century, below of the 21st (RFC
// 5280, section 4.1.2.5.1).
func ReadTime(tag int, content []byte) (t time.Time, fault TimeFault) {
	b := content
	two := func() int { // two digits, or -1
		if len(b) < 2 || b[0]-'0' > 9 || b[1]-'0' > 9 {
			return -1
		}
		v := int(b[0]-'0')*10 + int(b[1]-'0')
		b = b[2:]
		return v
	}
	year := two()
	if tag == UTCTime {
		if year >= 50 {
			year += 1900
		} else if year >= 0 {
			year += 2000
		}
	} else if low := two(); year >= 0 && low >= 0 {
		year = year*100 + low
	} else {
		year = -1
	}
	month, day, hour := two(), two(), two()
	if year < 0 || month < 0 || day < 0 || hour < 0 {
		return time.Time{}, TimeShape
	}
	minute := two()
	if minute < 0 {
		if tag == UTCTime {
			return time.Time{}, TimeShape
		}
		minute = 0
	}
	second := two()
	if second < 0 {
		second = 0
		fault |= TimeNoSeconds
	}
	if len(b) > 0 && (b[0] == '.' || b[0] == ',') {
		fault |= TimeFraction
		for b = b[1:]; len(b) > 0 && b[0]-'0' <= 9; b = b[1:] {
		}
	}
	offset := 0 // minutes east of UTC
	switch {
	case len(b) == 1 && b[0] == 'Z':
	case len(b) == 0:
		fault |= TimeNoZone
	case b[0] == '+' || b[0] == '-':
		sign := 1
		if b[0] == '-' {
			sign = -1
		}
		b = b[1:]
		h, m := two(), 0
		if len(b) > 0 {
			m = two()
		}
		if h < 0 || m < 0 || len(b) > 0 {
			return time.Time{}, TimeShape
		}
		if h > 23 || m > 59 {
			return time.Time{}, TimeRange
		}
		fault |= TimeZone
		offset = sign * (h*60 + m)
	default:
		return time.Time{}, TimeShape
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, TimeRange
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if offset != 0 {
		t = t.Add(-time.Duration(offset) * time.Minute)
	}
	return t, fault
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
