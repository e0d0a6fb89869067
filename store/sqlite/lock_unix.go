//go:build unix

package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"vigie.example/vigie"
)

// lock takes the folder for this process, or says who else may have it. The
// system gives the lock back when the process ends, however it ends.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault(dir, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		err = errors.Join(err, f.Close())
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, vigie.Errorf(vigie.Conflict, err, "store-locked", dir)
		}
		return nil, fault(dir, err)
	}
	return f, nil
}
