package report

import (
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
}

// ProvenanceTopic is a topic as it was asked.
type ProvenanceTopic struct {
	Name    string
	Query   string
	Version int
}

// provenance tells what a report over topics was made from.
func (m *Maker) provenance(p measure.Period, command string, topics ...[]vigie.Topic) Provenance {
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
	return out
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
	if p.Program != "" {
		points = append(points, Point{s.say("from-program"), "Vigie " + p.Program + "."})
	}
	points = append(points, Point{s.say("from-again"), p.Command})
	return Section{Kicker: s.say("from-kicker"), Finding: s.say("from-finding"), Blocks: []Block{points}}
}

// version names a formula in a version: "net/1".
func version(name string, n int) string { return fmt.Sprintf("%s/%d", name, n) }
