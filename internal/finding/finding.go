// Package finding holds what mtlens says about its input: one table of rules and
// the form in which a reader reports that a rule was broken.
//
// Bad input is never an error. A reader returns what it got, and a [Finding] for
// each thing that it noticed: which rule, where in the paste, where in the DER,
// one sentence on what is there, and one on what to do.
//
// IDs are stable and the tables are append-only: people filter and link by them.
package finding

import "github.com/mtlens/mtlens/internal/source"

// Severity says how much a finding matters to the reader.
type Severity string

const (
	Error   Severity = "error"   // the thing is broken, refused or dangerous
	Warning Severity = "warning" // it was repaired, guessed, or will surprise somebody
	Note    Severity = "note"    // worth knowing, nothing to do
)

// ID names a rule: lower-case words joined by hyphens, never changed.
type ID string

// Rule is one entry of the table.
type Rule struct {
	ID        ID
	Severity  Severity
	Title     string // a word or three, for the head of the finding
	About     string // one sentence: what the rule asks, for the list in the documents; empty in the page
	Reference Reference
}

// Reference is where a rule is written down.
type Reference struct {
	Text string // "RFC 5280, section 4.1.2.5"
	URL  string // may be empty
}

// Finding is one thing noticed.
type Finding struct {
	ID    ID
	Text  string        // one sentence: what was found
	Hint  string        // what to do, or empty
	Fix   Fix           // the cause that snippets mend, or empty
	Spans []source.Span // places in the paste, in order; may be empty
	DER   *DER          // place inside the certificate, or nil
}

// DER is a place inside a DER structure.
type DER struct {
	Offset int    // bytes from the start of the structure
	Length int    // bytes
	Path   string // "tbsCertificate.extensions[3].extnValue"
}

// Rules returns every rule, in the order of the documents.
func Rules() []Rule {
	var all []Rule
	for _, table := range [][]Rule{pasteRules, headerRules, certificateRules, chainRules, besideRules, uploadRules} {
		all = append(all, table...)
	}
	return all
}

// Lookup returns the rule with the ID. It panics if there is none: IDs come
// from the constants of this package alone.
func Lookup(id ID) *Rule {
	for _, table := range [][]Rule{pasteRules, headerRules, certificateRules, chainRules, besideRules, uploadRules} {
		for i := range table {
			if table[i].ID == id {
				return &table[i]
			}
		}
	}
	panic("finding: no rule " + string(id))
}

// repairs are the rules whose findings say that something was put back, not only
// passed over.
var repairs = []ID{PlusBecameSpace, ArmorDamaged, StrayCharacters}

// IsRepair reports whether a finding of the rule says that the input was repaired.
func IsRepair(id ID) bool {
	for _, r := range repairs {
		if r == id {
			return true
		}
	}
	return false
}
