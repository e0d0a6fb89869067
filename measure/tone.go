package measure

import "math"

// Among is how many of a period's count are of one kind: 12 negative voices of
// 60 that were judged.
type Among struct{ N, Of int64 }

// OrdinaryPart returns how many of the next of are of the kind 19 times out of
// 20 if their share did not change: each past period is brought to the size of
// the one asked about, and Ordinary is taken of these. As its variance is at
// least the mean, shares that only chance moves stay ordinary, and shares that
// always moved much need more to stand out. Periods under Least say nothing of
// a share and are left out. It reports false where of is under Least, or where
// fewer than LeastPast periods are left.
func OrdinaryPart(past []Among, of int64) (Band, bool) {
	if of < Least {
		return Band{}, false
	}
	var sized []int64
	for _, p := range past {
		if p.Of >= Least {
			sized = append(sized, int64(math.Round(float64(p.N)*float64(of)/float64(p.Of))))
		}
	}
	b, ok := Ordinary(sized)
	b.High = min(b.High, of)
	return b, ok
}
