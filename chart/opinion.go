package chart

// The classes of opinions. Colour is doubled by place: what is negative hangs
// under the line, what is positive stands on it, what is unsure is dotted.
const (
	NegativeBar Class = "b-neg"
	PositiveBar Class = "b-pos"
	NeutralBar  Class = "b-neu"
	UnsureBar   Class = "b-uns"
)

// Opinions is what was said week by week, as bars: positive upwards from the
// line, negative downwards, and beneath the plot a thin row of how many were
// neutral or unsure.
type Opinions struct {
	LabelledBy string
	Weeks      []OpinionWeek
	First      string // names of the first and the last week, for the axis
	Last       string
	Number     func(int64) string
	Events     []float64 // places between 0 and len(Weeks) of what one must know
}

// OpinionWeek is the counts of one week. Href and Say, where set, make it a
// target.
type OpinionWeek struct {
	Negative, Neutral, Positive, Unsure int64
	Href, Say                           string
}

// Draw lays the bars out.
func (o Opinions) Draw() Drawing {
	const tall, rest, axis = 120.0, 34.0, 22.0
	d := Drawing{Height: tall + rest + axis, LabelledBy: o.LabelledBy}
	n := len(o.Weeks)
	if n == 0 {
		return d
	}
	var up, down, beside int64 = 1, 1, 1
	for _, w := range o.Weeks {
		up, down, beside = max(up, w.Positive), max(down, w.Negative), max(beside, w.Neutral+w.Unsure)
	}
	const head = 16.0 // room for a label above the highest and under the lowest
	unit := (tall - 2*head) / float64(up+down)
	zero := head + unit*float64(up)
	step := 1 / float64(n)
	width := step * 0.62
	labelled := func(v int64, best int64) bool { return v > 0 && v == best }
	upTold, downTold := false, false
	for i, w := range o.Weeks {
		x := step * (float64(i) + 0.19)
		if h := unit * float64(w.Positive); h > 0 {
			d.Shapes = append(d.Shapes, Rect{X: x, W: width, Y: zero - h, H: h, Class: PositiveBar})
		}
		if h := unit * float64(w.Negative); h > 0 {
			d.Shapes = append(d.Shapes, Rect{X: x, W: width, Y: zero, H: h, Class: NegativeBar})
		}
		share := (rest - 8) / float64(beside)
		at := tall + rest
		if h := share * float64(w.Neutral); h > 0 {
			d.Shapes = append(d.Shapes, Rect{X: x, W: width, Y: at - h, H: h, Class: NeutralBar})
			at -= h
		}
		if h := share * float64(w.Unsure); h > 0 {
			d.Shapes = append(d.Shapes, Rect{X: x, W: width, Y: at - h, H: h, Class: UnsureBar})
		}
		mid := step * (float64(i) + 0.5)
		if labelled(w.Positive, up) && !upTold {
			upTold = true
			d.Shapes = append(d.Shapes, Text{X: mid, Y: zero - unit*float64(w.Positive) - 4, Anchor: Middle, Lines: []string{o.Number(w.Positive)}, Class: Strong})
		}
		if labelled(w.Negative, down) && !downTold {
			downTold = true
			d.Shapes = append(d.Shapes, Text{X: mid, Y: zero + unit*float64(w.Negative) + 13, Anchor: Middle, Lines: []string{o.Number(w.Negative)}, Class: Strong})
		}
	}
	for _, at := range o.Events {
		d.Shapes = append(d.Shapes, Rule{X1: at * step, X2: at * step, Y1: 0, Y2: tall + rest, Class: Event})
	}
	d.Shapes = append(d.Shapes,
		Rule{X2: 1, Y1: zero, Y2: zero, Class: Base},
		Rule{X2: 1, Y1: tall + rest, Y2: tall + rest, Class: Grid},
		Text{X: 0, Y: tall + rest + 16, Anchor: Start, Lines: []string{o.First}, Class: Soft},
		Text{X: 1, Y: tall + rest + 16, Anchor: End, Lines: []string{o.Last}, Class: Soft})
	for i, w := range o.Weeks {
		if w.Href != "" {
			d.Shapes = append(d.Shapes, Target{X: step * float64(i), W: step, H: tall + rest, Href: w.Href, Say: w.Say})
		}
	}
	return d
}
