package intent

import (
	"math/rand/v2"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/opinion"
)

// Lesson is a text and all the intents that a person said it has.
type Lesson struct {
	Text    string
	Channel vigie.Channel
	Intents []vigie.Intent
}

// Taught is what was learnt of one language: classifiers for those intents of
// which there were labels enough, and which did better than the rules. Nil
// knows nothing. It is safe for several goroutines.
type Taught struct {
	Effects []Effect
	by      [8]*Classifier // in the order of All; nil: the rules stand
}

// Effect is what labels of one intent taught, each fifth of them judged by what
// the other four teach.
type Effect struct {
	Lang          string
	Intent        vigie.Intent
	Labels, Yes   int
	Before, After float64 // F1 of the intent: rules and opinion alone, and with what was learnt
	// Low and High are the 95 % interval of After - Before: the labels are drawn
	// again and again, each with both answers (a paired bootstrap).
	Low, High float64
	Used      bool // After is better: the classifier speaks for the intent
}

// An intent is learnt from learnLeast labels of a language on, where it holds
// in learnYes of them and not in as many.
const (
	learnLeast = 100
	learnYes   = 15
	learnFolds = 5
	learnSeed  = 1
	learnBytes = 4000 // of a text: what a person says they want stands in it
)

// Learn learns from what people said of a language's mentions, beside the rules
// of p; nil where no intent has labels enough. The same lessons and rules give
// the same answers.
func (p *Pack) Learn(lang string, ls []Lesson, judge *opinion.Judge) *Taught {
	if len(ls) < learnLeast {
		return nil
	}
	t := &Taught{}
	for at, in := range All {
		ex := make([]Example, len(ls))
		yes := 0
		for i, l := range ls {
			ex[i] = Example{Text: begin(l.Text), Is: slices.Contains(l.Intents, in)}
			if ex[i].Is {
				yes++
			}
		}
		if yes < learnYes || len(ls)-yes < learnYes {
			continue
		}
		e := Effect{Lang: lang, Intent: in, Labels: len(ls), Yes: yes}
		tried := p.try(lang, in, ls, ex, judge)
		e.Before, e.After = f1s(tried, nil)
		e.Low, e.High = gain(tried)
		if e.Used = e.After > e.Before; e.Used {
			t.by[at] = p.train(lang, ex, judge, learnSeed)
		}
		t.Effects = append(t.Effects, e)
	}
	if t.Effects == nil {
		return nil
	}
	return t
}

// verdict is what a person said of one text, and what the rules and what was
// learnt say.
type verdict struct{ is, rules, learnt bool }

// try has every example judged by the rules and by what the other four fifths
// teach.
func (p *Pack) try(lang string, in vigie.Intent, ls []Lesson, ex []Example, judge *opinion.Judge) []verdict {
	var out []verdict
	for f := range learnFolds {
		var part []Example
		for i := range ex {
			if i%learnFolds != f {
				part = append(part, ex[i])
			}
		}
		c := p.train(lang, part, judge, learnSeed)
		for i := f; i < len(ex); i += learnFolds {
			m := &vigie.Mention{Text: ls[i].Text, Channel: ls[i].Channel}
			v := judge.Of(lang, m.Text, nil)
			held := WithOpinion(p.Read(query.NewPost(m, lang)), m.Channel, v.Opinion, v.Sure)
			out = append(out, verdict{ex[i].Is, slices.Contains(held, in), c.Sure(ex[i].Text) >= 0.5})
		}
	}
	return out
}

// f1s returns the F1 of the rules and of what was learnt, over the verdicts that
// draw names; all of them where it is nil.
func f1s(vs []verdict, draw []int) (rules, learnt float64) {
	var r, l [3]int // said and so, said, so
	add := func(v verdict) {
		count(&r, v.is, v.rules)
		count(&l, v.is, v.learnt)
	}
	if draw == nil {
		for _, v := range vs {
			add(v)
		}
	}
	for _, i := range draw {
		add(vs[i])
	}
	return f1(r), f1(l)
}

// gainDraws is how often the labels are drawn for an interval: enough for its
// ends not to move by a point.
const gainDraws = 1000

// gain returns the 95 % interval of what learning adds to the F1.
func gain(vs []verdict) (low, high float64) {
	rng := rand.New(rand.NewPCG(learnSeed, 0))
	draw, all := make([]int, len(vs)), make([]float64, gainDraws)
	for k := range all {
		for i := range draw {
			draw[i] = rng.IntN(len(vs))
		}
		before, after := f1s(vs, draw)
		all[k] = after - before
	}
	slices.Sort(all)
	return all[gainDraws*25/1000], all[gainDraws*975/1000-1]
}

func count(n *[3]int, is, said bool) {
	if is && said {
		n[0]++
	}
	if said {
		n[1]++
	}
	if is {
		n[2]++
	}
}

func f1(n [3]int) float64 {
	if n[1]+n[2] == 0 {
		return 0
	}
	return 2 * float64(n[0]) / float64(n[1]+n[2])
}

// Read puts what was learnt in place of what the rules said, for the intents
// that it speaks for.
func (t *Taught) Read(in []vigie.Intent, text string) []vigie.Intent {
	if t == nil {
		return in
	}
	var out []vigie.Intent
	for at, i := range All {
		holds := slices.Contains(in, i)
		if c := t.by[at]; c != nil {
			holds = c.Sure(begin(text)) >= 0.5
		}
		if holds {
			out = append(out, i)
		}
	}
	return out
}

// begin is the beginning of a long text, whole letters.
func begin(s string) string {
	if len(s) <= learnBytes {
		return s
	}
	n := learnBytes
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
