package web

import (
	"context"
	"html/template"
	"strconv"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/say"
	"vigie.example/vigie/store"
)

// week is one figure of a topic's course, with what must be known to read it.
type week struct {
	measure.Period
	N      int64
	Band   measure.Band
	Banded bool // there was enough past to tell what is ordinary
	Hole   measure.Hole
	// Silent is before anything was listened to; Early is before listening was
	// whole: what was found afterwards of that time, never all of it.
	Silent, Early bool
	Open          bool // still under way
	Filter        vigie.Filter
}

// Usual reports whether the week may be compared with others.
func (w week) Usual() bool { return !w.Silent && !w.Early && !w.Open && !w.Hole.Incomplete() }

// listening is what pages need to know of the sources.
type listening struct {
	Sources []vigie.Source
	Gaps    []vigie.Gap
	// Since is when listening began: when the first feed was added, or the
	// oldest mention where a file was brought in. Zero when there is no source.
	Since time.Time
	// Files is the newest mention that a file brought, Visits when the first
	// feed was added; zero where there is none. What was said between the two
	// nobody listened to.
	Files, Visits time.Time
	Turns         []vigie.Turn // what one must know of to read a course
}

// fileSlack is how long after its newest mention a file still stands for what
// was said: a file exported on Friday has nothing of Saturday to tell.
const fileSlack = 7 * 24 * time.Hour

// deaf reports whether a period begins after what files tell and before any
// feed was visited.
func (l listening) deaf(p measure.Period) bool {
	return !l.Files.IsZero() && p.From.After(l.Files.Add(fileSlack)) && (l.Visits.IsZero() || p.From.Before(l.Visits))
}

// listens reads sources, and gaps from a time on.
func (s *Server) listens(ctx context.Context, v *visit, from time.Time) (listening, error) {
	var l listening
	var err error
	if l.Sources, err = s.o.Ledger.Sources(ctx); err != nil {
		return l, err
	}
	if l.Gaps, err = s.o.Ledger.Gaps(ctx, 0, from, v.Now); err != nil {
		return l, err
	}
	file := false
	for _, src := range l.Sources {
		if !src.Kind.Visited() {
			newest, err := s.newestOf(ctx, src)
			if err != nil {
				return l, err
			}
			file, l.Files = true, later(l.Files, newest)
			continue
		}
		if l.Visits.IsZero() || src.Added.Before(l.Visits) {
			l.Visits = src.Added
		}
	}
	if l.Turns, err = store.Turns(ctx, s.o.Ledger); err != nil {
		return l, err
	}
	l.Since = l.Visits
	if file {
		e, err := s.o.Archive.Extent(ctx)
		if err != nil {
			return l, err
		}
		if !e.Oldest.IsZero() && (l.Since.IsZero() || e.Oldest.Before(l.Since)) {
			l.Since = e.Oldest
		}
	}
	return l, nil
}

// newests remembers the newest mention of each file, which changes only with
// what the file brought.
type newests struct {
	mu sync.Mutex
	by map[vigie.SourceID]newest
}

type newest struct {
	items int64
	at    time.Time
}

// newestOf returns when the newest mention of a file was published; zero where
// it brought nothing.
func (s *Server) newestOf(ctx context.Context, src vigie.Source) (time.Time, error) {
	s.files.mu.Lock()
	known, ok := s.files.by[src.ID]
	s.files.mu.Unlock()
	if ok && known.items == src.Health.Items {
		return known.at, nil
	}
	page, err := s.o.Archive.Search(ctx, query.Search{Filter: vigie.Filter{Sources: []vigie.SourceID{src.ID}}, Limit: 1})
	if err != nil {
		return time.Time{}, err
	}
	known = newest{items: src.Health.Items}
	if len(page.Kept) > 0 {
		known.at = page.Kept[0].Mention.When()
	}
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	if s.files.by == nil {
		s.files.by = map[vigie.SourceID]newest{}
	}
	s.files.by[src.ID] = known
	return known.at, nil
}

// name returns how people call a source.
func (l listening) name(id vigie.SourceID) string {
	for _, s := range l.Sources {
		if s.ID == id {
			return s.Name
		}
	}
	return ""
}

// course counts the n weeks of each topic up to and with the one of end, with
// what an ordinary week gives. The answer has n weeks for every topic asked
// for, oldest first.
func (s *Server) course(ctx context.Context, v *visit, l listening, unit measure.Unit, end time.Time, n int, topics ...vigie.TopicID) (map[vigie.TopicID][]week, error) {
	all := measure.Weeks(end, v.Zone, n+measure.MostPast)
	points, err := s.o.Archive.Count(ctx, measure.Question{
		Filter: vigie.Filter{Topics: topics, From: all[0].From, To: all[len(all)-1].To},
		Unit:   unit, Step: measure.Week,
	})
	if err != nil {
		return nil, err
	}
	counted := map[vigie.TopicID]map[int64]int64{}
	for _, t := range topics {
		counted[t] = map[int64]int64{}
	}
	for _, p := range points {
		if counted[p.Topic] != nil {
			counted[p.Topic][p.At.Unix()] += p.N
		}
	}
	holes := measure.Holes(all, l.Sources, l.Gaps, v.Now)
	out := map[vigie.TopicID][]week{}
	for _, t := range topics {
		var past []int64
		for i, p := range all {
			w := week{
				Period: p, N: counted[t][p.From.Unix()], Hole: holes[i], Open: p.To.After(v.Now),
				Filter: vigie.Filter{Topics: []vigie.TopicID{t}, From: p.From, To: p.To},
			}
			if l.Since.IsZero() || p.From.Before(l.Since) {
				w.Early = w.N > 0
				w.Silent = !w.Early && !p.Holds(l.Since)
			} else if l.deaf(p) {
				w.Early = w.N > 0
				w.Silent = !w.Early && !p.Holds(l.Visits)
			}
			w.Band, w.Banded = measure.Ordinary(past)
			w.Banded = w.Banded && !w.Silent && !w.Early
			if w.Usual() {
				past = append(past, w.N)
			}
			if i >= measure.MostPast {
				out[t] = append(out[t], w)
			}
		}
	}
	return out, nil
}

// weekTable is a course as picture and table.
type weekTable struct {
	Picture template.HTML
	Unit    string // heading of the figures' column
	Caption string
	Rows    []weekRow // newest first
	Banded  bool
}

type weekRow struct {
	week
	Name   string // "24 août"
	Ranges string // "98 à 172"; empty where nothing is ordinary yet
	Note   string
}

// draw makes picture and table of a course. labelled holds the ids of the
// elements that name the picture; one counts in words: message "n-voices" or
// "n-mentions".
func (v *visit) draw(l listening, weeks []week, unit measure.Unit, labelled string) weekTable {
	p := v.Print
	line := chart.Line{LabelledBy: labelled, Number: p.Number}
	t := weekTable{Unit: capital(p.Say("unit-" + string(unit)))}
	for i, w := range weeks {
		row := weekRow{week: w, Name: p.DayMonth(w.From), Note: v.note(l, w)}
		pt := chart.Period{
			Axis: row.Name, Value: w.N, Low: w.Band.Low, High: w.Band.High, Banded: w.Banded,
			Open: w.Open || w.Early, Silent: w.Silent,
		}
		if len(weeks) > 26 {
			pt.Axis = month(p, w.From, i == 0 || i == len(weeks)-1)
		}
		if w.Banded {
			row.Ranges = p.Say("range", w.Band.Low, w.Band.High)
			t.Banded, line.Band = true, p.Say("ordinary")
		}
		if !w.Silent {
			pt.Href = v.mentions(w.Filter)
			pt.Say = p.Say("week-"+string(unit), row.Name, w.N)
			if row.Note != "" {
				pt.Say += p.Say("week-note", row.Note)
			}
		}
		if w.Hole.Incomplete() && !w.Silent && !w.Early {
			pt.Hole = true
			if i == 0 || weeks[i-1].Hole.Worst != w.Hole.Worst {
				pt.Name = v.holeName(l, w)
			}
		}
		line.Points = append(line.Points, pt)
		t.Rows = append(t.Rows, row)
	}
	v.markWeeks(l, weeks, &line, t.Rows)
	for i, j := 0, len(t.Rows)-1; i < j; i, j = i+1, j-1 {
		t.Rows[i], t.Rows[j] = t.Rows[j], t.Rows[i]
	}
	t.Picture = chart.SVG(line.Draw())
	return t
}

// month writes a month for an axis of a year and more, with its year at the
// ends: "nov. 2025", "mars".
func month(p *say.Printer, t time.Time, year bool) string {
	_, name, _ := strings.Cut(p.DayMonth(t), "\u00a0")
	if year {
		name += " " + strconv.Itoa(t.In(p.Zone()).Year())
	}
	return name
}

// note says what must be known to read a week; empty when nothing.
func (v *visit) note(l listening, w week) string {
	p := v.Print
	switch {
	case w.Silent && l.deaf(w.Period):
		return p.Say("week-unheard")
	case w.Silent:
		return p.Say("week-before")
	case w.Early:
		return p.Say("week-early")
	case w.Hole.Incomplete() && l.name(w.Hole.Worst) != "":
		return p.Say("week-hole", l.name(w.Hole.Worst), say.Ratio(w.Hole.Missed))
	case w.Open:
		return p.Say("week-open")
	}
	return ""
}

// holeName is written above the hatching.
func (v *visit) holeName(l listening, w week) string {
	name := l.name(w.Hole.Worst)
	if name == "" {
		return ""
	}
	return v.Print.Say("hole-name", chart.Short(name))
}

// mentions returns the address of the mentions behind a figure.
func (v *visit) mentions(f vigie.Filter) string { return streamPath(f, "", v.Zone) }

// sum adds what was counted.
func sum(weeks []week) (n int64) {
	for _, w := range weeks {
		n += w.N
	}
	return n
}
