package understand

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/intent"
)

// Told is what a person said that a mention is for: all its intents.
type Told struct {
	Piece   *Piece
	Intents []vigie.Intent
}

// LearnIntents teaches what people said that mentions are for, language by
// language, and forgets what was taught before. What is learnt stands beside
// the rules: it speaks for an intent only where it has enough labels and is
// right more often than they are (intent.Pack.Learn). The same labels give the same
// readings, and the same Maker.
func (r *Reader) LearnIntents(ts []Told) error {
	by := map[string][]intent.Lesson{}
	for _, t := range ts {
		lang := t.Piece.Reading.Lang
		by[lang] = append(by[lang], intent.Lesson{Text: t.Piece.Mention.Text, Channel: t.Piece.Mention.Channel, Intents: t.Intents})
	}
	learnt := map[string]*intent.Taught{}
	h := sha256.New()
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		t := r.ruled.Load().pack.Learn(lang, by[lang], r.Opinions)
		if t == nil {
			continue
		}
		learnt[lang] = t
		for _, l := range by[lang] {
			fmt.Fprintln(h, lang, l.Intents, l.Text)
		}
	}
	n := &intentsTaught{by: learnt}
	if len(learnt) > 0 {
		n.maker = "+" + hex.EncodeToString(h.Sum(nil)[:4])
	}
	r.intentsTaught.Store(n)
	return nil
}

// IntentEffects says what was learnt of each intent, language by language.
func (r *Reader) IntentEffects() (out []intent.Effect) {
	n := r.intentsTaught.Load()
	if n == nil {
		return nil
	}
	for _, lang := range slices.Sorted(maps.Keys(n.by)) {
		out = append(out, n.by[lang].Effects...)
	}
	return out
}

// intentsTaught is what LearnIntents made.
type intentsTaught struct {
	by    map[string]*intent.Taught
	maker string // "" where nothing was learnt
}

// intentRules are the rules in force.
type intentRules struct {
	pack  *intent.Pack
	maker string // "" for those that ship
}

// SetIntentRules puts rules in the place of those that ship, and forgets those
// that were set before. What was learnt from corrections was learnt beside the
// old ones: LearnIntents is to be called afterwards. An error of a rule changes
// nothing.
func (r *Reader) SetIntentRules(rules []intent.Rule) error {
	pack, err := intent.Shipped().With(rules...)
	if err != nil {
		return err
	}
	n := &intentRules{pack: pack}
	if len(rules) > 0 {
		h := sha256.New()
		for _, x := range rules {
			fmt.Fprintf(h, "%s\x00%s\x00%s\x00", x.Lang, x.Intent, x.Text)
		}
		n.maker = "~" + hex.EncodeToString(h.Sum(nil)[:4])
	}
	r.ruled.Store(n)
	return nil
}
