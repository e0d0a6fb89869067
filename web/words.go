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
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// wordsPage is the words of a topic: those that rise, ours beside theirs.
type wordsPage struct {
	Topic   vigie.Topic
	Ask     string
	Answer  template.HTML
	Back    string
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
	// oftenEnough is in how many texts an expression must be to be compared.
	oftenEnough = 3
)

// words answers: which words rise, and do we speak as they do?
func (s *Server) words(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	over, err := v.stretchAsked(r)
	if err != nil {
		return err
	}
	f := vigie.Filter{Topics: []vigie.TopicID{t.ID}, From: over.from(), To: over.to()}
	path := topicPath(t.ID, 0) + "/words"
	d := wordsPage{Topic: t, Back: v.at(topicPath(t.ID, 0), over.Weeks, over.End)}
	d.end = v.Now
	if over.Past {
		d.end = over.to()
	}
	langs, err := s.langsOf(ctx, v, f, measure.Mentions)
	if err != nil {
		return err
	}
	langs = slices.DeleteFunc(langs, func(x part) bool { return x.Key == "" || x.Key == "und" })
	first, last := over.said(v)
	d.Ask = p.Say("words-ask-over", first, last)
	if len(langs) == 0 {
		d.Periods, d.Around = v.periods(path, over)
		d.Answer = rich(p.Say("words-nothing"))
		return v.page(w, "words", vigie.Say("words-title", t.Name), d)
	}
	lang := cmp.Or(r.URL.Query().Get("lang"), langs[0].Key)
	d.Periods, d.Around = v.periods(within(path, "lang", r.URL.Query().Get("lang")), over)
	for _, l := range langs {
		d.Langs = append(d.Langs, period{l.Name, v.at(within(path, "lang", l.Key), over.Weeks, over.End), l.Key == lang})
	}
	f.Langs = []string{lang}
	f.Noted = new(false) // what a person noted stands in no figure
	if err := s.rises(ctx, v, f, lang, &d); err != nil {
		return err
	}
	if err := s.contrast(ctx, v, f, lang, &d); err != nil {
		return err
	}
	d.Answer = v.wordsAnswer(&d)
	return v.page(w, "words", vigie.Say("words-title", t.Name), d)
}

// bag counts the expressions of the newest mentions of a filter, each story
// once and, by voices, each voice once for each expression.
func (s *Server) bag(ctx context.Context, f vigie.Filter, lang string, only *rising.Bag, most int, byVoices bool) (*rising.Bag, error) {
	b := rising.NewBag(only)
	doc := new(text.Doc)
	seen := map[vigie.StoryID]bool{}
	n := 0
	err := s.o.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
		n++
		if st := k.Reading.Story; st == 0 || !seen[st] {
			seen[st] = true
			m := &k.Mention
			doc.Recut(m.Title, m.Text)
			voice := ""
			if byVoices {
				voice = m.Author.Key(m.Network, m.Site)
			}
			b.Add(doc, lang, voice, m.ID)
		}
		return n < most
	})
	return b, err
}

// rises finds what grew in the last seven days against the weeks before.
func (s *Server) rises(ctx context.Context, v *visit, f vigie.Filter, lang string, d *wordsPage) error {
	p := v.Print
	others := false
	f.Own = &others
	before, now := f, f
	now.From, now.To = d.end.AddDate(0, 0, -7), d.end.Add(time.Second)
	before.To = now.From
	week, err := s.bag(ctx, now, lang, nil, nowTexts, true)
	if err != nil {
		return err
	}
	past, err := s.bag(ctx, before, lang, week, beforeTexts, true)
	if err != nil {
		return err
	}
	for _, x := range rising.Rising(week, past, riseMost) {
		row := riseRow{Text: x.Text, N: x.N, Expected: p.Decimal(x.Expected, 1), Href: v.wordsOf(now, x.Norm)}
		if row.Examples, err = s.quotes(ctx, x.Examples[:min(len(x.Examples), 1)], x.Norm); err != nil {
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
}

// few reports whether there are too few texts to compare.
func (c *contrasted) few() bool { return c.ourTexts < oftenEnough || c.theirTexts < oftenEnough }

// spoken is an expression that one side says more.
type spoken struct {
	measure.Word
	written string // as somebody wrote it
}

// contrastOf compares the words of a topic, of at most so many texts of ours and
// of theirs, the newest.
func (s *Server) contrastOf(ctx context.Context, t vigie.Topic, f vigie.Filter, lang string, ourMost, theirMost int) (c contrasted, err error) {
	c.mine, c.yours = f, f
	c.mine.Own, c.yours.Own = new(true), new(false)
	if t.Kind == vigie.OwnBrand {
		c.mine.Topics = nil // all that it publishes, named or not
	}
	ours, err := s.bag(ctx, c.mine, lang, nil, ourMost, false) // a brand is few voices that say much
	if err != nil {
		return c, err
	}
	theirs, err := s.bag(ctx, c.yours, lang, nil, theirMost, false)
	if err != nil {
		return c, err
	}
	if c.ourTexts, c.theirTexts = ours.Texts, theirs.Texts; c.few() {
		return c, nil
	}
	they, we := measure.Contrast(ours.Counts(oftenEnough), theirs.Counts(oftenEnough), priorWeight)
	name := text.Cut("", t.Name).Body
	said := func(list []measure.Word, of *rising.Bag) (out []spoken) {
		for _, x := range list {
			if e := of.Of(x.Word); e != nil && !named(&name, x.Word) {
				out = append(out, spoken{x, e.Text})
			}
		}
		return out
	}
	c.theirs, c.ours = said(they, theirs), said(we, ours)
	return c, nil
}

// contrast sets what the organisation publishes beside what people say.
func (s *Server) contrast(ctx context.Context, v *visit, f vigie.Filter, lang string, d *wordsPage) error {
	p := v.Print
	c, err := s.contrastOf(ctx, d.Topic, f, lang, nowTexts, beforeTexts)
	if err != nil {
		return err
	}
	d.ContrastCaption = p.Say("contrast-caption", c.ourTexts, c.theirTexts)
	if c.few() {
		d.NoContrast = p.Say("contrast-few", c.ourTexts, c.theirTexts)
		return nil
	}
	rows := func(list []spoken, side vigie.Filter) (out []wordRow) {
		for _, x := range list[:min(len(list), wordsMost)] {
			out = append(out, wordRow{Text: x.written, Href: v.wordsOf(side, x.Word.Word), Odds: p.Decimal(x.LogOdds, 1), Ours: x.Ours, Theirs: x.Theirs})
		}
		return out
	}
	d.Theirs, d.Ours = rows(c.theirs, c.yours), rows(c.ours, c.mine)
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
