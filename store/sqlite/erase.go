package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"math"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/store/sqlite/words"
	"vigie.example/vigie/text"
)

// authorHash is the form in which erased authors are remembered: without the
// store's own key nobody can tell from it who they were.
func (w *writer) authorHash(author string) [32]byte {
	mac := hmac.New(sha256.New, w.secret)
	mac.Write([]byte(author))
	return [32]byte(mac.Sum(nil))
}

func (w *writer) isErased(author string) bool {
	_, ok := w.erased[w.authorHash(author)]
	return ok
}

func (w *writer) recallErased() error {
	w.erased = map[[32]byte]struct{}{}
	return w.each(context.Background(), func(v []driver.Value) error {
		if b := blob(v[0]); len(b) == 32 {
			w.erased[[32]byte(b)] = struct{}{}
		}
		return nil
	}, "SELECT hash FROM erased")
}

// Erase implements store.Archive. What it removes counts kept mentions and
// those of the heard buffer. The file is then written anew, so that no free
// page, no stale end of a page and no log holds what was erased; meanwhile
// other writers wait. Cut off by a stop, that part is done at the next Open.
// Erasing somebody again does it again.
func (s *Store) Erase(ctx context.Context, author string) (int, error) {
	if author == "" {
		return 0, vigie.Errorf(vigie.Invalid, nil, "erase-nobody")
	}
	gone := 0
	var mentions []int64
	err := s.change(ctx, func(w *writer) (err error) {
		gone, mentions, err = w.erase(author)
		return err
	})
	if err != nil {
		return 0, err
	}
	if s.opts.Erased != nil {
		ids := make([]vigie.MentionID, len(mentions))
		for i, id := range mentions {
			ids[i] = vigie.MentionID(id)
		}
		s.opts.Erased(ids)
	}
	return gone, s.submit(context.WithoutCancel(ctx), &task{alone: true, done: make(chan error, 1), do: (*writer).resumeScrub})
}

// erase removes an author and all of theirs, in the running transaction.
func (w *writer) erase(author string) (gone int, mentions []int64, err error) {
	w.tally.dirty = true
	now := w.s.opts.Now().UnixMilli()
	terms := map[string]struct{}{}
	doc := new(text.Doc)
	var said []string
	forget := func(title, body string) {
		said = append(said, strings.Join(strings.Fields(title+" "+body), " "))
		doc.Recut(title, body)
		for _, words := range [][]text.Word{doc.Title.Words, doc.Title.Also, doc.Body.Words, doc.Body.Also} {
			for i := range words {
				terms[words[i].Norm] = struct{}{}
			}
		}
	}
	if err := w.flushIndex(); err != nil { // it is sought there
		return 0, nil, err
	}
	id, err := w.number("SELECT id FROM author WHERE key = ?", author)
	if err != nil {
		return 0, nil, err
	}
	if id != 0 {
		if err := w.sought(anyToken(authorToken, []int64{id}), func(m int64) (bool, error) {
			mentions = append(mentions, m)
			return true, nil
		}); err != nil {
			return 0, nil, err
		}
		for _, m := range mentions {
			if err := w.each(context.Background(), func(v []driver.Value) error {
				forget(str(v[0]), str(v[1]))
				return nil
			}, "SELECT title, text FROM mention WHERE id = ?1 UNION ALL SELECT title, text FROM version WHERE mention = ?1", m); err != nil {
				return 0, nil, err
			}
			if err := w.remove(m, now); err != nil {
				return 0, nil, err
			}
			gone++
		}
		if err := w.forgetSketches(mentions); err != nil {
			return 0, nil, err
		}
		if err := w.forgetExamples(said); err != nil {
			return 0, nil, err
		}
		if _, err := w.exec("DELETE FROM author WHERE id = ?", id); err != nil {
			return 0, nil, err
		}
	}
	waited, err := w.eraseBuffered(func(key string) bool { return key == author })
	if err != nil {
		return 0, nil, err
	}
	hash := w.authorHash(author)
	if _, err := w.exec("INSERT INTO erased (hash) VALUES (?) ON CONFLICT DO NOTHING", hash[:]); err != nil {
		return 0, nil, err
	}
	w.erased[hash] = struct{}{}
	w.names.rest()
	list := make([]string, 0, len(terms))
	for t := range terms {
		list = append(list, t)
	}
	todo, err := json.Marshal(list)
	if err != nil {
		return 0, nil, err
	}
	return gone + waited, mentions, w.setMeta("scrub", todo)
}

// remove takes one mention out of every table.
func (w *writer) remove(id, now int64) error {
	sources, err := w.sourcesOf(id)
	if err != nil {
		return err
	}
	if err := w.unmatch(id, sources); err != nil {
		return err
	}
	if err := w.forgetAllDays(); err != nil {
		return err
	}
	for _, source := range sources {
		if _, err := w.exec("DELETE FROM hearing WHERE source = ? AND mention = ?", source, id); err != nil {
			return err
		}
	}
	for _, text := range []string{
		"DELETE FROM version WHERE mention = ?",
		"DELETE FROM label WHERE mention = ?",
		"DELETE FROM intent_label WHERE mention = ?",
		"DELETE FROM mention WHERE id = ?",
	} {
		if _, err := w.exec(text, id); err != nil {
			return err
		}
	}
	if err := w.unindex(id); err != nil {
		return err
	}
	w.kept--
	return w.note(id, vigie.Erased, now)
}

// eraseBuffered writes the blocks of the heard buffer that hold something by
// authors who go again without it.
func (w *writer) eraseBuffered(goes func(author string) bool) (int, error) {
	gone := 0
	return gone, w.each(context.Background(), func(v []driver.Value) error {
		block := num(v[0])
		ms, err := unpackBlock(block, blob(v[1]))
		if err != nil {
			return err
		}
		n, err := w.thin(block, ms, func(m *vigie.Mention) bool { return goes(m.Author.Key(m.Network, m.Site)) })
		gone += n
		return err
	}, "SELECT id, data FROM buffer")
}

// thin writes a block of the heard buffer again without those that go.
func (w *writer) thin(block int64, ms []vigie.Mention, goes func(m *vigie.Mention) bool) (gone int, err error) {
	stay := ms[:0:0]
	for i := range ms {
		if !goes(&ms[i]) {
			stay = append(stay, ms[i])
			continue
		}
		hash := hashKey(string(ms[i].Key))
		n, err := w.exec("DELETE FROM waiting WHERE hash = ? AND block = ?", hash[:], block)
		if err != nil {
			return gone, err
		}
		gone += int(n)
		w.buffered -= n
	}
	if len(stay) == len(ms) {
		return gone, nil
	}
	// Those who stay may share an address with one who goes.
	if err := errors.Join(w.unaddressBlock(block, ms), w.addressBlock(block, stay)); err != nil {
		return gone, err
	}
	data, err := packBlock(stay)
	if err != nil {
		return gone, err
	}
	_, err = w.exec("UPDATE buffer SET data = ? WHERE id = ?", data, block)
	return gone, err
}

// resumeScrub does what is left of an erasure, if anything: it writes anew what
// of the full text and of the keys holds erased entries, drops words that occur
// no more, writes the file anew and empties the log.
func (w *writer) resumeScrub() error {
	todo, err := w.meta("scrub")
	if err != nil || todo == nil {
		return err
	}
	var terms []string
	if err := json.Unmarshal(todo, &terms); err != nil {
		return err
	}
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.forgetWords(terms); err != nil {
		return w.undo(err)
	}
	if err := w.scrubKeys(); err != nil {
		return w.undo(err)
	}
	// What is left to do no longer needs the words themselves.
	if err := w.setMeta("scrub", []byte("[]")); err != nil {
		return w.undo(err)
	}
	if err := w.commit(); err != nil {
		return err
	}
	if _, err := w.exec("VACUUM"); err != nil {
		return err
	}
	if _, err := w.exec("DELETE FROM meta WHERE name = 'scrub'"); err != nil {
		return err
	}
	return w.emptyLog()
}

// emptyLog takes the write-ahead log into the file and cuts it to nothing.
func (w *writer) emptyLog() error {
	v, err := w.one("PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		return err
	}
	if len(v) > 0 && num(v[0]) != 0 {
		return vigie.Errorf(vigie.Unavailable, errors.New("a reader holds the log"), "store-busy", w.s.path)
	}
	return nil
}

// forgetWords writes what is left of the full text anew where something was
// deleted, and drops those terms that occur no more.
func (w *writer) forgetWords(terms []string) error {
	if err := w.scrubWords(); err != nil {
		return err
	}
	segments, err := w.fullText(math.MinInt64, math.MaxInt64, nil)
	if err != nil {
		return err
	}
	for _, norm := range terms {
		n, err := words.Count(segments, words.Term(norm), math.MinInt64, math.MaxInt64, 1, func() error { return nil })
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if _, err := w.exec("DELETE FROM word WHERE rev = ?", reversed(norm)); err != nil {
			return err
		}
	}
	w.names.rest()
	return nil
}
