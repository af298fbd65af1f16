package standin

import (
	"net"
	"time"
)

// quietConn is a connection that is closed after some time without a byte in either
// direction. net/http's own limits are for heads of requests and for the time
// between two: a body that stops coming, an answer that nobody reads and a
// WebSocket that says nothing would stay for ever.
type quietConn struct {
	net.Conn
	limit  time.Duration
	timer  *time.Timer
	closed func(*quietConn)
}

// limitSilence closes conn after silence of that length. Closed is called when it
// is closed, by whomever, and perhaps again.
func limitSilence(conn net.Conn, limit time.Duration, closed func(*quietConn)) *quietConn {
	c := &quietConn{Conn: conn, limit: limit, closed: closed}
	c.timer = time.AfterFunc(limit, func() { c.Close() })
	return c
}

func (c *quietConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.timer.Reset(c.limit)
	}
	return n, err
}

func (c *quietConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	if n > 0 {
		c.timer.Reset(c.limit)
	}
	return n, err
}

// Close ends the watch too: a timer that was reset behind it closes what is closed.
func (c *quietConn) Close() error {
	c.timer.Stop()
	c.closed(c)
	return c.Conn.Close()
}

// CloseWrite is what crypto/tls and net/http look for.
func (c *quietConn) CloseWrite() error {
	if tcp, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return tcp.CloseWrite()
	}
	return nil
}

// SetLinger has a close reset the connection.
func (c *quietConn) SetLinger(seconds int) error {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		return tcp.SetLinger(seconds)
	}
	return nil
}
