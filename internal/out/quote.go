package out

import "strings"

// One function for each language in which a value stands: it gives the literal, its
// quotes with it. A header's value holds no line break, so none is written here as one;
// what a test or a program holds may have them.

// shell quotes for sh, bash and zsh: nothing is special between single quotes.
func shell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// powerShell quotes for PowerShell, which takes the curved quotes for straight ones.
func powerShell(s string) string {
	return "'" + strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛").Replace(s) + "'"
}

// curlConfig quotes for a configuration file of curl (curl(1), --config).
func curlConfig(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`).Replace(s) + `"`
}

// batch quotes an argument for a batch file of cmd: first as the C runtime takes
// arguments apart, then a caret before whatever cmd would act on; a percent sign is
// doubled there. Without a quote that cmd sees, every caret counts.
func batch(s string) string {
	var b strings.Builder
	b.WriteString(`^"`)
	slashes := 0
	for _, r := range s {
		switch r {
		case '\\':
			slashes++
		case '"':
			b.WriteString(strings.Repeat(`\`, slashes) + `\^"`)
			slashes = 0
			continue
		default:
			slashes = 0
		}
		switch r {
		case '%':
			b.WriteString("%%")
		case '^', '&', '|', '<', '>', '(', ')', '!':
			b.WriteString("^" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteString(strings.Repeat(`\`, slashes) + `^"`)
	return b.String()
}

// cString quotes for Go, Java, C#, Rust and JavaScript at once: between double quotes,
// with escapes that all of them have.
func cString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}

// python quotes for Python.
func python(s string) string { return cString(s) }

// hcl quotes for Terraform, in which ${ and %{ begin an expression.
func hcl(s string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(cString(s))
}

// yaml quotes for YAML: a double-quoted scalar has the escapes of JSON.
func yaml(s string) string { return cString(s) }

// sql quotes for Athena and DuckDB.
func sql(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// nginxString quotes for a configuration of nginx, in which a dollar sign begins a
// variable; in a map's first column none is read, and a leading ~ or \ is special.
func nginxString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
