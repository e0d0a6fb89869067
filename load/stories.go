package load

import (
	"iter"
	"runtime"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
)

// storyBatch is how many posts are grouped at once; repostEvery, that each so
// many repeats one before; storyProbe, on how many batches the cost at a size
// is measured.
const (
	storyBatch  = 1000
	repostEvery = 10
	storyProbe  = 40
)

// storySizes are the sizes at which what one post costs is told.
var storySizes = []struct {
	n    int
	name string
}{{10_000, "10k"}, {100_000, "100k"}, {1_000_000, "1m"}, {2_000_000, "2m"}}

// Stories measures the grouping of short posts, a tenth of them reposts. For
// each size up to n a window of thirty days is filled with so many, and then as
// time goes on 40,000 more arrive at the same pace, while the oldest are
// forgotten: what one of these costs, as the median of batches of a thousand
// (others on the machine slow some), told for 10 thousand, 100 thousand, one and
// two million. Then, of a window of n: how many posts a second were sketched,
// looked up and added (cutting them into words is the watch's and not counted),
// and the memory they take. Reposts that were not grouped are told, for a fast
// grouping must still be one.
func Stories(n int, seed uint64) []Result {
	next, stop := iter.Pull(Posts(seed))
	defer stop()
	var out []Result
	for _, size := range storySizes {
		if size.n > n {
			break
		}
		w := newStoryWindow(size.n, next)
		w.bring(size.n)
		w.costs = w.costs[:0]
		w.bring(storyProbe * storyBatch)
		slices.Sort(w.costs)
		out = append(out, Result{Name: "stories." + size.name, Value: w.costs[len(w.costs)/2], Unit: "us/post", Settings: w.settings(size.n, seed)})
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w := newStoryWindow(n, next)
	w.bring(n)
	runtime.GC()
	runtime.ReadMemStats(&after)
	items, bytes := w.g.Held()
	held := w.settings(n, seed)
	held["held"], held["heap"] = items, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20
	return append(
		out,
		Result{Name: "stories.rate", Value: float64(w.done) / max(w.spent.Seconds(), 1e-9), Unit: "posts/s", Settings: w.settings(n, seed)},
		Result{Name: "stories.memory", Value: float64(bytes) / (1 << 20), Unit: "MB", Settings: held},
		Result{Name: "stories.missed", Value: float64(w.missed), Unit: "count", Settings: w.settings(n, seed)},
	)
}

// storyWindow is a grouping under measure.
type storyWindow struct {
	g    story.Grouper
	next func() (vigie.Mention, bool)
	doc  *text.Doc
	gap  time.Duration // between two posts
	past []string      // texts to repeat

	done, asked, missed int // posts, reposts among them, reposts not grouped
	spent               time.Duration
	costs               []float64 // of each batch, in us a post
}

func newStoryWindow(n int, next func() (vigie.Mention, bool)) *storyWindow {
	return &storyWindow{next: next, doc: new(text.Doc), gap: story.Window / time.Duration(n)}
}

func (w *storyWindow) settings(n int, seed uint64) map[string]any {
	return Settings(map[string]any{"posts": n, "seed": seed, "reposts": w.asked})
}

// bring groups n more posts.
func (w *storyWindow) bring(n int) {
	posts := make([]vigie.Mention, 0, storyBatch)
	for n > 0 {
		posts = posts[:0]
		for range min(n, storyBatch) {
			m, ok := w.next()
			if !ok {
				return
			}
			m.Published = begin.Add(time.Duration(w.done+len(posts)) * w.gap)
			m.Heard = m.Published
			posts = append(posts, m)
		}
		n -= len(posts)
		w.group(posts)
	}
}

// group groups a batch of posts.
func (w *storyWindow) group(posts []vigie.Mention) {
	var took time.Duration
	b := w.g.Begin(posts[len(posts)-1].Published)
	for i := range posts {
		repeat := i%repostEvery == 0 && len(w.past) > 0
		if repeat {
			posts[i].Text = "RT " + w.past[(w.done+i)*7919%len(w.past)]
		}
		w.doc.Recut("", posts[i].Text)
		start := time.Now()
		s := story.Of(&posts[i], w.doc)
		of := b.Join(&s, posts[i].Published)
		took += time.Since(start)
		if repeat {
			w.asked++
			if len(of) == 0 {
				w.missed++
			}
		}
	}
	b.End(func(i int) vigie.MentionID { return vigie.FirstMentionID(posts[i].Published) + vigie.MentionID(i) })
	if len(w.past) < 10_000 {
		for i := 1; i < len(posts); i += 50 {
			w.past = append(w.past, posts[i].Author.Account+": "+posts[i].Text)
		}
	}
	w.done += len(posts)
	w.spent += took
	w.costs = append(w.costs, float64(took.Nanoseconds())/float64(len(posts))/1000)
}
