package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// counting is a question on its way.
type counting struct {
	s    *Store
	h    *hand
	ctx  context.Context
	q    *measure.Question
	n    narrow
	zone *time.Location
	seq  int64 // of the voice cache, before the transaction
	// dayFrom and dayTo are the days of the period, where it has both ends.
	dayFrom, dayTo int64
	byDay          bool // the period ends where days do
	sums           map[sumKey]int64
}

type sumKey struct {
	topic int64
	at    int64 // Unix seconds of the step, wholeStep for all
	group int64
}

const wholeStep = math.MinInt64

// Count implements measure.Counter. Questions about mentions with at most one
// kind of condition or split are answered from the roll-ups; others, and
// voices and stories, from the matches themselves, day by day, kept in memory until a
// commit touches them.
func (s *Store) Count(ctx context.Context, q measure.Question) (points []measure.Point, err error) {
	if len(q.Filter.Topics) == 0 {
		return nil, vigie.Errorf(vigie.Invalid, errors.New("no topics"), "count-what")
	}
	if q.Step != measure.Whole && (q.Filter.From.IsZero() || q.Filter.To.IsZero()) {
		return nil, vigie.Errorf(vigie.Invalid, errors.New("a step without a period"), "count-when")
	}
	c := &counting{s: s, ctx: ctx, q: &q, zone: s.location(), seq: s.voices.now(), sums: map[sumKey]int64{}}
	if err := c.widen(); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(h *hand) error {
		c.h = h
		if c.n, err = h.narrow(&q.Filter); err != nil {
			return err
		}
		if c.n.nothing || c.n.noted != nil && *c.n.noted {
			return nil
		}
		if q.Unit == measure.Crowds && (q.Split != measure.NoSplit || len(c.n.sources) > 0) {
			return vigie.Errorf(vigie.Invalid, errors.New("crowds are counted without a split, of all sources"), "count-what")
		}
		if kind, ok := c.rolledUp(); ok {
			err = c.sum(kind)
		} else if q.Split == measure.ByIntent {
			return vigie.Errorf(vigie.Invalid, errors.New("intents split mentions by days, under one kind of condition"), "count-what")
		} else if c.bySource() {
			err = c.scanSources()
		} else if kind, ok := c.byWeeks(); ok {
			err = c.scanWeeks(kind)
		} else {
			err = c.scan()
		}
		if err != nil {
			return err
		}
		points, err = c.points()
		return err
	})
	return points, err
}

// widen moves the ends of the period to those of steps, and says whether they
// are those of days.
func (c *counting) widen() error {
	f := &c.q.Filter
	day := func(t time.Time) int64 { return dayNumber(t, c.zone) }
	var start func(t time.Time) time.Time
	var next func(t time.Time) time.Time
	switch c.q.Step {
	case measure.Whole:
	case measure.Hour:
		start = func(t time.Time) time.Time { return time.Unix(hourOf(t.UnixMilli(), c.zone), 0) }
		next = func(t time.Time) time.Time { return t.Add(time.Hour) }
	case measure.Day:
		start = func(t time.Time) time.Time { return dayStart(day(t), c.zone) }
		next = func(t time.Time) time.Time { return dayStart(day(t)+1, c.zone) }
	case measure.Week:
		start = func(t time.Time) time.Time { return dayStart(weekStart(day(t)), c.zone) }
		next = func(t time.Time) time.Time { return dayStart(weekStart(day(t))+7, c.zone) }
	case measure.Month:
		start = func(t time.Time) time.Time { return dayStart(monthStart(day(t)), c.zone) }
		next = func(t time.Time) time.Time { return dayStart(nextMonth(day(t)), c.zone) }
	default:
		return vigie.Errorf(vigie.Invalid, fmt.Errorf("step %q", c.q.Step), "count-when")
	}
	if start != nil {
		f.From = start(f.From)
		if s := start(f.To); s.Before(f.To) {
			f.To = next(s)
		} else {
			f.To = s
		}
	}
	c.byDay = true
	if !f.From.IsZero() {
		c.dayFrom = day(f.From)
		c.byDay = dayStart(c.dayFrom, c.zone).Equal(f.From)
	}
	if !f.To.IsZero() {
		c.dayTo = day(f.To)
		if !dayStart(c.dayTo, c.zone).Equal(f.To) {
			c.byDay = false
			c.dayTo++
		}
	}
	return nil
}

// splitKinds are the splits that the roll-ups hold.
var splitKinds = map[measure.Split]int64{
	measure.NoSplit: splitAll, measure.ByChannel: splitChannel, measure.BySite: splitSite,
	measure.ByLang: splitLang, measure.ByOpinion: splitOpinion, measure.BySource: splitSource,
	measure.ByIntent: splitIntent,
}

// rolledUp returns the kind of split that answers the question, if one does.
func (c *counting) rolledUp() (kind int64, ok bool) {
	if c.q.Unit != measure.Mentions && c.q.Unit != "" || c.n.author != 0 || c.n.story != 0 {
		return 0, false
	}
	if kind, ok = c.oneKind(); !ok {
		return 0, false
	}
	if kind == splitSource && c.q.Split != measure.BySource && len(c.n.sources) > 1 {
		return 0, false // a mention carried by two of them counts once
	}
	if kind == splitIntent && c.q.Split != measure.ByIntent && len(c.n.intents) > 1 {
		return 0, false // so does one that has two of them
	}
	if c.q.Step == measure.Hour {
		return kind, kind == splitAll
	}
	return kind, c.byDay
}

// oneKind returns what the question is split by or under condition of, if that
// is one kind of thing.
func (c *counting) oneKind() (kind int64, ok bool) {
	if kind, ok = splitKinds[c.q.Split]; !ok {
		return 0, false
	}
	for _, k := range []int64{splitChannel, splitSite, splitLang, splitOpinion, splitSource, splitIntent} {
		if len(c.valuesOf(k)) == 0 {
			continue
		}
		if kind != splitAll && kind != k {
			return 0, false // two kinds at once
		}
		kind = k
	}
	return kind, true
}

// valuesOf returns the values that the filter asks of a kind; none for any.
func (c *counting) valuesOf(kind int64) []int64 {
	switch kind {
	case splitChannel:
		return c.n.channels
	case splitSite:
		return c.n.sites
	case splitLang:
		return c.n.langs
	case splitOpinion:
		return c.n.opinions
	case splitSource:
		return c.n.sources
	case splitIntent:
		return c.n.intents
	}
	return nil
}

// sum answers from the roll-ups.
func (c *counting) sum(kind int64) error {
	count := "n"
	if c.n.own != nil {
		count = "own"
		if !*c.n.own {
			count = "n - own"
		}
	}
	if c.q.Step == measure.Hour {
		for _, topic := range c.n.topics {
			if err := c.h.each(c.ctx, func(v []driver.Value) error {
				c.add(topic, num(v[0]), 0, num(v[1]))
				return nil
			}, "SELECT hour, "+count+" FROM hour WHERE topic = ? AND hour >= ? AND hour < ?",
				topic, c.q.Filter.From.Unix(), c.q.Filter.To.Unix()); err != nil {
				return err
			}
		}
		return nil
	}
	values := c.valuesOf(kind)
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if !c.q.Filter.From.IsZero() {
		from = c.dayFrom
	} else if c.n.dated {
		from = undated + 1
	}
	if !c.q.Filter.To.IsZero() {
		to = c.dayTo
	}
	group := "value"
	if c.q.Split == measure.NoSplit {
		group = "0"
	}
	day := "day"
	if c.q.Step == measure.Whole {
		day = "0"
	}
	for _, topic := range c.n.topics {
		var w clause
		w.args = append(w.args, topic, kind, from, to)
		w.in("value", values)
		if err := c.h.each(c.ctx, func(v []driver.Value) error {
			at := int64(wholeStep)
			if c.q.Step != measure.Whole {
				at = c.stepOfDay(num(v[0]))
			}
			c.add(topic, at, num(v[1]), num(v[2]))
			return nil
		}, "SELECT "+day+", "+group+", sum("+count+") FROM split WHERE topic = ? AND kind = ? AND day >= ? AND day < ?"+w.text.String()+" GROUP BY 1, 2",
			w.args...); err != nil {
			return err
		}
	}
	return nil
}

func (c *counting) add(topic, at, group, n int64) {
	if n != 0 {
		c.sums[sumKey{topic, at, group}] += n
	}
}

// stepOfDay returns when the step that holds a day begins.
func (c *counting) stepOfDay(day int64) int64 {
	switch c.q.Step {
	case measure.Week:
		day = weekStart(day)
	case measure.Month:
		day = monthStart(day)
	case measure.Day:
	default:
		return wholeStep
	}
	return dayStart(day, c.zone).Unix()
}

// bySource reports whether the answer needs to know who carried what.
func (c *counting) bySource() bool {
	return c.q.Split == measure.BySource || len(c.n.sources) > 0
}

// days returns the days of the period, those of the archive where it is open.
func (c *counting) days(topic int64) (from, to int64, err error) {
	from, to = c.dayFrom, c.dayTo
	if c.q.Filter.From.IsZero() {
		id, err := c.h.number("SELECT min(mention) FROM match WHERE topic = ?", topic)
		if err != nil || id == 0 {
			return 0, 0, err
		}
		from = dayNumber(vigie.MentionID(id).Time(), c.zone)
	}
	if c.q.Filter.To.IsZero() {
		id, err := c.h.number("SELECT max(mention) FROM match WHERE topic = ?", topic)
		if err != nil {
			return 0, 0, err
		}
		to = dayNumber(vigie.MentionID(id).Time(), c.zone) + 1
	}
	return from, to, nil
}

// scan answers from the matches.
func (c *counting) scan() error {
	var seen marked
	crowds, stories := c.q.Unit == measure.Crowds, c.q.Unit == measure.Stories
	voices := crowds || c.q.Unit == measure.Voices
	brought := map[uint64]int64{} // voices of each story with copies
	for _, topic := range c.n.topics {
		from, to, err := c.days(topic)
		if err != nil {
			return err
		}
		step := int64(math.MinInt64)
		groups := map[int64]int64{}
		turn := func() {
			for _, n := range brought {
				groups[0] += n * n
			}
			clear(brought)
			c.prune(groups)
			for g, n := range groups {
				c.add(topic, step, g, n)
			}
			clear(groups)
			seen.empty()
		}
		fits := c.fitness()
		err = c.s.sayings(c.ctx, c.h, c.seq, topic, from, to, c.zone, func(day int64, d []said) {
			at := c.stepOfDay(day)
			if at != step {
				turn()
				step = at
			}
			start := dayStart(day, c.zone).UnixMilli()
			for i := range d {
				e := &d[i]
				if !fits(e, start) {
					continue
				}
				if c.q.Step == measure.Hour {
					if at := hourOf(start+int64(e.ms), c.zone); at != step {
						turn()
						step = at
					}
				}
				g := c.groupOf(e)
				if voices && !seen.add(uint64(g)<<32|uint64(e.author)) {
					continue
				}
				if stories && e.story != 0 && !seen.add(uint64(g)<<32|uint64(e.story)) {
					continue
				}
				if crowds && e.story != 0 {
					brought[uint64(e.story)]++
					continue
				}
				groups[g]++
			}
		})
		if err != nil {
			return err
		}
		turn()
	}
	return nil
}

// prune leaves the largest groups where those of one step are those of all.
func (c *counting) prune(groups map[int64]int64) {
	most := c.q.Most
	if c.q.Step != measure.Whole || most == 0 || c.q.Split == measure.NoSplit || len(groups) <= most {
		return
	}
	sizes := make([]int64, 0, len(groups))
	for _, n := range groups {
		sizes = append(sizes, n)
	}
	slices.Sort(sizes)
	// Equals of the last are kept: points chooses among them.
	least := sizes[len(sizes)-most]
	for g, n := range groups {
		if n < least {
			delete(groups, g)
		}
	}
}

// groupOf returns the value of the split.
func (c *counting) groupOf(e *said) int64 {
	switch c.q.Split {
	case measure.ByChannel:
		return int64(e.channel)
	case measure.BySite:
		return int64(e.site)
	case measure.ByLang:
		return int64(e.lang)
	case measure.ByAuthor:
		return int64(e.author)
	case measure.ByOpinion:
		return int64(e.bits >> 2)
	default:
		return 0
	}
}

// fitness returns the test of the filter: of entries of a day that begins at
// start.
func (c *counting) fitness() func(e *said, start int64) bool {
	n := c.n
	has := func(list []int64, v int64) bool { return len(list) == 0 || slices.Contains(list, v) }
	voices := c.q.Unit == measure.Voices || c.q.Unit == measure.Crowds
	plain := len(n.channels)+len(n.sites)+len(n.langs)+len(n.opinions)+len(n.intents) == 0 && n.author == 0 && n.story == 0
	var asked uint16
	for _, i := range n.intents {
		asked |= 1 << i
	}
	var from, to int64 = math.MinInt64, math.MaxInt64
	if !c.q.Filter.From.IsZero() {
		from = ceilMilli(c.q.Filter.From).UnixMilli()
	}
	if !c.q.Filter.To.IsZero() {
		to = ceilMilli(c.q.Filter.To).UnixMilli()
	}
	var voiced [256]bool
	for i, ch := range channelCodes {
		voiced[i] = ch.Voiced()
	}
	return func(e *said, start int64) bool {
		own := e.bits&flagOwn != 0
		if voices && (own || !voiced[e.channel]) {
			return false
		}
		if n.own != nil && own != *n.own {
			return false
		}
		if n.dated && e.bits&flagUndated != 0 {
			return false
		}
		if ms := start + int64(e.ms); ms < from || ms >= to {
			return false
		}
		return plain || has(n.channels, int64(e.channel)) && has(n.sites, int64(e.site)) &&
			has(n.langs, int64(e.lang)) && has(n.opinions, int64(e.bits>>2)) &&
			(asked == 0 || e.intents&asked != 0) && (n.author == 0 || n.author == int64(e.author)) && (n.story == 0 || n.story == int64(e.story))
	}
}

// scanSources answers questions about who carried what, where one roll-up does
// not: one walk of the matches, joined with the hearings.
func (c *counting) scanSources() error {
	// one is what is counted once: a voice, or a story.
	type one struct{ topic, at, group, id int64 }
	seen := map[one]struct{}{}
	fits := c.fitness()
	for _, topic := range c.n.topics {
		err := c.h.each(c.ctx, func(v []driver.Value) error {
			start := num(v[0]) >> seqBits
			e := said{author: uint32(num(v[1])), site: uint32(num(v[2])), story: uint32(num(v[6]))}
			e.faceOf(num(v[3]))
			if !fits(&e, start) {
				return nil
			}
			at := c.stepOfDay(dayNumber(time.UnixMilli(start), c.zone))
			if c.q.Step == measure.Hour {
				at = hourOf(start, c.zone)
			}
			sources := []int64{num(v[4])}
			for _, o := range unpackHearings(blob(v[5])) {
				sources = append(sources, int64(o.Source))
			}
			for i, source := range sources {
				if len(c.n.sources) > 0 && !slices.Contains(c.n.sources, source) {
					continue
				}
				g := source
				if c.q.Split != measure.BySource {
					if slices.ContainsFunc(sources[:i], func(k int64) bool { return slices.Contains(c.n.sources, k) }) {
						continue
					}
					g = c.groupOf(&e)
				}
				k := one{topic, at, g, int64(e.author)}
				if c.q.Unit == measure.Stories {
					k.id = int64(e.story)
				}
				if c.q.Unit == measure.Voices || c.q.Unit == measure.Stories && e.story != 0 {
					if _, ok := seen[k]; ok {
						continue
					}
					seen[k] = struct{}{}
				}
				c.add(topic, at, g, 1)
			}
			return nil
		}, `SELECT t.mention, t.author, t.site, `+faceColumns("t.")+`, m.source, m.others, t.story
			FROM match t CROSS JOIN mention m ON m.id = t.mention WHERE t.topic = ? AND t.mention >= ? AND t.mention < ?`+unnoted("t."),
			topic, c.n.from, c.n.to)
		if err != nil {
			return err
		}
	}
	return nil
}
