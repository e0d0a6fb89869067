package report

import "vigie.example/vigie/measure"

// net is the opinion of those who spoke: as our readers judged it, beside it as
// a sample read by people corrects it, or why none does.
func (s speaker) net(raw, corrected *measure.Net, q *Quality) Section {
	x := Section{Kicker: s.say("net-kicker")}
	if raw == nil {
		x.Finding = s.say("net-none")
		x.Blocks = []Block{Para{s.say("net-none-why", measure.LeastJudged), false}}
		return x
	}
	x.Finding = s.say("net-even")
	switch {
	case raw.Between.Low > 0:
		x.Finding = s.say("net-good")
	case raw.Between.High < 0:
		x.Finding = s.say("net-bad")
	}
	x.Blocks = []Block{Para{s.say("net-say", s.points(raw.Value), s.points(raw.Between.Low), s.points(raw.Between.High), raw.N), false}}
	switch {
	case corrected != nil:
		x.Blocks = append(x.Blocks, Para{s.say("net-corrected", s.points(corrected.Value), s.points(corrected.Between.Low), s.points(corrected.Between.High), corrected.Labelled), false})
	case q == nil:
		x.Blocks = append(x.Blocks, Para{s.say("net-uncorrected"), true})
	default:
		x.Blocks = append(x.Blocks, Para{s.say("net-not-"+string(q.Standing), s.p.Date(q.Made)), true})
	}
	return x
}

// points writes a net opinion: "+12", "−3", "0".
func (s speaker) points(v float64) string {
	n := s.p.Decimal(100*v, 0)
	if v >= 0.005 {
		n = "+" + n
	}
	return n
}
