package intent

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/opinion"
)

// Classifier says how likely one intent holds of a text: a logistic regression
// over hashed words and letters, beside which stand what the rules say and
// what the opinion judge thinks. It learns from a few hundred labels. It is
// safe for several goroutines once trained.
type Classifier struct {
	lang   string
	judge  *opinion.Judge // nil: without opinions and rules (the plain baseline)
	pack   *Pack
	weight []float64
}

// Example is a text with whether the intent holds.
type Example struct {
	Text string
	Is   bool
}

const (
	classBits   = 16
	learnRounds = 30
	learnRate   = 0.3  // of AdaGrad (Duchi, Hazan and Singer 2011)
	learnL2     = 3e-4 // a step
)

// Train learns one intent of a language from examples, in the order that seed
// gives. Where judge is nil it uses single words and pairs alone, the plain
// baseline that the whole is measured against.
func Train(lang string, examples []Example, judge *opinion.Judge, seed int64) *Classifier {
	return Shipped().train(lang, examples, judge, seed)
}

func (p *Pack) train(lang string, examples []Example, judge *opinion.Judge, seed int64) *Classifier {
	c := &Classifier{lang: lang, judge: judge, pack: p, weight: make([]float64, 1<<classBits)}
	xs := make([][]feature, len(examples))
	for i, e := range examples {
		xs[i] = c.features(e.Text)
	}
	past := make([]float64, len(c.weight))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rnd := rand.New(rand.NewPCG(uint64(seed), 7))
	for range learnRounds {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			y := 0.0
			if examples[i].Is {
				y = 1
			}
			d := c.odds(xs[i])
			d = 1/(1+math.Exp(-d)) - y
			for _, f := range xs[i] {
				g := d*f.v + learnL2*c.weight[f.i]
				past[f.i] += g * g
				c.weight[f.i] -= learnRate * g / (math.Sqrt(past[f.i]) + 1e-6)
			}
		}
	}
	return c
}

// Sure returns how likely the intent holds of s, 0 to 1.
func (c *Classifier) Sure(s string) float64 { return 1 / (1 + math.Exp(-c.odds(c.features(s)))) }

type feature struct {
	i uint32
	v float64
}

func (c *Classifier) odds(x []feature) float64 {
	sum := 0.0
	for _, f := range x {
		sum += c.weight[f.i] * f.v
	}
	return sum
}

// features makes the features of a text: a bias, words and pairs of unit
// length, and with a judge runs of letters, opinion, rules and marks.
func (c *Classifier) features(s string) []feature {
	out := []feature{{bucket("bias", ""), 1}}
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '@'
	})
	var group []feature
	for i, w := range words {
		group = append(group, feature{bucket("w", w), 1})
		if i > 0 {
			group = append(group, feature{bucket("p", words[i-1]+" "+w), 1})
		}
	}
	out = append(out, unit(group, 1)...)
	if c.judge == nil {
		return out
	}
	group = nil
	line := []rune(" " + strings.Join(words, " ") + " ")
	for i := range line {
		for n := 3; n <= 5 && i+n <= len(line); n++ {
			group = append(group, feature{bucket("c", string(line[i:i+n])), 1})
		}
	}
	out = append(out, unit(group, 1)...)
	v := c.judge.Of(c.lang, s, nil)
	for k, p := range v.Share {
		out = append(out, feature{bucket("opinion", string(rune('0'+k))), p})
	}
	out = append(out, feature{bucket("net", ""), v.Net})
	m := &vigie.Mention{Text: s, Channel: vigie.Social}
	held := c.pack.Read(query.NewPost(m, c.lang))
	for _, i := range All {
		if slices.Contains(held, i) {
			out = append(out, feature{bucket("rule", string(i)), 0.7})
		}
	}
	for _, sign := range []string{"?", "!", "...", "@user"} {
		if strings.Contains(s, sign) {
			out = append(out, feature{bucket("sign", sign), 0.5})
		}
	}
	if strings.HasPrefix(s, "@") {
		out = append(out, feature{bucket("sign", "first"), 0.5})
	}
	return append(out, feature{bucket("length", ""), math.Min(float64(len(words))/30, 1)})
}

// unit scales features to the length k, repeats counted once.
func unit(group []feature, k float64) []feature {
	slices.SortFunc(group, func(a, b feature) int { return int(a.i) - int(b.i) })
	group = slices.CompactFunc(group, func(a, b feature) bool { return a.i == b.i })
	for i := range group {
		group[i].v = k / math.Sqrt(float64(len(group)))
	}
	return group
}

// bucket is FNV-1a of a kind and a text, folded to classBits.
func bucket(kind, s string) uint32 {
	h := uint64(14695981039346656037)
	for _, p := range [2]string{kind, s} {
		for i := range len(p) {
			h = (h ^ uint64(p[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return uint32(h>>(64-classBits)) ^ uint32(h)&(1<<classBits-1)
}
