package measure

import (
	"math"
	"time"
)

// Posture is what we advise a brand to do in a place.
type Posture string

// The postures, from least to most; Undecided is the right not to decide.
const (
	Undecided   Posture = "undecided"
	StayAway    Posture = "away"
	ExistFirst  Posture = "exist"
	Listen      Posture = "listen"
	InformReply Posture = "inform"
	Serve       Posture = "serve"
	Animate     Posture = "animate"
)

// Postures lists them in order, Undecided left out.
var Postures = []Posture{StayAway, ExistFirst, Listen, InformReply, Serve, Animate}

// Admission is how a place receives brands, as a person found out.
type Admission int8

// The admissions. Nobody knows until somebody looked.
const (
	AdmissionUnknown Admission = iota
	Refused
	Admitted // those that name themselves
	Welcome
)

// Admissions are the words of addresses and commands for what a person found
// out.
var Admissions = map[string]Admission{"refused": Refused, "admitted": Admitted, "welcome": Welcome}

// String returns the word of an admission; "unknown" where nobody looked.
func (a Admission) String() string {
	for name, x := range Admissions {
		if x == a {
			return name
		}
	}
	return "unknown"
}

// Ground is what is known of a place, or of all places together.
type Ground struct {
	Over time.Duration // for how long it was listened to
	// Visited is for how long of that sources were visited. They alone can tell
	// silence: what a file brought in, somebody chose.
	Visited   time.Duration
	Theme     int64 // voices on the theme, those that name the brand included
	Ours      int64 // voices that name the brand
	Rivals    int64 // voices that name a rival
	Published int64 // mentions of the brand's own there, or anywhere
	Admission Admission
	// Asked is how many questions and requests were heard, Open how many of
	// them without an answer heard; Read is false where nobody looked.
	Asked, Open int64
	Read        bool
	Ready       Verdict
	// Product is the share of complaints about the product itself, Belonging
	// that of belonging talk, Returning that of voices that came back; nil
	// where unknown.
	Product, Belonging, Returning *Part
}

// Argument is why a posture was chosen: the row of the decision table.
type Argument string

// The rows of the decision table, in the order in which they are tried
// (docs/measures.md prints the same table).
const (
	TooShort     Argument = "short"      // listened to for too little
	TooFew       Argument = "few"        // too few voices, and too little time to say that it is quiet
	IsRefused    Argument = "refused"    // the place refuses brands
	IsQuiet      Argument = "quiet"      // nobody speaks of the theme
	IsAbsent     Argument = "absent"     // the theme is alive and the brand published nothing
	NotRead      Argument = "unread"     // questions were not looked for
	IsProduct    Argument = "product"    // most complaints are about the product
	IsUnready    Argument = "unready"    // nobody has the time to answer
	IsCommunity  Argument = "community"  // voices that come back and belong
	IsAsking     Argument = "asking"     // many open questions, and welcome
	IsAskedSome  Argument = "asked"      // open questions
	IsSelfHelped Argument = "selfhelped" // questions, and others answer them
	IsTalkOnly   Argument = "talk"       // talk, no question
)

// The thresholds of the decision table.
const (
	leastOver    = 8 * 7 * 24 * time.Hour // eight weeks of listening
	quietAYear   = 24.0                   // voices on the theme a year
	someAYear    = 12.0                   // open questions a year: one a month
	manyAYear    = 48.0                   // one a week
	productMost  = 0.5
	belongsLeast = 0.5
	returnsLeast = 0.25
)

// Advice is a posture with what carries it.
type Advice struct {
	Posture  Posture
	Argument Argument
	// Margin is how many fewer (or, where negative, how many more) of what the
	// argument counts would lead to Else; 0 where the argument counts nothing.
	// Narrow is true where chance alone may have made that difference.
	Margin int64
	Else   Posture
	Narrow bool
	// PerYear is what the argument counted, a year.
	PerYear float64
}

// Advise goes down the decision table.
func Advise(g Ground) Advice {
	years := g.Over.Hours() / (365.25 * 24)
	if g.Over < leastOver {
		return Advice{Posture: Undecided, Argument: TooShort}
	}
	if g.Admission == Refused {
		return Advice{Posture: StayAway, Argument: IsRefused}
	}
	// count compares what was heard with a threshold a year.
	count := func(a Advice, n int64, threshold float64) Advice {
		a.PerYear = float64(n) / years
		need := int64(math.Ceil(threshold * years))
		if n >= need {
			a.Margin = n - need + 1
			if in, ok := PoissonInterval(n); ok {
				a.Narrow = in.Low < threshold*years
			}
		} else {
			a.Margin = n - need // negative: that many more
			if in, ok := PoissonInterval(n); ok {
				a.Narrow = in.High > threshold*years
			}
		}
		return a
	}
	if quiet := count(Advice{Posture: StayAway, Argument: IsQuiet, Else: Listen}, g.Theme, quietAYear); quiet.Margin < 0 {
		if quiet.Narrow || g.Visited < leastOver {
			return Advice{Posture: Undecided, Argument: TooFew, PerYear: quiet.PerYear}
		}
		return quiet
	}
	if g.Published == 0 && g.Ours == 0 {
		return Advice{Posture: ExistFirst, Argument: IsAbsent, PerYear: float64(g.Theme) / years}
	}
	if !g.Read {
		return Advice{Posture: Listen, Argument: NotRead, PerYear: float64(g.Theme) / years}
	}
	some := count(Advice{Posture: InformReply, Argument: IsAskedSome, Else: Listen}, g.Open, someAYear)
	switch {
	case g.Product != nil && g.Product.Between.Low > productMost:
		return Advice{Posture: Listen, Argument: IsProduct}
	case some.Margin > 0 && g.Ready == No:
		return Advice{Posture: Listen, Argument: IsUnready, PerYear: some.PerYear}
	case g.Admission == Welcome && g.Belonging != nil && g.Belonging.Between.Low > belongsLeast &&
		g.Returning != nil && g.Returning.Between.Low > returnsLeast:
		return Advice{Posture: Animate, Argument: IsCommunity}
	}
	if many := count(Advice{Posture: Serve, Argument: IsAsking, Else: InformReply}, g.Open, manyAYear); many.Margin > 0 && g.Admission == Welcome && g.Ready == Yes {
		return many
	}
	if some.Margin > 0 {
		return some
	}
	low := Advice{Posture: Listen, Argument: IsTalkOnly, Else: InformReply}
	if g.Asked > 0 {
		low.Argument = IsSelfHelped
	}
	return count(low, g.Open, someAYear)
}
