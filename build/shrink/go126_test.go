package shrink

import "testing"

func TestGo126(t *testing.T) { checkLayout(t, "go1.26.11") }
