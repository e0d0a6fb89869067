package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/report"
)

// export streams every mention that a search finds, newest first, without
// limit: as lines of JSON, or as CSV or XLSX with format=csv or xlsx.
func (a *api) export(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	put, end, err := exporter(w, v, called)
	if err != nil {
		return err
	}
	if err := a.each(r.Context(), v, put); err != nil {
		return errors.Join(err, end(err))
	}
	return end(nil)
}

// each calls put for every mention that the conditions of v find. Pages are
// asked one by one, so that memory stays flat and writers are never held up.
func (a *api) each(ctx context.Context, v url.Values, put func(*vigie.Kept) error) error {
	q, err := a.question(ctx, v)
	if err != nil {
		return err
	}
	f, err := a.filter(ctx, v)
	if err != nil {
		return err
	}
	if q == nil {
		var failed error
		err := a.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
			failed = put(&k)
			return failed == nil
		})
		if failed != nil {
			return failed
		}
		return err
	}
	s := query.Search{Query: q, Filter: f, Limit: limitMost}
	for {
		page, err := a.Archive.Search(ctx, s)
		if err != nil {
			return err
		}
		for i := range page.Kept {
			if err := put(&page.Kept[i]); err != nil {
				return err
			}
		}
		if s.After = page.Next; s.After == "" {
			return nil
		}
	}
}

// exporter returns what writes one mention and what ends the export, or, given
// an error, gives up.
func exporter(w http.ResponseWriter, v url.Values, called names) (put func(*vigie.Kept) error, end func(error) error, err error) {
	switch v.Get("format") {
	case "", "ndjson", "jsonl":
		w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
		enc := json.NewEncoder(w)
		return func(k *vigie.Kept) error { return enc.Encode(mentionOf(k, called)) }, func(error) error { return nil }, nil
	case "csv":
		w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
		w.Header().Set("Content-Disposition", `attachment; filename="vigie.csv"`)
		out := csv.NewWriter(w)
		// The header waits for the first row, so that a wrong condition can
		// still be answered as an error.
		begun := false
		begin := func() error {
			if begun {
				return nil
			}
			begun = true
			return out.Write(csvHeader)
		}
		put = func(k *vigie.Kept) error {
			if err := begin(); err != nil {
				return err
			}
			return out.Write(csvRow(mentionOf(k, called)))
		}
		end = func(failed error) error {
			if failed != nil {
				return nil
			}
			if err := begin(); err != nil {
				return err
			}
			out.Flush()
			return out.Error()
		}
		return put, end, nil
	case "xlsx":
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		w.Header().Set("Content-Disposition", `attachment; filename="vigie.xlsx"`)
		return xlsxExporter(w, called)
	default:
		return nil, nil, vigie.Errorf(vigie.Invalid, nil, "api-bad-format", v.Get("format"))
	}
}

// csvHeader names the columns; they are the same in every language, so that a
// program can read them and an import maps them by itself.
var csvHeader = []string{
	"id", "key", "network", "channel", "site", "url", "title", "text", "author", "author_key", "own",
	"lang", "published", "heard", "rating", "rating_best", "version", "topics", "opinions", "withdrawn",
}

// csvRow is csvCells with what a spreadsheet would run made harmless.
func csvRow(m Mention) []string {
	row := csvCells(m)
	for i := range row {
		row[i] = report.Defuse(row[i])
	}
	return row
}

func csvCells(m Mention) []string {
	var topics, opinions []string
	for _, t := range m.Topics {
		topics = append(topics, t.Name)
		opinions = append(opinions, t.Opinion)
	}
	return []string{
		strconv.FormatInt(int64(m.ID), 10), string(m.Key), m.Network, string(m.Channel), m.Site, m.URL, m.Title,
		m.Text, m.Author, m.AuthorKey, strconv.FormatBool(m.Own), m.Lang, stamp(m.Published), stamp(m.Heard),
		number(m.Rating), number(m.RatingBest), strconv.Itoa(m.Version), strings.Join(topics, "|"), strings.Join(opinions, "|"), stamp(m.Withdrawn),
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func number(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// xlsxExporter writes a workbook: rows go to a temporary file as they come, and
// the whole is sent at the end, since a workbook cannot be begun before it is
// known.
func xlsxExporter(w http.ResponseWriter, called names) (put func(*vigie.Kept) error, end func(error) error, err error) {
	book := report.NewWorkbook()
	if err := book.Table("mentions", csvHeader...); err != nil {
		return nil, nil, errors.Join(err, book.Close())
	}
	put = func(k *vigie.Kept) error {
		row := csvCells(mentionOf(k, called))
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c
		}
		return book.Row(cells...)
	}
	return put, func(failed error) error {
		if failed != nil {
			return book.Close()
		}
		return errors.Join(book.Write(w), book.Close())
	}, nil
}
