package eval

import (
	"math"
	"time"
)

// The scoring rules of the Numenta Anomaly Benchmark, written from A. Lavin
// and S. Ahmad, Evaluating Real-Time Anomaly Detection Algorithms: the
// Numenta Anomaly Benchmark, IEEE ICMLA 2015, section II.

// nabProfile weighs what a detector did.
type nabProfile struct {
	name       string
	tp, fp, fn float64
}

// nabProfiles are the three application profiles of the publication.
var nabProfiles = []nabProfile{
	{"standard", 1, 0.11, 1},
	{"reward_low_FP_rate", 1, 0.22, 1},
	{"reward_low_FN_rate", 1, 0.11, 2},
}

// nabWindow is a labelled anomaly, both ends included.
type nabWindow struct{ from, to int }

// nabProbation returns how many rows a detector may learn from before it is
// scored: 15 % of the file, of no more than 5,000 rows.
func nabProbation(rows int) int { return int(0.15 * math.Min(float64(rows), 5000)) }

// nabSigmoid is the value of a detection at y, in widths of the window from
// its right end: near 1 at the left end (-1), 0 at the right, -1 far past it.
func nabSigmoid(y float64) float64 {
	if y > 3 {
		return -1
	}
	return 2/(1+math.Exp(5*y)) - 1
}

// nabScore returns what the alarms of one file (rows, in order) earn: for each
// window its earliest detection, relative to one at the left end, less fn for
// a window missed and the weight of each alarm outside.
func nabScore(rows int, windows []nabWindow, alarms []int, p nabProfile) (raw float64, falseAlarms int) {
	best := nabSigmoid(-1)
	found := make([]bool, len(windows))
	probation := nabProbation(rows)
	for _, i := range alarms {
		if i < probation {
			continue
		}
		in, before := -1, -1
		for w, x := range windows {
			if x.from <= i && i <= x.to {
				in = w
			}
			if x.to < i {
				before = w
			}
		}
		switch {
		case in >= 0 && found[in]:
		case in >= 0:
			found[in] = true
			x := windows[in]
			raw += p.tp * nabSigmoid(-float64(x.to-i+1)/float64(x.to-x.from+1)) / best
		case before < 0:
			raw -= p.fp
			falseAlarms++
		default:
			x := windows[before]
			raw += p.fp * nabSigmoid(float64(i-x.to)/float64(x.to-x.from))
			falseAlarms++
		}
	}
	for _, f := range found {
		if !f {
			raw -= p.fn
		}
	}
	return raw, falseAlarms
}

// nabFinal scales a sum of raw scores so that a detector that never rings has
// 0 and one that rings at the left end of each window alone has 100.
func nabFinal(raw float64, windows int, p nabProfile) float64 {
	n := float64(windows)
	return 100 * (raw + p.fn*n) / (p.tp*n + p.fn*n)
}

// nabFile is one series of counts with its labels.
type nabFile struct {
	name    string
	times   []time.Time
	values  []float64
	windows []nabWindow
}
