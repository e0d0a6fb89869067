package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// AuditOf says what a pre-audit is about.
type AuditOf struct {
	Brand  vigie.TopicID
	Rivals []vigie.TopicID
	Themes []vigie.TopicID
	// From and To bound it; zero means the last twelve months.
	From, To time.Time
	Hands    measure.Hands // negative hours: nobody said
	// Admission holds what somebody found out of places, by site; of the others
	// nobody said.
	Admission map[string]measure.Admission
}

// Admit reads how a place receives brands, by the word for it
// (measure.Admissions), and keeps it. It fails with kind Invalid for another.
func (q *AuditOf) Admit(site, word string) error {
	is, ok := measure.Admissions[word]
	if site = vigie.SiteOf(strings.TrimSpace(site)); !ok || site == "" {
		return vigie.Errorf(vigie.Invalid, nil, "report-bad-admission", site+"="+word)
	}
	if q.Admission == nil {
		q.Admission = map[string]measure.Admission{}
	}
	q.Admission[site] = is
	return nil
}

// Audit is the facts of a pre-audit.
type Audit struct {
	From   Provenance
	Brand  vigie.Topic
	Rivals []vigie.Topic
	Themes []vigie.Topic
	Period measure.Period
	Now    time.Time
	Zone   *time.Location `json:"-"`
	// Over is for how long of the period somebody listened.
	Over     time.Duration
	Listened Listened `json:"-"`

	Ours   measure.Counts // what others said of the brand
	Theme  int64          // voices on the themes and of the brand together
	Swells bool           // a theme takes nearly all that is kept
	Last   time.Time      // when somebody last spoke of the brand; zero: never
	Untold float64        // see measure.Untold
	Own    int64          // mentions of the brand's own accounts

	Coverage []Covered
	Places   []Place
	Others   int // places beyond those listed
	Who      Who
	Words    Words
	Said     []Verbatim
	Net      *measure.Net
	// Quality is what a sample read by people says; Corrected is Net by it. Reach is
	// of the brand's mentions by others. Each nil where it cannot be told.
	Quality   *Quality
	Corrected *measure.Net
	Reach     *measure.Reach

	Demand    measure.Demand
	Questions []Question // those without an answer, what most ask first, then others

	Compared  []vigie.Topic // brand and rivals
	Mentions  []measure.Share
	Stories   []measure.Share
	Voices    []measure.Share
	Attention measure.SectorMonth

	Hands     measure.Hands
	Readiness *measure.Readiness
	Advice    measure.Advice
}

// Covered is how a channel was heard, month by month.
type Covered struct {
	Channel vigie.Channel
	Sources int
	Voices  int64
	Months  []measure.Period
	Cells   []chart.Cell
}

// Place is a territory: a site where the theme is spoken of.
type Place struct {
	Site         string
	Channel      vigie.Channel
	Theme        int64 // voices
	Ours, Rivals int64
	Asked, Open  int64
	Told         int64 // questions of which it can be told whether somebody answered
	Admission    measure.Admission
	Advice       measure.Advice
	Returning    *measure.Part
}

// Who is the kinds of voices, without a name.
type Who struct {
	Channels []Crowd
	// Once is how many of the voices spoke once only; Loudest what share of
	// the mentions the ten most talkative hold.
	Once      *measure.Part
	Loudest   *float64 // of the mentions there were: nothing is drawn, it has no interval
	Returning *measure.Part
}

// Crowd is the voices of a channel.
type Crowd struct {
	Channel vigie.Channel
	Voices  int64
}

// Verbatim is something that was said, with its source.
type Verbatim struct {
	measure.Saying
	Title, Text, URL string
	// Quote is the sentence of it that says best what its group says, whole; empty
	// for questions.
	Quote  string
	Answer measure.Answer
}

// placesMost and questionsMost are how many are printed.
const (
	placesMost    = 8
	questionsMost = 12
	verbatimsMost = 5
)

// Audit gathers the facts.
func (m *Maker) Audit(ctx context.Context, q AuditOf) (*Audit, error) {
	p, err := m.period(q.From, q.To)
	if err != nil {
		return nil, err
	}
	all, err := m.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	q.Themes = slices.DeleteFunc(slices.Clone(q.Themes), func(t vigie.TopicID) bool { return t == q.Brand })
	if slices.Contains(q.Rivals, q.Brand) {
		return nil, vigie.Errorf(vigie.Invalid, errors.New("a rival is the brand"), "report-own-rival")
	}
	a := &Audit{Period: p, Now: m.Now(), Zone: m.Zone, Hands: q.Hands}
	brand, err := topicsOf(all, []vigie.TopicID{q.Brand})
	if err != nil {
		return nil, err
	}
	a.Brand = brand[0]
	if a.Rivals, err = topicsOf(all, unique(q.Rivals)); err != nil {
		return nil, err
	}
	if a.Themes, err = topicsOf(all, unique(q.Themes)); err != nil {
		return nil, err
	}
	if a.Listened, err = m.listened(ctx, p); err != nil {
		return nil, err
	}
	a.Over = a.Listened.over(p)
	command := fmt.Sprintf("vigie audit %s --since %s --until %s", shellWord(a.Brand.Name), p.From.In(m.Zone).Format(time.DateOnly), p.To.Add(-time.Second).In(m.Zone).Format(time.DateOnly))
	for _, t := range a.Rivals {
		command += " --rivals " + shellWord(t.Name)
	}
	for _, t := range a.Themes {
		command += " --theme " + shellWord(t.Name)
	}
	if q.Hands.Hours >= 0 {
		command += " --hours " + number(q.Hands.Hours)
	}
	if q.Hands.August >= 0 && q.Hands.August != q.Hands.Hours {
		command += " --august " + number(q.Hands.August)
	}
	for _, site := range slices.Sorted(maps.Keys(q.Admission)) {
		command += " --admission " + shellWord(site+"="+q.Admission[site].String())
	}
	if a.From, err = m.provenance(ctx, p, command, brand, a.Rivals, a.Themes); err != nil {
		return nil, err
	}
	h, err := m.gather(ctx, a)
	if err != nil {
		return nil, err
	}
	a.count(h)
	if a.Quality, a.Corrected, err = m.sampled(ctx, a.Brand, a.Period, &h.leaning); err != nil {
		return nil, err
	}
	a.Coverage = m.coverage(a, h)
	if err := m.demand(ctx, a, h); err != nil {
		return nil, err
	}
	a.places(q, h)
	a.who(h)
	a.advise(h)
	if err := m.hear(ctx, a, h); err != nil {
		return nil, err
	}
	return a, nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func unique(ids []vigie.TopicID) []vigie.TopicID {
	var out []vigie.TopicID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (a *Audit) count(h *heap) {
	a.Ours = h.tally.Of(a.Brand.ID)
	a.Theme = h.field.Len()
	a.Last, a.Own = h.last, h.own
	a.Untold, _ = h.untold.Share()
	// A theme that takes nearly everything tells nothing apart.
	a.Swells = a.Listened.Kept >= 200 && float64(h.themes) > 0.95*float64(a.Listened.Kept)
	if n, ok := h.leaning.Net(h.echo.Effect()); ok {
		a.Net = &n
	}
	if r, ok := h.readers.Reach(0); ok {
		a.Reach = &r
	}
}

// coverage tells how each channel was heard.
func (m *Maker) coverage(a *Audit, h *heap) []Covered {
	n := min(max(int(a.Period.To.Sub(a.Period.From).Hours()/(24*30.4)+0.5), 1), 24)
	months := measure.Months(a.Period.To.Add(-time.Second), m.Zone, n)
	files := slices.ContainsFunc(a.Listened.Sources, func(s vigie.Source) bool { return !s.Kind.Visited() })
	var out []Covered
	for _, c := range vigie.Channels {
		var visited []vigie.Source
		since := time.Time{}
		for _, s := range a.Listened.Sources {
			if s.Channel == c && s.Kind.Visited() && !s.Own {
				visited = append(visited, s)
				if since.IsZero() || s.Added.Before(since) {
					since = s.Added
				}
			}
		}
		on := h.channels[c]
		if on != nil && files && (since.IsZero() || on.first.Before(since)) {
			since = on.first
		}
		if since.IsZero() {
			continue
		}
		x := Covered{Channel: c, Sources: len(visited), Months: months}
		if on != nil {
			x.Voices = on.voices.Len()
		}
		holes := measure.Holes(months, visited, a.Listened.Gaps, a.Now)
		for i, p := range months {
			switch {
			case !p.To.After(since):
				x.Cells = append(x.Cells, chart.CellBefore)
			case holes[i].Incomplete():
				x.Cells = append(x.Cells, chart.CellHole)
			default:
				x.Cells = append(x.Cells, chart.CellHeard)
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Covered) int { return cmp.Compare(b.Voices, a.Voices) })
	return out
}

// demand traces the questions.
func (m *Maker) demand(ctx context.Context, a *Audit, h *heap) error {
	answers, err := m.Archive.Answered(ctx, measure.Questions(h.asked))
	if err != nil {
		return err
	}
	a.Demand = measure.DemandOf(h.asked, answers)
	a.Demand.Read = h.read
	return nil
}

// places measures the territories, the largest first.
func (a *Audit) places(q AuditOf, h *heap) {
	for _, asked := range a.Demand.Asked {
		p := h.sites[asked.Site]
		if p == nil {
			continue
		}
		p.asked++
		if asked.Answer != measure.Untraced {
			p.told++
		}
		if asked.Answer == measure.Unheard {
			p.open++
		}
	}
	for site, p := range h.sites {
		x := Place{
			Site: site, Channel: p.channel, Theme: p.field.Len(), Ours: p.ours.Len(), Rivals: p.rivals.Len(),
			Asked: p.asked, Open: p.open, Told: p.told, Admission: q.Admission[site],
		}
		if r, ok := p.returns.Part(); ok {
			x.Returning = &r
		}
		if x.Theme > 0 {
			a.Places = append(a.Places, x)
		}
	}
	slices.SortFunc(a.Places, func(a, b Place) int { return cmp.Or(cmp.Compare(b.Theme, a.Theme), cmp.Compare(a.Site, b.Site)) })
	a.Others = max(0, len(a.Places)-placesMost)
	a.Places = a.Places[:min(len(a.Places), placesMost)]
}

// who tells the kinds of voices.
func (a *Audit) who(h *heap) {
	for c, on := range h.channels {
		if n := on.field.Len(); n > 0 {
			a.Who.Channels = append(a.Who.Channels, Crowd{c, n})
		}
	}
	slices.SortFunc(a.Who.Channels, func(a, b Crowd) int {
		return cmp.Or(cmp.Compare(b.Voices, a.Voices), cmp.Compare(a.Channel, b.Channel))
	})
	mentions := h.mentions
	if len(mentions) < measure.LeastVoices {
		return
	}
	var once, loudest, all int64
	var counts []int64
	for _, n := range mentions {
		all += n
		counts = append(counts, n)
		if n == 1 {
			once++
		}
	}
	slices.Sort(counts)
	for _, n := range counts[max(0, len(counts)-10):] {
		loudest += n
	}
	if p, ok := measure.PartOf(once, int64(len(mentions))); ok {
		a.Who.Once = &p
	}
	loud := float64(loudest) / float64(all)
	a.Who.Loudest = &loud
	if p, ok := h.returns.Part(); ok {
		a.Who.Returning = &p
	}
}

// advise weighs readiness and posture, for all places and for each.
func (a *Audit) advise(h *heap) {
	solicits := h.solicits
	for _, x := range a.Demand.Asked {
		// Those about the brand that wait are counted already.
		if x.Answer == measure.Unheard && !(x.Topic == a.Brand.ID && x.Solicits()) {
			solicits++
		}
	}
	// A pace a week is not told of less than a week.
	if r, ok := measure.Ready(solicits, a.Over, measure.MinutesEach, a.Hands); ok && a.Demand.Read && a.Over >= 7*24*time.Hour {
		a.Readiness = &r
	}
	over := a.Over
	if a.Listened.Kept == 0 { // sources there may be, and none was heard: no advice comes of that
		over = 0
	}
	g := measure.Ground{
		Over: over, Visited: a.Listened.visited(a.Period), Theme: a.Theme, Ours: a.Ours.Voices, Rivals: h.rivals.Len(), Published: a.Own,
		Asked: int64(len(a.Demand.Asked)), Open: a.Demand.Open, Read: a.Demand.Read, Returning: a.Who.Returning,
	}
	if a.Readiness != nil {
		g.Ready = a.Readiness.Ready
	}
	a.Advice = measure.Advise(g)
	for i := range a.Places {
		p := &a.Places[i]
		here := g
		here.Theme, here.Ours, here.Rivals, here.Asked, here.Open = p.Theme, p.Ours, p.Rivals, p.Asked, p.Open
		here.Admission, here.Returning = p.Admission, p.Returning
		p.Advice = measure.Advise(here)
	}
}
