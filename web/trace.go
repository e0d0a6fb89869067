package web

import (
	"html/template"
	"net/http"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// tracePage tells what became of an address or a text.
type tracePage struct {
	Asked  string
	Answer template.HTML
	Trace  *watch.Trace // nil before anything was asked
	Same   []example
	Yes    []verdict // topics that take it
	No     []verdict // topics that do not
	// Trouble is why nothing can be told.
	Trouble string
}

// verdict is what one topic says of a text.
type verdict struct {
	Topic vigie.Topic
	Why   []string
}

// askedMost bounds what can be asked, in bytes: an address, or a post.
const askedMost = 8000

// trace answers whether something was heard, and why it is where it is.
func (s *Server) trace(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := tracePage{Asked: strings.TrimSpace(r.URL.Query().Get("what"))}
	if d.Asked == "" {
		d.Answer = rich(v.Print.Say("trace-answer"))
		return v.page(w, "trace", vigie.Say("menu-trace"), d)
	}
	if len(d.Asked) > askedMost {
		return vigie.Errorf(vigie.Invalid, nil, "trace-too-long")
	}
	tr, err := s.o.Watch.Trace(r.Context(), d.Asked)
	if err != nil {
		return err
	}
	d.Trace = &tr
	for _, k := range tr.Same {
		m := k.Mention
		d.Same = append(d.Same, example{m.ID, m.Title, shorten(m.Text, exampleRunes), m.Site, m.When()})
	}
	for _, vd := range tr.Verdicts {
		x := verdict{Topic: vd.Topic, Why: whyOf(v, vd.Why)}
		if !vd.Placed.IsZero() {
			x.Why = append([]string{v.Print.Sentence(vd.Placed)}, x.Why...)
		}
		if vd.Noise != "" {
			x.Why = append([]string{v.Print.Say("noise-aside-by", vigie.Say("noise-"+vd.Noise))}, append(whyOf(v, vd.NoiseWhy), x.Why...)...)
		}
		if vd.Matched {
			d.Yes = append(d.Yes, x)
		} else {
			d.No = append(d.No, x)
		}
	}
	d.Answer = traceAnswer(v, d)
	return v.page(w, "trace", vigie.Say("menu-trace"), d)
}

// traceAnswer says in one sentence what became of it.
func traceAnswer(v *visit, d tracePage) template.HTML {
	say := v.Print.Say
	var names []string
	for _, y := range d.Yes {
		names = append(names, y.Topic.Name)
	}
	m := d.Trace.Mention
	switch {
	case m != nil && d.Trace.Buffered:
		return rich(say("trace-buffered", m.Heard))
	case m != nil && len(names) > 0:
		return rich(say("trace-kept", m.Heard, names), mentionPath(m.ID))
	case m != nil:
		return rich(say("trace-kept-none", m.Heard), mentionPath(m.ID))
	case strings.Contains(d.Asked, "://") && len(d.Trace.Verdicts) == 0:
		return rich(say("trace-unheard"))
	case len(d.Same) > 0:
		return rich(say("trace-text-heard", len(d.Same)))
	case len(names) > 0:
		return rich(say("trace-text-would", names))
	default:
		return rich(say("trace-text-wouldnt"))
	}
}

// whyOf puts what decided a topic into words: each part that holds, or the
// smallest that failed and, of alternatives, why each did.
func whyOf(v *visit, e query.Explanation) []string {
	var why []string
	for _, p := range e.Parts {
		why = append(why, v.Print.Sentence(p.Say))
	}
	if e.Miss != nil {
		why = append(why, v.Print.Sentence(e.Miss.Why))
		for _, m := range e.Miss.Parts {
			why = append(why, v.Print.Sentence(m.Why))
		}
	}
	return why
}
