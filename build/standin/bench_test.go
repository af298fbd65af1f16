package standin

import (
	"io"
	"net/http"
	"testing"
)

// BenchmarkRequests is a load of 16 clients at once on connections that stay open,
// through the stand-in to a target in the same process: requests a second.
func BenchmarkRequests(b *testing.B) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2"} {
		b.Run(protocol, func(b *testing.B) {
			s := start(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") }), nil)
			client := s.http(protocol == "HTTP/2", s.client)
			b.SetParallelism(16)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					r, err := client.Get(s.url("/"))
					if err != nil {
						b.Error(err)
						return
					}
					io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

// BenchmarkConnections is a handshake with a verdict and one request for each.
func BenchmarkConnections(b *testing.B) {
	s := start(b, nil, nil)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			client := s.http(false, s.client)
			r, err := client.Get(s.url("/"))
			if err != nil {
				b.Error(err)
				return
			}
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
			client.CloseIdleConnections()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}
