package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Figures that no roll-up holds, and reports, need every saying of their
// topics. Read from the matches and the mentions that is some microseconds
// each. So the sayings of each topic's day that is over are packed into one
// block (table say_day), some eight bytes each, read in a few nanoseconds. As
// the voices of weeks are (voiceweek.go), blocks are made while nothing is
// written, and taken away in the transaction that changes something of their
// day.
//
// A block begins with its faces: what sayings have in common. Then each
// saying: milliseconds since the one before (the first: since the day began),
// author, face, story, and, where its face says so, what few have.

// dayFace is what many sayings of a day have in common.
type dayFace struct {
	Site    int64          `json:"s,omitempty"`
	Packed  int64          `json:"p,omitempty"` // faceColumns
	Network string         `json:"n,omitempty"` // where there is no site
	Intents []vigie.Intent `json:"i,omitempty"`
	Read    bool           `json:"r,omitempty"` // for intents
	Answers int8           `json:"a,omitempty"`
	Rare    bool           `json:"x,omitempty"` // sayings with more follow
}

// rare is what few sayings have.
type rare struct {
	Seq       int64     `json:"q,omitempty"` // of the mention, under its instant
	Reply     vigie.Key `json:"r,omitempty"` // what it answers, where that was not heard yet
	Followers int64     `json:"f"`
	Views     int64     `json:"v"`
}

// packedDay is a block on its way.
type packedDay struct {
	numbers map[string]int64
	faces   []json.RawMessage
	body    []byte
	before  int64 // milliseconds
}

func (p *packedDay) add(ms, author, story int64, face *dayFace, more *rare) error {
	name, err := json.Marshal(face)
	if err != nil {
		return err
	}
	if p.numbers == nil {
		p.numbers = map[string]int64{}
	}
	n, ok := p.numbers[string(name)]
	if !ok {
		n = int64(len(p.faces))
		p.faces = append(p.faces, name)
		p.numbers[string(name)] = n
	}
	for _, v := range [...]int64{ms - p.before, author, n, story} {
		p.body = binary.AppendUvarint(p.body, uint64(v))
	}
	p.before = ms
	if face.Rare {
		b, err := json.Marshal(more)
		if err != nil {
			return err
		}
		p.body = binary.AppendUvarint(p.body, uint64(len(b)))
		p.body = append(p.body, b...)
	}
	return nil
}

// block returns the packed day; nil where nothing was said.
func (p *packedDay) block() ([]byte, error) {
	if len(p.faces) == 0 {
		return nil, nil
	}
	head, err := json.Marshal(p.faces)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(head)))
	return append(append(out, head...), p.body...), nil
}

var errDay = errors.New("the sayings of a day are damaged")

// eachOfDay calls yield for each saying of a block, from where its faces end: its
// place in them, and what it has that few have, packed.
func eachOfDay(block []byte, faces []dayFace, at int, yield func(ms, author, story int64, face int, more []byte) error) error {
	ms := int64(0)
	var v [4]uint64
	for at < len(block) {
		for i := range v {
			if at < len(block) && block[at] < 0x80 {
				v[i] = uint64(block[at])
				at++
				continue
			}
			x, n := binary.Uvarint(block[min(at, len(block)):])
			if n <= 0 {
				return errDay
			}
			v[i] = x
			at += n
		}
		if v[2] >= uint64(len(faces)) {
			return errDay
		}
		ms += int64(v[0])
		var more []byte
		if faces[v[2]].Rare {
			long, n := binary.Uvarint(block[at:])
			if n <= 0 || long > uint64(len(block)-at-n) {
				return errDay
			}
			more = block[at+n : at+n+int(long)]
			at += n + int(long)
		}
		if err := yield(ms, int64(v[1]), int64(v[3]), int(v[2]), more); err != nil {
			return err
		}
	}
	return nil
}

// facesOfDay returns the faces of a block, and where they end.
func facesOfDay(block []byte) ([]dayFace, int, error) {
	long, n := binary.Uvarint(block)
	if n <= 0 || long > uint64(len(block)-n) {
		return nil, 0, errDay
	}
	var faces []dayFace
	if err := json.Unmarshal(block[n:n+int(long)], &faces); err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errDay, err)
	}
	return faces, n + int(long), nil
}

// packDays packs the days [from, to) of a topic; empty ones are nil.
func (h *hand) packDays(ctx context.Context, topic, from, to int64, zone *time.Location) ([][]byte, error) {
	out := make([][]byte, 0, to-from)
	answers := answered{h: h, known: map[vigie.Key]measure.Answers{}}
	day := from
	start, end := dayStart(day, zone).UnixMilli(), dayStart(day+1, zone).UnixMilli()
	var p packedDay
	turn := func() error {
		b, err := p.block()
		out = append(out, b)
		p = packedDay{}
		day++
		start, end = end, dayStart(day+1, zone).UnixMilli()
		return err
	}
	err := h.each(ctx, func(v []driver.Value) error {
		id := num(v[0])
		for id>>seqBits >= end {
			if err := turn(); err != nil {
				return err
			}
		}
		face := dayFace{Site: num(v[2]), Packed: num(v[3])}
		more := rare{Seq: id & (1<<seqBits - 1), Followers: -1, Views: -1}
		var m vigie.Mention
		var r vigie.Reading
		if err := unpackExtra(str(v[5]), &m, &r); err != nil {
			return err
		}
		face.Network, face.Intents, face.Read = m.Network, r.Intents, r.IntentsRead()
		if m.ReplyTo != "" {
			to, err := answers.of(m.ReplyTo)
			if err != nil {
				return err
			}
			if face.Answers = int8(to); to == measure.ToUnheard {
				more.Reply = m.ReplyTo // it may come yet
			}
		}
		if n := len(m.Metrics); n > 0 {
			more.Followers, more.Views = m.Metrics[n-1].Followers, m.Metrics[n-1].Views
		}
		face.Rare = more != rare{Followers: -1, Views: -1}
		return p.add(id>>seqBits-start, num(v[1]), num(v[4]), &face, &more)
	}, `SELECT t.mention, t.author, t.site, `+faceColumns("t.")+`, t.story, m.extra
		FROM match t CROSS JOIN mention m ON m.id = t.mention WHERE t.topic = ? AND t.mention >= ? AND t.mention < ?`+unnoted("t."),
		topic, firstID(start), firstID(dayStart(to, zone).UnixMilli()))
	if err != nil {
		return nil, err
	}
	for day < to {
		if err := turn(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// saidOfDay returns a block as figures need it, in room.
func saidOfDay(block []byte, room []said) ([]said, error) {
	list, at, err := facesOfDay(block)
	if err != nil {
		return nil, err
	}
	faces := make([]said, len(list))
	for i := range list {
		faces[i].site = uint32(list[i].Site)
		faces[i].faceOf(list[i].Packed)
	}
	room = room[:0]
	err = eachOfDay(block, list, at, func(ms, author, story int64, face int, _ []byte) error {
		e := faces[face]
		e.ms, e.author, e.story = uint32(ms), uint32(author), uint32(story)
		room = append(room, e)
		return nil
	})
	return room, err
}

// blocks calls yield for the packed days [from, to) of a topic, oldest first.
func (h *hand) blocks(ctx context.Context, topic, from, to int64, yield func(day int64, block []byte) error) error {
	return h.each(ctx, func(v []driver.Value) error { return yield(num(v[0]), blob(v[1])) },
		"SELECT day, data FROM say_day WHERE topic = ? AND day >= ? AND day < ? ORDER BY day", topic, from, to)
}

// sayingsOfDay tells a block, of a day that begins at start, as reports need it.
func sayingsOfDay(topic, start int64, block []byte, sites map[int64]string, answers *answered, yield func(*measure.Saying) error) error {
	list, at, err := facesOfDay(block)
	if err != nil {
		return err
	}
	faces, undated := make([]measure.Saying, len(list)), make([]bool, len(list))
	for i := range list {
		f := &list[i]
		var e said
		e.faceOf(f.Packed)
		undated[i] = e.bits&flagUndated != 0
		faces[i] = measure.Saying{
			Topic: vigie.TopicID(topic), Channel: channelOf(int64(e.channel)), Site: sites[f.Site], Opinion: vigie.Opinion(e.bits >> 2),
			Own: e.bits&flagOwn != 0, Answers: measure.Answers(f.Answers), Intents: f.Intents, IntentsRead: f.Read, Followers: -1, Views: -1,
		}
		if faces[i].Site == "" {
			faces[i].Site = f.Network
		}
	}
	return eachOfDay(block, list, at, func(ms, author, story int64, face int, more []byte) error {
		if undated[face] {
			return nil
		}
		x := &faces[face]
		id := firstID(start + ms)
		if more != nil {
			var r rare
			if err := json.Unmarshal(more, &r); err != nil {
				return fmt.Errorf("%w: %w", errDay, err)
			}
			id += r.Seq
			x.Followers, x.Views, x.Answers = r.Followers, r.Views, measure.Answers(list[face].Answers)
			if r.Reply != "" {
				var err error
				if x.Answers, err = answers.of(r.Reply); err != nil {
					return err
				}
			}
		}
		x.Mention, x.At, x.Voice, x.Story = vigie.MentionID(id), vigie.MentionID(id).Time(), uint64(author), uint64(id)|measure.OwnStory
		if story != 0 {
			x.Story = uint64(story)
		}
		return yield(x)
	})
}

// daysLeft lists the days of a topic before last with matches that are not
// packed.
func (s *Store) daysLeft(ctx context.Context, topic, last int64) (out []int64, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, num(v[0]))
			return nil
		}, `SELECT day FROM split WHERE topic = ?1 AND kind = ?2 AND day > ?3 AND day < ?4
			EXCEPT SELECT day FROM say_day WHERE topic = ?1 ORDER BY day`, topic, splitAll, undated, last)
	})
	return out, err
}

// digestDays packs days, neighbours together.
func (s *Store) digestDays(ctx context.Context, topic int64, days []int64, zone *time.Location) error {
	const most = 14
	for len(days) > 0 {
		n := 1
		for n < len(days) && n < most && days[n] == days[0]+int64(n) {
			n++
		}
		from, to := days[0], days[0]+int64(n)
		days = days[n:]
		seq := s.voices.now()
		var blocks [][]byte
		if err := s.read(ctx, func(h *hand) (err error) {
			blocks, err = h.packDays(ctx, topic, from, to, zone)
			return err
		}); err != nil {
			return err
		}
		if err := s.change(ctx, func(w *writer) error {
			if w.s.location().String() != zone.String() || w.answersMoved {
				return nil // days are others now, or answers
			}
			for i, b := range blocks {
				day := from + int64(i)
				if b == nil || s.voices.changed(topic, day, day+1, seq) {
					continue
				}
				if _, err := w.exec("INSERT OR REPLACE INTO say_day (topic, day, data) VALUES (?, ?, ?)", topic, day, b); err != nil {
					return err
				}
				w.packed.hold(topic, day)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// packedSpans tells, by topic, between which days blocks may be found: most
// transactions touch none of them.
type packedSpans map[int64][2]int64

func (p packedSpans) hold(topic, day int64) {
	s, ok := p[topic]
	if !ok {
		s = [2]int64{math.MaxInt64, math.MinInt64}
	}
	p[topic] = [2]int64{min(s[0], day), max(s[1], day)}
}

func (w *writer) recallPacked() error {
	w.packed = packedSpans{}
	return w.each(context.Background(), func(v []driver.Value) error {
		w.packed[num(v[0])] = [2]int64{num(v[1]), num(v[2])}
		return nil
	}, "SELECT topic, min(day), max(day) FROM say_day GROUP BY topic")
}

// forgetDays takes away the blocks of the days that the transaction touches.
func (w *writer) forgetDays() error {
	for k := range w.touched {
		if s, ok := w.packed[k.topic]; !ok || k.day < s[0] || k.day > s[1] {
			continue
		}
		if _, err := w.exec("DELETE FROM say_day WHERE topic = ? AND day = ?", k.topic, k.day); err != nil {
			return err
		}
	}
	return nil
}

// forgetAllDays takes every block away: a mention that others answer is no
// longer there, or no longer whose it was.
func (w *writer) forgetAllDays() error {
	if len(w.packed) == 0 {
		return nil
	}
	clear(w.packed)
	w.answersMoved = true
	_, err := w.exec("DELETE FROM say_day")
	return err
}

// recountDays compares the blocks of a topic with the matches.
func (s *Store) recountDays(ctx context.Context, h *hand, topic int64, tell func(id string, args ...any)) error {
	zone := s.location()
	sites, err := h.siteNames(ctx)
	if err != nil {
		return err
	}
	type row struct {
		day   int64
		block []byte
	}
	var have []row
	if err := h.blocks(ctx, topic, math.MinInt64, math.MaxInt64, func(day int64, block []byte) error {
		have = append(have, row{day, slices.Clone(block)})
		return nil
	}); err != nil {
		return err
	}
	for _, r := range have {
		want, err := h.packDays(ctx, topic, r.day, r.day+1, zone)
		if err != nil {
			return err
		}
		// What was answered since is told apart when a block is read: compare
		// what is told.
		var told [2][]measure.Saying
		for i, b := range [][]byte{r.block, want[0]} {
			if b == nil {
				continue
			}
			answers := answered{h: h, known: map[vigie.Key]measure.Answers{}}
			if err := sayingsOfDay(topic, dayStart(r.day, zone).UnixMilli(), b, sites, &answers, func(x *measure.Saying) error {
				told[i] = append(told[i], *x)
				return nil
			}); err != nil {
				return err
			}
		}
		if !slices.EqualFunc(told[0], told[1], func(a, b measure.Saying) bool {
			same := slices.Equal(a.Intents, b.Intents)
			a.Intents, b.Intents = nil, nil
			return same && fmt.Sprint(a) == fmt.Sprint(b)
		}) {
			tell("recount-figure", topic, fmt.Sprintf("sayings of day %d", r.day), len(told[0]), len(told[1]))
		}
	}
	return nil
}
