package web

import (
	"context"
	"html/template"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/verbatim"
)

// quoteOf writes the sentence of a text that says best what its spans are
// about, marked, and reports whether anything was left out. A text that is
// short enough is whole.
func quoteOf(s string, spans []span, most int) (template.HTML, bool) {
	if utf8.RuneCountInString(s) <= most {
		return extract(s, spans, most)
	}
	q := bestOf(s, spans, most)
	if q.Start == q.End {
		return extract(s, spans, most) // no words: signs only
	}
	var b strings.Builder
	if q.Start > 0 {
		b.WriteString("… ")
	}
	mark(&b, s, q.Start, q.End, spans)
	if q.Cut {
		b.WriteString("…")
	}
	return template.HTML(b.String()), true // mark escaped it
}

func bestOf(s string, spans []span, most int) verbatim.Quote {
	about := make([]verbatim.Span, len(spans))
	for i, sp := range spans {
		about[i] = verbatim.Span{Start: sp.start, End: sp.end}
	}
	return verbatim.Best(&text.Cut("", s).Body, about, most)
}

// quotes quotes mentions for an expression. Press is quoted as briefly as
// everywhere.
func (s *Server) quotes(ctx context.Context, ids []vigie.MentionID, norm string) ([]quotation, error) {
	q, err := query.Parse(`"` + norm + `"`)
	if err != nil {
		q = nil // an expression that is no query: nothing is marked
	}
	var out []quotation
	for _, id := range ids {
		k, err := s.o.Archive.Mention(ctx, id)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m := &k.Mention
		body := m.Text
		if body == "" {
			body = m.Title
		}
		var spans []span
		if q != nil {
			for _, sp := range q.Spans(query.NewPost(&vigie.Mention{Text: body}, k.Reading.Lang)) {
				spans = append(spans, span{sp.Start, sp.End})
			}
		}
		most := extractMost
		if m.Channel == vigie.Press {
			most = pressMost
		}
		h, _ := quoteOf(body, merge(spans), most)
		out = append(out, quotation{Text: h, Path: mentionPath(id), Site: m.Site, Lang: k.Reading.Lang, Channel: m.Channel})
	}
	return out, nil
}

// quotation is a sentence somebody said, and where.
type quotation struct {
	Text             template.HTML
	Path, Site, Lang string
	Channel          vigie.Channel // told where there is no site
}
