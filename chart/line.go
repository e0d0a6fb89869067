package chart

import "math"

// Line is a count over time: one point a period, with what is ordinary behind
// it as a band.
type Line struct {
	LabelledBy string // ids of the elements that name the picture
	Points     []Period
	Events     []Mark
	// Band is the word written at the band ("ordinaire"); empty for none.
	Band string
	// Number writes a value of the scale and of a label.
	Number func(int64) string
	// Tall is the height of the plot in pixels; 0 means 196.
	Tall float64
}

// Period is one point of a Line.
type Period struct {
	Axis  string // how its beginning is written on the axis; short
	Value int64
	// Low and High bound what is ordinary where Banded.
	Low, High int64
	Banded    bool
	// Hole says that the value is incomplete: hatched, the line broken, the
	// value hollow. Name is written above the first period of a hole.
	Hole bool
	Name string
	// Open is a period still under way: the value is hollow and not joined.
	Open bool
	// Silent is a period before listening began: no value at all.
	Silent bool
	Href   string // what the period opens; empty for nothing
	Say    string // the period in words: "Semaine du 24 août : 128 voix"
}

// Mark is an event of one's own at a place between 0 and len(Points).
type Mark struct {
	At   float64
	Name string
}

// dotsMost: beyond so many points, dots hide the line they stand on.
const dotsMost = 30

// Draw lays the picture out.
func (l Line) Draw() Drawing {
	d := Drawing{LabelledBy: l.LabelledBy}
	n := len(l.Points)
	if n == 0 {
		return d
	}
	p := plot{n: n, tall: l.Tall, top: 24}
	if p.tall == 0 {
		p.tall = 196
	}
	taken := &places{}
	above := l.above(taken)
	if len(above) > 0 {
		p.top = 48
	}
	p.scale = scale(l.most())
	d.Height = p.top + p.tall + 30

	d.Shapes = append(d.Shapes, l.bands(p)...)
	d.Shapes = append(d.Shapes, p.grid(l.Number)...)
	for i, pt := range l.Points {
		if pt.Hole {
			d.Shapes = append(d.Shapes, Rect{X: float64(i) / float64(n), W: 1 / float64(n), Y: p.top, H: p.tall, Class: Hatched})
		}
	}
	for _, e := range l.Events {
		x := e.At / float64(n)
		d.Shapes = append(d.Shapes, Rule{X1: x, X2: x, Y1: p.top - 8, Y2: p.top + p.tall, Class: Event})
	}
	d.Shapes = append(d.Shapes, l.lines(p)...)
	d.Shapes = append(d.Shapes, above...)
	d.Shapes = append(d.Shapes, l.values(p, taken)...)
	d.Shapes = append(d.Shapes, l.axis(p)...)
	for i, pt := range l.Points {
		if pt.Href != "" {
			d.Shapes = append(d.Shapes, Target{X: float64(i) / float64(n), W: 1 / float64(n), Y: p.top, H: p.tall, Href: pt.Href, Say: pt.Say})
		}
	}
	return d
}

// most is the largest value to be shown.
func (l Line) most() int64 {
	var m int64
	for _, p := range l.Points {
		m = max(m, p.Value)
		if p.Banded {
			m = max(m, p.High)
		}
	}
	return m
}

// plot knows where things stand.
type plot struct {
	n         int
	top, tall float64
	scale     []int64 // the ticks, from 0 up
}

func (p plot) x(i int) float64 { return (float64(i) + 0.5) / float64(p.n) }

func (p plot) y(v int64) float64 {
	return p.top + p.tall*(1-float64(v)/float64(p.scale[len(p.scale)-1]))
}

// scale returns ticks from 0 to at least most: three or four steps of 1, 2 or 5
// times a power of ten.
func scale(most int64) []int64 {
	most = max(most, 1)
	step := int64(1)
	for i := 0; most > 4*step; i++ {
		if i%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	ticks := []int64{0}
	for t := step; ; t += step {
		ticks = append(ticks, t)
		if t >= most {
			return ticks
		}
	}
}

func (p plot) grid(number func(int64) string) []Shape {
	var out []Shape
	for i, t := range p.scale {
		class := Grid
		if i == 0 {
			class = Base
		}
		y := p.y(t)
		out = append(out, Rule{X2: 1, Y1: y, Y2: y, Class: class},
			Text{X: 0, DX: -8, Y: y + 5, Anchor: End, Lines: []string{p.tick(number, t)}})
	}
	return out
}

// tick writes a tick of the scale, in thousands or millions where the largest has
// more than four figures: there is room for five letters beside a picture on a
// phone; only 1,500 k takes more.
func (p plot) tick(number func(int64) string, t int64) string {
	switch most := p.scale[len(p.scale)-1]; {
	case t == 0 || most < 10_000:
	case t%1_000_000 == 0:
		return number(t/1_000_000) + "\u00a0M"
	default:
		return number(t/1_000) + "\u00a0k"
	}
	return number(t)
}

// bands returns one area for each run of banded periods.
func (l Line) bands(p plot) []Shape {
	var out []Shape
	for i := 0; i < p.n; i++ {
		if !l.Points[i].Banded {
			continue
		}
		first := i
		for i+1 < p.n && l.Points[i+1].Banded {
			i++
		}
		var upper, lower []Point
		for k := first; k <= i; k++ {
			upper = append(upper, Point{p.x(k), p.y(l.Points[k].High)})
			lower = append(lower, Point{p.x(k), p.y(l.Points[k].Low)})
		}
		if first == i { // one period alone: as wide as half of it
			half := 0.25 / float64(p.n)
			upper = []Point{{p.x(i) - half, upper[0].Y}, {p.x(i) + half, upper[0].Y}}
			lower = []Point{{p.x(i) - half, lower[0].Y}, {p.x(i) + half, lower[0].Y}}
		}
		for k := len(lower) - 1; k >= 0; k-- {
			upper = append(upper, lower[k])
		}
		out = append(out, Path{Points: upper, Closed: true, Class: Ordinary})
	}
	return out
}

// whole reports whether a period's value may be joined to its neighbours.
func (pt Period) whole() bool { return !pt.Hole && !pt.Open && !pt.Silent }

// lines returns the line, broken at what is not whole, and the dots.
func (l Line) lines(p plot) []Shape {
	var out, dots []Shape
	var run []Point
	flush := func() {
		if len(run) > 1 {
			out = append(out, Path{Points: run, Class: Ours})
		}
		run = nil
	}
	for i, pt := range l.Points {
		x, y := p.x(i), p.y(pt.Value)
		switch {
		case pt.Silent:
			flush()
		case !pt.whole():
			flush()
			dots = append(dots, Dot{X: x, Y: y, R: 3.5, Class: Hollow})
		default:
			run = append(run, Point{x, y})
			switch {
			case i == p.n-1:
				dots = append(dots, Dot{X: x, Y: y, R: 4.5, Class: OurDot})
			case p.n <= dotsMost || l.alone(i):
				dots = append(dots, Dot{X: x, Y: y, R: 3, Class: OurDot})
			}
		}
	}
	flush()
	return append(out, dots...)
}

// alone reports whether a point has no neighbour to be joined to: without a
// dot it would not be seen.
func (l Line) alone(i int) bool {
	return (i == 0 || !l.Points[i-1].whole()) && (i == len(l.Points)-1 || !l.Points[i+1].whole())
}

// above writes the names of events and holes over the plot, as many as fit.
func (l Line) above(taken *places) []Shape {
	var out []Shape
	name := func(x float64, s string) {
		lines := wrap(s)
		y := 14.0
		if len(lines) == 1 {
			y += lineHeight
		}
		// Before its mark where there is room: the next name then finds room
		// after its own.
		if t, ok := taken.put(
			Text{X: x, Y: y, Anchor: End, Lines: lines, Class: Strong},
			Text{X: x, Y: y, Anchor: Start, Lines: lines, Class: Strong},
		); ok {
			out = append(out, t)
		}
	}
	n := float64(len(l.Points))
	for _, e := range l.Events {
		name(e.At/n, e.Name)
	}
	for i, pt := range l.Points {
		if pt.Hole && pt.Name != "" && (i == 0 || !l.Points[i-1].Hole) {
			name(float64(i)/n, pt.Name)
		}
	}
	return out
}

// values writes the last value, the summit and the word of the band.
func (l Line) values(p plot, taken *places) []Shape {
	// What the line itself covers is taken too, a little around each point.
	for i, pt := range l.Points {
		if pt.Silent {
			continue
		}
		x, y := p.x(i)*narrow, p.y(pt.Value)
		taken.take(box{x - 4, y - 4, x + 4, y + 4})
		if i+1 < p.n && pt.whole() && l.Points[i+1].whole() {
			// The middle of the stroke to the next point.
			mx, my := (x+p.x(i+1)*narrow)/2, (y+p.y(l.Points[i+1].Value))/2
			taken.take(box{mx - 3, my - 3, mx + 3, my + 3})
		}
	}
	var out []Shape
	around := func(i int, class Class) []Text {
		x, y, s := p.x(i), p.y(l.Points[i].Value), []string{l.Number(l.Points[i].Value)}
		return []Text{
			{X: x, Y: y - 11, Anchor: Middle, Lines: s, Class: class},
			{X: x, Y: y - 9, DX: 7, Anchor: Start, Lines: s, Class: class},
			{X: x, Y: y - 9, DX: -7, Anchor: End, Lines: s, Class: class},
			{X: x, Y: y + 5, DX: 9, Anchor: Start, Lines: s, Class: class},
			{X: x, Y: y + 22, Anchor: Middle, Lines: s, Class: class},
		}
	}
	last := l.last()
	if last >= 0 {
		c := around(last, OursOver)
		t, ok := taken.put(c...)
		if !ok { // it is always told
			t = c[0]
			taken.take(boxOf(t))
		}
		out = append(out, t)
	}
	if top := l.summit(); top >= 0 && top != last {
		if t, ok := taken.put(around(top, StrongOver)...); ok {
			out = append(out, t)
		}
	}
	if t, ok := l.bandWord(p, taken); ok {
		out = append(out, t)
	}
	return out
}

// last is the newest period with a value; -1 when there is none.
func (l Line) last() int {
	for i := len(l.Points) - 1; i >= 0; i-- {
		if !l.Points[i].Silent {
			return i
		}
	}
	return -1
}

// summit is the largest value; -1 where all are nought. What was counted in a
// hole was at least that much.
func (l Line) summit() int {
	top := -1
	for i, pt := range l.Points {
		if !pt.Silent && pt.Value > 0 && (top < 0 || pt.Value >= l.Points[top].Value) {
			top = i
		}
	}
	return top
}

// bandWord names the band, over it or just inside, where nothing else stands.
func (l Line) bandWord(p plot, taken *places) (Text, bool) {
	if l.Band == "" {
		return Text{}, false
	}
	for i := range l.Points {
		if !l.Points[i].Banded || p.x(i) < 0.12 {
			continue
		}
		over := Text{X: p.x(i), Y: p.y(l.Points[i].High) - 6, Anchor: Middle, Lines: []string{l.Band}, Class: Over}
		under := over
		under.Y = p.y(l.Points[i].Low) + 16
		candidates := []Text{over}
		if under.Y < p.top+p.tall-4 {
			candidates = append(candidates, under)
		}
		if t, ok := taken.put(candidates...); ok {
			return t, true
		}
	}
	return Text{}, false
}

// axis writes four dates: the first flush left, the last flush right.
func (l Line) axis(p plot) []Shape {
	y := p.top + p.tall + 20
	dates := &places{}
	var out []Shape
	put := func(t Text) {
		if t, ok := dates.put(t); ok {
			out = append(out, t)
		}
	}
	put(Text{X: 0, Y: y, Anchor: Start, Lines: []string{l.Points[0].Axis}})
	if p.n > 1 {
		put(Text{X: 1, Y: y, Anchor: End, Lines: []string{l.Points[p.n-1].Axis}})
	}
	if p.n > 3 {
		for k := 1; k <= 2; k++ {
			i := int(math.Round(float64(k*(p.n-1)) / 3))
			put(Text{X: p.x(i), Y: y, Anchor: Middle, Lines: []string{l.Points[i].Axis}})
		}
	}
	return out
}
