package report

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/text"
)

// Words is your words and their words: what the brand says more than those who
// speak of it and of its theme, and the reverse.
type Words struct {
	They, We    []measure.Word
	TextsTheirs int
	TextsOurs   int
}

// small are words that every text holds and that tell nothing of a trade, in
// French and English, folded.
var small = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		dans pour avec sans chez vous nous elle elles ils leur leurs votre notre vos nos cette ces cela celle celui ceux
		mais plus moins tres bien tout tous toute toutes comme quand aussi alors donc encore deja apres avant depuis
		etre etait sont sera seront avoir avait ayant ont avez avons fait faire faut peut peuvent quel quelle quelque
		meme autre autres entre sous vers parce puis rien jamais toujours ici dont parler juste voir dire dit trop peu
		that this with from have has had were been will would there their they them then than what when where which
		your yours you our ours his her hers its just like into over some more most very also only about after before
		because could should does doing being here even still much many such these those while other`) {
		m[w] = true
	}
	return m
}()

// How many texts are read for their words, and from how many of the brand's
// own on anything is said.
const (
	textsMost  = 4000
	textsLeast = 10
	wordsMost  = 8
)

// hear reads the texts, at once: words, verbatims, questions.
func (m *Maker) hear(ctx context.Context, a *Audit, h *heap) error {
	var all errgroup.Group
	all.Go(func() error { return m.words(ctx, a, h) })
	all.Go(func() error { return m.verbatims(ctx, a, h) })
	all.Go(func() error { return m.questions(ctx, a) })
	return all.Wait()
}

// words counts the words of both sides.
func (m *Maker) words(ctx context.Context, a *Audit, h *heap) error {
	own, others := map[string]int64{}, map[string]int64{}
	var doc text.Doc
	count := func(words map[string]int64, k *vigie.Kept) {
		doc.Recut(k.Mention.Title, k.Mention.Text)
		seen := map[string]bool{}
		for _, f := range []*text.Field{&doc.Title, &doc.Body} {
			for _, w := range f.Words {
				if utf8.RuneCountInString(w.Norm) >= 4 && !small[w.Norm] && !strings.ContainsAny(w.Norm, "0123456789@/") && !seen[w.Norm] {
					seen[w.Norm] = true
					words[w.Norm]++
				}
			}
		}
	}
	for _, side := range []struct {
		of    *newest
		words map[string]int64
		texts *int
	}{{&h.theirs, others, &a.Words.TextsTheirs}, {&h.published, own, &a.Words.TextsOurs}} {
		for _, x := range side.of.list(textsMost) {
			k, err := m.Archive.Mention(ctx, x.Mention)
			if vigie.KindOf(err) == vigie.NotFound {
				continue // erased meanwhile
			}
			if err != nil {
				return err
			}
			*side.texts++
			count(side.words, &k)
		}
	}
	if a.Words.TextsOurs >= textsLeast && a.Words.TextsTheirs >= textsLeast {
		name := map[string]bool{}
		doc.Recut(a.Brand.Name, "")
		for _, w := range doc.Title.Words {
			name[w.Norm] = true
		}
		a.Words.They, a.Words.We = measure.Contrast(own, others, 500)
		for _, side := range []*[]measure.Word{&a.Words.They, &a.Words.We} {
			*side = slices.DeleteFunc(*side, func(w measure.Word) bool { return name[w.Word] || w.Ours+w.Theirs < 5 })
			*side = (*side)[:min(len(*side), wordsMost)]
		}
	}
	return nil
}
