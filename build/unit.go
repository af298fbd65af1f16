package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// unit bundles the page's unit tests, web/unit/*.test.ts, as the page itself is
// bundled, and gives them to the test runner of Node. Arguments go to the runner:
// "go run ./build unit --test-name-pattern=filter".
func unit(_ context.Context, root string, args []string) error {
	if err := checkNode(); err != nil {
		return err
	}
	web := filepath.Join(root, "web")
	if err := installPackages(web); err != nil {
		return err
	}
	tests, err := filepath.Glob(filepath.Join(web, "unit", "*.test.ts"))
	if err != nil {
		return err
	}
	// Below node_modules, so that the bundles find the packages that they import.
	dir := filepath.Join(web, "node_modules", ".unit")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   tests,
		Bundle:        true,
		Packages:      api.PackagesExternal,
		Platform:      api.PlatformNode,
		Format:        api.FormatESModule,
		Target:        api.ES2023,
		Define:        map[string]string{"__SINGLE_FILE__": "false", "__WORKER_URL__": `""`, "__DECODE_URL__": `""`, "__REST_URL__": `""`, "__LAB_URL__": `""`, "__SERVICE_URL__": `""`, "__MEANINGS_URL__": `""`, "__MANIFEST_URL__": `""`, "__ICON_URLS__": `""`, "__BUILD_HASH__": `""`},
		TsconfigRaw:   "{}",
		Sourcemap:     api.SourceMapInline,
		Outdir:        dir,
		OutExtension:  map[string]string{".js": ".mjs"},
		Write:         true,
	})
	if len(result.Errors) > 0 {
		return errors.New("bundling the unit tests:\n" + strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	run := append([]string{"--enable-source-maps", "--test"}, args...)
	for _, file := range result.OutputFiles {
		run = append(run, file.Path)
	}
	return show(web, "node", run...)
}
