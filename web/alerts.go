package web

import (
	"context"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// Alerter is what the pages of alerts need of alert.Guard.
type Alerter interface {
	TryUntil(ctx context.Context, topic vigie.TopicID, until time.Time) (alert.Trial, error)
	Letter(ctx context.Context) (alert.Letter, error)
	Gravest(ctx context.Context, periods []measure.Period) ([]map[vigie.TopicID]int, error)
	Course(ctx context.Context, topic vigie.TopicID, from, to time.Time) ([]alert.Stretch, error)
}

// alertsPage is what is unusual, how sure we are, and who has it.
type alertsPage struct {
	Ask    string
	Answer template.HTML

	Finding string
	Open    []alertRow

	Topic   vigie.Topic // of the trial; zero where there is none
	Topics  []watchedTopic
	Trial   trialView
	Kept    string // how the promise held
	Promise string
	Past    []alertRow
}

// alertRow is one alert of a list.
type alertRow struct {
	Href, Name, Level, State, Said string
	Boxes                          []bool
	At                             time.Time
	Verdict                        string
}

// watchedTopic is one topic that can be watched.
type watchedTopic struct {
	Name, Href string
	On, Here   bool
}

// trialView is the back-test.
type trialView struct {
	Finding, Caption string
	Notes            []string
	Rows             []trialRow
	Around           []period // the past before the one tried, and after
	Events           []trialEvent
	Off              bool
}

type trialRow struct {
	Budget, Name, Rung, Caught, Early string
	Chosen                            bool
}

type trialEvent struct{ Name, Href, Said, Early string }

// pastMost is how many closed alerts the page shows.
const pastMost = 30

// alerts answers: what is unusual, how sure are we, who has it?
func (s *Server) alerts(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	d := alertsPage{Ask: v.Print.Say("alerts-ask")}
	all, err := s.o.Ledger.Alerts(ctx, false, 500)
	if err != nil {
		return err
	}
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	if d.Topic, err = v.alertTopic(r); err != nil {
		return err
	}
	taken := v.sortAlerts(&d, all)
	c, _ := settings.Of(d.Topic)
	d.Answer = v.alertsAnswer(len(d.Open)-taken, taken, d.Topic, c)
	if len(d.Open) == 0 {
		sources, err := s.o.Ledger.Sources(ctx)
		if err != nil {
			return err
		}
		if len(sources) == 0 { // calm is only told of what is listened to
			d.Answer = rich(v.Print.Say("alerts-deaf"))
		}
	}
	for _, t := range v.Topics {
		if t.Kind == vigie.Campaign {
			continue
		}
		_, on := settings.Of(t)
		d.Topics = append(d.Topics, watchedTopic{t.Name, "/alerts?topic=" + id64(int64(t.ID)) + "#trial", on, t.ID == d.Topic.ID})
	}
	v.promise(&d, all, &settings)
	if s.o.Alerts != nil && d.Topic.ID != 0 {
		until, err := v.untilAsked(r)
		if err != nil {
			return err
		}
		asked := until
		if !until.Before(v.Now) {
			asked = time.Time{} // now is later for whoever is asked next: they would never remember it
		}
		trial, err := s.o.Alerts.TryUntil(ctx, d.Topic.ID, asked)
		if err != nil {
			return err
		}
		d.Trial = v.trial(trial, d.Topic, &settings)
		past := stretch{Weeks: alert.HistoryWeeks, End: until, Past: until.Before(v.Now), all: measure.Weeks(until, v.Zone, alert.HistoryWeeks)}
		for _, x := range v.around("/alerts?topic="+id64(int64(d.Topic.ID)), past) {
			x.Href = within(x.Href, "weeks", "") + "#trial"
			d.Trial.Around = append(d.Trial.Around, x)
		}
	}
	return v.page(w, "alerts", vigie.Say("menu-alerts"), d)
}

// alertTopic returns the topic asked for, else one's own brand.
func (v *visit) alertTopic(r *http.Request) (vigie.Topic, error) {
	asked := r.FormValue("topic")
	if asked == "" {
		own, _ := v.Own()
		return own, nil
	}
	n, err := strconv.ParseInt(asked, 10, 64)
	if t, ok := v.Topic(vigie.TopicID(n)); err == nil && ok {
		return t, nil
	}
	return vigie.Topic{}, vigie.Errorf(vigie.NotFound, err, "store-no-topic")
}

// sortAlerts parts the open ones from the past, and returns how many are taken.
func (v *visit) sortAlerts(d *alertsPage, all []alert.Alert) (taken int) {
	for i := range all {
		a := &all[i]
		row := v.alertRow(a)
		switch {
		case a.Live():
			d.Open = append(d.Open, row)
			if a.State == alert.Taken {
				taken++
			}
		case len(d.Past) < pastMost:
			d.Past = append(d.Past, row)
		}
	}
	slices.SortStableFunc(d.Open, func(a, b alertRow) int { return levelOf(b) - levelOf(a) })
	switch {
	case len(d.Open) > 0:
		d.Finding = v.seen(all)
	case len(d.Past) > 0:
		d.Finding = v.Print.Say("alerts-seen-last", v.Print.Date(d.Past[0].At))
	default:
		d.Finding = v.Print.Say("alerts-none-open")
	}
	return taken
}

// seen says what the alerts that are not closed are about: the answer has said
// how many there are.
func (v *visit) seen(all []alert.Alert) string {
	n := map[alert.Kind]int{}
	for i := range all {
		if all[i].Live() {
			n[all[i].Kind]++
		}
	}
	var out []string
	for _, k := range []alert.Kind{alert.Buzz, alert.Rival, alert.Rising, alert.Waits, alert.Silent} {
		if n[k] > 0 {
			out = append(out, v.Print.Say("alerts-seen-"+string(k), n[k]))
		}
	}
	return capital(v.Print.List(out))
}

// levelOf counts the boxes that are inked.
func levelOf(r alertRow) (n int) {
	for _, b := range r.Boxes {
		if b {
			n++
		}
	}
	return n
}

func (v *visit) alertRow(a *alert.Alert) alertRow {
	p := v.Print
	row := alertRow{
		Href: alertPath(a.ID), Name: v.alertName(a), At: a.Rung, Boxes: boxes(a.Level),
		Level: p.Say("alert-level", a.Level, vigie.Say("alert-level-"+strconv.Itoa(a.Level))),
		State: v.alertState(a), Verdict: p.Say("alert-verdict-" + string(a.Verdict)),
	}
	var said []string
	for _, r := range a.Reasons {
		said = append(said, p.Sentence(r))
	}
	row.Said = capital(strings.Join(said, " ; "))
	if p.Lang() == "en" {
		row.Said = capital(strings.Join(said, "; "))
	}
	return row
}

// boxes are the four ink boxes of a level.
func boxes(level int) []bool {
	out := make([]bool, 4)
	for i := range out {
		out[i] = i < level
	}
	return out
}

func alertPath(id alert.ID) string { return "/alerts/" + id64(int64(id)) }

// alertName says in a sentence what an alert is about.
func (v *visit) alertName(a *alert.Alert) string {
	name := ""
	if t, ok := v.Topic(a.Topic); ok {
		name = t.Name
	}
	if a.Kind == alert.Silent && len(a.Reasons) > 0 && len(a.Reasons[0].Args) > 0 {
		name, _ = a.Reasons[0].Args[0].(string)
	}
	return v.Print.Sentence(a.Name(name))
}

// alertState says who has it.
func (v *visit) alertState(a *alert.Alert) string {
	switch {
	case a.State == alert.Taken:
		return v.Print.Say("alert-who-taken", a.Who, v.Print.Ago(a.TakenAt, v.Now))
	case a.Recalled && a.By == "":
		return v.Print.Say("alert-who-recalled")
	case a.State == alert.Closed && a.By == "":
		return v.Print.Say("alert-who-over", v.Print.Ago(a.ClosedAt, v.Now))
	case a.State == alert.Closed:
		return v.Print.Say("alert-who-closed", a.By, v.Print.Ago(a.ClosedAt, v.Now))
	default:
		return v.Print.Say("alert-who-open")
	}
}

func (v *visit) alertsAnswer(open, taken int, t vigie.Topic, c alert.Choice) template.HTML {
	p := v.Print
	switch {
	case open > 0:
		return rich(p.Say("alerts-open", open, taken))
	case taken > 0:
		return rich(p.Say("alerts-taken", taken))
	case t.ID != 0 && c.Budget > 0:
		return rich(p.Say("alerts-calm", t.Name, int(math.Round(1/float64(c.Budget)))))
	default:
		return rich(p.Say("alerts-calm-plain"))
	}
}

// promise says how the promise held: of the alerts that series rang, how many
// people found real, and how many false ones were accepted over the time.
func (v *visit) promise(d *alertsPage, all []alert.Alert, settings *alert.Settings) {
	closed, verdicts := 0, map[alert.Verdict]int{}
	since := v.Now
	for _, a := range all {
		if a.Kind == alert.Silent || a.Kind == alert.Waits || a.Recalled {
			continue
		}
		if a.Rung.Before(since) {
			since = a.Rung
		}
		if a.State == alert.Closed && !a.Recalled {
			closed++
			verdicts[a.Verdict]++
		}
	}
	if closed == 0 {
		d.Kept = v.Print.Say("alerts-kept-none")
		return
	}
	d.Kept = v.Print.Say("alerts-kept", closed, verdicts[alert.Real], verdicts[alert.NotReal], verdicts[alert.Unjudged])
	promised := 0.0
	for _, t := range v.Topics {
		if c, on := settings.Of(t); on {
			promised += float64(c.Budget) * v.Now.Sub(since).Hours() / (7 * 24)
		}
	}
	d.Promise = v.Print.Say("alerts-kept-promise", int(math.Ceil(promised)))
}

// trial makes the back-test ready.
func (v *visit) trial(t alert.Trial, topic vigie.Topic, settings *alert.Settings) trialView {
	p := v.Print
	c, on := settings.Of(topic)
	out := trialView{Off: !on}
	if !t.Learning.IsZero() {
		out.Notes = append(out.Notes, p.Say("alerts-trial-learning", p.Date(t.Learning)))
	}
	if lent, ok := v.Topic(t.Borrowed); ok {
		out.Notes = append(out.Notes, p.Say("alerts-trial-borrowed", lent.Name))
	}
	if len(t.Rows) == 0 {
		out.Finding = p.Say("alerts-trial-none")
		return out
	}
	if !t.Judged {
		out.Notes = append(out.Notes, p.Say("alerts-trial-unjudged"))
	}
	out.Caption = p.Say("alerts-trial-caption", p.Date(t.From), p.Date(t.To))
	chosen := 0
	for i, r := range t.Rows {
		row := trialRow{
			Budget: strconv.FormatFloat(float64(r.Budget), 'g', -1, 64), Name: budgetName(p, r.Budget), Rung: p.Number(int64(len(r.Rings))),
			Caught: p.Say("alerts-caught", r.Caught, len(t.Events)), Early: "–", Chosen: on && r.Budget == c.Budget,
		}
		if len(t.Events) == 0 {
			row.Caught = "–"
		}
		if r.Caught > 0 {
			row.Early = p.For(r.Early)
		}
		if r.Budget == c.Budget {
			chosen = i
		}
		out.Rows = append(out.Rows, row)
	}
	out.Finding = p.Say("alerts-trial-finding", topic.Name, len(t.Rows[chosen].Rings), int(math.Round(t.Weeks())))
	for _, h := range t.Events {
		e := trialEvent{
			Name: p.Say("alerts-event", p.DayMonth(h.From), p.DayMonth(h.To)),
			Href: v.mentions(vigie.Filter{Topics: []vigie.TopicID{topic.ID}, From: h.From, To: h.To}),
			Said: p.Say("alerts-event-voices", h.N, int64(math.Round(h.Usual))), Early: p.Say("alerts-event-late"),
		}
		if d := h.CaughtFrom[chosen]; d >= 0 {
			e.Early = p.Say("alerts-event-early", p.For(d))
		}
		out.Events = append(out.Events, e)
	}
	return out
}

// budgetName says a budget in words.
func budgetName(p *say.Printer, b measure.Budget) string {
	if id := "alerts-budget-" + strconv.Itoa(int(math.Round(1/float64(b)))); p.Has(id) {
		return capital(p.Say(id))
	}
	return p.Say("alerts-budget-other", p.Decimal(float64(b), 2))
}

// chooseAlerts keeps what a person chose for a topic.
func (s *Server) chooseAlerts(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	t, err := v.alertTopic(r)
	if err != nil {
		return err
	}
	c, told := alert.Choice{Off: true, Seen: v.Now}, "alerts-told-off"
	if r.FormValue("do") != "off" {
		b, err := strconv.ParseFloat(r.FormValue("budget"), 64)
		if err != nil || !slices.Contains(alert.Budgets, measure.Budget(b)) {
			return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "budget", r.FormValue("budget"))
		}
		c, told = alert.Choice{Budget: measure.Budget(b), Seen: v.Now}, "alerts-told-choice"
	}
	if err := s.o.Ledger.ChangeAlertSettings(ctx, func(in *alert.Settings) error { in.Choose(t.ID, c); return nil }); err != nil {
		return err
	}
	v.tell(ctx, told, t.Name)
	return v.to(w, "/alerts?topic="+id64(int64(t.ID))+"#trial")
}
