package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// imported is a line of import --json: what api.Progress says, and of which
// file. Every row up to Rows is durable once the line is printed.
type imported struct {
	File string `json:"file"`
	api.Progress
}

// Run brings files in, one after the other.
func (c *importCmd) Run(ctx context.Context, s *session) error {
	mapping := ""
	if len(c.Map) > 0 {
		b, err := json.Marshal(c.Map)
		if err != nil {
			return err
		}
		mapping = string(b)
	}
	return s.with(ctx, true, listening{}, func(cl *client) error {
		for _, file := range c.File {
			if err := c.one(ctx, s, cl, file, mapping); err != nil {
				return err
			}
		}
		return nil
	})
}

// one brings one file in.
func (c *importCmd) one(ctx context.Context, s *session, cl *client, file, mapping string) error {
	r, size, err := s.openInput(file)
	if err != nil {
		return err
	}
	defer r.Close()
	name := c.Name
	if name == "" {
		if name = filepath.Base(file); file == "-" {
			return &usageError{vigie.Say("cli-import-name")}
		}
	}
	v := url.Values{"name": {name}}
	for k, val := range map[string]string{
		"format": c.Format, "mapping": mapping, "channel": c.Channel, "network": c.Network, "site": c.Site,
	} {
		if val != "" {
			v.Set(k, val)
		}
	}
	for k, on := range map[string]bool{"own": c.Own, "guess": c.Guess} {
		if on {
			v.Set(k, strconv.FormatBool(true))
		}
	}
	counted := &counting{r: r}
	b := s.bar(size, s.p.Say("cli-importing", name))
	b.bytes = true
	defer b.end()
	return stream(ctx, cl, "/import", v, counted, func(p api.Progress) error {
		b.set(counted.read())
		if p.Error != nil {
			b.end()
			if s.cli.JSON {
				if err := s.object(imported{name, p}); err != nil {
					return err
				}
			}
			return &toldError{*p.Error}
		}
		if s.cli.JSON {
			return s.object(imported{name, p})
		}
		if len(p.Again) > 0 {
			if err := s.line("cli-import-again", columnsSaid(p.Again)); err != nil {
				return err
			}
		}
		for _, l := range p.Problems {
			if err := s.line("cli-import-problem", l); err != nil {
				return err
			}
		}
		if !p.Done {
			return nil
		}
		b.end()
		return s.line("cli-imported", name, p.Rows, p.New, p.Edited, p.Known, p.Refused)
	})
}

// columnsSaid writes which column holds what.
func columnsSaid(columns map[string]string) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(columns)) {
		out = append(out, field+"="+columns[field])
	}
	return strings.Join(out, ", ")
}

// openInput opens a file, or the standard input for "-". Size is -1 where it
// is not known.
func (s *session) openInput(path string) (io.ReadCloser, int64, error) {
	if path == "-" {
		return io.NopCloser(s.in), -1, nil
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, 0, vigie.Errorf(vigie.NotFound, err, "cli-no-file", path)
		}
		return nil, 0, vigie.Errorf(vigie.NotFound, err, "cli-unreadable", path)
	}
	size := int64(-1)
	if i, err := f.Stat(); err == nil && i.Mode().IsRegular() {
		size = i.Size()
	}
	return f, size, nil
}

// dirOf returns the folder a file is in.
func dirOf(path string) string { return filepath.Dir(path) }
