package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"vigie.example/vigie/measure"
)

// Alerts measures the calm alert on the data in dir (nab_tweets, nab_results,
// free_tweets_fr, hackernews, bluesky, support_tweets, crisislex_t26) and hands
// each figure to out: standard, low_fp and low_fn are NAB's scores of what
// ships, rules/... those of published detectors by our copy of NAB's rules
// beside what they should be, inject/... what was found of injected bursts,
// and promise how many false alarms there were for one promised. With quick
// ten bursts a base are injected instead of sixty.
func Alerts(dir string, quick bool, out func(Result)) error {
	if err := nabRules(dir, out); err != nil {
		return fmt.Errorf("rules of NAB: %w", err)
	}
	if err := nabVigie(dir, out); err != nil {
		return fmt.Errorf("NAB: %w", err)
	}
	if err := injections(dir, quick, out); err != nil {
		return fmt.Errorf("injected bursts: %w", err)
	}
	return nil
}

// nabRules scores published detectors, whose scores are known.
func nabRules(dir string, out func(Result)) error {
	files, err := readNAB(filepath.Join(dir, "nab_tweets"))
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(filepath.Join(dir, "nab_results", "expected.json"))
	if err != nil {
		return err
	}
	var expected struct {
		Scores     map[string]map[string]float64 `json:"scores_on_these_five_files"`
		Thresholds map[string]map[string]float64 `json:"thresholds"`
	}
	if err := json.Unmarshal(raw, &expected); err != nil {
		return fmt.Errorf("expected.json: %w", err)
	}
	for _, name := range []string{"twitterADVec", "windowedGaussian", "knncad"} {
		for _, p := range nabProfiles {
			alarms := make([][]int, len(files))
			for i, f := range files {
				path := filepath.Join(dir, "nab_results", name+"_Twitter_volume_"+f.name+".csv.gz")
				if alarms[i], err = alarmsAbove(path, expected.Thresholds[name][p.name]); err != nil {
					return err
				}
			}
			score, _ := nabTotal(files, alarms, p)
			out(Result{
				Name: "rules/" + name + "/" + p.name, Value: score, Unit: "NAB score",
				Settings: map[string]any{"published": expected.Scores[name][p.name]},
			})
		}
	}
	return nil
}

// alarmsAbove reads the rows in which a detector's score reached a threshold.
func alarmsAbove(path string, threshold float64) (alarms []int, err error) {
	rows, err := readTable(path)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		score, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", path, i+1, err)
		}
		if score >= threshold {
			alarms = append(alarms, i)
		}
	}
	return alarms, nil
}

// nabTotal is the score of all files together.
func nabTotal(files []nabFile, alarms [][]int, p nabProfile) (score float64, falseAlarms int) {
	raw, windows := 0.0, 0
	for i, f := range files {
		s, n := nabScore(len(f.values), f.windows, alarms[i], p)
		raw += s
		falseAlarms += n
		windows += len(f.windows)
	}
	return nabFinal(raw, windows, p), falseAlarms
}

// nabNamesOf are the names under which our own scores are told.
var nabNamesOf = map[string]string{"standard": "standard", "reward_low_FP_rate": "low_fp", "reward_low_FN_rate": "low_fn"}

// nabVigie scores what ships: the default budget, for all files and profiles.
func nabVigie(dir string, out func(Result)) error {
	files, err := readNAB(filepath.Join(dir, "nab_tweets"))
	if err != nil {
		return err
	}
	alarms := make([][]int, len(files))
	weeks := 0.0
	for i := range files {
		alarms[i] = files[i].rings(measure.DefaultBudget)
		weeks += float64(len(files[i].values)-nabProbation(len(files[i].values))) / float64(7*stepsADay)
	}
	for _, p := range nabProfiles {
		score, n := nabTotal(files, alarms, p)
		out(Result{Name: nabNamesOf[p.name], Value: score, Unit: "NAB score", Settings: map[string]any{
			"budget_per_week": float64(measure.DefaultBudget), "multiplier": 1, "false_alarms": n,
			"false_alarms_per_file_week": float64(n) / weeks, "files": nabNames,
		}})
	}
	return nil
}

// rings runs what ships over a file.
func (f *nabFile) rings(b measure.Budget) (alarms []int) {
	// Steps are at round five minutes and hours in production; here the file's.
	l := measure.NewLookout(f.times[0].Location(), b)
	for i, v := range f.values {
		if l.Next(measure.Tick{At: f.times[i], N: v}, false).Ring {
			alarms = append(alarms, i)
		}
	}
	return alarms
}

// between is the exact 95 % interval of the rate behind n events of a Poisson
// variable (F. Garwood, Biometrika 28, 1936).
func between(n int) (low, high float64) {
	if n > 0 {
		low = distuv.ChiSquared{K: 2 * float64(n)}.Quantile(0.025) / 2
	}
	return low, distuv.ChiSquared{K: 2*float64(n) + 2}.Quantile(0.975) / 2
}
