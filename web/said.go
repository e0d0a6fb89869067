package web

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/verbatim"
	"vigie.example/vigie/watch"
)

// sayingBest is the sentence that says best what a group of mentions says.
type sayingBest struct {
	quotation
	Opinion vigie.Opinion // of the group; unknown where it is of none
	When    time.Time
	Known   bool
	Among   int // texts of the group that were read
}

// bestPart is the sentences of a topic that say it best.
type bestPart struct {
	Finding, Caption string
	List             []sayingBest
}

const (
	// saidTexts is how many texts of a period are read for what says it best, and
	// saidStretches in how many equal stretches of it the newest are taken where
	// there are more: all of the period speaks, at the same cost however much was
	// said.
	saidTexts     = 480
	saidStretches = 120
	// saidChars is how long a sentence may be: it is quoted whole or not at all.
	saidChars = 280
	// saidLeast is how many texts of an opinion make a group.
	saidLeast = 3
)

// saidText is a text that may be quoted.
type saidText struct {
	verbatim.Text
	member
}

// member is whose text it is.
type member struct {
	id    vigie.MentionID
	site  string
	on    vigie.Channel
	lang  string
	when  time.Time
	known bool
}

// speaking is a group of texts in the making.
type speaking struct {
	verbatim.Group
	of []member
}

func (g *speaking) add(t *saidText) {
	g.Add(t.Text)
	g.of = append(g.of, t.member)
}

func saidBy(k *vigie.Kept, q *understand.Quoter, most int) saidText {
	m := &k.Mention
	return saidText{q.Text(k, most), member{m.ID, m.Site, m.Channel, k.Reading.Lang, m.When(), m.DateKnown()}}
}

// best quotes the first of list, what it is about marked; nil where there is
// none.
func (v *visit) best(list []verbatim.Said, g *speaking, q *understand.Quoter) *sayingBest {
	if len(list) == 0 {
		return nil
	}
	said, from := list[0], g.of[list[0].Of]
	var spans []span
	for _, a := range q.About(said.Text, said.Lang) {
		spans = append(spans, span{a.Start, a.End})
	}
	var b strings.Builder
	mark(&b, said.Text, 0, len(said.Text), merge(spans))
	h := v.quoted(template.HTML(b.String()), true, true) // mark escaped it
	return &sayingBest{quotation: quotation{h, mentionPath(from.id), from.site, from.lang, from.on}, When: from.when, Known: from.known, Among: len(g.of)}
}

// bestKey is which sentences: of a topic as it is asked for, in a period, told
// in a language.
type bestKey struct {
	topic    vigie.TopicID
	version  int
	from, to int64
	lang     string
}

// bestOfTopic finds the sentences that say best what others think of a topic in
// a period: one an opinion, the most held first; one in all where none has
// enough texts; nil where there is nothing to quote. Press is left out: its
// texts are not ours to choose from. said is how many mentions there are about.
func (s *Server) bestOfTopic(ctx context.Context, v *visit, t vigie.Topic, f vigie.Filter, said int64) (*bestPart, error) {
	key := bestKey{t.ID, t.Version, f.From.Unix(), f.To.Unix(), v.Print.Lang()}
	best, at, err := s.best.get(ctx, s, key, func() (*bestPart, error) { return s.findBest(ctx, v, t, f, said) })
	if best == nil || err != nil {
		return nil, err
	}
	out := *best
	out.Caption += " " + v.Print.Say("made-at", v.Print.Clock(at))
	return &out, nil
}

func (s *Server) findBest(ctx context.Context, v *visit, t vigie.Topic, f vigie.Filter, said int64) (*bestPart, error) {
	f.Own, f.Noted = new(bool), new(bool)
	f.Channels = slices.DeleteFunc(slices.Clone(vigie.Channels), func(c vigie.Channel) bool { return !c.Voiced() || c == vigie.Press })
	q, err := s.quoter(ctx, t)
	if err != nil {
		return nil, err
	}
	var all []saidText
	by := map[vigie.Opinion]*speaking{vigie.Negative: {}, vigie.Neutral: {}, vigie.Positive: {}}
	told := map[vigie.StoryID]bool{}
	take := func(k *vigie.Kept) {
		if st := k.Reading.Story; st != 0 && told[st] || k.Mention.Title == "" && k.Mention.Text == "" {
			return
		}
		told[k.Reading.Story] = true
		all = append(all, saidBy(k, q, saidChars))
		for _, m := range k.Matches {
			if g := by[m.Opinion]; g != nil && m.Topic == t.ID {
				g.add(&all[len(all)-1])
			}
		}
	}
	if err := s.spread(ctx, f, said, take); err != nil {
		return nil, err
	}
	var d bestPart
	for _, o := range []vigie.Opinion{vigie.Negative, vigie.Positive, vigie.Neutral} {
		g := by[o]
		if len(g.of) < saidLeast {
			continue
		}
		if x := v.best(q.Ranked(&g.Group, o, 1), g, q); x != nil {
			x.Opinion = o
			d.List = append(d.List, *x)
		}
	}
	slices.SortStableFunc(d.List, func(a, b sayingBest) int { return cmp.Compare(b.Among, a.Among) })
	d.Finding = v.Print.Say("best-opinions")
	if len(d.List) == 0 {
		var g speaking
		for i := range all {
			g.add(&all[i])
		}
		x := v.best(g.Ranked(1), &g, q)
		if x == nil {
			return nil, nil
		}
		d.List, d.Finding = []sayingBest{*x}, v.Print.Say("best-finding")
	}
	d.Caption = v.Print.Say("best-caption", len(all))
	return &d, nil
}

// quoter returns what chooses the sentences that are quoted about a topic.
func (s *Server) quoter(ctx context.Context, t vigie.Topic) (*understand.Quoter, error) {
	return watch.Quoter(ctx, s.o.Ledger, s.o.Opinions, t)
}

// spread calls take for mentions of a filter, of which there are about said: for
// all where they are few, else for the newest of each of many equal stretches of
// its period, and for more of those that have more where others are empty.
func (s *Server) spread(ctx context.Context, f vigie.Filter, said int64, take func(*vigie.Kept)) error {
	stretches := 1
	if said > saidTexts {
		stretches = saidStretches
	}
	end := f.To
	if now := s.o.Now(); end.IsZero() || end.After(now) {
		end = now.Add(time.Second)
	}
	long := end.Sub(f.From)
	// walk takes the mentions of a stretch from the skip-th newest to the most-th.
	walk := func(i, skip, most int) (n int, err error) {
		g := f
		g.From = f.From.Add(long / time.Duration(stretches) * time.Duration(stretches-1-i))
		if i > 0 {
			g.To = f.From.Add(long / time.Duration(stretches) * time.Duration(stretches-i))
		}
		err = s.o.Archive.Walk(ctx, g, func(k vigie.Kept) bool {
			if n++; n > skip {
				take(&k)
			}
			return n < most
		})
		return n, err
	}
	each, taken := saidTexts/stretches, 0
	var full []int
	for i := range stretches {
		n, err := walk(i, 0, each)
		if err != nil {
			return err
		}
		if taken += n; n == each {
			full = append(full, i)
		}
	}
	if len(full) == 0 {
		return nil
	}
	more := (saidTexts - taken) / len(full)
	if more == 0 {
		return nil
	}
	for _, i := range full {
		if _, err := walk(i, each, each+more); err != nil {
			return err
		}
	}
	return nil
}

// bestOfStory finds the sentence that says best what copies say, among some of
// them; nil where there is none to quote.
func (v *visit) bestOfStory(kept []vigie.Kept) *sayingBest {
	var g speaking
	var any understand.Quoter
	for i := range kept {
		if m := &kept[i].Mention; m.Title != "" || m.Text != "" {
			most := saidChars
			if m.Channel == vigie.Press {
				most = pressMost
			}
			t := saidBy(&kept[i], &any, most)
			g.add(&t)
		}
	}
	return v.best(g.Ranked(1), &g, &any)
}
