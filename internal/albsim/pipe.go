package albsim

import (
	"io"
	"net"
	"sync"
	"time"
)

// pipe returns the two ends of a connection in memory. Unlike net.Pipe it has
// buffers: with an alert on its way in one direction and a request in the other,
// two ends that wait for each other's reader would wait for ever. Deadlines are
// the context's; closing an end wakes whoever reads from either.
func pipe(client, server net.Addr) (*end, *end) {
	up, down := newStream(), newStream()
	return &end{down, up, client, server}, &end{up, down, server, client}
}

// end is one end.
type end struct {
	in, out    *stream
	own, other net.Addr
}

func (e *end) Read(b []byte) (int, error)  { return e.in.read(b) }
func (e *end) Write(b []byte) (int, error) { return e.out.write(b) }

// Close ends both directions: what is on its way to the other end arrives, what
// is on its way to this one is lost.
func (e *end) Close() error {
	e.out.close()
	e.in.close()
	return nil
}

func (e *end) LocalAddr() net.Addr              { return e.own }
func (e *end) RemoteAddr() net.Addr             { return e.other }
func (e *end) SetDeadline(time.Time) error      { return nil }
func (e *end) SetReadDeadline(time.Time) error  { return nil }
func (e *end) SetWriteDeadline(time.Time) error { return nil }

// stream is one direction.
type stream struct {
	mu     sync.Mutex
	filled sync.Cond
	data   []byte
	total  int
	closed bool
}

func newStream() *stream {
	s := &stream{}
	s.filled.L = &s.mu
	return s
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.data) == 0 && !s.closed {
		s.filled.Wait()
	}
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.data)
	s.data = s.data[n:]
	return n, nil
}

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, io.ErrClosedPipe
	}
	s.data = append(s.data, b...)
	s.total += len(b)
	s.filled.Signal()
	return len(b), nil
}

func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.filled.Broadcast()
}

// place is an address in a story.
type place string

func (p place) Network() string { return "tcp" }
func (p place) String() string  { return string(p) }
