package report

import (
	"cmp"
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/verbatim"
)

const (
	// quoteMost is how long a sentence may be, in characters: it is quoted whole or
	// not at all.
	quoteMost = 240
	// groupMost is how many texts are read for the sentence that says best what a
	// group says.
	groupMost = 200
)

// reader reads what was said, each mention once.
type reader struct {
	m    *Maker
	read map[vigie.MentionID]*vigie.Kept // nil for what was erased meanwhile
}

func (r *reader) kept(ctx context.Context, id vigie.MentionID) (*vigie.Kept, error) {
	if k, ok := r.read[id]; ok {
		return k, nil
	}
	k, err := r.m.Archive.Mention(ctx, id)
	switch {
	case vigie.KindOf(err) == vigie.NotFound:
		r.read[id] = nil
	case err != nil:
		return nil, err
	default:
		r.read[id] = &k
	}
	return r.read[id], nil
}

// best returns what was said, the sentence that says best what all of it says
// first, at most most; what is said of an opinion states it (understand.Quoter).
// Of the sayings the first groupMost are read; of those of a story one.
func (r *reader) best(ctx context.Context, said []measure.Saying, q *understand.Quoter, o vigie.Opinion, most int) ([]scored, error) {
	var g verbatim.Group
	var from []Verbatim
	told := map[uint64]bool{}
	for i := range said[:min(len(said), groupMost)] {
		x := &said[i]
		k, err := r.kept(ctx, x.Mention)
		if err != nil {
			return nil, err
		}
		if k == nil || told[x.Story] {
			continue
		}
		told[x.Story] = true
		m := &k.Mention
		g.Add(q.Text(k, quoteMost))
		from = append(from, Verbatim{Saying: *x, Title: m.Title, Text: text.OneLine(m.Text), URL: m.URL})
	}
	var out []scored
	for _, s := range q.Ranked(&g, o, most) {
		v := from[s.Of]
		v.Quote = text.OneLine(s.Text)
		out = append(out, scored{v, s.Score})
	}
	return out, nil
}

// scored is a verbatim and how well it speaks for its group.
type scored struct {
	Verbatim
	score float64
}

// quoter chooses sentences about a topic.
func (m *Maker) quoter(ctx context.Context, t vigie.Topic) (*understand.Quoter, error) {
	if m.Quoter == nil {
		return &understand.Quoter{Name: t.Name}, nil
	}
	return m.Quoter(ctx, t)
}

// verbatims picks five things said of the brand, those that say best what their
// opinion says: of each opinion, from as many places as possible, never the same
// story twice.
func (m *Maker) verbatims(ctx context.Context, a *Audit, h *heap) error {
	mine := h.ofBrand.all()
	if a.Ours.Voices == 0 {
		mine = h.ofThemes.all()
	}
	by := map[vigie.Opinion][]measure.Saying{}
	for _, x := range mine {
		by[x.Opinion] = append(by[x.Opinion], x)
	}
	r := &reader{m: m, read: map[vigie.MentionID]*vigie.Kept{}}
	var all []scored
	q, err := m.quoter(ctx, a.Brand)
	if err != nil {
		return err
	}
	for o, list := range by {
		best, err := r.best(ctx, list, q, o, groupMost)
		if err != nil {
			return err
		}
		all = append(all, best...)
	}
	slices.SortFunc(all, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.Mention, x.Mention))
	})
	sites, stories, opinions := map[string]int{}, map[uint64]bool{}, map[vigie.Opinion]int{}
	for round := range 4 {
		for _, x := range all {
			if len(a.Said) == verbatimsMost {
				return nil
			}
			if stories[x.Story] || sites[x.Site] > 2*round || opinions[x.Opinion] > 1+round {
				continue
			}
			if round < 3 && slices.ContainsFunc(a.Said, func(v Verbatim) bool { return saysAgain(v.Quote, x.Quote) }) {
				continue // the same in nearly the same words
			}
			sites[x.Site]++
			stories[x.Story] = true
			opinions[x.Opinion]++
			a.Said = append(a.Said, x.Verbatim)
		}
	}
	return nil
}

// saysAgain reports whether two sentences say the same in nearly the same words.
func saysAgain(a, b string) bool {
	x, y := telling(a), telling(b)
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return both >= alikeLeast && 2*both > min(len(x), len(y))
}

// verbatim reads what was said.
func (m *Maker) verbatim(ctx context.Context, x measure.Saying) (Verbatim, error) {
	k, err := m.Archive.Mention(ctx, x.Mention)
	if vigie.KindOf(err) == vigie.NotFound {
		return Verbatim{Saying: x}, nil // erased meanwhile
	}
	if err != nil {
		return Verbatim{}, err
	}
	v := Verbatim{Saying: x, Title: k.Mention.Title, Text: text.OneLine(k.Mention.Text), URL: k.Mention.URL}
	if k.Mention.TitledByOthers() {
		v.Title = "" // what somebody else asked
	}
	return v, nil
}
