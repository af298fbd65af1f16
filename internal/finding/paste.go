package finding

var pasteRules = []Rule{}
