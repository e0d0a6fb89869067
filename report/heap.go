package report

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// heap is what an audit keeps of the sayings while they are told: none of them
// stays but the questions and some of the newest. The field is what is said of
// the brand and of the themes, each mention once.
type heap struct {
	brand vigie.TopicID
	zone  *time.Location

	channels map[vigie.Channel]*heapChannel
	sites    map[string]*heapSite
	site     *heapSite // of the saying taken last, and its name
	at       string

	// Of the brand.
	tally    measure.Tally // and of the rivals
	untold   measure.Unknown
	leaning  measure.Leaning
	echo     measure.Echo
	readers  measure.Readers
	own      int64
	last     time.Time // somebody spoke of their own accord
	solicits int64     // mentions of others that wait for an answer

	themes int64 // mentions of the themes
	rivals measure.Set

	// Of the field.
	field    measure.Set
	mentions map[uint64]int64 // by voice
	returns  measure.Returns
	asked    []measure.Saying
	read     bool // somebody looked for intents

	theirs, published newest // of the field, for words
	ofBrand, ofThemes spread // for verbatims
}

// heapChannel is a channel: when it was first heard, and who spoke there.
type heapChannel struct {
	first         time.Time
	voices, field measure.Set
}

// heapSite is a place of the field.
type heapSite struct {
	channel             vigie.Channel
	field, ours, rivals measure.Set
	returns             measure.Returns
	asked, open, told   int64
}

// gather hears what an audit is made of, and measures the sector meanwhile.
func (m *Maker) gather(ctx context.Context, a *Audit) (*heap, error) {
	h := &heap{
		brand: a.Brand.ID, zone: m.Zone, channels: map[vigie.Channel]*heapChannel{}, sites: map[string]*heapSite{},
		mentions: map[uint64]int64{}, returns: measure.Returns{Zone: m.Zone}, readers: measure.Readers{Zone: m.Zone}, ofBrand: spread{}, ofThemes: spread{},
	}
	a.Compared = append([]vigie.Topic{a.Brand}, a.Rivals...)
	brands := make([]vigie.TopicID, len(a.Compared))
	for i, t := range a.Compared {
		brands[i] = t.ID
	}
	var wg sync.WaitGroup
	var sector error
	if len(brands) > 1 {
		wg.Go(func() {
			var months []measure.SectorMonth
			if months, _, sector = measure.BarometerOf(ctx, m.Archive, measure.Sector{Brands: brands, Months: []measure.Period{a.Period}}); sector == nil {
				a.Attention = months[0]
			}
		})
	}
	err := m.tell(ctx, a, h)
	wg.Wait()
	if err = errors.Join(err, sector); err != nil {
		return nil, err
	}
	if len(brands) > 1 {
		a.Mentions, a.Stories, a.Voices = h.tally.Shares(brands)
	}
	return h, nil
}

// tell hears the brand, then the themes, of which it knows by then what is of
// the brand too, then the rivals.
func (m *Maker) tell(ctx context.Context, a *Audit, h *heap) error {
	say := func(t vigie.TopicID, take func(*measure.Saying)) error {
		f := vigie.Filter{Topics: []vigie.TopicID{t}, From: a.Period.From, To: a.Period.To}
		return m.Archive.Sayings(ctx, f, func(s *measure.Saying) bool {
			h.hear(s)
			take(s)
			return true
		})
	}
	themes := slices.DeleteFunc(slices.Clone(a.Themes), func(t vigie.Topic) bool {
		return slices.ContainsFunc(a.Rivals, func(r vigie.Topic) bool { return r.ID == t.ID })
	})
	var seen seenMentions // what several topics of the field may share
	seen.next()
	err := say(a.Brand.ID, func(s *measure.Saying) {
		if len(themes) > 0 {
			seen.add(s.Mention)
		}
		h.ours(s)
		h.fielded(s)
	})
	if err != nil {
		return err
	}
	for _, t := range themes {
		seen.next()
		if err := say(t.ID, func(s *measure.Saying) {
			h.themes++
			h.ofThemes.add(s)
			if seen.add(s.Mention) {
				h.fielded(s)
			}
		}); err != nil {
			return err
		}
	}
	for _, t := range a.Rivals {
		if err := say(t.ID, h.rival); err != nil {
			return err
		}
	}
	return nil
}

// seenMentions are the mentions of topics told one after the other, each topic's
// the oldest first as stores have them: whether another topic has one is seen by
// going along the others' lists, where a map would take most of the time.
type seenMentions struct {
	lists [][]vigie.MentionID          // ascending, by topic; the last is being told
	last  vigie.MentionID              // told, of the topic
	at    []int                        // in the others' lists: what came before is older
	more  map[vigie.MentionID]struct{} // those told out of order
}

// next begins another topic.
func (m *seenMentions) next() {
	m.lists = append(m.lists, nil)
	m.at, m.last = make([]int, len(m.lists)-1), math.MinInt64
}

// add takes a mention in and reports whether no topic had it.
func (m *seenMentions) add(id vigie.MentionID) bool {
	if _, ok := m.more[id]; ok {
		return false
	}
	inOrder := id > m.last
	m.last = max(m.last, id)
	last := &m.lists[len(m.lists)-1]
	for i, list := range m.lists[:len(m.at)] {
		if inOrder {
			for m.at[i] < len(list) && list[m.at[i]] < id {
				m.at[i]++
			}
			if m.at[i] < len(list) && list[m.at[i]] == id {
				return false
			}
		} else if _, ok := slices.BinarySearch(list, id); ok {
			return false
		}
	}
	if inOrder {
		*last = append(*last, id)
		return true
	}
	if _, ok := slices.BinarySearch(*last, id); ok {
		return false
	}
	if m.more == nil {
		m.more = map[vigie.MentionID]struct{}{}
	}
	m.more[id] = struct{}{}
	return true
}

// hear takes in what is asked of every saying.
func (h *heap) hear(s *measure.Saying) {
	if s.Own {
		return
	}
	on := h.channels[s.Channel]
	if on == nil {
		on = &heapChannel{first: s.At}
		h.channels[s.Channel] = on
	}
	if s.At.Before(on.first) {
		on.first = s.At
	}
	on.voices.Add(s.Voice)
}

// place returns the place of a saying; nil where there is none and none is to
// be made.
func (h *heap) place(s *measure.Saying, made bool) *heapSite {
	if h.site == nil || h.at != s.Site {
		p := h.sites[s.Site]
		if p == nil {
			if !made {
				return nil
			}
			p = &heapSite{channel: s.Channel, returns: measure.Returns{Zone: h.zone}}
			h.sites[s.Site] = p
		}
		h.site, h.at = p, s.Site
	}
	return h.site
}

// ours takes in what is said of the brand.
func (h *heap) ours(s *measure.Saying) {
	h.tally.Add(s)
	h.untold.Add(s)
	if s.Own {
		h.own++
		return
	}
	if s.Solicits() {
		h.solicits++
	}
	h.readers.Add(s)
	if s.Spontaneous() && s.At.After(h.last) {
		h.last = s.At
	}
	if !s.Channel.Voiced() {
		return
	}
	h.leaning.Add(s.Opinion)
	h.echo.Add(s)
	h.ofBrand.add(s)
	if s.Site != "" {
		h.place(s, true).ours.Add(s.Voice)
	}
}

// fielded takes in a mention of the field.
func (h *heap) fielded(s *measure.Saying) {
	h.read = h.read || s.IntentsRead
	if s.Site != "" && s.Channel.Voiced() {
		p := h.place(s, true)
		p.returns.Add(s)
		if !s.Own {
			p.field.Add(s.Voice)
		}
	}
	if s.Own {
		h.published.add(s)
		return
	}
	if !s.Channel.Voiced() {
		return
	}
	h.field.Add(s.Voice)
	h.channels[s.Channel].field.Add(s.Voice)
	h.mentions[s.Voice]++
	h.returns.Add(s)
	h.theirs.add(s)
	if s.Has(vigie.Question, vigie.Request) {
		h.asked = append(h.asked, *s)
	}
}

// rival takes in what is said of a rival.
func (h *heap) rival(s *measure.Saying) {
	h.tally.Add(s)
	if s.Own || !s.Channel.Voiced() {
		return
	}
	h.rivals.Add(s.Voice)
	if p := h.place(s, false); p != nil {
		p.rivals.Add(s.Voice)
	}
}

// newest holds the newest sayings of many.
type newest []measure.Saying

func byAge(a, b measure.Saying) int {
	return cmp.Or(cmp.Compare(b.Mention, a.Mention), cmp.Compare(a.Topic, b.Topic))
}

// add takes a saying in, and lets old ones go from time to time.
func (n *newest) add(s *measure.Saying) { n.addOf(s, textsMost) }

func (n *newest) addOf(s *measure.Saying, most int) {
	if *n = append(*n, *s); len(*n) < 2*most {
		return
	}
	// Stores tell the oldest first: then nothing is to be put in order.
	if !slices.IsSortedFunc(*n, func(a, b measure.Saying) int { return byAge(b, a) }) {
		*n = n.list(most)
		slices.Reverse(*n)
		return
	}
	*n = (*n)[:copy(*n, (*n)[len(*n)-most:])]
}

// list returns at most so many, the newest first.
func (n *newest) list(most int) []measure.Saying {
	slices.SortFunc(*n, byAge)
	return (*n)[:min(len(*n), most)]
}

// spreadMost is how many of one opinion in one place are held for verbatims.
const spreadMost = 20

// spread holds the newest sayings of each opinion in each place that may be
// printed: by others, where the public speaks, and not of the press, of which
// only titles may be shown.
type spread map[spreadAt]*newest

type spreadAt struct {
	site    string
	opinion vigie.Opinion
}

func (s spread) add(x *measure.Saying) {
	if x.Own || !x.Channel.Voiced() || x.Channel == vigie.Press {
		return
	}
	k := spreadAt{x.Site, x.Opinion}
	n := s[k]
	if n == nil {
		n = &newest{}
		s[k] = n
	}
	n.addOf(x, spreadMost)
}

// all returns them, the newest first.
func (s spread) all() []measure.Saying {
	var out []measure.Saying
	for _, n := range s {
		out = append(out, n.list(spreadMost)...)
	}
	slices.SortFunc(out, byAge)
	return out
}
