package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie.example/vigie"
)

// The owner of a data folder answers other commands on a Unix socket in it,
// readable by its own user alone (0600): who can open it owns the data anyway,
// so nobody signs in.
const (
	socketName = "vigie.sock"
	// socketPathMost: sun_path holds 108 bytes on Linux and 104 on macOS, with
	// the final zero.
	socketPathMost = 100
	// socketElsewhere holds the address of a socket whose path in the data
	// folder would have been too long.
	socketElsewhere = "vigie.sock.at"
)

// listenSocket opens the socket of a data folder. The caller holds the
// folder's lock, so a socket that is there already is a dead one. forget
// removes what was made.
func listenSocket(dir string) (l net.Listener, forget func(), err error) {
	at := filepath.Join(dir, socketName)
	pointer := filepath.Join(dir, socketElsewhere)
	forget = func() {}
	if len(at) > socketPathMost {
		short, err := os.MkdirTemp("", "vigie-")
		if err != nil {
			return nil, nil, fmt.Errorf("folder of the socket: %w", err)
		}
		at = filepath.Join(short, socketName)
		if err := os.WriteFile(pointer, []byte(at), 0o600); err != nil {
			return nil, nil, fmt.Errorf("note the socket: %w", errors.Join(err, os.RemoveAll(short)))
		}
		forget = func() {
			_ = os.RemoveAll(short) // a folder left in the system's temporary one harms nobody
			_ = os.Remove(pointer)
		}
	} else if err := os.Remove(pointer); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("forget the socket before: %w", err)
	}
	if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("remove the dead socket: %w", err)
	}
	l, err = net.Listen("unix", at)
	if err != nil {
		forget()
		return nil, nil, fmt.Errorf("socket %s: %w", at, err)
	}
	if err := os.Chmod(at, 0o600); err != nil {
		forget()
		return nil, nil, errors.Join(fmt.Errorf("guard the socket: %w", err), l.Close())
	}
	return l, forget, nil
}

// socketOf returns where the socket of a data folder is, or would be.
func socketOf(dir string) string {
	if b, err := os.ReadFile(filepath.Join(dir, socketElsewhere)); err == nil {
		return strings.TrimSpace(string(b))
	}
	return filepath.Join(dir, socketName)
}

// dialSocket returns a transport to the process that owns the data folder, or
// nil when nobody answers there.
func dialSocket(ctx context.Context, dir string) http.RoundTripper {
	at := socketOf(dir)
	d := &net.Dialer{Timeout: 5 * time.Second}
	c, err := d.DialContext(ctx, "unix", at)
	if err != nil {
		return nil
	}
	_ = c.Close() // it was only to know
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return d.DialContext(ctx, "unix", at)
		},
		DisableCompression: true,
	}
}

// owned reports, as an error, that another process owns the data folder.
func owned(ctx context.Context, dir string) error {
	if dialSocket(ctx, dir) != nil {
		return vigie.Errorf(vigie.Unavailable, nil, "cli-owned", dir)
	}
	return nil
}
