package chart

// Cell is how one period of a source was heard.
type Cell int8

// Whole periods are filled, those with a hole hatched, those before listening
// began only outlined.
const (
	CellHeard Cell = iota
	CellHole
	CellBefore
)

// Strip is the coverage of a source, one cell a period, oldest first.
type Strip struct {
	Cells []Cell
	Label string // the strip in words; empty where the text beside it tells all
}

// Draw lays the strip out: 16 pixels high.
func (s Strip) Draw() Drawing {
	d := Drawing{Height: 16, Label: s.Label}
	n := float64(len(s.Cells))
	// Between cells an eighth of their width, as long as they are few.
	gap := 0.12 / n
	if len(s.Cells) > 40 {
		gap = 0
	}
	for i := 0; i < len(s.Cells); i++ {
		first, cell := i, s.Cells[i]
		for gap == 0 && i+1 < len(s.Cells) && s.Cells[i+1] == cell {
			i++ // cells that touch are one shape
		}
		class := Heard
		switch cell {
		case CellHole:
			class = Hatched
		case CellBefore:
			class = Unheard
		}
		d.Shapes = append(d.Shapes, Rect{
			X: float64(first)/n + gap/2, W: float64(i-first+1)/n - gap,
			Y: 1, H: 14, Class: class,
		})
	}
	return d
}

// StripAxis writes first, middle and last date under strips.
func StripAxis(first, middle, last string) Drawing {
	return Drawing{Height: 16, Shapes: []Shape{
		Text{Y: 12, Lines: []string{first}},
		Text{X: 0.5, Y: 12, Anchor: Middle, Lines: []string{middle}},
		Text{X: 1, Y: 12, Anchor: End, Lines: []string{last}},
	}}
}

// Swatch is the sample of a cell for a key.
func Swatch(c Cell) Drawing { return Strip{Cells: []Cell{c}}.Draw() }
