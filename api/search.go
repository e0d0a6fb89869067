package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// question reads the q of an address; nil where there is none.
func (a *api) question(ctx context.Context, v url.Values) (*query.Query, error) {
	q := strings.TrimSpace(v.Get("q"))
	if q == "" {
		return nil, nil
	}
	return watch.Parse(ctx, a.Ledger, q)
}

// search answers one page.
func (a *api) search(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	q, err := a.question(r.Context(), v)
	if err != nil {
		return err
	}
	f, err := a.filter(r.Context(), v)
	if err != nil {
		return err
	}
	n, err := limit(v)
	if err != nil {
		return err
	}
	page, err := a.Archive.Search(r.Context(), query.Search{Query: q, Filter: f, After: v.Get("after"), Limit: n})
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := Page{Mentions: []Mention{}, Next: page.Next, Count: page.Count, More: page.More}
	for i := range page.Kept {
		out.Mentions = append(out.Mentions, mentionOf(&page.Kept[i], called))
	}
	return answer(w, out)
}

// mention answers one mention with who carried it and its earlier texts.
func (a *api) mention(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return vigie.Errorf(vigie.NotFound, err, "api-no-mention", r.PathValue("id"))
	}
	k, err := a.Archive.Mention(r.Context(), vigie.MentionID(n))
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := mentionOf(&k, called)
	earlier, err := a.Archive.Versions(r.Context(), k.Mention.ID)
	if err != nil {
		return err
	}
	for _, e := range earlier {
		out.Earlier = append(out.Earlier, Version{Version: e.Version, Title: e.Title, Text: e.Text, Heard: e.Heard})
	}
	return answer(w, out)
}
