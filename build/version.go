package main

import mtlens "github.com/mtlens/mtlens/build/version"

const version = mtlens.Number
