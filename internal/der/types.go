package der

import "strconv"

// TypeName is the name of the element's type in X.680, or its tag in brackets:
// "SEQUENCE", "[3]", "[APPLICATION 1]".
func (e *Element) TypeName() string {
	if e.Class != Universal {
		s := "[" + strconv.Itoa(e.Tag) + "]"
		switch e.Class {
		case Application:
			s = "[APPLICATION " + s[1:]
		case Private:
			s = "[PRIVATE " + s[1:]
		}
		return s
	}
	return TypeName(e.Tag)
}

// TypeName is the name of a universal type in X.680: "BIT STRING"; of one that has
// none here "universal tag 7".
func TypeName(tag int) string {
	switch tag {
	case Boolean:
		return "BOOLEAN"
	case Integer:
		return "INTEGER"
	case BitString:
		return "BIT STRING"
	case OctetString:
		return "OCTET STRING"
	case Null:
		return "NULL"
	case OID:
		return "OBJECT IDENTIFIER"
	case Enumerated:
		return "ENUMERATED"
	case UTF8String:
		return "UTF8String"
	case RelativeOID:
		return "RELATIVE-OID"
	case Sequence:
		return "SEQUENCE"
	case Set:
		return "SET"
	case NumericString:
		return "NumericString"
	case PrintableString:
		return "PrintableString"
	case T61String:
		return "T61String"
	case VideotexString:
		return "VideotexString"
	case IA5String:
		return "IA5String"
	case UTCTime:
		return "UTCTime"
	case GeneralizedTime:
		return "GeneralizedTime"
	case GraphicString:
		return "GraphicString"
	case VisibleString:
		return "VisibleString"
	case GeneralString:
		return "GeneralString"
	case UniversalString:
		return "UniversalString"
	case BMPString:
		return "BMPString"
	}
	return "universal tag " + strconv.Itoa(tag)
}
