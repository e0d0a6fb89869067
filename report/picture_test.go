package report

import (
	"testing"

	"vigie.example/vigie/chart"
)

// count is a canvas that counts what is painted on it, and where.
type count struct {
	shapes      int
	left, right float64
}

func (c *count) at(x float64) {
	c.shapes++
	c.left, c.right = min(c.left, x), max(c.right, x)
}
func (c *count) Rect(x, _, w, _ float64, _ chart.Ink)      { c.at(x); c.at(x + w) }
func (c *count) Line(x1, _, x2, _ float64, _ chart.Ink)    { c.at(x1); c.at(x2) }
func (c *count) Disc(x, _, _ float64, _ chart.Ink)         { c.at(x) }
func (c *count) Poly(p []chart.Point, _ bool, _ chart.Ink) { c.at(p[0].X) }
func (c *count) Words(x, _ float64, _ chart.Anchor, _ string, ink chart.Ink) {
	c.at(x)
	if !ink.Fills {
		panic("text without ink")
	}
}

// TestPaint: every class of shape has an ink, and nothing is painted beside
// the place of the picture.
func TestPaint(t *testing.T) {
	line := chart.Line{Number: func(int64) string { return "1" }, Band: "ordinary", Points: []chart.Period{
		{Axis: "a", Value: 3, Low: 1, High: 5, Banded: true}, {Axis: "b", Value: 9, Hole: true, Name: "x"}, {Axis: "c", Value: 4, Open: true},
	}, Events: []chart.Mark{{At: 1, Name: "fair"}}}
	for name, d := range map[string]chart.Drawing{
		"line": line.Draw(), "bar": chart.Bar{Value: 3, Low: 2, High: 4, Most: 5, Ours: true}.Draw(),
		"strip": chart.Strip{Cells: []chart.Cell{chart.CellHeard, chart.CellHole, chart.CellBefore}}.Draw(),
		"small": chart.Small{Values: []int64{1, 2, 3}, Most: 3, Ours: true}.Draw(),
	} {
		c := &count{left: 1e9}
		if high := chart.Paint(d, c, 10, 0, 100, 0.25); high <= 0 || c.shapes == 0 {
			t.Errorf("%s: %v high, %d shapes", name, high, c.shapes)
		}
		if c.left < 7 || c.right > 111 {
			t.Errorf("%s reaches from %v to %v, want within 10 to 110", name, c.left, c.right)
		}
	}
}
