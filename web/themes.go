package web

import (
	"cmp"
	"context"
	"html/template"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// themeRow is how much of what is said of a brand is about a theme.
type themeRow struct {
	Name string
	N    int
	Say  string // the count in words: "at least" where counting stopped
	Bar  template.HTML
	Href string
}

// themesMost bounds how many themes are counted for a page.
const themesMost = 12

// themes counts the themes within the mentions of a filter, the largest first.
// A theme is a topic; its query is asked of the mentions of the brand, so that
// the figure and the list it opens are one search.
func (s *Server) themes(ctx context.Context, v *visit, f vigie.Filter) ([]themeRow, error) {
	var rows []themeRow
	for _, t := range v.Topics {
		if t.Kind != vigie.Theme || len(rows) == themesMost {
			continue
		}
		q, err := watch.Parse(ctx, s.o.Ledger, t.Query)
		if err != nil {
			continue // its own page tells
		}
		page, err := s.o.Archive.Search(ctx, query.Search{Filter: f, Query: q, Limit: 1})
		if err != nil {
			return nil, err
		}
		row := themeRow{Name: t.Name, N: page.Count, Say: v.Print.Number(int64(page.Count)), Href: streamPath(f, t.Query, v.Zone)}
		if page.More {
			row.Say = v.Print.Say("at-least", page.Count)
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b themeRow) int { return cmp.Compare(b.N, a.N) })
	for i := range rows {
		rows[i].Bar = chart.SVG(chart.Bar{Value: float64(rows[i].N), Most: float64(max(rows[0].N, 1)), Exact: true, Ours: true}.Draw())
	}
	return rows, nil
}
