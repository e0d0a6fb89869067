package eval

import (
	"fmt"
	"path/filepath"

	"vigie.example/vigie/measure"
)

// bed is a rate at which bursts are injected, on several bases.
type bed struct {
	name   string
	perDay float64
	budget measure.Budget
	bases  []string
	cells  []cell
}

// cell is one size and shape, and the hours within which it should be found
// in at least goal of the cases; a goal of 0 is told beside, for comparison.
type cell struct {
	size   int
	shape  string
	within int // index of withinHours
	goal   float64
}

// withinHours are the delays that are told.
var withinHours = [3]int{1, 6, 24}

// eightWeeks is one false alarm in as many.
const eightWeeks measure.Budget = 1.0 / 8

// beds are the rates of the protocol. Bases with more than the rate are
// thinned at random; free_tweets_fr is the one that has its own low rate.
var beds = []bed{
	{
		"2_day", 2, eightWeeks,
		[]string{"free", "hackernews", "nytimes", "spotify", "AMZN"},
		[]cell{{8, "sharp", 1, .85}, {8, "real", 1, .80}, {12, "real", 1, .88}, {5, "sharp", 1, 0}, {12, "sharp", 1, 0}, {8, "slow", 2, 0}, {12, "slow", 2, 0}},
	},
	{
		"20_day", 20, eightWeeks,
		[]string{"free", "hackernews", "nytimes", "spotify", "AMZN"},
		[]cell{{20, "sharp", 0, .80}, {20, "real", 1, .80}, {40, "real", 1, .90}, {12, "sharp", 1, 0}, {40, "sharp", 0, 0}, {20, "slow", 2, 0}, {40, "slow", 2, 0}},
	},
	{
		"20_hour", 480, 4 * eightWeeks,
		[]string{"AMZN", "CRM", "FB", "GOOG"},
		[]cell{{240, "sharp", 0, .75}, {240, "real", 1, .70}, {480, "sharp", 0, .90}, {480, "real", 1, 0}, {240, "slow", 2, 0}, {480, "slow", 2, 0}},
	},
}

func injections(dir string, quick bool, out func(Result)) error {
	all, err := readSeries(dir)
	if err != nil {
		return err
	}
	real, err := realShape(filepath.Join(dir, "crisislex_t26"))
	if err != nil {
		return err
	}
	shapes := map[string]shape{"sharp": sharpShape(), "real": real, "slow": slowShape()}
	want := 60
	if quick {
		want = 10
	}
	var kept promise
	for _, b := range beds {
		var bases []*series
		for i, name := range b.bases {
			bases = append(bases, all[name].thin(b.perDay, uint64(i)+7))
		}
		kept.add(b.run(bases, shapes, want, out))
	}
	kept.report("promise", out)
	return nil
}

// run injects the cells of a bed and tells how its promise held.
func (b *bed) run(bases []*series, shapes map[string]shape, want int, out func(Result)) (kept promise) {
	vigies, fixed := make([]rule, len(bases)), make([]rule, len(bases))
	for i, s := range bases {
		vigies[i], fixed[i] = &vigieRule{}, &fixedRule{}
		vigies[i].learn(s, b.budget)
		fixed[i].learn(s, b.budget)
		weeks := float64(len(s.steps)-warmUp) / float64(7*stepsADay)
		kept.add(promise{expected: weeks * float64(b.budget), rung: falseRings(s, vigies[i].ring(s)), fixed: falseRings(s, fixed[i].ring(s)), weeks: weeks})
	}
	kept.report("promise/"+b.name, out)
	for _, c := range b.cells {
		var v, f found
		by := map[string]string{}
		for i, s := range bases {
			o := bursts(s, []rule{vigies[i], fixed[i]}, shapes[c.shape], c.size, want, uint64(i))
			v.add(o[0])
			f.add(o[1])
			by[s.name] = o[0].String()
		}
		settings := map[string]any{
			"bursts": v.bursts, "within_hours": withinHours[c.within], "found_1h_6h_24h": v.String(),
			"fixed_hourly_count": f.share(c.within), "fixed_1h_6h_24h": f.String(), "by_base": by,
			"budget_per_week": float64(b.budget), "per_day": b.perDay,
		}
		if c.goal > 0 {
			settings["goal"] = c.goal
		}
		out(Result{
			Name:  fmt.Sprintf("inject/%s/+%d/%s/%dh", b.name, c.size, c.shape, withinHours[c.within]),
			Value: v.share(c.within), Unit: "ratio", Settings: settings,
		})
	}
	return kept
}

// share is the part found within a delay.
func (f *found) share(within int) float64 { return share(f.within[within], f.bursts) }

// String gives the percentages within each delay.
func (f found) String() string {
	return fmt.Sprintf("%.0f/%.0f/%.0f", 100*f.share(0), 100*f.share(1), 100*f.share(2))
}

// falseRings counts rings that nothing known explains.
func falseRings(s *series, rings []int) (n int) {
	for _, i := range rings {
		if !s.isKnown(i) {
			n++
		}
	}
	return n
}

// promise is how many false alarms were promised and came, on halves that the
// threshold had not seen.
type promise struct {
	expected, weeks float64
	rung, fixed     int
}

func (p *promise) add(o promise) {
	p.expected += o.expected
	p.weeks += o.weeks
	p.rung += o.rung
	p.fixed += o.fixed
}

func (p *promise) report(name string, out func(Result)) {
	low, high := between(p.rung)
	out(Result{Name: name, Value: float64(p.rung) / p.expected, Unit: "false alarms for one promised", Settings: map[string]any{
		"promised": p.expected, "came": p.rung, "series_weeks": p.weeks,
		"between": [2]float64{low / p.expected, high / p.expected}, "fixed_hourly_count": float64(p.fixed) / p.expected,
	}})
}
