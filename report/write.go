package report

import (
	"encoding/json"
	"errors"
	"io"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
)

// Composer makes the document of some facts.
type Composer func(p *say.Printer, o Options) *Document

// Order says how facts are to be handed over.
type Order struct {
	Format  string // pdf, html, xlsx or json; empty means json
	Facts   any
	Compose Composer
	Print   *say.Printer
	Style   string // style sheet of the web's pages, for html
	Options Options
}

// Write writes a report and returns its media type. JSON holds the facts and
// what the pages say.
func Write(w io.Writer, o Order) (kind string, err error) {
	d := o.Compose(o.Print, o.Options)
	switch o.Format {
	case "pdf":
		if err := PDF(w, d); err != nil {
			return "", logoTold(err)
		}
		return "application/pdf", nil
	case "html":
		return "text/html; charset=utf-8", logoTold(HTML(w, d, o.Style))
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX(w, d)
	case "", "json":
		return "application/json; charset=utf-8", json.NewEncoder(w).Encode(told{o.Facts, pagesOf(d)})
	}
	return "", vigie.Errorf(vigie.Invalid, nil, "report-bad-format", o.Format)
}

// logoTold says that a logo is no picture, where that is what went wrong.
func logoTold(err error) error {
	if errors.Is(err, errLogo) {
		return vigie.Errorf(vigie.Invalid, err, "report-bad-logo")
	}
	return err
}

// told is a report as JSON.
type told struct {
	Facts any        `json:"facts"`
	Pages []toldPage `json:"pages"`
}

type toldPage struct {
	Name     string   `json:"name"`
	Ask      string   `json:"ask"`
	Answer   string   `json:"answer"`
	Findings []string `json:"findings"`
}

func pagesOf(d *Document) []toldPage {
	var out []toldPage
	for _, p := range d.Pages {
		t := toldPage{Name: p.Name, Ask: p.Ask, Answer: p.Answer}
		for _, s := range p.Sections {
			t.Findings = append(t.Findings, s.Finding)
		}
		out = append(out, t)
	}
	return out
}

// Beside returns the rivals of a brand and the themes of its sector.
func Beside(topics []vigie.Topic, brand vigie.TopicID) (rivals, themes []vigie.TopicID) {
	sector := ""
	for _, t := range topics {
		if t.ID == brand {
			sector = t.Sector
		}
	}
	for _, t := range topics {
		switch {
		case t.ID == brand || t.Sector != sector:
		case t.Kind.Brand():
			rivals = append(rivals, t.ID)
		case t.Kind == vigie.Theme:
			themes = append(themes, t.ID)
		}
	}
	return rivals, themes
}
