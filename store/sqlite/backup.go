package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vigie.example/vigie"
)

// Backup implements store.Backup: the copy is made beside the store, as of one
// moment, then written to w and removed. Writers go on meanwhile. The copy has
// no free pages and is one file; Restore makes a data folder of it.
func (s *Store) Backup(ctx context.Context, w io.Writer) (err error) {
	dir, err := os.MkdirTemp(s.dir, "backup-")
	if err != nil {
		return fault(s.dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	copied := filepath.Join(dir, fileName)
	h, err := newHand(s.dsn(readCacheKiB), s.heads)
	if err != nil {
		return fault(s.path, err)
	}
	err = h.each(ctx, discard, "VACUUM INTO ?", copied)
	if err = errors.Join(err, h.close()); err != nil {
		return fault(s.path, err)
	}
	f, err := os.Open(copied)
	if err != nil {
		return fault(copied, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

// Restore makes a store in dir of what Backup wrote. It refuses a folder that
// has a store or that a running process holds (kind Conflict), and a copy that
// is damaged (kind Invalid), and then leaves nothing behind.
func Restore(ctx context.Context, dir string, r io.Reader) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault(dir, err)
	}
	held, err := lock(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	target := filepath.Join(dir, fileName)
	for _, name := range []string{target, target + "-wal"} {
		if _, err := os.Lstat(name); err == nil {
			return vigie.Errorf(vigie.Conflict, nil, "restore-not-empty", dir)
		} else if !errors.Is(err, os.ErrNotExist) {
			return fault(name, err)
		}
	}
	temp, err := os.MkdirTemp(dir, "restore-")
	if err != nil {
		return fault(dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	copied := filepath.Join(temp, fileName)
	if err := writeWhole(copied, r); err != nil {
		return fault(copied, err)
	}
	if err := checkCopy(ctx, copied); err != nil {
		return err
	}
	if err := os.Rename(copied, target); err != nil {
		return fault(target, err)
	}
	return syncDir(dir)
}

// writeWhole copies r into a new file and onto the disk.
func writeWhole(name string, r io.Reader) (err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return f.Sync()
}

// checkCopy fails with kind Invalid unless the file is a sound store.
func checkCopy(ctx context.Context, name string) (err error) {
	bad := func(err error) error { return vigie.Errorf(vigie.Invalid, err, "restore-damaged") }
	h, err := newHand(name, newHeads())
	if err != nil {
		return bad(err)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.each(ctx, func(v []driver.Value) error {
		if str(v[0]) != "ok" {
			return errors.New(str(v[0]))
		}
		return nil
	}, "PRAGMA quick_check(1)"); err != nil {
		return bad(err)
	}
	if _, err := h.number("SELECT count(*) FROM meta"); err != nil {
		return bad(err)
	}
	return nil
}

// syncDir makes a rename in dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fault(dir, err)
	}
	return fault(dir, errors.Join(d.Sync(), d.Close()))
}
