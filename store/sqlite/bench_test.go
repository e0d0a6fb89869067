package sqlite

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// posts makes short posts like those of a microblog, about 115 bytes. Its
// vocabulary grows as that of real ones does (20,000 words in 14,000 posts).
type posts struct {
	rng  *rand.Rand
	zipf *rand.Zipf
	n    int
	at   time.Time
	step time.Duration
}

func newPosts(step time.Duration) *posts {
	rng := rand.New(rand.NewPCG(1, 2))
	return &posts{
		rng: rng, zipf: rand.NewZipf(rng, 1.3, 3, 1_000_000),
		at: time.Date(2025, 5, 1, 6, 0, 0, 0, time.UTC), step: step,
	}
}

// wordOf spells word number n.
func wordOf(n uint64) string {
	const a, b = "bcdfglmnprstv", "aeiou"
	var s strings.Builder
	for n += 70; n > 0; n /= 65 {
		s.WriteByte(a[n%13])
		s.WriteByte(b[n/13%5])
	}
	return s.String()
}

var langs = []string{"fr", "fr", "fr", "en", "es", ""}

func (p *posts) next() watch.Item {
	p.n++
	p.at = p.at.Add(time.Duration(p.rng.Int64N(int64(2 * p.step))))
	var b strings.Builder
	topic := p.rng.IntN(6)
	fmt.Fprintf(&b, "@marque%d", topic)
	for b.Len() < 115 {
		b.WriteByte(' ')
		b.WriteString(wordOf(p.zipf.Uint64()))
	}
	author := fmt.Sprintf("u%d", p.rng.IntN(300_000))
	return watch.Item{
		Mention: vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("net:%d", 900000000+p.n)), Network: "net", Channel: vigie.Social,
			Site: "net.example", URL: fmt.Sprintf("https://net.example/%s/%d", author, 900000000+p.n),
			Text: b.String(), Author: vigie.Author{Account: author, Name: "Nom " + author}, Published: p.at, Heard: p.at.Add(time.Minute),
		},
		Reading: vigie.Reading{Lang: langs[p.rng.IntN(len(langs))], Maker: "language/1"},
		Matches: []vigie.Match{{Topic: vigie.TopicID(topic + 1), Version: 1}},
		Keep:    true,
	}
}

func (p *posts) batch(n int) watch.Saving {
	s := watch.Saving{Source: 1, At: p.at}
	for range n {
		it := p.next()
		it.Doc = text.Cut(it.Mention.Title, it.Mention.Text)
		s.Items = append(s.Items, it)
	}
	return s
}

func openStore(tb testing.TB, dir string) *Store {
	tb.Helper()
	o := Options{Log: slog.New(slog.DiscardHandler)}
	if _, ok := tb.(*testing.T); ok {
		o.Counting = time.Minute // what is counted must not hang on the machine
	}
	s, err := Open(context.Background(), dir, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// BenchmarkSave saves batches of 2,000 short posts whose words are already
// cut, durably, one after another. It reports posts a second.
func BenchmarkSave(b *testing.B) {
	for _, size := range []int{1000, 2000, 5000} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			s := openStore(b, b.TempDir())
			p := newPosts(40 * time.Second)
			var took time.Duration
			n := 0
			for b.Loop() {
				b.StopTimer()
				sv := p.batch(size)
				b.StartTimer()
				start := time.Now()
				if _, err := s.Save(context.Background(), sv); err != nil {
					b.Fatal(err)
				}
				took += time.Since(start)
				n += size
			}
			b.ReportMetric(float64(n)/took.Seconds(), "posts/s")
		})
	}
}
