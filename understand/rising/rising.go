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
		if calendar[r.Norm] {
			continue
		}
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
	all = Distinct(all[:last+1], func(r Rise) Expression { return r.Expression })
	return all[:min(most, len(all))]
}

// Distinct leaves out of a list, the surest first, what says the same as another
// of it: longer expressions that add little to a surer one they hold, then
// shorter ones that are mostly said within a longer one that stays, then what
// differs from a surer one by the s of a plural.
func Distinct[T any](list []T, of func(T) Expression) []T {
	type kept struct {
		Expression
		item T
	}
	all := make([]kept, len(list))
	for i, x := range list {
		all[i] = kept{of(x), x}
	}
	within := func(short, long string) bool {
		return len(short) < len(long) && strings.Contains(" "+long+" ", " "+short+" ")
	}
	without := func(drop func(i int) bool) {
		var stay []kept
		for i := range all {
			if !drop(i) {
				stay = append(stay, all[i])
			}
		}
		all = stay
	}
	without(func(i int) bool {
		return slices.ContainsFunc(all[:i], func(o kept) bool {
			return within(o.Norm, all[i].Norm) && float64(all[i].N) < part*float64(o.N)
		})
	})
	without(func(i int) bool {
		return slices.ContainsFunc(all, func(o kept) bool {
			return within(all[i].Norm, o.Norm) && float64(o.N) >= part*float64(all[i].N)
		})
	})
	seen := map[string]bool{}
	var out []T
	for _, k := range all {
		if one := singular(k.Norm); !seen[one] {
			seen[one] = true
			out = append(out, k.item)
		}
	}
	return out
}

// singular takes the s or the x of plurals from words of four letters and more.
func singular(norm string) string {
	words := strings.Fields(norm)
	for i, w := range words {
		if c := w[len(w)-1]; len(w) > 3 && (c == 's' || c == 'x') {
			words[i] = w[:len(w)-1]
		}
	}
	return strings.Join(words, " ")
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
