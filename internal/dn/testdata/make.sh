#!/bin/sh
# Writes printed.txt: each name of names.txt as other programs print it, one line
# for each name and style, the text as UTF-8 in hexadecimal. names.txt is written
# by "go test ./internal/dn -run TestNamesFile -update". Made with OpenSSL 3.0.19,
# OpenJDK 17.0.15, Node 20.20.2 and pyca/cryptography 48.0.0 under Python 3.11.7.
set -e
cd "$(dirname "$0")"
classes=$(mktemp -d)
javac -d "$classes" Printers.java
{
	java -cp "$classes" Printers
	python3 printers.py
	node printers.mjs
} > printed.txt
rm -r "$classes"
