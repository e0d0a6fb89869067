package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
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
