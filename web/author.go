package web

import (
	"html/template"
	"net/http"
	"net/url"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/influence"
)

// authorPage is the card of one account.
type authorPage struct {
	Name, Key, Out string
	Bio            string
	Answer         template.HTML
	Kind           string
	Reasons        []string
	Topics         []part
	Channels       []part
	First, Last    time.Time
	List           []shown
	All            string
	N              int
}

// authorRead is how many of its mentions a card is made from, the newest;
// authorShown how many it shows.
const (
	authorRead  = 500
	authorShown = 8
)

func authorPath(key string) string { return "/author?" + url.Values{"key": {key}}.Encode() }

// author answers: who speaks? One account, never joined with another by
// likeness; no opinion, no weight, no employer.
func (s *Server) author(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	key := r.URL.Query().Get("key")
	f := vigie.Filter{Author: key}
	if key == "" {
		return vigie.Errorf(vigie.NotFound, nil, "author-not-found")
	}
	profile := influence.Profile{Channels: map[vigie.Channel]int{}}
	d := authorPage{Key: key, All: v.mentions(f)}
	var newest []vigie.Kept
	topics := map[vigie.TopicID]int64{}
	err := s.o.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
		m := &k.Mention
		if d.N == 0 {
			profile.Author, profile.Own = m.Author, m.Own
			d.Last = m.When()
		}
		d.First = m.When()
		d.N++
		profile.Channels[m.Channel]++
		if profile.Author.Bio == "" {
			profile.Author.Bio = m.Author.Bio
		}
		if m.DateKnown() {
			profile.At = append(profile.At, m.Published)
		}
		for _, x := range k.Matches {
			topics[x.Topic]++
		}
		if len(newest) < authorShown {
			newest = append(newest, k)
		}
		return d.N < authorRead
	})
	if err != nil {
		return err
	}
	if d.N == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "author-not-found")
	}
	page, err := s.o.Archive.Search(ctx, query.Search{Filter: f, Limit: 1})
	if err != nil {
		return err
	}
	a := profile.Author
	d.Name, d.Bio, d.Out = a.Name, a.Bio, outside(a.URL)
	if d.Name == "" {
		d.Name = a.Account
	}
	if d.Name == "" {
		d.Name = key
	}
	card := influence.Of(profile)
	d.Kind = p.Say("influence-" + string(card.Kind))
	for _, x := range card.Reasons {
		d.Reasons = append(d.Reasons, p.Sentence(x))
	}
	for _, t := range v.Topics {
		if n := topics[t.ID]; n > 0 {
			g := f
			g.Topics = []vigie.TopicID{t.ID}
			d.Topics = append(d.Topics, part{Name: t.Name, N: n, Href: v.mentions(g)})
		}
	}
	for _, c := range vigie.Channels {
		if n := profile.Channels[c]; n > 0 {
			g := f
			g.Channels = []vigie.Channel{c}
			d.Channels = append(d.Channels, part{Name: capital(p.Say("channel-" + string(c))), N: int64(n), Href: v.mentions(g)})
		}
	}
	d.List = v.shownAll(newest, nil)
	id := "author-answer"
	if page.More || d.N == authorRead {
		id = "author-answer-most"
	}
	d.Answer = rich(p.Say(id, max(page.Count, d.N), p.Date(d.Last)), d.All)
	return v.page(w, "author", vigie.Say("author-title", d.Name), d)
}
