package measure

import (
	"math"
	"slices"
	"time"

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
	out := make([]Charisma, len(topics))
	voices := make([]float64, len(topics))
	sites := make([][]int64, len(topics))
	rarefied := int64(math.MaxInt64)
	var enough []float64
	for i, t := range topics {
		out[i].Topic = t
		mine := ordinary(About(sayings, t), leave[t])
		voices[i], sites[i] = placed(mine)
		out[i].Register = register(mine)
		if voices[i] >= LeastVoices {
			enough = append(enough, voices[i])
			rarefied = min(rarefied, total(sites[i]))
		}
	}
	if len(enough) < 2 {
		return out
	}
	slices.Sort(enough)
	median := (enough[(len(enough)-1)/2] + enough[len(enough)/2]) / 2
	for i := range topics {
		if voices[i] < LeastVoices {
			continue
		}
		if places, ok := Rarefied(sites[i], rarefied); ok {
			out[i].Appetite = &Appetite{Voices: voices[i] / median, Places: places, RarefiedTo: rarefied}
		}
	}
	return out
}

// ordinary returns the spontaneous sayings outside some periods.
func ordinary(sayings []Saying, leave []Period) []Saying {
	var out []Saying
	for i := range sayings {
		s := &sayings[i]
		if s.Spontaneous() && !slices.ContainsFunc(leave, func(p Period) bool { return p.Holds(s.At) }) {
			out = append(out, *s)
		}
	}
	return out
}

// placed counts voices, and mentions by site.
func placed(sayings []Saying) (voices float64, sites []int64) {
	seen, at := map[uint64]bool{}, map[string]int64{}
	for i := range sayings {
		seen[sayings[i].Voice] = true
		at[sayings[i].Site]++
	}
	for _, n := range at {
		sites = append(sites, n)
	}
	slices.Sort(sites)
	return float64(len(seen)), sites
}

// register is belonging talk (a recommendation, or praise that asks for
// nothing) over belonging and practical talk together.
func register(sayings []Saying) *Part {
	var belonging, both int64
	for i := range sayings {
		s := &sayings[i]
		if !s.IntentsRead || s.Opinion == vigie.OpinionUnknown {
			continue
		}
		switch {
		case s.Has(practical...):
			both++
		case s.Has(vigie.Recommendation) || s.Opinion == vigie.Positive:
			belonging++
			both++
		}
	}
	if both < LeastVoices {
		return nil
	}
	p, ok := PartOf(belonging, both)
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

// LastSpontaneous returns when somebody last spoke of their own accord; zero
// when nobody did.
func LastSpontaneous(sayings []Saying) time.Time {
	var last time.Time
	for i := range sayings {
		if s := &sayings[i]; s.Spontaneous() {
			last = later(last, s.At)
		}
	}
	return last
}
