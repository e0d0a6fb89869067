package tune

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// Meaning is posts in which a query's names keep the same company: one use of
// the name, of which a brand may have several and a homonym has another.
type Meaning struct {
	Words []Telling // that tell it from the rest, the surest first: No counts its posts, Yes the others
	Posts []int     // of the pool, the most typical first
}

const (
	// companyLeast is in how many posts a word, or two words together, must stand.
	companyLeast = 3
	// surely is the likelihood ratio beyond which two words keep company: one in a
	// thousand by chance (chi-square, one degree of freedom).
	surely = 10.83
	// companyMost is how many words of a post are looked at, the most frequent
	// first: a long article is of one thing, and its rare words cost the most.
	companyMost = 60
	// jeffreys is the prior weight of a word, and of a meaning (H. Jeffreys, 1946):
	// no number of ours.
	jeffreys = 0.5
	// clearly is how probable its meaning must be for a post to be told to have it.
	clearly = 0.9
	// meaningLeast and meaningShare: what fewer posts have is no meaning.
	meaningLeast = 5
	meaningShare = 0.02
	// meaningWords is how many words tell a meaning.
	meaningWords = 8
	// settleMost bounds the rounds; most pools settle in five.
	settleMost = 30
)

// Meanings parts the posts of a pool by the company that the query's names keep,
// the meanings with most posts first, and returns the posts that it cannot place.
// A post has one meaning (W. Gale, K. Church, D. Yarowsky, One sense per
// discourse, 1992).
//
// Words that stand together more than chance allows (T. Dunning, Accurate
// Methods for the Statistics of Surprise and Coincidence, 1993) make a graph, of
// which the communities (V. Blondel et al., 2008; gonum) are where it begins. A
// mixture of multinomials goes on from there: posts move, and meanings merge, as
// long as the integrated likelihood of posts and meanings together grows, which
// also decides how many there are (C. Biernacki, G. Celeux, G. Govaert, Exact
// and Monte Carlo calculations of integrated likelihoods, 2010).
func (p *Pool) Meanings() (list []Meaning, unplaced []int) {
	m := newMixture(p.company())
	m.settle()
	least := max(meaningLeast, int(math.Ceil(meaningShare*float64(len(p.posts)))))
	placed := make([][]int, len(m.groups))
	for i := range p.posts {
		if k, sure := m.sure(i); sure && m.groups[k].posts >= least {
			placed[k] = append(placed[k], i)
		} else {
			unplaced = append(unplaced, i)
		}
	}
	for k, posts := range placed {
		if len(posts) < least {
			unplaced = append(unplaced, posts...)
			continue
		}
		x := Meaning{Posts: posts, Words: p.telling(posts, p.but(posts), meaningWords)}
		slices.SortStableFunc(x.Posts, func(a, b int) int { return cmp.Compare(m.typical(b, k), m.typical(a, k)) })
		list = append(list, x)
	}
	slices.Sort(unplaced)
	slices.SortStableFunc(list, func(a, b Meaning) int { return cmp.Compare(len(b.Posts), len(a.Posts)) })
	return list, unplaced
}

// but returns the posts of the pool that are not among some, which are in order.
func (p *Pool) but(some []int) (out []int) {
	for i := range p.posts {
		if _, in := slices.BinarySearch(some, i); !in {
			out = append(out, i)
		}
	}
	return out
}

// company is the words of each post that stand in others too, the query's own
// left out.
func (p *Pool) company() [][]int32 {
	out := make([][]int32, len(p.posts))
	for i := range p.posts {
		for _, t := range p.posts[i].alike {
			if x := &p.terms[t]; x.Kind == Word && x.N >= companyLeast {
				out[i] = append(out[i], t)
			}
		}
		if len(out[i]) > companyMost {
			slices.SortFunc(out[i], func(a, b int32) int { return cmp.Or(cmp.Compare(p.terms[b].N, p.terms[a].N), cmp.Compare(a, b)) })
			out[i] = out[i][:companyMost]
			slices.Sort(out[i])
		}
	}
	return out
}

// communities returns sets of words that keep company; a word is in one at most.
func communities(posts [][]int32) (of map[int32]int, n int) {
	in, together := map[int32]int{}, map[[2]int32]int{}
	for _, words := range posts {
		for i, a := range words {
			in[a]++
			for _, b := range words[i+1:] {
				together[[2]int32{a, b}]++
			}
		}
	}
	all := float64(len(posts))
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for pair, k := range together {
		a, b, ab := float64(in[pair[0]]), float64(in[pair[1]]), float64(k)
		if k < companyLeast || ab*all <= a*b || dunning(ab, a, b, all) < surely {
			continue
		}
		// Normalised pointwise mutual information (G. Bouma, 2009), in (0, 1].
		weight := 1.0
		if ab < all {
			weight = math.Log(ab*all/(a*b)) / -math.Log(ab/all)
		}
		g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(pair[0]), simple.Node(pair[1]), weight))
	}
	of = map[int32]int{}
	if g.Edges().Len() <= 0 {
		return of, 0
	}
	list := community.Modularize(orderly{g}, 1, rand.NewPCG(1, 2)).Communities()
	for _, c := range list {
		slices.SortFunc(c, func(a, b graph.Node) int { return cmp.Compare(a.ID(), b.ID()) })
	}
	slices.SortFunc(list, func(a, b []graph.Node) int { return cmp.Compare(a[0].ID(), b[0].ID()) })
	for i, c := range list {
		for _, w := range c {
			of[int32(w.ID())] = i
		}
	}
	return of, len(list)
}

// dunning is the log-likelihood ratio of two words standing in the same posts:
// ab have both, a and b each, of n.
func dunning(ab, a, b, n float64) float64 {
	part := func(k, expected float64) float64 {
		if k <= 0 {
			return 0
		}
		return k * math.Log(k/expected)
	}
	return 2 * (part(ab, a*b/n) + part(a-ab, a*(n-b)/n) + part(b-ab, (n-a)*b/n) + part(n-a-b+ab, (n-a)*(n-b)/n))
}
