package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"

	"vigie.example/vigie/chart"
)

//go:embed sheets.html
var sheetsText string

// sheets draws documents for the web. Everything that people wrote goes through
// html/template.
var sheets = func() *template.Template {
	t := template.New("report")
	t.Funcs(template.FuncMap{
		"svg":     chart.SVG,
		"add":     func(a, b int) int { return a + b },
		"right":   func(t Table, i int) bool { return t.right(i) },
		"outside": outside,
		"draw": func(b Block) (template.HTML, error) {
			var out bytes.Buffer
			err := t.ExecuteTemplate(&out, nameOf(b), b)
			return template.HTML(out.String()), err // made by the template above
		},
	})
	return template.Must(t.Parse(sheetsText))
}()

// nameOf returns the template of a block.
func nameOf(b Block) string {
	switch b.(type) {
	case Para:
		return "para"
	case Points:
		return "points"
	case Reasons:
		return "reasons"
	case Table:
		return "table"
	case Rows:
		return "rows"
	case Picture:
		return "picture"
	case Ladder:
		return "ladder"
	default:
		return "quotes"
	}
}

// outside lets http and https addresses through, and paths within the pages.
func outside(address string) string {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
		return address
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// sheeted is a document as the templates see it.
type sheeted struct {
	*Document
	Signed string
	Mark   template.URL // the logo, empty without one
}

// Body returns the pages of a document as HTML, to stand in a page with the
// style sheet of the web's pages: no script, no style attribute.
func Body(d *Document) (template.HTML, error) {
	var b bytes.Buffer
	if err := sheets.ExecuteTemplate(&b, "sheets", sheeted{d, d.signed(), ""}); err != nil {
		return "", fmt.Errorf("draw HTML: %w", err)
	}
	return template.HTML(b.String()), nil // made by html/template
}

// HTML writes a document as one file that loads nothing. style is the style
// sheet of the web's pages.
func HTML(w io.Writer, d *Document, style string) error {
	kind, err := d.From.picture()
	if err != nil {
		return err
	}
	mark := template.URL("")
	if kind != "" {
		mark = template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(d.From.Logo)) // a picture, looked at above
	}
	err = sheets.ExecuteTemplate(w, "file", struct {
		D     sheeted
		Style template.CSS
	}{sheeted{d, d.signed(), mark}, template.CSS(strings.ReplaceAll(style, "</", "<\\/"))})
	if err != nil {
		return fmt.Errorf("draw HTML: %w", err)
	}
	return nil
}
