package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
)

// The sources page shows thirteen weeks, as every page does, and no more rows
// of its picture than a person compares; troubled ones come first.
const (
	coverageWeeks = 13
	coverageMost  = 40
	// coverageAlone is up to how many sources each has a strip of its own; of
	// more, those without a hole share the strip of their territory.
	coverageAlone = 15
	// visitsWeek is how many visits are read to count what a source brought in
	// seven days: one every quarter of an hour.
	visitsWeek = 700
	// fewReceived items in the first day tell nothing of a week.
	fewReceived = 8
	// countedMost is for how many sources that is done on the list.
	countedMost = 60
)

// sourcesPage answers "do we hear everything we believe we hear?".
type sourcesPage struct {
	Answer  template.HTML
	Finding string // of the table
	Rows    []sourceRow
	Files   []sourceRow
	Strips  []coverageRow
	Covered string // finding of the coverage picture
	Axis    template.HTML
	Holes   []gapRow
	Looking bool // the organisation's own site is being looked at
	// Lost are sites of brands at which nothing could be listened to.
	Lost []lostRow
	Any  bool
}

// lostRow says why nothing is listened to at the site of a brand; Site is the
// address to try again.
type lostRow struct{ Say, Site string }

// sourceRow is a source in the list.
type sourceRow struct {
	vigie.Source
	State    vigie.State
	Of       string // name of the brand whose place it is; empty for nobody's
	Fault    string
	Do       string // what a person can do about the fault
	Received int64  // new items in seven days; -1 where not counted
	Expected int64  // usual new items in seven days; 0 while unknown
	Short    bool   // clearly fewer than expected
}

// coverageRow is the strip of a source, or of several that were heard alike.
type coverageRow struct {
	Name  string
	Href  string
	Strip template.HTML
	Say   string
}

// gapRow is a gap in the table behind the strips.
type gapRow struct {
	ID       vigie.SourceID
	Name     string
	From, To time.Time
	Why      string
}

// sources lists what is listened to, failing sources first.
func (s *Server) sources(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	all, err := s.o.Ledger.Sources(ctx)
	if err != nil {
		return err
	}
	d := sourcesPage{Any: len(all) > 0, Looking: s.found.looking()}
	var visited []vigie.Source
	for _, src := range all {
		if !src.Kind.Visited() {
			d.Files = append(d.Files, sourceRow{Source: src, State: src.State(v.Now)})
			continue
		}
		visited = append(visited, src)
	}
	for _, lost := range s.found.failures() {
		if d.Looking || slices.ContainsFunc(all, func(src vigie.Source) bool { return src.Brand == lost.site.Brand || lost.site.Ours && src.Own }) {
			continue
		}
		say := v.Print.Say("sources-rival-failed", lost.site.Address, vigie.Tell(lost.err), lost.site.Name)
		if lost.site.Ours {
			say = v.Print.Say("sources-own-failed", lost.site.Address, vigie.Tell(lost.err))
		}
		d.Lost = append(d.Lost, lostRow{say, lost.site.Address})
	}
	slices.SortStableFunc(d.Files, func(a, b sourceRow) int { return b.Added.Compare(a.Added) })
	slices.SortStableFunc(visited, func(a, b vigie.Source) int {
		if c := cmp.Compare(trouble(a.State(v.Now)), trouble(b.State(v.Now))); c != 0 {
			return c
		}
		return cmp.Compare(a.Name, b.Name)
	})
	for i, src := range visited {
		row := sourceRow{Source: src, State: src.State(v.Now), Received: -1}
		if t, ok := v.Topic(src.Brand); ok {
			row.Of = t.Name
		}
		row.Fault, row.Do = faultOf(v, src)
		if i < countedMost {
			if err := s.count(ctx, v, &row); err != nil {
				return err
			}
		}
		d.Rows = append(d.Rows, row)
	}
	d.Answer, d.Finding = heard(v, d)
	if err := s.coverage(ctx, v, visited, &d); err != nil {
		return err
	}
	return v.page(w, "sources", vigie.Say("menu-sources"), d)
}

// trouble orders states: what needs a person first.
func trouble(st vigie.State) int {
	return slices.Index([]vigie.State{vigie.Failing, vigie.Late, vigie.Waiting, vigie.Well, vigie.Paused}, st)
}

// faultOf tells why a source fails and what can be done.
func faultOf(v *visit, src vigie.Source) (fault, do string) {
	switch src.State(v.Now) {
	case vigie.Failing:
		fault = v.Print.Sentence(src.Health.Fault)
		if fault == "" {
			fault = v.Print.Say("source-fault-untold")
		}
		if src.Kind.TakesToken() && strings.Contains(src.Health.Fault.ID, "-token") {
			return fault, v.Print.Say("source-do-token")
		}
		if src.Health.LastSuccess.IsZero() {
			return fault, v.Print.Say("source-do-never")
		}
		if v.Now.Sub(src.Health.LastSuccess) > 3*24*time.Hour {
			return fault, v.Print.Say("source-do-look")
		}
		return fault, v.Print.Say("source-do-wait")
	case vigie.Late:
		return v.Print.Say("source-late"), v.Print.Say("source-do-late")
	}
	return "", ""
}

// count tells what a source brought in seven days beside what it usually
// brings.
func (s *Server) count(ctx context.Context, v *visit, row *sourceRow) error {
	if row.Health.LastVisit.IsZero() {
		return nil
	}
	visits, err := s.o.Ledger.Visits(ctx, row.ID, visitsWeek)
	if err != nil {
		return err
	}
	week := v.Now.AddDate(0, 0, -7)
	row.Received = 0
	for _, vs := range visits {
		if vs.At.Before(week) {
			break
		}
		row.Received += int64(vs.New)
	}
	if row.Received >= fewReceived || v.Now.Sub(row.Added) >= 24*time.Hour {
		row.Expected = int64(row.Health.PerWeek + 0.5)
	}
	// The first visit brings a source's backlog, which says nothing of a week;
	// and below five items chance alone may halve a week.
	row.Short = row.Expected >= 5 && row.Received*2 < row.Expected && v.Now.Sub(row.Added) > 7*24*time.Hour
	return nil
}

// heard is the answer of the page, and the finding of its table.
func heard(v *visit, d sourcesPage) (template.HTML, string) {
	var failing, late, waiting, well int
	var worst *sourceRow
	for i, row := range d.Rows {
		switch row.State {
		case vigie.Failing:
			failing++
			if worst == nil {
				worst = &d.Rows[i]
			}
		case vigie.Late:
			late++
		case vigie.Waiting:
			waiting++
		case vigie.Well:
			well++
		}
	}
	n := len(d.Rows)
	say := v.Print.Say
	finding := say("sources-finding", well, n)
	switch {
	case n == 0 && len(d.Files) == 0:
		return rich(say("sources-answer-none")), ""
	case n == 0:
		return rich(say("sources-answer-files", len(d.Files))), ""
	case failing+late > 0:
		a := say("sources-answer-failing", n, failing+late)
		if worst != nil && !worst.Health.LastSuccess.IsZero() {
			a += " " + say("sources-answer-worst", worst.Name, coarse(v.Now.Sub(worst.Health.LastSuccess)))
			return rich(a, "#panne", sourcePath(worst.ID)), finding
		}
		return rich(a, "#panne"), finding
	case well == 0 && waiting > 0:
		return rich(say("sources-answer-waiting", waiting)), say("sources-finding-waiting", waiting)
	case well == 0:
		return rich(say("sources-answer-paused")), finding
	default:
		return rich(say("sources-answer-well", well)), finding
	}
}

// coarse drops the seconds of a silence: people count it in minutes.
func coarse(d time.Duration) time.Duration {
	if d < time.Minute {
		return time.Minute
	}
	return d.Truncate(time.Minute)
}

// coverage draws what was heard week by week.
func (s *Server) coverage(ctx context.Context, v *visit, visited []vigie.Source, d *sourcesPage) error {
	if len(visited) == 0 {
		return nil
	}
	weeks := lastWeeks(v.Now, v.Zone, coverageWeeks)
	from := weeks[0]
	gaps, err := s.o.Ledger.Gaps(ctx, 0, from, v.Now)
	if err != nil {
		return err
	}
	of := map[vigie.SourceID][]vigie.Gap{}
	for _, g := range gaps {
		of[g.Source] = append(of[g.Source], g)
	}
	holes := 0
	var whole []vigie.Source
	for _, src := range visited {
		switch holed := len(of[src.ID]) > 0; {
		case holed:
			holes++
			fallthrough
		case len(visited) <= coverageAlone:
			if len(d.Strips) < coverageMost {
				d.Strips = append(d.Strips, coverage(v, src, of[src.ID], weeks))
			}
		case !src.Paused:
			whole = append(whole, src)
		}
		for _, g := range of[src.ID] {
			d.Holes = append(d.Holes, gapRow{src.ID, src.Name, g.From, g.To, v.Print.Sentence(g.Why)})
		}
	}
	d.Strips = append(d.Strips, together(v, whole, weeks)...)
	slices.SortStableFunc(d.Holes, func(a, b gapRow) int { return b.From.Compare(a.From) })
	d.Covered = v.Print.Say("coverage-finding", holes, len(visited))
	d.Axis = axis(v, weeks)
	return nil
}

// together joins sources without a hole by territory, heard since the first of
// them was added.
func together(v *visit, whole []vigie.Source, weeks []time.Time) []coverageRow {
	var out []coverageRow
	for _, c := range vigie.Channels {
		var n int
		var first vigie.Source
		for _, src := range whole {
			if src.Channel != c {
				continue
			}
			if n++; n == 1 || src.Added.Before(first.Added) {
				first = src
			}
		}
		if n == 0 {
			continue
		}
		row := coverage(v, first, nil, weeks)
		if n > 1 {
			row.Name, row.Href = v.Print.Say("cover-group", capital(v.Print.Say("channel-"+string(c))), n), "#src-t"
		}
		out = append(out, row)
	}
	return out
}

// axis writes the dates under strips.
func axis(v *visit, weeks []time.Time) template.HTML {
	return chart.SVG(chart.StripAxis(v.Print.DayMonth(weeks[0]), v.Print.DayMonth(weeks[len(weeks)/2]), v.Print.DayMonth(v.Now)))
}

// coverage draws the strip of one source and says it in words.
func coverage(v *visit, src vigie.Source, gaps []vigie.Gap, weeks []time.Time) coverageRow {
	row := coverageRow{Name: src.Name, Href: sourcePath(src.ID)}
	var cells []chart.Cell
	var missed time.Duration
	for i, from := range weeks {
		to := v.Now
		if i+1 < len(weeks) {
			to = weeks[i+1]
		}
		if !src.Added.IsZero() && !src.Added.Before(to) {
			cells = append(cells, chart.CellBefore)
			continue
		}
		hole := overlap(gaps, later(from, src.Added), to)
		missed += hole
		cell := chart.CellHeard
		// A seventh of a week is a day: less is told in the table alone.
		if hole*7 >= to.Sub(from) && hole > 0 {
			cell = chart.CellHole
		}
		cells = append(cells, cell)
	}
	row.Strip = chart.SVG(chart.Strip{Cells: cells}.Draw())
	switch {
	case missed >= time.Hour:
		row.Say = v.Print.Say("coverage-missed", missed)
	case src.Added.After(weeks[0]):
		row.Say = v.Print.Say("coverage-since", v.Print.DayMonth(src.Added))
	default:
		row.Say = v.Print.Say("coverage-whole")
	}
	return row
}

// overlap is how much of [from, to) lies in gaps; gaps of one source do not
// overlap each other.
func overlap(gaps []vigie.Gap, from, to time.Time) time.Duration {
	var sum time.Duration
	for _, g := range gaps {
		end := g.To
		if end.IsZero() || end.After(to) {
			end = to
		}
		if d := end.Sub(later(g.From, from)); d > 0 {
			sum += d
		}
	}
	return sum
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// lastWeeks returns the Mondays that begin the last n weeks, this one included,
// oldest first.
func lastWeeks(now time.Time, zone *time.Location, n int) []time.Time {
	l := now.In(zone)
	back := (int(l.Weekday()) + 6) % 7 // days since Monday
	var weeks []time.Time
	for i := n - 1; i >= 0; i-- {
		weeks = append(weeks, time.Date(l.Year(), l.Month(), l.Day()-back-7*i, 0, 0, 0, 0, zone))
	}
	return weeks
}
