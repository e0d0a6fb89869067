package query

import (
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// Post is what a query is asked about. What is not given is not known, and a
// condition on what is not known does not hold.
type Post struct {
	Doc     *text.Doc // nil is a post without words
	Lang    string    // ISO 639-1; empty or "und" for undetermined
	Channel vigie.Channel
	Site    string // as vigie.SiteOf

	// Mention is asked for all else that was said: author, links, metrics, date
	// and the like; nil where there is nothing but the above. It is only read.
	Mention *vigie.Mention
	Source  string         // name of the source that carried it first
	Zone    *time.Location // days are counted in it; nil means UTC
	// Read is what was understood of the post; nil where nobody looked yet, as
	// when a post is matched against topics.
	Read *Understood
}

// Understood is what was made of a post, for opinion:, intent:, theme: and
// entity:.
type Understood struct {
	Opinions []vigie.Opinion // about the topics that the post belongs to
	Intents  []vigie.Intent
	Themes   []string // names of the themes and campaigns that it belongs to
	Entities []string // names of the brands, own and rival, that it speaks of
}

// NewPost cuts a mention and makes it a Post in the language lang, which is
// that of its reading or empty.
func NewPost(m *vigie.Mention, lang string) *Post {
	return &Post{Doc: text.Cut(m.Title, m.Text), Lang: lang, Channel: m.Channel, Site: m.Site, Mention: m}
}

// Place says which field of a post a span stands in.
type Place uint8

// The places, in the order in which they are read.
const (
	InTitle Place = iota
	InBody
)

// Span is a stretch of a post: bytes [Start, End) of its title or body.
type Span struct {
	Field      Place
	Start, End int
}

// Match reports whether q holds of p. It is safe for several goroutines.
func (q *Query) Match(p *Post) bool {
	root := q.ready()
	if root == nil {
		return false
	}
	e := takeEval(p)
	defer e.release()
	return e.holds(root)
}

// Spans returns the stretches of p that made q match, for highlighting:
// ordered, and merged where they overlap. It is empty where q does not match
// or matches by fields alone; what stands under NOT never shows. At most 1,000
// stretches of any part are told.
func (q *Query) Spans(p *Post) []Span {
	root := q.ready()
	if root == nil {
		return nil
	}
	e := takeEval(p)
	defer e.release()
	if !e.holds(root) {
		return nil
	}
	return e.bytes(e.lit(root, nil, nil))
}

var evals = sync.Pool{New: func() any { return new(eval) }}

func takeEval(p *Post) *eval {
	e := evals.Get().(*eval)
	e.start(p)
	return e
}

func (e *eval) release() {
	e.post = nil
	e.fields[0], e.fields[1] = nil, nil
	clear(e.links)
	e.forget()
	if cap(e.occ) <= 1<<16 { // what one huge page needed is given back
		evals.Put(e)
	}
}
