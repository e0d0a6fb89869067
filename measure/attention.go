package measure

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"

	"vigie.example/vigie"
)

// Sector is what a barometer is taken of.
type Sector struct {
	Brands []vigie.TopicID // own and rivals, each once
	Months []Period        // oldest first
	// Alerts holds the highest alert level (0 to 4) of a brand in a month, by
	// month; a brand that is absent, or a nil map, is unknown.
	Alerts []map[vigie.TopicID]int
	Draws  int // of the bootstrap; 0 means 1,000
}

// SectorMonth is one month of a barometer.
type SectorMonth struct {
	Period Period
	Strata []Stratum // empty where nobody spoke
	Voices int64     // of all brands, each voice once a channel and brand
	// Untold is the share of spontaneous mentions of which it cannot be told
	// whether they answer an own account; see Untold.
	Untold float64
	// Thin is set under LeastVoices in all: shares are told with their
	// interval, ranks are not worth a sentence.
	Thin   bool
	Brands []Attention // in the order of Sector.Brands; nil where nobody spoke
	// Before[i][j] is the chance that brand i truly stands above brand j.
	Before [][]float64
	// Tau and Overlap compare the order with that of the month before, where
	// both were measured: Kendall's tau-b and rank-biased overlap.
	Tau, Overlap float64
	Compared     bool

	draws [][]float64 // by brand
}

// Attention is the attention paid to one brand in a month.
type Attention struct {
	Topic  vigie.TopicID
	Voices int64 // distinct spontaneous voices
	// Share is the attention share, 0 to 1; the shares of a month sum to 1.
	Share   float64
	Between Interval // 95 %: a replay of the month under the same ears
	// Rank counts from 1; Best and Worst bound it at 95 %, WideBest and
	// WideWorst also over the plausible weightings.
	Rank, Best, Worst   int
	WideBest, WideWorst int
	// Moved compares the share with the month before: the difference of the
	// shares at 95 %. Clear is true where it leaves out 0.
	Moved Interval
	Clear bool
	Kinds AttentionKinds
	State State
	// Judged counts the opinions of mentions by others, where the public speaks.
	Judged Leaning `json:"-"`
}

// smoothing is what each brand is given in each stratum before counting: half
// a voice, Jeffreys' prior, as in Shares.
const smoothing = 0.5

// Barometer measures the attention of a sector month by month.
//
// In each stratum the share of a brand is its distinct spontaneous voices over
// those of all brands, smoothed by half a voice; strata are combined with
// ChannelWeights. The interval is a Bayesian bootstrap (D. B. Rubin, Annals of
// Statistics 9, 1981) clustered by story: each draw gives every story an
// exponential weight, a voice counts with the mean weight of its stories, and
// half a voice becomes a gamma variable, so that for stories of one voice the
// draws are those of the Dirichlet distribution. Stories that weigh in alike are
// drawn together: the sum of n exponential variables is a gamma variable. A story that brings fifty
// voices at once is thus one event and not fifty. The seed is fixed: the same
// sayings give the same figures.
func Barometer(sec Sector, sayings []Saying) []SectorMonth {
	if sec.Draws <= 0 {
		sec.Draws = 1000
	}
	byMonth := make([]*gauge, len(sec.Months))
	for m := range byMonth {
		byMonth[m] = newGauge(sec.Brands)
	}
	for i := range sayings {
		if m := monthAt(sec.Months, &sayings[i]); m >= 0 {
			byMonth[m].add(&sayings[i])
		}
	}
	out, _ := sec.eachMonth(func(m int) (SectorMonth, error) { return sec.month(m, byMonth[m]), nil }) // nothing fails
	return out
}

// BarometerOf is Barometer from what an archive tells, with the charisma of
// each brand over all months together. Months are read one by one, as many at
// once as there are processors, and none is kept.
func BarometerOf(ctx context.Context, t Teller, sec Sector) ([]SectorMonth, []Charisma, error) {
	if sec.Draws <= 0 {
		sec.Draws = 1000
	}
	charms := make([]*charm, len(sec.Months))
	out, err := sec.eachMonth(func(m int) (SectorMonth, error) {
		p := sec.Months[m]
		g, c := newGauge(sec.Brands), newCharm(sec.Brands, nil)
		charms[m] = c
		err := t.Sayings(ctx, vigie.Filter{Topics: sec.Brands, From: p.From, To: p.To}, func(s *Saying) bool {
			g.add(s)
			c.add(s)
			return true
		})
		if err != nil {
			return SectorMonth{}, err
		}
		return sec.month(m, g), nil
	})
	if err != nil {
		return nil, nil, err
	}
	all := newCharm(sec.Brands, nil)
	for _, c := range charms {
		all.join(c)
	}
	return out, all.charismas(), nil
}

// eachMonth measures the months, some at once, and compares each with the one
// before.
func (sec *Sector) eachMonth(measure func(m int) (SectorMonth, error)) ([]SectorMonth, error) {
	out, errs := make([]SectorMonth, len(sec.Months)), make([]error, len(sec.Months))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(sec.Months)) {
		wg.Go(func() {
			for m := range next {
				out[m], errs[m] = measure(m)
			}
		})
	}
	for m := range sec.Months {
		next <- m
	}
	close(next)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for m := 1; m < len(out); m++ {
		out[m].follow(&out[m-1])
	}
	return out, nil
}

// monthAt returns the month of a saying, -1 for none.
func monthAt(months []Period, s *Saying) int {
	low, high := 0, len(months)
	for low < high {
		mid := (low + high) / 2
		if s.At.Before(months[mid].To) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	if low < len(months) && months[low].Holds(s.At) {
		return low
	}
	return -1
}

// month measures one month.
func (sec *Sector) month(m int, g *gauge) SectorMonth {
	out := SectorMonth{Period: sec.Months[m]}
	out.Untold, _ = g.untold.Share()
	f := g.field()
	if f == nil {
		return out
	}
	out.Strata = f.strata
	for _, s := range f.strata {
		out.Voices += s.Voices
	}
	out.Thin = out.Voices < LeastVoices
	fixed, wide := f.replay(sec.Draws, uint64(m))
	out.draws = fixed
	shares := f.shares(make([]float64, f.brands), f.counts(), f.weights())
	out.Before = above(fixed)
	best, worst := rankBounds(fixed)
	wideBest, wideWorst := rankBounds(wide)
	var alerts map[vigie.TopicID]int
	if m < len(sec.Alerts) {
		alerts = sec.Alerts[m]
	}
	for b, t := range sec.Brands {
		a := Attention{Topic: t, Voices: g.topics[b].voices, Share: shares[b], Rank: 1, Between: central(fixed[b]), Judged: g.topics[b].judged}
		for _, other := range shares {
			if other > shares[b] {
				a.Rank++
			}
		}
		a.Best, a.Worst = min(best[b], a.Rank), max(worst[b], a.Rank)
		a.WideBest, a.WideWorst = min(wideBest[b], a.Best), max(wideWorst[b], a.Worst)
		a.Between.Low, a.Between.High = math.Min(a.Between.Low, a.Share), math.Max(a.Between.High, a.Share)
		a.Kinds = g.topics[b].kinds
		level, known := alerts[t]
		a.State = g.state(b, level, known)
		out.Brands = append(out.Brands, a)
	}
	return out
}

// follow compares a month with the one before.
func (m *SectorMonth) follow(before *SectorMonth) {
	if m.Brands == nil || before.Brands == nil {
		return
	}
	a, b := make([]float64, len(m.Brands)), make([]float64, len(m.Brands))
	for i := range m.Brands {
		a[i], b[i] = before.Brands[i].Share, m.Brands[i].Share
		moves := make([]float64, len(m.draws[i]))
		for d := range moves {
			moves[d] = m.draws[i][d] - before.draws[i][d] // the months' draws are independent
		}
		in := central(moves)
		m.Brands[i].Moved, m.Brands[i].Clear = in, in.Low > 0 || in.High < 0
	}
	tau, ok := KendallTauB(a, b)
	rbo, also := RankBiasedOverlap(order(before.Brands), order(m.Brands), RBOPersistence)
	if m.Compared = ok && also; m.Compared {
		m.Tau, m.Overlap = tau, rbo
	}
}
