package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
)

//go:embed templates/*.html
var templateFiles embed.FS

// frame is what a template sees.
type frame struct {
	V     *visit
	D     any    // the page's own data
	Page  string // name of the template
	Title string // of the window
}

// faces holds the parsed pages, one set a language and zone, because the
// functions of a template are bound when it is parsed.
type faces struct {
	now   func() time.Time
	texts map[string]string // parts and pages by name, without .html
	mu    sync.Mutex
	sets  map[string]map[string]*template.Template
}

// shared are templates that every page may use.
var shared = []string{"layout", "parts"}

// newFaces reads the templates and parses them once, so that a mistake stops
// the program at its start and not a page later.
func newFaces(now func() time.Time) (*faces, error) {
	f := &faces{now: now, texts: map[string]string{}, sets: map[string]map[string]*template.Template{}}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		b, err := templateFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f.texts[strings.TrimSuffix(path.Base(name), ".html")] = string(b)
	}
	for _, lang := range say.Languages {
		if _, err := f.set(say.In(lang).Seen(now)); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// set returns the pages of a printer's language and zone.
func (f *faces) set(p *say.Printer) (map[string]*template.Template, error) {
	key := p.Lang() + " " + p.Zone().String()
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := f.sets[key]; ok {
		return s, nil
	}
	base := template.New("").Funcs(f.funcs(p))
	for _, name := range shared {
		if _, err := base.New(name).Parse(f.texts[name]); err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
	}
	// A file whose name begins with "part-" is shared too: partials that two
	// pages of one helper need.
	for name, text := range f.texts {
		if strings.HasPrefix(name, "part-") {
			if _, err := base.New(name).Parse(text); err != nil {
				return nil, fmt.Errorf("template %s: %w", name, err)
			}
		}
	}
	set := map[string]*template.Template{}
	for name, text := range f.texts {
		if name == "layout" || name == "parts" || strings.HasPrefix(name, "part-") {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if _, err := t.New(name).Parse(text); err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		set[name] = t
	}
	f.sets[key] = set
	return set, nil
}

// render writes a page inside the layout.
func (f *faces) render(w io.Writer, name string, fr frame) error {
	set, err := f.set(fr.V.Print)
	if err != nil {
		return err
	}
	t, ok := set[name]
	if !ok {
		return fmt.Errorf("render: no template %q", name)
	}
	if err := t.ExecuteTemplate(w, "layout", fr); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return nil
}

// funcs are the words that templates know besides html/template's own.
func (f *faces) funcs(p *say.Printer) template.FuncMap {
	return template.FuncMap{
		// Sentences and figures, in the reader's language.
		"say":      p.Say,
		"sentence": p.Sentence,
		"number":   func(n any) (string, error) { return number(p, n) },
		"percent":  p.Percent,
		"signed":   p.Signed,
		"date":     p.Date,
		"day":      p.Day,
		"daymonth": p.DayMonth,
		"moment":   p.Moment,
		"posted":   p.Published,
		"clock":    p.Clock,
		"ago":      func(t time.Time) string { return p.Ago(t, f.now()) },
		"lasting":  p.For,
		"list":     p.List,
		"quote":    p.Quote,
		"channel":  func(c vigie.Channel) string { return p.Say("channel-" + string(c)) },
		"opinion":  func(o vigie.Opinion) string { return p.Say("opinion-" + o.String()) },
		"kind":     func(k vigie.TopicKind) string { return p.Say("kind-" + string(k)) },
		"lang":     func(code string) string { return langName(p, code) },

		// rich turns ⟦...⟧ of a sentence into links, in order, and ⟨...⟩ into
		// the soft colour of uncertainty.
		"rich": rich,
		// when shows a moment as "3 hours ago", exact on demand.
		"when": func(t time.Time) template.HTML { return when(p, t, f.now()) },

		// Addresses.
		"mentions": func(fl vigie.Filter) string { return streamPath(fl, "", p.Zone()) },
		"asset":    asset,
		"outside":  outside,
		"title":    capital,

		"dict": dict,
		"add":  func(a, b int) int { return a + b },
	}
}

// number prints any integer.
func number(p *say.Printer, n any) (string, error) {
	switch v := n.(type) {
	case int:
		return p.Number(int64(v)), nil
	case int64:
		return p.Number(v), nil
	case int32:
		return p.Number(int64(v)), nil
	case uint64:
		return p.Number(int64(v)), nil
	case float64:
		return p.Decimal(v, 1), nil
	}
	return "", fmt.Errorf("number: %T is not a number", n)
}

// rich makes HTML of a sentence whose ⟦parts⟧ are links to hrefs, in order,
// and whose ⟨parts⟩ are uncertain. Everything else is escaped. A part without
// an href stays text; brackets that do not pair are dropped.
func rich(sentence string, hrefs ...string) template.HTML {
	var b strings.Builder
	open, soft := false, false
	for _, r := range sentence {
		switch r {
		case '⟦':
			if len(hrefs) > 0 && !open && hrefs[0] != "" {
				fmt.Fprintf(&b, `<a href="%s">`, template.HTMLEscapeString(local(hrefs[0])))
				open = true
			}
			if len(hrefs) > 0 {
				hrefs = hrefs[1:]
			}
		case '⟧':
			if open {
				b.WriteString("</a>")
			}
			open = false
		case '⟨':
			if !soft {
				b.WriteString(`<span class="ci">`)
			}
			soft = true
		case '⟩':
			if soft {
				b.WriteString("</span>")
			}
			soft = false
		default:
			b.WriteString(template.HTMLEscapeString(string(r)))
		}
	}
	if soft {
		b.WriteString("</span>")
	}
	if open {
		b.WriteString("</a>")
	}
	return template.HTML(b.String()) // every rune was escaped above
}

// local keeps a link within Vigie.
func local(href string) string {
	if strings.HasPrefix(href, "#") {
		return href
	}
	return back(href)
}

// when makes a <time> that shows the distance and tells the moment on demand.
// An unknown time is shown as a dash.
func when(p *say.Printer, t, now time.Time) template.HTML {
	if t.IsZero() {
		return "–"
	}
	e := template.HTMLEscapeString
	return template.HTML(fmt.Sprintf(`<time datetime="%s" title="%s">%s</time>`, // escaped
		t.UTC().Format(time.RFC3339), e(p.Day(t)+", "+p.Clock(t)), e(p.Ago(t, now))))
}

// outside returns an address from outside if a person may open it: http or
// https; else the empty string. Templates write rel="noopener noreferrer
// nofollow" on such links.
func outside(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

// langName names a language as a catalogue of pages does; unknown codes are
// shown as they are.
func langName(p *say.Printer, code string) string {
	if code == "" {
		code = "und"
	}
	if id := "lang-" + code; p.Has(id) {
		return p.Say(id)
	}
	return code
}

// capital puts the first letter of a sentence in upper case.
func capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}

// dict gathers named values for a partial: {{template "x" dict "V" .V "M" .}}.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d values, want pairs", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		k, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: name %v is not a string", pairs[i])
		}
		m[k] = pairs[i+1]
	}
	return m, nil
}
