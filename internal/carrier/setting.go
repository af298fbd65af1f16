package carrier

// IsSetting reports whether a line that begins with the word may be
// one of a proxy's configuration that gives a header its name and value: of nginx,
// HAProxy, Apache or, by Fastly's VCL, Fastly.
func IsSetting(word string) bool {
	switch word {
	case "proxy_set_header", "grpc_set_header", "uwsgi_param", "fastcgi_param", "http-request", "RequestHeader", "set":
		return true
	}
	return false
}
