package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"vigie.example/vigie"
	"vigie.example/vigie/report"
	"vigie.example/vigie/web/tables"
)

// away are the forms in which tables and lists are taken away.
var away = []string{"xlsx", "csv", "jsonl"}

// awayParam asks for the tables of a page in one of those forms.
const awayParam = "tables"

// mentionsAway are the addresses of the whole of a list of mentions, as files.
func (v *visit) mentionsAway(asked url.Values) (out []reportFile) {
	for _, format := range away {
		q := copied(asked)
		q.Del("p")
		for _, name := range []string{"own", "noted"} { // said otherwise there
			switch q.Get(name) {
			case "yes":
				q.Set(name, "true")
			case "no":
				q.Set(name, "false")
			}
		}
		q.Set("format", format)
		out = append(out, reportFile{strings.ToUpper(format), "/api/v1/export?" + q.Encode()})
	}
	return out
}

// TablesAway are the addresses of the tables of this page, as files; none where
// a page has no figures, or has files of its own.
func (v *visit) TablesAway() (out []reportFile) {
	if !v.Inside() || v.r.Method != http.MethodGet ||
		v.Path != "/" && v.Path != "/compare" && v.Path != "/sources" && v.Path != "/alerts" && !strings.HasPrefix(v.Path, "/topic/") {
		return nil
	}
	for _, format := range away {
		q := v.r.URL.Query()
		q.Set(awayParam, format)
		out = append(out, reportFile{strings.ToUpper(format), v.Path + "?" + q.Encode()})
	}
	return out
}

// tables sends the tables of a page as a file. They are read from the page
// itself, so that a file never says other than the page it was taken from.
func (v *visit) sendTables(w http.ResponseWriter, page []byte, name, format string) error {
	all, err := tables.Read(page)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "tables-none")
	}
	var b bytes.Buffer
	kind := ""
	switch format {
	case "xlsx":
		kind, err = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", v.workbook(&b, all)
	case "csv":
		kind, err = "text/csv; charset=utf-8; header=absent", v.commas(&b, all)
	case "jsonl":
		kind, err = "application/x-ndjson; charset=utf-8", v.lines(&b, all)
	default:
		err = vigie.Errorf(vigie.Invalid, nil, "report-bad-format", format)
	}
	if err != nil {
		return err
	}
	return sendFile(w, kind, name+"."+format, &b)
}

// sendFile sends a whole file to be kept under a name.
func sendFile(w http.ResponseWriter, kind, name string, b *bytes.Buffer) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	_, err := b.WriteTo(w)
	return sent(err)
}

// figure returns the number that a cell shows, as the reader's language writes
// it; false for anything else, a percentage too.
func (v *visit) figure(cell string) (float64, bool) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '−':
			return '-'
		case v.Lang == "fr" && r == ',':
			return '.'
		case v.Lang != "fr" && r == ',':
			return -1
		}
		return r
	}, cell)
	if strings.Trim(plain, "-.0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(plain, 64)
	return n, err == nil
}

func (v *visit) workbook(b *bytes.Buffer, all []tables.Table) error {
	out := report.NewWorkbook()
	err := func() error {
		for _, t := range all {
			if err := out.Table(t.Name, t.Heads...); err != nil {
				return err
			}
			for _, row := range t.Rows {
				cells := make([]any, len(row))
				for i, c := range row {
					cells[i] = c
					if n, ok := v.figure(c); ok && i > 0 {
						cells[i] = n
					}
				}
				if err := out.Row(cells...); err != nil {
					return err
				}
			}
		}
		return out.Write(b)
	}()
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return err
}

// commas writes the tables one under the other, each row under the name of its
// table.
func (v *visit) commas(b *bytes.Buffer, all []tables.Table) error {
	out := csv.NewWriter(b)
	for _, t := range all {
		rows := t.Rows
		if t.Heads != nil {
			rows = append([][]string{t.Heads}, rows...)
		}
		for _, row := range rows {
			cells := []string{report.Defuse(t.Name)}
			for _, c := range row {
				if n, ok := v.figure(c); ok {
					c = strconv.FormatFloat(n, 'f', -1, 64)
				} else {
					c = report.Defuse(c)
				}
				cells = append(cells, c)
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// lines writes a row a line, its cells by the heads of its table.
func (v *visit) lines(b *bytes.Buffer, all []tables.Table) error {
	out := json.NewEncoder(b)
	for _, t := range all {
		for _, row := range t.Rows {
			line := map[string]any{"table": t.Name}
			for i, c := range row {
				head := strconv.Itoa(i + 1)
				if i < len(t.Heads) && t.Heads[i] != "" {
					head = t.Heads[i]
				}
				if n, ok := v.figure(c); ok && i > 0 {
					line[head] = n
				} else {
					line[head] = c
				}
			}
			if err := out.Encode(line); err != nil {
				return err
			}
		}
	}
	return nil
}
