package understand

import (
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/opinion"
)

// wholeMost is how long a text is judged whole where it speaks of one topic:
// in a post or a short review all of it is about that.
const wholeMost = 600

// passage is what is said around one topic: its sentences, end to end, and
// where the topic's name stands in them.
type passage struct {
	text  string
	mask  []opinion.Span
	parts []part
}

// part says where a stretch of a passage came from.
type part struct {
	at    int // in the passage
	field query.Place
	from  int // in the field
	size  int
}

// stretch is a run of bytes of a field.
type stretch struct {
	field    query.Place
	from, to int
}

// passage returns what p says about its match i. Of a short text about one
// topic that is everything; else the sentences in which the topic stands and
// their neighbours, as far as no other topic stands in those; of a sentence
// about two topics, the clause. A title that somebody else gave is not read.
func (p *Piece) passage(i int) passage {
	var own, others [2]standing // in the title, in the body
	if i < len(p.About) {
		own = places(p.About[i].Spans)
	}
	var rest []query.Span
	for k := range p.About {
		if k != i {
			for _, s := range p.About[k].Spans {
				if !own[s.Field].touches(s.Start, s.End) {
					rest = append(rest, s)
				}
			}
		}
	}
	others = places(rest)
	title, body := p.Mention.Title, p.Mention.Text
	var take []stretch
	switch {
	case i >= len(p.About) || len(p.About[i].Spans) == 0 || len(rest) == 0 && len(title)+len(body) <= wholeMost:
		take = []stretch{{query.InTitle, 0, len(title)}, {query.InBody, 0, len(body)}}
	case p.Mention.TitledByOthers() && len(own[query.InBody].spans) == 0:
		// It answers what the title names: all of it that is about nothing else.
		take = beside(&p.Doc.Body, query.InBody, &others)
	default:
		take = append(around(&p.Doc.Title, query.InTitle, &own, &others), around(&p.Doc.Body, query.InBody, &own, &others)...)
	}
	if p.Mention.TitledByOthers() {
		take = slices.DeleteFunc(take, func(s stretch) bool { return s.field == query.InTitle })
	}
	name := ""
	if i < len(p.About) {
		name = p.About[i].Name
	}
	return p.join(take, &own, text.Fold(name))
}

// standing is where a topic stands in a field, in order: a text may name it a
// hundred thousand times, in as many sentences, and not all of them are looked
// at for each.
type standing struct {
	spans []query.Span
	reach []int // the furthest end of the spans up to each
}

// places parts spans by the field they stand in.
func places(spans []query.Span) (out [2]standing) {
	for _, s := range spans {
		out[s.Field].spans = append(out[s.Field].spans, s)
	}
	for f := range out {
		x := &out[f]
		slices.SortStableFunc(x.spans, func(a, b query.Span) int { return a.Start - b.Start })
		x.reach = make([]int, len(x.spans))
		furthest := 0
		for i, s := range x.spans {
			furthest = max(furthest, s.End)
			x.reach[i] = furthest
		}
	}
	return out
}

// before returns how many spans start before at.
func (s *standing) before(at int) int {
	n, _ := slices.BinarySearchFunc(s.spans, at, func(o query.Span, at int) int { return o.Start - at })
	return n
}

// touches reports whether a span has bytes of [from, to).
func (s *standing) touches(from, to int) bool {
	n := s.before(to)
	return n > 0 && s.reach[n-1] > from
}

// starting returns the spans that start in [from, to).
func (s *standing) starting(from, to int) []query.Span { return s.spans[s.before(from):s.before(to)] }

// around returns the sentences of f that hold a span of own, with the sentence
// before and after where no other topic stands in it.
func around(f *text.Field, place query.Place, own, others *[2]standing) []stretch {
	sentences := sentencesOf(f)
	holds := func(s stretch, of *[2]standing) bool { return of[place].touches(s.from, s.to) }
	wanted := make([]bool, len(sentences))
	for k, s := range sentences {
		if !holds(s, own) {
			continue
		}
		wanted[k] = true
		for _, n := range []int{k - 1, k + 1} {
			if n >= 0 && n < len(sentences) && !holds(sentences[n], others) {
				wanted[n] = true
			}
		}
	}
	var out []stretch
	for k, s := range sentences {
		if !wanted[k] {
			continue
		}
		s.field = place
		if holds(s, own) && holds(s, others) {
			out = append(out, clauses(f.Text, s, own[place].starting(s.from, s.to), others[place].starting(s.from, s.to))...)
			continue
		}
		out = append(out, s)
	}
	return out
}

// beside returns the sentences of f in which no other topic stands.
func beside(f *text.Field, place query.Place, others *[2]standing) (out []stretch) {
	for _, s := range sentencesOf(f) {
		if !others[place].touches(s.from, s.to) {
			s.field = place
			out = append(out, s)
		}
	}
	return out
}

// sentencesOf returns the stretches of the sentences of f.
func sentencesOf(f *text.Field) []stretch {
	var out []stretch
	from := 0
	for _, end := range f.Ends {
		to := len(f.Text)
		if int(end) < len(f.Words) {
			to = int(f.Words[end].Start)
		}
		if to > from {
			out = append(out, stretch{from: from, to: to})
		}
		from = to
	}
	return out
}

// turns are words at which a sentence turns from one topic to another.
var turns = []string{" mais ", " alors que ", " tandis que ", " contrairement ", " but ", " while ", " whereas ", " unlike ", " pero ", " aber ", " mas ", "; ", " ; ", ", "}

// clauses returns the parts of a sentence that are about own rather than
// others: between two neighbours of different topics it is cut at the turn, or
// not at all where there is none.
func clauses(s string, sentence stretch, own, others []query.Span) []stretch {
	type named struct {
		query.Span
		own bool
	}
	var all []named
	for _, o := range own {
		all = append(all, named{o, true})
	}
	for _, o := range others {
		all = append(all, named{o, false})
	}
	all = slices.DeleteFunc(all, func(n named) bool {
		return n.Field != sentence.field || n.Start < sentence.from || n.End > sentence.to
	})
	slices.SortFunc(all, func(a, b named) int { return a.Start - b.Start })
	var out []stretch
	from, mine := sentence.from, false
	for k, n := range all {
		mine = mine || n.own
		if k+1 == len(all) || all[k+1].own == n.own {
			continue
		}
		between := strings.ToLower(s[n.End:max(n.End, all[k+1].Start)])
		cut := -1
		for _, t := range turns {
			if at := strings.Index(between, t); at >= 0 {
				cut = at
				break
			}
		}
		if cut < 0 {
			continue
		}
		if mine {
			out = append(out, stretch{sentence.field, from, n.End + cut})
		}
		from, mine = n.End+cut, false
	}
	if mine {
		out = append(out, stretch{sentence.field, from, sentence.to})
	}
	return out
}

// join puts stretches end to end and masks the topic's name in them. Other
// words of its query are not masked: "panne" in a query is still bad news.
func (p *Piece) join(take []stretch, own *[2]standing, name string) passage {
	var w passage
	var b strings.Builder
	for _, t := range take {
		s := p.Mention.Text
		if t.field == query.InTitle {
			s = p.Mention.Title
		}
		if t.from >= t.to || t.to > len(s) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		at := b.Len()
		b.WriteString(s[t.from:t.to])
		w.parts = append(w.parts, part{at, t.field, t.from, t.to - t.from})
		for _, o := range own[t.field].starting(t.from, t.to) {
			if o.End <= t.to && name != "" && strings.Contains(name, text.Fold(s[o.Start:o.End])) {
				w.mask = append(w.mask, opinion.Span{Start: at + o.Start - t.from, End: at + o.End - t.from})
			}
		}
	}
	slices.SortFunc(w.mask, func(a, b opinion.Span) int { return a.Start - b.Start })
	w.text = b.String()
	return w
}

// Because is why a match has its opinion.
type Because struct {
	opinion.Verdict
	Stars bool     // a reviewer's mark decided, not the words
	Words []Weight // the heaviest first
}

// Weight is a word and how far it moved the verdict, in log-odds: above 0
// toward positive, below 0 toward negative.
type Weight struct {
	Word   string
	Toward float64
}

// Why judges match i of p again and tells which words decided, at most n.
func (r *Reader) Why(p *Piece, i, n int) Because {
	var b Because
	if o, sure := byStars(p.Mention); o != vigie.OpinionUnknown {
		b.Opinion, b.Sure, b.Stars = o, sure, true
		return b
	}
	w := p.passage(i)
	var words []opinion.Weight
	b.Verdict, words = r.Opinions.Explain(p.Reading.Lang, w.text, w.mask, n)
	for _, x := range words {
		b.Words = append(b.Words, Weight{w.text[x.Start:x.End], x.Toward})
	}
	return b
}

// Lesson is what a correction of match i of p teaches the judge.
func (p *Piece) Lesson(i int, o vigie.Opinion) opinion.Taught {
	w := p.passage(i)
	return opinion.Taught{Text: w.text, Mask: w.mask, Opinion: o}
}
