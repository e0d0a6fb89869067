package understand

import (
	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/verbatim"
)

// Judge tells why a piece has its opinion; Reader is one. It is safe for
// several goroutines.
type Judge interface {
	Why(p *Piece, i, n int) Because
}

// Quoter chooses the sentences that are quoted about a topic, for pages and
// reports alike. The zero Quoter knows neither where the topic stands in a text
// nor what a sentence states.
type Quoter struct {
	Name  string       // of the topic
	Query *query.Query // tells where the topic stands; may be nil
	Judge Judge        // may be nil: any sentence of an opinion's texts may then speak for it
}

// quotesJudged is how many sentences the judge is asked about.
const quotesJudged = 80

// Text is a mention as a text of a group, of which at most most characters may
// be quoted: its body, else its title.
func (q *Quoter) Text(k *vigie.Kept, most int) verbatim.Text {
	m := &k.Mention
	post := query.NewPost(m, k.Reading.Lang)
	t := verbatim.Text{
		Body: &post.Doc.Body, Title: m.Title, Lang: k.Reading.Lang, Most: most,
		Voice: m.Author.Key(m.Network, m.Site), Waits: vigie.Solicits(k.Reading.Intents), About: q.about(post, query.InBody),
	}
	if m.Text == "" {
		t.Body, t.Title, t.About = &post.Doc.Title, "", q.about(post, query.InTitle)
	}
	return t
}

// About returns where the topic stands in a sentence.
func (q *Quoter) About(sentence, lang string) []verbatim.Span {
	return q.about(query.NewPost(&vigie.Mention{Text: sentence}, lang), query.InBody)
}

func (q *Quoter) about(post *query.Post, in query.Place) (out []verbatim.Span) {
	if q.Query == nil {
		return nil
	}
	for _, s := range q.Query.Spans(post) {
		if s.Field == in {
			out = append(out, verbatim.Span{Start: s.Start, End: s.End})
		}
	}
	return out
}

// Ranked returns the best sentence of each text of a group that holds one
// opinion, the best first, at most most: only sentences that by themselves
// state it, and the surer the better. A text may hold an opinion and say
// otherwise for most of its length, and who awaits an answer praises nothing.
// Where o is no opinion, any sentence will do.
func (q *Quoter) Ranked(g *verbatim.Group, o vigie.Opinion, most int) []verbatim.Said {
	if q.Judge == nil || o < vigie.Negative || o > vigie.Positive {
		return g.Ranked(most)
	}
	return g.Agreeing(most, quotesJudged, func(s verbatim.Said) float64 {
		if s.Waits && o == vigie.Positive {
			return 0 // "bonjour, j’ai besoin d’aide, merci" is polite, and no praise
		}
		return q.states(s.Text, s.Lang, o)
	})
}

// states is how surely a sentence alone states an opinion about the topic, 0 to
// 1: 0 where it states another, where the judge is unsure, and where it may be
// meant the other way round.
func (q *Quoter) states(sentence, lang string, o vigie.Opinion) float64 {
	m := &vigie.Mention{Text: sentence}
	about := About{Name: q.Name}
	if q.Query != nil {
		about.Spans = q.Query.Spans(query.NewPost(m, lang))
	}
	why := q.Judge.Why(&Piece{
		Mention: m, Doc: text.Cut("", sentence), Reading: &vigie.Reading{Lang: lang},
		Matches: []vigie.Match{{}}, About: []About{about},
	}, 0, 0)
	if why.Opinion != o || why.Ironic {
		return 0
	}
	return why.Share[o-vigie.Negative]
}
