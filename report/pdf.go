package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"vigie.example/vigie/chart"
)

// The page of paper, in millimetres, and its sizes of text in points.
const (
	paperWide, paperHigh      = 210.0, 297.0
	marginSide                = 19.0
	bodyTop, bodyBottom       = 30.0, 277.0
	bodyWide                  = paperWide - 2*marginSide
	sizeAnswer, sizeFinding   = 20.0, 14.5
	sizeText, sizeSmall       = 10.5, 8.5
	sizeTable                 = 9.8
	pixel                     = 0.2646 // a CSS pixel is 1/96 inch
	mm                        = 25.4 / 72
	leadAnswer, leadText      = 1.32, 1.42
	sectionGap, paragraphGap  = 7.5, 2.4
	labelWide, figureWide     = 46.0, 26.0
	inkR, inkG, inkB          = 27, 29, 31
	softR, softG, softB       = 87, 92, 96
	lineR, lineG, lineB       = 218, 214, 206
	accentR, accentG, accentB = 10, 90, 92
)

// PDF draws a document on A4, black on white with one accent, so that it reads
// in grey. A page of the document begins a sheet; what does not fit goes on to
// the next, unless a little less room between and within lines saves it. It is
// drawn more than once: the first times find the room and count the sheets.
func PDF(w io.Writer, d *Document) error {
	f := fit{room: make([]float64, len(d.Pages))}
	for i := range f.room {
		f.room[i] = 1
	}
	for range 4 {
		spills := false
		s, err := drawn(d, f)
		if err != nil {
			return err
		}
		for i, n := range s.took {
			if n > 1 && f.room[i] > roomLeast {
				f.room[i] -= 0.06
				spills = true
			}
		}
		f.sheets = s.f.PageNo()
		if !spills {
			break
		}
	}
	last, err := drawn(d, f)
	if err != nil {
		return err
	}
	if err := last.f.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// fit is what earlier drawings found: how tight each page must be to stay on
// one sheet (1 is not at all), and how many sheets there are.
type fit struct {
	room   []float64
	sheets int
}

// roomLeast is how tight a page may become: text of 9 points.
const roomLeast = 0.85

// drawn draws a document as it was found to fit.
func drawn(d *Document, f0 fit) (*sheet, error) {
	f := fpdf.New("P", "mm", "A4", "")
	for _, face := range faceFiles {
		f.AddUTF8FontFromBytes(face.family, face.style, face.ttf)
	}
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(marginSide, 0, marginSide)
	f.SetTitle(d.Name+", "+d.Of, true)
	f.SetAuthor(d.signed(), true)
	f.SetCreator("Vigie", true)
	f.SetLang(d.Lang)
	f.SetCreationDate(d.At)
	f.SetModificationDate(d.At)
	f.SetCatalogSort(true) // the same document, the same bytes
	s := &sheet{f: f, d: d, sheets: f0.sheets, k: 1}
	if err := s.logo(); err != nil {
		return nil, err
	}
	for i := range d.Pages {
		before := f.PageNo()
		s.page(&d.Pages[i], f0.room[i])
		s.took = append(s.took, f.PageNo()-before)
	}
	s.foot()
	if err := f.Error(); err != nil {
		return nil, fmt.Errorf("draw PDF: %w", err)
	}
	return s, nil
}

// sheet draws down a sheet of paper.
type sheet struct {
	f      *fpdf.Fpdf
	d      *Document
	p      *Page
	y      float64
	sheets int
	mark   string  // name of the logo's image; empty without one
	k      float64 // how tight the page is drawn; 1 is not at all
	took   []int   // sheets of each page
}

// logo registers the consultant's mark.
func (s *sheet) logo() error {
	media, err := s.d.From.picture()
	if media == "" || err != nil {
		return err
	}
	kind := "PNG"
	if media == "image/jpeg" {
		kind = "JPG"
	}
	s.f.RegisterImageOptionsReader("logo", fpdf.ImageOptions{ImageType: kind}, bytes.NewReader(s.d.From.Logo))
	if err := s.f.Error(); err != nil {
		return fmt.Errorf("%w: %w", errLogo, err)
	}
	s.mark = "logo"
	return nil
}

func (s *sheet) page(p *Page, room float64) {
	if s.p != nil {
		s.foot()
	}
	s.p = p
	s.begin()
	s.k = room
	s.f.Bookmark(printable(p.Name), 0, 0)
	s.ink(inkR, inkG, inkB)
	s.face(sans, "B", sizeText)
	name := printable(p.Name)
	s.f.Text(marginSide, s.y, name)
	w := s.f.GetStringWidth(name)
	s.face(sans, "", sizeText)
	s.ink(softR, softG, softB)
	s.f.Text(marginSide+w+2.5, s.y, printable(p.Ask))
	s.y += 4
	s.ink(inkR, inkG, inkB)
	s.words(serif, "", sizeAnswer, leadAnswer, marginSide, bodyWide, p.Answer)
	s.y += 1
	for i := range p.Sections {
		s.section(&p.Sections[i])
	}
}

// begin opens a sheet and writes its head.
func (s *sheet) begin() {
	defer func(k float64) { s.k = k }(s.k)
	s.k = 1
	s.f.AddPage()
	y := 17.0
	s.ink(inkR, inkG, inkB)
	left := marginSide
	if s.mark != "" {
		const high = 9.0
		info := s.f.GetImageInfo(s.mark)
		wide := min(high*info.Width()/max(info.Height(), 0.1), 40)
		s.f.ImageOptions(s.mark, left, y-high+2, wide, 0, false, fpdf.ImageOptions{}, 0, "")
		left += wide + 3
	}
	s.face(serif, "", 14)
	s.f.Text(left, y, printable(s.d.signed()))
	s.face(sans, "", sizeSmall)
	s.ink(softR, softG, softB)
	s.center(paperWide/2, y, s.d.Name+", "+s.d.Of)
	s.right(paperWide-marginSide, y, s.d.Date)
	s.f.SetDrawColor(inkR, inkG, inkB)
	s.f.SetLineWidth(0.5)
	s.f.Line(marginSide, y+2.5, paperWide-marginSide, y+2.5)
	s.y = bodyTop
}

// foot ends a sheet.
func (s *sheet) foot() {
	defer func(k float64) { s.k = k }(s.k)
	s.k = 1
	y := 286.0
	s.f.SetDrawColor(lineR, lineG, lineB)
	s.f.SetLineWidth(0.2)
	s.f.Line(marginSide, y-4.5, paperWide-marginSide, y-4.5)
	s.face(sans, "", sizeSmall)
	s.ink(softR, softG, softB)
	s.f.Text(marginSide, y, printable(s.p.Foot))
	if s.d.PageOf != nil {
		s.right(paperWide-marginSide, y, s.d.PageOf(s.f.PageNo(), max(s.sheets, s.f.PageNo())))
	}
}

// need opens the next sheet where h does not fit any more.
func (s *sheet) need(h float64) {
	if s.y+h > bodyBottom && s.y > bodyTop {
		s.foot()
		s.begin()
		s.ink(inkR, inkG, inkB)
	}
}

func (s *sheet) section(x *Section) {
	s.y += sectionGap * s.k
	s.need(26)
	s.f.SetDrawColor(inkR, inkG, inkB)
	s.f.SetLineWidth(0.25)
	s.f.Line(marginSide, s.y-2, paperWide-marginSide, s.y-2)
	s.y += 3
	s.face(sans, "B", sizeSmall)
	s.ink(softR, softG, softB)
	s.f.Text(marginSide, s.y, printable(x.Kicker))
	s.y += 1.6
	s.ink(inkR, inkG, inkB)
	s.words(serif, "", sizeFinding, 1.25, marginSide, bodyWide, x.Finding)
	s.y += 1.5
	for _, b := range x.Blocks {
		s.block(b)
		s.y += paragraphGap * s.k
	}
}

func (s *sheet) block(b Block) {
	s.ink(inkR, inkG, inkB)
	switch b := b.(type) {
	case Para:
		size := sizeText
		if b.Small {
			size = sizeSmall
			s.ink(softR, softG, softB)
		}
		s.words(sans, "", size, leadText, marginSide, bodyWide, b.Text)
	case Points:
		for _, p := range b {
			s.point(p)
		}
	case Reasons:
		for _, p := range b {
			s.reason(p)
		}
	case Table:
		s.table(&b)
	case Rows:
		s.rows(&b)
	case Picture:
		high := b.Drawing.Height * pixel
		s.need(high + 4)
		s.y += chart.Paint(b.Drawing, canvas{s.f}, marginSide+10, s.y, bodyWide-14, pixel) + 2
		s.ink(softR, softG, softB)
		s.words(sans, "", sizeSmall, leadText, marginSide, bodyWide, b.Caption)
	case Ladder:
		s.ladder(&b)
	case Quotes:
		for _, q := range b {
			s.quote(q)
		}
	}
}

// face sets the font; a tight page makes it smaller.
func (s *sheet) face(family, style string, size float64) { s.f.SetFont(family, style, size*s.k) }

// step is how far apart lines of a size stand.
func (s *sheet) step(size, lead float64) float64 { return size * mm * lead * s.k }

func (s *sheet) ink(r, g, b int) { s.f.SetTextColor(r, g, b) }

func (s *sheet) right(x, y float64, text string) {
	text = printable(text)
	s.f.Text(x-s.f.GetStringWidth(text), y, text)
}

func (s *sheet) center(x, y float64, text string) {
	text = printable(text)
	s.f.Text(x-s.f.GetStringWidth(text)/2, y, text)
}

// lines parts a text into lines of a width, in the face in force. Spaces that
// do not break hold; a word wider than the line is cut.
func (s *sheet) lines(text string, wide float64) []string {
	var out []string
	line, used := "", 0.0
	space := s.f.GetStringWidth(" ")
	for _, word := range strings.Split(printable(text), " ") {
		w := s.f.GetStringWidth(word)
		for w > wide && line == "" {
			cut := word
			for s.f.GetStringWidth(cut) > wide && len([]rune(cut)) > 1 {
				r := []rune(cut)
				cut = string(r[:len(r)-1])
			}
			// An address is cut after a mark of its own where it has one.
			if i := strings.LastIndexAny(cut, "-./_"); i > 3 {
				cut = cut[:i+1]
			}
			out = append(out, cut)
			word = word[len(cut):]
			w = s.f.GetStringWidth(word)
		}
		switch {
		case line == "":
			line, used = word, w
		case used+space+w <= wide:
			line += " " + word
			used += space + w
		default:
			out = append(out, line)
			line, used = word, w
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// words writes a text from the top s.y on and moves below it.
func (s *sheet) words(family, style string, size, lead, x, wide float64, text string) {
	if text == "" {
		return
	}
	r, g, b := s.f.GetTextColor()
	s.face(family, style, size)
	step := s.step(size, lead)
	for _, l := range s.lines(text, wide) {
		s.need(step)
		s.face(family, style, size)
		s.ink(r, g, b)
		s.y += step
		s.f.Text(x, s.y-step*0.25, l)
	}
}

// canvas is chart.Canvas on a PDF page.
type canvas struct{ f *fpdf.Fpdf }

func shade(c chart.RGB, pale bool) (r, g, b int) {
	if pale {
		fade := func(v uint8) int { return 255 - (255-int(v))/3 }
		return fade(c.R), fade(c.G), fade(c.B)
	}
	return int(c.R), int(c.G), int(c.B)
}

// ready sets the colours of an ink and returns how fpdf is to draw; empty for
// nothing.
func (c canvas) ready(ink chart.Ink) string {
	style := ""
	if ink.Fills {
		c.f.SetFillColor(shade(ink.Fill, ink.Pale))
		style += "F"
	}
	if ink.Strokes || ink.Hatch {
		c.f.SetDrawColor(shade(ink.Stroke, false))
		c.f.SetLineWidth(ink.Width * pixel)
		if ink.Strokes {
			style += "D"
		}
	}
	dash := make([]float64, len(ink.Dash))
	for i, d := range ink.Dash {
		dash[i] = d * pixel
	}
	c.f.SetDashPattern(dash, 0)
	return style
}

// Rect implements chart.Canvas.
func (c canvas) Rect(x, y, w, h float64, ink chart.Ink) {
	style := c.ready(ink)
	if style != "" && w > 0 && h > 0 {
		c.f.Rect(x, y, w, h, style)
	}
	if !ink.Hatch {
		return
	}
	c.f.ClipRect(x, y, w, h, false)
	for at := x - h; at < x+w; at += 6 * pixel {
		c.f.Line(at, y+h, at+h, y)
	}
	c.f.ClipEnd()
	c.f.Rect(x, y, w, h, "D")
}

// Line implements chart.Canvas.
func (c canvas) Line(x1, y1, x2, y2 float64, ink chart.Ink) {
	if c.ready(ink) != "" {
		c.f.Line(x1, y1, x2, y2)
	}
	c.f.SetDashPattern(nil, 0)
}

// Poly implements chart.Canvas.
func (c canvas) Poly(points []chart.Point, closed bool, ink chart.Ink) {
	style := c.ready(ink)
	if style == "" || len(points) < 2 {
		return
	}
	if closed {
		p := make([]fpdf.PointType, len(points))
		for i, q := range points {
			p[i] = fpdf.PointType{X: q.X, Y: q.Y}
		}
		c.f.Polygon(p, style)
		return
	}
	c.f.MoveTo(points[0].X, points[0].Y)
	for _, q := range points[1:] {
		c.f.LineTo(q.X, q.Y)
	}
	c.f.DrawPath("D")
}

// Disc implements chart.Canvas.
func (c canvas) Disc(x, y, r float64, ink chart.Ink) {
	if style := c.ready(ink); style != "" {
		c.f.Circle(x, y, r, style)
	}
}

// Words implements chart.Canvas.
func (c canvas) Words(x, y float64, anchor chart.Anchor, s string, ink chart.Ink) {
	style := ""
	if ink.Bold {
		style = "B"
	}
	c.f.SetFont(sans, style, sizeSmall)
	s = printable(s)
	w := c.f.GetStringWidth(s)
	switch anchor {
	case chart.Middle:
		x -= w / 2
	case chart.End:
		x -= w
	}
	if ink.Halo {
		c.f.SetFillColor(255, 255, 255)
		c.f.Rect(x-0.3, y-2.4, w+0.6, 3, "F")
	}
	c.f.SetTextColor(shade(ink.Fill, false))
	c.f.Text(x, y, s)
}
