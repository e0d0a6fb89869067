package web

import (
	"context"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/understand/rising"
)

// wordsBeside is what stands beside a mention that waits for an answer: the
// words people use for a topic and those we do. An answer that takes theirs is
// understood.
type wordsBeside struct {
	Say  string
	Href string // the page of the words
}

const (
	// besideTexts is how many texts of a side are read: the newest, fewer than for
	// the page of the words, since a mention is not to wait for them.
	besideTexts = 1000
	besideWeeks = 13
	besideMost  = 4 // words of a side
)

// besideKey is which words: of a topic as it is asked for, in a language.
type besideKey struct {
	topic   vigie.TopicID
	version int
	lang    string
}

type besideWords struct{ theirs, ours []string }

// wordsBeside tells which words people and we use for the first brand of ours
// that a mention is about; nil where it waits for no answer, and where one side
// says too little to compare.
func (s *Server) wordsBeside(ctx context.Context, v *visit, k *vigie.Kept) (*wordsBeside, error) {
	if k.Mention.Own || !vigie.Solicits(k.Reading.Intents) || k.Reading.Lang == "" {
		return nil, nil
	}
	for _, m := range k.Matches {
		t, ok := v.Topic(m.Topic)
		if !ok || t.Kind != vigie.OwnBrand {
			continue
		}
		lang := k.Reading.Lang
		w, _, err := s.besides.get(ctx, s, besideKey{t.ID, t.Version, lang}, func() (besideWords, error) { return s.besideWords(ctx, v, t, lang) })
		if err != nil || len(w.theirs) == 0 || len(w.ours) == 0 {
			return nil, err
		}
		return &wordsBeside{
			Say:  v.Print.Say("beside-words", v.quotes(w.theirs), v.quotes(w.ours)),
			Href: within(topicPath(t.ID, 0)+"/words", "lang", k.Reading.Lang),
		}, nil
	}
	return nil, nil
}

// besideWords counts the words of a topic in a language.
func (s *Server) besideWords(ctx context.Context, v *visit, t vigie.Topic, lang string) (besideWords, error) {
	f := vigie.Filter{
		Topics: []vigie.TopicID{t.ID}, Langs: []string{lang}, Noted: new(false),
		From: measure.Weeks(v.Now, v.Zone, besideWeeks)[0].From,
	}
	speech := rising.NewSpeech(lang)
	c := newContrast(t, v.marker(nil).topic(t.ID), f, speech, besideTexts, besideTexts)
	if err := s.hearContrast(ctx, c, speech); err != nil {
		return besideWords{}, err
	}
	var w besideWords
	for _, side := range []struct {
		list []spoken
		to   *[]string
	}{{c.theirs, &w.theirs}, {c.ours, &w.ours}} {
		for _, x := range side.list[:min(len(side.list), besideMost)] {
			written, err := s.asSaid(ctx, x.of, lang)
			if err != nil {
				return besideWords{}, err
			}
			*side.to = append(*side.to, written)
		}
	}
	return w, nil
}
