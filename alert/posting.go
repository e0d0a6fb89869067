package alert

import (
	"context"
	"fmt"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Posting is a report that leaves by mail on the first working day of each
// month, about the month before.
type Posting struct {
	Report ReportKind
	Brand  vigie.TopicID // whom it is about; 0 means one's own brand
	To     []string      // addresses of mail
	// Since is when it was asked for: the month under way then is the first that
	// is told.
	Since time.Time
}

// ReportKind says which report leaves.
type ReportKind string

// The reports.
const (
	MonthlyReport    ReportKind = "report"
	BarometerReport  ReportKind = "barometer"
	AuditReport      ReportKind = "audit"
	reportHour                  = 8
	reportMinute                = 30
	reportsUpTo                 = 20 // days into a month: what did not leave by then is old
	addresseesAtMost            = 50
)

// ReportKinds lists them as they are offered.
var ReportKinds = []ReportKind{MonthlyReport, BarometerReport, AuditReport}

// Check reports what keeps a report from leaving, kind Invalid.
func (p *Posting) Check() error {
	if !slices.Contains(ReportKinds, p.Report) {
		return vigie.Errorf(vigie.Invalid, nil, "posting-bad-report", string(p.Report))
	}
	if len(p.To) == 0 || len(p.To) > addresseesAtMost {
		return vigie.Errorf(vigie.Invalid, nil, "posting-no-address", addresseesAtMost)
	}
	for _, to := range p.To {
		if err := CheckMail(to); err != nil {
			return err
		}
	}
	return nil
}

// Messages returns what leaves of a posting about the month that holds of: one
// message an address. on tells one occasion from another.
func (p *Posting) Messages(on string, of, now time.Time) []Message {
	var out []Message
	for _, to := range p.To {
		out = append(out, Message{
			Key: fmt.Sprintf("%s-%s-%d-%s", p.Report, on, p.Brand, to), Kind: ReportMessage, Report: p.Report, Brand: p.Brand, Month: of,
			Made: now, Due: now, State: Pending, Route: Route{Name: to, Kind: MailRoute, To: to},
		})
	}
	return out
}

// reports posts the reports of the last month, once, from half past eight on
// the first working day; where Vigie did not run then, as soon as it runs.
func (g *Guard) reports(ctx context.Context, s *surroundings) error {
	local := s.now.In(s.zone)
	y, m, _ := local.Date()
	first := time.Date(y, m, 1, reportHour, reportMinute, 0, 0, s.zone)
	for first.Weekday() == time.Saturday || first.Weekday() == time.Sunday {
		first = first.AddDate(0, 0, 1)
	}
	if local.Before(first) || local.Day() > reportsUpTo {
		return nil
	}
	month := time.Date(y, m-1, 1, 0, 0, 0, 0, s.zone)
	var out []Message
	for _, p := range s.settings.Reports {
		if begun := time.Date(y, m, 1, 0, 0, 0, 0, s.zone); p.Since.Before(begun) {
			out = append(out, p.Messages(month.Format("2006-01"), month, s.now)...)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return g.o.Ledger.Post(ctx, out...)
}
