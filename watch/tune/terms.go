package tune

import (
	"cmp"
	"math"
	"slices"
)

// Telling is a term that tells two sets of answers apart.
type Telling struct {
	Term
	No, Yes int // answers of each kind that meet it
	// Z is how surely it belongs to one side: the log-odds over its deviation.
	Z float64
	// on are the posts of the pool that meet it.
	on []int
}

const (
	// leastHits is in how many answers of one kind a term must stand: what stands
	// in one alone says nothing of others.
	leastHits = 2
	// sureEnough is the least Z: one in ten such by chance, for one term.
	sureEnough = 1.28
	// priorPosts is the weight, in posts, of what the whole pool says of a term
	// before answers are believed.
	priorPosts = 2
	// termsMost is how many terms are proposed at most.
	termsMost = 12
	// sameTerm: terms that stand in so large a part of each other's posts are one.
	sameTerm = 0.8
)

// Excludes returns terms of what was refused, the surest first: candidates for
// an exclusion.
func (p *Pool) Excludes(a Answers) []Telling { return p.telling(a.No, a.Yes, termsMost) }

// telling returns the terms of one set of posts against another. (Log-odds with
// an informative Dirichlet prior, here of two outcomes a post, the prior being
// the whole pool: B. Monroe, M. Colaresi, K. Quinn, Fightin' Words, Political
// Analysis 16, 2008.)
func (p *Pool) telling(these, those []int, most int) []Telling {
	here, there := p.counts(these), p.counts(those)
	var all []Telling
	for t, k := range here {
		if k < leastHits {
			continue
		}
		prior := priorPosts * float64(p.terms[t].N) / float64(len(p.posts))
		odds, variance := 0.0, 0.0
		for _, side := range []struct {
			sign float64
			k, n int
		}{{1, k, len(these)}, {-1, there[t], len(those)}} {
			with, without := float64(side.k)+prior, float64(side.n-side.k)+priorPosts-prior
			if without <= 0 { // every post of the pool meets it: it tells nothing
				with, without = 1, 1
			}
			odds += side.sign * math.Log(with/without)
			variance += 1/with + 1/without
		}
		if z := odds / math.Sqrt(variance); z >= sureEnough && k > 2*there[t] {
			all = append(all, Telling{Term: p.terms[t], No: k, Yes: there[t], Z: z, on: p.having(t)})
		}
	}
	slices.SortFunc(all, func(a, b Telling) int {
		return cmp.Or(cmp.Compare(b.Z, a.Z), cmp.Compare(len(a.Clause), len(b.Clause)), cmp.Compare(a.Clause, b.Clause))
	})
	var out []Telling
	for _, x := range all {
		same := slices.ContainsFunc(out, func(o Telling) bool { return overlap(x.on, o.on) >= sameTerm })
		if !same && len(out) < most {
			out = append(out, x)
		}
	}
	return out
}

// counts returns how many of some posts meet each term.
func (p *Pool) counts(of []int) map[int32]int {
	out := map[int32]int{}
	for _, i := range of {
		for _, t := range p.posts[i].terms {
			out[t]++
		}
	}
	return out
}

// having returns the posts that meet a term.
func (p *Pool) having(t int32) (out []int) {
	for i := range p.posts {
		if _, ok := slices.BinarySearch(p.posts[i].terms, t); ok {
			out = append(out, i)
		}
	}
	return out
}

// overlap is what two ordered sets share, as a part of what they hold together.
func overlap(a, b []int) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// asksMost is how many words a context is made of at most.
const asksMost = 8

// Asks returns words of what was kept, one of which nearly every post that was
// kept has: candidates for a context to ask for. It is empty where no such
// words were found.
func (p *Pool) Asks(a Answers) []Telling {
	words := slices.DeleteFunc(p.telling(a.Yes, a.No, 40), func(t Telling) bool { return t.Kind != Word })
	left := slices.Clone(a.Yes)
	var out []Telling
	for len(left) > 0 && len(out) < asksMost {
		best, covers := -1, 1 // one post alone is learnt by heart
		for i, w := range words {
			n := 0
			for _, at := range left {
				if _, ok := slices.BinarySearch(w.on, at); ok {
					n++
				}
			}
			if n > covers {
				best, covers = i, n
			}
		}
		if best < 0 {
			break
		}
		on := words[best].on
		out = append(out, words[best])
		left = slices.DeleteFunc(left, func(at int) bool { _, ok := slices.BinarySearch(on, at); return ok })
	}
	return out
}

const (
	// coversMost is how many words Covers returns at most.
	coversMost = 10
	// coversLeast is which part of the posts each word must add.
	coversLeast = 0.02
	// wrongPrice is how many posts a word must rightly meet for one that it meets
	// wrongly.
	wrongPrice = 5
)

// Covers returns words that many of these posts have and few of those, each
// adding to the ones before it, those that add most first.
func (p *Pool) Covers(these, those []int) (out []Telling) {
	words := slices.DeleteFunc(p.telling(these, those, 200), func(t Telling) bool { return t.Kind != Word })
	met, wrong := map[int]bool{}, map[int]bool{}
	here, there := map[int]bool{}, map[int]bool{}
	for _, i := range these {
		here[i] = true
	}
	for _, i := range those {
		there[i] = true
	}
	for len(out) < coversMost {
		best, at := 0, -1
		for n, t := range words {
			adds := 0
			for _, i := range t.on {
				switch {
				case here[i] && !met[i]:
					adds++
				case there[i] && !wrong[i]:
					adds -= wrongPrice
				}
			}
			if adds > best {
				best, at = adds, n
			}
		}
		if at < 0 || float64(best) < coversLeast*float64(len(these)) || best < leastHits {
			return out
		}
		for _, i := range words[at].on {
			met[i], wrong[i] = met[i] || here[i], wrong[i] || there[i]
		}
		out = append(out, words[at])
		words = slices.Delete(words, at, at+1)
	}
	return out
}
