package report

import (
	"cmp"
	"context"
	"errors"
	"slices"
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

	Demand    measure.Demand
	Questions []Verbatim // the newest without an answer, then others

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
	Once, Loudest *measure.Part
	Returning     *measure.Part
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
	Answer           measure.Answer
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
	f := vigie.Filter{Topics: []vigie.TopicID{q.Brand}, From: p.From, To: p.To}
	f.Topics = append(f.Topics, unique(q.Rivals)...)
	f.Topics = append(f.Topics, unique(q.Themes)...)
	sayings, err := measure.Gather(ctx, m.Archive, f)
	if err != nil {
		return nil, err
	}
	s := sorted(a, sayings)
	a.count(s)
	a.Coverage = m.coverage(a, s.all)
	if err := m.demand(ctx, a, s); err != nil {
		return nil, err
	}
	a.places(q, s)
	a.who(s.field)
	a.advise(s)
	a.compare(s)
	if err := m.hear(ctx, a, s); err != nil {
		return nil, err
	}
	return a, nil
}

func unique(ids []vigie.TopicID) []vigie.TopicID {
	var out []vigie.TopicID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// heap is the sayings of an audit by what they are about.
type heap struct {
	all, ours, rivals, theme []measure.Saying
	field                    []measure.Saying // theme and brand, each mention once
}

func sorted(a *Audit, sayings []measure.Saying) heap {
	h := heap{all: sayings}
	seen := map[vigie.MentionID]bool{}
	for i := range sayings {
		s := &sayings[i]
		switch {
		case s.Topic == a.Brand.ID:
			h.ours = append(h.ours, *s)
		case slices.ContainsFunc(a.Rivals, func(t vigie.Topic) bool { return t.ID == s.Topic }):
			h.rivals = append(h.rivals, *s)
			continue
		default:
			h.theme = append(h.theme, *s)
		}
		if !seen[s.Mention] {
			seen[s.Mention] = true
			h.field = append(h.field, *s)
		}
	}
	return h
}

// voicesOf counts distinct voices of others.
func voicesOf(sayings []measure.Saying) int64 {
	seen := map[uint64]bool{}
	for i := range sayings {
		if s := &sayings[i]; !s.Own && s.Channel.Voiced() {
			seen[s.Voice] = true
		}
	}
	return int64(len(seen))
}

func (a *Audit) count(s heap) {
	a.Ours = measure.CountEach(s.ours)[a.Brand.ID]
	a.Theme = voicesOf(s.field)
	a.Last = measure.LastSpontaneous(s.ours)
	a.Untold, _ = measure.Untold(s.ours)
	for i := range s.ours {
		if s.ours[i].Own {
			a.Own++
		}
	}
	// A theme that takes nearly everything tells nothing apart.
	a.Swells = a.Listened.Kept >= 200 && float64(len(s.theme)) > 0.95*float64(a.Listened.Kept)
	if n, ok := measure.RawNet(measure.Opinions(s.ours)); ok {
		a.Net = &n
	}
}

// coverage tells how each channel was heard.
func (m *Maker) coverage(a *Audit, sayings []measure.Saying) []Covered {
	n := min(max(int(a.Period.To.Sub(a.Period.From).Hours()/(24*30.4)+0.5), 1), 24)
	months := measure.Months(a.Period.To.Add(-time.Second), m.Zone, n)
	files := slices.ContainsFunc(a.Listened.Sources, func(s vigie.Source) bool { return !s.Kind.Visited() })
	first := map[vigie.Channel]time.Time{}
	voices := map[vigie.Channel]map[uint64]bool{}
	for i := range sayings {
		s := &sayings[i]
		if s.Own {
			continue
		}
		if at, ok := first[s.Channel]; !ok || s.At.Before(at) {
			first[s.Channel] = s.At
		}
		if voices[s.Channel] == nil {
			voices[s.Channel] = map[uint64]bool{}
		}
		voices[s.Channel][s.Voice] = true
	}
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
		if at, ok := first[c]; ok && files && (since.IsZero() || at.Before(since)) {
			since = at
		}
		if since.IsZero() {
			continue
		}
		x := Covered{Channel: c, Sources: len(visited), Voices: int64(len(voices[c])), Months: months}
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
func (m *Maker) demand(ctx context.Context, a *Audit, s heap) error {
	answers, err := m.Archive.Answered(ctx, measure.Questions(s.field))
	if err != nil {
		return err
	}
	a.Demand = measure.DemandOf(s.field, answers)
	return nil
}

// places measures the territories, the largest first.
func (a *Audit) places(q AuditOf, s heap) {
	by := map[string]*struct{ field, ours, rivals []measure.Saying }{}
	at := func(site string) *struct{ field, ours, rivals []measure.Saying } {
		if by[site] == nil {
			by[site] = &struct{ field, ours, rivals []measure.Saying }{}
		}
		return by[site]
	}
	for _, x := range s.field {
		if x.Site != "" && x.Channel.Voiced() {
			at(x.Site).field = append(at(x.Site).field, x)
		}
	}
	for _, x := range s.ours {
		if by[x.Site] != nil {
			at(x.Site).ours = append(at(x.Site).ours, x)
		}
	}
	for _, x := range s.rivals {
		if by[x.Site] != nil {
			at(x.Site).rivals = append(at(x.Site).rivals, x)
		}
	}
	for site, p := range by {
		x := Place{
			Site: site, Channel: p.field[0].Channel, Theme: voicesOf(p.field), Ours: voicesOf(p.ours), Rivals: voicesOf(p.rivals),
			Admission: q.Admission[site],
		}
		for _, asked := range a.Demand.Asked {
			if asked.Site == site {
				x.Asked++
				if asked.Answer != measure.Untraced {
					x.Told++
				}
				if asked.Answer == measure.Unheard {
					x.Open++
				}
			}
		}
		if r, ok := measure.Returning(p.field, a.Zone); ok {
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
func (a *Audit) who(field []measure.Saying) {
	channels := map[vigie.Channel]map[uint64]bool{}
	mentions := map[uint64]int64{}
	var all int64
	for i := range field {
		s := &field[i]
		if s.Own || !s.Channel.Voiced() {
			continue
		}
		if channels[s.Channel] == nil {
			channels[s.Channel] = map[uint64]bool{}
		}
		channels[s.Channel][s.Voice] = true
		mentions[s.Voice]++
		all++
	}
	for c, v := range channels {
		a.Who.Channels = append(a.Who.Channels, Crowd{c, int64(len(v))})
	}
	slices.SortFunc(a.Who.Channels, func(a, b Crowd) int {
		return cmp.Or(cmp.Compare(b.Voices, a.Voices), cmp.Compare(a.Channel, b.Channel))
	})
	if len(mentions) < measure.LeastVoices {
		return
	}
	var once, loudest int64
	var counts []int64
	for _, n := range mentions {
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
	if p, ok := measure.PartOf(loudest, all); ok {
		a.Who.Loudest = &p
	}
	if p, ok := measure.Returning(field, a.Zone); ok {
		a.Who.Returning = &p
	}
}

// advise weighs readiness and posture, for all places and for each.
func (a *Audit) advise(s heap) {
	var solicits int64
	seen := map[vigie.MentionID]bool{}
	for i := range s.ours {
		if x := &s.ours[i]; !x.Own && x.Solicits() {
			seen[x.Mention] = true
		}
	}
	for _, x := range a.Demand.Asked {
		if x.Answer == measure.Unheard {
			seen[x.Mention] = true
		}
	}
	solicits = int64(len(seen))
	if r, ok := measure.Ready(solicits, a.Over, measure.MinutesEach, a.Hands); ok && a.Demand.Read {
		a.Readiness = &r
	}
	g := measure.Ground{
		Over: a.Over, Theme: a.Theme, Ours: a.Ours.Voices, Rivals: voicesOf(s.rivals), Published: a.Own,
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

// compare ranks the brand among its rivals.
func (a *Audit) compare(s heap) {
	a.Compared = append([]vigie.Topic{a.Brand}, a.Rivals...)
	if len(a.Compared) < 2 {
		return
	}
	ids := make([]vigie.TopicID, len(a.Compared))
	for i, t := range a.Compared {
		ids[i] = t.ID
	}
	brands := slices.Concat(s.ours, s.rivals)
	a.Mentions, a.Stories, a.Voices = measure.ShareOfVoice(ids, brands)
	a.Attention = measure.Barometer(measure.Sector{Brands: ids, Months: []measure.Period{a.Period}}, brands)[0]
}
