package measure

import (
	"maps"
	"math"
	"slices"

	"vigie.example/vigie"
)

// Charisma places a brand on two axes against its sector. Each is a pointer:
// nil where an input is missing, which is never guessed.
type Charisma struct {
	Topic vigie.TopicID
	// Appetite: how many speak of the brand unprompted, and in how many places.
	Appetite *Appetite
	// Register: belonging talk against practical talk, as a share.
	Register *Part
}

// Appetite is attention that nothing set off.
type Appetite struct {
	// Voices is spontaneous voices on ordinary days over the median of the
	// sector's brands: 1 is like the others.
	Voices float64
	// Places is how many distinct sites a fixed number of mentions is spread
	// over, on average; RarefiedTo is that number, the same for all brands.
	Places     float64
	RarefiedTo int64
}

// Charismas places every brand of a sector, in the order of the topics.
// Campaigns and incidents are periods to leave out, by topic. Appetite is left
// out for a brand without LeastVoices spontaneous voices, and for all where
// fewer than two brands have them; Register where fewer than LeastVoices
// mentions were read for both intent and opinion.
func Charismas(topics []vigie.TopicID, sayings []Saying, leave map[vigie.TopicID][]Period) []Charisma {
	c := newCharm(topics, leave)
	for i := range sayings {
		c.add(&sayings[i])
	}
	return c.charismas()
}

// charm gathers what Charismas tells.
type charm struct {
	topics []vigie.TopicID
	leave  map[vigie.TopicID][]Period
	of     map[vigie.TopicID]*charmOf
	last   *charmOf // of the topic added last
}

// charmOf is the ordinary sayings of one topic.
type charmOf struct {
	topic           vigie.TopicID
	voices          Set
	sites           map[string]int64
	belonging, both int64 // belonging talk, and with it practical talk
}

func newCharm(topics []vigie.TopicID, leave map[vigie.TopicID][]Period) *charm {
	c := &charm{topics: topics, leave: leave, of: map[vigie.TopicID]*charmOf{}}
	for _, t := range topics {
		c.of[t] = &charmOf{topic: t, sites: map[string]int64{}}
	}
	return c
}

// add takes a saying in, where it is spontaneous and outside the periods to
// leave out.
func (c *charm) add(s *Saying) {
	if c.last == nil || c.last.topic != s.Topic {
		x := c.of[s.Topic]
		if x == nil {
			return
		}
		c.last = x
	}
	if !s.Spontaneous() || slices.ContainsFunc(c.leave[s.Topic], func(p Period) bool { return p.Holds(s.At) }) {
		return
	}
	x := c.last
	x.voices.Add(s.Voice)
	x.sites[s.Site]++
	if !s.IntentsRead || s.Opinion == vigie.OpinionUnknown {
		return
	}
	switch {
	case s.Has(practical...):
		x.both++
	case s.Has(vigie.Recommendation) || s.Opinion == vigie.Positive:
		x.belonging++
		x.both++
	}
}

// join takes in what another charm of the same topics gathered.
func (c *charm) join(o *charm) {
	for t, x := range c.of {
		y := o.of[t]
		x.voices.Join(&y.voices)
		for site, n := range y.sites {
			x.sites[site] += n
		}
		x.belonging, x.both = x.belonging+y.belonging, x.both+y.both
	}
}

func (c *charm) charismas() []Charisma {
	out := make([]Charisma, len(c.topics))
	rarefied := int64(math.MaxInt64)
	var enough []float64
	for i, t := range c.topics {
		x := c.of[t]
		out[i] = Charisma{Topic: t, Register: x.register()}
		if n := x.voices.Len(); n >= LeastVoices {
			enough = append(enough, float64(n))
			rarefied = min(rarefied, total(x.places()))
		}
	}
	if len(enough) < 2 {
		return out
	}
	slices.Sort(enough)
	median := (enough[(len(enough)-1)/2] + enough[len(enough)/2]) / 2
	for i, t := range c.topics {
		x := c.of[t]
		if x.voices.Len() < LeastVoices {
			continue
		}
		if places, ok := Rarefied(x.places(), rarefied); ok {
			out[i].Appetite = &Appetite{Voices: float64(x.voices.Len()) / median, Places: places, RarefiedTo: rarefied}
		}
	}
	return out
}

// places counts the mentions of each site, the fewest first.
func (x *charmOf) places() []int64 { return slices.Sorted(maps.Values(x.sites)) }

// register is belonging talk (a recommendation, or praise that asks for
// nothing) over belonging and practical talk together.
func (x *charmOf) register() *Part {
	if x.both < LeastVoices {
		return nil
	}
	p, ok := PartOf(x.belonging, x.both)
	if !ok {
		return nil
	}
	return &p
}

func total(counts []int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

// Rarefied returns how many kinds a random sample of m holds on average, from
// how often each kind occurred. It lets brands of different size be compared.
// (S. H. Hurlbert, The nonconcept of species diversity, Ecology 52, 1971,
// equation for E(S_m).) It reports false where m is not in [1, total].
func Rarefied(counts []int64, m int64) (float64, bool) {
	all := total(counts)
	if m < 1 || m > all {
		return 0, false
	}
	choose := func(n, k float64) float64 {
		return logGamma(n+1) - logGamma(k+1) - logGamma(n-k+1)
	}
	below := choose(float64(all), float64(m))
	var kinds float64
	for _, c := range counts {
		switch {
		case c <= 0:
		case all-c < m:
			kinds++ // no sample of m can miss it
		default:
			kinds += 1 - math.Exp(choose(float64(all-c), float64(m))-below)
		}
	}
	return kinds, true
}
