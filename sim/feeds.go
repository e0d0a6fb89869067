package sim

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"vigie.example/vigie"
)

// feedMaker prints the feeds and pages of one site.
type feedMaker struct {
	w  *Web
	st *site
}

func (f feedMaker) base() string { return f.w.Sector.base(f.st.host) }

func (f feedMaker) url(r *Row) string { return f.base() + r.path }

// xmlText escapes a text for XML, which knows fewer names than HTML.
func xmlText(s string) string { return html.EscapeString(s) }

// body is a text as paragraphs of HTML.
func body(t string) string {
	var b strings.Builder
	for _, p := range strings.Split(t, "\n\n") {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
	}
	return b.String()
}

// teaser is the beginning of a text, as feeds of newspapers give it.
func teaser(t string) string {
	first, _, _ := strings.Cut(t, "\n\n")
	words := strings.Fields(first)
	if len(words) > 24 {
		return strings.Join(words[:24], " ") + "…"
	}
	return first
}

// rss prints RSS 2.0. Newspapers give teasers only.
func (f feedMaker) rss(name string, rows []*Row) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	b.WriteString(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>` + "\n")
	fmt.Fprintf(&b, "<title>%s</title><link>%s/</link><description>%s</description><language>fr</language>\n",
		xmlText(name), f.base(), xmlText(f.st.name))
	for _, r := range rows {
		text := body(r.Text)
		if r.Channel == vigie.Press {
			text = "<p>" + html.EscapeString(teaser(r.Text)) + "</p>"
		}
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><guid isPermaLink=\"true\">%s</guid><dc:creator>%s</dc:creator><pubDate>%s</pubDate><description>%s</description></item>\n",
			xmlText(r.Title), xmlText(f.url(r)), xmlText(f.url(r)), xmlText(r.Author), r.Date.Format(time.RFC1123Z), xmlText(text))
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// atom prints Atom 1.0; comments say what they answer (RFC 4685).
func (f feedMaker) atom(name string, rows []*Row) string {
	var b strings.Builder
	charset := "utf-8"
	if f.st.host == latinBlog {
		charset = "windows-1252"
	}
	updated := f.w.Sector.now
	if len(rows) > 0 {
		updated = rows[0].Date
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="%s"?>`+"\n", charset)
	fmt.Fprintf(&b, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="fr"><title>%s</title><id>%s/</id><link href="%s/"/><updated>%s</updated>`+"\n",
		xmlText(name), f.base(), f.base(), updated.Format(time.RFC3339))
	for _, r := range rows {
		title := r.Title
		if r.Channel == vigie.Comment {
			title = ""
		}
		fmt.Fprintf(&b, "<entry><title>%s</title><id>%s</id><link href=\"%s\"/><author><name>%s</name></author><published>%s</published><updated>%s</updated>",
			xmlText(title), xmlText(f.url(r)), xmlText(f.url(r)), xmlText(r.Author), r.Date.Format(time.RFC3339), r.Date.Format(time.RFC3339))
		if r.ReplyTo != "" {
			fmt.Fprintf(&b, `<thr:in-reply-to ref="%s" href="%s"/>`, xmlText(f.base()+r.ReplyTo), xmlText(f.base()+r.ReplyTo))
		}
		fmt.Fprintf(&b, "<content type=\"html\">%s</content></entry>\n", xmlText(body(r.Text)))
	}
	b.WriteString("</feed>\n")
	return b.String()
}

// json prints JSON Feed 1.1.
func (f feedMaker) json(rows []*Row) string {
	type author struct {
		Name string `json:"name"`
	}
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Text      string   `json:"content_text"`
		Published string   `json:"date_published"`
		Authors   []author `json:"authors"`
		Language  string   `json:"language"`
		Rating    int      `json:"_note,omitempty"`
	}
	feed := struct {
		Version string `json:"version"`
		Title   string `json:"title"`
		Home    string `json:"home_page_url"`
		Feed    string `json:"feed_url"`
		Items   []item `json:"items"`
	}{Version: "https://jsonfeed.org/version/1.1", Title: f.st.name, Home: f.base() + "/", Feed: f.base() + f.st.feed, Items: []item{}}
	for _, r := range rows {
		feed.Items = append(feed.Items, item{
			ID: f.url(r), URL: f.url(r), Title: r.Title, Text: r.Text, Published: r.Date.Format(time.RFC3339),
			Authors: []author{{r.Author}}, Language: r.Lang, Rating: r.Rating,
		})
	}
	out, err := json.MarshalIndent(feed, "", " ")
	if err != nil {
		return "" // strings and numbers only: cannot happen
	}
	return string(out)
}
