package measure

import "math"

// betaShare returns the regularised incomplete beta function I_x(a, b), for
// positive a and b and x in [0, 1]: the chance that a Beta(a, b) variable is
// at most x. It follows the continued fraction of Abramowitz and Stegun
// 26.5.8, evaluated by Lentz's method. The error is below 1e-11 for thousands
// and below 1e-5 for thousands of millions, where the gamma functions cancel.
func betaShare(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaShare(1-x, b, a) // the fraction converges fast on this side
	}
	front := math.Exp(logGamma(a+b) - logGamma(a) - logGamma(b) + a*math.Log(x) + b*math.Log1p(-x))
	return front * betaFraction(x, a, b) / a
}

func logGamma(x float64) float64 {
	l, _ := math.Lgamma(x)
	return l
}

// betaFraction is the continued fraction of betaShare. It needs about the
// square root of max(a, b) rounds; the bound leaves room for 10^9 mentions.
func betaFraction(x, a, b float64) float64 {
	const (
		tiny  = 1e-300
		exact = 1e-15
		most  = 100_000
	)
	off := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/off(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; m <= most; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/off(1+even*d), off(1+even/c)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/off(1+odd*d), off(1+odd/c)
		h *= d * c
		if math.Abs(d*c-1) < exact {
			break
		}
	}
	return h
}

// betaQuantile returns the x at which betaShare is p, by halving: sixty halves
// are more than a float64 can tell apart, and cannot diverge.
func betaQuantile(p, a, b float64) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		mid := (low + high) / 2
		if betaShare(mid, a, b) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
