package measure

import (
	"math"
	"slices"
)

// Among is how many of a period's count are of one kind: 12 negative voices of
// 60 that were judged.
type Among struct{ N, Of int64 }

// OrdinaryPart returns how many of the next of are of the kind 19 times out of
// 20 if their share did not change: the central 95 % of a beta-binomial
// distribution matched by moments to the shares of the past. How much they moved
// beyond chance is told from Pearson's statistic (D. A. Williams, Applied
// Statistics 31, 1982); as in Ordinary, bursts are not learnt from, and the
// variance grows because mean and spread are only estimated. Periods under Least
// say nothing of a share and are left out. It reports false where of is under
// Least, or where fewer than LeastPast periods are left.
func OrdinaryPart(past []Among, of int64) (Band, bool) {
	if of < Least {
		return Band{}, false
	}
	past = slices.DeleteFunc(slices.Clone(past), func(p Among) bool { return p.Of < Least || p.N < 0 || p.N > p.Of })
	if len(past) > MostPast {
		past = past[len(past)-MostPast:]
	}
	if len(past) < LeastPast {
		return Band{}, false
	}
	past = calmParts(past, of)
	var k, n, squares float64
	for _, p := range past {
		k += float64(p.N)
		n += float64(p.Of)
		squares += float64(p.Of) * float64(p.Of)
	}
	p := (k + 0.5) / (n + 1)
	var chi, room float64
	for _, x := range past {
		d := float64(x.N) - float64(x.Of)*p
		chi += d * d / (float64(x.Of) * p * (1 - p))
		room += (float64(x.Of) - 1) * (1 - float64(x.Of)/n)
	}
	df := float64(len(past) - 1)
	m, moved := float64(of), math.Max(0, (chi-df)/room)
	variance := m * p * (1 - p) * (1 + (m-1)*moved)
	if moved > 0 {
		t := student95(df) / z95
		variance *= t * t
	}
	variance += m * m * p * (1 - p) * (n + moved*(squares-n)) / (n * n)
	apart := (variance/(m*p*(1-p)) - 1) / (m - 1)
	apart = math.Min(apart, 0.99)
	size := 1/apart - 1
	return betaBinomial95(of, p*size, (1-p)*size), true
}

// calmParts leaves out the periods that are bursts once brought to one size.
func calmParts(past []Among, of int64) []Among {
	sized := make([]int64, len(past))
	for i, p := range past {
		sized[i] = int64(math.Round(float64(p.N) * float64(of) / float64(p.Of)))
	}
	most := slices.Max(withoutBursts(sized))
	calm := make([]Among, 0, len(past))
	for i, p := range past {
		if sized[i] <= most {
			calm = append(calm, p)
		}
	}
	return calm
}

// betaBinomial95 returns the central 95 % of a binomial count of n whose share
// is drawn from Beta(a, b): the smallest k of which P(X <= k) reaches 2.5 and
// 97.5 %.
func betaBinomial95(n int64, a, b float64) Band {
	m := float64(n)
	out := Band{Low: -1, High: n}
	log := logGamma(m+b) + logGamma(a+b) - logGamma(m+a+b) - logGamma(b) // of P(X = 0)
	sum := 0.0
	for k := range n + 1 {
		sum += math.Exp(log)
		if out.Low < 0 && sum >= 0.025 {
			out.Low = k
		}
		if sum >= 0.975 {
			out.High = k
			break
		}
		x := float64(k)
		log += math.Log((m - x) / (x + 1) * (x + a) / (m - x - 1 + b))
	}
	out.Low = max(0, out.Low)
	return out
}
