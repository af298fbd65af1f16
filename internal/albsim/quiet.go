package albsim

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// quiet is a connection on which a handshake that fails sends no alert. crypto/tls
// always sends one; stock s2n-tls ends a refused connection without.
//
// An alert is a record of its own (RFC 8446, section 6). In the clear its type is
// 21. Encrypted in TLS 1.3 its type is hidden, but not its length: 2 bytes, the
// true type and a tag of 16. No handshake message is as short.
type quiet struct {
	net.Conn
	listening atomic.Bool // the handshake goes on
	session   *Session    // of the connection
}

// SessionOf returns what came of the handshake of a connection that
// [Listener.Handshake] returned; nil for another one.
func SessionOf(conn net.Conn) *Session {
	if secure, ok := conn.(*tls.Conn); ok {
		if q, ok := secure.NetConn().(*quiet); ok {
			return q.session
		}
	}
	return nil
}

func (q *quiet) Write(b []byte) (int, error) {
	const header, alert, data, sealed = 5, 21, 23, 2 + 1 + 16
	if q.listening.Load() && len(b) > header && (b[0] == alert || b[0] == data && len(b) == header+sealed) {
		return len(b), nil
	}
	return q.Conn.Write(b)
}

// reset closes the connection, over TCP with a reset.
func (q *quiet) reset() {
	if tcp, ok := q.Conn.(interface{ SetLinger(int) error }); ok {
		tcp.SetLinger(0)
	}
	q.Conn.Close()
}
