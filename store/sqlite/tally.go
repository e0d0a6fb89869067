package sqlite

import (
	"cmp"
	"slices"
	"time"
)

// Kinds of the split table.
const (
	splitAll = iota
	splitChannel
	splitSite
	splitLang
	splitOpinion
	splitSource

	splitIntent = 20
)

// face is what a match is counted by.
type face struct {
	ms      int64
	channel int64
	site    int64
	lang    int64
	author  int64
	opinion int64
	flags   int64
	story   int64
}

type hourKey struct{ topic, hour int64 }

type splitKey struct{ topic, kind, day, value int64 }

type delta struct{ n, own int64 }

// tally gathers what a transaction changes in the roll-ups, so that a batch of
// thousands writes a few hundred rows.
type tally struct {
	cal    calendar
	hours  map[hourKey]delta
	splits map[splitKey]delta
	dirty  bool // there is something to settle
}

func newTally(zone *time.Location) *tally {
	return &tally{cal: calendar{zone: zone}, hours: map[hourKey]delta{}, splits: map[splitKey]delta{}}
}

func (t *tally) clear() {
	clear(t.hours)
	clear(t.splits)
	t.dirty = false
}

// count adds a match (sign 1) or takes it away (-1), under each source that
// carried the mention; what a person noted counts nowhere.
func (t *tally) count(topic int64, f *face, sources []int64, sign int64) {
	t.dirty = true
	if f.flags&flagNoted != 0 {
		return
	}
	d := delta{n: sign}
	if f.flags&flagOwn != 0 {
		d.own = sign
	}
	hour, day := t.when(f)
	t.hours[hourKey{topic, hour}] = t.hours[hourKey{topic, hour}].plus(d)
	t.split(splitKey{topic, splitAll, day, 0}, d)
	t.split(splitKey{topic, splitChannel, day, f.channel}, d)
	t.split(splitKey{topic, splitSite, day, f.site}, d)
	t.split(splitKey{topic, splitLang, day, f.lang}, d)
	t.split(splitKey{topic, splitOpinion, day, f.opinion}, d)
	for bits, i := f.flags>>intentShift&intentMask, int64(0); bits != 0; bits, i = bits>>1, i+1 {
		if bits&1 != 0 {
			t.split(splitKey{topic, splitIntent, day, i}, d)
		}
	}
	for _, s := range sources {
		t.split(splitKey{topic, splitSource, day, s}, d)
	}
}

// carried adds one more source of a mention already counted.
func (t *tally) carried(topic int64, f *face, source int64) {
	t.dirty = true
	if f.flags&flagNoted != 0 {
		return
	}
	d := delta{n: 1}
	if f.flags&flagOwn != 0 {
		d.own = 1
	}
	_, day := t.when(f)
	t.split(splitKey{topic, splitSource, day, source}, d)
}

func (t *tally) when(f *face) (hour, day int64) {
	if f.flags&flagUndated != 0 {
		return undated, undated
	}
	return hourOf(f.ms, t.cal.zone), t.cal.dayOf(f.ms)
}

func (t *tally) split(k splitKey, d delta) { t.splits[k] = t.splits[k].plus(d) }

func (d delta) plus(e delta) delta { return delta{d.n + e.n, d.own + e.own} }

// flush writes what was gathered. Rows that came to nothing go.
func (t *tally) flush(h *hand) error {
	for _, k := range sortedKeys(t.hours, func(a, b hourKey) int {
		return cmp.Or(cmp.Compare(a.topic, b.topic), cmp.Compare(a.hour, b.hour))
	}) {
		d := t.hours[k]
		if d == (delta{}) {
			continue
		}
		if _, err := h.exec(`INSERT INTO hour (topic, hour, n, own) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET n = n + excluded.n, own = own + excluded.own`, k.topic, k.hour, d.n, d.own); err != nil {
			return err
		}
		if d.n < 0 {
			if _, err := h.exec("DELETE FROM hour WHERE topic = ? AND hour = ? AND n = 0", k.topic, k.hour); err != nil {
				return err
			}
		}
	}
	for _, k := range sortedKeys(t.splits, func(a, b splitKey) int {
		return cmp.Or(cmp.Compare(a.topic, b.topic), cmp.Compare(a.kind, b.kind), cmp.Compare(a.day, b.day), cmp.Compare(a.value, b.value))
	}) {
		d := t.splits[k]
		if d == (delta{}) {
			continue
		}
		if _, err := h.exec(`INSERT INTO split (topic, kind, day, value, n, own) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET n = n + excluded.n, own = own + excluded.own`, k.topic, k.kind, k.day, k.value, d.n, d.own); err != nil {
			return err
		}
		if d.n < 0 {
			if _, err := h.exec("DELETE FROM split WHERE topic = ? AND kind = ? AND day = ? AND value = ? AND n = 0", k.topic, k.kind, k.day, k.value); err != nil {
				return err
			}
		}
	}
	t.clear()
	return nil
}

// sortedKeys returns the keys in table order: neighbours are written together.
func sortedKeys[K comparable, V any](m map[K]V, by func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, by)
	return keys
}
