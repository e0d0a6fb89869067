package load

import (
	"context"
	"errors"
	"iter"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
)

func take(n int, seed uint64) []vigie.Mention {
	var out []vigie.Mention
	for m := range Posts(seed) {
		out = append(out, m)
		if len(out) == n {
			break
		}
	}
	return out
}

func TestPosts(t *testing.T) {
	const n = 20_000
	posts := take(n, 1)
	again := take(50, 1)
	keys, authors, vocabulary := map[vigie.Key]bool{}, map[string]int{}, map[string]int{}
	size := 0
	for i, m := range posts {
		if i < len(again) && m.Text != again[i].Text {
			t.Fatalf("post %d = %q, then %q", i, m.Text, again[i].Text)
		}
		if keys[m.Key] {
			t.Fatalf("key %s is used twice", m.Key)
		}
		keys[m.Key] = true
		authors[m.Author.Key(m.Network, m.Site)]++
		size += len(m.Text)
		for _, w := range strings.Fields(m.Text) {
			vocabulary[w]++
		}
	}
	if mean := size / n; mean < 105 || mean > 125 {
		t.Errorf("mean size = %d bytes, want about 115", mean)
	}
	most, once := 0, 0
	for _, k := range authors {
		most = max(most, k)
		if k == 1 {
			once++
		}
	}
	if len(authors) < n/8 || most < 100 || once < len(authors)/2 {
		t.Errorf("%d authors, %d once, the loudest %d times: not heavy-tailed", len(authors), once, most)
	}
	rare := 0
	for _, k := range vocabulary {
		if k == 1 {
			rare++
		}
	}
	if rare < len(vocabulary)/3 {
		t.Errorf("%d of %d words were used once: the tail is short", rare, len(vocabulary))
	}
	if span := time.Duration(1_000_000) * Gap; span < 700*24*time.Hour || span > 760*24*time.Hour {
		t.Errorf("a million posts take %v, want 24 months", span)
	}
}

func TestTopicsFindTheirPosts(t *testing.T) {
	var queries []*query.Query
	for _, topic := range Topics() {
		q, err := query.Parse(topic.Query)
		if err != nil {
			t.Fatalf("Parse(%s) = %v", topic.Query, err)
		}
		queries = append(queries, q)
	}
	hits, posts := make([]int, len(queries)), take(3000, 2)
	for i := range posts {
		p := query.NewPost(&posts[i], "fr")
		for k, q := range queries {
			if q.Match(p) {
				hits[k]++
			}
		}
	}
	for k, h := range hits {
		if want := 30 * brands[k].share; h < want*2/3 || h > want*4/3 {
			t.Errorf("%s has %d hits of 3000, want about %d", brands[k].name, h, want)
		}
	}
}

func TestQueries(t *testing.T) {
	queries := Queries(1)
	wild := 0
	for _, q := range queries {
		if _, err := query.Parse(q.Text); err != nil {
			// A bare leading wildcard is for searches only; its parse may say so.
			if q.Kind != "wildcard" {
				t.Errorf("Parse(%s) = %v", q.Text, err)
			}
		}
		if q.Kind == "wildcard" {
			wild++
		}
	}
	if len(queries) != 220 || wild != 20 {
		t.Errorf("%d queries of which %d wild, want 220 and 20", len(queries), wild)
	}
}

func TestBatches(t *testing.T) {
	for _, n := range []int{0, 1, 999, 1000, 1001, 2500} {
		got := 0
		for b, err := range Batches(Posts(1), n, 7) {
			if err != nil || b.Source != 7 || len(b.Mentions) == 0 || len(b.Mentions) > batchPosts {
				t.Fatalf("batch of %d from %d, %v", len(b.Mentions), b.Source, err)
			}
			got += len(b.Mentions)
		}
		if got != n {
			t.Errorf("Batches(%d) holds %d posts", n, got)
		}
	}
}

func TestImport(t *testing.T) {
	count := 0
	results, err := Import(t.Context(), 2500, 1, Gap, 1, func(_ context.Context, batches iter.Seq2[listen.Batch, error]) error {
		for b := range batches {
			count += len(b.Mentions)
		}
		return nil
	})
	if err != nil || count != 2500 || results[0].Name != "import" || results[0].Value <= 0 {
		t.Errorf("Import() = %+v, %v after %d posts", results, err, count)
	}
	broken := errors.New("disk full")
	if _, err := Import(t.Context(), 1, 1, Gap, 1, func(context.Context, iter.Seq2[listen.Batch, error]) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("Import() = %v, want %v", err, broken)
	}
}

func TestSearchAndDashboard(t *testing.T) {
	asked := 0
	results, err := Search(t.Context(), 1, 2, func(context.Context, string) error { asked++; return nil }, map[string]any{"n": 5})
	if err != nil || asked != 3*220 || len(results) != 18 {
		t.Errorf("Search() = %d results, %v after %d searches", len(results), err, asked)
	}
	if got := results[0].Settings["samples"]; got != 400 {
		t.Errorf("words were sampled %v times, want 400", got)
	}
	runs := 0
	results, err = Dashboard(t.Context(), []Page{{"today", func(context.Context) error { runs++; return nil }}}, 3, nil)
	if err != nil || runs != 5 || len(results) != 8 || results[3].Name != "dashboard.today.p50" || results[6].Name != "dashboard.first.worst" || results[7].Name != "dashboard.today.first" {
		t.Errorf("Dashboard() = %+v, %v after %d runs", results, err, runs)
	}
	results, err = Once(t.Context(), []Page{{"today", func(context.Context) error { runs++; return nil }}}, "anew", nil)
	if err != nil || runs != 6 || len(results) != 2 || results[0].Name != "dashboard.anew.worst" || results[1].Name != "dashboard.today.anew" {
		t.Errorf("Once() = %+v, %v after %d runs", results, err, runs)
	}
	broken := errors.New("no such table")
	if _, err := Search(t.Context(), 1, 1, func(context.Context, string) error { return broken }, nil); !errors.Is(err, broken) {
		t.Errorf("Search() = %v, want %v", err, broken)
	}
}

func TestStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := 0
		results, err := Start(t.Context(), 3, time.Second, func(context.Context) (Launched, error) {
			begun := time.Now()
			return Launched{
				PID: os.Getpid(),
				Healthy: func(context.Context) error {
					if time.Since(begun) < 300*time.Millisecond {
						return errors.New("starting")
					}
					return nil
				},
				Stop: func() error { stopped++; return nil },
			}, nil
		}, nil)
		if err != nil || stopped != 3 || results[0].Value != .3 {
			t.Errorf("Start() = %+v, %v, stopped %d", results, err, stopped)
		}
	})
}

func TestResident(t *testing.T) {
	for _, c := range []struct {
		name, status string
		want         int64
		fails        bool
	}{
		{"ordinary", "Name:\tvigie\nVmRSS:\t   81234 kB\nThreads:\t9\n", 81234 * 1024, false},
		{"absent", "Name:\tkthread\n", 0, true},
		{"garbled", "VmRSS:\tmuch kB\n", 0, true},
	} {
		got, err := residentOf([]byte(c.status))
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: residentOf() = %d, %v, want %d", c.name, got, err, c.want)
		}
	}
}

func TestPercentile(t *testing.T) {
	ten := []time.Duration{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	for _, c := range []struct {
		name   string
		sample []time.Duration
		share  float64
		want   time.Duration
	}{
		{"empty", nil, .5, 0},
		{"one", ten[:1], .99, 10},
		{"half of ten", ten, .5, 5},
		{"95th of ten", ten, .95, 10},
		{"zeroth", ten, 0, 1},
	} {
		if got := Percentile(c.sample, c.share); got != c.want {
			t.Errorf("%s: Percentile(%v) = %v, want %v", c.name, c.share, got, c.want)
		}
	}
	if ten[0] != 10 {
		t.Error("Percentile sorted the sample in place")
	}
}

func TestSettings(t *testing.T) {
	if got := Settings(map[string]any{"n": 3, "go": "1"}); got["cores"] == nil || got["n"] != 3 || got["go"] != "1" {
		t.Errorf("Settings = %v, want the machine's, and those given", got)
	}
}

func BenchmarkPosts(b *testing.B) {
	next, stop := iter.Pull(Posts(1))
	defer stop()
	next()
	b.ResetTimer()
	for b.Loop() {
		next()
	}
}
