package report

import (
	"time"

	"vigie.example/vigie/chart"
)

// Document is a report in one language, ready to be drawn.
type Document struct {
	Name  string // what it is: "Pré-audit"
	Of    string // whom it is about
	Lang  string
	Date  string // as the reader writes it
	At    time.Time
	Pages []Page
	// PageOf writes "page 2 sur 8".
	PageOf func(n, of int) string
	// From signs it: the consultant's name, and a logo as PNG or JPEG. Empty
	// means Vigie itself.
	From Signature
}

// Signature is who hands a report over.
type Signature struct {
	Name string
	Logo []byte // PNG or JPEG; nil for none
}

// signed returns the name at the head of each page.
func (d *Document) signed() string {
	if d.From.Name != "" {
		return d.From.Name
	}
	return "Vigie"
}

// Page is one page: its name, the question it answers, the answer.
type Page struct {
	Name, Ask string
	Answer    string
	Sections  []Section
	Foot      string
}

// Section is a kicker (what), a finding (what was seen) and what shows it.
type Section struct {
	Kicker, Finding string
	Blocks          []Block
}

// Block is one of Para, Points, Reasons, Table, Rows, Picture, Ladder, Quotes.
type Block interface{ block() }

// Para is a paragraph; Small ones explain.
type Para struct {
	Text  string
	Small bool
}

// Points is a list; the head of each point is bold.
type Points []Point

// Point is one of Points.
type Point struct{ Head, Text string }

// Reasons is a table of heads and what is said of each.
type Reasons []Point

// Table is rows of cells under heads. Right says which columns hold figures.
type Table struct {
	Name  string // of its sheet, short
	Heads []string
	Right []bool
	Wide  []float64 // widths of columns as shares; nil for equal ones
	Rows  [][]Cell
}

// Cell is a text, and the figure it was written from where it is one, so that
// a spreadsheet can count with it.
type Cell struct {
	Text   string
	Figure float64
	IsN    bool
	Href   string // absolute, or within the pages; may be empty
}

// Rows are labelled pictures one under the other: bars, strips.
type Rows struct {
	Name string
	Rows []Row
	Axis chart.Drawing // under them; the zero Drawing for none
	Key  []KeyEntry
}

// Row is one of Rows.
type Row struct {
	Label   string
	Picture chart.Drawing
	Figure  string
	N       float64 // what Figure was written from
	Untold  bool    // there is no N
	Strong  bool    // ours
}

// KeyEntry explains a shape.
type KeyEntry struct {
	Picture chart.Drawing
	Text    string
}

// Picture is a drawing over the whole width, and what it was drawn from.
type Picture struct {
	Drawing chart.Drawing
	Caption string
	Behind  Table
}

// Ladder is steps of which one is chosen; Near is one beside it that a little
// would have chosen, -1 for none. Chosen is -1 where nothing is decided.
type Ladder struct {
	Steps        []string
	Chosen, Near int
	Say          string // the choice, for those who do not see it
}

// Quotes are verbatims.
type Quotes []Quote

// Quote is one verbatim: press gives its title alone (neighbouring rights).
type Quote struct {
	Text   string
	Source string
	Href   string
	Mark   string // a word on it: its opinion; may be empty
}

func (Para) block()    {}
func (Points) block()  {}
func (Reasons) block() {}
func (Table) block()   {}
func (Rows) block()    {}
func (Picture) block() {}
func (Ladder) block()  {}
func (Quotes) block()  {}
