// Package understand makes readings: what Vigie makes of a mention, apart from
// what was said. It takes a mention and gives the fields of a vigie.Reading and
// the opinions of its matches; it changes no mention and keeps nothing. Each
// kind of reading is a folder of its own: language/, opinion/, intent/. Package
// watch calls Language for every mention and Complete for what matched only.
package understand

import (
	"sync/atomic"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
)

// Reader reads mentions in the order in which readings need one another. It is
// safe for several goroutines.
type Reader struct {
	language *language.Detector
	// Opinions judges what is said about topics; what the user teaches goes to
	// it.
	Opinions *opinion.Judge
	taught   atomic.Pointer[string] // what it was taught, in short; nil or empty: nothing

	ruled         atomic.Pointer[intentRules]
	intentsTaught atomic.Pointer[intentsTaught] // nil: nothing
}

// New returns a Reader that names languages by d and judges opinions by j.
func New(d *language.Detector, j *opinion.Judge) *Reader {
	r := &Reader{language: d, Opinions: j}
	r.ruled.Store(&intentRules{pack: intent.Shipped()})
	return r
}

// Maker names the versions of all that reads; another Maker means that another
// reading may come out.
func (r *Reader) Maker() string {
	taught := ""
	if t := r.taught.Load(); t != nil {
		taught = *t
	}
	learnt := ""
	if n := r.intentsTaught.Load(); n != nil {
		learnt = n.maker
	}
	return language.Maker + " " + r.Opinions.Maker() + taught + " " + intent.Maker + r.ruled.Load().maker + learnt
}

// Language returns the ISO 639-1 code of the language m is written in and how
// sure that is (0 to 1), or "" and 0 where it cannot be told. The text decides;
// the title is read where the text is too short to, and what the source
// declares tips the scales of short ones.
func (r *Reader) Language(m *vigie.Mention) (lang string, sure float64) {
	if lang, sure = r.language.DetectWith(m.Text, m.Declared); lang == "" && m.Title != "" && len(m.Text) < shortBytes {
		lang, sure = r.language.DetectWith(m.Title+"\n"+m.Text, m.Declared)
	}
	return lang, sure
}

// shortBytes: a text under it may leave room for the title to help; over it,
// "undetermined" means what it says.
const shortBytes = 200

// Piece is a mention that matched, to be completed: Reading (its language is
// known) and Matches are filled in place. About tells of each match, in order,
// what it is about.
type Piece struct {
	Mention *vigie.Mention
	Doc     *text.Doc // the mention's words
	Reading *vigie.Reading
	Matches []vigie.Match
	About   []About
}

// About is the topic of a match: its name, and where it was found.
type About struct {
	Name  string
	Spans []query.Span
}

// Complete reads the opinion about each match's topic and what the mention is
// for. Own mentions are not judged: what the organisation says of itself is no
// opinion about it.
func (r *Reader) Complete(p *Piece) {
	p.Reading.Maker = r.Maker()
	post := &query.Post{Doc: p.Doc, Lang: p.Reading.Lang, Channel: p.Mention.Channel, Site: p.Mention.Site, Mention: p.Mention}
	p.Reading.Intents = r.ruled.Load().pack.Read(post)
	if n := r.intentsTaught.Load(); n != nil {
		defer func() {
			p.Reading.Intents = n.by[p.Reading.Lang].Read(p.Reading.Intents, p.Mention.Text)
		}()
	}
	for i := range p.Matches {
		p.Matches[i].Opinion, p.Matches[i].Sure = vigie.OpinionUnknown, 0
		if p.Mention.Own {
			continue
		}
		if o, sure := byStars(p.Mention); o != vigie.OpinionUnknown {
			p.Matches[i].Opinion, p.Matches[i].Sure = o, sure
			p.Reading.Intents = intent.WithOpinion(p.Reading.Intents, p.Mention.Channel, o, sure)
			continue
		}
		w := p.passage(i)
		v := r.Opinions.Of(p.Reading.Lang, w.text, w.mask)
		p.Matches[i].Opinion, p.Matches[i].Sure = v.Opinion, v.Sure
		p.Reading.Intents = intent.WithOpinion(p.Reading.Intents, p.Mention.Channel, v.Opinion, v.Sure)
	}
}

// byStars is the opinion that a reviewer's mark states. Marks in the middle
// leave it to the text.
func byStars(m *vigie.Mention) (vigie.Opinion, float64) {
	if m.Channel != vigie.Review || !m.Rating.Given() {
		return vigie.OpinionUnknown, 0
	}
	switch share := m.Rating.Value / m.Rating.Best; {
	case share <= 0.4:
		return vigie.Negative, starsSure
	case share >= 0.8:
		return vigie.Positive, starsSure
	}
	return vigie.OpinionUnknown, 0
}

// starsSure is how sure a mark of one, two, four or five stars makes: people
// mistake the scale about once in twenty.
const starsSure = 0.95
