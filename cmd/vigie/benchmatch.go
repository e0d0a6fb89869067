package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/file"
	"vigie.example/vigie/load"
)

// matchMost is how many posts match is measured with at most: they are held in
// memory and matched over and over.
const matchMost = 200_000

// match measures the matcher. Its posts are those of a file named by --data
// (nothing of this measure is kept, so that there is no data folder), or
// simulated ones.
func (b *bench) match(ctx context.Context) ([]load.Result, error) {
	if b.cmd.Queries < 1 {
		return nil, &usageError{vigie.Say("cli-bench-queries")}
	}
	m := load.Matching{Queries: b.cmd.Queries, Seed: b.cmd.Seed, From: "simulated"}
	n := min(b.cmd.N, matchMost)
	if b.asked != "" {
		m.From = filepath.Base(b.asked)
		var err error
		if m.Posts, err = b.filePosts(ctx, b.asked, n); err != nil {
			return nil, err
		}
	} else {
		for p := range load.Posts(b.cmd.Seed) {
			if len(m.Posts) >= n {
				break
			}
			m.Posts = append(m.Posts, p)
		}
	}
	if len(m.Posts) < load.MatchingLeast {
		return nil, vigie.Errorf(vigie.Invalid, nil, "cli-bench-few", len(m.Posts), load.MatchingLeast)
	}
	return load.Match(ctx, m)
}

// filePosts reads the first n posts of a file, its columns recognised.
func (b *bench) filePosts(ctx context.Context, path string, n int) (posts []vigie.Mention, err error) {
	sniff := func() (file.Sniffed, error) {
		r, _, err := b.openInput(path)
		if err != nil {
			return file.Sniffed{}, err
		}
		defer r.Close()
		return file.Sniff(r, filepath.Base(path))
	}
	seen, err := sniff()
	if err != nil {
		return nil, err
	}
	r, _, err := b.openInput(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for batch, err := range file.Read(ctx, r, filepath.Base(path), seen.Mapping, 0) {
		if err != nil {
			return nil, err
		}
		for i := range batch.Mentions {
			m := &batch.Mentions[i]
			m.Channel = cmp.Or(m.Channel, vigie.Social)
			if posts = append(posts, *m); len(posts) == n {
				return posts, nil
			}
		}
	}
	return posts, nil
}
