package chart

// Lean is one brand's opinions as a bar, a row of a list: what is negative to
// the left of the line, what is positive to its right, as shares of all that
// was judged, and under them the net opinion with its interval.
type Lean struct {
	Negative, Positive float64 // 0 to 1
	Net, Low, High     float64 // -1 to 1
	// Left and Right are the largest shares of the rows, so that all have one
	// line and one scale.
	Left, Right float64
}

// Draw lays the bar out. It is hidden from those who cannot see it: the figures
// stand beside it.
func (l Lean) Draw() Drawing {
	const h, bar = 24.0, 14.0
	d := Drawing{Height: h}
	whole := l.Left + l.Right
	if !(whole > 0) {
		return d
	}
	at := func(v float64) float64 { return min(max((l.Left+v)/whole, 0), 1) }
	zero, far, near := at(0), at(-l.Negative), at(l.Positive)
	if far < zero {
		d.Shapes = append(d.Shapes, Rect{X: far, W: zero - far, Y: 1, H: bar, Class: NegativeBar})
	}
	if near > zero {
		d.Shapes = append(d.Shapes, Rect{X: zero, W: near - zero, Y: 1, H: bar, Class: PositiveBar})
	}
	d.Shapes = append(d.Shapes, Rule{X1: zero, X2: zero, Y2: h, Class: Base})
	if low, high := at(l.Low), at(l.High); low <= high {
		const under = (bar + h) / 2
		d.Shapes = append(d.Shapes,
			Rect{X: low, W: high - low, Y: under - 1, H: 3, Class: InkBar},
			Rule{X1: at(l.Net), X2: at(l.Net), Y1: bar + 1, Y2: h, Class: Tick})
	}
	return d
}
