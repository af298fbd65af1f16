package judge

import (
	"strconv"

	"github.com/mtlens/mtlens/internal/moment"
)

// MaxBins bounds the spans of time that the lines of a log are counted in: more have
// no room beside each other.
const MaxBins = 90

// widths are how long a span may be, in seconds. Each divides the next, so that spans
// that are joined come to whole ones; beyond the last it doubles.
var widths = [...]int64{1, 2, 10, 30, 60, 300, 600, 1800, 3600, 10800, 21600, 43200, 86400}

// Times counts the lines of a log in equal spans of time. Spans begin at multiples of
// their width since 1970, so it does not matter in which order lines come.
type Times struct {
	Width int64 // seconds; 0 if no line says when it was
	First int64 // the start of the first span, in widths
	Spans []TimeSpan
}

// TimeSpan counts the lines of a span.
type TimeSpan struct{ All, Failed int }

// Moment reads the time of a record, in seconds since 1970: RFC 3339 in ALB's log,
// milliseconds in CloudFront's.
func (r *Record) Moment() (seconds int64, ok bool) {
	if r.Kind == CloudFrontLog {
		ms, err := strconv.ParseInt(r.Time, 10, 64)
		return ms / 1000, err == nil && ms >= 0 && len(r.Time) >= 10
	}
	t, ok := moment.Parse(r.Time)
	return t.Unix(), ok
}

func (t *Times) add(seconds int64, n TimeSpan) {
	if t.Width == 0 {
		t.Width, t.First, t.Spans = widths[0], seconds, []TimeSpan{n}
		return
	}
	at := floorDiv(seconds, t.Width)
	for max(at, t.First+int64(len(t.Spans))-1)-min(at, t.First) >= MaxBins {
		t.widen()
		at = floorDiv(seconds, t.Width)
	}
	if before := t.First - at; before > 0 {
		t.Spans = append(make([]TimeSpan, before, MaxBins), t.Spans...)
		t.First = at
	}
	for at-t.First >= int64(len(t.Spans)) {
		t.Spans = append(t.Spans, TimeSpan{})
	}
	s := &t.Spans[at-t.First]
	s.All += n.All
	s.Failed += n.Failed
}

// widen joins spans to the next width.
func (t *Times) widen() {
	old := *t
	t.Width = 2 * old.Width
	for _, w := range widths {
		if w > old.Width {
			t.Width = w
			break
		}
	}
	t.First = floorDiv(old.First*old.Width, t.Width)
	last := floorDiv((old.First+int64(len(old.Spans))-1)*old.Width, t.Width)
	t.Spans = make([]TimeSpan, last-t.First+1, MaxBins)
	for i, n := range old.Spans {
		s := &t.Spans[floorDiv((old.First+int64(i))*old.Width, t.Width)-t.First]
		s.All += n.All
		s.Failed += n.Failed
	}
}

func (t *Times) merge(from *Times) {
	for i, n := range from.Spans {
		if n.All > 0 {
			t.add((from.First+int64(i))*from.Width, n)
		}
	}
	for t.Width > 0 && t.Width < from.Width { // both span what one would
		t.widen()
	}
}

// floorDiv is a/b, rounded down.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
