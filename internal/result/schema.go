package result

import _ "embed"

//go:embed result.schema.json
var jsonSchema []byte

// JSONSchema is the JSON Schema (draft 2020-12) of a [Result].
func JSONSchema() []byte { return jsonSchema }
