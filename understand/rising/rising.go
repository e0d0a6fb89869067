package rising

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Rise is an expression whose use grew.
type Rise struct {
	Expression         // as it is used now
	Before     int     // texts that had it before
	Expected   float64 // texts that would have it now, had nothing changed
	// P is the chance of as many or more now, were it used as before: a
	// binomial tail, given how many texts had it in all.
	P float64
}

const (
	// least is how many voices must use an expression now: fewer are an
	// anecdote, whatever the chances.
	least = 4
	// falseShare is the share of those told that may be chance (Benjamini and
	// Hochberg 1995).
	falseShare = 0.05
	// part: a shorter expression that is used in so large a part within a longer
	// one is that longer one.
	part = 0.8
)

// Rising returns the expressions that are used more now than before beyond
// chance, the surest first, at most most. Both Bags are of one Speech. Before
// should hold several times as many texts. Where it holds none, nothing can be
// said to have grown.
//
// Given k texts with an expression over both times, those of now follow a
// binomial law with the share of all texts that is of now. Texts follow one
// another more than that law allows: counting a voice and a story once (Bag,
// and whoever fills it) takes the worst of that away.
func Rising(now, before *Bag, most int) []Rise {
	if now.Texts == 0 || before.Texts == 0 {
		return nil
	}
	share := float64(now.Texts) / float64(now.Texts+before.Texts)
	var all []Rise
	tested := 0
	for e, n := range now.n {
		if n < least {
			continue
		}
		tested++
		r := Rise{Expression: Expression{Norm: now.speech.norm(int32(e)), N: int(n), First: now.first[e]}, Before: before.count(int32(e))}
		r.Expected = float64(r.Before) * float64(now.Texts) / float64(before.Texts)
		if float64(r.N) <= r.Expected {
			continue
		}
		r.P = binomialTail(r.N, r.N+r.Before, share)
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Rise) int { return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(a.Norm, b.Norm)) })
	last := -1
	for i, r := range all {
		if r.P <= falseShare*float64(i+1)/float64(tested) {
			last = i
		}
	}
	all = withoutParts(all[:last+1])
	return all[:min(most, len(all))]
}

// withoutParts leaves out expressions that are mostly said within a longer one
// of the list, and longer ones that add little to what they are made of.
func withoutParts(all []Rise) []Rise {
	within := func(short, long string) bool {
		return short != long && strings.Contains(" "+long+" ", " "+short+" ")
	}
	return slices.DeleteFunc(slices.Clone(all), func(r Rise) bool {
		for _, o := range all {
			switch {
			case within(r.Norm, o.Norm) && float64(o.N) >= part*float64(r.N):
				return true
			case within(o.Norm, r.Norm) && float64(r.N) < part*float64(o.N) && r.P > o.P:
				return true
			}
		}
		return false
	})
}

// binomialTail is the chance of k or more successes in n trials of chance p.
func binomialTail(k, n int, p float64) float64 {
	if k <= 0 {
		return 1
	}
	lgamma := func(x int) float64 { v, _ := math.Lgamma(float64(x)); return v }
	sum := 0.0
	for i := k; i <= n; i++ {
		term := math.Exp(lgamma(n+1) - lgamma(i+1) - lgamma(n-i+1) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
		sum += term
		if term < sum*1e-12 {
			break
		}
	}
	return min(1, sum)
}
