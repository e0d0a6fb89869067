package chart

// Small is one of several lines drawn on the same scale, to be compared: no
// axis but the base, the last value marked.
type Small struct {
	Label  string // the line in words
	Values []int64
	Most   int64 // of all the lines drawn together
	Ours   bool
	// Holes are the periods that were not heard whole.
	Holes []bool
	// Open says that the last period is still under way: hollow, not joined.
	Open   bool
	Events []float64 // places between 0 and len(Values) of what one must know
	Tall   float64   // 0 means 48
}

// Draw lays the line out.
func (s Small) Draw() Drawing {
	tall := s.Tall
	if tall == 0 {
		tall = 48
	}
	d := Drawing{Height: tall + 2, Label: s.Label}
	n, most := len(s.Values), max(s.Most, 1)
	if n == 0 {
		return d
	}
	line, mark, last := Other, RivalBar, 3.0
	if s.Ours {
		line, mark, last = Ours, OurDot, 3.5
	}
	hollow := RivalHollow
	if s.Ours {
		hollow = Hollow
	}
	if s.Open {
		mark = hollow
	}
	y := func(v int64) float64 { return 4 + (tall-4)*(1-float64(v)/float64(most)) }
	x := func(i int) float64 { return (float64(i) + 0.5) / float64(n) }
	hole := func(i int) bool { return i < len(s.Holes) && s.Holes[i] }
	var run []Point
	flush := func() {
		if len(run) > 1 {
			d.Shapes = append(d.Shapes, Path{Points: run, Class: line})
		}
		run = nil
	}
	for i, v := range s.Values {
		if hole(i) {
			flush()
			d.Shapes = append(d.Shapes, Rect{X: float64(i) / float64(n), W: 1 / float64(n), Y: 4, H: tall - 4, Class: Hatched})
			if v > 0 {
				d.Shapes = append(d.Shapes, Dot{X: x(i), Y: y(v), R: 2.5, Class: hollow})
			}
			continue
		}
		if s.Open && i == n-1 {
			flush()
			continue
		}
		run = append(run, Point{x(i), y(v)})
	}
	flush()
	for _, at := range s.Events {
		d.Shapes = append(d.Shapes, Rule{X1: at / float64(n), X2: at / float64(n), Y1: 0, Y2: tall, Class: Event})
	}
	d.Shapes = append(d.Shapes, Rule{X2: 1, Y1: tall, Y2: tall, Class: Base})
	if !hole(n - 1) {
		d.Shapes = append(d.Shapes, Dot{X: x(n - 1), Y: y(s.Values[n-1]), R: last, Class: mark})
	}
	return d
}
