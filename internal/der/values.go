package der

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
