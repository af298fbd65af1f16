//go:build !js

package finding

// about is the sentence of a rule for the list in the documents. The page has no
// use for it: there it is empty, which makes the program smaller.
func about(s string) string { return s }
