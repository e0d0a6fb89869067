package measure

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestTailNats(t *testing.T) {
	// With a size of one the negative binomial is geometric: P(X >= k) = q^k,
	// q = mean/(1+mean); a spread of 1+mean gives that size.
	for _, mean := range []float64{0.2, 3, 400} {
		for _, k := range []float64{1, 5, 50} {
			want := -k * math.Log(mean/(1+mean))
			if k <= mean {
				want = 0
			}
			if got := tailNats(k, mean, 1+mean); math.Abs(got-want) > 1e-6*(1+want) {
				t.Errorf("tailNats(%v, %v, geometric) = %v, want %v", k, mean, got, want)
			}
		}
	}
	// Poisson of mean 2: P(X >= 5) = 1 - e^-2·(1+2+2+4/3+2/3).
	if got, want := tailNats(5, 2, 1), -math.Log(1-7*math.Exp(-2)); math.Abs(got-want) > 1e-3 {
		t.Errorf("tailNats(5, 2, Poisson) = %v, want %v", got, want)
	}
	if got := tailNats(1e6, 1, 1); got != mostNats {
		t.Errorf("an impossible count = %v, want %v", got, float64(mostNats))
	}
}

// quiet is a Poisson series of perDay mentions a day, with a day and a night.
func quiet(days int, perDay float64, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 9))
	out := make([]float64, days*daySteps)
	for i := range out {
		mean := perDay / daySteps * (1 + 0.7*math.Sin(float64(i%daySteps)/daySteps*2*math.Pi))
		for gap := r.ExpFloat64(); gap < mean; gap += r.ExpFloat64() {
			out[i]++
		}
	}
	return out
}

// rings runs a lookout over a series that begins on a Monday.
func rings(series []float64) (at []int) {
	l := NewLookout(time.UTC, DefaultBudget)
	for i, n := range series {
		if l.Next(Tick{At: monday.Add(time.Duration(i) * Grain), N: n}, false).Ring {
			at = append(at, i)
		}
	}
	return at
}

var monday = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// burst adds size mentions over six hours, most of them early.
func burst(series []float64, at, size int) {
	r := rand.New(rand.NewPCG(uint64(at), 5))
	for range size {
		series[at+int(math.Min(r.ExpFloat64()*24, 71))]++
	}
}

// rungWithin reports how long after from the first ring comes, in steps.
func rungWithin(at []int, from int) int {
	for _, i := range at {
		if i >= from {
			return i - from
		}
	}
	return math.MaxInt
}

func TestLookoutAtEveryRate(t *testing.T) {
	for _, c := range []struct {
		name   string
		perDay float64
		size   int
	}{
		{"two a day", 2, 14}, {"twenty a day", 20, 45}, {"twenty an hour", 480, 500}, {"two a second", 172_800, 120_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := quiet(60, c.perDay, 3)
			if n := len(rings(s)); n > 3 {
				t.Errorf("%d rings in eight quiet weeks", n)
			}
			first, second := 40*daySteps+120, 50*daySteps+120
			burst(s, first, c.size)
			burst(s, second, c.size)
			at := rings(s)
			if d := rungWithin(at, first); d > 72 {
				t.Errorf("first burst rang after %d steps, want within 72", d)
			}
			if d := rungWithin(at, second); d > 72 {
				t.Errorf("equal burst ten days later rang after %d steps, want within 72", d)
			}
		})
	}
}

// A larger burst must be found no later than the smaller one it contains: the
// pitfall is a model that learns, from its beginning, that bursts are usual.
func TestDetectionNeverFallsWithSize(t *testing.T) {
	for seed := range uint64(6) {
		base := quiet(40, 20, seed)
		from, before := 30*daySteps, math.MaxInt
		// Not on the heels of a false alarm: what follows belongs to it.
		for rungWithin(rings(base), from-daySteps) < daySteps {
			from += daySteps
		}
		for _, size := range []int{10, 20, 40, 80, 300} {
			s := append([]float64(nil), base...)
			// A slow rise of twelve hours.
			for k := range size {
				s[from+int(144*math.Sqrt((float64(k)+0.5)/float64(size)))]++
			}
			d := rungWithin(rings(s), from)
			if d > before {
				t.Errorf("seed %d: +%d rings after %d steps, a smaller burst after %d", seed, size, d, before)
			}
			before = d
		}
	}
}

// A lasting tenfold change of level is one affair: it rings once, or once more
// before the new level is accepted. One series in twenty may ring a third time.
func TestLastingChangeOfLevel(t *testing.T) {
	seeds := uint64(20)
	if testing.Short() {
		seeds = 5
	}
	series, more := 0, 0
	for _, perDay := range []float64{2, 20, 300} {
		for seed := range seeds {
			s := append(quiet(40, perDay, seed), quiet(40, 10*perDay, seed+50)...)
			n := 0
			for _, i := range rings(s) {
				if i >= 40*daySteps && i < 52*daySteps {
					n++
				}
			}
			series++
			if n > 2 {
				more++
			}
			if n < 1 || n > 3 {
				t.Errorf("tenfold from %v a day (seed %d): %d alarms, want one or two", perDay, seed, n)
			}
		}
	}
	if 20*more > series {
		t.Errorf("%d of %d series ring more than twice", more, series)
	}
}

func TestLookoutIsSilentWithoutAPast(t *testing.T) {
	s := quiet(2, 100, 1)
	burst(s, 100, 2000)
	for _, i := range rings(s) {
		if float64(i) < youngHours*12 {
			t.Errorf("rang at step %d, before anything was known", i)
		}
	}
	for _, m := range rings(make([]float64, 100*daySteps)) {
		t.Errorf("silence rang at %d", m)
	}
}

func TestHolesAndCampaigns(t *testing.T) {
	at := func(change func(i int, k *Tick)) []int {
		l := NewLookout(time.UTC, DefaultBudget)
		var out []int
		s := quiet(40, 50, 2)
		burst(s, 30*daySteps, 45)
		for i, n := range s {
			k := Tick{At: monday.Add(time.Duration(i) * Grain), N: n}
			change(i, &k)
			if m := l.Next(k, false); m.Ring {
				out = append(out, i)
			} else if math.IsNaN(m.Rarity) {
				t.Fatalf("step %d: rarity is not a number", i)
			}
		}
		return out
	}
	day30 := func(i int) bool { return i/daySteps == 30 }
	if got := rungWithin(at(func(int, *Tick) {}), 30*daySteps); got > 72 {
		t.Fatalf("the burst rings after %d steps", got)
	}
	if got := rungWithin(at(func(i int, k *Tick) {
		if day30(i) {
			k.Widen = 8
		}
	}), 30*daySteps); got <= 288 {
		t.Errorf("announced as eight times the usual, it rings after %d steps", got)
	}
	// A hole of five days, then as before: neither the silence nor the return rings.
	got := at(func(i int, k *Tick) {
		if d := i / daySteps; d >= 29 && d <= 33 {
			k.N, k.Unheard = 0, true
		}
	})
	if d := rungWithin(got, 29*daySteps); d <= 8*daySteps {
		t.Errorf("a hole rings after %d steps", d)
	}
}

// The promise: on series that keep to one model, false alarms come about as
// often as the budget says.
func TestPromiseHolds(t *testing.T) {
	runs := uint64(12)
	if !testing.Short() {
		runs = 60
	}
	n, weeks := 0, 0.0
	for seed := range runs {
		n += len(rings(quiet(70, 30, 1000+seed)))
		weeks += 10
	}
	if promised := weeks * float64(DefaultBudget); float64(n) > 1.5*promised {
		t.Errorf("%d false alarms in %v series-weeks, promised %.1f", n, weeks, promised)
	}
}

func TestRarityOfAnEmptyPastRestsOnTheModel(t *testing.T) {
	r := Calibrate(&Past{}, 20)
	x := r.Threshold(DefaultBudget)
	if got := r.Threshold(DefaultBudget / 8); got <= x {
		t.Errorf("a smaller budget has threshold %v, not above %v", got, x)
	}
	// Once in eight weeks is a rarity of ln 8 where the tail is known to be
	// exponential; from a belief worth eight weeks it is the x at which
	// (1 + x/8)^-8 is 1/8.
	if want := 8 * (math.Pow(8, 1.0/8) - 1); math.Abs(x-want) > 0.01 {
		t.Errorf("Threshold = %v, want %v", x, want)
	}
	// An hour rings from the surprise that 200 independent ones a week reach as
	// often as its part of the budget allows.
	for _, c := range []struct{ perDay, share float64 }{{2, 0.7}, {20, 0.8}, {480, 0.6}} {
		r := Calibrate(&Past{}, c.perDay)
		one := r.Rings(r.Threshold(DefaultBudget))[0]
		if want := math.Log(200) + 8*(math.Pow(math.Exp(x)/c.share, 1.0/8)-1); math.Abs(one-want) > 0.05 {
			t.Errorf("%v a day: an hour rings from %v nats, want %v", c.perDay, one, want)
		}
	}
}

// The count model is too careful of a series that keeps to chance, and too bold
// of one that comes in clumps: what the past has shown moves what is believed of
// moments that it has not shown, little by little.
func TestBeliefFollowsThePast(t *testing.T) {
	past := func(weeks int, scale float64) *Past {
		r := rand.New(rand.NewPCG(4, 4))
		p := &Past{}
		for range weeks * 28 {
			n := scale * r.ExpFloat64()
			p.Blocks = append(p.Blocks, [3]float64{n, n, n})
		}
		return p
	}
	unknown := Calibrate(&Past{}, 20).peaks[0]
	for _, c := range []struct {
		name  string
		weeks int
		scale float64
		sign  float64 // of belief against that without a past
	}{
		{"calm, two months", 8, 0.4, -1}, {"clumps, two months", 8, 3, 1},
	} {
		short, long := Calibrate(past(1, c.scale), 20).peaks[0], Calibrate(past(c.weeks, c.scale), 20).peaks[0]
		for _, x := range []float64{10, 15} {
			a, b := math.Log(short.believed(x)/unknown.believed(x)), math.Log(long.believed(x)/unknown.believed(x))
			if b*c.sign <= 0 || b*c.sign <= a*c.sign {
				t.Errorf("%s: at %v nats belief moves by %v after a week, %v after %d", c.name, x, a, b, c.weeks)
			}
		}
	}
}

func TestBell(t *testing.T) {
	var b Bell
	at := func(h int) time.Time { return monday.Add(time.Duration(h) * time.Hour) }
	for _, c := range []struct {
		hour   int
		rarity float64
		want   bool
	}{
		{0, 1, false},
		{1, 3, true},
		{2, 5, false},
		{5, 0, false},
		{6, 9, false},   // calm came before twelve hours were over
		{14, 2, false},  // not calm enough: a nat below is needed
		{15, 0, false},  // calm
		{16, 2.5, true}, // and again
	} {
		if got := b.Hear(at(c.hour), c.rarity, 2.1, false); got != c.want {
			t.Errorf("hour %d: rang %v, want %v", c.hour, got, c.want)
		}
	}
	if b.Hear(at(40), 0, 2.1, true); !b.Open {
		t.Error("an episode ended while a new level lasted")
	}
	if b.Hear(at(41), 0, 2.1, false); b.Open {
		t.Error("an episode went on when all was calm")
	}
}
