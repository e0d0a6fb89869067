package load

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Matching says what Match measures.
type Matching struct {
	Posts   []vigie.Mention // at least a few thousand; the first tenth teaches the index what is rare
	Queries int
	Seed    uint64
	Span    time.Duration // of each measurement; 0 means two seconds
	From    string        // where the posts come from, for the settings
}

// MatchingLeast is the fewest posts that Match takes.
const MatchingLeast = 100

// changes is how many queries are put while posts are matched.
const changes = 200

// matching is one measure.
type matching struct {
	Matching
	taught []vigie.Mention
	posts  []post
	ix     *query.Index
	with   map[string]any
	out    []Result
}

// post is a text and what is known of it.
type post struct {
	title, body string
	query.Post
}

// Match measures the matcher: one index of many queries, written by Queries of
// the posts' own words and parsed, against posts that are folded, cut and
// matched from their text, over and over.
func Match(ctx context.Context, m Matching) ([]Result, error) {
	if len(m.Posts) < MatchingLeast {
		return nil, errors.New("too few posts to measure matching with")
	}
	if m.Span == 0 {
		m.Span = 2 * time.Second
	}
	x := &matching{Matching: m}
	x.prepare()
	for _, step := range []func(context.Context) error{x.compile, x.once, x.speed, x.latency, x.live} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return x.out, nil
}

func (x *matching) note(name string, value float64, unit string, more map[string]any) {
	s := Settings(x.with)
	for k, v := range more {
		s[k] = v
	}
	x.out = append(x.out, Result{Name: name, Value: value, Unit: unit, Settings: s})
}

func (x *matching) prepare() {
	x.taught = x.Posts[:min(len(x.Posts)/10, 10_000)]
	bytes := 0
	for i := range x.Posts[len(x.taught):] {
		m := &x.Posts[len(x.taught)+i]
		bytes += len(m.Title) + len(m.Text)
		x.posts = append(x.posts, post{m.Title, m.Text, query.Post{Lang: m.Declared, Channel: m.Channel, Site: m.Site}})
	}
	x.with = map[string]any{
		"queries": x.Queries, "posts": len(x.posts), "bytes_mean": bytes / len(x.posts), "seed": x.Seed, "from": x.From,
	}
}

// compile writes the queries, parses them and makes the index.
func (x *matching) compile(ctx context.Context) error {
	l := NewLexicon(func(yield func(string) bool) {
		for i := range x.Posts {
			if !yield(x.Posts[i].Title+" "+x.Posts[i].Text) || ctx.Err() != nil {
				return
			}
		}
	})
	written := make([]string, 0, x.Queries)
	for s := range l.Queries(x.Seed) {
		if len(written) == x.Queries || ctx.Err() != nil {
			break
		}
		written = append(written, s)
	}
	start := time.Now()
	entries := make([]query.Entry, 0, len(written))
	for i, s := range written {
		q, err := query.Parse(s)
		if err != nil {
			return fmt.Errorf("query %d, %s: %w", i, s, err)
		}
		entries = append(entries, query.Entry{ID: vigie.TopicID(i + 1), Version: 1, Query: q})
	}
	parse := time.Since(start)

	seen := new(query.Frequencies)
	var t text.Tokens
	for i := range x.taught {
		t.Recut(x.taught[i].Title, x.taught[i].Text)
		seen.Learn(&t)
	}
	before := heap()
	start = time.Now()
	ix, err := query.NewIndex(entries, seen)
	if err != nil {
		return err
	}
	took := time.Since(start)
	x.ix = ix
	after := heap()
	runtime.KeepAlive(entries)
	clear(entries)
	x.note("match.compile", took.Seconds(), "s", map[string]any{"parse_s": parse.Seconds()})
	x.note("match.memory", float64(after-before)/1e6, "MB", map[string]any{"queries_kept_mb": float64(ix.Bytes()) / 1e6})
	return ctx.Err()
}

// heap returns the live bytes of the heap.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// once counts what all posts match, and what that allocates.
func (x *matching) once(ctx context.Context) error {
	var s query.Scratch
	dst := make([]query.Key, 0, 1024)
	hits := 0
	pass := func() {
		hits = 0
		for i := range x.posts {
			p := &x.posts[i]
			dst = x.ix.MatchText(&s, p.title, p.body, &p.Post, dst[:0])
			hits += len(dst)
		}
	}
	pass() // grows the scratch
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	pass()
	runtime.ReadMemStats(&b)
	n := float64(len(x.posts))
	x.note("match.hits", float64(hits)/n, "hits/post", nil)
	x.note("match.allocations", float64(b.Mallocs-a.Mallocs)/n, "allocations/post", nil)
	return ctx.Err()
}

// run matches posts on several goroutines until span is over, and returns how
// many were matched, in how much time.
func (x *matching) run(ctx context.Context, goroutines int, span time.Duration) (posts int64, took, cpu time.Duration) {
	var total atomic.Int64
	var wg sync.WaitGroup
	start, used := time.Now(), processorTime()
	for g := range goroutines {
		wg.Go(func() {
			var s query.Scratch
			dst := make([]query.Key, 0, 1024)
			n := 0
			for i := g * len(x.posts) / goroutines; ; i++ {
				if n++; n%64 == 0 && (time.Since(start) > span || ctx.Err() != nil) {
					break
				}
				p := &x.posts[i%len(x.posts)]
				dst = x.ix.MatchText(&s, p.title, p.body, &p.Post, dst[:0])
			}
			total.Add(int64(n))
		})
	}
	wg.Wait()
	return total.Load(), time.Since(start), processorTime() - used
}

// speed measures posts a second on one core and on all.
func (x *matching) speed(ctx context.Context) error {
	cores := runtime.GOMAXPROCS(0)
	for _, m := range []struct {
		name  string
		cores int
	}{{"match.one_core", 1}, {"match", cores}} {
		posts, took, cpu := x.run(ctx, m.cores, x.Span)
		more := map[string]any{"goroutines": m.cores}
		if cpu > 0 {
			// What a core would do that had nothing else to do.
			more["posts_per_cpu_second"] = float64(posts) / cpu.Seconds()
		}
		x.note(m.name, float64(posts)/took.Seconds(), "posts/s", more)
	}
	return ctx.Err()
}

// latency measures how long each post takes.
func (x *matching) latency(ctx context.Context) error {
	var s query.Scratch
	dst := make([]query.Key, 0, 1024)
	sample := make([]time.Duration, 0, len(x.posts))
	for i := range x.posts {
		p := &x.posts[i]
		start := time.Now()
		dst = x.ix.MatchText(&s, p.title, p.body, &p.Post, dst[:0])
		sample = append(sample, time.Since(start))
	}
	us := func(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
	x.note("match.p99", us(Percentile(sample, .99)), "us", map[string]any{"p50_us": us(Percentile(sample, .5)), "p999_us": us(Percentile(sample, .999))})
	return ctx.Err()
}

// live measures how soon a changed query is seen, and how long a post takes at
// most meanwhile, with all cores matching. Where the cores are fewer than those
// who want one, a reader that is pushed aside waits for the scheduler, whatever
// it reads: what nobody can do about it, is told by a second round in which the
// readers do nothing but look at the clock.
func (x *matching) live(ctx context.Context) error {
	sample, longest, err := x.disturbed(ctx, 0, func(s *query.Scratch, dst []query.Key, p *post) []query.Key {
		return x.ix.MatchText(s, p.title, p.body, &p.Post, dst[:0])
	})
	if err != nil {
		return err
	}
	_, empty, err := x.disturbed(ctx, changes, func(_ *query.Scratch, dst []query.Key, _ *post) []query.Key { return dst })
	if err != nil {
		return err
	}
	x.note("match.add_seen", milliseconds(Percentile(sample, 1)), "ms", map[string]any{"changes": len(sample), "p50_ms": milliseconds(Median(sample))})
	x.note("match.reader_pause", milliseconds(longest), "ms", map[string]any{"changes": len(sample), "empty_loop_ms": milliseconds(empty)})
	return nil
}

// disturbed lets a reader on each core do step over and over, while queries
// change, from the change first on. It returns how long each change took to be
// seen, and a step at most.
func (x *matching) disturbed(ctx context.Context, first int, step func(*query.Scratch, []query.Key, *post) []query.Key) (sample []time.Duration, most time.Duration, err error) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	longest := make([]time.Duration, runtime.GOMAXPROCS(0))
	for g := range longest {
		wg.Go(func() {
			var s query.Scratch
			dst := make([]query.Key, 0, 1024)
			for i := g * len(x.posts) / len(longest); ; i++ {
				select {
				case <-done:
					return
				default:
				}
				start := time.Now()
				dst = step(&s, dst, &x.posts[i%len(x.posts)])
				longest[g] = max(longest[g], time.Since(start))
			}
		})
	}
	sample, err = x.change(ctx, first)
	close(done)
	wg.Wait()
	x.ix.Settle()
	return sample, slices.Max(longest), err
}

// change replaces queries one by one and adds new ones, changes of them from
// the change first on, and waits each time until a post finds the new one.
func (x *matching) change(ctx context.Context, first int) ([]time.Duration, error) {
	var sample []time.Duration
	var s query.Scratch
	for k := first; k < first+changes; k++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		word := fmt.Sprintf("vigiebench%dx", k)
		id := vigie.TopicID(1 + k*7919%max(x.Queries, 1))
		if k%2 == 0 {
			id = vigie.TopicID(x.Queries + 1 + k)
		}
		start := time.Now()
		q, err := query.Parse(word + " OR (" + word + "s NOT emploi)")
		if err != nil {
			return nil, err
		}
		if err := x.ix.Put(query.Entry{ID: id, Version: 2, Query: q}); err != nil {
			return nil, err
		}
		for {
			keys := x.ix.MatchText(&s, "", "on parle de "+word, &query.Post{}, nil)
			if len(keys) == 1 && keys[0].ID == id {
				break
			}
			if time.Since(start) > 5*time.Second {
				return nil, fmt.Errorf("query %d was not seen within 5 s", id)
			}
		}
		sample = append(sample, time.Since(start))
	}
	return sample, nil
}
