package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/store/sqlite"
)

// Run copies all data into a file, or to the standard output for "-".
func (c *backupCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if c.File == "-" {
			_, err := cl.copyTo(ctx, s.out, "/backup", nil)
			return err
		}
		n, err := writeWhole(c.File, func(f *os.File) (int64, error) { return cl.copyTo(ctx, f, "/backup", nil) })
		if err != nil {
			return err
		}
		return s.tellFile(c.File, n)
	})
}

// restored is what restore --json says.
type restored struct {
	Data  string `json:"data"`
	File  string `json:"file"`
	Aside string `json:"aside,omitempty"`
}

// Run goes back to a backup. With --force the copy is made whole in a folder
// beside, which then takes the place of the data folder: a restore that is cut
// off leaves everything as it was.
func (c *restoreCmd) Run(ctx context.Context, s *session) (err error) {
	dir := filepath.Clean(s.cli.Data)
	if err := owned(ctx, dir); err != nil {
		return err
	}
	r, _, err := s.openInput(c.File)
	if err != nil {
		return err
	}
	defer r.Close()
	out := restored{Data: dir, File: c.File}
	full, err := holdsSomething(dir)
	if err != nil {
		return err
	}
	fresh := !isFolder(dir)
	if full && c.Force {
		out.Aside, err = s.replace(ctx, dir, r)
	} else {
		err = waits(sqlite.Restore(ctx, dir, r), dir)
	}
	if err != nil && fresh {
		return errors.Join(err, os.RemoveAll(dir)) // no folder that looks like data
	}
	if err != nil {
		return err
	}
	if s.cli.JSON {
		return s.object(out)
	}
	if err := s.line("cli-restored", c.File, dir); err != nil {
		return err
	}
	if out.Aside == "" {
		return nil
	}
	return s.line("cli-restore-aside", out.Aside)
}

// waits turns "another process has the folder", which is a conflict to the
// store, into what it is to a person: a reason to wait.
func waits(err error, dir string) error {
	if err != nil && vigie.Tell(err).ID == "store-locked" {
		return vigie.Errorf(vigie.Unavailable, err, "cli-owned", dir)
	}
	return err
}

// replace restores beside a data folder and puts the result in its place. It
// returns where the old one is kept.
func (s *session) replace(ctx context.Context, dir string, r io.Reader) (aside string, err error) {
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".vigie-restore-*")
	if err != nil {
		return "", vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", dir)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	if err := sqlite.Restore(ctx, fresh, r); err != nil {
		return "", err
	}
	aside = fmt.Sprintf("%s.before-%s", dir, time.Now().UTC().Format("20060102T150405"))
	if err := s.moveAside(ctx, dir, aside); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return "", vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", dir)
	}
	return aside, nil
}

// moveAside renames a data folder that nobody holds.
func (s *session) moveAside(ctx context.Context, dir, aside string) error {
	// Opening takes the lock: whoever holds the folder without a socket (an
	// import in its own process) is found this way.
	st, err := sqlite.Open(ctx, dir, sqlite.Options{Log: s.log})
	switch err := waits(err, dir); {
	case err == nil:
		if err := st.Close(); err != nil {
			s.log.Warn("the data replaced did not close well", "err", err)
		}
	case vigie.KindOf(err) == vigie.Unavailable:
		return err
	default:
		s.log.Warn("the data replaced does not open", "err", err) // a reason to restore, not to stop
	}
	if err := os.Rename(dir, aside); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", dir)
	}
	return nil
}

// holdsSomething reports whether a folder exists and is not empty.
func holdsSomething(dir string) (bool, error) {
	all, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, vigie.Errorf(vigie.Unavailable, err, "cli-unreadable", dir)
	}
	return len(all) > 0, nil
}

// Run erases a person, once a person said yes.
func (c *eraseCmd) Run(ctx context.Context, s *session) error {
	if !c.Yes {
		if _, err := fmt.Fprintln(s.err, plain(noBreak.Replace(s.p.Say("cli-erase-ask", c.Author)))); err != nil {
			return err
		}
		said, err := bufio.NewReader(s.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if yes := s.p.Say("cli-yes"); !strings.EqualFold(strings.TrimSpace(said), yes) {
			return vigie.Errorf(vigie.Forbidden, nil, "cli-erase-confirm", yes)
		}
	}
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var done api.Erased
		if err := cl.send(ctx, http.MethodPost, "/erase", api.Erasure{Author: c.Author}, &done); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(done)
		}
		return s.line("cli-erased", c.Author, done.Erased)
	})
}
