package chart

// Canvas is what a drawing is painted on where there is no style sheet: a page
// of paper. Lengths are in its own unit; Y grows downwards. Package report has
// one for PDF.
type Canvas interface {
	Rect(x, y, w, h float64, ink Ink)
	Line(x1, y1, x2, y2 float64, ink Ink)
	Poly(points []Point, closed bool, ink Ink)
	Disc(x, y, r float64, ink Ink)
	// Words writes one line of small text whose anchor stands at x, on the base
	// line y.
	Words(x, y float64, anchor Anchor, s string, ink Ink)
}

// RGB is a colour.
type RGB struct{ R, G, B uint8 }

// Ink is how a shape is drawn. The zero Ink draws nothing.
type Ink struct {
	Fill, Stroke   RGB
	Fills, Strokes bool
	Width          float64 // of the stroke, in pixels
	Dash           []float64
	Hatch          bool // lines at 45 degrees instead of a fill
	Bold           bool
	Pale           bool // the fill at a third of its strength
	Halo           bool // text that stands on something: white around it
}

// The colours of the style sheet, light; each still tells apart in grey.
var (
	inkDark   = RGB{27, 29, 31}
	inkSoft   = RGB{87, 92, 96}
	inkLine   = RGB{218, 214, 206}
	inkBand   = RGB{233, 230, 223}
	inkAccent = RGB{10, 90, 92}
	inkRival  = RGB{132, 136, 140}
	paper     = RGB{255, 255, 255}
)

// inks say how each class is painted.
var inks = map[Class]Ink{
	Grid:        {Strokes: true, Stroke: inkLine, Width: 0.75},
	Base:        {Strokes: true, Stroke: inkDark, Width: 1},
	Ordinary:    {Fills: true, Fill: inkBand},
	Ours:        {Strokes: true, Stroke: inkAccent, Width: 2},
	Other:       {Strokes: true, Stroke: inkRival, Width: 1.5},
	OurDot:      {Fills: true, Fill: inkAccent},
	Hollow:      {Fills: true, Fill: paper, Strokes: true, Stroke: inkAccent, Width: 1.5},
	RivalHollow: {Fills: true, Fill: paper, Strokes: true, Stroke: inkRival, Width: 1.5},
	Event:       {Strokes: true, Stroke: inkDark, Width: 1, Dash: []float64{2, 3}},
	Hatched:     {Hatch: true, Stroke: inkSoft, Width: 0.6},
	OurBar:      {Fills: true, Fill: inkAccent},
	RivalBar:    {Fills: true, Fill: inkRival},
	InkBar:      {Fills: true, Fill: inkDark},
	OurPale:     {Fills: true, Fill: inkAccent, Pale: true},
	RivalPale:   {Fills: true, Fill: inkRival, Pale: true},
	Tick:        {Strokes: true, Stroke: inkDark, Width: 1.5},
	Heard:       {Fills: true, Fill: inkAccent},
	Unheard:     {Strokes: true, Stroke: inkRival, Width: 0.6},
	Soft:        {Fills: true, Fill: inkSoft},
	Strong:      {Fills: true, Fill: inkDark},
	Over:        {Fills: true, Fill: inkSoft, Halo: true},
	StrongOver:  {Fills: true, Fill: inkDark, Halo: true},
	NegativeBar: {Fills: true, Fill: RGB{181, 55, 10}},
	PositiveBar: {Fills: true, Fill: RGB{28, 90, 166}},
	NeutralBar:  {Fills: true, Fill: RGB{139, 143, 147}},
	UnsureBar:   {Strokes: true, Stroke: inkSoft, Width: 1, Dash: []float64{1, 2}},
	OursOver:    {Fills: true, Fill: inkAccent, Bold: true, Halo: true},
}

// Paint draws d at (x, y), w wide; pixel is how long a pixel is in the unit of
// the canvas. Targets are left out: paper opens nothing. It returns how high
// the drawing is.
func Paint(d Drawing, c Canvas, x, y, w, pixel float64) float64 {
	for _, s := range d.Shapes {
		switch s := s.(type) {
		case Rect:
			c.Rect(x+s.X*w, y+s.Y*pixel, s.W*w, s.H*pixel, inks[s.Class])
		case Rule:
			c.Line(x+s.X1*w, y+s.Y1*pixel, x+s.X2*w, y+s.Y2*pixel, inks[s.Class])
		case Dot:
			c.Disc(x+s.X*w, y+s.Y*pixel, s.R*pixel, inks[s.Class])
		case Path:
			points := make([]Point, len(s.Points))
			for i, p := range s.Points {
				points[i] = Point{x + p.X*w, y + p.Y*pixel}
			}
			c.Poly(points, s.Closed, inks[s.Class])
		case Text:
			for i, line := range s.Lines {
				c.Words(x+s.X*w+s.DX*pixel, y+(s.Y+float64(i*lineHeight))*pixel, s.Anchor, line, inks[s.Class])
			}
		}
	}
	return d.Height * pixel
}
