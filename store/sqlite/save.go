package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// entry is one item readied for the writer: all that can be worked out without
// the tables is worked out before, by the goroutine that saves.
type entry struct {
	at     int // index in the Saving
	item   *watch.Item
	hash   hash16
	text   int64  // hashText
	author string // Author.Key
	signed hash16 // its hash
	ms     int64  // the instant it is filed under
	heard  int64
	face   face // site, author and opinion still to be filled
	extra  string
	spots  []spot  // its words, where they stand
	also   []int32 // their other names, in batch.terms, each as a word and as a name
	where  address
}

// bare reports whether an item tells counts alone.
func (e *entry) bare() bool {
	return e.item.Again && e.item.Mention.Title == "" && e.item.Mention.Text == ""
}

// spot is a word at its place: title and body are counted on, with a gap
// between them that no phrase crosses.
type spot struct{ term, at int32 }

// term is a distinct term of a batch for the full text.
type term struct {
	text   string
	hash   uint64
	name   bool // another name of a word, after alsoToken; no word of the vocabulary
	learnt bool // in this transaction
	// number is what the builder called it at its flush numbered so.
	number int32
	flush  int
}

// batch is a Saving readied for the writer.
type batch struct {
	source  int64
	at      int64
	cursor  []byte
	entries []entry
	terms   []term
	refused []int
	gone    []vigie.Key
	left    []string // authors of whom everything goes
	size    int
	carried int64 // mentions the source had not carried to us before
}

// Save implements watch.Archive. Where it returns without error, the ID of
// each item that is kept is set in s.Items.
func (s *Store) Save(ctx context.Context, sv watch.Saving) (watch.Saved, error) {
	b, err := s.prepare(&sv)
	if err != nil {
		return watch.Saved{}, err
	}
	var out watch.Saved
	var ids []int64
	var gone []vigie.MentionID
	err = s.change(ctx, func(w *writer) (err error) {
		out, ids, err = w.save(b)
		if err == nil {
			gone, err = w.withdraw(b)
			out.Seq = w.seq
		}
		return err
	})
	if err != nil {
		return watch.Saved{}, err
	}
	if len(gone) > 0 && s.opts.Erased != nil {
		s.opts.Erased(gone)
	}
	for i := range sv.Items {
		sv.Items[i].Mention.ID = vigie.MentionID(ids[i])
	}
	return out, nil
}

// prepare works out what the writer needs of each item.
func (s *Store) prepare(sv *watch.Saving) (*batch, error) {
	at := sv.At
	if at.IsZero() {
		at = s.opts.Now()
	}
	b := &batch{
		source: int64(sv.Source), at: at.UnixMilli(), cursor: sv.Cursor, gone: sv.Gone, left: sv.GoneAuthors, size: len(sv.Items),
		entries: make([]entry, 0, len(sv.Items)),
	}
	var print []byte
	cat := cataloguer{s: s, b: b, places: map[uint64]int32{}}
	for i := range sv.Items {
		it := &sv.Items[i]
		m := &it.Mention
		channel := channelCode(m.Channel)
		if m.Key == "" || channel < 0 {
			b.refused = append(b.refused, i)
			continue
		}
		doc := it.Doc
		if doc == nil {
			doc = text.Cut(m.Title, m.Text)
		}
		e := entry{at: i, item: it, hash: hashKey(string(m.Key)), author: m.Author.Key(m.Network, m.Site), where: addressOf(m)}
		e.signed = hashKey(e.author)
		print = doc.Title.Print(print[:0])
		n := len(print)
		print = doc.Body.Print(print)
		e.text = hashText(print[:n], print[n:])
		cat.enter(&e, doc)

		heard := m.Heard
		if heard.IsZero() {
			heard = at
		}
		published, clamped := vigie.Date(m.Published, heard)
		raw := *m
		if clamped && raw.PublishedRaw == "" {
			raw.PublishedRaw = m.Published.Format(time.RFC3339)
		}
		e.heard = heard.UnixMilli()
		e.ms = e.heard
		if published.IsZero() {
			e.face.flags |= flagUndated
		} else {
			e.ms = published.UnixMilli()
		}
		if m.Own {
			e.face.flags |= flagOwn
		}
		if m.Noted {
			e.face.flags |= flagNoted
		}
		e.face.flags |= intentBits(it.Reading.Intents, m.Own)
		e.face.ms, e.face.channel, e.face.lang = e.ms, channel, langCode(it.Reading.Lang)
		var err error
		if e.extra, err = packExtra(&raw, &it.Reading); err != nil {
			return nil, err
		}
		b.entries = append(b.entries, e)
	}
	return b, nil
}

// cataloguer gives the words of a batch their places in batch.terms.
type cataloguer struct {
	s      *Store
	b      *batch
	places map[uint64]int32
	spots  []spot // room for those of many entries
	also   []int32
}

// enter fills in the words of doc.
func (c *cataloguer) enter(e *entry, doc *text.Doc) {
	from, fromAlso := len(c.spots), len(c.also)
	gap := int32(0)
	for _, f := range [...]*text.Field{&doc.Title, &doc.Body} {
		for i := range f.Words {
			c.spots = append(c.spots, spot{c.term(f.Words[i].Norm, false), gap + int32(i)})
		}
		gap += int32(len(f.Words)) + 1
		for i := range f.Also {
			c.also = append(c.also, c.term(f.Also[i].Norm, false), c.term(f.Also[i].Norm, true))
		}
	}
	e.spots, e.also = c.spots[from:len(c.spots):len(c.spots)], c.also[fromAlso:len(c.also):len(c.also)]
}

// term returns the place of a word, or of a word as another name.
func (c *cataloguer) term(norm string, name bool) int32 {
	h := maphash.String(c.s.seed, norm)
	at := h
	if name {
		at = ^h
	}
	place, ok := c.places[at]
	if !ok {
		place = int32(len(c.b.terms))
		c.places[at] = place
		t := term{text: strings.Clone(norm), hash: h, name: name} // not the whole text with it
		if name {
			t.text = alsoToken + norm
		}
		c.b.terms = append(c.b.terms, t)
	}
	return place
}

// save writes a batch. Items with a key that an earlier item of the batch has
// wait for a second pass, where they find it kept.
func (w *writer) save(b *batch) (watch.Saved, []int64, error) {
	out := watch.Saved{Fates: make([]watch.Fate, b.size)}
	ids := make([]int64, b.size)
	for _, i := range b.refused {
		out.Fates[i] = watch.FateRefused
	}
	w.tally.dirty = true
	for i := range b.terms {
		b.terms[i].learnt = false // a second try begins afresh
	}
	b.carried = 0
	todo := make([]*entry, len(b.entries))
	for i := range b.entries {
		b.entries[i].face.story = 0
		todo[i] = &b.entries[i]
	}
	for len(todo) > 0 {
		var err error
		if todo, err = w.pass(b, todo, out.Fates, ids); err != nil {
			return out, nil, err
		}
	}
	if err := w.group(b, out.Fates, ids); err != nil {
		return out, nil, err
	}
	if b.carried > 0 || b.cursor != nil {
		var cursor any
		if b.cursor != nil {
			cursor = b.cursor
		}
		if _, err := w.exec("UPDATE source SET items = items + ?, cursor = coalesce(?, cursor) WHERE id = ?", b.carried, cursor, b.source); err != nil {
			return out, nil, err
		}
	}
	out.Seq = w.seq
	return out, ids, nil
}

// pass saves the first item of each key and returns the rest.
func (w *writer) pass(b *batch, todo []*entry, fates []watch.Fate, ids []int64) (rest []*entry, err error) {
	seen := make(map[hash16]struct{}, len(todo))
	var first []*entry
	for _, e := range todo {
		if _, twice := seen[e.hash]; twice {
			rest = append(rest, e)
			continue
		}
		seen[e.hash] = struct{}{}
		if len(w.erased) > 0 && w.isErased(e.author) {
			fates[e.at] = watch.FateRefused
			continue
		}
		first = append(first, e)
	}
	kept, err := w.knownOf(first)
	if err != nil {
		return nil, err
	}
	var fresh, wait []*entry
	for _, e := range first {
		before, known := kept[e.hash]
		switch {
		case !known && e.item.Again:
			fates[e.at] = watch.FatePassed
		case !known && e.item.Keep:
			fresh = append(fresh, e)
		case !known:
			wait = append(wait, e)
		case before.text == e.text || e.bare():
			fates[e.at], ids[e.at] = watch.FateKnown, before.mention
			if !e.item.Again {
				err = w.carry(b, before.mention, e)
			}
			if err == nil {
				err = w.refresh(before.mention, e.item)
			}
		default:
			fates[e.at], ids[e.at], err = w.another(b, e, before.mention)
		}
		if err != nil {
			return nil, err
		}
	}
	// In order of time, so that rows are added at the end and not in between.
	slices.SortStableFunc(fresh, func(a, b *entry) int { return cmp.Compare(a.ms, b.ms) })
	for _, e := range fresh {
		if ids[e.at], err = w.keep(b, e); err != nil {
			return nil, fmt.Errorf("keep %s: %w", e.item.Mention.Key, err)
		}
		fates[e.at] = watch.FateNew
	}
	if err := w.flushRows(); err != nil {
		return nil, err
	}
	return rest, w.hold(b, wait, fates)
}

// atOnce is how many keys one statement looks for.
const atOnce = 64

var lookWaiting = "SELECT hash, block, text FROM waiting WHERE hash IN (" + marks(atOnce) + ")"

// waitingOf finds which keys of todo wait in the heard buffer.
func (w *writer) waitingOf(todo []*entry, found func(h hash16, v []driver.Value)) error {
	args := make([]any, atOnce)
	for len(todo) > 0 {
		n := min(atOnce, len(todo))
		for i := range args {
			args[i] = todo[min(i, n-1)].hash[:]
		}
		err := w.each(context.Background(), func(v []driver.Value) error {
			found(hash16(blob(v[0])), v)
			return nil
		}, lookWaiting, args...)
		if err != nil {
			return err
		}
		todo = todo[n:]
	}
	return nil
}

// keep files a mention whose key is not kept.
func (w *writer) keep(b *batch, e *entry) (int64, error) {
	id, err := w.nextID(e.ms)
	if err != nil {
		return 0, err
	}
	if err := w.settleFace(e); err != nil {
		return 0, err
	}
	m, f := &e.item.Mention, &e.face
	if f.story, err = w.joined(e.item.CopyOf); err != nil {
		return 0, err
	}
	for {
		n, err := w.exec(`INSERT INTO mention (id, key, channel, site, lang, author, flags, story, version, words, source, heard, title, text, url, extra)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			id, string(m.Key), f.channel, f.site, f.lang, f.author, f.flags, f.story, e.text, b.source, e.heard,
			null(m.Title), null(m.Text), null(m.URL), null(e.extra))
		if err != nil {
			return 0, err
		}
		if n == 1 {
			break
		}
		// Others were kept under this instant before.
		if id, err = w.nextIDAfter(e.ms); err != nil {
			return 0, err
		}
	}
	if f.flags&flagOwn != 0 {
		if err := w.listOwn(id, true); err != nil {
			return 0, err
		}
	}
	w.fresh[e.hash] = id
	b.carried++
	if w.buffered > 0 {
		n, err := w.exec("DELETE FROM waiting WHERE hash = ?", e.hash[:])
		if err != nil {
			return 0, err
		}
		w.buffered -= n
		b.carried -= n // counted when it began to wait
	}
	if err := w.hearings.add(w.hand, b.source, id, e.heard); err != nil {
		return 0, err
	}
	if err := w.enter(b, id, e); err != nil {
		return 0, err
	}
	if err := w.match(id, e.item.Matches, f, []int64{b.source}); err != nil {
		return 0, err
	}
	if err := w.putAside(id, e.item.Aside); err != nil {
		return 0, err
	}
	w.kept++
	return id, w.note(id, vigie.New, b.at)
}

// settleFace gives the site and the author of e their numbers.
func (w *writer) settleFace(e *entry) (err error) {
	m := &e.item.Mention
	if e.face.site, err = w.site(m.Site); err != nil {
		return err
	}
	e.face.author, err = w.author(e.author, e.signed, &m.Author)
	return err
}

// nextID returns an id at an instant that is free, as far as the writer
// remembers.
func (w *writer) nextID(ms int64) (int64, error) {
	seq, ok := w.nextSeq[ms]
	if !ok && len(w.erased) > 0 {
		// The last id under an instant may have been erased, and is not given
		// again: bookmarks may still speak of it.
		return w.nextIDAfter(ms)
	}
	if seq == 1<<seqBits {
		return w.nextID(ms + 1)
	}
	first := firstID(ms)
	if first+seq == 0 {
		seq = 1 // zero means "not kept"
	}
	if len(w.nextSeq) >= 1<<14 {
		clear(w.nextSeq)
	}
	w.nextSeq[ms] = seq + 1
	return first + seq, nil
}

// nextIDAfter asks the tables which ids at an instant were given.
func (w *writer) nextIDAfter(ms int64) (int64, error) {
	first := firstID(ms)
	last := first - 1
	for _, text := range []string{
		"SELECT max(id) FROM mention WHERE id >= ? AND id < ?",
		"SELECT max(mention) FROM change WHERE kind = 5 AND mention >= ? AND mention < ?",
	} {
		n, err := w.number(text, first, first+1<<seqBits)
		if err != nil {
			return 0, err
		}
		if n != 0 {
			last = max(last, n)
		}
	}
	w.nextSeq[ms] = last - first + 1
	return w.nextID(ms)
}

// enter readies a mention for the full text and the vocabulary.
func (w *writer) enter(b *batch, id int64, e *entry) error {
	w.index = append(w.index, indexed{id, b, e})
	return w.learn(b, e)
}

// match files a mention under topics and counts it there.
func (w *writer) match(id int64, ms []vigie.Match, f *face, sources []int64) error {
	for i := range ms {
		m := &ms[i]
		if slices.ContainsFunc(ms[:i], func(k vigie.Match) bool { return k.Topic == m.Topic }) {
			continue // named twice
		}
		if err := w.matches.add(w.hand, int64(m.Topic), id, int64(m.Version), int64(m.Opinion), m.Sure,
			f.channel, f.site, f.lang, f.author, f.flags, f.story); err != nil {
			return err
		}
		g := *f
		g.opinion = int64(m.Opinion)
		w.tally.count(int64(m.Topic), &g, sources, 1)
		w.touch(int64(m.Topic), f.ms)
	}
	return nil
}

// touch notes that the voices of a topic's day change.
func (w *writer) touch(topic, ms int64) {
	w.touched[voiceDay{topic, w.tally.cal.dayOf(ms)}] = struct{}{}
}

// note adds a line to the change log.
func (w *writer) note(id int64, kind vigie.ChangeKind, at int64) error {
	w.seq++
	return w.notes.add(w.hand, w.seq, id, int64(kind), at)
}

// carry notes that a kept mention was heard from one more source.
func (w *writer) carry(b *batch, id int64, e *entry) error {
	source, at := b.source, e.heard
	n, err := w.exec("INSERT INTO hearing (source, mention, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", source, id, at)
	if err != nil || n == 0 {
		return err
	}
	b.carried++
	v, err := w.one("SELECT others FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return err
	}
	others := append(blob(v[0]), packHearings([]vigie.Hearing{{Source: vigie.SourceID(source), At: instant(at)}})...)
	if _, err := w.exec("UPDATE mention SET others = ? WHERE id = ?", others, id); err != nil {
		return err
	}
	if !e.item.Mention.Noted {
		if lifted, err := w.lift(b, id); err != nil || lifted {
			return err
		}
	}
	under, err := w.matchesOf(id)
	if err != nil {
		return err
	}
	for i := range under {
		w.tally.carried(under[i].topic, &under[i].face, source)
	}
	return nil
}
