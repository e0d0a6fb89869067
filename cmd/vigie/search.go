package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/query"
)

// values turns the conditions into parameters of the api.
func (n *narrowing) values(q []string) url.Values {
	v := url.Values{}
	for name, all := range map[string][]string{
		"topic": n.Topic, "channel": n.Channel, "site": n.Site, "lang": n.Language, "source": n.Source, "opinion": n.Opinion, "intent": n.Intent,
		"author": {n.Author}, "own": {n.Own}, "from": {n.From}, "to": {n.To}, "q": {strings.Join(q, " ")},
	} {
		for _, s := range all {
			if s != "" {
				v.Add(name, s)
			}
		}
	}
	return v
}

// pageEnd is the last line of search --json.
type pageEnd struct {
	Count int    `json:"count"`
	More  bool   `json:"more,omitempty"`
	Next  string `json:"next,omitempty"`
}

// Run prints one page of mentions, newest first.
func (c *searchCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		v := c.values(c.Query)
		v.Set("limit", strconv.Itoa(c.Limit))
		if c.After != "" {
			v.Set("after", c.After)
		}
		var page api.Page
		if err := cl.get(ctx, "/search", v, &page); err != nil {
			return err
		}
		if s.cli.JSON {
			if err := objects(s, page.Mentions); err != nil {
				return err
			}
			return s.object(pageEnd{page.Count, page.More, page.Next})
		}
		for i := range page.Mentions {
			if err := s.mention(s.out, &page.Mentions[i]); err != nil {
				return err
			}
		}
		id := "cli-search-count"
		if page.More {
			id = "cli-search-more-than"
			if page.Count < query.CountMost {
				id = "cli-search-at-least" // it took too long to go on counting
			}
		}
		if err := s.line(id, page.Count); err != nil {
			return err
		}
		if page.Next != "" {
			return s.line("cli-search-next", page.Next)
		}
		return nil
	})
}

// Run prints what became of an address or a text.
func (c *traceCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var t api.Trace
		if err := cl.get(ctx, "/trace", url.Values{"of": {strings.Join(c.Of, " ")}}, &t); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(t)
		}
		for _, l := range t.Tell {
			if _, err := fmt.Fprintln(s.out, plain(noBreak.Replace(l))); err != nil {
				return err
			}
		}
		if t.Mention != nil {
			if err := s.mention(s.out, t.Mention); err != nil {
				return err
			}
		}
		for i := range t.Same {
			if err := s.mention(s.out, &t.Same[i]); err != nil {
				return err
			}
		}
		for _, p := range t.Topics {
			if _, err := fmt.Fprintln(s.out, "  "+plain(noBreak.Replace(p.Tell))); err != nil {
				return err
			}
			for _, w := range p.Why {
				if _, err := fmt.Fprintln(s.out, "    "+plain(noBreak.Replace(w))); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Run streams every mention that meets the conditions.
func (c *exportCmd) Run(ctx context.Context, s *session) (err error) {
	v := c.values(c.Query)
	v.Set("format", c.Format)
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if c.Out == "" || c.Out == "-" {
			_, err := cl.copyTo(ctx, s.out, "/export", v)
			return err
		}
		n, err := writeWhole(c.Out, func(f *os.File) (int64, error) { return cl.copyTo(ctx, f, "/export", v) })
		if err != nil {
			return err
		}
		return s.tellFile(c.Out, n)
	})
}

// written is what --json says of a file that was written.
type written struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

// tellFile says that a file was written.
func (s *session) tellFile(path string, n int64) error {
	if s.cli.JSON {
		return s.object(written{path, n})
	}
	return s.line("cli-written", path, n)
}

// writeWhole writes a file that appears under its name only when it is whole
// and on the disk.
func writeWhole(path string, write func(*os.File) (int64, error)) (n int64, err error) {
	f, err := os.CreateTemp(dirOf(path), ".vigie-*")
	if err != nil {
		return 0, vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", path)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // the first error is the one to tell
			_ = os.Remove(f.Name()) // likewise
		}
	}()
	if n, err = write(f); err != nil {
		return n, err
	}
	if err = f.Sync(); err != nil {
		return n, vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", path)
	}
	if err = f.Close(); err != nil {
		return n, vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", path)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return n, vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", path)
	}
	return n, nil
}
