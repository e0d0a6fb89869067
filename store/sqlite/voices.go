package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"
)

// voiceDay is one topic's local day.
type voiceDay struct{ topic, day int64 }

// said is one match as figures need it, in 24 bytes: who spoke, where, when.
// Counting distinct voices in SQL takes 0.4 µs a row at best; over these it
// takes a few nanoseconds.
type said struct {
	ms      uint32 // since the day began
	author  uint32
	site    uint32
	story   uint32
	lang    uint16
	channel uint8
	bits    uint8 // opinion << 2 | flags
	intents uint16
}

// faceColumns packs what said needs of a match's small columns, named with a
// prefix, into one number.
func faceColumns(prefix string) string {
	return fmt.Sprintf("(((%[1]sflags >> %[2]d) & %[3]d) << 32) | (%[1]slang << 16) | (%[1]schannel << 8) | (%[1]sopinion << 2) | (%[1]sflags & %[4]d)",
		prefix, intentShift, intentMask, plainFlags)
}

// faceOf fills e with a number of faceColumns.
func (e *said) faceOf(b int64) {
	e.lang, e.channel, e.bits, e.intents = uint16(b>>16), uint8(b>>8), uint8(b), uint16(b>>32)
}

// voiceMost bounds what is remembered, to about 20 MB.
const voiceMost = 1_000_000

// voiceCache remembers days that figures were asked for, until a commit
// touches them. It is safe for several goroutines.
type voiceCache struct {
	mu   sync.Mutex
	days map[voiceDay][]said
	size int
	// seq counts commits; touched tells the last one that touched a day, for
	// days touched after floor.
	seq     int64
	floor   int64
	touched map[voiceDay]int64
}

func newVoiceCache() *voiceCache {
	return &voiceCache{days: map[voiceDay][]said{}, touched: map[voiceDay]int64{}}
}

// now returns the number of the last commit: to be read before a transaction
// begins, and given to put with what it read.
func (c *voiceCache) now() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seq
}

func (c *voiceCache) get(k voiceDay) ([]said, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d, ok := c.days[k]
	return d, ok
}

// put remembers a day read by a transaction begun at commit seq, unless it was
// touched since.
func (c *voiceCache) put(k voiceDay, d []said, seq int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq < c.floor || c.touched[k] > seq {
		return
	}
	if _, ok := c.days[k]; ok {
		return
	}
	for other, o := range c.days {
		if c.size+len(d)+4 <= voiceMost {
			break
		}
		delete(c.days, other)
		c.size -= len(o) + 4
	}
	if len(d)+4 > voiceMost {
		return
	}
	c.days[k] = d
	c.size += len(d) + 4
}

// changed reports whether a commit after seq touched a topic's days [from, to),
// or may have.
func (c *voiceCache) changed(topic, from, to, seq int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq < c.floor {
		return true
	}
	for day := from; day < to; day++ {
		if c.touched[voiceDay{topic, day}] > seq {
			return true
		}
	}
	return false
}

// drop forgets the days that a commit touched.
func (c *voiceCache) drop(keys map[voiceDay]struct{}) {
	if len(keys) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	if len(c.touched)+len(keys) > 50_000 {
		clear(c.touched)
		c.floor = c.seq
	}
	for k := range keys {
		c.touched[k] = c.seq
		if d, ok := c.days[k]; ok {
			c.size -= len(d) + 4
			delete(c.days, k)
		}
	}
}

// clear forgets everything: days mean something else now.
func (c *voiceCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	c.floor = c.seq
	clear(c.touched)
	clear(c.days)
	c.size = 0
}

// sayings calls yield for the days [from, to) of a topic, oldest first, empty
// ones left out.
func (s *Store) sayings(ctx context.Context, h *hand, seq, topic, from, to int64, zone *time.Location, yield func(day int64, d []said)) error {
	for day := from; day < to; {
		d, ok := s.voices.get(voiceDay{topic, day})
		if ok {
			if len(d) > 0 {
				yield(day, d)
			}
			day++
			continue
		}
		// A run of days not remembered is read in one go.
		end := day + 1
		for end < to && end-day < 400 {
			if _, ok := s.voices.get(voiceDay{topic, end}); ok {
				break
			}
			end++
		}
		if err := s.loadSayings(ctx, h, seq, topic, day, end, zone, yield); err != nil {
			return err
		}
		day = end
	}
	return nil
}

// loadSayings reads days that are not remembered: from their blocks, and what
// has none from the matches. Days of blocks are read again faster than they are
// kept: the room goes to the others.
func (s *Store) loadSayings(ctx context.Context, h *hand, seq, topic, from, to int64, zone *time.Location, yield func(day int64, d []said)) error {
	next := from
	var room []said
	err := h.blocks(ctx, topic, from, to, func(day int64, block []byte) (err error) {
		if next < day {
			if err := s.loadMatches(ctx, h, seq, topic, next, day, zone, yield); err != nil {
				return err
			}
		}
		next = day + 1
		if room, err = saidOfDay(block, room); err == nil {
			yield(day, room)
		}
		return err
	})
	if err != nil || next >= to {
		return err
	}
	return s.loadMatches(ctx, h, seq, topic, next, to, zone, yield)
}

// loadMatches reads days from the matches, and remembers them.
func (s *Store) loadMatches(ctx context.Context, h *hand, seq, topic, from, to int64, zone *time.Location, yield func(day int64, d []said)) error {
	day := from
	start, end := dayStart(day, zone).UnixMilli(), dayStart(day+1, zone).UnixMilli()
	var d []said
	turn := func() {
		if len(d) > 0 {
			yield(day, d)
		}
		s.voices.put(voiceDay{topic, day}, d, seq)
		d = nil
		day++
		start, end = end, dayStart(day+1, zone).UnixMilli()
	}
	err := h.each(ctx, func(v []driver.Value) error {
		ms := num(v[0])
		for ms >= end {
			turn()
		}
		if d == nil {
			d = make([]said, 0, 64)
		}
		e := said{ms: uint32(ms - start), author: uint32(num(v[1])), site: uint32(num(v[2])), story: uint32(num(v[4]))}
		e.faceOf(num(v[3]))
		d = append(d, e)
		return nil
	}, `SELECT mention >> 20, author, site, `+faceColumns("")+`, story
		FROM match WHERE topic = ? AND mention >= ? AND mention < ?`+unnoted(""),
		topic, firstID(start), firstID(dayStart(to, zone).UnixMilli()))
	if err != nil {
		return err
	}
	for day < to {
		turn()
	}
	return nil
}

// warm reads the last 13 weeks into the cache, as the first page that is opened
// would: it asks for them at once.
func (s *Store) warm() {
	ctx, cancel := s.whileOpen()
	defer cancel()
	seq := s.voices.now()
	err := s.read(ctx, func(h *hand) error {
		topics, err := h.matchedTopics()
		if err != nil {
			return err
		}
		zone := s.location()
		to := dayNumber(s.opts.Now(), zone) + 1
		for _, topic := range topics {
			if err := s.sayings(ctx, h, seq, topic, to-13*7, to, zone, func(int64, []said) {}); err != nil {
				return err
			}
		}
		return nil
	})
	select {
	case <-s.stop:
		return // whatever it was, it was of closing
	default:
	}
	if err != nil {
		s.opts.Log.Warn("reading the latest voices ahead", "err", err)
	}
}

// marked is a set of numbers that is emptied often: open addressing, no
// allocation while it does not outgrow itself.
type marked struct {
	slots []uint64 // value + 1; 0 is free
	n     int
}

// add reports whether v was not there.
func (m *marked) add(v uint64) bool {
	if 2*m.n >= len(m.slots) {
		m.grow()
	}
	if !m.put(v + 1) {
		return false
	}
	m.n++
	return true
}

func (m *marked) put(v uint64) bool {
	mask := uint64(len(m.slots) - 1)
	for i := v * 0x9E3779B97F4A7C15 >> 20 & mask; ; i = (i + 1) & mask { // Fibonacci hashing
		switch m.slots[i] {
		case 0:
			m.slots[i] = v
			return true
		case v:
			return false
		}
	}
}

func (m *marked) grow() {
	old := m.slots
	m.slots = make([]uint64, max(1024, 2*len(old)))
	for _, v := range old {
		if v != 0 {
			m.put(v)
		}
	}
}

func (m *marked) empty() {
	if m.n > 0 {
		clear(m.slots)
		m.n = 0
	}
}
