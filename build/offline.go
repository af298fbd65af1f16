package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// What makes the site work with the network gone: the service worker, which keeps
// every file, and the manifest, with which a browser installs it. Both have names
// without a hash: a browser asks for them again by the name it knows.
const (
	serviceName  = "service.js"
	manifestName = "manifest.webmanifest"
)

// icons of the installed site; the PNG files are drawn from the SVG by web/test/icons.mjs.
var icons = []struct{ file, sizes, kind string }{
	{"icon.svg", "any", "image/svg+xml"},
	{"icon-192.png", "192x192", "image/png"},
	{"icon-512.png", "512x512", "image/png"},
}

// addManifest adds the manifest and the icons that it names, and returns the icons' names.
func (out *output) addManifest(root string, add func(stem, ext string, data []byte) string) ([]string, error) {
	type image struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
	}
	var images []image
	var names []string
	for _, i := range icons {
		data, err := os.ReadFile(filepath.Join(root, "web/icons", i.file))
		if err != nil {
			return nil, err
		}
		ext := filepath.Ext(i.file)
		name := add(i.file[:len(i.file)-len(ext)], ext, data)
		names = append(names, name)
		images = append(images, image{name, i.sizes, i.kind, "any maskable"})
	}
	manifest, err := json.MarshalIndent(struct {
		Name        string  `json:"name"`
		ShortName   string  `json:"short_name"`
		Description string  `json:"description"`
		ID          string  `json:"id"`
		StartURL    string  `json:"start_url"`
		Scope       string  `json:"scope"`
		Display     string  `json:"display"`
		Background  string  `json:"background_color"`
		Theme       string  `json:"theme_color"`
		Icons       []image `json:"icons"`
	}{
		"mtlens", "mtlens", "Client certificates, the way the load balancer hands them on", "./", "./", "./", "standalone", "#f7f7f5", "#2f5fd0", images,
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	out.site[manifestName] = append(manifest, '\n')
	return names, nil
}

// addService adds the service worker. It comes last: it has the list of all other
// files, with the digest of each, and keeps none that differs.
func (out *output) addService(b bundler) error {
	var files [][2]string
	for _, name := range slices.Sorted(maps.Keys(out.site)) {
		files = append(files, [2]string{name, fmt.Sprintf("%x", sha256.Sum256(out.site[name]))})
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	b = b.with()
	b.define["__FILES__"] = string(list)
	out.site[serviceName], err = b.service()
	return err
}
