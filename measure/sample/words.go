package sample

import (
	"vigie.example/vigie"
	"vigie.example/vigie/say"
)

// Words says what a labelled sample of a topic tells: first the answer, then
// how it was drawn and what else is known.
func (t *Told) Words(p *say.Printer, topic vigie.Topic) (answer string, facts []string) {
	points := func(x float64) string { return p.Decimal(x*100, 0) }
	fact := func(id string, args ...any) { facts = append(facts, p.Say(id, args...)) }
	one := t.Sample
	answer = p.Say("sample-none", one.Drawn)
	if a := t.About; a != nil {
		answer = p.Say("sample-precision", topic.Name, a.K, a.N, points(a.Between.Low), points(a.Between.High))
	}
	fact("sample-how", one.Drawn, one.Frame, p.Date(one.Period.From), p.Date(one.Period.To.AddDate(0, 0, -1)), p.Date(one.Made))
	if one.Version != topic.Version {
		fact("sample-not-query", p.Date(one.Made))
	}
	if t.Unclear > 0 {
		fact("sample-unclear", t.Unclear)
	}
	if lost := one.Drawn - t.Cards; lost > 0 {
		fact("sample-lost", lost)
	}
	if a := t.Right; a != nil {
		fact("sample-right", a.K, a.N, points(a.Between.Low), points(a.Between.High))
	}
	for _, x := range []struct {
		id string
		a  *Agreement
	}{{"sample-agreed-about", t.AboutAgreed}, {"sample-agreed-opinion", t.OpinionAgreed}} {
		if x.a == nil {
			continue
		}
		kappa := p.Say("sample-kappa-none")
		if x.a.Known {
			kappa = p.Decimal(x.a.Kappa, 2)
		}
		fact(x.id, x.a.Pairs, points(x.a.Same), kappa)
	}
	return answer, facts
}
