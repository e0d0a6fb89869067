package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"vigie.example/vigie/say"
)

// Defuse keeps a cell from being run by a spreadsheet: one that begins like a
// formula gets an apostrophe in front. The characters are those of the OWASP
// page on CSV injection, with their full-width forms (U+FF1D, U+FF0B, U+FF0D,
// U+FF20), which some spreadsheets fold.
func Defuse(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// cellMost is the longest text a cell of XLSX holds, in UTF-16 units (Microsoft,
// Excel specifications and limits).
const cellMost = 32767

// sheetMost is how many rows a sheet of XLSX holds.
const sheetMost = 1_048_576

// Workbook writes tables as XLSX, row by row: memory stays flat however many
// there are. A table of more rows than a sheet holds goes on in another.
type Workbook struct {
	f     *excelize.File
	w     *excelize.StreamWriter
	name  string
	heads []any
	row   int
	part  int
	used  map[string]bool

	percent int // the style of shares; 0 while none was written
}

// NewWorkbook makes an empty workbook. Close must be called.
func NewWorkbook() *Workbook { return &Workbook{f: excelize.NewFile(), used: map[string]bool{}} }

// Table begins a sheet of its own under heads.
func (b *Workbook) Table(name string, heads ...string) error {
	if err := b.flush(); err != nil {
		return err
	}
	b.name, b.part = name, 1
	b.heads = make([]any, len(heads))
	for i, h := range heads {
		b.heads[i] = Defuse(h)
	}
	return b.begin()
}

func (b *Workbook) begin() error {
	name := b.sheetName()
	if len(b.used) == 1 {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return fmt.Errorf("sheet %s: %w", name, err)
	}
	var err error
	if b.w, err = b.f.NewStreamWriter(name); err != nil {
		return fmt.Errorf("sheet %s: %w", name, err)
	}
	b.row = 0
	if len(b.heads) > 0 {
		return b.put(b.heads)
	}
	return nil
}

// sheetName returns a name that a spreadsheet takes: at most 31 letters, none
// of : \ / ? * [ ], each once.
func (b *Workbook) sheetName() string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, b.name)
	if b.part > 1 {
		name += " " + strconv.Itoa(b.part)
	}
	if strings.TrimSpace(name) == "" {
		name = "1"
	}
	for i := 0; ; i++ {
		tail := ""
		if i > 0 {
			tail = " (" + strconv.Itoa(i+1) + ")"
		}
		try := shortSheet(name, 31-len(tail)) + tail
		if !b.used[strings.ToLower(try)] {
			b.used[strings.ToLower(try)] = true
			return try
		}
	}
}

// shortSheet cuts a name to so many letters, after a comma or a word.
func shortSheet(name string, most int) string {
	r := []rune(name)
	if len(r) <= most {
		return name
	}
	cut := string(r[:most])
	for _, at := range []string{", ", " "} {
		if i := strings.LastIndex(cut, at); i >= 8 {
			return strings.TrimRight(cut[:i], " ,;:")
		}
	}
	return cut
}

// Row writes a row. Strings are defused and cut to what a cell holds; numbers
// stay numbers.
func (b *Workbook) Row(cells ...any) error {
	out := make([]any, len(cells))
	for i, c := range cells {
		if s, ok := c.(string); ok {
			c = cut(Defuse(s))
		}
		out[i] = c
	}
	if b.row == sheetMost {
		if err := b.flush(); err != nil {
			return err
		}
		b.part++
		if err := b.begin(); err != nil {
			return err
		}
	}
	return b.put(out)
}

// cut shortens a text to cellMost UTF-16 units, and drops what XML cannot hold.
func cut(s string) string {
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > cellMost-1 {
			return s[:i] + "…"
		}
	}
	return s
}

func (b *Workbook) put(cells []any) error {
	b.row++
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	return b.w.SetRow(at, cells)
}

func (b *Workbook) flush() error {
	if b.w == nil {
		return nil
	}
	err := b.w.Flush()
	b.w = nil
	return err
}

// Write writes the whole workbook.
func (b *Workbook) Write(w io.Writer) error {
	if err := b.flush(); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	if err := b.f.Write(w); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}

// Close removes the temporary files.
func (b *Workbook) Close() error { return b.f.Close() }

// XLSX writes a document as a workbook: a sheet of its sentences, then one for
// each table and each picture, with the figures as numbers.
func XLSX(w io.Writer, d *Document) (err error) {
	b := NewWorkbook()
	defer func() {
		if cerr := b.Close(); err == nil {
			err = cerr
		}
	}()
	if err := b.Table(d.Name); err != nil {
		return err
	}
	for _, row := range [][]any{{d.Name, d.Of}, {d.signed(), d.Date}} {
		if err := b.Row(row...); err != nil {
			return err
		}
	}
	for _, p := range d.Pages {
		if err := sentences(b, &p); err != nil {
			return err
		}
	}
	said := say.In(d.Lang)
	for _, p := range d.Pages {
		for _, s := range p.Sections {
			for _, block := range s.Blocks {
				if err := tabled(b, said, block); err != nil {
					return err
				}
			}
		}
	}
	return b.Write(w)
}

// sentences writes what a page says.
func sentences(b *Workbook, p *Page) error {
	rows := [][]any{{}, {p.Name, p.Answer}}
	for _, s := range p.Sections {
		rows = append(rows, []any{s.Kicker, s.Finding})
		for _, block := range s.Blocks {
			switch x := block.(type) {
			case Para:
				rows = append(rows, []any{"", x.Text})
			case Points:
				for _, y := range x {
					rows = append(rows, []any{y.Head, y.Text})
				}
			case Reasons:
				for _, y := range x {
					rows = append(rows, []any{y.Head, y.Text})
				}
			case Quotes:
				for _, y := range x {
					rows = append(rows, []any{y.Source, y.Text, y.Mark, y.Href})
				}
			}
		}
	}
	for _, r := range rows {
		if err := b.Row(r...); err != nil {
			return err
		}
	}
	return nil
}

// tabled writes the tables and the pictures.
func tabled(b *Workbook, p *say.Printer, block Block) error {
	switch x := block.(type) {
	case Table:
		return tableTo(b, &x)
	case Rows:
		if err := b.Table(x.Name, p.Say("sheet-what"), p.Say("sheet-figure"), p.Say("sheet-printed")); err != nil {
			return err
		}
		for _, r := range x.Rows {
			var n any
			if !r.Untold {
				var err error
				if n, err = b.figure(r.N, r.Figure); err != nil {
					return err
				}
			}
			if err := b.Row(r.Label, n, r.Figure); err != nil {
				return err
			}
		}
	case Picture:
		if len(x.Behind.Rows) > 0 {
			return tableTo(b, &x.Behind)
		}
	}
	return nil
}

// figure is a number as a cell that shows it as it is printed: a share as a
// percentage.
func (b *Workbook) figure(n float64, printed string) (any, error) {
	if !strings.Contains(printed, "%") || n < 0 || n > 1 {
		return n, nil
	}
	if b.percent == 0 {
		format := "0.0%"
		style, err := b.f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, fmt.Errorf("style of percentages: %w", err)
		}
		b.percent = style
	}
	return excelize.Cell{StyleID: b.percent, Value: n}, nil
}

func tableTo(b *Workbook, t *Table) error {
	if err := b.Table(t.Name, t.Heads...); err != nil {
		return err
	}
	for _, r := range t.Rows {
		cells := make([]any, len(r))
		for i, c := range r {
			cells[i] = c.Text
			if c.IsN {
				var err error
				if cells[i], err = b.figure(c.Figure, c.Text); err != nil {
					return err
				}
			}
		}
		if err := b.Row(cells...); err != nil {
			return err
		}
	}
	return nil
}
