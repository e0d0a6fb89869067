package tune

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

// mixture places posts in groups, each of which chooses its words by chances of
// its own. Groups that lose their posts stay, empty.
type mixture struct {
	posts  [][]int32 // their words, each once
	at     []int     // the group of each post; -1 for one without words
	groups []group
	words  int // different ones
}

// group is what the posts of a group hold.
type group struct {
	posts int
	holds map[int32]int // words, and how many of its posts have each
	total int           // the sum of holds
}

// newMixture places each post with the community that most of its words are of.
func newMixture(posts [][]int32) *mixture {
	of, n := communities(posts)
	m := &mixture{posts: posts, at: make([]int, len(posts)), groups: make([]group, n+1)}
	for k := range m.groups {
		m.groups[k].holds = map[int32]int{}
	}
	in := map[int32]int{}
	for _, words := range posts {
		for _, w := range words {
			in[w]++
		}
	}
	m.words = len(in)
	for i, words := range posts {
		m.at[i] = -1
		if len(words) == 0 {
			continue
		}
		score := make([]float64, n+1)
		for _, w := range words {
			if c, ok := of[w]; ok {
				score[c] += math.Log(float64(len(posts)) / float64(in[w]))
			}
		}
		most := slices.Max(score)
		k := n // words that keep no company
		if most > 0 {
			k = slices.Index(score, most)
		}
		m.put(i, k, 1)
		m.at[i] = k
	}
	return m
}

// put adds a post to a group, or with -1 takes it out.
func (m *mixture) put(i, k, by int) {
	g := &m.groups[k]
	g.posts += by
	g.total += by * len(m.posts[i])
	for _, w := range m.posts[i] {
		g.holds[w] += by
	}
}

// fits is the log of how likely a post that is in no group is in one.
func (m *mixture) fits(i, k int) float64 {
	g := &m.groups[k]
	s := math.Log(float64(g.posts) + jeffreys)
	all := float64(g.total) + jeffreys*float64(m.words)
	for j, w := range m.posts[i] {
		s += math.Log((float64(g.holds[w]) + jeffreys) / (all + float64(j)))
	}
	return s
}

// settle moves posts and merges groups until nothing is gained.
func (m *mixture) settle() {
	for range settleMost {
		moved := false
		for i, was := range m.at {
			if was < 0 {
				continue
			}
			m.put(i, was, -1)
			best, at := m.fits(i, was), was
			for k := range m.groups {
				if f := m.fits(i, k); m.groups[k].posts > 0 && f > best {
					best, at = f, k
				}
			}
			m.put(i, at, 1)
			m.at[i], moved = at, moved || at != was
		}
		if !m.merge() && !moved {
			return
		}
	}
}

// merge joins the two groups that gain most by it, as long as two do.
func (m *mixture) merge() (merged bool) {
	for {
		var live []int
		for k := range m.groups {
			if m.groups[k].posts > 0 {
				live = append(live, k)
			}
		}
		best, into, from := 0.0, -1, -1
		for i, a := range live {
			for _, b := range live[i+1:] {
				if gain := m.gain(&m.groups[a], &m.groups[b], len(live)); gain > best {
					best, into, from = gain, a, b
				}
			}
		}
		if from < 0 {
			return merged
		}
		merged = true
		for i, k := range m.at {
			if k == from {
				m.put(i, from, -1)
				m.put(i, into, 1)
				m.at[i] = into
			}
		}
	}
}

// gain is by how much the integrated log-likelihood grows where two of n groups
// become one.
func (m *mixture) gain(a, b *group, n int) float64 {
	prior, posts := jeffreys*float64(m.words), float64(len(m.posts))
	// What the words say: each group's Dirichlet-multinomial.
	mass := func(total int) float64 { return lgamma(prior) - lgamma(prior+float64(total)) }
	gain := mass(a.total+b.total) - mass(a.total) - mass(b.total)
	few, many := a.holds, b.holds
	if len(few) > len(many) {
		few, many = many, few
	}
	for w, x := range few {
		if y := many[w]; x > 0 && y > 0 { // elsewhere nothing changes
			gain += lgamma(float64(x+y)+jeffreys) + lgamma(jeffreys) - lgamma(float64(x)+jeffreys) - lgamma(float64(y)+jeffreys)
		}
	}
	// What the sizes say: a Dirichlet over n groups, and over one fewer.
	sizes := func(n int) float64 { return lgamma(jeffreys*float64(n)) - lgamma(jeffreys*float64(n)+posts) }
	return gain + sizes(n-1) - sizes(n) +
		lgamma(float64(a.posts+b.posts)+jeffreys) + lgamma(jeffreys) - lgamma(float64(a.posts)+jeffreys) - lgamma(float64(b.posts)+jeffreys)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// sure returns the group of a post, and whether it clearly belongs there.
func (m *mixture) sure(i int) (at int, sure bool) {
	at = m.at[i]
	if at < 0 {
		return at, false
	}
	m.put(i, at, -1)
	here, others := m.fits(i, at), 0.0
	for k := range m.groups {
		if k != at && m.groups[k].posts > 0 {
			others += math.Exp(m.fits(i, k) - here)
		}
	}
	m.put(i, at, 1)
	return at, 1/(1+others) >= clearly
}

// typical is how much more a post says of its group than its length makes
// likely: what it gains over the nearest other group, a word.
func (m *mixture) typical(i, at int) float64 {
	m.put(i, at, -1)
	here, second := m.fits(i, at), math.Inf(-1)
	for k := range m.groups {
		if k != at && m.groups[k].posts > 0 {
			second = max(second, m.fits(i, k))
		}
	}
	m.put(i, at, 1)
	if math.IsInf(second, -1) {
		second = 0 // one group: what its own words say of it
	}
	// A short post says little, a long one is tiring to read.
	return (here - second) / math.Sqrt(float64(8+len(m.posts[i])))
}

// orderly walks a graph's nodes by number: maps make no two runs alike.
type orderly struct {
	*simple.WeightedUndirectedGraph
}

// Nodes implements graph.Graph.
func (g orderly) Nodes() graph.Nodes { return byNumber(g.WeightedUndirectedGraph.Nodes()) }

// From implements graph.Graph.
func (g orderly) From(id int64) graph.Nodes { return byNumber(g.WeightedUndirectedGraph.From(id)) }

func byNumber(it graph.Nodes) graph.Nodes {
	nodes := graph.NodesOf(it)
	slices.SortFunc(nodes, func(a, b graph.Node) int { return cmp.Compare(a.ID(), b.ID()) })
	return iterator.NewOrderedNodes(nodes)
}
