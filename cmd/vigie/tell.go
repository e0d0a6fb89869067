package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/hook"
	"vigie.example/vigie/connect/mail"
	"vigie.example/vigie/say"
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
	return strings.Join(strings.Fields(t.say.Say("alert-"+string(a.Kind), name, a.Count)), " ")
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
		Subject: t.say.Say("alert-mail-subject", a.Level, t.name(a)), Text: strings.Join(lines, "\n"),
		Link: t.link(fmt.Sprintf("/alerts/%d", a.ID)), Alert: *a,
	}
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
