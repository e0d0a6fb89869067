package measure

import (
	"math"

	"vigie.example/vigie"
)

// AttentionKinds parts the voices of a brand by what moved them. Each voice is
// of one kind only.
type AttentionKinds struct {
	// Own voices answered what the brand published itself: attention it set
	// off. Endured voices spoke of it negatively more often than positively of
	// their own accord. Ordinary ones are the rest.
	Own, Ordinary, Endured int64
	// Known is false where nothing that the brand published was heard: Own is
	// then not nought but unknown, as for rivals whose accounts nobody named.
	Known bool
	// Judged is false where fewer than four in five spontaneous voices have an
	// opinion that was read: Endured is then not told, and Ordinary holds both.
	Judged bool
}

// judgedShare is the share of voices that must have been read for opinion
// before anything is said of all of them.
const judgedShare = 0.8

// KindsOf parts the voices of one topic.
func KindsOf(sayings []Saying) AttentionKinds {
	if len(sayings) == 0 {
		return AttentionKinds{}
	}
	g := newGauge([]vigie.TopicID{sayings[0].Topic})
	for i := range sayings {
		g.add(&sayings[i])
	}
	g.count()
	return g.topics[0].kinds
}

// Mood is the state of a brand in one word.
type Mood string

// The moods, from calm to worst. Untellable means that what would decide is
// missing.
const (
	Calm            Mood = "calm"
	Dissatisfaction Mood = "dissatisfaction"
	Polemic         Mood = "polemic"
	Crisis          Mood = "crisis"
	Untellable      Mood = "untellable"
)

// Reason says what decided a Mood.
type Reason string

// The reasons. Each belongs to one mood; NoOpinions, FewVoices and NoReplies
// to Untellable.
const (
	AlertFour  Reason = "alert"     // an alert of level 4
	ManyThirds Reason = "thirds"    // every condition of a polemic
	OverUsual  Reason = "over"      // negative beyond the sector, no polemic
	WithinUsed Reason = "within"    // no more negative than the sector would be
	NoOpinions Reason = "opinions"  // opinion not read
	FewVoices  Reason = "few"       // fewer voices than anything can be said of
	NoReplies  Reason = "replies"   // nobody knows who answers whom
	Alone      Reason = "no-sector" // no other brand to compare with
)

// What makes a polemic (docs/measures.md).
const (
	PolemicRatio    = 1.5 // lower bound of negative voices over expected ones
	PolemicVoices   = 15
	PolemicChannels = 2
	PolemicDays     = 3
)

// State is how a brand fares in a month, and the figures that decided.
type State struct {
	Mood   Mood
	Reason Reason
	// Alert is the highest alert level (0 to 4) of the month; 0 also where it
	// is not known.
	Alert int
	// Negative voices against those expected if the brand's voices had been as
	// negative, channel by channel, as those of the other brands.
	Negative int64
	Expected float64
	Ratio    Interval // of the two, 95 % (tension); zero where not told
	Channels int      // in which negative voices spoke
	Days     int      // on which they did
	Answered bool     // third parties answered each other among them
}

// StateOf tells the state of a brand from the sayings of its sector in one
// month. level is the highest alert level of that month, if known.
func StateOf(brand vigie.TopicID, sayings []Saying, level int, known bool) State {
	g := newGauge([]vigie.TopicID{brand})
	for i := range sayings {
		g.add(&sayings[i])
	}
	g.count()
	return g.state(0, level, known)
}

// decide fills in what the voices say, by channel, beside those of the other
// brands.
func (st State) decide(voices, others []heardIn, linked bool) State {
	var all, judged, sum, sumNegative int64
	for _, n := range others {
		sum += n.judged
		sumNegative += n.negative
	}
	// Half of one in two is added to the others, so that a channel without
	// negative voices does not make the first one a scandal; channels in which
	// hardly anybody speaks of them take the rate of all, told once.
	var rates []rated
	pooled := rated{judged: sum, negative: sumNegative}
	for c, v := range voices {
		all += v.all
		judged += v.judged
		st.Negative += v.negative
		if v.negative > 0 {
			st.Channels++
		}
		if n := others[c]; n.judged < LeastVoices {
			pooled.weight += float64(v.judged)
		} else {
			rates = append(rates, rated{float64(v.judged), n.judged, n.negative})
		}
	}
	rates = append(rates, pooled)
	for _, r := range rates {
		st.Expected += r.weight * r.mean()
	}
	unable := func(r Reason) State {
		st.Mood, st.Reason = Untellable, r
		return st
	}
	switch {
	case all == 0:
		return unable(FewVoices)
	case float64(judged) < judgedShare*float64(all):
		return unable(NoOpinions)
	case sum < LeastVoices:
		return unable(Alone)
	}
	if judged == 0 || !(st.Expected > 0) {
		return unable(FewVoices)
	}
	st.Ratio = tension(voices, rates, float64(st.Negative), st.Expected)
	wide := st.Ratio.Low > PolemicRatio && st.Negative >= PolemicVoices && st.Channels >= PolemicChannels && st.Days >= PolemicDays
	switch {
	case wide && st.Answered:
		st.Mood, st.Reason = Polemic, ManyThirds
	case wide && !linked:
		return unable(NoReplies)
	case st.Ratio.Low > 1:
		st.Mood, st.Reason = Dissatisfaction, OverUsual
	default:
		st.Mood, st.Reason = Calm, WithinUsed
	}
	return st
}

// rated is how many voices are expected to be negative as those of the other
// brands are: weight times a rate that is only known from so many of them.
type rated struct {
	weight           float64
	judged, negative int64
}

func (r rated) mean() float64 { return (float64(r.negative) + 0.5) / (float64(r.judged) + 1) }

// tension returns the 95 % interval of negative voices over expected ones. Both
// are sums of shares known from a sample: how far each may be wrong is squared
// and added (G. Y. Zou, W. Huang and X. Zhang, Computational Statistics & Data
// Analysis 53, 2009), Wilson's bounds for the brand, those of Jeffreys for the
// others, who got his half; then the ratio of two estimates with an interval
// each (A. Donner and G. Y. Zou, Statistical Methods in Medical Research 21,
// 2012, equation 9, the lower bound written so that it cannot cancel).
func tension(voices []heardIn, rates []rated, n, e float64) Interval {
	var nIn, eIn Interval // how far off, squared, first
	for _, v := range voices {
		w, ok := Wilson(v.negative, v.judged)
		if !ok {
			continue
		}
		k := float64(v.judged)
		low, high := float64(v.negative)-k*w.Low, k*w.High-float64(v.negative)
		nIn.Low, nIn.High = nIn.Low+low*low, nIn.High+high*high
	}
	for _, r := range rates {
		if r.weight == 0 {
			continue
		}
		a, b := float64(r.negative)+0.5, float64(r.judged-r.negative)+0.5
		low, high := r.weight*(r.mean()-betaQuantile(0.025, a, b)), r.weight*(betaQuantile(0.975, a, b)-r.mean())
		eIn.Low, eIn.High = eIn.Low+low*low, eIn.High+high*high
	}
	nIn = Interval{Low: math.Max(0, n-math.Sqrt(nIn.Low)), High: n + math.Sqrt(nIn.High)}
	eIn = Interval{Low: math.Max(e*1e-6, e-math.Sqrt(eIn.Low)), High: e + math.Sqrt(eIn.High)}
	root := func(n2, e2 float64) float64 {
		return math.Sqrt(math.Max(0, n*n*e*e-n2*e2*(2*n-n2)*(2*e-e2)))
	}
	var out Interval
	if nIn.Low > 0 {
		out.Low = nIn.Low * (2*n - nIn.Low) / (n*e + root(nIn.Low, eIn.High))
	}
	out.High = (n*e + root(nIn.High, eIn.Low)) / (eIn.Low * (2*e - eIn.Low))
	return out
}
