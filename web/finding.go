package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// span writes the days of a week: "16–22 nov.", "30 nov.–6 déc.".
func (v *visit) span(p measure.Period) string {
	from, to := p.From.In(v.Zone), p.To.In(v.Zone).AddDate(0, 0, -1)
	if from.Month() == to.Month() {
		return strconv.Itoa(from.Day()) + "–" + v.Print.DayMonth(to)
	}
	return v.Print.DayMonth(from) + "–" + v.Print.DayMonth(to)
}

// since writes the days of a longer period, with the year where it is not this
// one.
func (v *visit) since(from, to time.Time) (string, string) {
	this := v.Now.In(v.Zone).Year()
	if from.In(v.Zone).Year() != this || to.In(v.Zone).Year() != this {
		return v.Print.Date(from), v.Print.Date(to)
	}
	return v.Print.DayMonth(from), v.Print.DayMonth(to)
}

// paceOf returns what the last weeks gave on average, four at most. It reports
// false where none of them was listened to from end to end: what was found
// afterwards of a week tells no pace.
func paceOf(course []week) (perWeek float64, ok bool) {
	heard, total := 0, int64(0)
	for _, w := range course[max(0, len(course)-4):] {
		if w.Usual() {
			heard, total = heard+1, total+w.N
		}
	}
	if heard == 0 {
		return 0, false
	}
	return float64(total) / float64(heard), true
}

// where tells the channels in one phrase: "surtout sur les forums".
func (v *visit) where(channels []part) string {
	on := func(p part) string { return v.Print.Say("on-" + p.Key) }
	switch {
	case len(channels) == 0:
		return ""
	case len(channels) == 1 && channels[0].N == 1:
		return on(channels[0])
	case channels[0].Shares >= 0.995:
		return v.Print.Say("where-only", on(channels[0]))
	case channels[0].Shares >= 0.5:
		return v.Print.Say("where-mostly", on(channels[0]))
	default:
		return v.Print.Say("where-first", on(channels[0]), on(channels[1]))
	}
}

// points100 writes a change in hundredths without its sign of per cent.
func points100(p *say.Printer, ratio float64) string {
	return strings.TrimRight(p.Signed(ratio), "%\u202f\u00a0 ")
}

// finding says what the course of voices shows.
func (v *visit) finding(course []week) string {
	p := v.Print
	var last *week
	for i := range course {
		if course[i].Usual() {
			last = &course[i]
		}
	}
	switch {
	case !slices.ContainsFunc(course, func(w week) bool { return !w.Silent }):
		return p.Say("course-unheard", weeksOf(p, len(course)))
	case sum(course) == 0:
		return p.Say("course-none", weeksOf(p, len(course)))
	case sum(course) < measure.Least:
		// Not the sum: who speaks every week is one voice.
		var most int64
		for _, w := range course {
			most = max(most, w.N)
		}
		return p.Say("course-few", most)
	case last == nil || !last.Banded:
		return p.Say("course-young")
	case last.N > last.Band.High:
		return p.Say("course-above")
	case last.N < last.Band.Low:
		return p.Say("course-below")
	}
	out, which := 0, time.Time{}
	for _, w := range course {
		// A hole hides voices: what was heard over the range still counts.
		if w.Banded && (w.N > w.Band.High || w.Usual() && w.N < w.Band.Low) {
			out++
			which = w.From
		}
	}
	switch out {
	case 0:
		return p.Say("course-ordinary")
	case 1:
		return p.Say("course-ordinary-one", p.DayMonth(which))
	}
	return p.Say("course-ordinary-but", words(p, int64(out)), words(p, int64(len(course))))
}

// caption says how to read the picture.
func (v *visit) caption(course []week, unit measure.Unit) string {
	p := v.Print
	parts := []string{p.Say("caption-" + string(unit))}
	banded := false
	for _, w := range course {
		banded = banded || w.Banded
	}
	if banded {
		parts = append(parts, p.Say("caption-band"))
	}
	if course[len(course)-1].Open {
		parts = append(parts, p.Say("caption-open"))
	}
	return strings.Join(parts, " ")
}

// sharesFinding says where the brand stands among others.
func (v *visit) sharesFinding(rows []brandShare, us vigie.TopicID) string {
	p := v.Print
	var total int64
	for _, row := range rows {
		total += row.N
	}
	for i, row := range rows {
		if row.Topic.ID != us {
			continue
		}
		switch {
		case total < measure.Least:
			return p.Say("shares-few")
		case i == 0 && len(rows) > 1 && rows[1].N == row.N:
			return p.Say("shares-tie", rows[1].Topic.Name)
		case i > 0 && rows[i-1].N == row.N:
			return p.Say("shares-tie", rows[i-1].Topic.Name)
		case i == 0 && row.Worst == 1 && row.Us:
			return p.Say("shares-first")
		case i == 0 && row.Worst == 1:
			return p.Say("shares-lead", row.Topic.Name)
		case i == 0:
			return p.Say("shares-first-maybe", rows[1].Topic.Name)
		case i == len(rows)-1 && row.Best == row.Worst:
			return p.Say("shares-last", rows[i-1].Topic.Name)
		case row.Best < row.Rank:
			return p.Say("shares-behind-maybe", rows[i-1].Topic.Name)
		default:
			return p.Say("shares-behind", rows[i-1].Topic.Name)
		}
	}
	return ""
}
