package albsim

import (
	"net"
	"sync"
)

// quiet is a connection on which a handshake that fails sends no alert. crypto/tls
// always sends one; stock s2n-tls ends a refused connection without.
//
// An alert is a record of its own (RFC 8446, section 6). In the clear its type is
// 21. Encrypted in TLS 1.3 its type is hidden, but not its length: 2 bytes, the
// true type and a tag of 16. No handshake message is as short.
type quiet struct {
	net.Conn
	mu        sync.Mutex
	listening bool // the handshake goes on
	dropped   bool
}

func (q *quiet) Write(b []byte) (int, error) {
	const header, alert, data, sealed = 5, 21, 23, 2 + 1 + 16
	q.mu.Lock()
	drop := q.listening && len(b) > header && (b[0] == alert || b[0] == data && len(b) == header+sealed)
	q.dropped = q.dropped || drop
	q.mu.Unlock()
	if drop {
		return len(b), nil
	}
	return q.Conn.Write(b)
}

// done ends the watch.
func (q *quiet) done() {
	q.mu.Lock()
	q.listening = false
	q.mu.Unlock()
}

// reset closes the connection, over TCP with a reset.
func (q *quiet) reset() {
	if tcp, ok := q.Conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	q.Conn.Close()
}
