package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// MonthlyOf says what a monthly report is about.
type MonthlyOf struct {
	Brand  vigie.TopicID
	Rivals []vigie.TopicID
	Month  time.Time // any instant of it; zero means the last whole month
}

// Monthly is the facts of a monthly report.
type Monthly struct {
	From     Provenance
	Brand    vigie.Topic
	Rivals   []vigie.Topic
	Month    measure.Period
	Now      time.Time
	Zone     *time.Location `json:"-"`
	Listened Listened       `json:"-"`

	Course []CourseMonth   // thirteen, up to and with the month
	Change *measure.Change // voices against the month before; nil where it cannot be told

	Requests measure.Demand // questions and requests about the brand in the month
	Teaches  []Teaching
	Moves    *Verbatim // the positive one that says it best; nil where there is none
	Hurts    *Verbatim

	// Net is the opinion of the month by our readers, nil under measure.LeastJudged;
	// Quality is what a sample read by people says, and Corrected is Net by it, nil
	// where no sample corrects it.
	Net, Corrected *measure.Net
	Quality        *Quality
	// Reach is of the month's mentions by others; nil where it cannot be told.
	Reach *measure.Reach

	Turns []vigie.Turn `json:"-"`

	Compared          []vigie.Topic
	Attention, Before measure.SectorMonth
}

// CourseMonth is the voices of a month, and what must be known to read it.
type CourseMonth struct {
	measure.Period
	N      int64
	Band   measure.Band
	Banded bool
	Hole   measure.Hole
	Open   bool
	Silent bool
	// Partly is the part of the month in which somebody listened, where that is
	// clearly less than the month and the month is over; else zero.
	Partly measure.Period
}

// Usual reports whether the month may be compared.
func (c CourseMonth) Usual() bool {
	return !c.Open && !c.Silent && c.Partly.From.IsZero() && !c.Hole.Incomplete()
}

// Teaching is what customers said that concerns one service.
type Teaching struct {
	Service Service
	N       int64 // mentions
	Said    *Verbatim
}

// Service is who in the house a mention concerns.
type Service string

// The services, and the intents that concern each.
const (
	Care          Service = "care"
	Sales         Service = "sales"
	Communication Service = "communication"
	HR            Service = "hr"
)

var concerns = []struct {
	service Service
	intents []vigie.Intent
}{
	{Care, []vigie.Intent{vigie.Complaint, vigie.Question, vigie.Request}},
	{Sales, []vigie.Intent{vigie.Purchase, vigie.Recommendation}},
	{Communication, []vigie.Intent{vigie.Release}},
	{HR, []vigie.Intent{vigie.Job}},
}

// courseMonths is how many months the line shows.
const courseMonths = 13

// Monthly gathers the facts.
func (m *Maker) Monthly(ctx context.Context, q MonthlyOf) (*Monthly, error) {
	now := m.Now()
	if q.Month.IsZero() {
		q.Month = measure.Months(now, m.Zone, 2)[0].From
	}
	if q.Month.After(now) {
		return nil, vigie.Errorf(vigie.Invalid, errors.New("month to come"), "report-future")
	}
	if slices.Contains(q.Rivals, q.Brand) {
		return nil, vigie.Errorf(vigie.Invalid, errors.New("a rival is the brand"), "report-own-rival")
	}
	topics, err := m.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	brand, err := topicsOf(topics, []vigie.TopicID{q.Brand})
	if err != nil {
		return nil, err
	}
	r := &Monthly{Brand: brand[0], Now: now, Zone: m.Zone}
	if r.Rivals, err = topicsOf(topics, unique(q.Rivals)); err != nil {
		return nil, err
	}
	all := measure.Months(q.Month, m.Zone, courseMonths+measure.MostPast)
	r.Month = all[len(all)-1]
	command := fmt.Sprintf("vigie report %s --month %s", shellWord(r.Brand.Name), r.Month.From.In(m.Zone).Format("2006-01"))
	for _, t := range r.Rivals {
		command += " --rivals " + shellWord(t.Name)
	}
	if r.From, err = m.provenance(ctx, r.Month, command, brand, r.Rivals); err != nil {
		return nil, err
	}
	if r.Listened, err = m.listened(ctx, measure.Period{From: all[0].From, To: r.Month.To}); err != nil {
		return nil, err
	}
	if err := m.course(ctx, r, all); err != nil {
		return nil, err
	}
	if r.Turns, err = m.turns(ctx); err != nil {
		return nil, err
	}
	months := all[len(all)-2:]
	r.Compared = append([]vigie.Topic{r.Brand}, r.Rivals...)
	if len(r.Compared) > 1 {
		sec := measure.Sector{Months: months}
		for _, t := range r.Compared {
			sec.Brands = append(sec.Brands, t.ID)
		}
		if sec.Alerts, err = m.alarms(ctx, months...); err != nil {
			return nil, err
		}
		two, _, err := measure.BarometerOf(ctx, m.Archive, sec)
		if err != nil {
			return nil, err
		}
		r.Before, r.Attention = two[0], two[1]
	}
	ours, err := measure.Gather(ctx, m.Archive, vigie.Filter{Topics: []vigie.TopicID{q.Brand}, From: r.Month.From, To: r.Month.To})
	if err != nil {
		return nil, err
	}
	answers, err := m.Archive.Answered(ctx, measure.Questions(ours))
	if err != nil {
		return nil, err
	}
	r.Requests = measure.DemandOf(ours, answers)
	var leaning measure.Leaning
	var echo measure.Echo
	readers := measure.Readers{Zone: m.Zone}
	for i := range ours {
		readers.Add(&ours[i])
		if s := &ours[i]; !s.Own && s.Channel.Voiced() {
			leaning.Add(s.Opinion)
			echo.Add(s)
		}
	}
	if n, ok := leaning.Net(echo.Effect()); ok {
		r.Net = &n
	}
	if x, ok := readers.Reach(0); ok {
		r.Reach = &x
	}
	if r.Quality, r.Corrected, err = m.sampled(ctx, r.Brand, r.Month, &leaning); err != nil {
		return nil, err
	}
	return r, m.lessons(ctx, r, ours)
}

// course counts the months, and tells what was ordinary.
func (m *Maker) course(ctx context.Context, r *Monthly, all []measure.Period) error {
	points, err := m.Archive.Count(ctx, measure.Question{
		Filter: vigie.Filter{Topics: []vigie.TopicID{r.Brand.ID}, From: all[0].From, To: all[len(all)-1].To},
		Unit:   measure.Voices, Step: measure.Month,
	})
	if err != nil {
		return err
	}
	counted := map[int64]int64{}
	for _, p := range points {
		counted[p.At.Unix()] += p.N
	}
	holes := measure.Holes(all, r.Listened.Sources, r.Listened.Gaps, r.Now)
	var past []int64
	for i, p := range all {
		c := CourseMonth{Period: p, N: counted[p.From.Unix()], Hole: holes[i], Open: p.To.After(r.Now)}
		since := r.Listened.Since
		c.Silent = since.IsZero() || !p.To.After(since) || p.From.After(r.Listened.Until)
		if part, whole := r.Listened.heard(p); !whole && !c.Open && !c.Silent {
			c.Partly = part
		}
		c.Band, c.Banded = measure.Ordinary(past)
		c.Banded = c.Banded && !c.Silent
		if c.Usual() && !p.From.Before(since) {
			past = append(past, c.N)
		}
		if i >= measure.MostPast {
			r.Course = append(r.Course, c)
		}
	}
	n := len(r.Course)
	if a, b := r.Course[n-2], r.Course[n-1]; a.Usual() && b.Usual() {
		was, err := m.crowding(ctx, r.Brand.ID, a)
		if err != nil {
			return err
		}
		is, err := m.crowding(ctx, r.Brand.ID, b)
		if err != nil {
			return err
		}
		if c, ok := measure.Compare(measure.Span{N: a.N, Time: a.Hours(), Crowding: was}, measure.Span{N: b.N, Time: b.Hours(), Crowding: is}); ok {
			r.Change = &c
		}
	}
	return nil
}

// crowding tells how much more the voices of a month spread than if each spoke
// for itself.
func (m *Maker) crowding(ctx context.Context, brand vigie.TopicID, c CourseMonth) (float64, error) {
	points, err := m.Archive.Count(ctx, measure.Question{
		Filter: vigie.Filter{Topics: []vigie.TopicID{brand}, From: c.From, To: c.To}, Unit: measure.Crowds, Step: measure.Whole,
	})
	var crowds int64
	for _, p := range points {
		crowds += p.N
	}
	return measure.Crowding(crowds, c.N), err
}

// lessons picks what customers teach, service by service, and the two verbatims.
func (m *Maker) lessons(ctx context.Context, r *Monthly, ours []measure.Saying) error {
	newest := slices.Clone(ours)
	slices.SortFunc(newest, func(a, b measure.Saying) int { return cmp.Compare(b.Mention, a.Mention) })
	read := &reader{m: m, read: map[vigie.MentionID]*vigie.Kept{}}
	q, err := m.quoter(ctx, r.Brand)
	if err != nil {
		return err
	}
	pick := func(o vigie.Opinion, fits func(*measure.Saying) bool) (int64, *Verbatim, error) {
		var n int64
		var group []measure.Saying
		for i := range newest {
			s := &newest[i]
			if s.Own || !s.Channel.Voiced() || !fits(s) {
				continue
			}
			if n++; len(group) < groupMost && s.Channel != vigie.Press { // press gives titles alone
				group = append(group, *s)
			}
		}
		best, err := read.best(ctx, group, q, o, 1)
		if err != nil || len(best) == 0 {
			return n, nil, err
		}
		return n, &best[0].Verbatim, nil
	}
	for _, c := range concerns {
		n, said, err := pick(vigie.OpinionUnknown, func(s *measure.Saying) bool { return s.Has(c.intents...) })
		if err != nil {
			return err
		}
		if n > 0 {
			r.Teaches = append(r.Teaches, Teaching{c.service, n, said})
		}
	}
	for o, to := range map[vigie.Opinion]**Verbatim{vigie.Positive: &r.Moves, vigie.Negative: &r.Hurts} {
		_, said, err := pick(o, func(s *measure.Saying) bool { return s.Opinion == o })
		if err != nil {
			return err
		}
		*to = said
	}
	return nil
}
