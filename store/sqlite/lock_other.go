//go:build !unix

package sqlite

import (
	"os"
	"path/filepath"
)

// lock opens the lock file; only Unix systems keep a second process out.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault(dir, err)
	}
	return f, nil
}
