package query

import (
	"strings"

	"vigie.example/vigie"
)

// missField explains a field of values.
func (e *eval) missField(p *prog) Miss {
	got := ""
	if e.post != nil {
		switch p.field {
		case "lang":
			got = e.post.Lang
		case "channel":
			got = string(e.post.Channel)
		case "site":
			got = e.post.Site
		case "country":
			if e.post.Mention != nil {
				got = e.post.Mention.Country
			}
		}
	}
	wanted := strings.Join(p.values, ", ")
	switch p.field {
	case "lang", "channel", "site":
		if got == "" || got == "und" {
			return failed(p, "query-why-no-"+p.field, wanted)
		}
		return failed(p, "query-why-"+p.field, got, wanted)
	}
	if got != "" {
		return failed(p, "query-why-value", print(p.node), got)
	}
	return failed(p, "query-why-not-so", print(p.node))
}

// missRange explains a number or day.
func (e *eval) missRange(p *prog) Miss {
	n, known := e.number(p.field)
	if !known {
		return failed(p, "query-why-number-unknown", print(p.node))
	}
	is := Bound{Given: true, Value: n}
	got := (&Range{Name: p.field, Low: is, High: is}).condition()
	return failed(p, "query-why-value", print(p.node), got)
}

// missStrict explains a word that is there in other letters, or not at all.
func (e *eval) missStrict(p *prog) Miss {
	folded := *p
	folded.op = opSeq
	if !e.holds(&folded) {
		return e.missSeq(p)
	}
	m := failed(p, "query-why-other-letters", print(p.node))
	m.Spans = e.bytes(e.lit(&folded, nil, nil))
	return m
}

// missIn explains a field of text: the part is not there, but may be elsewhere.
func (e *eval) missIn(p *prog) Miss {
	if !ownText(p.field) {
		return failed(p, "query-why-not-so", print(p.node))
	}
	part := p.parts[0]
	if !e.holds(part) {
		return e.miss(part)
	}
	m := failed(p, "query-why-not-in-"+p.field, print(part.node))
	m.Spans = e.bytes(e.lit(part, nil, nil))
	return m
}

// missWithin explains SENTENCE, PARA and FIRST.
func (e *eval) missWithin(p *prog) Miss {
	part := p.parts[0]
	if !e.holds(part) {
		return e.miss(part)
	}
	id := "query-why-not-one-sentence"
	switch p.stretch {
	case OneParagraph:
		id = "query-why-not-one-paragraph"
	case FirstWords:
		id = "query-why-not-first"
	}
	m := failed(p, id, print(part.node), p.most)
	m.Spans = e.bytes(e.lit(part, nil, nil))
	return m
}

// missAny explains ANY.
func (e *eval) missAny(p *prog) Miss {
	n := 0
	m := failed(p, "", 0)
	for _, part := range p.parts {
		if e.holds(part) {
			n++
		} else if len(m.Parts) < partsMost {
			m.Parts = append(m.Parts, e.miss(part))
		}
	}
	m.Why = vigie.Say("query-why-too-few", n, p.most)
	return m
}

// missAtLeast explains ATLEAST.
func (e *eval) missAtLeast(p *prog) Miss {
	part := p.parts[0]
	n := e.places(part, p.most)
	if n == 0 {
		return e.miss(part)
	}
	m := failed(p, "query-why-not-often", print(part.node), n, p.most)
	m.Spans = e.bytes(e.lit(part, nil, nil))
	return m
}
