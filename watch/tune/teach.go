package tune

// Answers are the posts of a pool, by number, that a person was asked about.
type Answers struct {
	Yes, No []int
	Skipped []int
}

// Teaches returns the post whose answer would teach the most, and false where
// every post was asked about. That is one that is like many others, that stands
// between what was kept and what was refused, and that is unlike those asked
// about already. (Uncertainty sampling weighted by density: B. Settles, M.
// Craven, EMNLP 2008.)
func (p *Pool) Teaches(a Answers) (at int, ok bool) {
	asked := map[int]bool{}
	for _, list := range [][]int{a.Yes, a.No, a.Skipped} {
		for _, i := range list {
			asked[i] = true
		}
	}
	common := p.common()
	best := -1.0
	for i := range p.posts {
		if asked[i] {
			continue
		}
		x := &p.posts[i]
		yes, no, skipped := p.nearest(x, a.Yes), p.nearest(x, a.No), p.nearest(x, a.Skipped)
		doubt := 1.0
		if yes+no > 0 {
			doubt = 1 - max(yes-no, no-yes)/(yes+no)
		}
		if v := (0.05 + common[i]) * (0.1 + doubt) * (1.05 - max(yes, no, skipped)); v > best {
			best, at = v, i
		}
	}
	return at, best >= 0
}

// nearest is the likeness of a post to the likest of others.
func (p *Pool) nearest(x *post, others []int) (most float64) {
	for _, i := range others {
		most = max(most, p.likeness(x, &p.posts[i]))
	}
	return most
}

// common tells how like all others each post is: its likeness to the sum of
// all, 1 for the likest.
func (p *Pool) common() []float64 {
	sum := make([]float64, len(p.terms))
	for i := range p.posts {
		x := &p.posts[i]
		for _, t := range x.alike {
			if x.norm > 0 {
				sum[t] += p.weight(t) / x.norm
			}
		}
	}
	out := make([]float64, len(p.posts))
	most := 0.0
	for i := range p.posts {
		x := &p.posts[i]
		for _, t := range x.alike {
			if x.norm > 0 {
				out[i] += p.weight(t) * sum[t] / x.norm
			}
		}
		most = max(most, out[i])
	}
	for i := range out {
		if most > 0 {
			out[i] /= most
		}
	}
	return out
}
