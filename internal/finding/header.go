package finding

var headerRules = []Rule{}
