package query

import (
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// Post is what a query is asked about.
type Post struct {
	Doc     *text.Doc // nil is a post without words
	Lang    string    // ISO 639-1; empty or "und" for undetermined
	Channel vigie.Channel
	Site    string // as vigie.SiteOf
}

// NewPost cuts a mention and makes it a Post in the language lang, which is
// that of its reading or empty.
func NewPost(m *vigie.Mention, lang string) *Post {
	return &Post{Doc: text.Cut(m.Title, m.Text), Lang: lang, Channel: m.Channel, Site: m.Site}
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
	if cap(e.occ) <= 1<<16 { // what one huge page needed is given back
		evals.Put(e)
	}
}
