package sim

import (
	"fmt"
	"html"
	"strings"
	"time"

	"vigie.example/vigie"
)

// The pages are as cluttered as real ones: what is said must be found among
// menus, related titles, notices and footers.

// head opens a page.
func (f feedMaker) head(b *strings.Builder, title string, r *Row) {
	charset := "utf-8"
	if f.st.host == latinBlog {
		charset = "windows-1252"
	}
	fmt.Fprintf(b, "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"%s\"><title>%s | %s</title>\n", charset, html.EscapeString(title), html.EscapeString(f.st.name))
	fmt.Fprintf(b, "<meta name=\"viewport\" content=\"width=device-width\"><style>body{font:17px/1.5 serif;max-width:44em;margin:2em auto;padding:0 1em}nav a{margin-right:1em}aside,footer{font-size:.85em;border-top:1px solid;margin-top:2em}</style>\n")
	if r != nil {
		fmt.Fprintf(b, "<link rel=\"canonical\" href=\"%s\"><meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"%s\"><meta name=\"author\" content=\"%s\"><meta property=\"article:published_time\" content=\"%s\">\n",
			html.EscapeString(f.url(r)), html.EscapeString(title), html.EscapeString(r.Author), r.Date.Format(time.RFC3339))
	}
	if f.st.host != barePress {
		kind := map[string]string{blogHost: "application/atom+xml", latinBlog: "application/atom+xml", reviewHost: "application/feed+json"}[f.st.host]
		if kind == "" {
			kind = "application/rss+xml"
		}
		fmt.Fprintf(b, "<link rel=\"alternate\" type=\"%s\" title=\"%s\" href=\"%s\">\n", kind, html.EscapeString(f.st.name), f.st.feed)
		if f.st.host == blogHost || f.st.host == latinBlog {
			fmt.Fprintf(b, "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Commentaires\" href=\"/commentaires.xml\">\n")
		}
	}
	fmt.Fprintf(b, "</head><body>\n<header><p><a href=\"/\"><b>%s</b></a></p><nav><a href=\"/\">Accueil</a><a href=\"/rubriques\">Rubriques</a><a href=\"/abonnement\">S’abonner</a><a href=\"/compte\">Mon compte</a></nav></header>\n", html.EscapeString(f.st.name))
}

// foot closes a page.
func (f feedMaker) foot(b *strings.Builder) {
	fmt.Fprintf(b, "<footer><p>© %s. Site simulé : tout y est inventé. <a href=\"/mentions-legales\">Mentions légales</a> <a href=\"/contact\">Contact</a></p><p>Nous utilisons des traceurs pour mesurer l’audience. <a href=\"/traceurs\">Tout accepter</a></p></footer>\n</body></html>\n", html.EscapeString(f.st.name))
}

// label is the title of a row, or the beginning of its text.
func label(r *Row) string {
	if r.Title != "" {
		return r.Title
	}
	return teaser(r.Text)
}

// front is the home page: what is new.
func (f feedMaker) front(rows []*Row) string {
	var b strings.Builder
	f.head(&b, "Accueil", nil)
	b.WriteString("<main><h1>À la une</h1>\n")
	for _, r := range rows[:min(len(rows), 30)] {
		fmt.Fprintf(&b, "<section><h2><a href=\"%s\">%s</a></h2><p><time datetime=\"%s\">%s</time>, %s</p></section>\n",
			html.EscapeString(r.path), html.EscapeString(label(r)), r.Date.Format(time.RFC3339), r.Date.In(paris()).Format("02/01/2006 15:04"), html.EscapeString(r.Author))
	}
	b.WriteString("</main>\n")
	f.foot(&b)
	return b.String()
}

// page is one article, post, review or comment.
func (f feedMaker) page(r *Row, others []*Row) string {
	var b strings.Builder
	title := label(r)
	f.head(&b, title, r)
	b.WriteString("<main>\n")
	if r.Channel == vigie.Forum && r.Thread != "" {
		fmt.Fprintf(&b, "<p><a href=\"/t/%s-%s\">Tout le fil</a></p>\n", html.EscapeString(r.Thread), slug(strings.TrimPrefix(title, "Re: ")))
	}
	fmt.Fprintf(&b, "<article>\n<header><h1>%s</h1>\n<p class=\"byline\">Par <span rel=\"author\">%s</span>, le <time datetime=\"%s\">%s</time></p></header>\n",
		html.EscapeString(title), html.EscapeString(r.Author), r.Date.Format(time.RFC3339), r.Date.In(paris()).Format("02/01/2006 à 15:04"))
	if r.Rating > 0 {
		fmt.Fprintf(&b, "<p class=\"note\"><meter min=\"0\" max=\"5\" value=\"%d\">%d sur 5</meter></p>\n", r.Rating, r.Rating)
	}
	fmt.Fprintf(&b, "<div class=\"texte\">\n%s</div>\n</article>\n</main>\n", body(r.Text))
	if r.Channel == vigie.Press || r.Channel == vigie.Blog {
		b.WriteString("<aside class=\"related\"><h2>À lire aussi</h2><ul>\n")
		n := 0
		for _, o := range others {
			if o != r && n < 6 {
				n++
				fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", html.EscapeString(o.path), html.EscapeString(label(o)))
			}
		}
		b.WriteString("</ul><p><a href=\"/lettre\">Recevez notre lettre chaque matin</a></p><p>Partager <a href=\"/partage\">par courriel</a></p></aside>\n")
	}
	f.foot(&b)
	return b.String()
}

// threadPage is a whole conversation.
func (f feedMaker) threadPage(rows []*Row) string {
	var b strings.Builder
	f.head(&b, label(rows[0]), nil)
	fmt.Fprintf(&b, "<main><h1>%s</h1>\n", html.EscapeString(label(rows[0])))
	for _, r := range rows {
		fmt.Fprintf(&b, "<article><h2><a href=\"%s\">%s</a></h2><p><time datetime=\"%s\">%s</time></p>\n%s</article>\n",
			html.EscapeString(r.path), html.EscapeString(r.Author), r.Date.Format(time.RFC3339), r.Date.In(paris()).Format("02/01/2006 15:04"), body(r.Text))
	}
	b.WriteString("</main>\n")
	f.foot(&b)
	return b.String()
}
