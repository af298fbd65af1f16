package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// serve builds the site, or takes the folder of an earlier build, and serves
// it to this machine alone.
func serve(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8000", "loopback address; where a port is in use, the next free one is taken")
	dir := flags.String("dir", "", "serve the files of this folder, without a build")
	open := flags.Bool("open", true, "open the browser, if there is a desktop")
	verifyAddr := flags.String("verify", "127.0.0.1:8444", "loopback address of the load balancer's stand-in in verify mode")
	passthroughAddr := flags.String("passthrough", "127.0.0.1:8443", "the same in passthrough mode")
	advertise := flags.Bool("advertise", false, "have the stand-in name the CAs of its trust store in the handshake")
	if err := flags.Parse(args); err != nil {
		return err
	}
	files, err := siteFiles(ctx, root, *dir)
	if ctx.Err() != nil {
		return nil // Ctrl-C is how this command ends, whenever it comes
	}
	if err != nil {
		return err
	}
	listener, err := listen(os.Stdout, "the page", *addr)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/"
	fmt.Println("mtlens is at", url)
	fmt.Println("Ctrl-C ends it.")
	if *open {
		openBrowser(url)
	}
	defer startStandIn(ctx, os.Stdout, *verifyAddr, *passthroughAddr, *advertise)()
	server := &http.Server{Handler: newHandler(files), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// siteFiles returns the files to serve, by name.
func siteFiles(ctx context.Context, root, dir string) (map[string][]byte, error) {
	if dir == "" {
		out, err := buildAll(ctx, root, os.Stdout)
		if err != nil {
			return nil, err
		}
		return out.site, out.compress(ctx, os.Stdout, quick)
	}
	return readFiles(dir)
}

// readFiles reads a folder and those in it, by names with slashes.
func readFiles(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		short, err := filepath.Rel(dir, name)
		if err == nil {
			files[filepath.ToSlash(short)], err = os.ReadFile(name)
		}
		return err
	})
	return files, err
}

// portsTried is how many ports listen tries: more are not taken by chance.
const portsTried = 20

// listen takes the address or, when its port is in use, the next that is free, and
// says so: what is the thing that is there, for a sentence. Other addresses than
// this machine's own are refused: the page needs no network, and a stranger's
// browser has no business with it.
func listen(out io.Writer, what, addr string) (net.Listener, error) {
	if err := loopback(addr); err != nil {
		return nil, err
	}
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("%s is no port", portText)
	}
	for next := port; ; next++ {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(next)))
		if err == nil && next > port {
			fmt.Fprintf(out, "Port %d is in use: %s is at port %d.\n", port, what, next)
		}
		if err == nil || port == 0 || !errors.Is(err, syscall.EADDRINUSE) || next == port+portsTried-1 {
			return listener, err
		}
	}
}

// openBrowser shows the page where there is a desktop, and says nothing where not.
func openBrowser(url string) {
	var cmd *exec.Cmd
	switch {
	case runtime.GOOS == "darwin":
		cmd = exec.Command("open", url)
	case runtime.GOOS == "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	case os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "":
		cmd = exec.Command("xdg-open", url)
	default:
		return
	}
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}
