package load

import (
	"runtime"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
)

// storyBatch is how many posts are grouped at once; repostEvery, that each so
// many repeats one before.
const (
	storyBatch  = 1000
	repostEvery = 10
)

// Stories measures the grouping of n short posts of one window of thirty days,
// a tenth of them reposts: how many a second are sketched, looked up and added
// (cutting them into words is the watch's and not counted), what one costs when
// so many are held, and the memory they take. Reposts that were not grouped are
// told, for a fast grouping must still be one.
func Stories(n int, seed uint64) []Result {
	var g story.Grouper
	doc := new(text.Doc)
	var spent, part time.Duration
	posts := make([]vigie.Mention, 0, storyBatch)
	var past []string // texts to repeat
	asked, missed, done := 0, 0, 0
	var out []Result
	settings := func() map[string]any {
		return Settings(map[string]any{"posts": done, "seed": seed, "reposts": asked})
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	marks := map[int]string{10_000: "10k", 100_000: "100k", 1_000_000: "1m", 2_000_000: "2m"}
	since := 0 // items that part is of
	for m := range Posts(seed) {
		at := begin.Add(time.Duration(done+len(posts)) * (story.Window / time.Duration(n)))
		m.Published, m.Heard = at, at
		posts = append(posts, m)
		if len(posts) < min(storyBatch, n-done) {
			continue
		}
		var repeats [storyBatch]bool
		for i := range posts {
			if i%repostEvery == 0 && len(past) > 0 {
				posts[i].Text, repeats[i] = "RT "+past[(done+i)*7919%len(past)], true
			}
		}
		took := 0
		b := g.Begin(at)
		for i := range posts {
			doc.Recut("", posts[i].Text)
			start := time.Now()
			s := story.Of(&posts[i], doc)
			of := b.Join(&s, posts[i].Published)
			part += time.Since(start)
			if repeats[i] {
				asked++
				if len(of) == 0 {
					missed++
				}
			}
			took++
		}
		b.End(func(i int) vigie.MentionID { return vigie.FirstMentionID(posts[i].Published) + vigie.MentionID(i) })
		if len(past) < 10_000 {
			for i := 1; i < len(posts); i += 50 {
				past = append(past, posts[i].Author.Account+": "+posts[i].Text)
			}
		}
		done += took
		since += took
		posts = posts[:0]
		if name, ok := marks[done]; ok {
			out = append(out, Result{Name: "stories." + name, Value: float64(part.Nanoseconds()) / float64(since) / 1000, Unit: "us/post", Settings: settings()})
		}
		if _, ok := marks[done]; ok || done >= n {
			spent += part
			part, since = 0, 0
		}
		if done >= n {
			break
		}
	}
	items, bytes := g.Held()
	var after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := settings()
	held["held"], held["heap"] = items, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20
	runtime.KeepAlive(&g)
	return append(
		out,
		Result{Name: "stories.rate", Value: float64(done) / max(spent.Seconds(), 1e-9), Unit: "posts/s", Settings: settings()},
		Result{Name: "stories.memory", Value: float64(bytes) / (1 << 20), Unit: "MB", Settings: held},
		Result{Name: "stories.missed", Value: float64(missed), Unit: "count", Settings: settings()},
	)
}
