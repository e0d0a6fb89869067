package report

import (
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

// quality says how right and how whole the listening is.
func (s speaker) quality(q *Quality) Section {
	x := Section{Kicker: s.say("quality-kicker"), Finding: s.say("quality-finding")}
	if q == nil || q.About == nil {
		x.Blocks = []Block{Para{s.say("quality-unmeasured"), false}}
		return x
	}
	switch x.Finding = s.say("quality-about", s.pc(q.About.Ratio)); q.Standing {
	case sample.OtherQuery:
		x.Finding = s.say("quality-before-query")
	case sample.TooOld:
		x.Finding = s.say("quality-too-old")
	}
	points := Points{{s.say("quality-precision"), s.part(q.About)}}
	if q.Right != nil {
		points = append(points, Point{s.say("quality-right"), s.part(q.Right)})
	}
	x.Blocks = []Block{points, Para{s.say("quality-how", q.Labelled, s.p.Date(q.Made)), true}}
	return x
}

// reach says how many readings were possible, as a range.
func (s speaker) reach(r *measure.Reach) Section {
	x := Section{Kicker: s.say("reach-kicker"), Finding: s.say("reach-none"), Blocks: []Block{Para{s.say("reach-none-why"), false}}}
	if r != nil {
		x.Finding = s.say("reach-finding", s.p.Number(measure.Rounded(r.Low)), s.p.Number(measure.Rounded(r.High)))
		x.Blocks = []Block{Para{s.say("reach-how", r.Known, r.All), true}}
		if r.Views > 0 {
			x.Blocks = append(x.Blocks, Para{s.say("reach-views", r.Views), true})
		}
	}
	return x
}
