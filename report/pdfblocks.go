package report

import (
	"strings"

	"vigie.example/vigie/chart"
)

// hairline draws a thin rule over the whole width.
func (s *sheet) hairline(y float64) {
	s.f.SetDrawColor(lineR, lineG, lineB)
	s.f.SetLineWidth(0.2)
	s.f.Line(marginSide, y, paperWide-marginSide, y)
}

// point writes one point of a list: a dash, the head in bold, the text after
// it on the same line.
func (s *sheet) point(p Point) {
	step := s.step(sizeText, leadText)
	s.need(2 * step)
	s.f.SetFillColor(inkR, inkG, inkB)
	s.f.Rect(marginSide, s.y+step*0.5, 2, 0.3, "F")
	x, wide := marginSide+4.0, bodyWide-4
	s.face(sans, "B", sizeText)
	head := s.lines(p.Head, wide)
	s.face(sans, "", sizeText)
	if len(head) != 1 || p.Text == "" {
		s.words(sans, "B", sizeText, leadText, x, wide, p.Head)
		s.words(sans, "", sizeText, leadText, x, wide, p.Text)
		s.y += 1
		return
	}
	s.face(sans, "B", sizeText)
	used := s.f.GetStringWidth(head[0]+" ") + 0.4
	s.f.Text(x, s.y+step*0.75, head[0])
	s.face(sans, "", sizeText)
	first, rest := s.firstLine(p.Text, wide-used)
	s.f.Text(x+used, s.y+step*0.75, first)
	s.y += step
	s.words(sans, "", sizeText, leadText, x, wide, rest)
	s.y += 1
}

// firstLine parts what fits beside something from what goes below it.
func (s *sheet) firstLine(text string, wide float64) (first, rest string) {
	words := strings.Split(printable(text), " ")
	for i, w := range words {
		next := w
		if first != "" {
			next = first + " " + w
		}
		if s.f.GetStringWidth(next) > wide {
			return first, strings.Join(words[i:], " ")
		}
		first = next
	}
	return first, ""
}

// reason writes a head on the left and what is said of it on the right.
func (s *sheet) reason(p Point) {
	const headWide = 46.0
	s.face(sans, "B", sizeText)
	heads := s.lines(p.Head, headWide-4)
	s.face(sans, "", sizeText)
	step := s.step(sizeText, leadText)
	texts := s.lines(p.Text, bodyWide-headWide)
	s.need(float64(max(len(heads), len(texts)))*step + 3)
	top := s.y
	s.words(sans, "B", sizeText, leadText, marginSide, headWide-4, p.Head)
	below := s.y
	s.y = top
	s.words(sans, "", sizeText, leadText, marginSide+headWide, bodyWide-headWide, p.Text)
	s.y = max(s.y, below) + 1.2
	s.hairline(s.y)
	s.y += 1
}

// columns returns where the columns of a table begin, and how wide they are.
func (t *Table) columns() (at, wide []float64) {
	n := len(t.Heads)
	x := marginSide
	for i := range n {
		w := bodyWide / float64(n)
		if len(t.Wide) == n {
			w = bodyWide * t.Wide[i]
		}
		at, wide = append(at, x), append(wide, w)
		x += w
	}
	return at, wide
}

// gutter is the room between columns; the last one needs none.
const gutter = 4.0

func (t *Table) gutter(i int) float64 {
	if i == len(t.Heads)-1 {
		return 0
	}
	return gutter
}

func (t *Table) right(i int) bool { return i < len(t.Right) && t.Right[i] }

// table writes rows under heads; heads come again on the next sheet.
func (s *sheet) table(t *Table) {
	at, wide := t.columns()
	step := s.step(sizeTable, 1.3)
	row := func(cells []string, style string, size float64) {
		s.face(sans, style, size)
		all, most := make([][]string, len(cells)), 1
		for i, c := range cells {
			all[i] = s.lines(c, wide[i]-gutter)
			most = max(most, len(all[i]))
		}
		s.need(float64(most)*step + 2)
		s.face(sans, style, size)
		for i, lines := range all {
			for k, l := range lines {
				y := s.y + float64(k+1)*step - step*0.22
				if t.right(i) {
					s.right(at[i]+wide[i]-t.gutter(i), y, l)
				} else {
					s.f.Text(at[i], y, l)
				}
			}
		}
		s.y += float64(most)*step + 0.9
		s.hairline(s.y)
		s.y += 0.9
	}
	head := func() {
		s.ink(softR, softG, softB)
		row(t.Heads, "", sizeSmall)
		s.ink(inkR, inkG, inkB)
	}
	s.need(4 * step)
	head()
	for _, r := range t.Rows {
		cells := make([]string, len(t.Heads))
		for i := range cells {
			if i < len(r) {
				cells[i] = r[i].Text
			}
		}
		before := s.f.PageNo()
		if s.y+3*step > bodyBottom {
			s.need(bodyBottom)
		}
		if s.f.PageNo() != before {
			head()
		}
		row(cells, "", sizeTable)
	}
}

// rows draws labelled pictures.
func (s *sheet) rows(b *Rows) {
	x, wide := marginSide+labelWide, bodyWide-labelWide-figureWide-4
	line := func(label, figure string, d chart.Drawing, strong bool) {
		high := max(d.Height*pixel, 4.2*s.k) + 1.4*s.k
		style := ""
		if strong {
			style = "B"
		}
		s.face(sans, style, sizeText)
		lines := s.lines(label, labelWide-3)
		high = max(high, float64(len(lines))*s.step(sizeText, 1.25)+1.2)
		s.need(high)
		mid := s.y + high/2
		s.ink(inkR, inkG, inkB)
		s.face(sans, style, sizeText)
		for i, l := range lines {
			s.f.Text(marginSide, mid+1.2+(float64(i)-float64(len(lines)-1)/2)*s.step(sizeText, 1.25), l)
		}
		chart.Paint(d, canvas{s.f}, x, mid-d.Height*pixel/2, wide, pixel)
		s.face(sans, "", sizeText)
		s.ink(softR, softG, softB)
		s.right(paperWide-marginSide, mid+1.2, figure)
		s.y += high
	}
	for _, r := range b.Rows {
		line(r.Label, r.Figure, r.Picture, r.Strong)
	}
	if len(b.Axis.Shapes) > 0 {
		line("", "", b.Axis, false)
	}
	if len(b.Key) == 0 {
		return
	}
	s.y += 1
	s.need(6)
	at := marginSide
	for _, k := range b.Key {
		s.face(sans, "", sizeSmall)
		s.ink(softR, softG, softB)
		text := printable(k.Text)
		w := s.f.GetStringWidth(text)
		if at > marginSide && at+w+10 > paperWide-marginSide {
			at = marginSide
			s.y += 4.5
		}
		chart.Paint(k.Picture, canvas{s.f}, at, s.y, 4, pixel)
		s.f.Text(at+5.5, s.y+3, text)
		at += w + 12
	}
	s.y += 5.5
}

// ladder draws the steps side by side, the chosen one filled.
func (s *sheet) ladder(l *Ladder) {
	n := float64(len(l.Steps))
	const gap, high = 1.6, 14.0
	w := (bodyWide - gap*(n-1)) / n
	s.need(high + 3)
	for i, step := range l.Steps {
		x := marginSide + float64(i)*(w+gap)
		s.f.SetDrawColor(softR, softG, softB)
		s.f.SetLineWidth(0.2)
		style := "D"
		s.ink(softR, softG, softB)
		switch i {
		case l.Chosen:
			s.f.SetFillColor(accentR, accentG, accentB)
			s.f.SetDrawColor(accentR, accentG, accentB)
			s.ink(255, 255, 255)
			style = "FD"
		case l.Near:
			s.f.SetDrawColor(accentR, accentG, accentB)
			s.f.SetLineWidth(0.6)
			s.ink(inkR, inkG, inkB)
		}
		s.f.Rect(x, s.y, w, high, style)
		face := ""
		if i == l.Chosen {
			face = "B"
		}
		s.face(sans, face, 8)
		lines := s.lines(step, w-2.4)
		for k, t := range lines {
			s.center(x+w/2, s.y+high/2+0.9+(float64(k)-float64(len(lines)-1)/2)*3.4, t)
		}
	}
	s.y += high + 1.5
	s.ink(inkR, inkG, inkB)
}

// quote writes a verbatim and where it stands.
func (s *sheet) quote(q Quote) {
	s.need(14)
	s.ink(inkR, inkG, inkB)
	s.words(serif, "", 12, 1.3, marginSide+4, bodyWide-4, q.Text)
	s.ink(softR, softG, softB)
	source := q.Source
	if q.Mark != "" {
		source += ", " + q.Mark
	}
	s.words(sans, "", sizeSmall, leadText, marginSide+4, bodyWide-4, source)
	s.y += 1.5
}
