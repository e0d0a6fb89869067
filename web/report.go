package web

import (
	"bytes"
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
	"vigie.example/vigie/store"
)

// reportPage is a report shown as a page, and the form that asks for it.
type reportPage struct {
	Body    template.HTML
	Made    string // when, in words
	Files   []reportFile
	Brands  []choice // whom it may be about
	Rivals  []choice
	Themes  []choice
	Sectors []choice
	Months  []choice
	Periods []period
	Around  []period
	Since   string
	Hours   string
	August  string
	Places  []placeAsked // of an audit: how each receives brands, as somebody said
}

// placeAsked is a place of an audit, and what can be said of it.
type placeAsked struct {
	Site   string
	Choose []choice
}

// reportFile is one form in which a report can be taken away.
type reportFile struct{ Name, Href string }

// choice is one thing that can be chosen in a form.
type choice struct {
	Value, Name string
	On          bool
}

// made is a report that was made a while ago: a report reads much, and changes
// little from one hour to the next.
type made struct {
	facts   any
	compose report.Composer
}

// reportsMost is how many are kept at once.
const reportsMost = 32

// maker gathers facts in the workspace's zone.
func (s *Server) maker(zone *time.Location) *report.Maker {
	return &report.Maker{Quoter: s.quoter, Turns: func(ctx context.Context) ([]vigie.Turn, error) { return store.Turns(ctx, s.o.Ledger) }, Archive: s.o.Archive, Ledger: s.o.Ledger, Alarms: s.o.Alerts, Samples: s.o.Ledger, Readers: s.o.Readers, Version: s.o.Version, Now: s.o.Now, Zone: zone}
}

// audit answers: is it worth being there, and how?
func (s *Server) audit(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	of, err := v.auditOf(q)
	if err != nil {
		return err
	}
	over, err := v.auditOver(r, &of)
	if err != nil {
		return err
	}
	m, at, err := s.reports.get(r.Context(), s, reportKey("audit", of, v), func() (made, error) {
		a, err := s.maker(v.Zone).Audit(r.Context(), of)
		if err != nil {
			return made{}, err
		}
		return made{a, a.Document}, nil
	})
	if err != nil {
		return err
	}
	if format := q.Get("format"); format != "" {
		return s.reportFile(w, r, v, m, format, "pre-audit")
	}
	path := within("/audit?"+q.Encode(), "since", "")
	d := reportPage{Files: v.files("/audit", q), Since: q.Get("since"), Hours: q.Get("hours"), August: q.Get("august")}
	d.Periods, d.Around = v.periods(path, over)
	for _, t := range v.Topics {
		one := choice{id64(int64(t.ID)), t.Name, t.ID == of.Brand}
		if t.Kind.Brand() {
			d.Brands = append(d.Brands, one)
			if t.ID != of.Brand {
				one.On = slices.Contains(of.Rivals, t.ID)
				d.Rivals = append(d.Rivals, one)
			}
		} else if t.Kind == vigie.Theme {
			one.On = slices.Contains(of.Themes, t.ID)
			d.Themes = append(d.Themes, one)
		}
	}
	if a, ok := m.facts.(*report.Audit); ok {
		for _, p := range a.Places {
			one := placeAsked{Site: p.Site}
			for _, is := range []measure.Admission{measure.Refused, measure.Admitted, measure.Welcome} {
				one.Choose = append(one.Choose, choice{p.Site + "=" + is.String(), v.Print.Say("audit-form-" + is.String()), p.Admission == is})
			}
			d.Places = append(d.Places, one)
		}
	}
	return s.showReport(w, v, m, at, "audit", vigie.Say("audit-name"), d)
}

// auditOver reads the period of an audit: a first day, or weeks up to a day as
// other pages have them; the last twelve months without either.
func (v *visit) auditOver(r *http.Request, of *report.AuditOf) (stretch, error) {
	q := r.URL.Query()
	if q.Get("weeks") == "" && q.Get("until") == "" {
		return stretch{End: v.Now, Weeks: 52, all: measure.Weeks(v.Now, v.Zone, 52)}, nil
	}
	over, err := v.stretchAsked(r)
	if err == nil && of.From.IsZero() {
		of.From, of.To = over.from(), over.to()
	}
	return over, err
}

// auditOf reads what the form asks.
func (v *visit) auditOf(q url.Values) (report.AuditOf, error) {
	of := report.AuditOf{Hands: measure.Hands{Hours: -1, August: -1}}
	for name, to := range map[string]*float64{"hours": &of.Hands.Hours, "august": &of.Hands.August} {
		if s := strings.TrimSpace(q.Get(name)); s != "" {
			n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
			if err != nil || !(n >= 0) || n > 1000 { // nor NaN
				return of, vigie.Errorf(vigie.Invalid, err, "bad-parameter", name, s)
			}
			*to = n
		}
	}
	if of.Hands.August < 0 {
		of.Hands.August = of.Hands.Hours
	}
	ids := func(name string) ([]vigie.TopicID, error) {
		f, err := parseFilter(url.Values{"topic": given(q, name)}, v.Zone)
		return f.Topics, err
	}
	brand, err := ids("brand")
	if err != nil {
		return of, err
	}
	if of.Rivals, err = ids("rival"); err != nil {
		return of, err
	}
	if of.Themes, err = ids("theme"); err != nil {
		return of, err
	}
	if since := q.Get("since"); since != "" {
		f, err := parseFilter(url.Values{"from": {since}}, v.Zone)
		if err != nil {
			return of, err
		}
		of.From = f.From
	}
	for _, said := range given(q, "admission") {
		site, word, _ := strings.Cut(said, "=")
		if err := of.Admit(site, word); err != nil {
			return of, err
		}
	}
	own, ok := v.Own()
	switch {
	case len(brand) > 0:
		of.Brand = brand[0]
	case !ok:
		return of, vigie.Errorf(vigie.NotFound, nil, "report-no-brand")
	default:
		of.Brand = own.ID
	}
	rivals, themes := report.Beside(v.Topics, of.Brand)
	if !q.Has("asked") {
		of.Rivals, of.Themes = rivals, themes
	}
	// Choosing another brand leaves it among the rivals that were ticked.
	of.Rivals = slices.DeleteFunc(of.Rivals, func(t vigie.TopicID) bool { return t == of.Brand })
	return of, nil
}

// barometer answers: how does the sector move, month by month?
func (s *Server) barometer(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	sector := q.Get("sector")
	until, err := v.untilAsked(r)
	if err != nil {
		return err
	}
	m, at, err := s.reports.get(r.Context(), s, reportKey("barometer", []string{sector, q.Get("until")}, v), func() (made, error) {
		b, err := s.maker(v.Zone).Until(until).Barometer(r.Context(), sector, 0)
		if err != nil {
			return made{}, err
		}
		return made{b, b.Document}, nil
	})
	if err != nil {
		return err
	}
	if format := q.Get("format"); format != "" {
		return s.reportFile(w, r, v, m, format, "barometer")
	}
	d := reportPage{Files: v.files("/barometer", q), Around: v.monthsBefore(within("/barometer", "sector", sector), report.BarometerMonths, until)}
	if all := report.Sectors(v.Topics); len(all) > 1 {
		for i, name := range all {
			d.Sectors = append(d.Sectors, choice{name, name, name == sector || sector == "" && i == 0})
		}
	}
	return s.showReport(w, v, m, at, "barometer", vigie.Say("baro-name"), d)
}

// monthToTell is the month that is over, or the present one where that is all
// that was listened to: files tell of older times.
func (s *Server) monthToTell(ctx context.Context, months []measure.Period) (time.Time, error) {
	now := months[len(months)-1].From
	all, err := s.o.Ledger.Sources(ctx)
	if err != nil {
		return now, err
	}
	old := func(src vigie.Source) bool { return !src.Kind.Visited() || src.Added.Before(now) }
	if len(all) > 0 && !slices.ContainsFunc(all, old) {
		return now, nil
	}
	return months[len(months)-2].From, nil
}

// monthly shows the monthly report.
func (s *Server) monthly(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	of, err := v.auditOf(url.Values{"brand": given(q, "brand")})
	if err != nil {
		return err
	}
	ask := report.MonthlyOf{Brand: of.Brand, Rivals: of.Rivals}
	months := measure.Months(v.Now, v.Zone, 14)
	if ask.Month, err = s.monthToTell(r.Context(), months); err != nil {
		return err
	}
	if s := q.Get("month"); s != "" {
		if ask.Month, err = time.ParseInLocation("2006-01", s, v.Zone); err != nil {
			return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "month", s)
		}
	}
	m, at, err := s.reports.get(r.Context(), s, reportKey("report", ask, v), func() (made, error) {
		a, err := s.maker(v.Zone).Monthly(r.Context(), ask)
		if err != nil {
			return made{}, err
		}
		return made{a, a.Document}, nil
	})
	if err != nil {
		return err
	}
	if format := q.Get("format"); format != "" {
		return s.reportFile(w, r, v, m, format, "report-"+ask.Month.In(v.Zone).Format("2006-01"))
	}
	d := reportPage{Files: v.files("/report", q)}
	for i := len(months) - 1; i >= 0; i-- {
		at := months[i].From
		d.Months = append(d.Months, choice{at.Format("2006-01"), capital(v.Print.MonthYear(at)), at.Equal(ask.Month)})
	}
	for _, t := range v.Topics {
		if t.Kind.Brand() {
			d.Brands = append(d.Brands, choice{id64(int64(t.ID)), t.Name, t.ID == of.Brand})
		}
	}
	return s.showReport(w, v, m, at, "report", vigie.Say("month-title"), d)
}

// reportKey tells reports apart.
func reportKey(kind string, asked any, v *visit) string {
	b, err := json.Marshal(asked)
	if err != nil {
		return kind + v.Token // never shared
	}
	return kind + " " + v.Zone.String() + " " + string(b)
}

// showReport shows a report within the pages.
func (s *Server) showReport(w http.ResponseWriter, v *visit, m made, at time.Time, name string, title vigie.Sentence, d reportPage) error {
	d.Made = v.Print.Say("made-at", v.Print.Clock(at))
	var err error
	if d.Body, err = report.Body(m.compose(v.Print, report.Options{Link: v.mentions})); err != nil {
		return err
	}
	return v.page(w, name, title, d)
}

// files lists the forms a report can be taken away in.
func (v *visit) files(path string, q url.Values) []reportFile {
	var out []reportFile
	if v.Guest != nil { // what can be printed, not the facts behind it
		return []reportFile{{"PDF", v.Guest.At + "?format=pdf"}}
	}
	for _, f := range []string{"pdf", "xlsx", "html", "json"} {
		q := copied(q)
		q.Set("format", f)
		out = append(out, reportFile{strings.ToUpper(f), path + "?" + q.Encode()})
	}
	return out
}

// copied copies values.
func copied(q url.Values) url.Values {
	out := url.Values{}
	for k, v := range q {
		out[k] = slices.Clone(v)
	}
	return out
}

// reportFile sends a report as a file.
func (s *Server) reportFile(w http.ResponseWriter, r *http.Request, v *visit, m made, format, name string) error {
	from, err := report.Signed(r.Context(), s.o.Ledger)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	kind, err := report.Write(&b, report.Order{
		Format: format, Facts: m.facts, Compose: m.compose, Print: v.Print, Style: Style(),
		Options: report.Options{From: from},
	})
	if err != nil {
		return err
	}
	return sendFile(w, kind, name+"."+format, &b)
}

// worthless says why there is no advertising-value equivalent.
func (s *Server) worthless(w http.ResponseWriter, _ *http.Request, v *visit) error {
	return v.page(w, "value", vigie.Say("value-title"), nil)
}
