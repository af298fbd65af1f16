package main

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mtlens/mtlens/build/program"
	"github.com/mtlens/mtlens/build/toolchain"
	"github.com/mtlens/mtlens/internal/result"
)

// tree is a release: files by their path in the archive.
type tree map[string][]byte

// release builds everything that is published, into dist/release: the folder, and the
// archive of it. The same source gives the same bytes on any machine.
func release(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	dist := flags.String("dist", filepath.Join(root, "dist", "release"), "the folder to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	out, err := buildAll(ctx, root, os.Stdout)
	if err != nil {
		return err
	}
	if err := out.compress(ctx, os.Stdout, best); err != nil {
		return err
	}
	tool, err := toolchain.Find(ctx)
	if err != nil {
		return err
	}
	files, err := releaseTree(ctx, root, tool, out, program.Systems, os.Stdout)
	if err != nil {
		return err
	}
	return files.write(*dist)
}

// releaseName is that of the folder in the archive.
const releaseName = "mtlens-" + version

// schemaName is the form of the JSON for programs in the archive.
var schemaName = fmt.Sprintf("result-%d.schema.json", result.Schema)

// releaseTree gathers the files: the site, the page as one file, the command for each
// system, licenses, what it is made of, and checksums of all.
func releaseTree(ctx context.Context, root string, tool toolchain.Toolchain, out *output, systems []program.System, progress io.Writer) (tree, error) {
	files := tree{"mtlens.html": out.single, licensesName: out.site[licensesName], schemaName: result.JSONSchema()}
	for name, data := range out.site {
		files["site/"+name] = data
	}
	for _, s := range systems {
		fmt.Fprintf(progress, "compiling the command for %s/%s with %s …\n", s.OS, s.Arch, tool.Version)
		data, err := program.Command(ctx, root, tool, s)
		if err != nil {
			return nil, err
		}
		files["bin/"+s.File()] = data
	}
	for _, name := range []string{"README.md", "CHANGELOG.md"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	recipes := filepath.Join(root, "build", "deploy")
	entries, err := os.ReadDir(recipes)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Type().IsRegular() && filepath.Ext(e.Name()) != ".go" {
			if files["deploy/"+e.Name()], err = os.ReadFile(filepath.Join(recipes, e.Name())); err != nil {
				return nil, err
			}
		}
	}
	if files[bomName], err = materials(ctx, root, tool, files); err != nil {
		return nil, err
	}
	files[sumsName] = files.sums()
	return files, nil
}

// sums is the list of checksums, as sha256sum reads it.
func (t tree) sums() []byte {
	var b bytes.Buffer
	for _, name := range t.names() {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(t[name]), name)
	}
	return b.Bytes()
}

func (t tree) names() []string { return slices.Sorted(maps.Keys(t)) }

// mode is that of a file: the command can be run, and scripts.
func mode(name string) os.FileMode {
	if strings.HasPrefix(name, "bin/") || strings.HasSuffix(name, ".sh") {
		return 0o755
	}
	return 0o644
}

// archived is the time of every file in an archive: that of their making is nobody's
// concern, and no two builds have the same.
var archived = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// archive packs the files, in the order of their names.
func (t tree) archive() ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range t.names() {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: releaseName + "/" + name, Size: int64(len(t[name])), Mode: int64(mode(name)), ModTime: archived, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(t[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return gzipBytes(b.Bytes()), nil
}

// write replaces the folder.
func (t tree) write(dist string) error {
	packed, err := t.archive()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	for _, name := range t.names() {
		path := filepath.Join(dist, releaseName, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, t[name], mode(name)); err != nil {
			return err
		}
	}
	name := releaseName + ".tar.gz"
	if err := os.WriteFile(filepath.Join(dist, name), packed, 0o644); err != nil {
		return err
	}
	sum := fmt.Sprintf("%x  %s\n", sha256.Sum256(packed), name)
	if err := os.WriteFile(filepath.Join(dist, name+".sha256"), []byte(sum), 0o644); err != nil {
		return err
	}
	fmt.Printf("wrote %s, %s files, %.1f MB packed\n%s", dist, fmt.Sprint(len(t)), float64(len(packed))/1e6, sum)
	return nil
}
