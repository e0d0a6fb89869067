package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// sensesPage tells what a topic's name seems to mean, before any card.
type sensesPage struct {
	Topic     vigie.Topic // ID zero for one that is not saved
	Answer    template.HTML
	Caption   string
	Rows      []meaningRow
	Unplaced  string
	Proposals []proposalRow
	Nothing   string // why nothing is proposed; empty where something is or nothing was said
	Again     string // the page with nothing said; empty where nothing was
	Edit      string
}

// meaningRow is one use of the name.
type meaningRow struct {
	Title, Share string
	Said         string // what was said of it; empty where nothing was
	Us, Not      string // addresses that say so
	Examples     []shown
}

// senses answers: what does this name mean, where we find it?
func (s *Server) senses(w http.ResponseWriter, r *http.Request, v *visit) error {
	asked := r.URL.Query()
	t, at := vigie.Topic{Kind: vigie.Rival}, url.Values{}
	path := "/senses"
	id := r.PathValue("id")
	if id == "" {
		id = asked.Get("topic")
	}
	if id != "" {
		n, err := strconv.ParseInt(id, 10, 64)
		var ok bool
		if t, ok = v.Topic(vigie.TopicID(n)); err != nil || !ok {
			return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
		}
		path = topicPath(t.ID, 0) + "/senses"
	}
	if q := strings.TrimSpace(asked.Get("query")); q != "" && q != t.Query {
		t.Query = q
		at.Set("query", q)
		if t.ID == 0 {
			t.Name = strings.TrimSpace(asked.Get("name"))
			at.Set("name", t.Name)
			if k := vigie.TopicKind(asked.Get("kind")); k.Valid() {
				t.Kind = k
				at.Set("kind", string(k))
			}
		}
	}
	said := watch.Meant{Us: asked["us"], Not: asked["not"]}
	d := sensesPage{Topic: t, Edit: "/topics/new"}
	edit := url.Values{}
	if t.ID != 0 {
		d.Edit = topicEditPath(t.ID)
	} else {
		edit.Set("name", t.Name)
		edit.Set("kind", string(t.Kind))
	}
	m, err := s.o.Watch.Meanings(r.Context(), t, said)
	if vigie.KindOf(err) == vigie.Invalid && err != nil { // its page shows what is wrong, and where
		edit.Set("query", t.Query)
		return v.to(w, d.Edit+"?"+edit.Encode())
	}
	if err != nil {
		return err
	}
	if d.Topic.Name == "" {
		d.Topic.Name = shorten(t.Query, 60)
	}
	v.meanings(&d, &m, func(us, not []string) string {
		q := url.Values{}
		for k, x := range at {
			q[k] = x
		}
		q["us"], q["not"] = us, not
		if e := q.Encode(); e != "" {
			return path + "?" + e
		}
		return path
	})
	for i := range m.Proposals {
		row := v.meaningProposal(&m.Proposals[i])
		edit.Set("query", row.Query)
		row.Href = d.Edit + "?" + edit.Encode()
		d.Proposals = append(d.Proposals, row)
	}
	return v.page(w, "senses", vigie.Say("senses-title-of", d.Topic.Name), d)
}

// meanings puts what a name means into words. at is the page with some meanings
// judged.
func (v *visit) meanings(d *sensesPage, m *watch.Meanings, at func(us, not []string) string) {
	p, n := v.Print, len(m.List)
	switch {
	case m.Looked == 0:
		d.Answer = rich(p.Say("senses-none", d.Topic.Name))
	case m.Looked < watch.MeaningsFew:
		d.Answer = rich(p.Say("senses-few", m.Looked, watch.MeaningsFew))
	case n < 2:
		d.Answer = rich(p.Say("senses-one", d.Topic.Name, m.Looked))
	default:
		d.Answer = rich(p.Say("senses-many", d.Topic.Name, n))
	}
	if n == 0 {
		return
	}
	d.Caption = p.Say("senses-caption", m.Looked)
	if m.Waiting > 0 {
		d.Caption += " " + p.Say("senses-waiting", m.Waiting)
	}
	if m.Unplaced > 0 {
		d.Unplaced = p.Say("senses-unplaced", m.Unplaced)
	}
	var us, not []string
	for i := range m.List {
		switch x := &m.List[i]; x.Said {
		case watch.CardYes:
			us = append(us, x.Mark)
		case watch.CardNo:
			not = append(not, x.Mark)
		}
	}
	if len(us)+len(not) > 0 {
		d.Again = at(nil, nil)
		switch {
		case len(m.Proposals) > 0:
		case len(us) == n || len(not) == n:
			d.Nothing = p.Say("senses-all-same")
		default:
			d.Nothing = p.Say("senses-nothing")
		}
	}
	mark := v.marker(nil)
	for i := range m.List {
		x := &m.List[i]
		row := meaningRow{
			Title: v.quotes(x.Words[:min(6, len(x.Words))]),
			Share: p.Say("senses-share", x.N, vigie.Ratio(float64(x.N)/float64(m.Looked)), vigie.Ratio(x.Between.Low), vigie.Ratio(x.Between.High)),
			Us:    at(append(without(us, x.Mark), x.Mark), without(not, x.Mark)) + "#proposals",
			Not:   at(without(us, x.Mark), append(without(not, x.Mark), x.Mark)) + "#proposals",
		}
		switch x.Said {
		case watch.CardYes:
			row.Said, row.Us = p.Say("senses-said-us"), ""
		case watch.CardNo:
			row.Said, row.Not = p.Say("senses-said-not"), ""
		}
		for _, k := range x.Examples {
			one := mark.shown(k)
			if k.Mention.ID == 0 {
				one.Path = ""
			}
			row.Examples = append(row.Examples, one)
		}
		d.Rows = append(d.Rows, row)
	}
}

// without returns a list but for one word.
func without(list []string, word string) []string {
	out := make([]string, 0, len(list)+1)
	for _, s := range list {
		if s != word {
			out = append(out, s)
		}
	}
	return out
}

// meaningProposal puts a change of the query into words.
func (v *visit) meaningProposal(x *watch.Proposal) proposalRow {
	p := v.Print
	row := v.proposal(x)
	row.Right = p.Say("senses-right", x.No, x.NoOf)
	row.Wrong = p.Say("senses-wrong", x.Wrong, x.YesOf, vigie.Ratio(x.Between.Low), vigie.Ratio(x.Between.High))
	return row
}
