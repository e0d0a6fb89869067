package query

import (
	"sync/atomic"

	"vigie.example/vigie/text"
)

// Frequencies counts in how many posts words stand, roughly: words share
// counters, so a rare one may be taken for more common than it is, never for
// rarer. An Index files each query under its rarest necessary words; what it
// does not know it guesses from their length. The zero Frequencies knows
// nothing. It is safe for several goroutines.
type Frequencies struct {
	posts  atomic.Int64
	counts [1 << 16]atomic.Uint32
}

// Learn counts the words of a post. A few thousand posts of the kind that will
// be matched are enough.
func (f *Frequencies) Learn(t *text.Tokens) {
	f.posts.Add(1)
	for _, field := range []*text.TokenField{&t.Title, &t.Body} {
		for _, list := range [][]text.Token{field.Words, field.Also} {
			for i := range list {
				f.counts[list[i].Hash>>48].Add(1)
			}
		}
	}
}

// guessWeight is how many posts a guess from a word's length is worth.
const guessWeight = 20

// share estimates the share of posts that have t.
func (f *Frequencies) share(t *term) float64 {
	n := float64(max(t.size, 1))
	guess := .5 / (n * n * n)
	if t.pattern != "" {
		return min(10*guess, 1) // a beginning has many endings
	}
	if f == nil {
		return guess
	}
	posts := float64(f.posts.Load())
	return (float64(f.counts[t.hash>>48].Load()) + guess*guessWeight) / (posts + guessWeight)
}
