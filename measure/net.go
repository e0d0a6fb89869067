package measure

import (
	"math"

	"vigie.example/vigie"
)

// Net is a net opinion: positive less negative over all that were judged, -1
// to 1. It is no survey and never called one.
type Net struct {
	Value   float64
	Between Interval // 95 %
	N       int64    // judged mentions it is taken over
	// Labelled is how many a person judged; 0 for the raw figure.
	Labelled int64
	// Bias is what the sample showed the raw figure to be off by, already taken
	// off Value; 0 for the raw figure.
	Bias float64
}

// LeastJudged is how many mentions must have been judged before their net
// opinion is told.
const LeastJudged = 30

// score is what an opinion adds to a net one.
func score(o vigie.Opinion) float64 {
	switch o {
	case vigie.Positive:
		return 1
	case vigie.Negative:
		return -1
	}
	return 0
}

// Leaning counts opinions for a net opinion. The zero value is empty.
type Leaning struct{ positive, negative, n float64 }

// Add counts one opinion.
func (l *Leaning) Add(o vigie.Opinion) { l.AddAll(o, 1) }

// AddAll counts n alike opinions.
func (l *Leaning) AddAll(o vigie.Opinion, n int64) {
	if o == vigie.OpinionUnknown {
		return
	}
	l.n += float64(n)
	switch score(o) {
	case 1:
		l.positive += float64(n)
	case -1:
		l.negative += float64(n)
	}
}

// spread is the mean and the variance of what was counted.
func (l *Leaning) spread() spread {
	return spread{n: l.n, sum: l.positive - l.negative, squares: l.positive + l.negative}
}

// Net returns the net opinion as the readers judged it. Those that could
// not be judged (unsure) count as neither; those that nobody looked at do not
// count. The interval is that of Agresti and Min (Statistics in Medicine 24,
// 2005) for a difference of two shares of one sample, with half a mention
// added to either side, at the effective size: echo is Echo.Effect, how much more
// the figure spreads than if every mention spoke for itself; under 1 is 1. The
// interval says nothing of the readers' own mistakes: that takes a labelled
// sample (Corrected). It reports false under LeastJudged.
func (l *Leaning) Net(echo float64) (Net, bool) {
	positive, negative, n := l.positive, l.negative, l.n
	if n < LeastJudged {
		return Net{}, false
	}
	echo = math.Max(1, echo)
	b, c, m := positive/echo+0.5, negative/echo+0.5, n/echo+2
	mid := (b - c) / m
	half := z95 * math.Sqrt(b+c-(b-c)*(b-c)/m) / m
	return Net{
		Value:   (positive - negative) / n,
		Between: Interval{Low: math.Max(-1, mid-half), High: math.Min(1, mid+half)},
		N:       int64(n),
	}, true
}

// Labelled is one mention of a random sample: what the readers said, and what
// a person did. Off is a mention that is not about the brand at all; Person
// then says nothing.
type Labelled struct {
	Read, Person vigie.Opinion
	Off          bool
}

// Corrected returns the net opinion of mentions about the brand, corrected
// by a sample drawn at random from what the readers judged and labelled by
// people: the mean of all readings, less their mean error in the sample, over
// the share that is about the brand. (Prediction-powered inference: A.
// Angelopoulos, S. Bates, C. Fannjiang, M. Jordan and T. Zrnic, Science 382,
// 2023, algorithm for the mean; the share is told from the sample, and the
// variance of the ratio is the linear one, Cochran, Sampling Techniques, 1977,
// 6.3.) However wrong the readers are, the interval holds; the better they
// are, the narrower it is. It reports false where fewer than LeastJudged were
// labelled, or fewer judged, or none is about the brand.
func (l *Leaning) Corrected(sample []Labelled) (Net, bool) {
	var wrongs, about spread
	all := l.spread()
	told := func(l Labelled) bool {
		return l.Read != vigie.OpinionUnknown && (l.Off || l.Person != vigie.OpinionUnknown)
	}
	for _, l := range sample {
		switch {
		case !told(l):
		case l.Off:
			wrongs.add(-score(l.Read))
			about.add(0)
		default:
			wrongs.add(score(l.Person) - score(l.Read))
			about.add(1)
		}
	}
	if all.n < LeastJudged || wrongs.n < LeastJudged || about.sum == 0 {
		return Net{}, false
	}
	value := (all.mean() + wrongs.mean()) / about.mean()
	var off spread // what each label leaves of the ratio
	for _, l := range sample {
		switch {
		case !told(l):
		case l.Off:
			off.add(-score(l.Read))
		default:
			off.add(score(l.Person) - score(l.Read) - value)
		}
	}
	// A sample without one error does not prove that there are none: the rule
	// of three gives the variance of the largest error rate it leaves room for.
	wrong := math.Max(off.variance(), 3/off.n/4)
	half := z95 * math.Sqrt(all.variance()/all.n+wrong/off.n) / about.mean()
	clip := func(x float64) float64 { return math.Min(1, math.Max(-1, x)) }
	return Net{
		Value: clip(value), Between: Interval{Low: clip(value - half), High: clip(value + half)},
		N: int64(all.n), Labelled: int64(off.n), Bias: all.mean() - value,
	}, true
}

// spread gathers a mean and a variance.
type spread struct{ n, sum, squares float64 }

func (s *spread) add(x float64) {
	s.n++
	s.sum += x
	s.squares += x * x
}

func (s *spread) mean() float64 { return s.sum / s.n }

// variance is that of the values themselves (over n, as the paper's).
func (s *spread) variance() float64 { return math.Max(0, s.squares/s.n-s.mean()*s.mean()) }
