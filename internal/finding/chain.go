package finding

var chainRules = []Rule{}
