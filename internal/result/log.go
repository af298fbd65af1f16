package result

import "github.com/mtlens/mtlens/internal/judge"

var (
	logKinds = [...]LogKind{judge.ALBLog: ALBLog, judge.CloudFrontLog: CloudFrontLog}
	endings  = [...]EndStatus{judge.Established: Established, judge.Refused: Refused, judge.NoStatus: NoStatus}
)

// logOf puts down the summary of a log.
func logOf(l *judge.Log) Log {
	out := Log{
		Kind: logKinds[l.Kind], Lines: l.Lines, Failed: l.Failed, Untold: l.Untold, From: l.From, To: l.To,
		AllClients: l.AllClients, AllCertificates: l.AllCertificates,
	}
	for _, r := range l.Reasons {
		out.Endings = append(out.Endings, Ending{Status: endings[r.Ending], Code: string(r.Code), Count: r.Count})
	}
	for _, c := range l.Clients {
		out.Clients = append(out.Clients, LogClient{Address: c.Address, Count: c.Count, Failed: c.Failed})
	}
	for i := range l.Certificates {
		c := &l.Certificates[i]
		row := LogCertificate{Subject: c.Subject, Serial: c.Serial, State: states[c.Clock], NotAfter: momentOf(c.NotAfter), Count: c.Count, Failed: c.Failed}
		for _, code := range c.Codes {
			row.Codes = append(row.Codes, string(code))
		}
		out.Certificates = append(out.Certificates, row)
	}
	return out
}
