package measure

import "time"

// seasons are the hours of a working day, then those of a week-end's.
const seasons = 48

// seasonOf returns the cell of a local time.
func seasonOf(t time.Time) int {
	if d := t.Weekday(); d == time.Saturday || d == time.Sunday {
		return 24 + t.Hour()
	}
	return t.Hour()
}

// reseason works the season out of what each cell has counted: the hours of
// the day first, shrunk to one, then those of working days and of week-ends,
// shrunk to these, each helped by its neighbours at half weight. What shrinks
// is how much was expected, not how many hours went by: ten events' worth,
// more where events come in clumps.
func (e *Expectation) reseason() {
	worth := seasonWorth * e.spreadOf(0)
	var hours [24]float64
	for h := range hours {
		a, b := e.around(h, 0), e.around(h, 24)
		hours[h] = (a.num + b.num + worth) / (a.den + b.den + worth)
	}
	mean := 0.0
	for c := range e.season {
		a := e.around(c%24, c/24*24)
		e.season[c] = (a.num + worth*hours[c%24]) / (a.den + worth)
		if c < 24 {
			mean += 5 * e.season[c] / 168
		} else {
			mean += 2 * e.season[c] / 168
		}
	}
	for c := range e.season {
		e.season[c] /= mean
	}
}

// around sums an hour and its neighbours within one part of the week.
func (e *Expectation) around(h, part int) (f faded) {
	for d, weight := range [3]float64{0.5, 1, 0.5} {
		c := e.cells[part+(h+d+23)%24]
		f.num += weight * c.num
		f.den += weight * c.den
	}
	return f
}
