package measure

import "gonum.org/v1/gonum/mathext"

// PoissonInterval returns the exact 95 % interval of the mean of a Poisson
// count of n. (F. Garwood, Biometrika 28, 1936; as R's poisson.test.) It
// reports false for a negative count.
func PoissonInterval(n int64) (Interval, bool) {
	if n < 0 {
		return Interval{}, false
	}
	in := Interval{High: mathext.GammaIncRegInv(float64(n)+1, 0.975)}
	if n > 0 {
		in.Low = mathext.GammaIncRegInv(float64(n), 0.025)
	}
	return in, true
}
