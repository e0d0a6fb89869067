package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
)

// changeTelling keeps what was chosen, tries a route, or sends again.
func (s *Server) changeTelling(w http.ResponseWriter, r *http.Request, v *visit) error {
	do, at := r.FormValue("do"), ""
	var err error
	switch do {
	case "route":
		at, err = "routes", s.changeSettings(r, v, v.setRoute)
	case "unroute":
		at, err = "routes", s.changeSettings(r, v, v.dropRoute)
	case "try":
		at, err = "told", s.tryRoute(r, v)
	case "mail":
		at, err = "mail", s.changeSettings(r, v, v.setMail)
	case "when":
		at, err = "when", s.changeSettings(r, v, v.setWhen)
	case "event":
		at, err = "events", s.changeSettings(r, v, v.addEvent)
	case "unevent":
		at, err = "events", s.changeSettings(r, v, v.dropEvent)
	case "posting":
		at, err = "reports", s.changeSettings(r, v, v.addPosting)
	case "unposting":
		at, err = "reports", s.changeSettings(r, v, v.dropPosting)
	case "post":
		at, err = "told", s.postNow(r, v)
	case "again":
		at, err = "told", s.sendAgain(r, v)
	default:
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "do", do)
	}
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		return s.showTelling(w, r, v, tellingPage{At: do, Trouble: v.Print.Error(err), Form: r.PostForm})
	}
	return v.to(w, "/alerts/settings#"+at)
}

// changeSettings reads what was chosen, changes it, and keeps it where it holds.
func (s *Server) changeSettings(r *http.Request, v *visit, change func(*http.Request, *alert.Settings) error) error {
	ctx := r.Context()
	err := s.o.Ledger.ChangeAlertSettings(ctx, func(settings *alert.Settings) error { return change(r, settings) })
	if err == nil {
		v.tell(ctx, "telling-noted")
	}
	return err
}

func trimmed(r *http.Request, field string) string { return strings.TrimSpace(r.PostFormValue(field)) }

func routeNamed(settings *alert.Settings, name string) int {
	return slices.IndexFunc(settings.Routes, func(r alert.Route) bool { return r.Name == name })
}

// setRoute adds a route, or changes the one of that name; what is left empty
// stays as it was.
func (v *visit) setRoute(r *http.Request, settings *alert.Settings) error {
	least, err := strconv.Atoi(r.PostFormValue("least"))
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-level")
	}
	route := alert.Route{
		Name: trimmed(r, "name"), Kind: alert.RouteKind(r.PostFormValue("kind")), To: trimmed(r, "to"),
		Secret: r.PostFormValue("secret"), Least: least,
	}
	i := routeNamed(settings, route.Name)
	if i >= 0 && route.To == "" && settings.Routes[i].Kind == route.Kind {
		route.To = settings.Routes[i].To
		if route.Secret == "" {
			route.Secret = settings.Routes[i].Secret
		}
	}
	if route.Kind != alert.HookRoute {
		route.Secret = ""
	}
	if err := route.Check(); err != nil {
		return err
	}
	if i >= 0 {
		settings.Routes[i] = route
	} else {
		settings.Routes = append(settings.Routes, route)
	}
	return nil
}

func (v *visit) dropRoute(r *http.Request, settings *alert.Settings) error {
	i := routeNamed(settings, r.PostFormValue("name"))
	if i < 0 {
		return vigie.Errorf(vigie.NotFound, nil, "cli-alert-no-route", r.PostFormValue("name"))
	}
	settings.Routes = slices.Delete(settings.Routes, i, i+1)
	return nil
}

// setMail sets the server. A password is kept only for the server and the name
// it was given for: nobody sends it elsewhere by changing the address alone.
func (v *visit) setMail(r *http.Request, settings *alert.Settings) error {
	was := settings.Mail
	m := alert.MailServer{Address: trimmed(r, "server"), From: trimmed(r, "sender"), User: trimmed(r, "user"), Password: r.PostFormValue("password")}
	if m.Password == "" && was.Password != "" && m.User != "" {
		if m.Address != was.Address || m.User != was.User {
			return vigie.Errorf(vigie.Invalid, nil, "alert-no-password")
		}
		m.Password = was.Password
	}
	if m.Address == "" {
		m = alert.MailServer{}
	}
	settings.Mail, settings.Address = m, strings.TrimSuffix(trimmed(r, "pages"), "/")
	return (&alert.Settings{Mail: m, Address: settings.Address}).Check()
}

func (v *visit) setWhen(r *http.Request, settings *alert.Settings) error {
	var err error
	if settings.Quiet.From, err = strconv.Atoi(r.PostFormValue("from")); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-quiet")
	}
	if settings.Quiet.To, err = strconv.Atoi(r.PostFormValue("to")); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-quiet")
	}
	settings.NoLetter = r.PostFormValue("noletter") != ""
	settings.Letters = linesOf(r.PostFormValue("letters"))
	return (&alert.Settings{Quiet: settings.Quiet, Letters: settings.Letters}).Check()
}

// linesOf returns the lines that say something, each once.
func linesOf(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// addPosting has a report leave each month.
func (v *visit) addPosting(r *http.Request, settings *alert.Settings) error {
	p := alert.Posting{Report: alert.ReportKind(r.PostFormValue("report")), To: linesOf(r.PostFormValue("to")), Since: v.Now.UTC()}
	id, err := strconv.ParseInt(r.PostFormValue("brand"), 10, 64)
	p.Brand = vigie.TopicID(id)
	if t, ok := v.Topic(p.Brand); err != nil || !ok || !t.Kind.Brand() {
		return vigie.Errorf(vigie.NotFound, err, "store-no-topic")
	}
	if err := p.Check(); err != nil {
		return err
	}
	settings.Reports = append(settings.Reports, p)
	return nil
}

// posting returns the place of the report that a form names, where it is still
// the one that was shown.
func posting(r *http.Request, settings *alert.Settings) (int, error) {
	i, err := strconv.Atoi(r.PostFormValue("n"))
	if err != nil || i < 0 || i >= len(settings.Reports) || string(settings.Reports[i].Report) != r.PostFormValue("report") {
		return 0, vigie.Errorf(vigie.NotFound, err, "bad-parameter", "n", r.PostFormValue("n"))
	}
	return i, nil
}

func (v *visit) dropPosting(r *http.Request, settings *alert.Settings) error {
	i, err := posting(r, settings)
	if err == nil {
		settings.Reports = slices.Delete(settings.Reports, i, i+1)
	}
	return err
}

// postNow sends a report of the last month at once.
func (s *Server) postNow(r *http.Request, v *visit) error {
	ctx := r.Context()
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	i, err := posting(r, &settings)
	if err != nil {
		return err
	}
	p := settings.Reports[i]
	now, month := v.Now.UTC(), measure.Months(v.Now, v.Zone, 2)[0].From
	if err := s.o.Ledger.Post(ctx, p.Messages(strconv.FormatInt(now.UnixNano(), 10), month, now)...); err != nil {
		return err
	}
	v.tell(ctx, "telling-noted-posted", len(p.To))
	return nil
}

// addEvent writes down what happens from the first day to the last with it: a
// campaign, a strike, a fair.
func (v *visit) addEvent(r *http.Request, settings *alert.Settings) error {
	e := alert.Event{Name: trimmed(r, "name")}
	id, err := strconv.ParseInt(r.PostFormValue("topic"), 10, 64)
	e.Topic = vigie.TopicID(id)
	if _, ok := v.Topic(e.Topic); err != nil || !ok && id != 0 {
		return vigie.Errorf(vigie.NotFound, err, "store-no-topic")
	}
	if e.From, err = v.dayOf(r, "from"); err != nil {
		return err
	}
	if e.To, err = v.dayOf(r, "to"); err != nil {
		return err
	}
	e.To = e.To.AddDate(0, 0, 1)
	if r.PostFormValue("more") == "" {
		e.Widen = 1 // written down, no more
	}
	if err := e.Check(); err != nil {
		return err
	}
	settings.Events = append(settings.Events, e)
	slices.SortStableFunc(settings.Events, func(a, b alert.Event) int { return a.From.Compare(b.From) })
	return nil
}

// dayOf reads a day in the workspace's zone.
func (v *visit) dayOf(r *http.Request, field string) (time.Time, error) {
	said := trimmed(r, field)
	at, err := time.ParseInLocation(time.DateOnly, said, v.Zone)
	if err != nil {
		return at, vigie.Errorf(vigie.Invalid, err, "alert-bad-day", said)
	}
	return at, nil
}

// dropEvent takes away the event at a place of the list, where it is still the
// one that was shown.
func (v *visit) dropEvent(r *http.Request, settings *alert.Settings) error {
	i, err := strconv.Atoi(r.PostFormValue("n"))
	if err != nil || i < 0 || i >= len(settings.Events) || settings.Events[i].Name != r.PostFormValue("name") {
		return vigie.Errorf(vigie.NotFound, err, "bad-parameter", "n", r.PostFormValue("n"))
	}
	settings.Events = slices.Delete(settings.Events, i, i+1)
	return nil
}

// tryRoute posts a trial of a route.
func (s *Server) tryRoute(r *http.Request, v *visit) error {
	ctx := r.Context()
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	i := routeNamed(&settings, r.PostFormValue("name"))
	if i < 0 {
		return vigie.Errorf(vigie.NotFound, nil, "cli-alert-no-route", r.PostFormValue("name"))
	}
	if err := s.o.Ledger.Post(ctx, alert.TryRoute(settings.Routes[i], v.Now.UTC())); err != nil {
		return err
	}
	v.tell(ctx, "telling-noted-try", settings.Routes[i].Name)
	return nil
}

// sendAgain makes one dead message due again, or all where none is named.
func (s *Server) sendAgain(r *http.Request, v *visit) error {
	ctx := r.Context()
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	dead, err := s.o.Ledger.Outbox(ctx, alert.Dead, time.Time{}, 0)
	if err != nil {
		return err
	}
	key, n := r.PostFormValue("key"), 0
	for _, m := range dead {
		if key != "" && m.Key != key {
			continue
		}
		if err := s.o.Ledger.SaveMessage(ctx, m.Again(&settings, v.Now.UTC())); err != nil {
			return err
		}
		n++
	}
	if n == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "alert-no-message")
	}
	v.tell(ctx, "telling-noted-again", n)
	return nil
}
