package report

import (
	"time"

	"github.com/mtlens/mtlens/internal/certinfo"
	"github.com/mtlens/mtlens/internal/judge"
)

// byItself says what an ALB in verify mode has against a certificate that a client
// presents alone. A CA is nothing that a client presents, nor what was cut off on its
// way here.
func byItself(c *certinfo.Certificate, r *Certificate, now time.Time) Chip {
	if r.IsCA || c.Declared > len(c.DER) {
		return Chip{}
	}
	switch failed, sure := judge.Alone(c, now); {
	case failed == nil:
		return Chip{ToneInfo, "needs a trust store"}
	case !sure:
		return Chip{ToneBad, "refused, maybe " + string(failed.Code)}
	default:
		return Chip{ToneBad, string(failed.Code)}
	}
}
