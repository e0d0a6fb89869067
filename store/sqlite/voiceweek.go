package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

// Voices cannot be added up: who spoke in two weeks is one voice of both. Over
// long periods they are counted from the sets of the weeks that are over,
// which are gathered while nothing is written, kept, and taken away when
// something of their week changes. A set of ten thousand voices takes some
// 15 KB, and joining a hundred of them some milliseconds, where the matches
// themselves would take seconds.

// weekAuthors is the kind of voice_week that holds every author, those of the
// organisation too, with how many mentions. A week that is gathered has a row
// of it, if only an empty one.
const weekAuthors = 100

// Two more kinds hold what else cannot be summed from the roll-ups of days, or
// is kept there by one condition alone (weekface.go).
const (
	// weekFaces counts mentions by all that they have in common: one row.
	weekFaces = 101
	// weekStories holds the stories of others (value 0) and of the organisation
	// (value 1): n mentions that are nobody's copy, and the set of stories. A week
	// that is gathered has a row of the first.
	weekStories = 102
)

// weekKinds are the kinds that hold voices by what they are split by.
var weekKinds = []int64{splitAll, splitChannel, splitSite, splitLang, splitOpinion}

// voiceWeek is one topic's week, named by the day of its Monday.
type voiceWeek struct{ topic, week int64 }

// weekRow is a row of voice_week.
type weekRow struct {
	kind, value, n int64
	data           []byte
}

// gatherWeek reads who spoke of a topic in a week.
func (h *hand) gatherWeek(ctx context.Context, k voiceWeek, zone *time.Location) ([]weekRow, error) {
	type part struct{ kind, value int64 }
	sets := map[part][]uint32{}
	counts := map[uint32][2]uint64{} // all, own
	var more weekMore
	err := h.each(ctx, func(v []driver.Value) error {
		author, flags, channel := uint32(num(v[0])), num(v[1]), num(v[2])
		more.add(num(v[3]), num(v[6]), num(v[7]))
		if flags&flagUndated != 0 {
			return nil
		}
		n := counts[author]
		n[0]++
		if flags&flagOwn != 0 {
			n[1]++
		}
		counts[author] = n
		if flags&flagOwn != 0 || !channelOf(channel).Voiced() {
			return nil
		}
		for i, value := range [...]int64{0, channel, num(v[3]), num(v[4]), num(v[5])} {
			p := part{weekKinds[i], value}
			sets[p] = append(sets[p], author)
		}
		return nil
	}, "SELECT author, flags, channel, site, lang, opinion, "+faceColumns("")+", story FROM match WHERE topic = ? AND mention >= ? AND mention < ?"+unnoted(""),
		k.topic, firstID(dayStart(k.week, zone).UnixMilli()), firstID(dayStart(k.week+7, zone).UnixMilli()))
	if err != nil {
		return nil, err
	}
	out := more.rows()
	for p, authors := range sets {
		slices.Sort(authors)
		authors = slices.Compact(authors)
		row := weekRow{kind: p.kind, value: p.value, n: int64(len(authors)), data: make([]byte, 0, 2*len(authors))}
		before := uint32(0)
		for _, a := range authors {
			row.data = binary.AppendUvarint(row.data, uint64(a-before))
			before = a
		}
		out = append(out, row)
	}
	all := weekRow{kind: weekAuthors, n: int64(len(counts)), data: make([]byte, 0, 4*len(counts))}
	before := uint32(0)
	for _, a := range sortedKeys(counts, cmp.Compare[uint32]) {
		all.data = binary.AppendUvarint(all.data, uint64(a-before))
		all.data = binary.AppendUvarint(all.data, counts[a][0])
		all.data = binary.AppendUvarint(all.data, counts[a][1])
		before = a
	}
	return append(out, all), nil
}

// Digest gathers the voices of all weeks that are over, and packs the sayings
// of all days, that were not, or have changed since, and lists what is the
// organisation's own. The store does it by itself once nothing was written for
// a few seconds; until then long periods are counted from the matches.
func (s *Store) Digest(ctx context.Context) error {
	zone := s.location()
	// A day late: what comes in late comes then, mostly.
	last := weekStart(dayNumber(s.opts.Now().AddDate(0, 0, -1), zone))
	var topics []int64
	err := s.read(ctx, func(h *hand) (err error) {
		topics, err = h.matchedTopics()
		return err
	})
	if err != nil {
		return err
	}
	if err := s.digestOwn(ctx); err != nil {
		return err
	}
	for _, topic := range topics {
		weeks, err := s.weeksLeft(ctx, topic, last)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(weeks, 8) {
			if err := s.digestWeeks(ctx, topic, some, zone); err != nil {
				return err
			}
		}
		days, err := s.daysLeft(ctx, topic, dayNumber(s.opts.Now(), zone))
		if err != nil {
			return err
		}
		if err := s.digestDays(ctx, topic, days, zone); err != nil {
			return err
		}
	}
	return nil
}

// weeksLeft lists the weeks of a topic before last with matches that are not
// gathered.
func (s *Store) weeksLeft(ctx context.Context, topic, last int64) (out []int64, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		there := map[int64]bool{}
		if err := h.each(ctx, func(v []driver.Value) error {
			there[num(v[0])] = true
			return nil
		}, "SELECT week FROM voice_week WHERE topic = ? AND kind = ?", topic, weekFaces); err != nil {
			return err
		}
		return h.each(ctx, func(v []driver.Value) error {
			week := weekStart(num(v[0]))
			if week < last && !there[week] {
				there[week] = true
				out = append(out, week)
			}
			return nil
		}, "SELECT day FROM split WHERE topic = ? AND kind = ? AND day > ? ORDER BY day", topic, splitAll, undated)
	})
	return out, err
}

func (s *Store) digestWeeks(ctx context.Context, topic int64, weeks []int64, zone *time.Location) error {
	seq := s.voices.now()
	rows := map[int64][]weekRow{}
	if err := s.read(ctx, func(h *hand) (err error) {
		for _, week := range weeks {
			if rows[week], err = h.gatherWeek(ctx, voiceWeek{topic, week}, zone); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		if w.s.location().String() != zone.String() {
			return nil // weeks are others now
		}
		for _, week := range weeks {
			k := voiceWeek{topic, week}
			if s.voices.changed(topic, week, week+7, seq) {
				continue
			}
			if err := w.forgetWeek(k); err != nil {
				return err
			}
			for _, r := range rows[week] {
				if _, err := w.exec("INSERT INTO voice_week (topic, kind, week, value, n, data) VALUES (?, ?, ?, ?, ?, ?)",
					topic, r.kind, week, r.value, r.n, r.data); err != nil {
					return err
				}
			}
			w.gathered[k] = struct{}{}
		}
		return nil
	})
}

// forgetWeek takes the voices of a week away.
func (w *writer) forgetWeek(k voiceWeek) error {
	if _, ok := w.gathered[k]; !ok {
		return nil
	}
	delete(w.gathered, k)
	for _, kind := range append([]int64{weekAuthors, weekFaces, weekStories}, weekKinds...) {
		if _, err := w.exec("DELETE FROM voice_week WHERE topic = ? AND kind = ? AND week = ?", k.topic, kind, k.week); err != nil {
			return err
		}
	}
	return nil
}

// forgetTouched takes away the weeks of the days that the transaction touches.
func (w *writer) forgetTouched() error {
	if len(w.gathered) == 0 {
		return nil
	}
	for k := range w.touched {
		if err := w.forgetWeek(voiceWeek{k.topic, weekStart(k.day)}); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) recallGathered() error {
	w.gathered = map[voiceWeek]struct{}{}
	return w.each(context.Background(), func(v []driver.Value) error {
		w.gathered[voiceWeek{num(v[0]), num(v[1])}] = struct{}{}
		return nil
	}, "SELECT topic, week FROM voice_week WHERE kind = ?", weekAuthors)
}

// calm is how long nothing must have been written before voices are gathered.
const calm = 5 * time.Second

// digestLatest is after how long they are gathered all the same: where a stream
// never pauses nothing would ever be.
const digestLatest = 15 * time.Minute

// digest gathers voices whenever nothing was written for a while, until the
// store closes.
func (s *Store) digest() {
	ctx, cancel := s.whileOpen()
	defer cancel()
	tick := time.NewTicker(calm)
	defer tick.Stop()
	done, seen, since := int64(-1), s.voices.now(), time.Now()
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		now := s.voices.now()
		if now == done || now != seen && time.Since(since) < digestLatest {
			seen = now
			continue
		}
		since = time.Now()
		if err := s.Digest(ctx); err != nil {
			if ctx.Err() == nil {
				s.opts.Log.Warn("gathering the voices of past weeks", "err", err)
			}
			continue
		}
		done = now
		debug.FreeOSMemory() // gathering a long archive leaves much behind
	}
}

// recountWeeks compares the gathered weeks of a topic with the matches.
func (s *Store) recountWeeks(ctx context.Context, h *hand, topic int64, tell func(id string, args ...any)) error {
	have := map[int64][]weekRow{}
	if err := h.each(ctx, func(v []driver.Value) error {
		have[num(v[1])] = append(have[num(v[1])], weekRow{num(v[0]), num(v[2]), num(v[3]), blob(v[4])})
		return nil
	}, "SELECT kind, week, value, n, data FROM voice_week WHERE topic = ?", topic); err != nil {
		return err
	}
	order := func(a, b weekRow) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value)) }
	for week, got := range have {
		want, err := h.gatherWeek(ctx, voiceWeek{topic, week}, s.location())
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(got, func(r weekRow) bool { return r.kind == weekFaces }) { // gathered before there were any
			want = slices.DeleteFunc(want, func(r weekRow) bool { return r.kind == weekFaces || r.kind == weekStories })
		}
		slices.SortFunc(got, order)
		slices.SortFunc(want, order)
		if !slices.EqualFunc(got, want, func(a, b weekRow) bool { return order(a, b) == 0 && a.n == b.n && slices.Equal(a.data, b.data) }) {
			tell("recount-figure", topic, fmt.Sprintf("voices of the week of day %d", week), len(got), len(want))
		}
	}
	return nil
}

var errVoices = errors.New("the voices of a week are damaged")

// eachNumber calls add for each author of data, with the many-1 numbers that
// follow it.
func eachNumber(data []byte, many int, add func(author uint64, with []uint64)) error {
	author := uint64(0)
	var got [3]uint64
	for at := 0; at < len(data); {
		for i := range got[:many] {
			if at < len(data) && data[at] < 0x80 {
				got[i] = uint64(data[at])
				at++
				continue
			}
			v, n := binary.Uvarint(data[min(at, len(data)):])
			if n <= 0 {
				return errVoices
			}
			got[i] = v
			at += n
		}
		if author += got[0]; author > 1<<32-1 {
			return errVoices
		}
		add(author, got[1:many])
	}
	return nil
}
