package sqlite

import (
	"database/sql/driver"
	"encoding/binary"
	"math"
	"slices"

	"vigie.example/vigie/measure"
)

// byWeeks returns the kind of voice_week that answers the question, if one
// does: distinct voices over a period with two ends, under at most one kind of
// condition or split, the mentions of each author, stories, or mentions under
// any conditions but their author.
func (c *counting) byWeeks() (kind int64, ok bool) {
	switch c.q.Step {
	case measure.Whole, measure.Week, measure.Month:
	default:
		return 0, false
	}
	f := &c.q.Filter
	switch {
	case c.n.author != 0 || len(c.n.sources) > 0:
		return 0, false
	case c.byFaces():
		return weekFaces, true
	case c.byStories():
		return weekStories, true
	case f.From.IsZero() || f.To.IsZero() || c.q.Unit == measure.Stories || len(c.n.intents) > 0:
		return 0, false
	}
	conditions := len(c.n.channels) + len(c.n.sites) + len(c.n.langs) + len(c.n.opinions)
	if c.q.Unit != measure.Voices {
		return weekAuthors, c.q.Split == measure.ByAuthor && conditions == 0
	}
	if c.n.own != nil && *c.n.own || c.q.Split == measure.BySource || c.q.Split == measure.ByAuthor {
		return 0, false
	}
	return c.oneKind()
}

// gathered are the rows of a topic's weeks.
type gathered map[int64][]weekRow

// weeksOf reads the gathered weeks that lie within whole days [from, to). The
// sets themselves are left out where their sizes are enough.
func (c *counting) weeksOf(topic, kind, from, to int64) (gathered, error) {
	out, there := gathered{}, int64(weekAuthors)
	if kind > weekAuthors {
		there = kind
	}
	err := c.h.each(c.ctx, func(v []driver.Value) error {
		out[num(v[0])] = nil
		return nil
	}, "SELECT week FROM voice_week WHERE topic = ? AND kind = ? AND week >= ? AND week <= ?", topic, there, from, to-7)
	if err != nil || len(out) == 0 {
		return out, err
	}
	values := c.valuesOf(kind)
	if kind == weekStories && c.n.own != nil {
		values = []int64{0}
		if *c.n.own {
			values = []int64{1}
		}
	}
	data := "data"
	if c.sized(kind) {
		data = "x''"
	}
	err = c.h.each(c.ctx, func(v []driver.Value) error {
		week := num(v[0])
		if _, ok := out[week]; ok && (len(values) == 0 || slices.Contains(values, num(v[1]))) {
			out[week] = append(out[week], weekRow{kind, num(v[1]), num(v[2]), blob(v[3])})
		}
		return nil
	}, "SELECT week, value, n, "+data+" FROM voice_week WHERE topic = ? AND kind = ? AND week >= ? AND week <= ?", topic, kind, from, to-7)
	return out, err
}

// sized reports whether the size of a week's set is the answer for that week.
func (c *counting) sized(kind int64) bool {
	return c.q.Step == measure.Week && kind < weekAuthors &&
		(kind == splitAll || c.q.Split != measure.NoSplit || len(c.valuesOf(kind)) == 1)
}

// scanWeeks answers from the gathered weeks, and what lies around and between
// them from the matches.
func (c *counting) scanWeeks(kind int64) error {
	fits := c.fitness()
	grouped, sized := c.q.Split != measure.NoSplit, c.sized(kind)
	for _, topic := range c.n.topics {
		first, last, err := c.days(topic)
		if err != nil {
			return err
		}
		// Days that belong to the period as a whole.
		from, to := first, last
		if f := c.q.Filter.From; !f.IsZero() && !dayStart(from, c.zone).Equal(f) {
			from++
		}
		if f := c.q.Filter.To; !f.IsZero() && !dayStart(to, c.zone).Equal(f) {
			to--
		}
		weeks, err := c.weeksOf(topic, kind, from, to)
		if err != nil {
			return err
		}
		x := newCrowd(kind)
		x.fits = fits
		step := int64(math.MinInt64)
		turnTo := func(at int64) {
			if at != step {
				x.turn(c, topic, step)
				step = at
			}
		}
		for day := first; day < last; {
			rows, whole := weeks[day]
			if whole && c.stepOfDay(day) == c.stepOfDay(day+6) {
				turnTo(c.stepOfDay(day))
				for _, r := range rows {
					g := int64(0)
					if grouped {
						g = r.value
					}
					if err := x.addWeek(c, &r, g, day, sized); err != nil {
						return err
					}
				}
				day += 7
				continue
			}
			// Up to the next week that is gathered.
			upTo := day + 1
			for upTo < last {
				if _, ok := weeks[upTo]; ok {
					break
				}
				upTo++
			}
			err := c.s.sayings(c.ctx, c.h, c.seq, topic, day, upTo, c.zone, func(day int64, d []said) {
				turnTo(c.stepOfDay(day))
				start := dayStart(day, c.zone).UnixMilli()
				for i := range d {
					if fits(&d[i], start) {
						x.addSaid(c, &d[i])
					}
				}
			})
			if err != nil {
				return err
			}
			day = upTo
		}
		x.turn(c, topic, step)
	}
	return nil
}

// crowd gathers the voices, or the mentions of each author, of one step.
type crowd struct {
	kind   int64
	groups map[int64]*[]uint64 // a bit for each author
	many   marked              // group and author, where groups are many
	sums   map[int64]int64     // by group
	counts []int64             // by author
	fits   func(e *said, start int64) bool
}

func newCrowd(kind int64) *crowd {
	return &crowd{kind: kind, groups: map[int64]*[]uint64{}, sums: map[int64]int64{}}
}

func (x *crowd) add(group int64, author uint32, n int64) {
	switch x.kind {
	case weekAuthors:
		if int(author) >= len(x.counts) {
			x.counts = append(x.counts, make([]int64, int(author)+1-len(x.counts)+len(x.counts)/4)...)
		}
		x.counts[author] += n
	case splitSite: // they may be thousands
		if x.many.add(uint64(group)<<32 | uint64(author)) {
			x.sums[group]++
		}
	default:
		bits := x.groups[group]
		if bits == nil {
			bits = new([]uint64)
			x.groups[group] = bits
		}
		if x.mark(bits, author) {
			x.sums[group]++
		}
	}
}

// addSaid adds one saying that meets the filter.
func (x *crowd) addSaid(c *counting, e *said) {
	switch {
	case x.kind == weekFaces:
		x.sums[c.groupOf(e)]++
	case x.kind != weekStories:
		x.add(c.groupOf(e), e.author, 1)
	case e.story == 0:
		x.sums[0]++
	default:
		x.add(0, e.story, 1)
	}
}

// mark reports whether the author's bit was not set.
func (x *crowd) mark(bits *[]uint64, author uint32) bool {
	at := int(author / 64)
	if at >= len(*bits) {
		*bits = append(*bits, make([]uint64, at+1-len(*bits)+len(*bits)/4)...)
	}
	if (*bits)[at]&(1<<(author%64)) != 0 {
		return false
	}
	(*bits)[at] |= 1 << (author % 64)
	return true
}

// addWeek adds a gathered week, named by its first day. sized says that its
// size is the answer.
func (x *crowd) addWeek(c *counting, r *weekRow, group, day int64, sized bool) error {
	if sized {
		x.sums[group] += r.n
		return nil
	}
	switch x.kind {
	case weekAuthors:
		return x.addCounts(r.data, c.n.own)
	case weekFaces:
		return x.addFaces(c, r.data, dayStart(day, c.zone).UnixMilli())
	case weekStories:
		x.sums[0] += r.n
		group = 0
	case splitSite:
		return eachNumber(r.data, 1, func(author uint64, _ []uint64) { x.add(group, uint32(author), 1) })
	}
	bits := x.groups[group]
	if bits == nil {
		bits = new([]uint64)
		x.groups[group] = bits
	}
	fresh, err := markAll(bits, r.data)
	x.sums[group] += fresh
	return err
}

// markAll sets the bits of a gathered set and returns how many were not set.
// It is the inner loop of long periods: two nanoseconds a voice.
func markAll(to *[]uint64, data []byte) (fresh int64, err error) {
	bits, author := *to, uint64(0)
	for at := 0; at < len(data); {
		step := uint64(data[at])
		at++
		if step >= 0x80 {
			v, n := binary.Uvarint(data[at-1:])
			if n <= 0 {
				return fresh, errVoices
			}
			step, at = v, at-1+n
		}
		if author += step; author > 1<<32-1 {
			return fresh, errVoices
		}
		word := int(author / 64)
		if word >= len(bits) {
			bits = append(bits, make([]uint64, word+1-len(bits)+len(bits)/4)...)
			*to = bits
		}
		before := bits[word]
		bits[word] = before | 1<<(author%64)
		if bits[word] != before {
			fresh++
		}
	}
	return fresh, nil
}

// addCounts adds how many mentions each author has.
func (x *crowd) addCounts(data []byte, own *bool) error {
	return eachNumber(data, 3, func(author uint64, with []uint64) {
		n := with[0]
		if own != nil {
			if n = with[1]; !*own {
				n = with[0] - with[1]
			}
		}
		x.add(0, uint32(author), int64(n))
	})
}

// turn hands over the sums of a step and begins afresh.
func (x *crowd) turn(c *counting, topic, step int64) {
	least := int64(1)
	if most := c.q.Most; x.kind == weekAuthors && most > 0 && c.q.Step == measure.Whole && most < len(x.counts) {
		least = max(least, nthLargest(x.counts, most)) // equals of the last stay: points chooses
	}
	for author, n := range x.counts {
		if n >= least {
			c.add(topic, step, int64(author), n)
		}
	}
	for g, n := range x.sums {
		c.add(topic, step, g, n)
	}
	clear(x.counts)
	clear(x.sums)
	for _, bits := range x.groups {
		clear(*bits)
	}
	x.many.empty()
}

// nthLargest returns the nth largest of values, of which there are more.
func nthLargest(values []int64, n int) int64 {
	top := make([]int64, 0, n) // a heap, the least first
	for _, v := range values {
		if len(top) < n {
			if top = append(top, v); len(top) == n {
				slices.Sort(top)
			}
			continue
		}
		if v <= top[0] {
			continue
		}
		i := 0
		for { // v sinks to its place
			child := 2*i + 1
			if child >= n {
				break
			}
			if child+1 < n && top[child+1] < top[child] {
				child++
			}
			if top[child] >= v {
				break
			}
			top[i], i = top[child], child
		}
		top[i] = v
	}
	return top[0]
}
