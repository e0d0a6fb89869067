package measure

import (
	"time"

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
	type voice struct {
		answers, spontaneous, judged bool
		lean                         int
	}
	var k AttentionKinds
	voices := map[uint64]*voice{}
	for i := range sayings {
		s := &sayings[i]
		k.Known = k.Known || s.Own || s.Answers == ToOwn
		if s.Own || !s.Channel.Voiced() {
			continue
		}
		v := voices[s.Voice]
		if v == nil {
			v = &voice{}
			voices[s.Voice] = v
		}
		if s.Answers == ToOwn {
			v.answers = true
			continue
		}
		v.spontaneous = true
		v.judged = v.judged || s.Opinion != vigie.OpinionUnknown
		switch s.Opinion {
		case vigie.Negative:
			v.lean--
		case vigie.Positive:
			v.lean++
		}
	}
	var spontaneous, judged int64
	for _, v := range voices {
		if !v.spontaneous {
			k.Own++
			continue
		}
		spontaneous++
		if v.judged {
			judged++
		}
		if v.lean < 0 {
			k.Endured++
		} else {
			k.Ordinary++
		}
	}
	k.Judged = spontaneous > 0 && float64(judged) >= judgedShare*float64(spontaneous)
	if !k.Judged {
		k.Ordinary += k.Endured
		k.Endured = 0
	}
	return k
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
	if !known {
		level = 0
	}
	if level >= 4 {
		return State{Mood: Crisis, Reason: AlertFour, Alert: level}
	}
	type of struct {
		channel vigie.Channel
		voice   uint64
	}
	type heard struct{ negative, judged bool }
	voices := map[of]*heard{}
	others := map[vigie.Channel][2]int64{} // voices and negative ones of the other brands
	seen := map[vigie.TopicID]map[of]*heard{}
	days, linked := map[int64]bool{}, false
	st := State{Alert: level}
	for i := range sayings {
		s := &sayings[i]
		if !s.Spontaneous() {
			continue
		}
		k := of{s.Channel, s.Voice}
		set := voices
		if s.Topic != brand {
			if seen[s.Topic] == nil {
				seen[s.Topic] = map[of]*heard{}
			}
			set = seen[s.Topic]
		}
		h := set[k]
		if h == nil {
			h = &heard{}
			set[k] = h
		}
		h.judged = h.judged || s.Opinion != vigie.OpinionUnknown
		h.negative = h.negative || s.Opinion == vigie.Negative
		if s.Topic == brand && s.Opinion == vigie.Negative {
			days[s.At.Unix()/int64(24*time.Hour/time.Second)] = true
			linked = linked || s.Answers != NoLink
			st.Answered = st.Answered || s.Answers == ToOthers || s.Answers == ToUnheard
		}
	}
	for _, set := range seen {
		for k, h := range set {
			if h.judged {
				n := others[k.channel]
				n[0]++
				if h.negative {
					n[1]++
				}
				others[k.channel] = n
			}
		}
	}
	return st.decide(func(yield func(vigie.Channel, bool, bool)) {
		for k, h := range voices {
			yield(k.channel, h.judged, h.negative)
		}
	}, others, len(days), linked)
}

// decide fills in what the voices say.
func (st State) decide(each func(func(c vigie.Channel, judged, negative bool)), others map[vigie.Channel][2]int64, days int, linked bool) State {
	var all, judged int64
	var sum, sumNegative int64
	for _, n := range others {
		sum += n[0]
		sumNegative += n[1]
	}
	channels := map[vigie.Channel]bool{}
	each(func(c vigie.Channel, known, negative bool) {
		all++
		if !known {
			return
		}
		judged++
		if negative {
			st.Negative++
			channels[c] = true
		}
		// Half of one in two is added, so that a channel without negative
		// voices does not make the first one a scandal; a channel in which
		// nobody speaks of the others takes the rate of all.
		n := others[c]
		if n[0] < LeastVoices {
			n = [2]int64{sum, sumNegative}
		}
		st.Expected += (float64(n[1]) + 0.5) / (float64(n[0]) + 1)
	})
	st.Channels, st.Days = len(channels), days
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
