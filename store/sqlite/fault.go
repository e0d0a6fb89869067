package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"vigie.example/vigie"
)

// fault turns an error of the engine or of the file system into one that a
// person can be told: the disk is full, the folder is read-only, the file is
// damaged. where is the file or folder concerned. Errors that already tell,
// and ends of contexts, pass unchanged.
func fault(where string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var told *vigie.Error
	if errors.As(err, &told) {
		return err
	}
	var e *driver.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case codes.SQLITE_FULL:
			return vigie.Errorf(vigie.Unavailable, err, "store-full", where)
		case codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_CANTOPEN, codes.SQLITE_AUTH:
			return vigie.Errorf(vigie.Unavailable, err, "store-readonly", where)
		case codes.SQLITE_IOERR:
			return vigie.Errorf(vigie.Unavailable, err, "store-io", where)
		case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
			return vigie.Errorf(vigie.Internal, err, "store-damaged", where)
		case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
			return vigie.Errorf(vigie.Unavailable, err, "store-busy", where)
		case codes.SQLITE_INTERRUPT:
			return fmt.Errorf("%s: %w", where, err)
		}
		return fmt.Errorf("%s: %w", where, err)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return vigie.Errorf(vigie.Unavailable, err, "store-full", where)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return vigie.Errorf(vigie.Unavailable, err, "store-readonly", where)
	}
	return fmt.Errorf("%s: %w", where, err)
}
