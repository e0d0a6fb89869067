package report

import "vigie.example/vigie/measure"

// admission says how places receive brands, as far as somebody said.
func (a *auditor) admission() Section {
	x := Section{Kicker: a.say("admission-kicker"), Finding: a.say("admission-finding")}
	var said Points
	for _, p := range a.Places {
		if p.Admission != measure.AdmissionUnknown {
			said = append(said, Point{p.Site, a.say("admitted-" + p.Admission.String())})
		}
	}
	if len(said) > 0 {
		x.Finding = a.say("admission-said", len(said), len(a.Places))
		x.Blocks = append(x.Blocks, said)
	}
	if len(said) < len(a.Places) {
		x.Blocks = append(x.Blocks, Para{a.say("admission-do"), false}, Points{
			{a.say("admission-1"), a.say("admission-1-do")}, {a.say("admission-2"), a.say("admission-2-do")}, {a.say("admission-3"), a.say("admission-3-do")},
		})
	}
	return x
}
