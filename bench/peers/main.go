// Command peers holds Vigie's matcher to others on the same posts and the same
// queries: Lucene Monitor for speed and matches, PostgreSQL's full text for
// matches. It is run by `make bench-peers`, never by tests, and is no part of
// the program.
//
// Each peer is given the words as Vigie cuts them, so that what is compared is
// matching: cutting is in Vigie's time and not in theirs.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/file"
	"vigie.example/vigie/load"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

func main() {
	var b bench
	flag.StringVar(&b.data, "data", "", "CSV or JSONL file of posts; none for simulated ones")
	flag.IntVar(&b.posts, "posts", 60_000, "posts at most")
	flag.IntVar(&b.queries, "queries", 10_000, "queries")
	flag.IntVar(&b.checked, "checked", 20_000, "posts whose matches are compared")
	flag.StringVar(&b.lucene, "lucene", "", "folder with the jars of Lucene Monitor and Peer.class")
	flag.StringVar(&b.postgres, "postgres", "", "connection string for psql")
	flag.Parse()
	if err := b.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// bench is one run.
type bench struct {
	data                    string
	posts, queries, checked int
	lucene, postgres        string

	dir     string
	texts   []string
	written []string
	parsed  []*query.Query
	ix      *query.Index
	hits    []map[int]bool // of the posts that are checked: queries from 1
}

func (b *bench) run(ctx context.Context) (err error) {
	if b.dir, err = os.MkdirTemp("", "vigie-peers-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	for _, step := range []func(context.Context) error{b.read, b.write, b.own, b.askLucene, b.askPostgres} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// read takes the posts.
func (b *bench) read(ctx context.Context) error {
	if b.data == "" {
		for p := range load.Posts(1) {
			if len(b.texts) == b.posts {
				return nil
			}
			b.texts = append(b.texts, p.Text)
		}
	}
	r, err := os.Open(b.data)
	if err != nil {
		return err
	}
	seen, err := file.Sniff(r, filepath.Base(b.data))
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	if r, err = os.Open(b.data); err != nil {
		return err
	}
	defer r.Close() // it is only read
	for batch, err := range file.Read(ctx, r, filepath.Base(b.data), seen.Mapping, 0) {
		if err != nil {
			return err
		}
		for i := range batch.Mentions {
			if len(b.texts) < b.posts {
				b.texts = append(b.texts, strings.TrimSpace(batch.Mentions[i].Title+"\n\n"+batch.Mentions[i].Text))
			}
		}
	}
	return nil
}

// write makes the queries that every language can say, and files for the
// peers: posts with a position a word, its other names behind bars; queries
// operator first.
func (b *bench) write(context.Context) error {
	l := load.NewLexicon(slices.Values(b.texts))
	var out strings.Builder
	tried := 0
	for s := range l.Queries(1) {
		if len(b.parsed) == b.queries {
			break
		}
		tried++
		q, err := query.Parse(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
		said, ok := prefix(q.Root, nil)
		if !ok {
			continue
		}
		b.written = append(b.written, s)
		b.parsed = append(b.parsed, q)
		fmt.Fprintln(&out, strings.Join(said, " "))
	}
	fmt.Printf("%d posts, %d queries; %d others use forms that the peers do not have\n", len(b.texts), len(b.parsed), tried-len(b.parsed))
	if err := os.WriteFile(filepath.Join(b.dir, "queries.txt"), []byte(out.String()), 0o600); err != nil {
		return err
	}
	out.Reset()
	var d text.Doc
	for _, s := range b.texts {
		d.Recut("", s)
		also := d.Body.Also
		for i, w := range d.Body.Words {
			if i > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(w.Norm)
			for len(also) > 0 && int(also[0].Pos) == i {
				out.WriteString("|" + also[0].Norm)
				also = also[1:]
			}
		}
		out.WriteByte('\n')
	}
	return os.WriteFile(filepath.Join(b.dir, "posts.txt"), []byte(out.String()), 0o600)
}

// own measures Vigie and keeps what it matches.
func (b *bench) own(context.Context) error {
	var entries []query.Entry
	for i, q := range b.parsed {
		entries = append(entries, query.Entry{ID: vigie.TopicID(i + 1), Query: q})
	}
	seen := new(query.Frequencies)
	var t text.Tokens
	for _, s := range b.texts[:len(b.texts)/10] {
		t.Recut("", s)
		seen.Learn(&t)
	}
	start := time.Now()
	var err error
	if b.ix, err = query.NewIndex(entries, seen); err != nil {
		return err
	}
	built := time.Since(start)
	var s query.Scratch
	var keys []query.Key
	for _, p := range b.texts[:min(b.checked, len(b.texts))] {
		keys = b.ix.MatchText(&s, "", p, &query.Post{}, keys[:0])
		set := map[int]bool{}
		for _, k := range keys {
			set[int(k.ID)] = true
		}
		b.hits = append(b.hits, set)
	}
	var next, hits atomic.Int64
	var wg sync.WaitGroup
	start = time.Now()
	const rounds = 5
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var s query.Scratch
			var keys []query.Key
			found := 0
			for {
				from := int(next.Add(256)) - 256
				if from >= rounds*len(b.texts) {
					break
				}
				for i := from; i < min(from+256, rounds*len(b.texts)); i++ {
					keys = b.ix.MatchText(&s, "", b.texts[i%len(b.texts)], &query.Post{}, keys[:0])
					found += len(keys)
				}
			}
			hits.Add(int64(found))
		})
	}
	wg.Wait()
	took := time.Since(start)
	n := float64(rounds * len(b.texts))
	fmt.Printf("vigie: index in %.2f s; %.0f posts/s on %d cores, text to matches; %.3f matches a post\n",
		built.Seconds(), n/took.Seconds(), runtime.GOMAXPROCS(0), float64(hits.Load())/n)
	return nil
}

// differ compares the matches of a peer, one line of numbers a post, with
// Vigie's, and prints some of those that differ.
func (b *bench) differ(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // it is only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	both, ours, theirs, shown := 0, 0, 0, 0
	show := func(who string, q, post int) {
		if shown++; shown <= 12 {
			fmt.Printf("  only %s: %s\n    of: %.140q\n", who, b.written[q-1], b.texts[post])
		}
	}
	for post := 0; lines.Scan() && post < len(b.hits); post++ {
		got := map[int]bool{}
		for _, s := range strings.Fields(lines.Text()) {
			var n int
			if _, err := fmt.Sscan(s, &n); err != nil {
				return fmt.Errorf("%s said %q: %w", name, s, err)
			}
			got[n] = true
		}
		for q := range b.hits[post] {
			if got[q] {
				both++
			} else {
				ours++
				show("vigie", q, post)
			}
		}
		for q := range got {
			if !b.hits[post][q] {
				theirs++
				show(name, q, post)
			}
		}
	}
	fmt.Printf("%s: %d matches in common, %d only Vigie's, %d only %s's\n", name, both, ours, theirs, name)
	return lines.Err()
}
