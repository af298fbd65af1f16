package unwrap

// Layers are the layers of the three tables, each with a text of something that only
// it reads; then what else wraps a certificate.
func Layers() (list []Layer) {
	for _, name := range layerNames() {
		list = append(list, Layer{name, layerTexts[name]})
	}
	for i := range wrappings {
		list = append(list, Layer{wrappings[i].name, wrappings[i].wrap})
	}
	for _, l := range layersOfText {
		list = append(list, Layer{"text: " + l.name, func(b []byte) string { return l.do(pemOf(b)) }})
		list = append(list, Layer{"header: " + l.name, func(b []byte) string {
			return l.do("X-Amzn-Mtls-Clientcert-Leaf: " + albEncode(pemOf(b)) + "\n")
		}})
	}
	return list
}

// Layer is something that wraps a certificate.
type Layer struct {
	Name string
	Wrap func([]byte) string
}
