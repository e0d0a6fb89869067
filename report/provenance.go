package report

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/understand/opinion"
)

// Provenance is what a report was made from and by, so that somebody else can
// make it again.
type Provenance struct {
	Program  string // version of Vigie; empty where it is not known
	Made     time.Time
	Zone     string
	Period   measure.Period
	Topics   []ProvenanceTopic
	Formulas map[string]int // of package measure
	Readers  []string       // those that read the mentions, with their versions
	Command  string         // makes it again
	// Corrected is what people corrected among all that is kept.
	Corrected Corrected
}

// Corrected is how many opinions of the topics of a report, and how many
// mentions' intents, stand as people gave them, and when one was last given.
type Corrected struct {
	Opinions, Intents int
	Last              time.Time
}

// labelled is an archive that keeps what people correct.
type labelled interface {
	Labels(ctx context.Context) ([]vigie.Label, error)
	IntentLabels(ctx context.Context) ([]vigie.IntentLabel, error)
}

// corrected tells what people corrected; the zero value where the archive keeps
// no corrections.
func (m *Maker) corrected(ctx context.Context, topics ...[]vigie.Topic) (c Corrected, err error) {
	a, ok := m.Archive.(labelled)
	if !ok {
		return c, nil
	}
	opinions, err := a.Labels(ctx)
	if err != nil {
		return c, err
	}
	intents, err := a.IntentLabels(ctx)
	if err != nil {
		return c, err
	}
	last := func(at time.Time) {
		if at.After(c.Last) {
			c.Last = at
		}
	}
	for _, l := range opinions {
		for _, list := range topics {
			if slices.ContainsFunc(list, func(t vigie.Topic) bool { return t.ID == l.Topic }) {
				c.Opinions++
				last(l.At)
				break
			}
		}
	}
	for _, l := range intents {
		c.Intents++
		last(l.At)
	}
	return c, nil
}

// ProvenanceTopic is a topic as it was asked.
type ProvenanceTopic struct {
	Name    string
	Query   string
	Version int
}

// provenance tells what a report over topics was made from.
func (m *Maker) provenance(ctx context.Context, p measure.Period, command string, topics ...[]vigie.Topic) (Provenance, error) {
	out := Provenance{
		Program: m.Version, Made: m.Now().UTC(), Zone: m.Zone.String(), Period: p, Command: command,
		Formulas: maps.Clone(measure.Formulas), Readers: m.Readers,
	}
	if out.Readers == nil {
		out.Readers = Readers(opinion.Maker)
	}
	for _, list := range topics {
		for _, t := range list {
			out.Topics = append(out.Topics, ProvenanceTopic{t.Name, t.Query, t.Version})
		}
	}
	var err error
	out.Corrected, err = m.corrected(ctx, topics...)
	return out, err
}

// shellWord writes a name as one word of a command line.
func shellWord(name string) string { return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'" }

// provenance says where the figures come from.
func (s speaker) provenance(p *Provenance) Section {
	var topics, rules []string
	for _, t := range p.Topics {
		topics = append(topics, s.say("from-topic", t.Name, t.Version))
	}
	for _, name := range slices.Sorted(maps.Keys(p.Formulas)) {
		rules = append(rules, version(name, p.Formulas[name]))
	}
	points := Points{
		{s.say("from-asked"), s.say("from-asked-is", s.p.Date(p.Period.From), s.p.Date(p.Period.To.Add(-time.Second)), p.Zone)},
		{s.say("from-queries"), s.p.List(topics) + "."},
		{s.say("from-rules"), strings.Join(append(rules, p.Readers...), ", ") + "."},
	}
	if c := p.Corrected; c.Opinions+c.Intents > 0 {
		points = append(points, Point{s.say("from-corrected"), s.say("from-corrected-is", c.Opinions, c.Intents, s.p.Date(c.Last))})
	}
	if p.Program != "" {
		points = append(points, Point{s.say("from-program"), "Vigie " + p.Program + "."})
	}
	points = append(points, Point{s.say("from-again"), p.Command})
	return Section{Kicker: s.say("from-kicker"), Finding: s.say("from-finding"), Blocks: []Block{points}}
}

// version names a formula in a version: "net/1".
func version(name string, n int) string { return fmt.Sprintf("%s/%d", name, n) }
