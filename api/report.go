package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
	"vigie.example/vigie/store"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

// Report asks for a report: brand, rivals and themes go by id or by name.
type Report struct {
	Brand  string   `json:"brand,omitempty"` // empty means the own brand
	Rivals []string `json:"rivals,omitempty"`
	Themes []string `json:"themes,omitempty"`
	Since  string   `json:"since,omitempty"` // a day or an instant; empty means twelve months ago
	Until  string   `json:"until,omitempty"`
	Format string   `json:"format,omitempty"` // pdf, html, xlsx or json (the default)
	Sector string   `json:"sector,omitempty"` // of a barometer; empty means the own brand's
	Months int      `json:"months,omitempty"` // of a barometer; 0 means thirteen
	Month  string   `json:"month,omitempty"`  // of a monthly report: 2026-10; empty means the last whole one
	// Hours available a week to answer, and in August; nil means that nobody
	// said.
	Hours  *float64 `json:"hours,omitempty"`
	August *float64 `json:"august,omitempty"`
	// Admission says how places receive brands, by site: refused, admitted (those
	// that name themselves) or welcome.
	Admission map[string]string `json:"admission,omitempty"`
	// Name and Logo (PNG or JPEG) sign the report; without either, what was kept
	// does.
	Name string `json:"name,omitempty"`
	Logo []byte `json:"logo,omitempty"`
}

// maker gathers facts in the workspace's zone.
func (a *api) maker(ctx context.Context) (*report.Maker, error) {
	ws, err := a.Ledger.Workspace(ctx)
	if err != nil {
		return nil, err
	}
	quoter := func(ctx context.Context, t vigie.Topic) (*understand.Quoter, error) {
		return watch.Quoter(ctx, a.Ledger, a.Opinions, t)
	}
	return &report.Maker{Quoter: quoter, Turns: func(ctx context.Context) ([]vigie.Turn, error) { return store.Turns(ctx, a.Ledger) }, Archive: a.Archive, Ledger: a.Ledger, Alarms: a.Alerts, Samples: a.Ledger, Readers: a.Readers, Version: a.Version, Now: a.Now, Zone: ws.Location()}, nil
}

// audit makes a pre-audit.
func (a *api) audit(w http.ResponseWriter, r *http.Request) error {
	var in Report
	if err := body(r, &in); err != nil {
		return err
	}
	ctx := r.Context()
	m, err := a.maker(ctx)
	if err != nil {
		return err
	}
	q := report.AuditOf{Hands: measure.Hands{Hours: -1, August: -1}}
	if in.Hours != nil {
		q.Hands.Hours, q.Hands.August = *in.Hours, *in.Hours
	}
	if in.August != nil {
		q.Hands.August = *in.August
	}
	for site, word := range in.Admission {
		if err := q.Admit(site, word); err != nil {
			return err
		}
	}
	if q.Brand, q.Rivals, q.Themes, err = a.about(ctx, &in); err != nil {
		return err
	}
	if q.From, err = instant(in.Since, m.Zone, false); err != nil {
		return err
	}
	if q.To, err = instant(in.Until, m.Zone, true); err != nil {
		return err
	}
	facts, err := m.Audit(ctx, q)
	if err != nil {
		return err
	}
	return a.hand(w, r, &in, facts, facts.Document)
}

// about resolves whom a report is about. Without rivals or themes named, those
// of the brand's sector are taken.
func (a *api) about(ctx context.Context, in *Report) (brand vigie.TopicID, rivals, themes []vigie.TopicID, err error) {
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return 0, nil, nil, err
	}
	if in.Brand == "" {
		for _, t := range topics {
			if t.Kind == vigie.OwnBrand && brand == 0 {
				brand = t.ID
			}
		}
		if brand == 0 {
			return 0, nil, nil, vigie.Errorf(vigie.NotFound, nil, "report-no-brand")
		}
	} else {
		ids, err := a.topicIDs(ctx, []string{in.Brand})
		if err != nil {
			return 0, nil, nil, err
		}
		brand = ids[0]
	}
	if rivals, err = a.topicIDs(ctx, in.Rivals); err != nil {
		return 0, nil, nil, err
	}
	if themes, err = a.topicIDs(ctx, in.Themes); err != nil {
		return 0, nil, nil, err
	}
	brands, others := report.Beside(topics, brand)
	if len(in.Rivals) == 0 {
		rivals = brands
	}
	if len(in.Themes) == 0 {
		themes = others
	}
	return brand, rivals, themes, nil
}

// hand writes a report in the format asked for.
func (a *api) hand(w http.ResponseWriter, r *http.Request, in *Report, facts any, compose report.Composer) error {
	from := report.Signature{Name: in.Name, Logo: in.Logo}
	if in.Name == "" && in.Logo == nil {
		kept, err := report.Signed(r.Context(), a.Ledger)
		if err != nil {
			return err
		}
		from = kept
	}
	var out bytes.Buffer // a report that fails half-way is none
	kind, err := report.Write(&out, report.Order{
		Format: in.Format, Facts: facts, Compose: compose, Print: a.printer(r), Style: a.Style,
		Options: report.Options{From: from},
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	_, err = out.WriteTo(w)
	return err
}

// barometer measures a sector month by month.
func (a *api) barometer(w http.ResponseWriter, r *http.Request) error {
	var in Report
	if err := body(r, &in); err != nil {
		return err
	}
	m, err := a.maker(r.Context())
	if err != nil {
		return err
	}
	until, err := past(in.Until, m.Zone, m.Now())
	if err != nil {
		return err
	}
	facts, err := m.Until(until).Barometer(r.Context(), in.Sector, in.Months)
	if err != nil {
		return err
	}
	return a.hand(w, r, &in, facts, facts.Document)
}

// monthly makes a monthly report.
func (a *api) monthly(w http.ResponseWriter, r *http.Request) error {
	var in Report
	if err := body(r, &in); err != nil {
		return err
	}
	ctx := r.Context()
	m, err := a.maker(ctx)
	if err != nil {
		return err
	}
	var q report.MonthlyOf
	if q.Brand, q.Rivals, _, err = a.about(ctx, &in); err != nil {
		return err
	}
	if in.Month != "" {
		if q.Month, err = time.ParseInLocation("2006-01", in.Month, m.Zone); err != nil {
			return vigie.Errorf(vigie.Invalid, err, "api-bad-month", in.Month)
		}
	}
	facts, err := m.Monthly(ctx, q)
	if err != nil {
		return err
	}
	return a.hand(w, r, &in, facts, facts.Document)
}

// Signature is who hands reports over, on the wire.
type Signature struct {
	Name string `json:"name"`
	Logo []byte `json:"logo,omitempty"` // PNG or JPEG
}

// signature answers who hands reports over.
func (a *api) signature(w http.ResponseWriter, r *http.Request) error {
	kept, err := report.Signed(r.Context(), a.Ledger)
	if err != nil {
		return err
	}
	return answer(w, Signature(kept))
}

// saveSignature keeps who hands reports over.
func (a *api) saveSignature(w http.ResponseWriter, r *http.Request) error {
	var in Signature
	if err := body(r, &in); err != nil {
		return err
	}
	if err := report.Sign(r.Context(), a.Ledger, report.Signature(in)); err != nil {
		return err
	}
	return a.signature(w, r)
}
