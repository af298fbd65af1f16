package standin

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/mtlens/mtlens/internal/carrier"
)

// Log is a connection log as AWS writes it: a line for each connection, or a JSON
// object as CloudWatch delivers it.
type Log struct {
	mu     sync.Mutex
	json   bool
	to     io.Writer
	packer *gzip.Writer
	file   *os.File
}

// OpenLog appends to a file, which is packed where its name ends in .gz; what is
// packed is on the disk when the log is closed.
func OpenLog(name string, json bool) (*Log, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	l := &Log{json: json, to: file, file: file}
	if strings.HasSuffix(name, ".gz") {
		l.packer = gzip.NewWriter(file)
		l.to = l.packer
	}
	return l, nil
}

// NewLog writes to w, which stays open.
func NewLog(w io.Writer, json bool) *Log { return &Log{json: json, to: w} }

// Add writes the record of a connection. A record that cannot be written is lost:
// the connection is not ended for it.
func (l *Log) Add(e *carrier.ALBEntry) {
	var line []byte
	if l.json {
		line = carrier.AppendALBJSON(nil, e)
	} else {
		line = carrier.AppendALBRecord(nil, e)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.to.Write(append(line, '\n'))
}

// Close ends the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	if l.packer != nil {
		err = l.packer.Close()
	}
	if l.file != nil {
		err = errors.Join(err, l.file.Close())
	}
	return err
}
