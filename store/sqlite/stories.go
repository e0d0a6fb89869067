package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// sketchFor is how long sketches are kept: a window, and the day by which a
// mention may be dated after it was heard.
const sketchFor = story.Window + 24*time.Hour

// group puts the mentions of a batch that are copies into stories, once all of
// them have ids, and keeps the sketches of what is new. In the order in which
// the items were given: each names only those before it.
func (w *writer) group(b *batch, fates []watch.Fate, ids []int64) error {
	if err := w.flushRows(); err != nil { // their matches are about to change
		return err
	}
	since := firstID(b.at - sketchFor.Milliseconds())
	var sketches []byte
	for i := range b.entries {
		e := &b.entries[i]
		if f := fates[e.at]; f != watch.FateNew && f != watch.FateEdited {
			continue
		}
		if s := &e.item.Sketch; s.N > 0 && ids[e.at] >= since {
			sketches = binary.LittleEndian.AppendUint64(sketches, uint64(ids[e.at]))
			sketches = s.AppendTo(sketches)
		}
		if e.face.story != 0 {
			continue // kept as one of its story
		}
		if err := w.join(ids[e.at], 0, e.item.CopyOf, ids); err != nil {
			return fmt.Errorf("story of %s: %w", e.item.Mention.Key, err)
		}
	}
	if sketches == nil {
		return nil
	}
	_, err := w.exec("INSERT INTO sketch (at, data) VALUES (?, ?)", b.at, sketches)
	return err
}

// joined returns the story that copies of what is kept already belong to, where
// all of them have the same: a new mention is then kept as one of it, and join
// has nothing to change. It returns 0 where join must look.
func (w *writer) joined(of []vigie.MentionID) (into int64, err error) {
	for _, o := range of {
		if o <= 0 {
			return 0, nil // an item of this batch, whose story is not known yet
		}
		v, err := w.one("SELECT story FROM mention WHERE id = ?", int64(o))
		if err != nil {
			return 0, err
		}
		if v == nil {
			continue // erased since
		}
		s := num(v[0])
		if s == 0 || into != 0 && s != into {
			return 0, nil
		}
		into = s
	}
	return into, nil
}

// join puts a mention, which is of story own (0 for none), into the story of what
// it is a copy of. Where all these have several, they become the oldest one;
// where they have none, it begins.
func (w *writer) join(id, own int64, of []vigie.MentionID, ids []int64) error {
	type member struct{ id, story int64 }
	var members []member
	into := own
	for _, o := range of {
		k := int64(o)
		if k < 0 {
			k = ids[-1-k]
		}
		if k == 0 || k == id {
			continue
		}
		v, err := w.one("SELECT story FROM mention WHERE id = ?", k)
		if err != nil {
			return err
		}
		if v == nil {
			continue // erased since
		}
		m := member{k, num(v[0])}
		members = append(members, m)
		if m.story != 0 && (into == 0 || m.story < into) {
			into = m.story
		}
	}
	if len(members) == 0 {
		return nil
	}
	if into == 0 {
		var err error
		if into, err = w.insert("INSERT INTO story (merged) VALUES (0)"); err != nil {
			return err
		}
	}
	members = append(members, member{id, own})
	merged := map[int64]bool{into: true}
	for _, m := range members {
		var err error
		switch {
		case m.story == 0:
			err = w.setStory(m.id, into)
		case !merged[m.story]:
			merged[m.story] = true
			err = w.mergeStory(m.story, into)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// setStory says which story a mention is of, wherever that is kept.
func (w *writer) setStory(id, story int64) error {
	if _, err := w.exec("UPDATE mention SET story = ? WHERE id = ?", story, id); err != nil {
		return err
	}
	under, err := w.matchesOf(id)
	if err != nil {
		return err
	}
	for i := range under {
		w.touch(under[i].topic, under[i].face.ms)
		if _, err := w.exec("UPDATE match SET story = ? WHERE topic = ? AND mention = ?", story, under[i].topic, id); err != nil {
			return err
		}
	}
	return nil
}

// mergeStory makes one story part of another, which keeps its number; the old one
// still leads there.
func (w *writer) mergeStory(from, into int64) error {
	var members []int64
	if err := w.each(context.Background(), func(v []driver.Value) error {
		members = append(members, num(v[0]))
		return nil
	}, "SELECT id FROM mention WHERE story = ? AND story > 0", from); err != nil {
		return err
	}
	for _, id := range members {
		if err := w.setStory(id, into); err != nil {
			return err
		}
	}
	_, err := w.exec("UPDATE story SET merged = ?1 WHERE id = ?2 OR merged = ?2", into, from)
	return err
}

// storyNow returns the number under which a story goes today; 0 where there
// never was such a one.
func (h *hand) storyNow(id int64) (int64, error) {
	v, err := h.one("SELECT id, merged FROM story WHERE id = ?", id)
	if err != nil || v == nil {
		return 0, err
	}
	if into := num(v[1]); into != 0 {
		return into, nil
	}
	return num(v[0]), nil
}

// Regroup implements watch.Archive.
func (s *Store) Regroup(ctx context.Context, r watch.Regroup) (moved int, err error) {
	err = s.change(ctx, func(w *writer) error {
		moved, err = w.regroup(&r)
		return err
	})
	return moved, err
}

func (w *writer) regroup(r *watch.Regroup) (moved int, err error) {
	if err := w.flushRows(); err != nil { // their matches are about to change
		return 0, err
	}
	now := millis(r.At)
	since := firstID(now - sketchFor.Milliseconds())
	var sketches []byte
	for i := range r.Items {
		it := &r.Items[i]
		id := int64(it.Mention)
		was, err := w.storyOf(id)
		if err != nil {
			return 0, err
		}
		if was < 0 {
			continue // erased since
		}
		if it.Sketch.N > 0 && id >= since {
			sketches = binary.LittleEndian.AppendUint64(sketches, uint64(id))
			sketches = it.Sketch.AppendTo(sketches)
		}
		own := was
		if r.Anew && was != 0 {
			if own, err = w.leaveStory(id, was, it.CopyOf); err != nil {
				return 0, err
			}
		}
		if err := w.join(id, own, it.CopyOf, nil); err != nil {
			return 0, fmt.Errorf("story of %d: %w", id, err)
		}
		is, err := w.storyOf(id)
		if err != nil {
			return 0, err
		}
		if is != was {
			moved++
		}
	}
	if sketches == nil {
		return moved, nil
	}
	_, err = w.exec("INSERT INTO sketch (at, data) VALUES (?, ?)", now, sketches)
	return moved, err
}

// storyOf returns the story of a mention, 0 for none; -1 where it is not kept.
func (w *writer) storyOf(id int64) (int64, error) {
	v, err := w.one("SELECT story FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return -1, err
	}
	return num(v[0]), nil
}

// leaveStory takes a mention out of a story that newer ones have already, unless it
// is a copy of one of them, and returns its story then. The first that is asked
// keeps the story, so that most stories keep their numbers.
func (w *writer) leaveStory(id, from int64, of []vigie.MentionID) (own int64, err error) {
	for _, o := range of {
		if at, err := w.storyOf(int64(o)); err != nil || at == from {
			return from, err
		}
	}
	v, err := w.one("SELECT 1 FROM mention WHERE story = ? AND story > 0 AND id > ? LIMIT 1", from, id)
	if err != nil || v == nil {
		return from, err
	}
	return 0, w.setStory(id, 0)
}

// DropSketches implements watch.Archive.
func (s *Store) DropSketches(ctx context.Context) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("DELETE FROM sketch")
		return err
	})
}

// forgetSketches takes mentions out of the rows of sketches.
func (w *writer) forgetSketches(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	type row struct {
		id   int64
		data []byte
	}
	var changed []row
	err := w.each(context.Background(), func(v []driver.Value) error {
		data := blob(v[1])
		var stay []byte
		err := sketchesIn(data, func(id int64, _ story.Sketch, raw []byte) bool {
			if !slices.Contains(ids, id) {
				stay = append(stay, raw...)
			}
			return true
		})
		if err == nil && len(stay) != len(data) {
			changed = append(changed, row{num(v[0]), stay})
		}
		return err
	}, "SELECT id, data FROM sketch")
	if err != nil {
		return err
	}
	for _, r := range changed {
		if _, err := w.exec("UPDATE sketch SET data = ? WHERE id = ?", r.data, r.id); err != nil {
			return err
		}
	}
	return nil
}

// sketchesIn reads a row of sketches.
func sketchesIn(data []byte, yield func(id int64, s story.Sketch, raw []byte) bool) error {
	for len(data) > 0 {
		if len(data) < 8 {
			return fmt.Errorf("sketches cut short")
		}
		s, rest, ok := story.Unpack(data[8:])
		if !ok {
			return fmt.Errorf("sketches of another form")
		}
		if !yield(int64(binary.LittleEndian.Uint64(data)), s, data[:len(data)-len(rest)]) {
			return nil
		}
		data = rest
	}
	return nil
}

// Sketches implements watch.Archive.
func (s *Store) Sketches(ctx context.Context, now time.Time, yield func(vigie.MentionID, *story.Sketch) bool) error {
	since := now.Add(-sketchFor).UnixMilli()
	return s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			goOn := true
			err := sketchesIn(blob(v[0]), func(id int64, k story.Sketch, _ []byte) bool {
				if id >= firstID(since) {
					goOn = yield(vigie.MentionID(id), &k)
				}
				return goOn
			})
			if err == nil && !goOn {
				return errStop
			}
			return err
		}, "SELECT data FROM sketch WHERE at >= ? ORDER BY id", since)
	})
}

// Story implements store.Archive.
func (s *Store) Story(ctx context.Context, id vigie.StoryID) (out vigie.Story, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = vigie.Story{}
		now, err := h.storyNow(int64(id))
		if err != nil {
			return err
		}
		if now == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-story")
		}
		out.ID = vigie.StoryID(now)
		v, err := h.one(`SELECT count(*), count(DISTINCT site), count(DISTINCT author), min(id), max(id),
			min(CASE WHEN flags & 2 = 0 THEN id END) FROM mention WHERE story = ? AND story > 0`, now)
		if err != nil {
			return err
		}
		out.Mentions, out.Sites, out.Voices = int(num(v[0])), int(num(v[1])), int(num(v[2]))
		if out.Mentions == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-story") // all were erased
		}
		out.Origin, out.Last = vigie.MentionID(num(v[3])), vigie.MentionID(num(v[4])).Time()
		if v[5] != nil {
			out.Origin = vigie.MentionID(num(v[5]))
		}
		return nil
	})
	return out, err
}
