package chart

// Drawing is a picture as shapes, drawn in order. X is a share of the width, 0
// to 1; Y is in pixels from the top.
type Drawing struct {
	Height float64
	Shapes []Shape
	// LabelledBy holds the ids of the elements that name the picture; Label
	// names it by itself. With neither, the picture is hidden from those who
	// cannot see it, and the text around it must tell the same.
	LabelledBy string
	Label      string
}

// Shape is one of Rect, Rule, Dot, Path, Text, Target.
type Shape interface{ shape() }

// Class names what a shape stands for; it is a class of the style sheet.
type Class string

// The classes that vigie.css colours.
const (
	Grid        Class = "grid"
	Base        Class = "base"
	Ordinary    Class = "band"
	Ours        Class = "ours"
	Other       Class = "other"
	OurDot      Class = "dot"
	Hollow      Class = "hollow"
	RivalHollow Class = "hollow rival"
	Event       Class = "event"
	Hatched     Class = "hole"
	OurBar      Class = "b-ours"
	RivalBar    Class = "b-rival"
	InkBar      Class = "b-ink"
	OurPale     Class = "b-ours pale"
	RivalPale   Class = "b-rival pale"
	Tick        Class = "whisk"
	Heard       Class = "heard"
	Unheard     Class = "before"
	Soft        Class = ""
	Strong      Class = "k"
	Over        Class = "over"
	StrongOver  Class = "k over"
	OursOver    Class = "o over"
)

// Rect is a box; W is a share of the width.
type Rect struct {
	X, Y, W, H float64
	Class      Class
}

// Rule is a straight line.
type Rule struct {
	X1, Y1, X2, Y2 float64
	Class          Class
}

// Dot is a disc of R pixels.
type Dot struct {
	X, Y, R float64
	Class   Class
}

// Point is a place.
type Point struct{ X, Y float64 }

// Path is a line through points, or the area within them where Closed.
type Path struct {
	Points []Point
	Closed bool
	Class  Class
}

// Anchor says which end of a text stands at its X.
type Anchor string

// The anchors.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Text is one or more lines of small text; Y is the base line of the first, DX
// a shift in pixels.
type Text struct {
	X, Y, DX float64
	Anchor   Anchor
	Lines    []string
	Class    Class
}

// Target is a part of the picture that opens something.
type Target struct {
	X, Y, W, H float64
	Href, Say  string
}

func (Rect) shape()   {}
func (Rule) shape()   {}
func (Dot) shape()    {}
func (Path) shape()   {}
func (Text) shape()   {}
func (Target) shape() {}
