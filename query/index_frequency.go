package query

import (
	"sync/atomic"

	"vigie.example/vigie/text"
)

// Frequencies counts in how many posts words stand, roughly: each word has a
// counter in each of four rows, shared with others, of which the lowest counts
// (a count-min sketch: Cormode and Muthukrishnan 2005). So a rare word may be
// taken for more common than it is, once in many thousand, never for rarer. (In
// one row, one name in forty shares its counter with a common word, and its
// query would be filed under others that most posts have.) An Index files each query under its rarest necessary words; what it
// does not know it guesses from their length. The zero Frequencies knows
// nothing. It is safe for several goroutines.
type Frequencies struct {
	posts  atomic.Int64
	counts [4][1 << 16]atomic.Uint32
}

// Learn counts the words of a post. A few thousand posts of the kind that will
// be matched are enough.
func (f *Frequencies) Learn(t *text.Tokens) {
	f.posts.Add(1)
	for _, field := range []*text.TokenField{&t.Title, &t.Body} {
		for _, list := range [][]text.Token{field.Words, field.Also} {
			for i := range list {
				for row := range f.counts {
					f.counts[row][counterOf(list[i].Hash, row)].Add(1)
				}
			}
		}
	}
}

// counterOf returns the counter of a word in a row.
func counterOf(hash uint64, row int) uint16 { return uint16(hash >> (16 * row)) }

// count returns in how many posts a word stood, at most.
func (f *Frequencies) count(hash uint64) uint32 {
	least := f.counts[0][counterOf(hash, 0)].Load()
	for row := range f.counts {
		least = min(least, f.counts[row][counterOf(hash, row)].Load())
	}
	return least
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
	return (float64(f.count(t.hash)) + guess*guessWeight) / (posts + guessWeight)
}
