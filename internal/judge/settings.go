package judge

import (
	"bytes"
	"slices"

	"github.com/mtlens/mtlens/internal/family"
	"github.com/mtlens/mtlens/internal/unwrap"
)

// maxSettings bounds the settings of proxies that are kept: a configuration has some.
const maxSettings = 50

// configured keeps the settings in a unit that give headers their names, and reports
// whether a value of it has such a name.
func (j *Judge) configured(u *unwrap.Unit) (found bool) {
	for i := range u.Fields {
		if f := &u.Fields[i]; family.IsSetting(f.Name, f.Value.Bytes) {
			j.set(f)
		}
	}
	return len(j.settings) > 0 && j.named(u)
}

func (j *Judge) set(f *unwrap.Field) {
	if s, ok := family.ReadSetting(f.Name, f.Value.Bytes); ok && len(j.settings) < maxSettings && !slices.Contains(j.settings, s) {
		j.settings = append(j.settings, s)
	}
}

// below is how much of the end of a paste is looked at for settings before its requests
// are judged: who pastes both may have the configuration below.
const below = 64 << 10

// variables is what the settings of a proxy name: see [family.ReadSetting].
var variables = [...]string{"$ssl_client_", "ssl_c_", "{SSL_CLIENT_", "{client_cert_", "%DOWNSTREAM_PEER_", "tls.client.certificate."}

// settingsBelow keeps the settings at the end of the paste. Those above a request are met
// before it.
func (j *Judge) settingsBelow(input []byte) {
	end := input[max(0, len(input)-below):]
	for _, v := range variables {
		if bytes.Contains(end, []byte(v)) {
			j.settingsOf(end)
			return
		}
	}
}

// renamings keeps the settings of a listener of ALB's that give its headers other names,
// wherever they stand at the beginning or the end of the paste: in a command, its answer,
// a template.
func (j *Judge) renamings(input []byte) {
	windows := [][]byte{input}
	if len(input) > 2*below {
		windows = [][]byte{input[:below], input[len(input)-below:]}
	}
	for _, text := range windows {
		for _, r := range family.Renamings(text) {
			if s := (family.Setting{To: r.To, Entry: r.Entry}); len(j.settings) < maxSettings && !slices.Contains(j.settings, s) {
				j.settings = append(j.settings, s)
			}
		}
	}
}

func (j *Judge) settingsOf(text []byte) {
	for u := range unwrap.Open(text).Units() {
		for i := range u.Fields {
			if f := &u.Fields[i]; family.IsSetting(f.Name, f.Value.Bytes) {
				j.set(f)
			}
		}
	}
}
