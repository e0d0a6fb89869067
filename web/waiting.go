package web

import (
	"context"
	"html/template"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// waitsMost is how many of what waits Today shows.
const waitsMost = 3

// waitsPart is what others asked and nobody of ours was heard to answer.
type waitsPart struct {
	N       int
	Finding string
	Href    string  // all questions, complaints and requests of the same days
	Oldest  []asked // the one that waits longest first
}

// asked is one of them.
type asked struct {
	shown
	Since string // "Attend depuis 2 j 4 h"
}

// waits gathers what waits for an answer; nil where nothing does.
func (s *Server) waits(ctx context.Context, v *visit, own vigie.TopicID) (*waitsPart, error) {
	list, err := alert.Waiting(ctx, s.o.Archive, own, v.Now)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	slices.Reverse(list) // the oldest first
	p := v.Print
	others := false
	since := func(k *vigie.Kept) string { return p.For(v.Now.Sub(k.Mention.When())) }
	d := &waitsPart{
		N:       len(list),
		Finding: p.Say("waits-finding", len(list), since(&list[0])),
		Href: v.mentions(vigie.Filter{
			Topics: []vigie.TopicID{own}, Own: &others, Intents: []vigie.Intent{vigie.Solicitation}, From: v.Now.Add(-alert.WaitingWithin),
		}),
	}
	list = list[:min(len(list), waitsMost)]
	for i, m := range v.shownAll(list, nil) {
		d.Oldest = append(d.Oldest, asked{m, p.Say("waits-since", since(&list[i]))})
	}
	return d, nil
}

// tone says whether more of the week's voices were negative than ordinary, as a
// clause with one link to them; empty where too few were judged to tell.
func (s *Server) tone(ctx context.Context, v *visit, own vigie.TopicID, week measure.Period) (clause, href string, err error) {
	all := measure.Weeks(week.From, v.Zone, measure.MostPast+1)
	others := false
	f := vigie.Filter{Topics: []vigie.TopicID{own}, Own: &others, From: all[0].From, To: week.To}
	count := func(of ...vigie.Opinion) (map[int64]int64, error) {
		g := f
		g.Opinion = of
		points, err := s.o.Archive.Count(ctx, measure.Question{Filter: g, Unit: measure.Voices, Step: measure.Week})
		out := map[int64]int64{}
		for _, pt := range points {
			out[pt.At.Unix()] += pt.N
		}
		return out, err
	}
	negative, err := count(vigie.Negative)
	if err != nil {
		return "", "", err
	}
	judged, err := count(vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure)
	if err != nil {
		return "", "", err
	}
	var past []measure.Among
	for _, w := range all[:len(all)-1] {
		past = append(past, measure.Among{N: negative[w.From.Unix()], Of: judged[w.From.Unix()]})
	}
	now := measure.Among{N: negative[week.From.Unix()], Of: judged[week.From.Unix()]}
	band, ok := measure.OrdinaryPart(past, now.Of)
	if !ok {
		return "", "", nil
	}
	share := func(n int64) say.Ratio { return say.Ratio(float64(n) / float64(now.Of)) }
	id := "today-tone-ordinary"
	if now.N > band.High {
		id = "today-tone-above"
	} else if now.N < band.Low {
		id = "today-tone-below"
	}
	f.From, f.Opinion = week.From, []vigie.Opinion{vigie.Negative}
	return v.Print.Say(id, share(now.N), v.Print.Decimal(100*float64(share(band.Low)), 0), share(band.High)), v.mentions(f), nil
}

// ending is the last sentence of Today's answer: the tone, then what waits.
// Empty where there is nothing to say of either.
func (s *Server) ending(ctx context.Context, v *visit, week measure.Period, d *todayPage) (string, []string, error) {
	var clauses, hrefs []string
	clause, href, err := s.tone(ctx, v, d.Own.ID, week)
	if err != nil {
		return "", nil, err
	}
	if clause != "" {
		clauses, hrefs = append(clauses, clause), append(hrefs, href)
	}
	if d.Waits != nil {
		clauses, hrefs = append(clauses, v.Print.Say("today-waits", d.Waits.N, words(v.Print, int64(d.Waits.N)))), append(hrefs, "#waits")
	}
	switch len(clauses) {
	case 0:
		return "", nil, nil
	case 1:
		return sentenceOf(clauses[0]), hrefs, nil
	}
	return sentenceOf(v.Print.Say("today-and", clauses[0], clauses[1])), hrefs, nil
}

// sentenceOf makes a sentence of a clause, which may begin with a link.
func sentenceOf(clause string) string {
	if rest, ok := strings.CutPrefix(clause, "⟦"); ok {
		return "⟦" + capital(rest) + "."
	}
	return capital(clause) + "."
}

// withEnding adds the last sentence to the answer.
func withEnding(answer template.HTML, ending string, hrefs []string) template.HTML {
	if ending == "" {
		return answer
	}
	return answer + " " + rich(ending, hrefs...)
}

// told is one opinion of a mention, with whom it is about where that must be
// said.
type told struct {
	Opinion vigie.Opinion
	About   string // empty where all opinions are alike
}

// toldOf gathers opinions as a list tells them: once where all are alike, else
// each with its brand, ours first.
func toldOf(v *visit, matches []vigie.Match) []told {
	type row struct {
		told
		own bool
	}
	var rows []row
	alike := true
	for _, m := range matches {
		t, ok := v.Topic(m.Topic)
		if !ok || m.Opinion == vigie.OpinionUnknown {
			continue
		}
		rows = append(rows, row{told{m.Opinion, t.Name}, t.Kind == vigie.OwnBrand})
		alike = alike && m.Opinion == rows[0].Opinion
	}
	if len(rows) == 0 {
		return nil
	}
	if alike {
		return []told{{Opinion: rows[0].Opinion}}
	}
	var out []told
	for _, own := range []bool{true, false} {
		for _, r := range rows {
			if r.own == own {
				out = append(out, r.told)
			}
		}
	}
	return out
}
