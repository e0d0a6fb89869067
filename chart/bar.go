package chart

// Bar is one horizontal bar from zero, a row of a table or list. Values are in
// any unit; Most is the value of the full width, shared by the rows.
type Bar struct {
	Value, Most float64
	// Low and High, where Sure is false, are an interval: solid to Low, pale to
	// High, a tick at Value.
	Low, High float64
	Exact     bool
	Ours      bool
	Height    float64 // in pixels; 0 means 20 with an interval, 8 without
}

// Draw lays the bar out. It is hidden from those who cannot see it: the figure
// stands beside it.
func (b Bar) Draw() Drawing {
	share := func(v float64) float64 {
		if !(b.Most > 0) || !(v > 0) {
			return 0
		}
		return min(v/b.Most, 1)
	}
	solid, pale := RivalBar, RivalPale
	if b.Ours {
		solid, pale = OurBar, OurPale
	}
	if b.Exact {
		h := b.Height
		if h == 0 {
			h = 8
		}
		return Drawing{Height: h, Shapes: []Shape{Rect{W: share(b.Value), H: h, Class: solid}}}
	}
	h := b.Height
	if h == 0 {
		h = 20
	}
	low, high, mid := share(b.Low), share(b.High), share(b.Value)
	return Drawing{Height: h, Shapes: []Shape{
		Rect{W: low, Y: 3, H: h - 6, Class: solid},
		Rect{X: low, W: max(high-low, 0), Y: 3, H: h - 6, Class: pale},
		Rule{X1: mid, X2: mid, Y2: h, Class: Tick},
	}}
}
