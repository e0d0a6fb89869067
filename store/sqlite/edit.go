package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"vigie.example/vigie"
)

// versionsKept is how many earlier texts of a mention stay.
const versionsKept = 10

// filed is one match of a mention, with what it is counted by.
type filed struct {
	topic   int64
	version int64
	sure    float64
	face    face
}

// matchesOf returns the topics a mention is filed under.
func (h *hand) matchesOf(id int64) ([]filed, error) {
	var out []filed
	err := h.each(context.Background(), func(v []driver.Value) error {
		out = append(out, filed{
			topic: num(v[0]), version: num(v[1]), sure: real64(v[3]),
			face: face{
				ms: id >> seqBits, opinion: num(v[2]), channel: num(v[4]), site: num(v[5]),
				lang: num(v[6]), author: num(v[7]), flags: num(v[8]), story: num(v[9]),
			},
		})
		return nil
	}, `SELECT topic, version, opinion, sure, channel, site, lang, author, flags, story FROM match WHERE mention = ?`, id)
	return out, err
}

// sourcesOf returns who carried a mention, the first first.
func (h *hand) sourcesOf(id int64) ([]int64, error) {
	v, err := h.one("SELECT source, others FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return nil, err
	}
	out := []int64{num(v[0])}
	for _, o := range unpackHearings(blob(v[1])) {
		out = append(out, int64(o.Source))
	}
	return out, nil
}

// unmatch takes a mention out of every topic and out of their figures.
func (w *writer) unmatch(id int64, sources []int64) error {
	under, err := w.matchesOf(id)
	if err != nil {
		return err
	}
	for i := range under {
		w.tally.count(under[i].topic, &under[i].face, sources, -1)
		w.touch(under[i].topic, under[i].face.ms)
		if _, err := w.exec("DELETE FROM match WHERE topic = ? AND mention = ?", under[i].topic, id); err != nil {
			return err
		}
	}
	return nil
}

// edit gives a kept mention another text. Its instant stays the one of the
// first version, as its id does; the text it had becomes an earlier version.
func (w *writer) edit(b *batch, e *entry, id int64) error {
	old, err := w.one("SELECT version, flags, title, text, url, extra, heard, source, others, channel, site, lang, author FROM mention WHERE id = ?", id)
	if err != nil {
		return err
	}
	if old == nil {
		return fmt.Errorf("key %s is known as mention %d, which is not kept", e.item.Mention.Key, id)
	}
	var was extra
	if x := str(old[5]); x != "" {
		if err := json.Unmarshal([]byte(x), &was); err != nil {
			return fmt.Errorf("mention %d: %w", id, err)
		}
	}
	version := num(old[0])
	since := num(old[6])
	if was.Edited != 0 {
		since = was.Edited
	}
	if _, err := w.exec("INSERT OR REPLACE INTO version (mention, version, at, title, text, url) VALUES (?, ?, ?, ?, ?, ?)",
		id, version, since, old[2], old[3], old[4]); err != nil {
		return err
	}
	if _, err := w.exec("DELETE FROM version WHERE mention = ? AND version <= ?", id, version-versionsKept); err != nil {
		return err
	}
	if !e.item.Again {
		if err := w.carry(b, id, e); err != nil {
			return err
		}
	}
	sources, err := w.sourcesOf(id)
	if err != nil {
		return err
	}
	if err := w.unmatch(id, sources); err != nil {
		return err
	}
	if err := w.settleFace(e); err != nil {
		return err
	}
	told, err := w.saidIntents(id, &e.item.Reading.Intents)
	if err != nil {
		return err
	}
	if told {
		e.face.flags = e.face.flags&^(intentMask<<intentShift) | intentBits(e.item.Reading.Intents, e.item.Mention.Own)
	}
	e.face.flags = e.face.flags&^flagUndated | num(old[1])&flagUndated
	e.face.ms = id >> seqBits
	m, f := &e.item.Mention, &e.face
	if f.flags&flagOwn != num(old[1])&flagOwn {
		if err := w.forgetAllDays(); err != nil {
			return err
		}
		if err := w.listOwn(id, f.flags&flagOwn != 0); err != nil {
			return err
		}
	}
	var now extra
	if e.extra != "" {
		if err := json.Unmarshal([]byte(e.extra), &now); err != nil {
			return fmt.Errorf("mention %d: %w", id, err)
		}
	}
	if told {
		now.Intents = e.item.Reading.Intents
	}
	counted := extra{Metrics: was.Metrics, Rating: was.Rating}
	counted.recount(m)
	now.Metrics, now.Rating = counted.Metrics, counted.Rating
	now.NotedBy = cmp.Or(now.NotedBy, was.NotedBy)
	now.Edited, now.Raw = e.heard, was.Raw // the date is still that of the first version
	packed, err := json.Marshal(now)
	if err != nil {
		return fmt.Errorf("mention %d: %w", id, err)
	}
	if _, err := w.exec(`UPDATE mention SET channel = ?, site = ?, lang = ?, author = ?, flags = ?, story = 0, version = ?, words = ?,
		title = ?, text = ?, url = ?, extra = ? WHERE id = ?`,
		f.channel, f.site, f.lang, f.author, f.flags, version+1, e.text,
		null(m.Title), null(m.Text), null(m.URL), string(packed), id); err != nil {
		return err
	}
	if err := w.unindex(id); err != nil {
		return err
	}
	if err := w.enter(b, id, e); err != nil {
		return err
	}
	if err := w.said(id, e.item.Matches); err != nil {
		return err
	}
	if err := w.match(id, e.item.Matches, f, sources); err != nil {
		return err
	}
	if _, err := w.exec("DELETE FROM aside WHERE mention = ?", id); err != nil {
		return err
	}
	if err := w.putAside(id, e.item.Aside); err != nil {
		return err
	}
	return w.note(id, vigie.Edited, b.at)
}
