package load

import (
	"context"
	"iter"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// batchPosts is how many posts a batch holds: about what an import hands over
// at once.
const batchPosts = 4000

// Batches cuts the first n posts into batches of a source.
func Batches(posts iter.Seq[vigie.Mention], n int, source vigie.SourceID) iter.Seq2[listen.Batch, error] {
	return func(yield func(listen.Batch, error) bool) {
		if n <= 0 {
			return
		}
		b := listen.Batch{Source: source, Mentions: make([]vigie.Mention, 0, min(n, batchPosts))}
		left := n
		for m := range posts {
			b.Mentions = append(b.Mentions, m)
			left--
			if left > 0 && len(b.Mentions) < batchPosts {
				continue
			}
			if !yield(b, nil) || left == 0 {
				return
			}
			// The last batch may still be read: it is not used again.
			b.Mentions = make([]vigie.Mention, 0, min(left, batchPosts))
		}
	}
}

// Pour takes batches until there are none and returns when all is durable.
type Pour func(ctx context.Context, batches iter.Seq2[listen.Batch, error]) error

// Import measures how many of n posts, gap apart, a second are kept by pour, matching and
// durability included. The making of the posts is in it too: some microseconds
// each, where 20,000 posts a second leave fifty. On a machine that others use
// too, "import.cpu" is the figure to compare: the processor time of a post, on
// all cores.
func Import(ctx context.Context, n int, seed uint64, gap time.Duration, source vigie.SourceID, pour Pour) ([]Result, error) {
	start, before := time.Now(), processorTime()
	if err := pour(ctx, Batches(PostsEvery(seed, gap), n, source)); err != nil {
		return nil, err
	}
	took, used := time.Since(start), processorTime()-before
	s := Settings(map[string]any{"n": n, "seed": seed, "gap": gap.String(), "topics": len(brands), "batch": batchPosts})
	out := []Result{
		{Name: "import", Value: float64(n) / took.Seconds(), Unit: "posts/s", Settings: s},
		{Name: "import.took", Value: took.Seconds(), Unit: "s", Settings: s},
	}
	if used > 0 {
		out = append(out, Result{Name: "import.cpu", Value: float64(used.Microseconds()) / float64(n), Unit: "us/post", Settings: s})
	}
	return out, nil
}
