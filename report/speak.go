package report

import (
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// speaker puts facts into sentences of one language.
type speaker struct{ p *say.Printer }

func (s speaker) say(id string, args ...any) string { return s.p.Say(id, args...) }

// span says a period: "en douze mois", "du 3 mars au 4 avril".
func (s speaker) span(p measure.Period) vigie.Sentence {
	days := p.To.Sub(p.From).Hours() / 24
	months := int(days/30.44 + 0.5)
	whole := days/30.44 - float64(months)
	switch {
	case months == 1 && whole > -0.1 && whole < 0.1:
		return vigie.Say("report-in-month")
	case months >= 2 && months <= 24 && whole > -0.1 && whole < 0.1:
		return vigie.Say("report-in-months", s.word(int64(months), false))
	}
	last := p.To.Add(-time.Second)
	from, to := s.p.Date(p.From), s.p.Date(last)
	if from == to {
		return vigie.Say("report-on", to)
	}
	if day, month, _ := strings.Cut(from, "\u00a0"); strings.HasSuffix(to, "\u00a0"+month) {
		from = day // "du 17 au 24 févr. 2015"
	}
	return vigie.Say("report-since", from, to)
}

// partly says which part alone of a period was listened to: "écouté du 17 au 24
// févr. 2015 seulement".
func (s speaker) partly(p measure.Period) string { return s.say("baro-partly", s.span(p)) }

// unheard says that a period was not listened to: before listening began, or
// not at all.
func (s speaker) unheard(l *Listened, p measure.Period) string {
	if !l.Since.IsZero() && !p.To.After(l.Since) {
		return s.say("baro-silent")
	}
	return s.say("baro-unheard")
}

// weeks says a number of weeks in words: "trois semaines".
func (s speaker) weeks(n int) string {
	if n == 1 {
		return s.say("week-1")
	}
	return s.say("weeks", s.word(int64(n), true))
}

// word writes a small number as a word; of feminine things where fem.
func (s speaker) word(n int64, fem bool) string {
	if n == 1 && !fem {
		return s.say("word-un")
	}
	if n >= 0 && n <= 13 {
		return s.say("word-" + strconv.FormatInt(n, 10))
	}
	return s.p.Number(n)
}

// quote shortens a text to about most letters, at the end of a word.
func quote(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := most
	for cut > most/2 && r[cut] != ' ' {
		cut--
	}
	return strings.TrimRight(string(r[:cut]), " .,;:!?…") + "…"
}

// percent writes a share with its interval: "26 %, entre 23 et 29 %".
func (s speaker) part(p *measure.Part) string {
	return s.say("report-part", s.pc(p.Ratio), s.between(p.Between))
}

func (s speaker) pc(ratio float64) string { return s.p.Percent(ratio) }

// between writes an interval of shares.
func (s speaker) between(in measure.Interval) string {
	digits := 0
	if in.High < 0.0995 {
		digits = 1
	}
	return s.say("between-shares", s.p.Decimal(100*in.Low, digits), s.p.Decimal(100*in.High, digits))
}

// shares writes an interval of shares in a table: "24 à 26 %".
func (s speaker) shares(in measure.Interval) string {
	digits := 0
	if in.High < 0.0995 {
		digits = 1
	}
	return s.say("percent", s.say("range", s.p.Decimal(100*in.Low, digits), s.p.Decimal(100*in.High, digits)))
}

// lasting says how long somebody listened: "trois semaines", "5 j".
func (s speaker) lasting(d time.Duration) string {
	if n := int(d.Hours()/(24*7) + 0.5); n >= 1 {
		return s.weeks(n)
	}
	return s.p.For(d.Truncate(time.Hour))
}

// rank writes "2e (1er à 3e plausible)".
func (s speaker) rank(rank, best, worst int) string {
	switch {
	case best == worst:
		return s.say("report-rank", s.ordinal(rank), s.say("rank-certain"))
	case worst == best+1:
		return s.say("report-rank", s.ordinal(rank), s.say("rank-or", s.ordinal(best), s.ordinal(worst)))
	}
	return s.say("report-rank", s.ordinal(rank), s.say("rank-range", s.ordinal(best), s.ordinal(worst)))
}

func (s speaker) ordinal(n int) string {
	id := "ordinal-other"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1 && (n == 1 || s.p.Lang() == "en"):
		id = "ordinal-1"
	case n%10 == 2:
		id = "ordinal-2"
	case n%10 == 3:
		id = "ordinal-3"
	}
	return s.say(id, n)
}

// minutes writes a time of work: "20 min", "1 h 30".
func (s speaker) minutes(m float64) string {
	d := time.Duration(m+0.5) * time.Minute
	if d >= time.Hour {
		h, r := int64(d/time.Hour), int64(d%time.Hour/time.Minute)/5*5
		if r == 0 || h >= 6 {
			return s.p.Number(h) + "\u00a0h"
		}
		return s.p.Number(h) + "\u00a0h\u00a0" + strconv.FormatInt(r, 10)
	}
	n := int64(d / time.Minute)
	if n > 10 {
		n = (n + 2) / 5 * 5
	}
	return s.p.Number(n) + "\u00a0min"
}

func (s speaker) hours(h float64) string { return s.minutes(60 * h) }

func (s speaker) channel(c vigie.Channel) string { return upper(s.say("channel-" + string(c))) }

// upper puts the first letter in upper case.
func upper(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}
