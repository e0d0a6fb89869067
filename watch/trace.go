package watch

import (
	"context"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Trace is what became of an address or a text.
type Trace struct {
	Asked string
	// Mention is what was heard at the address, the newest where several stand
	// there (Archive.Lookup); nil when nothing was, and for a text. Its ID is
	// zero while it only waits in the heard buffer.
	Mention  *vigie.Mention
	Buffered bool // heard, matched nothing, kept for 30 days
	Reading  vigie.Reading
	Heard    []Carrier // who carried it to us and when, oldest first
	// Same are kept mentions that hold a text that was asked for, word for
	// word; at most ten.
	Same []vigie.Kept
	// Story is the story it joined; nil where it has no copies.
	Story *vigie.Story
	// Verdicts tells of each topic whether it takes the text, and which part
	// decided. Empty when nothing was heard at an address.
	Verdicts []Verdict
}

// Carrier is a source that carried a mention.
type Carrier struct {
	vigie.Hearing
	Name string // of the source; empty when it was deleted since
}

// Verdict is what one topic says of a text.
type Verdict struct {
	Topic   vigie.Topic
	Matched bool // and not put aside
	// Placed says that the query did not decide, but whose place the text stands
	// in: it is addressed to the topic's brand, or published by it.
	Placed vigie.Sentence
	Why    query.Explanation
	// Noise is the pack that put the text aside though the topic's query
	// holds, and NoiseWhy which part of the pack did; empty where none did.
	Noise    string
	NoiseWhy query.Explanation
}

// Trace tells whether an address (http or https) was heard, when, by which
// source, and which clause of each topic matched or excluded it. Anything else
// is taken for a text: it is looked for word for word, and decided as if it
// had been heard now.
func (w *Watch) Trace(ctx context.Context, asked string) (Trace, error) {
	asked = strings.TrimSpace(asked)
	tr := Trace{Asked: asked}
	if asked == "" {
		return tr, vigie.Errorf(vigie.Invalid, nil, "trace-nothing")
	}
	if keys := keysOf(asked); len(keys) > 0 {
		return w.traceKeys(ctx, tr, keys)
	}
	m := vigie.Mention{Text: text.Clean(asked)}
	var err error
	if tr.Same, err = w.same(ctx, m.Text); err != nil {
		return tr, err
	}
	tr.Reading.Lang, tr.Reading.LangSure = w.Reader.Language(&m)
	tr.Verdicts, err = w.verdicts(ctx, &m, tr.Reading, &vigie.Source{})
	return tr, err
}

// keysOf returns the keys that an address may stand for, the likeliest first;
// none for a text. A fragment may name one comment of a page.
func keysOf(asked string) []vigie.Key {
	if strings.ContainsAny(asked, " \n\t") {
		return nil
	}
	u, err := url.Parse(asked)
	if err != nil || u.Host == "" {
		return nil
	}
	whole := vigie.NewKey("", "", asked)
	switch {
	case whole == "":
		return nil
	case u.Fragment == "":
		return []vigie.Key{whole}
	}
	_, fragment, _ := strings.Cut(asked, "#")
	return []vigie.Key{whole + vigie.Key("#"+strings.ToLower(fragment)), whole}
}

func (w *Watch) traceKeys(ctx context.Context, tr Trace, keys []vigie.Key) (Trace, error) {
	var f Found
	var err error
	for _, key := range keys {
		if f, err = w.Archive.Lookup(ctx, key); err == nil || vigie.KindOf(err) != vigie.NotFound {
			break
		}
	}
	if err != nil {
		if vigie.KindOf(err) == vigie.NotFound {
			return tr, nil
		}
		return tr, err
	}
	switch {
	case f.Kept != nil:
		tr.Mention, tr.Reading = &f.Kept.Mention, f.Kept.Reading
		if tr.Story, err = w.storyOf(ctx, tr.Reading.Story); err != nil {
			return tr, err
		}
	default:
		tr.Mention, tr.Buffered = f.Buffered, true
		tr.Reading.Lang, tr.Reading.LangSure = w.Reader.Language(f.Buffered)
	}
	for _, h := range f.Heard {
		c := Carrier{Hearing: h}
		src, err := w.Ledger.Source(ctx, h.Source)
		switch {
		case err == nil:
			c.Name = src.Name
		case vigie.KindOf(err) != vigie.NotFound:
			return tr, err
		}
		tr.Heard = append(tr.Heard, c)
	}
	carrier := &vigie.Source{}
	if len(tr.Heard) > 0 {
		names := w.carriers(ctx)
		if carrier = names.of(tr.Heard[0].Source); names.err != nil {
			return tr, names.err
		}
	}
	tr.Verdicts, err = w.verdicts(ctx, tr.Mention, tr.Reading, carrier)
	return tr, err
}

// verdicts decides a mention, which carrier carried first, under every topic in
// force.
func (w *Watch) verdicts(ctx context.Context, m *vigie.Mention, r vigie.Reading, carrier *vigie.Source) ([]Verdict, error) {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return nil, err
	}
	post := query.NewPost(m, r.Lang)
	post.Source, post.Zone = carrier.Name, w.zone()
	w.inForce.RLock()
	scratch := scratches.Get().(*query.Scratch)
	packs := w.noises(scratch, post)
	scratches.Put(scratch)
	w.inForce.RUnlock()
	var vs []Verdict
	for _, t := range topics {
		q, err := lists.Parse(t.Query)
		if err != nil {
			return nil, err
		}
		v := Verdict{Topic: t, Matched: takes(carrier, t.ID, q, post), Why: q.Explain(post)}
		switch named := q.Match(post); {
		case v.Matched && !named:
			v.Placed = vigie.Say("trace-addressed", carrier.Name)
		case named && !v.Matched:
			v.Placed = vigie.Say("trace-published", carrier.Name)
		}
		if p := asideBy(packs, post, q); v.Matched && p != nil {
			v.Matched, v.Noise, v.NoiseWhy = false, p.Name, p.Query.Explain(post)
		}
		vs = append(vs, v)
	}
	return vs, nil
}

// sameWords is how many words of a text are looked for in a row: enough to be
// nobody else's, few enough to find a text that was cut short.
const sameWords = 12

func (w *Watch) same(ctx context.Context, s string) ([]vigie.Kept, error) {
	words := text.Cut("", s).Body.Words
	if len(words) == 0 {
		return nil, nil
	}
	words = words[:min(len(words), sameWords)]
	phrase := s[words[0].Start:words[len(words)-1].End]
	q, err := query.Parse(`"` + strings.ReplaceAll(phrase, `"`, " ") + `"`)
	if err != nil {
		return nil, err
	}
	page, err := w.Archive.Search(ctx, query.Search{Query: q, Limit: 10})
	return page.Kept, err
}
