package sqlite

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

var (
	howMany = flag.Int("posts", 100_000, "how many posts the benchmarks of reading stand on")
	where   = flag.String("store", "", "folder of the store they read, made when empty; a temporary one by default")
)

// filled opens a store with howMany posts over 18 months.
func filled(b *testing.B) *Store {
	b.Helper()
	dir := *where
	if dir == "" {
		dir = filepath.Join(os.TempDir(), fmt.Sprintf("vigie-bench-%d", *howMany))
		b.Cleanup(func() { _ = os.RemoveAll(dir) })
	}
	s := openStore(b, dir)
	e, err := s.Extent(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if e.Kept > 0 {
		return s
	}
	p := newPosts(540 * 24 * time.Hour / time.Duration(*howMany))
	start := time.Now()
	for done := 0; done < *howMany; done += 5000 {
		if _, err := s.Save(b.Context(), p.batch(min(5000, *howMany-done))); err != nil {
			b.Fatal(err)
		}
	}
	e, err = s.Extent(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d posts in %v, %d bytes a post", e.Kept, time.Since(start), e.Bytes/e.Kept)
	return s
}

// p95 runs do once each with its argument and reports the 95th percentile.
func p95[T any](b *testing.B, args []T, do func(T) error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		for _, a := range args {
			start := time.Now()
			if err := do(a); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSearch measures first pages with their counts.
func BenchmarkSearch(b *testing.B) {
	s := filled(b)
	word := func(n int) string { return wordOf(uint64(n)) }
	var words, phrases, patterns []string
	for _, n := range []int{0, 1, 2, 5, 10, 40, 100, 300, 1000, 5000, 30000} {
		words = append(words, word(n), word(n)+" "+word(n/2+3), word(n)+" OR "+word(n+1), "@marque2 "+word(n))
		w := word(n)
		patterns = append(patterns, "*"+w[min(2, len(w)-2):], "*"+w[:3]+"*")
	}
	// Phrases as they are said: words in a row of some posts.
	p := newPosts(time.Minute)
	for i := range 60 {
		said := strings.Fields(p.next().Mention.Text)
		at := 1 + i%(len(said)-4)
		phrases = append(phrases, `"`+strings.Join(said[at:at+2+i%2], " ")+`"`)
	}
	for _, g := range []struct {
		name string
		list []string
		f    vigie.Filter
	}{
		{"words", words, vigie.Filter{}},
		{"phrases", phrases, vigie.Filter{}},
		{"leading wildcards", patterns, vigie.Filter{}},
		{"words in a topic", words, vigie.Filter{Topics: []vigie.TopicID{3}}},
		{"words in a language", words, vigie.Filter{Langs: []string{"es"}}},
	} {
		b.Run(g.name, func(b *testing.B) {
			p95(b, g.list, func(text string) error {
				q, err := query.Parse(text)
				if err != nil {
					return fmt.Errorf("%s: %w", text, err)
				}
				start := time.Now()
				page, err := s.Search(b.Context(), query.Search{Query: q, Filter: g.f})
				if took := time.Since(start); testing.Verbose() && took > 100*time.Millisecond {
					b.Logf("%s: %v, counts %d (more: %v)", text, took, page.Count, page.More)
				}
				return err
			})
		})
	}
	b.Run("no query", func(b *testing.B) {
		own := false
		p95(b, []vigie.Filter{{}, {Topics: []vigie.TopicID{1}}, {Topics: []vigie.TopicID{1, 2, 3}}, {Author: "net:u77"}, {Langs: []string{"es"}}, {Own: &own}},
			func(f vigie.Filter) error {
				_, err := s.Search(b.Context(), query.Search{Filter: f})
				return err
			})
	})
}

// BenchmarkCount measures the figures of a dashboard over 13 weeks and five
// brands.
func BenchmarkCount(b *testing.B) {
	s := filled(b)
	e, err := s.Extent(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	brands := []vigie.TopicID{1, 2, 3, 4, 5}
	quarter := vigie.Filter{Topics: brands, From: e.Newest.AddDate(0, 0, -90), To: e.Newest}
	fr := quarter
	fr.Langs = []string{"fr"}
	fr.Channels = []vigie.Channel{vigie.Social}
	year := vigie.Filter{Topics: brands, From: e.Newest.AddDate(-1, 0, 0), To: e.Newest}
	for _, g := range []struct {
		name string
		q    measure.Question
	}{
		{"weekly mentions", measure.Question{Filter: quarter, Step: measure.Week}},
		{"daily mentions by language", measure.Question{Filter: quarter, Step: measure.Day, Split: measure.ByLang}},
		{"hourly mentions of a week", measure.Question{Filter: vigie.Filter{Topics: brands, From: e.Newest.AddDate(0, 0, -7), To: e.Newest}, Step: measure.Hour}},
		{"weekly voices", measure.Question{Filter: quarter, Unit: measure.Voices, Step: measure.Week}},
		{"weekly voices by channel", measure.Question{Filter: quarter, Unit: measure.Voices, Step: measure.Week, Split: measure.ByChannel}},
		{"weekly voices by site", measure.Question{Filter: quarter, Unit: measure.Voices, Step: measure.Week, Split: measure.BySite}},
		{"mentions in two conditions", measure.Question{Filter: fr, Step: measure.Week}},
		{"largest authors", measure.Question{Filter: quarter, Split: measure.ByAuthor, Most: 10}},
		{"monthly voices of a year", measure.Question{Filter: year, Unit: measure.Voices, Step: measure.Month}},
	} {
		b.Run(g.name, func(b *testing.B) {
			s.voices.clear()
			start := time.Now()
			if _, err := s.Count(b.Context(), g.q); err != nil {
				b.Fatal(err)
			}
			cold := time.Since(start)
			p95(b, []measure.Question{g.q}, func(q measure.Question) error {
				_, err := s.Count(b.Context(), q)
				return err
			})
			b.ReportMetric(float64(cold.Microseconds())/1000, "cold-ms")
		})
	}
}

// BenchmarkOpen measures opening a filled store.
func BenchmarkOpen(b *testing.B) {
	s := filled(b)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	p95(b, []string{s.dir}, func(dir string) error {
		s, err := Open(b.Context(), dir, Options{})
		if err != nil {
			return err
		}
		return s.Close()
	})
}

// BenchmarkReread decides the whole archive again for one topic, as package
// watch does.
func BenchmarkReread(b *testing.B) {
	s := filled(b)
	for _, text := range []string{"@marque2", "*ba"} {
		b.Run(text, func(b *testing.B) {
			q, err := query.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				looked, joined := 0, 0
				for before := vigie.MentionID(math.MaxInt64); before > 0; {
					r := watch.Rematch{Topic: 77, To: before}
					bound, err := s.Candidates(b.Context(), q.Need(), before, 2000, func(k vigie.Kept) bool {
						looked++
						if q.Match(query.NewPost(&k.Mention, k.Reading.Lang)) {
							r.Hits = append(r.Hits, watch.Hit{Mention: k.Mention.ID, Match: vigie.Match{Topic: 77, Version: 1}})
						}
						return true
					})
					if err != nil {
						b.Fatal(err)
					}
					r.From = bound
					n, _, err := s.Rematch(b.Context(), r)
					if err != nil {
						b.Fatal(err)
					}
					joined += n
					before = bound
				}
				b.Logf("looked at %d, %d joined", looked, joined)
				b.StopTimer()
				if _, _, err := s.Rematch(context.Background(), watch.Rematch{Topic: 77, To: math.MaxInt64}); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}
