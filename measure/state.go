package measure

import "vigie.example/vigie"

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
	Ratio    Interval // of the two, 95 %, exact Poisson; zero where not told
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
	for c, v := range voices {
		all += v.all
		judged += v.judged
		st.Negative += v.negative
		if v.negative > 0 {
			st.Channels++
		}
		// Half of one in two is added, so that a channel without negative
		// voices does not make the first one a scandal; a channel in which
		// nobody speaks of the others takes the rate of all.
		n := others[c]
		if n.judged < LeastVoices {
			n = heardIn{judged: sum, negative: sumNegative}
		}
		st.Expected += float64(v.judged) * (float64(n.negative) + 0.5) / (float64(n.judged) + 1)
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
	in, ok := PoissonInterval(st.Negative)
	if !ok || !(st.Expected > 0) {
		return unable(FewVoices)
	}
	st.Ratio = Interval{Low: in.Low / st.Expected, High: in.High / st.Expected}
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
