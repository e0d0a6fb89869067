package watch

import (
	"cmp"
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch/tune"
)

// Proposal is a change of a topic's query that its cards speak for, with what
// it would do.
type Proposal struct {
	Kind  ProposalKind
	Terms []string // the words, site, account, language or ways of writing it is about
	Query string   // the whole query, changed
	// Removes is how many of the topic's mentions would leave, own ones left out;
	// More says that counting stopped there.
	Removes int64
	More    bool
	// No of NoOf refused cards would leave, which is what is wanted, and Wrong of
	// YesOf kept ones, which is not. Between is the share of wanted mentions that
	// may be lost (Wilson).
	No, NoOf, Wrong, YesOf int
	Between                measure.Interval
	on                     []int // refused cards that would leave
}

// ProposalKind says how a proposal changes a query.
type ProposalKind string

// The kinds: words that exclude, the place, the account or the language that
// does, words one of which must be there too, and the capitals of a name.
const (
	NotWord   ProposalKind = "word"
	NotSite   ProposalKind = "site"
	NotAuthor ProposalKind = "author"
	NotLang   ProposalKind = "lang"
	AskWords  ProposalKind = "ask"
	AskCase   ProposalKind = "case"
)

// Sense is what proposals have in common: they would remove the same refused
// mentions, another thing that bears the name.
type Sense struct {
	Proposals []Proposal
	// Together is all exclusions of the sense at once; nil where there is but one.
	Together *Proposal
}

// Words returns at most n words that tell the sense.
func (s *Sense) Words(n int) (out []string) {
	for _, p := range s.Proposals {
		if p.Kind == NotWord && len(out) < n {
			out = append(out, p.Terms...)
		}
	}
	return out
}

// kinds of terms, as proposals have them.
var kindOf = map[tune.Kind]ProposalKind{tune.Word: NotWord, tune.Site: NotSite, tune.Author: NotAuthor, tune.Lang: NotLang}

const (
	// wrongMost: a proposal that would lose more than this part of what it was
	// said yes to is none.
	wrongMost = 0.2
	// askLeast is how many answers of each kind must be there before a context is
	// asked for, which takes away all that nobody was asked about.
	askLeast = 4
	// sameSense: proposals that would remove so large a part of each other's
	// refused cards are of one sense.
	sameSense = 0.5
)

// Propose returns the changes that the cards of a topic speak for, by sense,
// those that remove most of what was refused first. What the linter, the
// topic's rules or an example refuse is not among them. There are none with
// fewer than CardsFew answers, or where nothing was refused.
func (w *Watch) Propose(ctx context.Context, id vigie.TopicID) ([]Sense, error) {
	h, err := w.deal(ctx, id)
	if err != nil {
		return nil, err
	}
	kept, a, err := w.pool(ctx, h)
	if err != nil || len(a.Yes)+len(a.No) < CardsFew || len(a.No) == 0 {
		return nil, err
	}
	x := proposing{w: w, hand: h, kept: kept, answers: a}
	if err := x.prepare(ctx); err != nil {
		return nil, err
	}
	pool := tune.NewPool(h.query, kept)
	var all []Proposal
	offer := func(p Proposal, ok bool) {
		if ok {
			all = append(all, p)
		}
	}
	for _, t := range pool.Excludes(a) {
		offer(x.weigh(kindOf[t.Kind], []string{t.Shown}, tune.Without(h.query, []string{t.Clause})))
	}
	for _, c := range pool.Insists() {
		offer(x.weigh(AskCase, c.Forms, c.Query))
	}
	offer(x.context(pool))
	if err := x.count(ctx, all); err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Proposal) bool { return p.Removes == 0 })
	return x.senses(ctx, all)
}

// proposing is a Propose under way.
type proposing struct {
	*hand
	w        *Watch
	kept     []vigie.Kept
	answers  tune.Answers
	lists    query.Lists
	examples []Example
	passed   []bool         // by the query as it is
	rules    map[string]int // remarks of the linter on it
}

func (x *proposing) prepare(ctx context.Context) (err error) {
	if x.lists, err = Lists(ctx, x.w.Ledger); err != nil {
		return err
	}
	if x.examples, err = x.w.Ledger.Examples(ctx, x.topic.ID); err != nil {
		return err
	}
	for _, t := range x.w.tests(x.query, x.examples) {
		x.passed = append(x.passed, t.Passed)
	}
	x.rules = x.remarks(x.topic.Query)
	return nil
}

// remarks counts what the linter says of a query, by rule.
func (x *proposing) remarks(source string) map[string]int {
	out := map[string]int{}
	for _, r := range (query.Linter{Lists: x.lists}).Lint(source) {
		out[r.Rule]++
	}
	return out
}

// sound parses a changed query, and reports whether it may be proposed.
func (x *proposing) sound(source string) (*query.Query, bool) {
	q, err := x.lists.Parse(source)
	if err != nil || q.CheckTopic() != nil || q.Cost() > query.CostMost {
		return nil, false
	}
	for rule, n := range x.remarks(source) {
		if n > x.rules[rule] {
			return nil, false
		}
	}
	for i, t := range x.w.tests(q, x.examples) {
		if x.passed[i] && !t.Passed {
			return nil, false
		}
	}
	return q, true
}

// weigh tells what a changed query would do to the cards; false where it is
// not to be proposed.
func (x *proposing) weigh(kind ProposalKind, terms []string, source string) (Proposal, bool) {
	p := Proposal{Kind: kind, Terms: terms, Query: source, NoOf: len(x.answers.No), YesOf: len(x.answers.Yes)}
	q, ok := x.sound(source)
	if !ok {
		return p, false
	}
	leaves := func(i int) bool { return !q.Match(x.w.postOf(&x.kept[i])) }
	for _, i := range x.answers.No {
		if leaves(i) {
			p.on = append(p.on, i)
		}
	}
	for _, i := range x.answers.Yes {
		if leaves(i) {
			p.Wrong++
		}
	}
	p.No = len(p.on)
	return p, x.worth(&p)
}

// worth reports whether a proposal does enough good and little enough harm.
func (x *proposing) worth(p *Proposal) bool {
	p.Between, _ = measure.Wilson(int64(p.Wrong), int64(p.YesOf))
	return p.No >= 2 && p.No > 2*p.Wrong && float64(p.Wrong) <= wrongMost*float64(p.YesOf)
}

// context proposes words one of which must be there too. Words that cover the
// cards they were chosen from prove nothing: what would be lost is told by
// leaving each card out in turn.
func (x *proposing) context(pool *tune.Pool) (Proposal, bool) {
	a := x.answers
	if len(a.Yes) < askLeast || len(a.No) < askLeast {
		return Proposal{}, false
	}
	words := func(a tune.Answers) (terms, clauses []string) {
		for _, t := range pool.Asks(a) {
			terms, clauses = append(terms, t.Shown), append(clauses, t.Clause)
		}
		return terms, clauses
	}
	terms, clauses := words(a)
	if len(terms) == 0 {
		return Proposal{}, false
	}
	p, _ := x.weigh(AskWords, terms, tune.Asking(x.query, clauses))
	p.Wrong = 0
	for n, i := range a.Yes {
		left := a
		left.Yes = slices.Delete(slices.Clone(a.Yes), n, n+1)
		_, clauses := words(left)
		if len(clauses) == 0 {
			p.Wrong++
			continue
		}
		q, err := x.lists.Parse(tune.Asking(x.query, clauses))
		if err != nil || !q.Match(x.w.postOf(&x.kept[i])) {
			p.Wrong++
		}
	}
	_, sound := x.sound(p.Query)
	return p, sound && x.worth(&p) && 2*p.No >= p.NoOf
}

// postOf is a kept mention as topics are asked about it.
func (w *Watch) postOf(k *vigie.Kept) *query.Post {
	p := query.NewPost(&k.Mention, k.Reading.Lang)
	p.Zone = w.zone()
	return p
}

// count tells what each proposal would take away of all that is kept.
func (x *proposing) count(ctx context.Context, all []Proposal) error {
	others := false
	for i := range all {
		p := &all[i]
		q, err := x.lists.Parse("(" + x.query.Source + "\n) NOT (" + p.Query + "\n)")
		if err != nil {
			continue // too dear to be asked with itself: nothing is told, and it is left out
		}
		f := vigie.Filter{Own: &others}
		if x.topic.ID != 0 {
			f.Topics = []vigie.TopicID{x.topic.ID}
		}
		page, err := x.w.Archive.Search(ctx, query.Search{Query: q, Filter: f, Limit: 1})
		if err != nil {
			return err
		}
		p.Removes, p.More = int64(page.Count), page.More
	}
	return nil
}

// senses groups proposals by the refused cards that they would remove.
func (x *proposing) senses(ctx context.Context, all []Proposal) ([]Sense, error) {
	slices.SortStableFunc(all, func(a, b Proposal) int { return cmp.Or(cmp.Compare(b.No, a.No), cmp.Compare(a.Wrong, b.Wrong)) })
	var groups []Sense
	for _, p := range all {
		at := slices.IndexFunc(groups, func(s Sense) bool {
			return slices.ContainsFunc(s.Proposals, func(o Proposal) bool { return shared(o.on, p.on) >= sameSense })
		})
		if at < 0 {
			groups, at = append(groups, Sense{}), len(groups)
		}
		groups[at].Proposals = append(groups[at].Proposals, p)
	}
	for i := range groups {
		if err := x.together(ctx, &groups[i]); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// together proposes all exclusions of a sense at once.
func (x *proposing) together(ctx context.Context, s *Sense) error {
	var terms []string
	q, n := x.query, 0
	for _, p := range s.Proposals {
		if p.Kind == NotWord {
			terms, n = append(terms, p.Terms...), n+1
		}
	}
	if n < 2 {
		return nil
	}
	var clauses []string
	for _, t := range terms {
		clauses = append(clauses, `"`+t+`"`)
	}
	p, ok := x.weigh(NotWord, terms, tune.Without(q, clauses))
	if !ok {
		return nil
	}
	one := []Proposal{p}
	if err := x.count(ctx, one); err != nil {
		return err
	}
	s.Together = &one[0]
	return nil
}

// shared is what two sets of cards have in common, as a part of the smaller.
func shared(a, b []int) float64 {
	n := 0
	for _, i := range a {
		if slices.Contains(b, i) {
			n++
		}
	}
	if least := min(len(a), len(b)); least > 0 {
		return float64(n) / float64(least)
	}
	return 0
}
