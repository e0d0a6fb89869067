package web

import (
	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
)

// happened returns what must be known of topics to read a course.
func (v *visit) happened(l listening, over measure.Period, versions []string, topics ...vigie.TopicID) []report.Happened {
	return report.Happening(v.Print, l.Turns, over, versions, topics...)
}

// marksOn returns where among periods something happened, from 0 to how many
// they are.
func marksOn(periods []measure.Period, happened []report.Happened) (out []float64) {
	for _, h := range happened {
		for i, p := range periods {
			if p.Holds(h.At) {
				out = append(out, float64(i)+float64(h.At.Sub(p.From))/float64(p.To.Sub(p.From)))
			}
		}
	}
	return out
}

// markWeeks draws what happened into a line of weeks and tells it in the notes
// of their rows, which stand in the order of the weeks.
func (v *visit) markWeeks(l listening, weeks []week, line *chart.Line, rows []weekRow) {
	if len(weeks) == 0 {
		return
	}
	over := measure.Period{From: weeks[0].From, To: weeks[len(weeks)-1].To}
	for _, h := range v.happened(l, over, report.CourseVersions, weeks[0].Filter.Topics...) {
		for i, w := range weeks {
			if !w.Holds(h.At) {
				continue
			}
			line.Events = append(line.Events, chart.Mark{
				At: float64(i) + float64(h.At.Sub(w.From))/float64(w.To.Sub(w.From)), Name: h.Name,
			})
			if line.Points[i].Say != "" {
				line.Points[i].Say += v.Print.Say("week-note", h.Say)
			}
			if rows[i].Note != "" {
				h.Say = v.Print.Say("mark-and", rows[i].Note, h.Say)
			}
			rows[i].Note = h.Say
		}
	}
}
