package report

import (
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/story"
)

// Happened is what must be known to read a course: a day that somebody wrote
// down, or a day from which something else was counted.
type Happened struct {
	At   time.Time
	Name string // short, for the picture
	Say  string // for the table and for those who hear it
}

// Which versions concern a picture: formulas and readers by name.
var (
	CourseVersions    = []string{"ordinary", "noise", "language"}
	OpinionVersions   = []string{"net", "opinion", "noise", "language"}
	BarometerVersions = []string{"barometer", "opinion", intents, "story", "noise", "language"} // states ask who complains of service
	monthlyVersions   = []string{"ordinary", "change", "noise", "language"}
)

// intents is what the version of the reader of intents is called, with which go
// the rules that the owner edits.
const intents = "intent"

// Versions returns what is counted and read by, with its version ("net/1"),
// where these are the Readers.
func Versions(readers []string) []string {
	var out []string
	for name, n := range measure.Formulas {
		out = append(out, version(name, n))
	}
	slices.Sort(out)
	return append(out, readers...)
}

// Readers returns what reads mentions, with its version, where judge judges
// opinions (opinion.Judge.Maker: the owner's models have a name there).
func Readers(judge string) []string {
	return []string{language.Maker, judge, intent.Maker, story.Maker}
}

// Happening tells the turns of a period that concern topics (all where none is
// given) or one of the versions, oldest first within each kind; several of one
// kind on one day are one change, but for days written down and queries.
func Happening(p *say.Printer, turns []vigie.Turn, over measure.Period, versions []string, topics ...vigie.TopicID) []Happened {
	var out []Happened
	type day struct {
		kind vigie.TurnKind
		day  string
	}
	days := map[day]int{}
	for _, t := range turns {
		if t.Topic != 0 && !slices.Contains(topics, t.Topic) {
			continue
		}
		h := Happened{At: t.At}
		of, mark := t.Version()
		if t.Kind == vigie.TurnDay {
			if !t.At.Before(over.To) || !t.Until.After(over.From) {
				continue
			}
			if h.At.Before(over.From) {
				h.At = over.From
			}
			last := t.Until.Add(-time.Second)
			h.Name, h.Say = chart.Short(t.Name), p.Say("mark-day", t.Name, p.DayMonth(t.At))
			if last.Sub(t.At) > 25*time.Hour {
				h.Say = p.Say("mark-days", t.Name, p.DayMonth(t.At), p.DayMonth(last))
			}
			out = append(out, h)
			continue
		}
		if !over.Holds(t.At) || t.Kind == vigie.TurnVersion && !slices.Contains(versions, of) || t.Kind == vigie.TurnRule && !slices.Contains(versions, intents) {
			continue
		}
		on, id := p.DayMonth(t.At), "mark-"+string(t.Kind)
		switch t.Kind {
		case vigie.TurnQuery:
			out = append(out, Happened{t.At, p.Say(id), p.Say(id+"-say", on)})
			continue
		case vigie.TurnNoiseOn, vigie.TurnNoiseOff:
			h.Name, h.Say = p.Say(id), p.Say(id+"-say", vigie.Say("noise-"+t.Name), on)
		case vigie.TurnRule:
			_, in, _ := strings.Cut(t.Name, " ")
			h.Name, h.Say = p.Say(id), p.Say(id+"-say", vigie.Say("intent-"+in), on)
		case vigie.TurnVersion:
			if of == "noise" {
				mark = ""
			}
			if _, formula := measure.Formulas[of]; formula {
				id += "-formula"
			}
			h.Name, h.Say = p.Say(id), p.Say(id+"-say", vigie.Say("version-"+of), on, mark)
		default:
			h.Name, h.Say = chart.Short(p.Say(id, t.Name)), p.Say(id+"-say", t.Name, on)
		}
		k := day{t.Kind, on}
		if i, ok := days[k]; ok {
			if t.Kind != vigie.TurnVersion {
				out[i].Name, out[i].Say = p.Say(id+"-many"), p.Say(id+"-many-say", on)
			} else {
				out[i].Say = p.Say("mark-and", out[i].Say, h.Say)
			}
			continue
		}
		days[k] = len(out)
		out = append(out, h)
	}
	return out
}

// How many turns are told in words: of one month in a table, and of all under a
// picture. Every one is marked on the picture.
const (
	notesMost = 3
	knownMost = 6
)

// place is where an instant stands among periods of which the i-th holds it.
func place(i int, p measure.Period, at time.Time) float64 {
	return float64(i) + float64(at.Sub(p.From))/float64(p.To.Sub(p.From))
}
