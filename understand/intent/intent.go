// Package intent says what a mention is for: a question, a complaint, a
// request, a recommendation, a purchase, a job, a press release, a promotion.
// Several may hold. The rules are queries in Vigie's own language, in text
// files a person can read (rules/), in French and English; they are asked of
// the post itself. A Classifier learns one intent from labels and beats plain
// word pairs; the shipped reading is by rules alone, for no labels ship. It
// judges no opinion and knows no topic.
package intent

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Maker names what made a reading: it changes when the answers may.
const Maker = "intent/4"

// The rules: a file a language, a line an intent, a colon and a query; lines
// that begin with # are for people, and told with the rule below them unless an
// empty line parts them. An intent may have several lines. Beside them stand
// texts of which a rule must hold (+), or must not (-).
//
//go:embed rules/*.txt
var files embed.FS

// Mentions is a table of 600 mentions in French and English, written and
// labelled by hand for this project, with a header, tabs and lines: what eval
// measures the rules on (docs/models/intent.md). Every name in it is invented.
//
//go:embed testdata/mentions.tsv
var Mentions string

// Pack is a set of rules; the zero value has none. It is safe for several
// goroutines once made.
type Pack struct {
	rules map[string]*rules // by language
}

// rules are those of one language. They are asked together, as topics are: most
// words of a post are in none of them.
type rules struct {
	of    [8][]*query.Query // in the order of All
	in    []int             // which of All query i, of the ID i+1 in index, is of
	index *query.Index
}

// scratches are what posts are asked with.
var scratches = sync.Pool{New: func() any { return new(query.Scratch) }}

// Shipped returns the rules that come with Vigie.
var Shipped = sync.OnceValue(func() *Pack {
	p, err := new(Pack).With(ShippedRules()...)
	if err != nil {
		panic(err) // embedded: its test does not pass
	}
	return p
})

// All lists the intents in the order in which they are told.
var All = []vigie.Intent{vigie.Question, vigie.Complaint, vigie.Request, vigie.Recommendation, vigie.Purchase, vigie.Job, vigie.Release, vigie.Promotion}

// Read returns the intents of a post, in the order of All; nil where none
// holds, and where there are no rules for its language. The title of what a
// post answers or comments is not read: it asks and offers nothing itself.
func (p *Pack) Read(post *query.Post) []vigie.Intent {
	post = ownWords(post)
	var held [8]bool
	any := false
	if r := p.rules[post.Lang]; r != nil {
		scratch := scratches.Get().(*query.Scratch)
		var room [16]query.Key
		for _, k := range r.index.Match(scratch, post, room[:0]) {
			held[r.in[k.ID-1]], any = true, true
		}
		scratches.Put(scratch)
	}
	if !held[0] && asks(post) {
		held[0], any = true, true
	}
	if !any {
		return nil
	}
	var out []vigie.Intent
	for i, h := range held {
		if h {
			out = append(out, All[i])
		}
	}
	return out
}

// sureBad is how sure a bad opinion must be to be a complaint where no rule
// says so: of 0.5 to 0.8 the one that kept precision over 0.8 on 140 real posts
// (docs/models/intent.md).
const sureBad = 0.7

// WithOpinion adds Complaint to what the rules read where people talk, and
// what is thought of the brand is surely bad: most who complain use no word
// that a rule could list. It returns in as it is for the press and its like,
// and for jobs, releases and advertisements.
func WithOpinion(in []vigie.Intent, channel vigie.Channel, o vigie.Opinion, sure float64) []vigie.Intent {
	switch channel {
	case vigie.Social, vigie.Forum, vigie.Review, vigie.Comment, vigie.Mail, vigie.Private:
	default:
		return in
	}
	if o != vigie.Negative || sure < sureBad {
		return in
	}
	for _, i := range in {
		switch i {
		case vigie.Complaint, vigie.Job, vigie.Release, vigie.Promotion:
			return in
		}
	}
	at := 0
	if len(in) > 0 && in[0] == vigie.Question {
		at = 1 // the order of All
	}
	return slices.Insert(slices.Clone(in), at, vigie.Complaint)
}

// ownWords returns post without a title that somebody else gave.
func ownWords(post *query.Post) *query.Post {
	if post.Mention == nil || !post.Mention.TitledByOthers() {
		return post
	}
	said, own := *post.Mention, *post
	said.Title = ""
	own.Mention, own.Doc = &said, text.Cut("", said.Text)
	return &own
}

// asks reports whether a short text in any language ends a sentence with a
// question mark: punctuation, which queries do not see.
func asks(post *query.Post) bool {
	if post.Mention == nil || len(post.Mention.Text) > questionMost {
		return false
	}
	switch post.Channel {
	case vigie.Press, vigie.Blog, vigie.Podcast, vigie.Video:
		return false // a headline that asks answers itself
	}
	s := post.Mention.Text
	for i := range len(s) {
		if s[i] == '?' && (i == 0 || s[i-1] != '/' && !isURL(s[:i])) {
			return true
		}
	}
	return strings.ContainsAny(s, "？؟") || strings.HasSuffix(strings.TrimSpace(post.Mention.Title), "?")
}

// questionMost: in longer texts a question mark is mostly rhetoric.
const questionMost = 600

// isURL reports whether s ends within a web address.
func isURL(s string) bool {
	return strings.Contains(s[strings.LastIndexAny(s, " \n\t")+1:], "://")
}
