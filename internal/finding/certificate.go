package finding

var certificateRules = []Rule{}
