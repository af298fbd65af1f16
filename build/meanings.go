package main

import (
	"encoding/json"

	"github.com/mtlens/mtlens/internal/meaning"
)

// meanings is the page's table of what its words mean, as JSON: kind and name, the
// sentence, the document. It is a file of its own, since nobody waits for it. Senders
// and headers are not in it: their panels and rows say it.
func meanings() ([]byte, error) {
	table := map[string][2]string{}
	for _, m := range meaning.All() {
		if m.Kind != meaning.Family && m.Kind != meaning.Header {
			table[string(m.Kind)+" "+m.Of] = [2]string{m.Text, m.Source.Text}
		}
	}
	return json.Marshal(table) // sorted, and with no character that HTML minds
}
