//go:build linux || darwin

package main

import (
	"fmt"
	"syscall"
)

// freeBytes returns how much room an ordinary user has left on the disk that
// holds path.
func freeBytes(path string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return 0, fmt.Errorf("free disk of %s: %w", path, err)
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
