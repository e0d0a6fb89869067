package alert

import (
	"math"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// The table of levels, published in docs/measures.md. Level 0 is noted and not
// told; 4 is a crisis.
const (
	// Under littleVoices in a single channel it is no storm: level 0.
	littleVoices = 5
	// muchRarer is how many times rarer than the budget the moment must be.
	muchRarer = 10.0
	// rarerTold (a million, as the words say) is from where on only that is told: nobody
	// counts further.
	rarerTold = 1e6
	// A negative share counts from judgedLeast judged mentions, where its lower
	// bound (Wilson) exceeds a half.
	judgedLeast = 5
	// relayTitles press titles, or relayCopies copies of one story.
	relayTitles = 3
	relayCopies = 10
	// channelsReached in all, or one that is new.
	channelsReached = 3
	// fastLeast voices in the last hour, twice as many as in the hour before.
	fastLeast = 5
)

// Grade returns the level of an alert of which rarity exceeds the threshold by
// over nats, and the reasons: of five (surprise, negative share, channels
// newly reached, relays, speed) as many as hold, at least 1 and at most 4. It
// is at most 3 where the opinion was not judged or is not mostly negative, and
// 0 for a few voices in one channel.
func Grade(p *Picture, over float64) (level int, reasons []vigie.Sentence) {
	say := func(id string, args ...any) { reasons = append(reasons, vigie.Say(id, args...)) }
	switch {
	case over >= math.Log(rarerTold):
		say("alert-why-rarest")
	case over >= math.Log(muchRarer):
		say("alert-why-rare", int(math.Round(math.Exp(over))))
	}
	negative := false
	if p.Judged >= judgedLeast {
		if in, ok := measure.Wilson(int64(p.Negative), int64(p.Judged)); ok && in.Low > 0.5 {
			negative = true
			say("alert-why-negative", p.Negative, p.Judged)
		}
	}
	switch {
	case len(p.NewChannels) > 0:
		say("alert-why-new-channel", len(p.NewChannels), vigie.Say("channel-"+string(p.NewChannels[0])))
	case len(p.Channels) >= channelsReached:
		say("alert-why-channels", len(p.Channels))
	}
	switch {
	case p.PressTitles >= relayTitles:
		say("alert-why-press", p.PressTitles)
	case p.Largest-1 >= relayCopies:
		say("alert-why-copies", p.Largest-1)
	}
	if p.LastHour >= fastLeast && p.LastHour >= 2*p.Before {
		say("alert-why-fast", p.LastHour, p.Before)
	}
	level = max(1, min(4, len(reasons)))
	if !negative {
		level = min(level, 3)
	}
	if p.Voices < littleVoices && len(p.Channels) < 2 {
		level = 0
	}
	if p.Judged == 0 {
		say("alert-why-unjudged")
	}
	return level, reasons
}
