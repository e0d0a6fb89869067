package opinion

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"vigie.example/vigie"
)

// Maker names what made a judgement: it changes when the answers may.
const Maker = "opinion/3"

// shipped holds a model a language, made by `vigie train opinion`.
//
//go:embed shipped/*.model
var shipped embed.FS

// Languages lists the languages that have a model, in alphabetical order; nl
// is judged by word lists alone, and any other by emoji.
func Languages() []string {
	names, _ := fs.Glob(shipped, "shipped/*.model") // the pattern is well-formed
	var out []string
	for _, n := range names {
		out = append(out, strings.TrimSuffix(strings.TrimPrefix(n, "shipped/"), ".model"))
	}
	return out
}

// Verdict is what a text thinks of somebody.
type Verdict struct {
	// Opinion is Negative, Neutral, Positive, or Unsure where Sure would be
	// under Confident or the judges part. Never unknown.
	Opinion vigie.Opinion
	// Sure is how likely Likeliest is right, 0 to 1; 0 where nothing could be
	// read at all.
	Sure      float64
	Likeliest vigie.Opinion // what it would be if it had to be one of three
	Share     [3]float64    // of negative, neutral, positive; they sum to 1
	By        By
	Net       float64 // balance of the word lists, -1 to 1
	Parted    bool    // model and word lists contradict each other
	Ironic    bool    // praise that means the contrary, or may: never called positive
}

// By says who judged.
type By string

// Who judges: the shipped model, the shipped model with what the user taught,
// word lists alone, or emoji alone (a language that has neither).
const (
	ByModel   By = "model"
	ByAdapted By = "adapted"
	ByLists   By = "lists"
	BySigns   By = "signs"
)

// Confident is the least Sure with which an opinion is given: below it the
// verdict is Unsure. At 0.45 some nine texts in ten of umsab get an answer.
const Confident = 0.45

// parted: a list balance beyond it on the other side of a model that is less
// sure than partedSure makes Unsure.
const (
	parted     = 0.6
	partedSure = 0.65
)

// Judge judges texts. It is safe for several goroutines. Make one with New.
type Judge struct {
	mu     sync.Mutex
	models map[string]*Model // of languages asked so far; nil where there is none
	own    string            // what the owner's models add to Maker
	taught atomic.Pointer[map[string]*Adapted]
	pool   sync.Pool
}

// New returns a Judge with the shipped models, each read when its language is
// first met.
func New() *Judge {
	j := &Judge{models: map[string]*Model{}}
	j.pool.New = func() any { return new(reading) }
	return j
}

// NewWith returns a Judge that judges the language of m by m.
func NewWith(m *Model) *Judge {
	j := New()
	j.models[m.about.Lang] = m
	return j
}

// OpenOwn puts in force the models of files, each in place of the shipped one
// of its language: call it before anything is judged. It fails as Open does,
// and with kind Invalid where two files judge one language.
func (j *Judge) OpenOwn(paths []string) error {
	from := map[string]string{}
	for _, p := range paths {
		m, err := Open(p)
		if err != nil {
			return err
		}
		lang := m.about.Lang
		if other, ok := from[lang]; ok {
			return vigie.Errorf(vigie.Invalid, nil, "opinion-model-twice", other, p, lang)
		}
		from[lang] = p
		h := sha256.New()
		if err := m.Write(h); err != nil {
			return err
		}
		j.mu.Lock()
		j.models[lang] = m
		j.own += "+" + lang + ":" + hex.EncodeToString(h.Sum(nil)[:4])
		j.mu.Unlock()
	}
	return nil
}

// Maker is the constant Maker, and which models of the owner judge beside it.
func (j *Judge) Maker() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return Maker + j.own
}

// NewLists returns a Judge that judges a language by word lists alone.
func NewLists(lang string) *Judge {
	j := New()
	j.models[lang] = nil
	return j
}

// Model returns the model of a language, nil where there is none. The only
// error is a broken build.
func (j *Judge) Model(lang string) (*Model, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	m, ok := j.models[lang]
	if ok {
		return m, nil
	}
	name := "shipped/" + lang + ".model"
	b, err := fs.ReadFile(shipped, name)
	if err == nil {
		if m, err = Read(b, name); err != nil {
			return nil, err
		}
	}
	j.models[lang] = m
	return m, nil
}

// Of judges a text in a language (ISO 639-1, "" for undetermined). Stretches
// of mask, which are sorted and do not overlap, are the name of who is judged:
// they are no opinion. The same text always gets the same verdict.
func (j *Judge) Of(lang, s string, mask []Span) Verdict {
	r := j.pool.Get().(*reading)
	defer j.pool.Put(r)
	return j.judge(r, lang, s, mask, nil)
}

// judge is Of; it hands each stretch read to told, where that is not nil.
func (j *Judge) judge(r *reading, lang, s string, mask []Span, told func(m *Model, a *Adapted, from int, share float64)) Verdict {
	g, l := grammarOf(lang), lexiconOf(lang)
	m, err := j.Model(lang)
	if err != nil {
		m = nil // a broken build still judges by lists; its tests do not pass
	}
	var a *Adapted
	if all := j.taught.Load(); all != nil {
		a = (*all)[lang]
	}
	v := Verdict{By: ByModel}
	switch {
	case a != nil:
		v.By = ByAdapted
	case m == nil && hasLexicon(lang):
		v.By = ByLists
	case m == nil:
		v.By = BySigns
	}
	z, net, read := oddsOf(r, m, a, g, l, s, mask, func(from int, share float64) {
		v.Ironic = v.Ironic || r.turned || r.antiphrase(lang)
		if told != nil {
			told(m, a, from, share)
		}
	})
	v.Net = net
	if !read {
		v.Opinion, v.Likeliest, v.Share = vigie.Unsure, vigie.Neutral, [3]float64{1. / 3, 1. / 3, 1. / 3}
		return v
	}
	softmax(&z)
	v.Share = z
	best := neutral
	for c := range z {
		if z[c] > z[best] {
			best = c
		}
	}
	v.Sure = z[best]
	v.Likeliest = vigie.Negative + vigie.Opinion(best)
	v.Opinion = v.Likeliest
	v.Parted = v.Sure < partedSure && (best == negative && net > parted || best == positive && net < -parted)
	if v.Sure < Confident || v.Parted || v.Ironic && best == positive {
		v.Opinion = vigie.Unsure
	}
	return v
}

// A text longer than stretchBytes is judged by stretches of about that length,
// cut at the ends of sentences, and their log-odds are averaged: the models
// learnt from tweets. listsPart is then the weight of the word lists over the
// whole. Both were chosen on restaurant reviews and dated film reviews, which
// no figure of docs/models/opinion.md is told of.
const (
	stretchBytes = 140
	listsPart    = 0.75
	stretchLeast = 8
)

// oddsOf returns the calibrated log-odds of a text and the balance of its word
// lists; read is false where there was nothing to judge by.
func oddsOf(r *reading, m *Model, a *Adapted, g *grammar, l *lexicon, s string, mask []Span, told func(from int, share float64)) (z [classes]float64, net float64, read bool) {
	if len(s) > textMost {
		s = s[:textMost]
	}
	n := 0
	var good, bad float32
	size, family := stretchBytes, Usual
	if m != nil {
		size, family = m.about.Stretch, m.about.Family
	}
	parts := stretches(s, size)
	for _, p := range parts {
		r.read(s[p.Start:p.End], within(mask, p), g, l, family)
		good, bad = good+r.sumGood, bad+r.sumBad
		if len(r.tokens) == 0 {
			continue
		}
		if m == nil && len(r.rated) == 0 && (l.named == "" || len(r.letters) == 0) {
			continue
		}
		n++
		var q [classes]float64
		if m == nil {
			q = byLists().odds(r)
		} else {
			q = m.odds(r)
			if a != nil {
				q = a.odds(m, r, q)
			}
		}
		r.turn(&q, l.named)
		r.question(&q, l.named)
		for c := range z {
			z[c] += q[c]
		}
		told(p.Start, 1/float64(len(parts)))
	}
	x := float64(good - bad)
	net = x / math.Sqrt(x*x+0.5)
	if n == 0 {
		return z, net, false
	}
	t := 1.0
	if m != nil {
		t = m.about.Temperature
	}
	if a != nil && a.temperature > 0 {
		t = a.temperature
	}
	for c := range z {
		z[c] /= float64(n)
	}
	if n > 1 && m != nil {
		z[positive] += listsPart / 2 * net
		z[negative] -= listsPart / 2 * net
	}
	for c := range z {
		z[c] /= t
	}
	return z, net, true
}

// stretches cuts s at the ends of sentences into parts of about size bytes.
func stretches(s string, size int) []Span {
	if len(s) <= size {
		return []Span{{0, len(s)}}
	}
	var out []Span
	from, last := 0, 0 // the part being made, and where its last whole sentence ends
	closePart := func(to int) {
		if to-from >= stretchLeast || to == len(s) && len(out) == 0 {
			out = append(out, Span{from, to})
		}
		from = to
	}
	for i := 0; i < len(s); i++ {
		end := s[i] == '.' || s[i] == '!' || s[i] == '?' || s[i] == '\n'
		for end && i+1 < len(s) && (s[i+1] == '.' || s[i+1] == '!' || s[i+1] == '?') {
			i++
		}
		if !end && i+1 < len(s) {
			continue
		}
		at := i + 1
		if at-from > size && last > from {
			closePart(last)
		}
		last = at
	}
	if from < len(s) {
		closePart(len(s))
	}
	if len(out) == 0 {
		out = append(out, Span{0, len(s)})
	}
	return out
}

// within returns the stretches of mask that lie in p, counted from its start.
func within(mask []Span, p Span) []Span {
	var out []Span
	for _, m := range mask {
		if m.End > p.Start && m.Start < p.End {
			out = append(out, Span{max(m.Start, p.Start) - p.Start, min(m.End, p.End) - p.Start})
		}
	}
	return out
}

// Weight is a word and what it counted for.
type Weight struct {
	Span
	// Toward is how far it moved the verdict: above 0 toward positive, below 0
	// toward negative, in log-odds.
	Toward float64
}

// Explain is Of, with the words and signs that counted most, at most n, the
// heaviest first. It is for people, and slower than Of.
func (j *Judge) Explain(lang, s string, mask []Span, n int) (Verdict, []Weight) {
	r := new(reading)
	var all []Weight
	v := j.judge(r, lang, s, mask, func(m *Model, a *Adapted, from int, share float64) {
		by := make([]float64, len(r.tokens))
		if m != nil {
			m.weigh(r, a, by)
		} else {
			for _, w := range r.rated {
				by[w.token] += 3.8 * float64(w.score)
			}
		}
		if r.moved != 0 { // what a rule undid and did stands at the praise or the question mark
			by[r.mover] -= r.moved
		}
		for i, t := range r.tokens {
			if by[i] != 0 && t.kind != masked && (t.kind != mark || loud(r.letters[t.from:t.to])) {
				all = append(all, Weight{Span{from + int(t.start), from + int(t.end)}, by[i] * share})
			}
		}
	})
	slices.SortStableFunc(all, func(a, b Weight) int {
		switch x, y := math.Abs(a.Toward), math.Abs(b.Toward); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return v, all[:min(n, len(all))]
}

// loud reports whether a run of marks says something by itself.
func loud(marks []rune) bool { return slices.Contains(marks, '!') || slices.Contains(marks, '?') }

// weigh adds to by what each token counted toward positive and away from
// negative.
func (m *Model) weigh(r *reading, a *Adapted, by []float64) {
	for g := range r.group {
		k := m.scaleOf(r, g) * m.about.Scale
		for _, h := range r.group[g] {
			c := m.cells[h.bucket]
			by[h.token] += float64(k) * float64(c.rare) * float64(int(c.pos)-int(c.neg))
		}
	}
	if a != nil {
		a.weigh(m, r, by)
	}
	// The word lists' part is dealt out by what they said of each word.
	total := 0.0
	for i := denseLists; i < denseMost+6; i++ {
		total += float64(r.dense[i] * (m.about.Dense[positive][i] - m.about.Dense[negative][i]))
	}
	sum := 0.0
	for _, w := range r.rated {
		sum += float64(w.score)
	}
	if math.Abs(sum) < 0.05 {
		return // they cancel out
	}
	for _, w := range r.rated {
		by[w.token] += math.Max(-2, math.Min(2, total/sum)) * float64(w.score)
	}
}
