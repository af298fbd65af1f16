package judge

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// Whatever the range and the order, no line is lost, the spans are bounded, and each
// line is in the span of its moment.
func TestTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, reach := range []int64{1, 59, 60, 90, 91, 3600, 86400, 40 * 86400, 4000 * 86400} {
		var moments []int64
		for range 500 {
			moments = append(moments, 1_790_000_000+random.Int64N(reach))
		}
		var one, other Times
		var parts [3]Times
		for i, m := range moments {
			one.add(m, TimeSpan{1, i % 2})
			other.add(moments[len(moments)-1-i], TimeSpan{1, (len(moments) - 1 - i) % 2})
			parts[i%3].add(m, TimeSpan{1, i % 2})
		}
		if len(one.Spans) > MaxBins {
			t.Errorf("reach %d: %d spans", reach, len(one.Spans))
		}
		want := make([]TimeSpan, len(one.Spans))
		for i, m := range moments {
			s := &want[m/one.Width-one.First]
			s.All++
			s.Failed += i % 2
		}
		if !reflect.DeepEqual(one.Spans, want) {
			t.Errorf("reach %d: %v, counted one by one %v", reach, one.Spans, want)
		}
		var all Times
		for i := range parts {
			all.merge(&parts[i])
		}
		if !reflect.DeepEqual(one, other) || !reflect.DeepEqual(one, all) {
			t.Errorf("reach %d: the order matters: %+v, %+v, %+v", reach, one, other, all)
		}
	}
}

func TestMoment(t *testing.T) {
	for _, test := range []struct {
		kind LogKind
		time string
		want int64
		ok   bool
	}{
		{ALBLog, "2023-10-04T17:05:15.514108Z", 1696439115, true}, // date -u -d 2023-10-04T17:05:15Z +%s
		{ALBLog, "-", 0, false},
		{CloudFrontLog, "1696439115514", 1696439115, true},
		{CloudFrontLog, "yesterday", 0, false},
	} {
		got, ok := (&Record{Kind: test.kind, Time: test.time}).Moment()
		if ok != test.ok || ok && got != test.want {
			t.Errorf("%s: %d %t", test.time, got, ok)
		}
	}
}
