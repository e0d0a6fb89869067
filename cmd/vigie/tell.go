package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/hook"
	"vigie.example/vigie/connect/mail"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
	"vigie.example/vigie/say"
	"vigie.example/vigie/store"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

// notifiers are the ways of telling.
func (p *program) notifiers() map[alert.RouteKind]alert.Notifier {
	h := hook.New(hook.Options{Allow: p.allowed, Now: p.now})
	return map[alert.RouteKind]alert.Notifier{
		alert.MailRoute: &mail.Sender{Now: p.now, Server: func(ctx context.Context) (alert.MailServer, error) {
			s, err := p.store.AlertSettings(ctx)
			return s.Mail, err
		}},
		alert.HookRoute: h, alert.SlackRoute: h, alert.MattermostRoute: h, alert.TeamsRoute: h,
	}
}

// compose writes a message in the workspace's language, from what is known now.
func (p *program) compose(ctx context.Context, m alert.Message) (alert.Notice, error) {
	t := teller{ctx: ctx, p: p, names: map[vigie.TopicID]string{}}
	ws, err := p.store.Workspace(ctx)
	if err != nil {
		return alert.Notice{}, err
	}
	t.say = say.In(ws.Lang).At(ws.Location()).Seen(p.now)
	settings, err := p.store.AlertSettings(ctx)
	if err != nil {
		return alert.Notice{}, err
	}
	t.at = strings.TrimSuffix(settings.Address, "/")
	topics, err := p.store.Topics(ctx)
	if err != nil {
		return alert.Notice{}, err
	}
	for _, x := range topics {
		t.names[x.ID] = x.Name
	}
	switch m.Kind {
	case alert.AlertMessage:
		a, err := p.store.Alert(ctx, m.Alert)
		if err != nil {
			return alert.Notice{}, err
		}
		return t.alert(&a), nil
	case alert.DigestMessage:
		return t.digest(m)
	case alert.LetterMessage:
		return t.letter()
	case alert.ReportMessage:
		return t.report(&m, topics, ws.Location())
	default:
		return alert.Notice{Subject: t.say.Say("alert-mail-trial"), Link: t.link("/alerts")}, nil
	}
}

// teller writes messages.
type teller struct {
	ctx   context.Context
	p     *program
	say   *say.Printer
	names map[vigie.TopicID]string
	at    string
}

func (t *teller) link(path string) string {
	if t.at == "" {
		return ""
	}
	return t.at + path
}

// name says what an alert is about.
func (t *teller) name(a *alert.Alert) string {
	name := t.names[a.Topic]
	if a.Kind == alert.Silent && len(a.Reasons) > 0 && len(a.Reasons[0].Args) > 0 {
		name = fmt.Sprint(a.Reasons[0].Args[0])
	}
	return strings.Join(strings.Fields(t.say.Sentence(a.Name(name))), " ")
}

func (t *teller) alert(a *alert.Alert) alert.Notice {
	var lines []string
	if pic := &a.Picture; pic.Mentions > 0 {
		lines = append(lines, t.say.Say("alert-mail-counts", pic.Voices, pic.Stories, pic.Mentions, pic.PressTitles))
	}
	for _, r := range a.Reasons {
		lines = append(lines, "– "+t.say.Sentence(r))
	}
	return alert.Notice{
		Subject: t.say.Say("alert-mail-subject", a.Level, t.name(a), vigie.Say(fmt.Sprintf("alert-level-%d", a.Level))), Text: strings.Join(lines, "\n"),
		Link: t.link(fmt.Sprintf("/alerts/%d", a.ID)), Alert: *a,
	}
}

// report takes a report along as PDF; the words are the answers of its pages.
func (t *teller) report(m *alert.Message, topics []vigie.Topic, zone *time.Location) (alert.Notice, error) {
	maker := report.Maker{
		Quoter: func(ctx context.Context, topic vigie.Topic) (*understand.Quoter, error) {
			return watch.Quoter(ctx, t.p.store, t.p.reader, topic)
		},
		Turns:   func(ctx context.Context) ([]vigie.Turn, error) { return store.Turns(ctx, t.p.store) },
		Archive: t.p.store, Ledger: t.p.store, Alarms: t.p.guard, Samples: t.p.store, Readers: t.p.readers(), Version: theBuild().Version, Now: t.p.now, Zone: zone,
	}
	brand := m.Brand
	for i := 0; brand == 0 && i < len(topics); i++ {
		if topics[i].Kind == vigie.OwnBrand {
			brand = topics[i].ID
		}
	}
	if brand == 0 {
		return alert.Notice{}, vigie.Errorf(vigie.NotFound, nil, "report-no-brand")
	}
	rivals, themes := report.Beside(topics, brand)
	var compose report.Composer
	month, path := m.Month.In(zone), fmt.Sprintf("/%s?brand=%d", m.Report, brand)
	switch m.Report {
	case alert.AuditReport:
		a, err := maker.Audit(t.ctx, report.AuditOf{
			Brand: brand, Rivals: rivals, Themes: themes, To: month.AddDate(0, 1, 0), Hands: measure.Hands{Hours: -1, August: -1},
		})
		if err != nil {
			return alert.Notice{}, err
		}
		compose = a.Document
	case alert.BarometerReport:
		sector := ""
		for _, x := range topics {
			if x.ID == brand {
				sector = x.Sector
			}
		}
		b, err := maker.Barometer(t.ctx, sector, 0)
		if err != nil {
			return alert.Notice{}, err
		}
		compose, path = b.Document, "/barometer?"+url.Values{"sector": {sector}}.Encode()
	default:
		r, err := maker.Monthly(t.ctx, report.MonthlyOf{Brand: brand, Rivals: rivals, Month: month})
		if err != nil {
			return alert.Notice{}, err
		}
		compose, path = r.Document, path+"&month="+month.Format("2006-01")
	}
	signature, err := report.Signed(t.ctx, t.p.store)
	if err != nil {
		return alert.Notice{}, err
	}
	options := report.Options{From: signature}
	var pdf bytes.Buffer
	kind, err := report.Write(&pdf, report.Order{Format: "pdf", Compose: compose, Print: t.say, Options: options})
	if err != nil {
		return alert.Notice{}, err
	}
	d := compose(t.say, options)
	var lines []string
	for _, p := range d.Pages {
		lines = append(lines, p.Name, p.Answer, "")
	}
	return alert.Notice{
		Subject: t.say.Say("posting-subject", d.Name, d.Of, t.say.MonthYear(month)),
		Text:    strings.TrimSpace(strings.Join(lines, "\n")), Link: t.link(path),
		Files: []alert.File{{Name: fmt.Sprintf("%s-%s.pdf", m.Report, month.Format("2006-01")), Type: kind, Data: pdf.Bytes()}},
	}, nil
}

// digest tells the open alerts of the day before.
func (t *teller) digest(m alert.Message) (alert.Notice, error) {
	open, err := t.p.store.Alerts(t.ctx, true, 0)
	if err != nil {
		return alert.Notice{}, err
	}
	var lines []string
	for i := range open {
		if a := &open[i]; a.Level > 0 && a.Level < max(m.Route.Least, 1) && a.Rung.After(m.Due.Add(-24*time.Hour)) {
			lines = append(lines, t.say.Say("letter-alert", t.name(a), t.say.Moment(a.Rung), a.Level))
		}
	}
	if len(lines) == 0 { // all were closed before it left: an empty message would look broken
		return alert.Notice{Subject: t.say.Say("alert-mail-digest-none"), Text: t.say.Say("alert-mail-digest-closed"), Link: t.link("/alerts")}, nil
	}
	return alert.Notice{Subject: t.say.Say("alert-mail-digest", len(lines)), Text: strings.Join(lines, "\n"), Link: t.link("/alerts")}, nil
}

// letter is the letter of Monday.
func (t *teller) letter() (alert.Notice, error) {
	l, err := t.p.guard.Letter(t.ctx)
	if err != nil {
		return alert.Notice{}, err
	}
	var lines []string
	for i, x := range l.Words(t.say, t.name) {
		if i == 1 {
			lines = append(lines, "")
		}
		lines = append(lines, x.Text)
	}
	return alert.Notice{Subject: t.say.Say("letter-subject"), Text: strings.Join(lines, "\n"), Link: t.link("/letter")}, nil
}
