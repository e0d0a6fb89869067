package measure

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie.example/vigie"
)

func alike(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// The values are SciPy's: stats.kendalltau(a, b).statistic, version 1.17; the
// second is the example of its documentation.
func TestKendallTauB(t *testing.T) {
	for _, tt := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1, 2, 3, 4, 5}, []float64{3, 1, 2, 5, 4}, 0.4},
		{[]float64{12, 2, 1, 12, 2}, []float64{1, 4, 7, 1, 0}, -0.4714045207910316},
		{[]float64{5, 5, 3, 1, 9, 2}, []float64{4, 6, 6, 2, 8, 1}, 0.6428571428571429},
	} {
		if got, ok := KendallTauB(tt.a, tt.b); !ok || !alike(got, tt.want) {
			t.Errorf("KendallTauB(%v, %v) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	for _, tt := range [][2][]float64{{nil, nil}, {{1}, {1}}, {{1, 1}, {1, 2}}, {{1, 2}, {1}}} {
		if got, ok := KendallTauB(tt[0], tt[1]); ok {
			t.Errorf("KendallTauB(%v, %v) = %v, want not measurable", tt[0], tt[1], got)
		}
	}
}

// The values come from equation 32 of Webber et al. written out term by term in
// Python, apart from this code.
func TestRankBiasedOverlap(t *testing.T) {
	runes := func(s string) []rune { return []rune(s) }
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"abcde", "acbdf", 0.82378},
		{"abc", "abdefg", 0.73},
		{"abc", "xyz", 0},
		{"0123456789", "9876543210", 0.5116075656428571},
		{"abc", "abc", 1},
		{"a", "a", 1},
	} {
		for _, turned := range []bool{false, true} {
			a, b := runes(tt.a), runes(tt.b)
			if turned {
				a, b = b, a
			}
			if got, ok := RankBiasedOverlap(a, b, 0.9); !ok || !alike(got, tt.want) {
				t.Errorf("RankBiasedOverlap(%s, %s) = %v, want %v", string(a), string(b), got, tt.want)
			}
		}
	}
	if _, ok := RankBiasedOverlap(runes(""), runes("a"), 0.9); ok {
		t.Error("an empty list is compared")
	}
}

// R: poisson.test(46)$conf.int and so on (also SciPy: chi2.ppf(.025, 2n)/2,
// chi2.ppf(.975, 2n+2)/2).
func TestPoissonInterval(t *testing.T) {
	for n, want := range map[int64]Interval{
		0:   {0, 3.6888794541139354},
		5:   {1.6234863901184207, 11.66833207932267},
		46:  {33.677781408971875, 61.357553710586004},
		300: {267.00927523296633, 335.94112555257067},
	} {
		got, ok := PoissonInterval(n)
		if !ok || math.Abs(got.Low-want.Low) > 1e-6 || math.Abs(got.High-want.High) > 1e-6 {
			t.Errorf("PoissonInterval(%d) = %v, want %v", n, got, want)
		}
	}
	if _, ok := PoissonInterval(-1); ok {
		t.Error("a negative count has an interval")
	}
}

func opinions(positive, neutral, negative, unknown int) []vigie.Opinion {
	var out []vigie.Opinion
	for o, n := range map[vigie.Opinion]int{vigie.Positive: positive, vigie.Neutral: neutral, vigie.Negative: negative, vigie.OpinionUnknown: unknown} {
		for range n {
			out = append(out, o)
		}
	}
	return out
}

// The interval is Agresti and Min's, computed in NumPy from their formula.
func TestRawNet(t *testing.T) {
	got, ok := leaningOf(opinions(30, 58, 52, 1000)).Net(1)
	want := Net{Value: -22.0 / 140, Between: Interval{-0.27806789797360043, -0.03179125695597698}, N: 140}
	if !ok || !alike(got.Value, want.Value) || !alike(got.Between.Low, want.Between.Low) || !alike(got.Between.High, want.Between.High) || got.N != want.N {
		t.Errorf("RawNet = %+v, want %+v: unknown is not neutral", got, want)
	}
	if got, ok := leaningOf(opinions(10, 9, 10, 500)).Net(1); ok {
		t.Errorf("RawNet of 29 = %+v, want not measurable", got)
	}
}

// The point and interval are those of the mean estimator of Angelopoulos et al.
// (2023), computed in NumPy: theta = mean(f) + mean(y - f), variance
// var(f)/N + var(y-f)/n.
func TestCorrectedNet(t *testing.T) {
	var sample []Labelled
	o := map[int]vigie.Opinion{1: vigie.Positive, 0: vigie.Neutral, -1: vigie.Negative}
	y, f := []int{1, 1, 0, 0, -1, -1, -1, 0}, []int{1, 0, 0, 1, -1, -1, 0, 0}
	for i := range 80 {
		sample = append(sample, Labelled{Read: o[f[i%8]], Person: o[y[i%8]]})
	}
	got, ok := leaningOf(opinions(300, 400, 300, 7)).Corrected(sample)
	if !ok || !alike(got.Value, -0.125) || !alike(got.Between.Low, -0.2648621771191317) || !alike(got.Between.High, 0.014862177119131681) {
		t.Errorf("CorrectedNet = %+v, want -0.125 between -0.26486 and 0.01486", got)
	}
	if !alike(got.Bias, 0.125) {
		t.Errorf("bias %v, want 0.125", got.Bias)
	}
	if _, ok := leaningOf(opinions(300, 400, 300, 0)).Corrected(sample[:29]); ok {
		t.Error("29 labels are enough to correct")
	}
}

// TestCorrectedNetCovers: readers that are wrong one time in four, and
// partial; the corrected interval holds the truth 93 to 97 times in 100, where
// the raw one does not.
func TestCorrectedNetCovers(t *testing.T) {
	runs, slack := 400, 0.03
	if os.Getenv("VIGIE_LONG") != "" {
		runs, slack = 4000, 0.02
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	person := func() vigie.Opinion {
		switch u := rnd.Float64(); {
		case u < 0.2:
			return vigie.Positive
		case u < 0.65:
			return vigie.Neutral
		}
		return vigie.Negative
	}
	read := func(p vigie.Opinion) vigie.Opinion {
		if u := rnd.Float64(); u < 0.2 && p != vigie.Negative {
			return vigie.Negative
		} else if u > 0.95 {
			return vigie.Positive
		}
		return p
	}
	held, raw := 0, 0
	for range runs {
		var all []vigie.Opinion
		var sample []Labelled
		for i := range 1000 {
			p := person()
			f := read(p)
			all = append(all, f)
			if i < 200 {
				sample = append(sample, Labelled{Read: f, Person: p})
			}
		}
		if n, ok := leaningOf(all).Corrected(sample); ok && n.Between.Low <= -0.15 && -0.15 <= n.Between.High {
			held++
		}
		if n, ok := leaningOf(all).Net(1); ok && n.Between.Low <= -0.15 && -0.15 <= n.Between.High {
			raw++
		}
	}
	share := float64(held) / float64(runs)
	t.Logf("corrected intervals hold the truth in %.3f of %d runs, raw ones in %.3f", share, runs, float64(raw)/float64(runs))
	if math.Abs(share-0.95) > slack {
		t.Errorf("corrected intervals hold the truth in %.3f of %d runs, want 0.95 ± %v", share, runs, slack)
	}
	if float64(raw)/float64(runs) > 0.5 {
		t.Errorf("the readers of this test are not partial enough to need correction")
	}
}

// SciPy: sum(1 - comb(N-n, m)/comb(N, m)).
func TestRarefied(t *testing.T) {
	counts := []int64{50, 30, 10, 5, 3, 1, 1}
	for m, want := range map[int64]float64{10: 3.5357301496116174, 30: 5.077795495622459, 100: 7, 1: 1} {
		if got, ok := Rarefied(counts, m); !ok || math.Abs(got-want) > 1e-7 {
			t.Errorf("Rarefied(%d) = %v, want %v", m, got, want)
		}
	}
	if _, ok := Rarefied(counts, 101); ok {
		t.Error("more are drawn than there are")
	}
}

func TestReadings(t *testing.T) {
	day := january.From.Add(10 * time.Hour)
	s := func(voice uint64, at time.Time, followers, views int64) Saying {
		return Saying{Voice: voice, At: at, Followers: followers, Views: views, Channel: vigie.Social}
	}
	reach := func(population int64, sayings ...Saying) (Reach, bool) {
		r := Readers{Zone: time.UTC}
		for i := range sayings {
			r.Add(&sayings[i])
		}
		return r.Reach(population)
	}
	got, ok := reach(1_000_000,
		s(1, day, 1000, 50), s(1, day.Add(time.Hour), 1200, -1), s(1, day.AddDate(0, 0, 1), 1200, -1), s(2, day, 10_000_000, -1), s(3, day, -1, -1))
	want := Reach{Low: 600_072 + 72, High: 1_000_000 + 180, Known: 4, All: 5, Views: 50, Capped: true}
	if !ok || got != want {
		t.Errorf("Reach = %+v, want %+v", got, want)
	}
	if _, ok := reach(0, s(3, day, -1, -1)); ok {
		t.Error("a reach without followers")
	}
}

func TestReturning(t *testing.T) {
	var all []Saying
	for v := range 40 {
		all = append(all, said(1, v, v, vigie.Forum))
		if v < 10 {
			again := said(1, v, v+100, vigie.Forum)
			again.At = again.At.AddDate(0, 1, 0)
			all = append(all, again)
		}
	}
	got, ok := Returning(all, time.UTC)
	if !ok || got.K != 10 || got.N != 40 {
		t.Errorf("Returning = %+v, want 10 of 40", got)
	}
	if _, ok := Returning(all[:20], time.UTC); ok {
		t.Error("a community of twenty")
	}
}

func TestUntold(t *testing.T) {
	a, b, c := said(1, 1, 1, vigie.Forum), said(1, 2, 2, vigie.Social), said(1, 3, 3, vigie.Press)
	b.Site, b.Answers = "linked.example", ToUnheard
	if got, ok := Untold([]Saying{a, b, c}); !ok || !alike(got, 1.0/3) {
		t.Errorf("Untold = %v, want a third: the forum that links nothing", got)
	}
	if _, ok := Untold(nil); ok {
		t.Error("a share of nothing")
	}
}

func leaningOf(all []vigie.Opinion) *Leaning {
	var l Leaning
	for _, o := range all {
		l.Add(o)
	}
	return &l
}
