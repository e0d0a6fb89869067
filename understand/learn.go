package understand

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/opinion"
)

// Correction is what a person said that match Match of a mention thinks.
type Correction struct {
	Piece   *Piece
	Match   int
	Opinion vigie.Opinion
}

// Learn teaches the judge all corrections, language by language, and forgets
// those it was taught before. Where a language has too few to learn from, its
// shipped model judges alone. The same corrections give the same judge, and
// the same Maker.
func (r *Reader) Learn(cs []Correction) error {
	h := sha256.New()
	learnt := map[string]*opinion.Adapted{}
	by := Lessons(cs)
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		a, err := r.Opinions.Adapt(lang, by[lang])
		if err != nil {
			return err
		}
		if a == nil {
			continue
		}
		learnt[lang] = a
		for _, t := range by[lang] {
			h.Write([]byte(lang + t.Opinion.String() + t.Text))
		}
	}
	r.Opinions.Teach(learnt)
	taught := ""
	if len(learnt) > 0 {
		taught = "+" + hex.EncodeToString(h.Sum(nil)[:4])
	}
	r.taught.Store(&taught)
	return nil
}

// Lessons parts corrections by language, each with the passage it was judged
// by.
func Lessons(cs []Correction) map[string][]opinion.Taught {
	by := map[string][]opinion.Taught{}
	for _, c := range cs {
		lang := c.Piece.Reading.Lang
		by[lang] = append(by[lang], c.Piece.Lesson(c.Match, c.Opinion))
	}
	return by
}

// Effects measures what corrections teach, language by language, on those that
// were held out. Languages with too few are left out.
func (r *Reader) Effects(cs []Correction) ([]opinion.Effect, error) {
	var out []opinion.Effect
	by := Lessons(cs)
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		e, ok, err := r.Opinions.Effect(lang, by[lang])
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, e)
		}
	}
	return out, nil
}
