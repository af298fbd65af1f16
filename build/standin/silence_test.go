package standin

import (
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// A connection is closed after silence, and each byte in either direction starts
// the time anew. The clock of the test is not the machine's.
func TestSilenceEndsAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		closed := make(chan bool, 10)
		begun := time.Now()
		c := limitSilence(near, time.Minute, func(*quietConn) { closed <- true })
		go func() {
			b := make([]byte, 10)
			for { // the other side reads all that comes
				if _, err := far.Read(b); err != nil {
					return
				}
			}
		}()
		for range 3 {
			time.Sleep(50 * time.Second)
			if _, err := c.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		go far.Write([]byte("y"))
		time.Sleep(50 * time.Second)
		if _, err := c.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		<-closed
		if passed := time.Since(begun); passed != 260*time.Second {
			t.Errorf("it was closed after %v", passed)
		}
		if _, err := c.Write([]byte("x")); err == nil {
			t.Error("it is still open")
		}
	})
}
