package web

import (
	"net/http"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// letterPage is the Monday letter as it would leave now.
type letterPage struct {
	Ask, Week, Goes string
	Lines           []string
	Alerts          []letterLine
}

type letterLine struct{ Text, Href string }

// letter shows the Monday letter, in the words of the mail.
func (s *Server) letter(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	if s.o.Alerts == nil {
		return vigie.Errorf(vigie.NotFound, nil, "letter-none")
	}
	l, err := s.o.Alerts.Letter(ctx)
	if err != nil {
		return err
	}
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return err
	}
	to := len(settings.Letters)
	if settings.NoLetter {
		to = 0
	}
	d := letterPage{Ask: p.Say("letter-ask"), Week: p.Say("letter-week", p.Date(l.From), p.Date(l.To)), Goes: p.Say("letter-goes", to)}
	for _, x := range l.Words(p, func(a *alert.Alert) string { return v.alertName(a) }) {
		if x.Alert != 0 {
			d.Alerts = append(d.Alerts, letterLine{x.Text, alertPath(x.Alert)})
			continue
		}
		d.Lines = append(d.Lines, x.Text)
	}
	return v.page(w, "letter", vigie.Say("letter-title"), d)
}
