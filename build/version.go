package main

// version is the version of mtlens: that of the release that is being made, and
// between two releases that of the next one. It is the first in CHANGELOG.md. The
// page and LICENSES.txt show it, the page beside the build's hash, which tells two
// builds of one version apart.
const version = "0.1.0"
