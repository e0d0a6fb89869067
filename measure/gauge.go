package measure

import (
	"cmp"
	"slices"
	"time"

	"vigie.example/vigie"
)

// gauge takes the sayings of a sector in one month, one by one, and measures
// them together: each topic's are put in the order of their voices once, and
// everything that is counted by voices is read from that row.
type gauge struct {
	brands   int
	topics   []gaugeTopic // brands first, in the order of the sector, then whoever else is spoken of
	number   map[vigie.TopicID]int
	channels []vigie.Channel // as they are met
	untold   Unknown
	at       int           // of the topic added last
	of       vigie.TopicID // it
}

// gaugeTopic is what was said of one topic.
type gaugeTopic struct {
	said   []record
	known  bool // something that the brand published was heard
	judged Leaning
	// Of negative spontaneous sayings:
	days             map[int64]struct{}
	linked, answered bool

	kinds    AttentionKinds
	channels []heardIn // by number of the channel
	voices   int64     // each once a channel with a weight
}

// record is one saying of others, where the public speaks.
type record struct {
	voice, story uint64
	channel      uint8
	opinion      vigie.Opinion
	answers      Answers
}

func (r *record) spontaneous() bool { return r.answers != ToOwn }

// heardIn counts the spontaneous voices of a topic in a channel.
type heardIn struct{ all, judged, negative int64 }

// link ties a story to a voice of a brand in a channel, who told n stories.
type link struct {
	story   uint64
	n       uint32
	topic   uint16
	channel uint8
}

func newGauge(brands []vigie.TopicID) *gauge {
	g := &gauge{brands: len(brands), topics: make([]gaugeTopic, len(brands)), number: map[vigie.TopicID]int{}, at: -1}
	for b, t := range brands {
		g.number[t] = b
	}
	return g
}

func (g *gauge) topic(id vigie.TopicID) *gaugeTopic {
	if g.at >= 0 && g.of == id {
		return &g.topics[g.at]
	}
	n, ok := g.number[id]
	if !ok {
		n = len(g.topics)
		g.topics = append(g.topics, gaugeTopic{})
		g.number[id] = n
	}
	g.at, g.of = n, id
	return &g.topics[n]
}

func (g *gauge) channel(c vigie.Channel) uint8 {
	i := slices.Index(g.channels, c)
	if i < 0 {
		i = len(g.channels)
		g.channels = append(g.channels, c)
	}
	return uint8(i)
}

// add takes one saying in.
func (g *gauge) add(s *Saying) {
	g.untold.Add(s)
	t := g.topic(s.Topic)
	t.known = t.known || s.Own || s.Answers == ToOwn
	if s.Own || !s.Channel.Voiced() {
		return
	}
	t.judged.Add(s.Opinion)
	if len(t.said) == cap(t.said) {
		t.said = slices.Grow(t.said, max(1<<10, len(t.said))) // append alone would copy all of it five times
	}
	t.said = append(t.said, record{voice: s.Voice, story: s.Story, channel: g.channel(s.Channel), opinion: s.Opinion, answers: s.Answers})
	if s.Opinion == vigie.Negative && s.Spontaneous() {
		if t.days == nil {
			t.days = map[int64]struct{}{}
		}
		t.days[s.At.Unix()/int64(24*time.Hour/time.Second)] = struct{}{}
		t.linked = t.linked || s.Answers != NoLink
		t.answered = t.answered || s.Answers == ToOthers || s.Answers == ToUnheard
	}
}

// count reads the voices of every topic, and returns how the stories of the
// brands hang together.
func (g *gauge) count() (links []link) {
	var room []record
	most := 0
	for n := range g.brands {
		most += len(g.topics[n].said)
	}
	links = make([]link, 0, most)
	weighted := make([]bool, len(g.channels))
	for i, c := range g.channels {
		weighted[i] = ChannelWeights[c] > 0
	}
	for n := range g.topics {
		t := &g.topics[n]
		t.channels = make([]heardIn, len(g.channels))
		t.kinds.Known = t.known
		room = inOrder(t.said, room, func(r *record) uint64 { return r.voice })
		var spontaneous, judged int64
		for rest := t.said; len(rest) > 0; {
			end := 1
			for end < len(rest) && rest[end].voice == rest[0].voice {
				end++
			}
			voice := rest[:end]
			rest = rest[end:]
			if len(voice) > 1 {
				slices.SortFunc(voice, func(a, b record) int {
					return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.story, b.story))
				})
			}
			of := t.kind(voice)
			spontaneous += of.spontaneous
			judged += of.judged
			if n < g.brands {
				links = t.tie(links, uint16(n), voice, weighted)
			}
		}
		if t.kinds.Judged = spontaneous > 0 && float64(judged) >= judgedShare*float64(spontaneous); !t.kinds.Judged {
			t.kinds.Ordinary += t.kinds.Endured
			t.kinds.Endured = 0
		}
		t.said = nil // read
	}
	return links
}

// leaning is whether one voice spoke of its own accord, and could be judged.
type leaning struct{ spontaneous, judged int64 }

// kind takes in all that one voice said of the topic, channel by channel.
func (t *gaugeTopic) kind(voice []record) (of leaning) {
	lean := 0
	for len(voice) > 0 {
		c, end, h := voice[0].channel, 0, heardIn{}
		for ; end < len(voice) && voice[end].channel == c; end++ {
			r := &voice[end]
			if !r.spontaneous() {
				continue
			}
			h.all = 1
			if r.opinion != vigie.OpinionUnknown {
				h.judged = 1
			}
			switch r.opinion {
			case vigie.Negative:
				h.negative = 1
				lean--
			case vigie.Positive:
				lean++
			}
		}
		voice = voice[end:]
		x := &t.channels[c]
		x.all, x.judged, x.negative = x.all+h.all, x.judged+h.judged, x.negative+h.negative
		of.spontaneous, of.judged = max(of.spontaneous, h.all), max(of.judged, h.judged)
	}
	switch {
	case of.spontaneous == 0:
		t.kinds.Own++
	case lean < 0:
		t.kinds.Endured++
	default:
		t.kinds.Ordinary++
	}
	return of
}

// tie adds the stories that one voice told in each channel that has a weight.
func (t *gaugeTopic) tie(links []link, topic uint16, voice []record, weighted []bool) []link {
	for len(voice) > 0 {
		c, end, first := voice[0].channel, 0, len(links)
		for ; end < len(voice) && voice[end].channel == c; end++ {
			r := &voice[end]
			if !weighted[c] || !r.spontaneous() || len(links) > first && links[len(links)-1].story == r.story {
				continue
			}
			links = append(links, link{story: r.story, topic: topic, channel: c})
		}
		voice = voice[end:]
		for i := first; i < len(links); i++ {
			links[i].n = uint32(len(links) - first)
		}
		if len(links) > first {
			t.voices++
		}
	}
	return links
}

// state tells how topic n fares; see StateOf.
func (g *gauge) state(n, level int, known bool) State {
	if !known {
		level = 0
	}
	if level >= 4 {
		return State{Mood: Crisis, Reason: AlertFour, Alert: level}
	}
	t := &g.topics[n]
	others := make([]heardIn, len(g.channels))
	for i := range g.topics {
		if i == n {
			continue
		}
		for c, h := range g.topics[i].channels {
			others[c].judged += h.judged
			others[c].negative += h.negative
		}
	}
	return State{Alert: level, Answered: t.answered, Days: len(t.days)}.decide(t.channels, others, t.linked)
}

// inOrder puts rows in the order of a number, equal ones staying as they were:
// a radix sort by the bytes that differ. It uses room, and returns it, larger
// where it was too small.
func inOrder[T any](rows, room []T, number func(*T) uint64) []T {
	if len(rows) < 2 {
		return room
	}
	var differ uint64
	first := number(&rows[0])
	for i := range rows {
		differ |= number(&rows[i]) ^ first
	}
	room = slices.Grow(room[:0], len(rows))[:len(rows)]
	from, to := rows, room
	for shift := 0; shift < 64; shift += 8 {
		if differ>>shift&0xff == 0 {
			continue
		}
		var at [256]int
		for i := range from {
			at[number(&from[i])>>shift&0xff]++
		}
		sum := 0
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for i := range from {
			d := number(&from[i]) >> shift & 0xff
			to[at[d]] = from[i]
			at[d]++
		}
		from, to = to, from
	}
	if &from[0] != &rows[0] {
		copy(rows, from)
	}
	return room
}
