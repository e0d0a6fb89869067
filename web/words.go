package web

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// wordsPage is the words of a topic: those that rise, ours beside theirs.
type wordsPage struct {
	Topic   vigie.Topic
	Ask     string
	Answer  template.HTML
	Empty   *teach
	Back    string
	Made    string   // when it was counted, in words
	Langs   []period // languages to choose from
	Periods []period
	Around  []period
	end     time.Time // of what is looked at

	Rising        []riseRow
	RisingFinding string
	RisingCaption string

	Theirs, Ours    []wordRow
	ContrastFinding string
	ContrastCaption string
	NoContrast      string // why there is none
}

// riseRow is one expression that rises.
type riseRow struct {
	Text     string
	Href     string
	N        int
	Expected string
	Examples []quotation
}

// wordRow is one word of a contrast.
type wordRow struct {
	Text, Href, Odds string
	Ours, Theirs     int64
}

// How many texts are read for a page: the newest. More would take longer than
// a reader waits, and say little else.
const (
	nowTexts    = 3000
	beforeTexts = 9000
	riseMost    = 12
	wordsMost   = 20
	// priorWeight is the weight of the words of both sides together, in
	// expressions, before a word of one is believed.
	priorWeight = 500
	// contrastMost is how many of the words of a side, the surest, are looked at.
	contrastMost = 200
	// oftenEnough is in how many texts an expression must be to be compared.
	oftenEnough = 3
)

// words answers: which words rise, and do we speak as they do?
func (s *Server) words(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	over, err := v.stretchAsked(r)
	if err != nil {
		return err
	}
	lang := r.URL.Query().Get("lang")
	key := wordsKey{t.ID, t.Version, over.from().Unix(), over.to().Unix(), over.Past, lang, v.Lang}
	d, at, err := s.heard.get(ctx, s, key, func() (wordsPage, error) { return s.hearWords(ctx, v, t, over, lang) })
	if err != nil {
		return err
	}
	d.Made = v.Print.Say("made-at", v.Print.Clock(at))
	return v.page(w, "words", vigie.Say("words-title", t.Name), d)
}

// wordsKey is which words: of a topic as it is asked for, over a stretch, of a
// language (the topic's first where empty), told in a language.
type wordsKey struct {
	topic    vigie.TopicID
	version  int
	from, to int64
	past     bool
	of, told string
}

// hearWords counts the words of a topic over a stretch, in a language; the one
// most is said in where that is empty.
func (s *Server) hearWords(ctx context.Context, v *visit, t vigie.Topic, over stretch, asked string) (wordsPage, error) {
	p := v.Print
	f := vigie.Filter{Topics: []vigie.TopicID{t.ID}, From: over.from(), To: over.to()}
	path := topicPath(t.ID, 0) + "/words"
	d := wordsPage{Topic: t, Back: v.at(topicPath(t.ID, 0), over.Weeks, over.End)}
	d.end = v.Now
	if over.Past {
		d.end = over.to()
	}
	langs, err := s.langsOf(ctx, v, f, measure.Mentions)
	if err != nil {
		return d, err
	}
	langs = slices.DeleteFunc(langs, func(x part) bool { return x.Key == "" || x.Key == "und" })
	first, last := over.said(v)
	d.Ask = p.Say("words-ask-over", first, last)
	if len(langs) == 0 {
		d.Periods, d.Around = v.periods(path, over)
		d.Answer = rich(p.Say("words-nothing"))
		d.Empty = &teach{p.Say("words-nothing-why"), p.Say("today-no-source-do"), "/sources/add"}
		return d, nil
	}
	lang := cmp.Or(asked, langs[0].Key)
	d.Periods, d.Around = v.periods(within(path, "lang", asked), over)
	for _, l := range langs {
		d.Langs = append(d.Langs, period{l.Name, v.at(within(path, "lang", l.Key), over.Weeks, over.End), l.Key == lang})
	}
	f.Langs = []string{lang}
	f.Noted = new(false) // what a person noted stands in no figure
	speech := rising.NewSpeech(lang)
	c := newContrast(t, v.marker(nil).topic(t.ID), f, speech, nowTexts, beforeTexts)
	before, now := c.yours, c.yours
	now.From, now.To = d.end.AddDate(0, 0, -7), d.end.Add(time.Second)
	before.To = now.From
	week := newListener(now, nowTexts, speech.Bag(nil))
	past := newListener(before, beforeTexts, speech.Bag(week.bag))
	week.byVoices, past.byVoices = true, true
	if err := s.hearContrast(ctx, c, speech, week, past); err != nil {
		return d, err
	}
	if err := s.rises(ctx, v, lang, now, week.bag, past.bag, &d); err != nil {
		return d, err
	}
	if err := s.contrast(ctx, v, lang, c, &d); err != nil {
		return d, err
	}
	d.Answer = v.wordsAnswer(&d)
	return d, nil
}

// rises finds what grew in the last seven days against the weeks before.
func (s *Server) rises(ctx context.Context, v *visit, lang string, now vigie.Filter, week, past *rising.Bag, d *wordsPage) error {
	p := v.Print
	for _, x := range rising.Rising(week, past, riseMost) {
		row := riseRow{N: x.N, Expected: p.Decimal(x.Expected, 1), Href: v.wordsOf(now, x.Norm)}
		var err error
		if row.Text, err = s.asSaid(ctx, x.Expression, lang); err != nil {
			return err
		}
		if row.Examples, err = s.quotes(ctx, []vigie.MentionID{x.First}, x.Norm); err != nil {
			return err
		}
		d.Rising = append(d.Rising, row)
	}
	d.RisingCaption = p.Say("rising-caption", week.Texts, past.Texts)
	switch {
	case week.Texts == 0 || past.Texts == 0:
		d.RisingFinding = p.Say("rising-no-past")
	case len(d.Rising) == 0:
		d.RisingFinding = p.Say("rising-none")
	default:
		d.RisingFinding = p.Say("rising-finding", d.Rising[0].Text)
	}
	return nil
}

// contrasted is what the organisation publishes beside what people say.
type contrasted struct {
	theirs, ours         []spoken // what each side says more, the surest first
	theirTexts, ourTexts int
	yours, mine          vigie.Filter // the texts of either

	name             text.Field   // of the topic
	query            *query.Query // of the topic; nil where it does not parse
	theirsOf, oursOf *listener
}

// few reports whether there are too few texts to compare.
func (c *contrasted) few() bool { return c.ourTexts < oftenEnough || c.theirTexts < oftenEnough }

// spoken is an expression that one side says more.
type spoken struct {
	measure.Word
	of rising.Expression
}

// newContrast readies the comparison of the words of a topic, of at most so many
// texts of ours and of theirs, the newest.
func newContrast(t vigie.Topic, q *query.Query, f vigie.Filter, speech *rising.Speech, ourMost, theirMost int) *contrasted {
	c := &contrasted{yours: f, mine: f, name: text.Cut("", t.Name).Body, query: q}
	c.mine.Own, c.yours.Own = new(true), new(false)
	if t.Kind == vigie.OwnBrand {
		c.mine.Topics = nil // all that it publishes, named or not
	}
	c.oursOf = newListener(c.mine, ourMost, speech.Bag(nil)) // a brand is few voices that say much
	c.theirsOf = newListener(c.yours, theirMost, speech.Bag(nil))
	return c
}

// hearContrast reads the texts of both sides, and those of theirs to others too,
// and compares.
func (s *Server) hearContrast(ctx context.Context, c *contrasted, speech *rising.Speech, others ...*listener) error {
	if err := s.countSaid(ctx, c.yours, speech, append(others, c.theirsOf)...); err != nil {
		return err
	}
	if err := s.countSaid(ctx, c.mine, speech, c.oursOf); err != nil {
		return err
	}
	ours, theirs := c.oursOf.bag, c.theirsOf.bag
	if c.ourTexts, c.theirTexts = ours.Texts, theirs.Texts; c.few() {
		return nil
	}
	they, we := measure.Contrast(ours.Counts(oftenEnough), theirs.Counts(oftenEnough), priorWeight)
	said := func(list []measure.Word, of *rising.Bag) (out []spoken) {
		for _, x := range list {
			if e, ok := of.Of(x.Word); ok && !named(&c.name, x.Word) && !soughtBy(c.query, x.Word, speech.Lang) {
				out = append(out, spoken{x, e})
			}
			if len(out) == contrastMost {
				break
			}
		}
		return rising.Distinct(out, func(x spoken) rising.Expression { return x.of })
	}
	c.theirs, c.ours = said(they, theirs), said(we, ours)
	return nil
}

// contrast sets what the organisation publishes beside what people say.
func (s *Server) contrast(ctx context.Context, v *visit, lang string, c *contrasted, d *wordsPage) error {
	p := v.Print
	d.ContrastCaption = p.Say("contrast-caption", c.ourTexts, c.theirTexts)
	if c.few() {
		d.NoContrast = p.Say("contrast-few", c.ourTexts, c.theirTexts)
		return nil
	}
	rows := func(list []spoken, side vigie.Filter) (out []wordRow, err error) {
		for _, x := range list[:min(len(list), wordsMost)] {
			written, err := s.asSaid(ctx, x.of, lang)
			if err != nil {
				return nil, err
			}
			out = append(out, wordRow{Text: written, Href: v.wordsOf(side, x.Word.Word), Odds: p.Decimal(x.LogOdds, 1), Ours: x.Ours, Theirs: x.Theirs})
		}
		return out, nil
	}
	var err error
	if d.Theirs, err = rows(c.theirs, c.yours); err != nil {
		return err
	}
	if d.Ours, err = rows(c.ours, c.mine); err != nil {
		return err
	}
	switch {
	case len(d.Theirs) == 0 && len(d.Ours) == 0:
		d.NoContrast = p.Say("contrast-none")
	case len(d.Theirs) > 0 && len(d.Ours) > 0:
		d.ContrastFinding = p.Say("contrast-finding", d.Theirs[0].Text, d.Ours[0].Text)
	case len(d.Theirs) > 0:
		d.ContrastFinding = p.Say("contrast-theirs", d.Theirs[0].Text)
	default:
		d.ContrastFinding = p.Say("contrast-ours", d.Ours[0].Text)
	}
	return nil
}

// named reports whether an expression is made of nothing but words of a name:
// that a brand says its own is no news.
func named(name *text.Field, norm string) bool {
	ands := []string{""}
	if strings.Contains(name.Text, "&") { // #EnginsEtCo for Engins & Co
		ands = []string{"", "et", "and", "und", "y", "e", "en"}
	}
	for w := range strings.FieldsSeq(norm) {
		if !slices.ContainsFunc(name.Words, func(n text.Word) bool { return n.Norm == w }) &&
			!slices.ContainsFunc(ands, func(and string) bool { return w == and || w == inOne(name, and) }) {
			return false
		}
	}
	return true
}

// soughtBy reports whether an expression is made of nothing but what a query
// looks for: it stands in the texts because they were chosen by it.
func soughtBy(q *query.Query, norm, lang string) bool {
	if q == nil {
		return false
	}
	post := query.NewPost(&vigie.Mention{Text: norm}, lang)
	spans := q.Spans(post)
	for _, w := range post.Doc.Body.Words {
		if !slices.ContainsFunc(spans, func(s query.Span) bool {
			return s.Field == query.InBody && s.Start <= int(w.Start) && int(w.End) <= s.End
		}) {
			return false
		}
	}
	return true
}

// inOne writes the words of a name in one, with another between them.
func inOne(name *text.Field, between string) string {
	words := make([]string, len(name.Words))
	for i := range name.Words {
		words[i] = name.Words[i].Norm
	}
	return strings.Join(words, between)
}

// wordsOf is the address of the mentions of a filter that have an expression.
func (v *visit) wordsOf(f vigie.Filter, norm string) string {
	return streamPath(f, fmt.Sprintf("%q", norm), v.Zone)
}

// wordsAnswer is the large sentence.
func (v *visit) wordsAnswer(d *wordsPage) template.HTML {
	p := v.Print
	if len(d.Rising) == 0 {
		return rich(p.Say("words-calm"))
	}
	names := make([]string, 0, 3)
	for _, r := range d.Rising[:min(3, len(d.Rising))] {
		names = append(names, p.Quote(r.Text))
	}
	if d.end.Before(v.Now) {
		return rich(p.Say("words-rose", p.List(names)))
	}
	return rich(p.Say("words-rise", p.List(names)))
}
