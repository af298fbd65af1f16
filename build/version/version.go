// Package version says which mtlens this is: the page, the command and the licenses
// show it.
package version

// Number is the version of mtlens: that of the release that is being made, and
// between two releases that of the next one. It is the first in CHANGELOG.md. The
// page shows it beside the build's hash, which tells two builds of one version apart.
const Number = "0.1.0"
