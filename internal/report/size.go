package report

// JSON returns the report as JSON. A report of thousands of certificates has tens
// of megabytes: written into room that grows, it would be copied several times.
func (x *Report) JSON() []byte {
	// What an ordinary one of each takes, and somewhat more.
	const base, certificate, group = 4 << 10, 13 << 10, 5 << 10
	return x.AppendJSON(make([]byte, 0, base+certificate*len(x.Certificates)+group*len(x.Groups)))
}
