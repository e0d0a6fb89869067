package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// isWithdrawn reports whether a kept mention was taken back by its author.
func (h *hand) isWithdrawn(id int64) (bool, error) {
	v, err := h.one("SELECT extra FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return false, err
	}
	var x extra
	if s := str(v[0]); s != "" {
		if err := json.Unmarshal([]byte(s), &x); err != nil {
			return false, fmt.Errorf("mention %d: %w", id, err)
		}
	}
	return x.Gone != 0, nil
}

// withdraw takes away the texts of what a batch says to be taken back, and
// returns the kept mentions among it.
func (w *writer) withdraw(b *batch) (gone []vigie.MentionID, err error) {
	if len(b.gone)+len(b.left) == 0 {
		return nil, nil
	}
	if err := w.flushRows(); err != nil { // what this very batch brought may be gone
		return nil, err
	}
	todo := make([]*entry, len(b.gone))
	for i, key := range b.gone {
		todo[i] = &entry{hash: hashKey(string(key)), item: &watch.Item{Mention: vigie.Mention{Key: key}}}
	}
	kept, err := w.knownOf(todo)
	if err != nil {
		return nil, err
	}
	ids, err := w.leave(b)
	if err != nil {
		return nil, err
	}
	var rest []*entry
	for _, e := range todo {
		if was, ok := kept[e.hash]; ok {
			ids = append(ids, was.mention)
		} else {
			rest = append(rest, e)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := w.unbuffer(rest); err != nil || len(ids) == 0 {
		return nil, err
	}
	// What is deleted is overwritten, whole pages too, while this lasts.
	if err := w.secureDelete("ON"); err != nil {
		return nil, err
	}
	var words []string
	for _, id := range ids {
		did, err := w.silence(id, b.at, &words)
		if err != nil {
			return nil, err
		}
		if did {
			gone = append(gone, vigie.MentionID(id))
		}
	}
	if err := w.secureDelete("FAST"); err != nil {
		return nil, err
	}
	if len(gone) == 0 {
		return nil, nil
	}
	if err := w.forgetSketches(ids); err != nil {
		return nil, err
	}
	return gone, w.forgetLater(words, b.at)
}

// leave returns the kept mentions of the authors that a batch says to be gone
// whole, and notes them for forgetUnsaid, where something waits that may be
// theirs: to seek it at each of thousands a day would cost more than all that
// is heard.
func (w *writer) leave(b *batch) (ids []int64, err error) {
	var authors []int64
	for _, key := range b.left {
		id, err := w.number("SELECT id FROM author WHERE key = ?", key)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			authors = append(authors, id)
		}
	}
	if len(authors) > 0 {
		if err := w.flushIndex(); err != nil { // they are sought there
			return nil, err
		}
		if err := w.sought(anyToken(authorToken, authors), func(id int64) (bool, error) {
			ids = append(ids, id)
			return true, nil
		}); err != nil {
			return nil, err
		}
	}
	if w.buffered == 0 || len(b.left) == 0 {
		return ids, nil
	}
	return ids, w.later(b.at, func(u *unsaid) {
		for _, key := range b.left {
			hash := hashKey(key)
			u.Authors = append(u.Authors, hash[:]...)
		}
	})
}

// silence takes every text of a kept mention away, and adds their words to
// words. What it is counted by stays. It reports whether it had not been done.
func (w *writer) silence(id, at int64, words *[]string) (bool, error) {
	k, err := w.hand.kept(id)
	if err != nil || k == nil || !k.Mention.Withdrawn.IsZero() {
		return false, err
	}
	doc := new(text.Doc)
	if err := w.each(context.Background(), func(v []driver.Value) error {
		doc.Recut(str(v[0]), str(v[1]))
		for _, list := range [][]text.Word{doc.Title.Words, doc.Title.Also, doc.Body.Words, doc.Body.Also} {
			for i := range list {
				*words = append(*words, list[i].Norm)
			}
		}
		return nil
	}, "SELECT title, text FROM mention WHERE id = ?1 UNION ALL SELECT title, text FROM version WHERE mention = ?1", id); err != nil {
		return false, err
	}
	m := &k.Mention
	m.Title, m.Text, m.Parent, m.To, m.Links, m.Author.Bio = "", "", "", nil, nil, ""
	b, err := w.s.prepare(&watch.Saving{At: instant(at), Items: []watch.Item{{Mention: *m, Reading: k.Reading}}})
	if err != nil {
		return false, err
	}
	if len(b.entries) == 0 {
		return false, fmt.Errorf("mention %d has no key", id)
	}
	e := &b.entries[0]
	var x extra
	if e.extra != "" {
		if err := json.Unmarshal([]byte(e.extra), &x); err != nil {
			return false, fmt.Errorf("mention %d: %w", id, err)
		}
	}
	x.Gone = at
	packed, err := json.Marshal(x)
	if err != nil {
		return false, fmt.Errorf("mention %d: %w", id, err)
	}
	if _, err := w.exec("UPDATE mention SET title = NULL, text = NULL, words = ?, extra = ? WHERE id = ?", e.text, string(packed), id); err != nil {
		return false, err
	}
	if _, err := w.exec("DELETE FROM version WHERE mention = ?", id); err != nil {
		return false, err
	}
	v, err := w.one("SELECT channel, site, lang, author FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return false, err
	}
	e.face.channel, e.face.site, e.face.lang, e.face.author = num(v[0]), num(v[1]), num(v[2]), num(v[3])
	// Its author, site and address still lead to it.
	if err := w.unindex(id); err != nil {
		return false, err
	}
	if err := w.enter(b, id, e); err != nil {
		return false, err
	}
	return true, w.note(id, vigie.Withdrawn, at)
}

// unbuffer takes what waits in the heard buffer out of it.
func (w *writer) unbuffer(todo []*entry) error {
	if w.buffered == 0 || len(todo) == 0 {
		return nil
	}
	blocks := map[int64][]hash16{}
	if err := w.waitingOf(todo, func(h hash16, v []driver.Value) {
		if block := num(v[1]); !slices.Contains(blocks[block], h) {
			blocks[block] = append(blocks[block], h)
		}
	}); err != nil {
		return err
	}
	for block, hashes := range blocks {
		v, err := w.one("SELECT data FROM buffer WHERE id = ?", block)
		if err != nil {
			return err
		}
		if v == nil {
			return fmt.Errorf("block %d of the heard buffer is missing", block)
		}
		ms, err := unpackBlock(block, blob(v[0]))
		if err != nil {
			return err
		}
		if _, err := w.thin(block, ms, func(m *vigie.Mention) bool { return slices.Contains(hashes, hashKey(string(m.Key))) }); err != nil {
			return err
		}
		w.tally.dirty = true
	}
	return nil
}

// forgetEvery is how long the places of words taken back stay in the full text,
// where no search finds them: writing it anew for each mention would cost more
// than all that is heard.
const forgetEvery = 24 * time.Hour

// unsaid are the words of texts taken back since the full text was written
// anew, and the hashes of the authors, one after the other, who left since then.
type unsaid struct {
	Since   int64    `json:"since"`
	Words   []string `json:"words"`
	Authors []byte   `json:"authors,omitempty"`
}

const unsaidMeta = "unsaid"

func (w *writer) unsaid() (u unsaid, err error) {
	todo, err := w.meta(unsaidMeta)
	if err != nil || todo == nil {
		return u, err
	}
	return u, json.Unmarshal(todo, &u)
}

// forgetLater notes words for forgetUnsaid.
func (w *writer) forgetLater(words []string, at int64) error {
	return w.later(at, func(u *unsaid) {
		u.Words = append(u.Words, words...)
		slices.Sort(u.Words)
		u.Words = slices.Compact(u.Words)
	})
}

// later adds to what forgetUnsaid is to do.
func (w *writer) later(at int64, add func(u *unsaid)) error {
	u, err := w.unsaid()
	if err != nil {
		return err
	}
	if u.Since == 0 {
		u.Since = at
	}
	add(&u)
	todo, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return w.setMeta(unsaidMeta, todo)
}

// forgetUnsaid writes anew what of the full text still holds texts that were
// taken back, and the heard buffer without those who left, once a day.
func (w *writer) forgetUnsaid(now time.Time) error {
	u, err := w.unsaid()
	if err != nil || u.Since == 0 || now.Sub(instant(u.Since)) < forgetEvery {
		return err
	}
	if err := w.secureDelete("ON"); err != nil {
		return err
	}
	if err := w.forgetWords(u.Words); err != nil {
		return err
	}
	left := map[hash16]bool{}
	for some := range slices.Chunk(u.Authors, len(hash16{})) {
		left[hash16(some)] = true
	}
	if len(left) > 0 {
		if _, err := w.eraseBuffered(func(author string) bool { return left[hashKey(author)] }); err != nil {
			return err
		}
	}
	if _, err := w.exec("DELETE FROM meta WHERE name = ?", unsaidMeta); err != nil {
		return err
	}
	return w.secureDelete("FAST")
}

// secureDelete says how what is deleted is overwritten: ON, freed pages too.
func (w *writer) secureDelete(how string) error {
	return w.each(context.Background(), discard, "PRAGMA secure_delete = "+how)
}
