package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// tellingPage is who is told, how and when, and what became of it.
type tellingPage struct {
	Ask, Answer string
	// At is the form that was sent with a fault; Trouble says which. Form is
	// what was typed.
	At, Trouble string
	Form        url.Values

	RoutesFinding string
	Routes        []routeRow
	Kinds, Levels []choice

	MailFinding string
	Mail        alert.MailServer // its password left out
	HasPassword bool
	Address     string

	WhenFinding string
	From, To    []choice
	Letters     string
	NoLetter    bool

	ReportsFinding string
	Reports        []postingRow
	Which, Brands  []choice
	ReportsTo      string

	EventsFinding string
	Events        []eventRow
	More          bool // more voices are expected meanwhile
	Topics        []choice

	ToldFinding string
	Told        []toldRow
	Dead        int
	Older       int // how many of what left are shown; 0 where all are
}

type routeRow struct{ Name, Kind, To, Least string }

type eventRow struct{ N, Name, Topic, When string }

type postingRow struct{ N, Kind, Name, Brand, To string }

type toldRow struct {
	Key, What, Href, Route, State, Why string
	At                                 time.Time
	Dead                               bool
}

// sentMost is how many of the messages that left are shown.
const sentMost = 20

// Typed returns what stands in a field: what was typed where its form came
// back, else what is kept.
func (d tellingPage) Typed(form, field, kept string) string {
	if d.At == form {
		return d.Form.Get(field)
	}
	return kept
}

// telling shows who is told.
func (s *Server) telling(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showTelling(w, r, v, tellingPage{})
}

func (s *Server) showTelling(w http.ResponseWriter, r *http.Request, v *visit, d tellingPage) error {
	ctx := r.Context()
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	d.Ask = v.Print.Say("telling-ask")
	v.fillRoutes(&d, &settings)
	v.fillWhen(&d, &settings)
	v.fillReports(&d, &settings)
	v.fillEvents(&d, &settings)
	if err := s.fillTold(r, v, &d); err != nil {
		return err
	}
	d.Answer = v.Print.Say("telling-answer-none")
	if n := len(settings.Routes); n > 0 {
		d.Answer = v.Print.Say("telling-answer", n, d.Dead)
	}
	return v.page(w, "telling", vigie.Say("telling-title"), d)
}

func (v *visit) levelName(n int) string {
	return v.Print.Say("telling-level", n, vigie.Say("alert-level-"+strconv.Itoa(n)))
}

func (v *visit) fillRoutes(d *tellingPage, settings *alert.Settings) {
	p := v.Print
	d.RoutesFinding = p.Say("telling-routes-none")
	if n := len(settings.Routes); n > 0 {
		d.RoutesFinding = p.Say("telling-routes-n", n)
	}
	for _, r := range settings.Routes {
		d.Routes = append(d.Routes, routeRow{r.Name, p.Say("telling-kind-" + string(r.Kind)), whereTo(r), v.levelName(max(r.Least, 1))})
	}
	kind := d.Typed("route", "kind", string(alert.MailRoute))
	for _, k := range alert.RouteKinds {
		d.Kinds = append(d.Kinds, choice{string(k), capital(p.Say("telling-kind-" + string(k))), string(k) == kind})
	}
	least := d.Typed("route", "least", "2")
	for n := 1; n <= 4; n++ {
		d.Levels = append(d.Levels, choice{strconv.Itoa(n), v.levelName(n), strconv.Itoa(n) == least})
	}
	d.Mail, d.HasPassword, d.Address = settings.Mail, settings.Mail.Password != "", settings.Address
	d.Mail.Password = ""
	d.MailFinding = p.Say("telling-mail-none")
	if d.Mail.Address != "" {
		d.MailFinding = p.Say("telling-mail-set", d.Mail.Address)
	}
}

// whereTo is as much of an address as may be shown: the path of a hook is a
// password.
func whereTo(r alert.Route) string {
	if r.Kind == alert.MailRoute {
		return r.To
	}
	u, err := url.Parse(r.To)
	if err != nil {
		return "…"
	}
	return u.Host + "/…"
}

func (v *visit) fillWhen(d *tellingPage, settings *alert.Settings) {
	q := settings.Quiet
	d.WhenFinding = v.Print.Say("telling-when-none")
	if q.From != q.To {
		d.WhenFinding = v.Print.Say("telling-when-set", q.From, q.To)
	}
	hours := func(field string, kept int) (out []choice) {
		on := d.Typed("when", field, strconv.Itoa(kept))
		for h := range 24 {
			out = append(out, choice{strconv.Itoa(h), v.Print.Say("telling-hour", h), strconv.Itoa(h) == on})
		}
		return out
	}
	d.From, d.To = hours("from", q.From), hours("to", q.To)
	d.Letters = d.Typed("when", "letters", strings.Join(settings.Letters, "\n"))
	d.NoLetter = settings.NoLetter
	if d.At == "when" {
		d.NoLetter = d.Form.Get("noletter") != ""
	}
}

func (v *visit) fillReports(d *tellingPage, settings *alert.Settings) {
	p := v.Print
	d.ReportsFinding = p.Say("telling-reports-n", len(settings.Reports))
	for i, r := range settings.Reports {
		row := postingRow{N: strconv.Itoa(i), Kind: string(r.Report), Name: p.Say("posting-" + string(r.Report)), To: strings.Join(r.To, ", ")}
		if t, ok := v.Topic(r.Brand); ok {
			row.Brand = t.Name
		} else if own, ok := v.Own(); ok {
			row.Brand = own.Name
		}
		d.Reports = append(d.Reports, row)
	}
	which, brand := d.Typed("posting", "report", ""), d.Typed("posting", "brand", "")
	for _, k := range alert.ReportKinds {
		d.Which = append(d.Which, choice{string(k), capital(p.Say("posting-" + string(k))), string(k) == which})
	}
	for _, t := range v.Topics {
		if t.Kind.Brand() {
			d.Brands = append(d.Brands, choice{id64(int64(t.ID)), t.Name, id64(int64(t.ID)) == brand})
		}
	}
	d.ReportsTo = d.Typed("posting", "to", "")
}

func (v *visit) fillEvents(d *tellingPage, settings *alert.Settings) {
	p := v.Print
	d.EventsFinding = p.Say("telling-events-none")
	if n := len(settings.Events); n > 0 {
		d.EventsFinding = p.Say("telling-events-n", n)
	}
	for i, e := range settings.Events {
		row := eventRow{N: strconv.Itoa(i), Name: e.Name, Topic: p.Say("telling-event-all")}
		if t, ok := v.Topic(e.Topic); ok {
			row.Topic = t.Name
		}
		row.When = p.Say("telling-event-when", p.Date(e.From), p.Date(e.To.Add(-time.Second)))
		if e.Widen != 1 {
			row.When += p.Say("telling-event-widens")
		}
		d.Events = append(d.Events, row)
	}
	d.More = d.At != "event" || d.Form.Get("more") != ""
	on := d.Typed("event", "topic", "0")
	d.Topics = []choice{{"0", capital(p.Say("telling-event-all")), on == "0"}}
	for _, t := range v.Topics {
		id := id64(int64(t.ID))
		d.Topics = append(d.Topics, choice{id, t.Name, id == on})
	}
}

// fillTold lists what did not leave, what waits, and the latest that left.
func (s *Server) fillTold(r *http.Request, v *visit, d *tellingPage) error {
	ctx, p := r.Context(), v.Print
	count := map[alert.Sending]int{}
	for _, state := range []alert.Sending{alert.Dead, alert.Pending, alert.Sent} {
		all, err := s.o.Ledger.Outbox(ctx, state, time.Time{}, 0)
		if err != nil {
			return err
		}
		count[state] = len(all)
		for i := len(all) - 1; i >= 0; i-- { // the newest first
			if state == alert.Sent && len(all)-i > sentMost {
				d.Older = sentMost
				break
			}
			m := &all[i]
			row := toldRow{
				Key: m.Key, What: p.Say("telling-what-"+string(m.Kind), int64(m.Alert)), Route: m.Route.Name, At: m.Due,
				State: p.Say("telling-state-"+string(m.State), m.Tries), Why: p.Sentence(m.Why), Dead: state == alert.Dead,
			}
			if m.Alert != 0 {
				row.Href = alertPath(m.Alert)
			}
			if !m.Ended.IsZero() {
				row.At = m.Ended
			}
			d.Told = append(d.Told, row)
		}
	}
	d.Dead = count[alert.Dead]
	switch {
	case d.Dead > 0:
		d.ToldFinding = p.Say("telling-told-dead", d.Dead)
	case count[alert.Sent]+count[alert.Pending] > 0:
		d.ToldFinding = p.Say("telling-told-fine", count[alert.Sent], count[alert.Pending])
	default:
		d.ToldFinding = p.Say("telling-told-none")
	}
	return nil
}
