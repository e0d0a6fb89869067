package file

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
)

// Format is how the rows of a file are written.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
)

// headBytes is how much of a file is looked at before it is read: enough rows
// to learn columns and the order of day and month.
const headBytes = 1 << 20

// rows is a source of rows of cells.
type rows interface {
	next() (line int, f fault, err error)
	cell(i int) []byte
}

// table is an open file whose ways are known.
type table struct {
	format     Format
	delim      byte
	charset    Charset
	compressed bool
	workbook   io.Closer // of what came as XLSX; else nil
	above      int       // sound rows before the header: what some exports say of themselves
	header     bool      // the first row names the columns
	columns    []string
	head       []byte // decoded beginning, after the byte order mark
	whole      bool   // head is all there is
	body       io.Reader
	decode1252 bool // rows that are not UTF-8 are windows-1252
}

// open finds out how r is written. The name only helps: it says what a file
// of one column is.
func open(r io.Reader, name string) (*table, error) {
	t := &table{}
	in := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, vigie.Errorf(vigie.Invalid, err, "file-broken-gzip", name)
		}
		t.compressed = true
		r = z
		name = strings.TrimSuffix(name, ".gz")
	} else {
		r = in
		if string(magic) == "PK" {
			rows, err := sheet(in, name)
			if err != nil {
				return nil, err
			}
			r, t.workbook = rows, rows
			name += ".csv"
		}
	}
	head, whole, err := readHead(r)
	if err != nil {
		return nil, broken(err, name)
	}
	var mark int
	t.charset, mark = charsetOf(head, whole)
	body := io.MultiReader(bytes.NewReader(head[mark:]), r)
	head = head[mark:]
	switch t.charset {
	case UTF16LE, UTF16BE:
		var order binary.ByteOrder = binary.LittleEndian
		if t.charset == UTF16BE {
			order = binary.BigEndian
		}
		body = &utf16Reader{r: body, order: order}
		if head, whole, err = readHead(body); err != nil {
			return nil, broken(err, name)
		}
		body = io.MultiReader(bytes.NewReader(head), body)
	default:
		t.decode1252 = mark == 0
	}
	t.head, t.whole, t.body = head, whole, body
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, vigie.Errorf(vigie.Invalid, nil, "file-empty", name)
	}
	if bytes.Count(head[:min(len(head), 8192)], []byte{0}) > 100 || isDocument(head) {
		return nil, vigie.Errorf(vigie.Invalid, nil, "file-not-text", name)
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{")) {
		t.format = JSONL
		t.learnColumns()
		if len(t.columns) == 0 {
			return nil, vigie.Errorf(vigie.Invalid, nil, "file-not-lines", name)
		}
		return t, nil
	}
	if c := bytes.TrimLeft(head, " \t\r\n")[0]; c == '[' && bytes.Contains(head, []byte(`{"`)) {
		return nil, vigie.Errorf(vigie.Invalid, nil, "file-not-lines", name)
	}
	t.format = CSV
	t.delim = delimiterOf(t, name)
	t.readHeader()
	if len(t.columns) == 0 { // not one row that can be read
		return nil, vigie.Errorf(vigie.Invalid, nil, "file-not-text", name)
	}
	return t, nil
}

// isDocument tells what is plainly something else than a table, by its first
// bytes: a PDF's lines would otherwise come in as mentions, one by one.
func isDocument(head []byte) bool {
	kind := http.DetectContentType(head)
	return kind != "application/octet-stream" && !strings.HasPrefix(kind, "text/plain")
}

// close ends the reading of a workbook; other files are their owner's to close.
func (t *table) close() {
	if t.workbook != nil {
		_ = t.workbook.Close() // of a pipe: it cannot fail
	}
}

// broken is an error in reading the bytes of a file.
func broken(err error, name string) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
		return vigie.Errorf(vigie.Invalid, err, "file-broken-gzip", name)
	}
	if errors.Is(err, errEndless) {
		return vigie.Errorf(vigie.Invalid, err, "file-endless", name)
	}
	return vigie.Errorf(vigie.Unavailable, err, "file-unreadable", name)
}

func readHead(r io.Reader) (head []byte, whole bool, err error) {
	head, err = io.ReadAll(io.LimitReader(r, headBytes))
	if err != nil && len(head) == 0 {
		return nil, false, err
	}
	// What follows an error is met again, and told with its row, in reading on.
	return head, err == nil && len(head) < headBytes, nil
}

// rows reads body from its beginning, the header included.
func (t *table) rows(body io.Reader, learn bool) rows {
	w := newWindow(body)
	if t.format == JSONL {
		columns := make(map[string]int, len(t.columns))
		for i, c := range t.columns {
			columns[c] = i
		}
		return &jsonRows{w: w, columns: columns, names: t.columns, learn: learn}
	}
	return &csvRows{w: w, delim: t.delim}
}

// width returns how many cells the row just read has.
func width(r rows) int {
	switch r := r.(type) {
	case *csvRows:
		return len(r.ends)
	case *jsonRows:
		return len(r.span)
	}
	return 0
}

// decode returns the text of a cell.
func (t *table) decode(cell []byte) string {
	if t.decode1252 && !utf8.Valid(cell) {
		return string(from1252(make([]byte, 0, 2*len(cell)), cell))
	}
	return string(cell)
}

// sample reads up to n rows from the head, the header left out. A row cut by
// the end of the head is left out too.
func (t *table) sample(n int) [][]string {
	r := t.rows(bytes.NewReader(t.head), false)
	var out [][]string
	first := t.before()
	for len(out) < n {
		_, f, err := r.next()
		if err != nil {
			break
		}
		if f != sound {
			continue
		}
		if first > 0 {
			first--
			continue
		}
		cells := make([]string, len(t.columns))
		for i := range min(len(cells), width(r)) {
			cells[i] = t.decode(r.cell(i))
		}
		out = append(out, cells)
	}
	if !t.whole && len(out) > 1 {
		out = out[:len(out)-1]
	}
	return out
}

// learnColumns takes the names met in the first lines of JSON as columns.
func (t *table) learnColumns() {
	r := &jsonRows{w: newWindow(bytes.NewReader(t.head)), columns: map[string]int{}, learn: true}
	for range 1000 {
		if _, _, err := r.next(); err != nil {
			break
		}
	}
	t.columns = r.names
}

// delimiterOf tries each delimiter on the first rows and takes the one that
// gives most rows the same number of cells, and most cells among equals.
func delimiterOf(t *table, name string) byte {
	best, bestScore := byte(','), 0.0
	if ext := path.Ext(name); ext == ".tsv" || ext == ".tab" {
		best = '\t'
	}
	for _, d := range []byte{',', ';', '\t', '|'} {
		r := &csvRows{w: newWindow(bytes.NewReader(t.head)), delim: d}
		counts := map[int]int{}
		n := 0
		for ; n < 200; n++ {
			_, f, err := r.next()
			if err != nil {
				break
			}
			if f == sound {
				counts[len(r.ends)]++
			}
		}
		for cells, rows := range counts {
			if score := float64(rows) / float64(n) * (1 + float64(min(cells, 50))/100); cells > 1 && score > bestScore {
				best, bestScore = d, score
			}
		}
	}
	return best
}

// readHeader decides whether the first row names the columns, and names those
// that have no name by their number.
// preambleMost is how many rows are looked at for the header.
const preambleMost = 15

// before is how many sound rows stand before the first that is read.
func (t *table) before() int {
	if t.header {
		return t.above + 1
	}
	return 0
}

func (t *table) readHeader() {
	r := t.rows(bytes.NewReader(t.head), false)
	var first []string
	best := 0
	for n := 0; n < preambleMost; {
		_, f, err := r.next()
		if err != nil {
			break
		}
		if f != sound {
			continue
		}
		var cells []string
		known := 0
		for i := range width(r) {
			cells = append(cells, strings.TrimSpace(t.decode(r.cell(i))))
			if knownColumn(cells[i]) != "" {
				known++
			}
		}
		// Some exports say what they are before the table begins: the header is
		// then the first row that names clearly more than any before.
		if first == nil || known >= 3 && known > best && best < 2 {
			first, best, t.above = cells, known, n
		}
		n++
	}
	t.header = isHeader(first)
	used := map[string]bool{}
	for i, name := range first {
		if !t.header || name == "" {
			name = strconv.Itoa(i + 1)
		}
		for n, base := 2, name; used[name]; n++ {
			name = base + " (" + strconv.Itoa(n) + ")"
		}
		used[name] = true
		t.columns = append(t.columns, name)
	}
}

// isHeader reports whether a row reads like names of columns: one that is
// known, or nothing but short words without a figure, date, address or
// sentence among them.
func isHeader(cells []string) bool {
	named := 0
	for _, c := range cells {
		if knownColumn(c) != "" {
			return true
		}
		switch {
		case c == "":
			continue
		case len(c) > 60, strings.Contains(c, "://"), strings.Count(c, " ") > 4, c[0] >= '0' && c[0] <= '9', strings.ContainsAny(c, "@!?"):
			return false
		}
		named++
	}
	return named > 0
}
