package file

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vigie.example/vigie"
)

const (
	// xlsxBytes bounds a workbook, and xlsxUnpacked what it may grow to: a
	// million rows of posts have less.
	xlsxBytes    = 512 << 20
	xlsxUnpacked = 2 << 30
	// xlsxLook is how many rows of each sheet are looked at to choose one.
	xlsxLook = 30
)

// sheet reads the rows of a workbook (XLSX) as CSV, which the rest of this
// package reads as any other. Of several sheets it takes the one whose header
// names most of what we know. Cells that hold a date are written as dates,
// numbers as they were typed. It keeps the file in memory, as the format
// demands, until what it returns was read to the end or closed.
func sheet(r io.Reader, name string) (io.ReadCloser, error) {
	b, err := io.ReadAll(io.LimitReader(r, xlsxBytes+1))
	if err != nil {
		return nil, broken(err, name)
	}
	if len(b) > xlsxBytes {
		return nil, vigie.Errorf(vigie.Invalid, nil, "file-sheet-too-large", name, xlsxBytes>>20)
	}
	f, err := excelize.OpenReader(strings.NewReader(string(b)), excelize.Options{
		UnzipSizeLimit: xlsxUnpacked, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	})
	if err != nil {
		// A zip that is no workbook, or one that is locked.
		id := "file-not-text"
		if errors.Is(err, excelize.ErrWorkbookPassword) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
			id = "file-sheet-locked"
		}
		return nil, vigie.Errorf(vigie.Invalid, err, id, name)
	}
	best, most := "", -1
	for _, s := range f.GetSheetList() {
		if known, err := knownIn(f, s); err == nil && known > most {
			best, most = s, known
		}
	}
	if best == "" {
		return nil, errors.Join(vigie.Errorf(vigie.Invalid, nil, "file-empty", name), f.Close())
	}
	pr, pw := io.Pipe()
	go func() {
		err := errors.Join(writeSheet(f, best, pw), f.Close())
		pw.CloseWithError(err) // nil ends the file
	}()
	return pr, nil
}

// knownIn counts the columns of a sheet's best row that we know; -1 where it
// is empty.
func knownIn(f *excelize.File, name string) (best int, err error) {
	best = -1
	rows, err := f.Rows(name)
	if err != nil {
		return best, err
	}
	for n := 0; n < xlsxLook && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return best, errors.Join(err, rows.Close())
		}
		known := 0
		for _, c := range cells {
			if knownColumn(c) != "" {
				known++
			}
		}
		if len(cells) > 0 {
			best = max(best, known)
		}
	}
	return best, errors.Join(rows.Error(), rows.Close())
}

// writeSheet writes the rows of a sheet as CSV. Each is read twice, as stored
// and as shown: only so a date can be told from a number.
func writeSheet(f *excelize.File, name string, w io.Writer) (err error) {
	stored, err := f.Rows(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	shown, err := f.Rows(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	out := csv.NewWriter(w)
	wide := 0
	for stored.Next() && shown.Next() {
		cells, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		said, err := shown.Columns()
		if err != nil {
			return err
		}
		for i, c := range cells {
			if i < len(said) && said[i] != c && isDate(c, said[i]) {
				cells[i] = said[i]
			}
		}
		// A row ends where its last cell does: the others are as wide.
		wide = max(wide, len(cells))
		for len(cells) < wide {
			cells = append(cells, "")
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return errors.Join(out.Error(), stored.Error(), shown.Error())
}

// isDate reports whether a cell that holds a number shows a date or an hour.
func isDate(stored, shown string) bool {
	if _, err := strconv.ParseFloat(stored, 64); err != nil {
		return false
	}
	if !strings.ContainsAny(shown, "-/:.") && !strings.ContainsAny(shown, " ") {
		return false
	}
	_, ok := (&dates{zone: time.UTC}).parse(shown)
	return ok
}
