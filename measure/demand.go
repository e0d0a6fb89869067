package measure

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Answer says who was heard to answer a question. Unheard means that its place
// shows what is answered and no answer came; Untraced, that its place does not
// show it. Whether an answer is right is for a person to check.
type Answer int8

// The answers.
const (
	Untraced Answer = iota
	Unheard
	ByOthers
	ByUs
)

// Tracer finds what was answered to mentions: what names them as what it
// answers, and what the brand said later in their thread. Another's later word
// in a thread is no answer. Mentions that it does not return are Untraced.
type Tracer interface {
	Answered(ctx context.Context, asked []vigie.MentionID) (map[vigie.MentionID]Answer, error)
}

// LeastAsked is how many questions must have been heard before a percentage is
// made of them; under it the list speaks for itself.
const LeastAsked = 30

// Asked is a question about a theme, and who was heard to answer.
type Asked struct {
	Saying
	Answer Answer
}

// Demand is what people ask about a theme, against what they get.
type Demand struct {
	Asked                          []Asked // newest first; each mention once
	Open, ByOthers, ByUs, Untraced int64
	// OpenPart and OthersPart are shares of the questions of which it can be
	// told; nil under LeastAsked of them.
	OpenPart, OthersPart *Part
	// Read is false where nobody looked for intents: then nothing is known of
	// demand, which is not the same as none.
	Read bool
}

// DemandOf gathers the questions and requests among sayings by others.
func DemandOf(sayings []Saying, answers map[vigie.MentionID]Answer) Demand {
	var d Demand
	for i := 0; i < len(sayings) && !d.Read; i++ {
		d.Read = sayings[i].IntentsRead
	}
	at := askedIn(sayings)
	if len(at) > 0 {
		d.Asked = make([]Asked, 0, len(at))
	}
	for _, i := range at {
		a := Asked{sayings[i], answers[sayings[i].Mention]}
		d.Asked = append(d.Asked, a)
		switch a.Answer {
		case Unheard:
			d.Open++
		case ByOthers:
			d.ByOthers++
		case ByUs:
			d.ByUs++
		default:
			d.Untraced++
		}
	}
	if told := d.Open + d.ByOthers + d.ByUs; told >= LeastAsked {
		if p, ok := PartOf(d.Open, told); ok {
			d.OpenPart = &p
		}
		if p, ok := PartOf(d.ByOthers, told); ok {
			d.OthersPart = &p
		}
	}
	return d
}

// Questions returns the mentions a Tracer should be asked about.
func Questions(sayings []Saying) []vigie.MentionID {
	var out []vigie.MentionID
	for _, i := range askedIn(sayings) {
		out = append(out, sayings[i].Mention)
	}
	return out
}

// askedIn returns where the questions and requests by others stand, the newest
// first; each mention once, where it is told first.
func askedIn(sayings []Saying) []int {
	var at []int
	for i := range sayings {
		if s := &sayings[i]; !s.Own && s.Channel.Voiced() && s.Has(vigie.Question, vigie.Request) {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(a, b int) int {
		return cmp.Or(cmp.Compare(sayings[b].Mention, sayings[a].Mention), cmp.Compare(a, b))
	})
	return slices.CompactFunc(at, func(a, b int) bool { return sayings[a].Mention == sayings[b].Mention })
}

// Readiness is whether those who would answer have the time.
type Readiness struct {
	PerWeek Interval // solicitations expected a week, 95 %
	Mean    float64  // of them
	Minutes Interval // of work a week
	Hours   float64  // available a week; 0 when nobody said
	August  float64  // available in August; 0 is nobody
	Ready   Verdict
	// InAugust is the same question for that month.
	InAugust Verdict
}

// Verdict answers yes or no, or that it cannot be told.
type Verdict int8

// The verdicts.
const (
	CannotTell Verdict = iota
	Yes
	Tight // on average yes, not in a busy week
	No
)

// MinutesEach is how long one answer takes until one's own are measured: to
// read, to ask around, to write, to have it read.
const MinutesEach = 20.0

// Hands is who is there to answer: hours a week, and in August; negative means
// that nobody said.
type Hands struct{ Hours, August float64 }

// Ready weighs solicitations heard over some weeks against the hands there
// are. The interval of the pace is exact Poisson. It reports false where
// nothing was listened to.
func Ready(solicitations int64, over time.Duration, minutesEach float64, h Hands) (Readiness, bool) {
	weeks := over.Hours() / (7 * 24)
	in, ok := PoissonInterval(solicitations)
	if !ok || !(weeks > 0) || !(minutesEach > 0) {
		return Readiness{}, false
	}
	r := Readiness{Mean: float64(solicitations) / weeks, PerWeek: Interval{Low: in.Low / weeks, High: in.High / weeks}}
	r.Minutes = Interval{Low: r.PerWeek.Low * minutesEach, High: r.PerWeek.High * minutesEach}
	r.Hours, r.August = max(h.Hours, 0), max(h.August, 0)
	judge := func(hours float64) Verdict {
		switch {
		case hours < 0:
			return CannotTell
		case r.Minutes.High <= 60*hours:
			return Yes
		case r.Mean*minutesEach <= 60*hours:
			return Tight
		default:
			return No
		}
	}
	r.Ready, r.InAugust = judge(h.Hours), judge(h.August)
	return r, true
}
