package api

import (
	"net/http"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/say"
	"vigie.example/vigie/watch"
)

// trace answers what became of an address or a text.
func (a *api) trace(w http.ResponseWriter, r *http.Request) error {
	of := strings.TrimSpace(r.URL.Query().Get("of"))
	if of == "" {
		return vigie.Errorf(vigie.Invalid, nil, "api-trace-of-nothing")
	}
	if a.Watch == nil {
		return missing("trace")
	}
	t, err := a.Watch.Trace(r.Context(), of)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	return answer(w, traceOf(&t, called, a.printer(r)))
}

// traceOf tells a trace.
func traceOf(t *watch.Trace, called names, p *say.Printer) Trace {
	out := Trace{Of: t.Asked, Verdict: "unheard", Tell: []string{}}
	tell := func(id string, args ...any) { out.Tell = append(out.Tell, p.Say(id, args...)) }
	switch {
	case t.Mention != nil:
		k := vigie.Kept{Mention: *t.Mention, Reading: t.Reading}
		for _, v := range t.Verdicts {
			if v.Matched {
				k.Matches = append(k.Matches, vigie.Match{Topic: v.Topic.ID})
			}
		}
		m := mentionOf(&k, called)
		out.Mention = &m
		if out.Verdict = "kept"; t.Buffered {
			out.Verdict = "buffered"
		}
		tell("api-trace-"+out.Verdict, t.Mention.Heard)
	case len(t.Same) > 0:
		out.Verdict = "kept"
		tell("api-trace-same", len(t.Same))
	default:
		tell("api-trace-unheard")
	}
	for i := range t.Same {
		out.Same = append(out.Same, mentionOf(&t.Same[i], called))
	}
	for _, c := range t.Heard {
		out.HeardBy = append(out.HeardBy, Hearing{Source: c.Source, Name: c.Name, At: c.At})
		if c.Name != "" {
			tell("api-trace-carried", c.Name, c.At)
		} else {
			tell("api-trace-carried-by-gone", c.At)
		}
	}
	if st := t.Story; st != nil {
		s := Story(*st)
		out.Story = &s
		tell("api-trace-story", int64(st.ID), st.Mentions, st.Voices, st.Sites)
	}
	for _, v := range t.Verdicts {
		id := "api-trace-misses"
		if v.Matched {
			id = "api-trace-matches"
		}
		decided := why(v.Why, p)
		if !v.Placed.IsZero() {
			decided = append([]string{p.Sentence(v.Placed)}, decided...)
		}
		if v.Noise != "" {
			id = "api-trace-aside"
			decided = append(append(decided, p.Say("noise-aside-by", vigie.Say("noise-"+v.Noise))), why(v.NoiseWhy, p)...)
		}
		out.Topics = append(out.Topics, TraceTopic{
			ID: v.Topic.ID, Name: v.Topic.Name, Matched: v.Matched, Tell: p.Say(id, v.Topic.Name), Why: decided,
		})
	}
	return out
}

// why lists the parts that made a match, or the part that failed and, of an OR,
// its alternatives.
func why(e query.Explanation, p *say.Printer) []string {
	var out []string
	for _, part := range e.Parts {
		out = append(out, p.Sentence(part.Say))
	}
	if e.Miss != nil {
		out = append(out, p.Sentence(e.Miss.Why))
		for _, m := range e.Miss.Parts {
			out = append(out, p.Sentence(m.Why))
		}
	}
	return out
}
