package report

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

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

// hear reads the texts: words, verbatims, questions.
func (m *Maker) hear(ctx context.Context, a *Audit, h *heap) error {
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
	if err := m.verbatims(ctx, a, h); err != nil {
		return err
	}
	return m.questions(ctx, a)
}

// reply is how forums mark an answer in its title.
var reply = strings.NewReplacer("Re: ", "", "RE: ", "", "Re : ", "", "Re\u00a0: ", "")

// question returns the sentence of a text that asks, else its title, else its
// beginning.
func question(title, body string) string {
	title = strings.TrimSpace(reply.Replace(title))
	for _, s := range []string{title, body} {
		end := strings.IndexByte(s, '?')
		if end < 0 {
			continue
		}
		start := 0
		if i := strings.LastIndexFunc(s[:end], func(r rune) bool { return strings.ContainsRune(".!?…\n", r) }); i >= 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			start = i + size
		}
		if q := strings.TrimSpace(s[start : end+1]); utf8.RuneCountInString(q) >= 12 {
			return q
		}
	}
	if utf8.RuneCountInString(title) > 20 {
		return title
	}
	return body
}

// questions reads the newest questions, those without an answer first.
func (m *Maker) questions(ctx context.Context, a *Audit) error {
	rank := map[measure.Answer]int{measure.Unheard: 0, measure.Untraced: 1, measure.ByOthers: 2, measure.ByUs: 3}
	asked := slices.Clone(a.Demand.Asked)
	slices.SortStableFunc(asked, func(a, b measure.Asked) int { return cmp.Compare(rank[a.Answer], rank[b.Answer]) })
	said := map[string]bool{}
	for _, q := range asked {
		if len(a.Questions) == questionsMost {
			return nil
		}
		v, err := m.verbatim(ctx, q.Saying)
		if err != nil {
			return err
		}
		v.Answer = q.Answer
		if v.Title == "" && v.Text == "" || said[v.Text] {
			continue
		}
		said[v.Text] = true
		a.Questions = append(a.Questions, v)
	}
	return nil
}
