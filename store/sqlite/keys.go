package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"

	"vigie.example/vigie"
)

// Which keys are kept is asked of every item that comes, and most often the
// answer is no. A table by hash would be written at a random place for each
// new key, a page of the log each. So keys are kept in runs, as the full text
// is in segments: each commit writes one, ordered by hash, and several of a
// size are merged into the next. A run's bloom says which runs not to look
// into. Two keys may share the half of a hash that runs hold, once in very
// many: whoever finds a mention by it compares the key itself.

// keyAt says that a key with this hash is that of a mention.
type keyAt struct{ hash, mention int64 }

func byHash(a, b keyAt) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.mention, b.mention))
}

const (
	// keysInPart fill a row and one page beside it.
	keysInPart = 256
	// keysMost bounds how many keys a merge writes, and the memory it takes.
	keysMost = 1_000_000
)

// keyRun is a row of key_run.
type keyRun struct{ id, many int64 }

func (h *hand) keyRuns() (out []keyRun, err error) {
	err = h.each(context.Background(), func(v []driver.Value) error {
		out = append(out, keyRun{num(v[0]), num(v[1])})
		return nil
	}, "SELECT id, many FROM key_run ORDER BY id")
	return out, err
}

// inRun calls found for the mentions of a run whose keys may have a hash.
func (h *hand) inRun(run, hash int64, found func(mention int64)) error {
	v, err := h.one("SELECT data FROM key_part WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1", run, hash)
	if err != nil || v == nil {
		return err
	}
	part := blob(v[0])
	n := len(part) / 16
	for i := sort.Search(n, func(i int) bool { return keyIn(part, i).hash >= hash }); i < n && keyIn(part, i).hash == hash; i++ {
		found(keyIn(part, i).mention)
	}
	return nil
}

func keyIn(part []byte, i int) keyAt {
	return keyAt{int64(binary.LittleEndian.Uint64(part[16*i:])), int64(binary.LittleEndian.Uint64(part[16*i+8:]))}
}

// idOf returns the mention with a key, 0 where none is kept. Who asks for many
// keys in one state of the store hands over the blooms of readBlooms; with nil
// every run is looked into.
func (h *hand) idOf(key vigie.Key, blooms []bloomOf) (id int64, err error) {
	hash := hashKey(string(key)).short()
	var runs []int64
	for i := range blooms {
		if blooms[i].bloom.has(hash) {
			runs = append(runs, blooms[i].id)
		}
	}
	if blooms == nil {
		all, err := h.keyRuns()
		if err != nil {
			return 0, err
		}
		for _, r := range all {
			runs = append(runs, r.id)
		}
	}
	var maybe []int64
	for _, run := range runs {
		if err := h.inRun(run, hash, func(m int64) { maybe = append(maybe, m) }); err != nil {
			return 0, err
		}
	}
	for _, m := range maybe {
		v, err := h.one("SELECT 1 FROM mention WHERE id = ? AND key = ?", m, string(key))
		if err != nil {
			return 0, err
		}
		if v != nil {
			return m, nil
		}
	}
	return 0, nil
}

// was is what is known of a key.
type was struct{ mention, text int64 }

// knownOf finds which keys are kept.
func (w *writer) knownOf(todo []*entry) (map[hash16]was, error) {
	found := map[hash16]was{}
	if len(todo) == 0 {
		return found, nil
	}
	if w.blooms == nil {
		var err error
		if w.blooms, err = w.readBlooms(); err != nil {
			return nil, err
		}
	}
	var maybe []int64
	for _, e := range todo {
		maybe = maybe[:0]
		if m, ok := w.fresh[e.hash]; ok {
			maybe = append(maybe, m)
		} else {
			hash := e.hash.short()
			for i := range w.blooms {
				if r := &w.blooms[i]; r.bloom.has(hash) {
					if err := w.inRun(r.id, hash, func(m int64) { maybe = append(maybe, m) }); err != nil {
						return nil, err
					}
				}
			}
		}
		for _, m := range maybe {
			v, err := w.one("SELECT words FROM mention WHERE id = ? AND key = ?", m, string(e.item.Mention.Key))
			if err != nil {
				return nil, err
			}
			if v != nil {
				found[e.hash] = was{m, num(v[0])}
				break
			}
		}
	}
	return found, nil
}

// bloomOf is the bloom of a run.
type bloomOf struct {
	id    int64
	bloom bloom
}

// readBlooms returns the blooms of all runs, not nil.
func (h *hand) readBlooms() ([]bloomOf, error) {
	out := []bloomOf{}
	err := h.each(context.Background(), func(v []driver.Value) error {
		b := bloom(blob(v[1]))
		if len(b) == 0 || len(b)%bloomBlock != 0 {
			return fmt.Errorf("keys are damaged: run %d", num(v[0]))
		}
		out = append(out, bloomOf{num(v[0]), b})
		return nil
	}, "SELECT id, bloom FROM key_run ORDER BY id")
	return out, err
}

// flushKeys writes the keys of the transaction as a run, and merges runs where
// there are enough of a size.
func (w *writer) flushKeys() error {
	if len(w.fresh) == 0 {
		return nil
	}
	keys := make([]keyAt, 0, len(w.fresh))
	for h, m := range w.fresh {
		keys = append(keys, keyAt{h.short(), m})
	}
	clear(w.fresh)
	if err := w.writeRun(keys); err != nil {
		return err
	}
	for {
		runs, err := w.keyRuns()
		if err != nil {
			return err
		}
		pick := runsToMerge(runs)
		if pick == nil {
			return nil
		}
		if err := w.mergeRuns(pick, func(keyAt) bool { return true }); err != nil {
			return err
		}
	}
}

// runsToMerge picks the runs to merge next, none where all is well.
func runsToMerge(runs []keyRun) []keyRun {
	bySize := map[int][]keyRun{}
	for _, r := range runs {
		size := sizeOf(r.many)
		bySize[size] = append(bySize[size], r)
	}
	for _, size := range sortedKeys(bySize, cmp.Compare[int]) {
		group, total := bySize[size], int64(0)
		for _, r := range group {
			total += r.many
		}
		if len(group) >= mergeMany && total <= keysMost {
			return group
		}
	}
	return nil
}

// writeRun writes keys as a new run; it orders them.
func (w *writer) writeRun(keys []keyAt) error {
	if len(keys) == 0 {
		return nil
	}
	slices.SortFunc(keys, byHash)
	b := newBloom(len(keys))
	for _, k := range keys {
		b.add(k.hash)
	}
	id, err := w.insert("INSERT INTO key_run (many, bloom) VALUES (?, ?)", len(keys), []byte(b))
	if err != nil {
		return err
	}
	if w.blooms != nil {
		w.blooms = append(w.blooms, bloomOf{id, b})
	}
	var part []byte
	for len(keys) > 0 {
		n := min(keysInPart, len(keys))
		for n < len(keys) && keys[n].hash == keys[n-1].hash {
			n++ // equal ones stay together
		}
		part = part[:0]
		for _, k := range keys[:n] {
			part = binary.LittleEndian.AppendUint64(part, uint64(k.hash))
			part = binary.LittleEndian.AppendUint64(part, uint64(k.mention))
		}
		if _, err := w.exec("INSERT INTO key_part (run, first, data) VALUES (?, ?, ?)", id, keys[0].hash, part); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// keysOf reads a run.
func (h *hand) keysOf(run keyRun, dst []keyAt) ([]keyAt, error) {
	err := h.each(context.Background(), func(v []driver.Value) error {
		part := blob(v[0])
		for i := range len(part) / 16 {
			dst = append(dst, keyIn(part, i))
		}
		return nil
	}, "SELECT data FROM key_part WHERE run = ? ORDER BY first", run.id)
	return dst, err
}

// mergeRuns puts one run, of the keys that stay, in the place of several.
func (w *writer) mergeRuns(runs []keyRun, stays func(keyAt) bool) error {
	total := int64(0)
	for _, r := range runs {
		total += r.many
	}
	keys := make([]keyAt, 0, total)
	for _, r := range runs {
		var err error
		if keys, err = w.keysOf(r, keys); err != nil {
			return err
		}
		for _, t := range []string{"DELETE FROM key_part WHERE run = ?", "DELETE FROM key_run WHERE id = ?"} {
			if _, err := w.exec(t, r.id); err != nil {
				return err
			}
		}
		w.blooms = slices.DeleteFunc(w.blooms, func(b bloomOf) bool { return b.id == r.id })
	}
	return w.writeRun(slices.DeleteFunc(keys, func(k keyAt) bool { return !stays(k) }))
}

// scrubKeys leaves out of the runs what was erased. Ids are never given again,
// so the change log says which.
func (w *writer) scrubKeys() error {
	gone := map[int64]struct{}{}
	if err := w.each(context.Background(), func(v []driver.Value) error {
		gone[num(v[0])] = struct{}{}
		return nil
	}, "SELECT mention FROM change WHERE kind = 5"); err != nil {
		return err
	}
	runs, err := w.keyRuns()
	if err != nil {
		return err
	}
	for _, r := range runs {
		keys, err := w.keysOf(r, nil)
		if err != nil {
			return err
		}
		erased := func(k keyAt) bool { _, ok := gone[k.mention]; return ok }
		if !slices.ContainsFunc(keys, erased) {
			continue
		}
		if err := w.mergeRuns([]keyRun{r}, func(k keyAt) bool { return !erased(k) }); err != nil {
			return err
		}
	}
	return nil
}

// recountKeys compares the runs with the mentions.
func (h *hand) recountKeys(kept int64, tell func(id string, args ...any)) error {
	runs, err := h.keyRuns()
	if err != nil {
		return err
	}
	there, all := int64(0), int64(0)
	for _, r := range runs {
		keys, err := h.keysOf(r, nil)
		if err != nil {
			return err
		}
		if !slices.IsSortedFunc(keys, byHash) || int64(len(keys)) != r.many {
			tell("recount-whole", "keys", len(keys), r.many)
		}
		all += r.many
		slices.SortFunc(keys, func(a, b keyAt) int { return cmp.Compare(a.mention, b.mention) })
		for some := range slices.Chunk(keys, atOnce) {
			if err := h.keysOfMentions(some, &there); err != nil {
				return err
			}
		}
	}
	if there != kept || all != kept {
		tell("recount-whole", "keys", there, kept)
	}
	return nil
}

// keysOfMentions adds to right how many of keys are those of their mentions.
func (h *hand) keysOfMentions(keys []keyAt, right *int64) error {
	ids := make([]int64, len(keys))
	hashes := make(map[keyAt]struct{}, len(keys))
	for i, k := range keys {
		ids[i] = k.mention
		hashes[k] = struct{}{}
	}
	return atATime(ids, func(some []any) error {
		return h.each(context.Background(), func(v []driver.Value) error {
			if _, ok := hashes[keyAt{hashKey(str(v[1])).short(), num(v[0])}]; ok {
				*right++
			}
			return nil
		}, "SELECT id, key FROM mention WHERE id IN ("+marks(atOnce)+")", some...)
	})
}
