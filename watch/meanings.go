package watch

import (
	"cmp"
	"container/heap"
	"context"
	"hash/fnv"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch/tune"
)

// Meanings is what the names of a query seem to mean where it finds them, told
// before anybody was asked, by the words around them.
type Meanings struct {
	Topic   vigie.Topic // its query is the one looked at
	Looked  int         // texts compared, copies of one counted once
	Waiting int         // of those, how many only wait in the heard buffer
	List    []Meaning   // those with most texts first
	// Unplaced are texts that could be of several, or of none.
	Unplaced int
	// Proposals are changes of the query that what was said speaks for; none where
	// nothing was said.
	Proposals []Proposal
}

// Meaning is one use of a query's names.
type Meaning struct {
	Mark     string   // a word of it, by which it is named
	Words    []string // that tell it from the rest, the surest first
	N        int
	Between  measure.Interval // of its share of what the query finds (Wilson)
	Examples []vigie.Kept     // the most typical; ID zero for one that waits in the heard buffer
	Said     CardAnswer       // yes: it is what is meant; no: it is not; zero: nobody said
	posts    []int
}

// Meant says of some meanings, by their marks, whether they are what is meant.
type Meant struct{ Us, Not []string }

const (
	// meaningsMost is how many texts are compared, drawn at random.
	meaningsMost = 1000
	// MeaningsFew: with fewer texts nothing is told apart.
	MeaningsFew = 30
	// meaningExamples is how many texts show a meaning.
	meaningExamples = 3
	// sameText: texts that are so alike say the same, with another name in it.
	sameText = 0.6
	// meaningsShown is how many meanings are told one by one; smaller ones join the
	// texts that are not placed.
	meaningsShown = 8
)

// Meanings parts what a draft's query finds among what is kept and what waits in
// the heard buffer, into what its names seem to mean, and tells what an answer
// proposes. It changes nothing. Own posts are left out. Errors are those of Try.
func (w *Watch) Meanings(ctx context.Context, t vigie.Topic, said Meant) (Meanings, error) {
	out := Meanings{Topic: t}
	q, err := Parse(ctx, w.Ledger, t.Query)
	if err != nil {
		return out, err
	}
	if err := q.CheckTopic(); err != nil {
		return out, err
	}
	kept, err := w.draw(ctx, t.ID, q)
	if err != nil {
		return out, err
	}
	out.Looked = len(kept)
	for i := range kept {
		if kept[i].Mention.ID == 0 {
			out.Waiting++
		}
	}
	if len(kept) < MeaningsFew {
		out.Unplaced = len(kept)
		return out, nil
	}
	pool := tune.NewPool(q, kept)
	list, unplaced := pool.Meanings()
	out.Unplaced = len(unplaced)
	marks := map[string]bool{}
	for i, x := range list {
		m := Meaning{N: len(x.Posts), posts: x.Posts}
		for _, word := range x.Words {
			if word.Kind != tune.Word {
				continue
			}
			m.Words = append(m.Words, word.Shown)
			if m.Mark == "" && !marks[word.Shown] {
				m.Mark = word.Shown
			}
		}
		if i >= meaningsShown || m.Mark == "" {
			out.Unplaced += m.N
			continue
		}
		marks[m.Mark] = true
		m.Between, _ = measure.Wilson(int64(m.N), int64(len(kept)))
		for _, at := range examples(pool, x.Posts) {
			m.Examples = append(m.Examples, kept[at])
		}
		switch {
		case m.has(said.Us):
			m.Said = CardYes
		case m.has(said.Not):
			m.Said = CardNo
		}
		out.List = append(out.List, m)
	}
	out.Proposals, err = w.proposeMeanings(ctx, &out, q, pool, kept)
	return out, err
}

// examples returns the most typical posts that do not say the same.
func examples(pool *tune.Pool, posts []int) (out []int) {
	for _, i := range posts {
		same := slices.ContainsFunc(out, func(o int) bool { return pool.Likeness(i, o) >= sameText })
		if len(out) < meaningExamples && !same {
			out = append(out, i)
		}
	}
	return out
}

// has reports whether one of some words names the meaning. Words may change
// places as a topic grows.
func (m *Meaning) has(marks []string) bool {
	return slices.ContainsFunc(marks, func(s string) bool { return slices.Contains(m.Words, s) })
}

// draw returns texts that a query finds, at random: of a saved topic what it
// took, of a draft what it would take.
func (w *Watch) draw(ctx context.Context, id vigie.TopicID, q *query.Query) ([]vigie.Kept, error) {
	if id != 0 {
		topics, err := w.Ledger.Topics(ctx)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(topics, func(t vigie.Topic) bool { return t.ID == id && t.Query == q.Source }) {
			return w.drawTaken(ctx, id)
		}
	}
	d := drawing{seen: map[uint64]bool{}}
	x := trial{w: w, q: q, until: w.Now().Add(trialPatience), names: w.carriers(ctx)}
	_, _, err := x.walk(ctx, q, func(k *vigie.Kept, post *query.Post) {
		if !k.Mention.Own && q.Match(post) && !x.noisy(post, q) {
			d.add(k)
		}
	})
	if err != nil {
		return nil, err
	}
	until := w.Now().Add(trialPatience)
	n := 0
	err = w.Archive.Buffered(ctx, func(m vigie.Mention, src vigie.SourceID) bool {
		if n++; n%1000 == 0 && w.Now().After(until) {
			return false
		}
		k := vigie.Kept{Mention: m, Heard: []vigie.Hearing{{Source: src}}}
		k.Mention.ID = 0
		k.Reading.Lang, _ = w.Reader.Language(&m)
		post := query.NewPost(&k.Mention, k.Reading.Lang)
		post.Zone = w.zone()
		post.Source = x.names.of(src).Name
		if !m.Own && q.Match(post) && !x.noisy(post, q) {
			d.add(&k)
		}
		return true
	})
	return d.kept(), cmp.Or(err, x.names.err)
}

// drawTaken draws among what a topic took, a story counted once.
func (w *Watch) drawTaken(ctx context.Context, id vigie.TopicID) ([]vigie.Kept, error) {
	var next lowest
	seen := map[vigie.StoryID]bool{}
	err := w.Archive.Members(ctx, id, func(m vigie.MentionID, s vigie.StoryID) bool {
		if s == 0 || !seen[s] {
			seen[s] = true
			next.add(placed{m, order(id, m)}, meaningsMost)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(next, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	var out []vigie.Kept
	for _, p := range next {
		k, err := w.Archive.Mention(ctx, p.mention)
		if vigie.KindOf(err) == vigie.NotFound && err != nil {
			continue // erased this moment
		}
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

// drawing keeps texts of the lowest places in an order that their words alone
// decide, the same text once.
type drawing struct {
	drawn drawnTexts
	seen  map[uint64]bool
}

type drawnText struct {
	kept  vigie.Kept
	place uint64
}

func (d *drawing) add(k *vigie.Kept) {
	h := fnv.New64a()
	doc := text.Cut(k.Mention.Title, k.Mention.Text)
	for _, f := range []*text.Field{&doc.Title, &doc.Body} {
		for i := range f.Words {
			_, _ = h.Write([]byte(f.Words[i].Norm)) // a hash never fails
			_, _ = h.Write([]byte{0})
		}
	}
	place := order(0, vigie.MentionID(h.Sum64()>>1))
	if d.seen[place] {
		return
	}
	d.seen[place] = true
	if len(d.drawn) < meaningsMost {
		heap.Push(&d.drawn, drawnText{*k, place})
	} else if place < d.drawn[0].place {
		d.drawn[0] = drawnText{*k, place}
		heap.Fix(&d.drawn, 0)
	}
}

func (d *drawing) kept() []vigie.Kept {
	slices.SortFunc(d.drawn, func(a, b drawnText) int { return cmp.Compare(a.place, b.place) })
	out := make([]vigie.Kept, len(d.drawn))
	for i := range d.drawn {
		out[i] = d.drawn[i].kept
	}
	return out
}

// drawnTexts is a heap, the highest place on top.
type drawnTexts []drawnText

// Len, Less, Swap, Push and Pop are heap.Interface.
func (d drawnTexts) Len() int           { return len(d) }
func (d drawnTexts) Less(i, j int) bool { return d[i].place > d[j].place }
func (d drawnTexts) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *drawnTexts) Push(x any)        { *d = append(*d, x.(drawnText)) }
func (d *drawnTexts) Pop() any {
	old := *d
	x := old[len(old)-1]
	*d = old[:len(old)-1]
	return x
}

// proposeMeanings proposes what would leave out the meanings that are not meant,
// or ask for those that are. Words are chosen on one half of the texts, and what
// they do is told on the other: words that were chosen from texts prove nothing
// on them.
func (w *Watch) proposeMeanings(ctx context.Context, m *Meanings, q *query.Query, pool *tune.Pool, kept []vigie.Kept) ([]Proposal, error) {
	var us, not, open []int
	for i := range m.List {
		switch x := &m.List[i]; x.Said {
		case CardYes:
			us = append(us, x.posts...)
		case CardNo:
			not = append(not, x.posts...)
		default:
			open = append(open, x.posts...)
		}
	}
	if len(us) == 0 && len(not) == 0 {
		return nil, nil
	}
	asks := len(us) > 0
	// What nobody judged stands against what was.
	if len(us) == 0 {
		us = open
	} else if len(not) == 0 {
		not = open
	}
	if len(us) == 0 || len(not) == 0 {
		return nil, nil
	}
	learn, told := tune.Answers{Yes: half(us, 0), No: half(not, 0)}, tune.Answers{Yes: half(us, 1), No: half(not, 1)}
	x := proposing{w: w, hand: &hand{topic: m.Topic, query: q}, kept: kept, answers: told}
	if err := x.prepare(ctx); err != nil {
		return nil, err
	}
	var all []Proposal
	offer := func(p Proposal, ok bool) {
		if ok {
			all = append(all, p)
		}
	}
	said := func(list []tune.Telling) (shown, clauses []string) {
		for _, t := range list {
			shown, clauses = append(shown, t.Shown), append(clauses, t.Clause)
		}
		return shown, clauses
	}
	if shown, clauses := said(pool.Covers(learn.No, learn.Yes)); len(clauses) > 0 {
		offer(x.weigh(NotWord, shown, tune.Without(q, clauses)))
	}
	for _, t := range pool.Excludes(learn) {
		if t.Kind != tune.Word {
			offer(x.weigh(kindOf[t.Kind], []string{t.Shown}, tune.Without(q, []string{t.Clause})))
		}
	}
	for _, c := range pool.Insists() {
		offer(x.weigh(AskCase, c.Forms, c.Query))
	}
	if asks {
		if shown, clauses := said(pool.Covers(learn.Yes, learn.No)); len(clauses) > 0 {
			offer(x.weigh(AskWords, shown, tune.Asking(q, clauses)))
		}
	}
	if err := x.count(ctx, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b Proposal) int { return cmp.Or(cmp.Compare(b.No, a.No), cmp.Compare(a.Wrong, b.Wrong)) })
	return all, nil
}

// half returns every second of some posts.
func half(posts []int, from int) (out []int) {
	posts = slices.Sorted(slices.Values(posts))
	for i := from; i < len(posts); i += 2 {
		out = append(out, posts[i])
	}
	return out
}
