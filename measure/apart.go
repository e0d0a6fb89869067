package measure

import "math"

// Apart returns the 95 % interval of the difference between two figures that
// were taken apart, after less before, from the interval of each: how far each
// may be wrong is squared and added (MOVER: G. Y. Zou and A. Donner, Statistics
// in Medicine 27, 2008, after R. G. Newcombe's method 10, Statistics in Medicine
// 17, 1998). clear is true where it leaves out nought. The figures must be
// independent: two periods that do not overlap, not two brands of one period.
func Apart(before, after float64, beforeIn, afterIn Interval) (in Interval, clear bool) {
	d := after - before
	in.Low = d - math.Hypot(after-afterIn.Low, beforeIn.High-before)
	in.High = d + math.Hypot(afterIn.High-after, before-beforeIn.Low)
	return in, in.Low > 0 || in.High < 0
}
