package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func number(n int64) string { return strconv.FormatInt(n, 10) }

// thirteen is the line of the reference page: a hole, an event, a band.
func thirteen() Line {
	l := Line{LabelledBy: "voices-t voices-c", Band: "ordinaire", Number: number}
	for i, v := range []int64{128, 149, 172, 196, 203, 188, 241, 219, 121, 171, 184, 179, 214} {
		l.Points = append(l.Points, Period{
			Axis: fmt.Sprintf("%d sept.", i+1), Value: v, Low: v*7/10 + 20, High: v*6/5 + 10, Banded: true,
			Href: fmt.Sprintf("/stream?from=%d&topic=1", i), Say: fmt.Sprintf("Semaine %d : %d voix", i, v),
		})
	}
	l.Points[8].Hole, l.Points[8].Name = true, "Un forum muet, 19–25 oct."
	l.Events = []Mark{{At: 6.5, Name: "Vos portes ouvertes, 8 oct."}}
	return l
}

func TestGolden(t *testing.T) {
	young := Line{Number: number, Points: []Period{{Axis: "9 nov.", Silent: true}, {Axis: "16 nov.", Value: 3, Open: true}}}
	long := Line{LabelledBy: "a", Number: number}
	for i := range 52 {
		long.Points = append(long.Points, Period{Axis: "1er déc.", Value: int64(i % 7)})
	}
	tests := []struct {
		name string
		d    Drawing
	}{
		{"line-thirteen-weeks", thirteen().Draw()},
		{"line-young", young.Draw()},
		{"line-long", long.Draw()},
		{"line-empty", Line{Number: number}.Draw()},
		{"bar-interval", Bar{Value: 0.29, Low: 0.25, High: 0.33, Most: 0.42, Ours: true}.Draw()},
		{"bar-exact", Bar{Value: 41, Most: 118, Exact: true}.Draw()},
		{"lean", Lean{Negative: .27, Positive: .34, Net: .07, Low: .03, High: .12, Left: .3, Right: .5}.Draw()},
		{"strip", Strip{Cells: []Cell{CellBefore, CellHeard, CellHole, CellHeard}, Label: "Forum <du> Chantier"}.Draw()},
		{"strip-axis", StripAxis("24 août", "5 oct.", "16 nov.")},
		{"small", Small{Label: "Bétor", Values: []int64{3, 5, 2, 9, 4}, Most: 12, Holes: []bool{false, false, true, false, false}}.Draw()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.ReplaceAll(string(SVG(tt.d)), "><", ">\n<") + "\n"
			file := filepath.Join("testdata", tt.name+".svg")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("SVG differs from %s:\n%s", file, got)
			}
			wellFormed(t, got)
			if strings.Contains(got, "style=") || strings.Contains(got, "viewBox=\"0 0 1000") && !strings.Contains(got, "preserveAspectRatio=\"none\"") {
				t.Errorf("SVG has a style attribute or an unstretched viewBox:\n%s", got)
			}
		})
	}
}

func wellFormed(t *testing.T, s string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("SVG is not well formed: %v\n%s", err, s)
			return
		}
	}
}

func TestEverythingIsEscaped(t *testing.T) {
	evil := `"><script>alert(1)</script>`
	l := thirteen()
	l.LabelledBy = evil
	l.Band, l.Points[8].Name, l.Events[0].Name = evil, evil, evil
	for i := range l.Points {
		l.Points[i].Axis, l.Points[i].Href, l.Points[i].Say = evil, evil, evil
	}
	for name, d := range map[string]Drawing{
		"line":  l.Draw(),
		"strip": Strip{Cells: []Cell{CellHeard}, Label: evil}.Draw(),
		"axis":  StripAxis(evil, evil, evil),
		"small": Small{Values: []int64{1}, Label: evil}.Draw(),
	} {
		got := string(SVG(d))
		wellFormed(t, got)
		if strings.Contains(got, "<script") || strings.Contains(got, `""`) {
			t.Errorf("%s lets markup through: %s", name, got)
		}
	}
}

func TestNoFigureBreaksThePage(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1} {
		for name, d := range map[string]Drawing{
			"Bar":  Bar{Value: v, Low: v, High: v, Most: v}.Draw(),
			"Lean": Lean{Negative: v, Positive: v, Net: v, Low: v, High: v, Left: .5, Right: .5}.Draw(),
		} {
			if got := string(SVG(d)); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") || strings.Contains(got, `width="-`) {
				t.Errorf("%s of %v = %s", name, v, got)
			}
		}
	}
}

func TestScale(t *testing.T) {
	tests := []struct {
		most int64
		want string
	}{
		{0, "[0 1]"},
		{1, "[0 1]"},
		{4, "[0 1 2 3 4]"},
		{5, "[0 2 4 6]"},
		{9, "[0 5 10]"},
		{241, "[0 100 200 300]"},
		{1486, "[0 500 1000 1500]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(scale(tt.most)); got != tt.want {
			t.Errorf("scale(%d) = %s, want %s", tt.most, got, tt.want)
		}
	}
}

// TestLabelsDoNotMeet holds all labels of many lines apart at the narrowest
// width.
func TestLabelsDoNotMeet(t *testing.T) {
	for _, n := range []int{1, 2, 4, 13, 26, 78} {
		for shape := range 5 {
			l := Line{Number: number, Band: "ordinaire", Events: []Mark{{At: float64(n) / 2, Name: "Portes ouvertes, 8 oct."}}}
			for i := range n {
				v := []int64{int64(i), int64(n - i), 7, int64(i*i%50) * 1000, 0}[shape]
				l.Points = append(l.Points, Period{Axis: "28 sept.", Value: v, Low: v / 2, High: v*2 + 1, Banded: i > 2, Hole: i == n/3 && n > 4, Name: "Un forum muet, 19–25 oct."})
			}
			var boxes []box
			var texts []Text
			for _, s := range l.Draw().Shapes {
				if x, ok := s.(Text); ok && x.DX != -8 {
					boxes, texts = append(boxes, boxOf(x)), append(texts, x)
				}
			}
			for i := range boxes {
				for j := range i {
					if boxes[i].meets(boxes[j]) {
						t.Errorf("%d points, shape %d: %q meets %q", n, shape, texts[i].Lines, texts[j].Lines)
					}
				}
			}
		}
	}
}

func TestLastValueIsAlwaysTold(t *testing.T) {
	l := thirteen()
	found := false
	for _, s := range l.Draw().Shapes {
		if x, ok := s.(Text); ok && x.Class == OursOver && x.Lines[0] == "214" {
			found = true
		}
	}
	if !found {
		t.Error("the last value has no label")
	}
}

func BenchmarkLineOfThirteenWeeks(b *testing.B) {
	l := thirteen()
	for b.Loop() {
		SVG(l.Draw())
	}
}

// TestTicksHaveRoomOnAPhone: beside a picture there is room for five letters,
// however large the figures.
func TestTicksHaveRoomOnAPhone(t *testing.T) {
	comma := func(n int64) string {
		s := strconv.FormatInt(n, 10)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	}
	for most, last := range map[int64]string{7: "8", 980: "1,000", 9_400: "10\u00a0k", 64_000: "80\u00a0k", 950_000: "1\u00a0M", 3_100_000: "4\u00a0M", 88_000_000: "100\u00a0M"} {
		p := plot{scale: scale(most)}
		for _, v := range p.scale {
			if got := p.tick(comma, v); len([]rune(got)) > 5 {
				t.Errorf("up to %d: tick %q", most, got)
			}
		}
		if got := p.tick(comma, p.scale[len(p.scale)-1]); got != last {
			t.Errorf("up to %d: the last tick is %q, want %q (%v)", most, got, last, p.scale)
		}
	}
}
