package web

import (
	"context"
	"html/template"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
	"vigie.example/vigie/watch"
)

// failing is a source that could not be heard.
type failing struct {
	Name, Href, Why string
}

// work is a reading-again under way.
type work struct {
	Say, Label string
	Percent    int
}

// health tells how the sources do, and which fail.
func (v *visit) health(l listening) (template.HTML, []failing) {
	p := v.Print
	visited, well, waiting := 0, 0, 0
	var bad []failing
	for _, src := range l.Sources {
		if !src.Kind.Visited() || src.Paused {
			continue
		}
		visited++
		switch src.State(v.Now) {
		case vigie.Waiting:
			waiting++
		case vigie.Failing:
			bad = append(bad, failing{src.Name, "/sources/" + id64(int64(src.ID)), p.Sentence(src.Health.Fault)})
		default:
			well++
		}
	}
	line := p.Say("listen-well", well, visited)
	switch {
	case visited == 0:
		line = p.Say("listen-files")
	case waiting > 0:
		line += " " + p.Say("listen-waiting", waiting)
	}
	return rich(line, "/sources"), bad
}

// waiting reports whether no source has been visited yet.
func waiting(l listening) bool {
	for _, src := range l.Sources {
		if !src.Kind.Visited() || !src.Health.LastVisit.IsZero() {
			return false
		}
	}
	return true
}

// work lists what is being read again.
func (s *Server) work(ctx context.Context, v *visit) ([]work, error) {
	jobs, err := s.o.Ledger.Jobs(ctx)
	if err != nil {
		return nil, err
	}
	var out []work
	for _, j := range jobs {
		if !j.Ended.IsZero() {
			continue
		}
		t, ok := v.Topic(j.Topic)
		if !ok {
			continue
		}
		out = append(out, work{
			Say: v.Print.Say("work-say", say.Ratio(j.Share), j.Joined), Label: v.Print.Say("work-label", t.Name),
			Percent: int(100 * j.Share),
		})
	}
	again, err := watch.RegroupingOf(ctx, s.o.Ledger)
	if err == nil && again.Maker != "" && again.Ended.IsZero() {
		out = append(out, work{
			Say: v.Print.Say("work-stories-say", say.Ratio(again.Share), again.Moved), Label: v.Print.Say("work-stories"),
			Percent: int(100 * again.Share),
		})
	}
	return out, err
}
