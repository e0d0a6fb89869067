package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigie.example/vigie/say"
)

// TestWorkbook: texts that a spreadsheet would run, names it would refuse,
// texts longer than a cell, numbers that stay numbers.
func TestWorkbook(t *testing.T) {
	b := NewWorkbook()
	for i := range 3 {
		if err := b.Table("Ce que/dit: [tout] le monde, et plus long qu’un nom", "=head", "n"); err != nil {
			t.Fatal(err)
		}
		if err := b.Row("=1+1", 42.5); err != nil {
			t.Fatal(err)
		}
		if err := b.Row(strings.Repeat("é", 40_000), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		if err := b.Row("\x00nul et \ufffe", "-3"); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); len(got) != 3 {
		t.Fatalf("sheets %q, want three of three names", got)
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if rows[0][0] != "'=head" || rows[1][0] != "'=1+1" || rows[1][1] != "42.5" || rows[3][1] != "'-3" {
			t.Errorf("%s: rows %q", name, [][]string{rows[0], rows[1], rows[3]})
		}
		if n := len([]rune(rows[2][0])); n > cellMost {
			t.Errorf("%s: a cell of %d letters", name, n)
		}
	}
}

// TestReportAsWorkbook: a sheet of sentences, then one for each table and picture
// under heads in the language; figures are numbers, shares show as percentages, a
// figure that is not told is empty, and names of sheets end with a word.
func TestReportAsWorkbook(t *testing.T) {
	for lang, want := range map[string][]string{"fr": {"Quoi", "Chiffre", "Imprimé"}, "en": {"What", "Figure", "As printed"}} {
		d := &Document{Name: "N", Of: "=cmd()", Lang: lang, Pages: []Page{{Name: "P", Answer: "+1", Sections: []Section{{Kicker: "k", Finding: "f", Blocks: []Block{
			Rows{Name: "Ce que nous avons écouté, et pas", Rows: []Row{{Label: "@us", N: 0.25, Figure: "25 %"}, {Label: "them", Figure: "–", Untold: true}}},
			Table{Name: "Where we stood between the months", Heads: []string{"Brand", "Share"}, Rows: [][]Cell{{{Text: "-3"}, {Text: say.In(lang).Percent(0.25), Figure: 0.25, IsN: true}}}},
		}}}}}}
		var out bytes.Buffer
		if err := XLSX(&out, d); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		const rows, table = "Ce que nous avons écouté", "Where we stood between the"
		if got := f.GetSheetList(); len(got) != 3 || got[1] != rows || got[2] != table {
			t.Fatalf("sheets %q", got)
		}
		printed, err := f.GetRows(rows)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := f.GetRows(rows, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(printed[0]) != fmt.Sprint(want) || printed[1][0] != "'@us" || printed[1][1] != "25.0%" || raw[1][1] != "0.25" || printed[2][1] != "" {
			t.Errorf("%s: %q, raw %q", lang, printed, raw)
		}
		cells, err := f.GetRows(table, excelize.Options{RawCellValue: true})
		if err != nil || cells[1][0] != "'-3" || cells[1][1] != "0.25" {
			t.Errorf("%s: table %q, %v", lang, cells, err)
		}
		said, err := f.GetRows("N")
		if err != nil || said[0][1] != "'=cmd()" || said[3][1] != "'+1" {
			t.Errorf("%s: sentences %q, %v", lang, said, err)
		}
	}
}
