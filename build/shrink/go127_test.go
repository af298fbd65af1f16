package shrink

import "testing"

func TestGo127(t *testing.T) { checkLayout(t, "go1.27.4") }
