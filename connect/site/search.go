package site

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

const acceptJSON = "application/json, */*;q=0.5"

// answer asks for a JSON document. over is true where the outside says that
// there is no such page: results end there.
func (s *Source) answer(ctx context.Context, address string, into any) (over bool, err error) {
	res, err := s.client.Get(ctx, fetch.Request{URL: address, Accept: acceptJSON})
	if err != nil {
		switch vigie.KindOf(err) {
		case vigie.Invalid, vigie.NotFound, vigie.Forbidden:
			return true, nil
		}
		return false, err
	}
	if err := json.Unmarshal(res.Body, into); err != nil {
		// Half a document is asked for again; a page in its place ends the search.
		if strings.HasPrefix(strings.TrimSpace(string(res.Body)), "<") {
			return true, nil
		}
		return false, vigie.Errorf(vigie.Unavailable, err, "back-half", hostOf(address))
	}
	return false, nil
}

// wordPress asks WordPress's own interface (REST API handbook, posts) for the
// posts that name a brand, or for all; where it is closed, the feed of the
// site's search.
func (s *PastSource) wordPress(ctx context.Context, st *pastState, past *listen.Past) error {
	const perPage = 20
	q := url.Values{"per_page": {strconv.Itoa(perPage)}, "page": {strconv.Itoa(st.Page + 1)}, "_fields": {"link,date_gmt,title,content,excerpt"}}
	if name := s.query(st); name != "" {
		q.Set("search", name)
	}
	var posts []struct {
		Link    string
		Date    string `json:"date_gmt"`
		Title   struct{ Rendered string }
		Content struct {
			Rendered  string
			Protected bool
		}
	}
	over, err := s.answer(ctx, st.Root+"/wp-json/wp/v2/posts?"+q.Encode(), &posts)
	if err != nil {
		return err
	}
	if over && st.Page == 0 {
		return s.searchFeed(ctx, st)
	}
	now := s.opts.Now()
	for _, p := range posts {
		if !strings.HasPrefix(p.Link, "http") {
			continue
		}
		past.Looked++
		words := text.Clean(page.PlainText(p.Content.Rendered))
		if p.Content.Protected || words == "" {
			st.wait(p.Link, "")
			continue
		}
		m := s.found(p.Link, text.OneLine(page.PlainText(p.Title.Rendered)), words, p.Date+"Z", now)
		past.Mentions = append(past.Mentions, m)
	}
	if st.Page++; over || len(posts) < perPage || st.Page >= searchPages {
		st.nextName()
	}
	return nil
}

// searchFeed reads the feed of WordPress's search ("/?s=...&feed=rss2"), whose
// items are then read one by one.
func (s *PastSource) searchFeed(ctx context.Context, st *pastState) error {
	q := url.Values{"feed": {"rss2"}}
	if name := s.query(st); name != "" {
		q.Set("s", name)
	}
	res, err := s.client.Get(ctx, fetch.Request{URL: st.Root + "/?" + q.Encode(), Accept: acceptFeed})
	if err != nil && (stops(ctx, err) || vigie.KindOf(err) == vigie.Unavailable) {
		return err
	}
	if err == nil {
		if g, ok := peek(res.Body, res.Charset); ok {
			for _, it := range g.items {
				if it.URL != "" {
					st.wait(it.URL, it.Title)
				}
			}
		}
	}
	st.nextName()
	return nil
}

// discourse asks Discourse's search (docs.discourse.org, search.json) and reads
// each post found.
func (s *PastSource) discourse(ctx context.Context, st *pastState, past *listen.Past) error {
	q := url.Values{"q": {`"` + s.query(st) + `" order:latest`}, "page": {strconv.Itoa(st.Page + 1)}}
	var got struct {
		Posts []struct {
			ID       int64
			Username string
			Created  string `json:"created_at"`
			Topic    int64  `json:"topic_id"`
			Number   int64  `json:"post_number"`
			Blurb    string
		}
		Topics []struct {
			ID    int64
			Slug  string
			Title string
		}
		Grouped struct {
			More bool `json:"more_full_page_results"`
		} `json:"grouped_search_result"`
	}
	over, err := s.answer(ctx, st.Root+"/search.json?"+q.Encode(), &got)
	if err != nil {
		return err
	}
	type topic struct{ slug, title string }
	topics := map[int64]topic{}
	for _, t := range got.Topics {
		topics[t.ID] = topic{t.Slug, t.Title}
	}
	now := s.opts.Now()
	for i, p := range got.Posts {
		if i < st.Skip {
			continue
		}
		if past.Looked == s.opts.MaxPages {
			st.Skip = i // the rest of this page is read by the next step
			return nil
		}
		past.Looked++
		t := topics[p.Topic]
		if t.slug == "" {
			t.slug = "-"
		}
		address := fmt.Sprintf("%s/t/%s/%d/%d", st.Root, t.slug, p.Topic, p.Number)
		var post struct{ Cooked string }
		gone, err := s.answer(ctx, fmt.Sprintf("%s/posts/%d.json", st.Root, p.ID), &post)
		if err != nil {
			return err
		}
		words := text.Clean(page.PlainText(post.Cooked))
		if gone || words == "" {
			words = text.Clean(page.PlainText(p.Blurb)) // as much as the search shows
		}
		if words == "" {
			continue
		}
		m := s.found(address, text.OneLine(t.title), words, p.Created, now)
		m.Author.Name = text.OneLine(p.Username)
		past.Mentions = append(past.Mentions, m)
	}
	st.Skip = 0
	if st.Page++; over || !got.Grouped.More || st.Page >= searchPages {
		st.nextName()
	}
	return nil
}

// mediaWiki asks MediaWiki's search (API:Search) and notes the pages found.
func (s *PastSource) mediaWiki(ctx context.Context, st *pastState) error {
	const perPage = 20
	bases := []string{st.Root + "/w", st.Root}
	if st.API != "" {
		bases = []string{st.API}
	}
	q := url.Values{
		"action": {"query"}, "list": {"search"}, "format": {"json"}, "srlimit": {strconv.Itoa(perPage)}, "srprop": {""},
		"srsearch": {`"` + s.query(st) + `"`}, "sroffset": {strconv.Itoa(st.Page * perPage)},
	}
	for _, base := range bases {
		var got struct {
			Query struct {
				Search []struct {
					ID    int64 `json:"pageid"`
					Title string
				}
			}
			Continue struct {
				Offset int `json:"sroffset"`
			}
		}
		over, err := s.answer(ctx, base+"/api.php?"+q.Encode(), &got)
		if err != nil {
			return err
		}
		if over {
			continue
		}
		st.API = base
		for _, hit := range got.Query.Search {
			st.wait(fmt.Sprintf("%s/index.php?curid=%d", base, hit.ID), hit.Title)
		}
		if st.Page++; got.Continue.Offset == 0 || st.Page >= searchPages {
			st.nextName()
		}
		return nil
	}
	st.nextName()
	return nil
}

// found makes a mention of what a search gave whole.
func (s *Source) found(address, title, words, date string, now time.Time) vigie.Mention {
	m := vigie.Mention{
		Key: vigie.NewKey("", "", address), Network: s.source.Network, Channel: s.source.Channel, Own: s.source.Own,
		URL: address, Title: title, Text: words, Heard: now, Version: 1,
	}
	m.Title, _ = page.Shorten(m.Title, page.MaxTitle)
	m.Text, _ = page.Shorten(m.Text, page.MaxText)
	if u, err := url.Parse(address); err == nil {
		m.Site = vigie.SiteOf(u.Host)
	}
	at, _ := page.ParseDate(date)
	var clamped bool
	if m.Published, clamped = vigie.Date(at, now); clamped || at.IsZero() {
		m.PublishedRaw = text.OneLine(date)
	}
	return m
}
