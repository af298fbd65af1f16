package standin

import (
	"os"
	"sync"
	"time"
)

// Files are a trust store and revocation lists that may be edited while the
// stand-in runs: a file is read again when its time or size has changed. One that
// is not there is empty, and so is one that cannot be read: without a trust store
// everybody is refused, which the log says.
type Files struct {
	mu         sync.Mutex
	trustStore watched
	lists      []watched
}

// NewFiles returns the files of those names; "" is none.
func NewFiles(trustStore string, lists ...string) *Files {
	f := &Files{trustStore: watched{name: trustStore}}
	for _, name := range lists {
		f.lists = append(f.lists, watched{name: name})
	}
	return f
}

// Material is what the files hold now.
func (f *Files) Material() (m Material) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m.TrustStore = f.trustStore.read()
	for i := range f.lists {
		if list := f.lists[i].read(); len(list) > 0 {
			m.CRLs = append(m.CRLs, list)
		}
	}
	return m
}

// watched is a file as it was last read.
type watched struct {
	name string
	time time.Time
	size int64
	data []byte
}

func (w *watched) read() []byte {
	if w.name == "" {
		return nil
	}
	info, err := os.Stat(w.name)
	if err != nil {
		w.data, w.time = nil, time.Time{}
		return nil
	}
	if w.data != nil && info.ModTime().Equal(w.time) && info.Size() == w.size {
		return w.data
	}
	data, err := os.ReadFile(w.name)
	if err != nil {
		data = nil
	}
	w.data, w.time, w.size = data, info.ModTime(), info.Size()
	return data
}
