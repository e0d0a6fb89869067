package page

import (
	"strings"
	"testing"
)

// frame puts a body into a page with two paragraphs around it, so that there is
// a main text to be found.
func frame(body string) string {
	const par = "<p>La flèche de la grue ne tourne plus depuis lundi matin, et le chantier attend une pièce que personne ne sait dater, dit le chef de chantier.</p>"
	return "<html><head><title>La grue</title></head><body><article>" + strings.Repeat(par, 2) + body +
		"<p>Le loueur promet un technicien jeudi, à la première heure, et une remise sur la semaine perdue, ce que le client prend avec prudence, et un café.</p></article></body></html>"
}

func TestTrim(t *testing.T) {
	tests := map[string]struct {
		body, stays, goes string
	}{
		"a caption":              {`<figure><img src="x"><figcaption>La grue à l'arrêt.</figcaption></figure>`, "", "à l'arrêt"},
		"a class says caption":   {`<div class="media-caption">La grue à l'arrêt.</div>`, "", "à l'arrêt"},
		"something else":         {`<p>Lire aussi : <a href="/x">Le marché prend du retard</a></p>`, "", "Le marché prend"},
		"nothing but a link":     {`<p><a href="/x">Trois chantiers arrêtés en une semaine</a></p>`, "", "Trois chantiers"},
		"a link in a sentence":   {`<p>Le préfet a signé <a href="/x">un arrêté</a> hier soir.</p>`, "un arrêté", ""},
		"a short paragraph":      {`<p>Personne ne répond.</p>`, "Personne ne répond.", ""},
		"a heading between":      {`<h2>Un dépannage jeudi</h2>`, "Un dépannage jeudi", ""},
		"a call to subscribe":    {`<p>Abonnez-vous pour lire la suite.</p>`, "", "Abonnez-vous"},
		"a wall":                 {`<p>Il vous reste 78 % de cet article à découvrir.</p>`, "", "Il vous reste"},
		"what looks like a call": {`<p>Partagez-vous cet avis sur la grue ? La question divise les riverains, le maire, les deux ouvriers et jusqu'au patron du café d'en face, qui la pose chaque matin, à voix haute, à qui veut l'entendre, sans jamais attendre de réponse, dit-on ici.</p>`, "La question divise", ""},
		"a date of a post":       {`<p class="author">par Toinou » 12 mars 2026, 21:04</p>`, "", "Toinou"},
		"a date in a sentence":   {`<p>Le chantier a ouvert le 12 mars 2026.</p>`, "12 mars 2026", ""},
		"cards hung on a name":   {`<p>Le maire <span><a href="/m">Jean Roux</a><span><a href="/1">Jean Roux inaugure la piscine</a><a href="/2">Jean Roux et la cantine</a><a href="/3">Le pont de Jean Roux</a></span></span> ne commente pas la panne.</p>`, "Jean Roux ne commente", "inaugure"},
		"a list":                 {`<ul><li>La pièce, 212 euros</li><li>La location, 6 400 euros</li></ul>`, "6 400 euros", ""},
		"a quotation":            {`<blockquote><p>« On attend. »</p></blockquote>`, "On attend", ""},
	}
	for name, tt := range tests {
		got := Extract([]byte(frame(tt.body)), "", "https://x.example/a").Text
		if !strings.Contains(strings.Join(strings.Fields(got), " "), tt.stays) {
			t.Errorf("%s: %q is lost:\n%s", name, tt.stays, got)
		}
		if tt.goes != "" && strings.Contains(got, tt.goes) {
			t.Errorf("%s: %q is kept:\n%s", name, tt.goes, got)
		}
		if !strings.Contains(got, "La flèche de la grue") || !strings.Contains(got, "et un café") {
			t.Errorf("%s: a paragraph is lost:\n%s", name, got)
		}
	}
}

// TestShortPostAboveAForm: the form to write a comment has more words than the
// post above it, and is not what was said.
func TestShortPostAboveAForm(t *testing.T) {
	const form = `<form action="/wp-comments-post.php" method="post" class="comment-form"><p class="comment-notes"><span>Your email address will not be published.</span> <span>Required fields are marked <span>*</span></span></p>
<p><label for="comment">Comment *</label> <textarea id="comment" name="comment"></textarea></p><p><label>Name *</label> <input name="author"></p><p><input type="checkbox"> <label>Save my name, email, and website in this browser for the next time I comment, and write to me whenever somebody answers what I wrote here.</label></p></form>`
	for name, body := range map[string]string{
		"a box of WordPress": `<main><article><header><h1>La grue</h1></header><div class="entry-content"><p>La grue Leroux est en panne depuis lundi.</p></div></article>
<div id="comments"><div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3>` + form + `</div></div></main>`,
		"a form alone":       `<div><h1>La grue</h1><p>La grue Leroux est en panne depuis lundi.</p></div><div class="reply">` + form + `</div>`,
		"a page in one form": `<form><main><h1>La grue</h1><p>La grue Leroux est en panne depuis lundi, et le chantier attend une pièce que personne ne sait dater, dit le chef de chantier à qui veut l'entendre.</p></main><textarea></textarea></form>`,
	} {
		a := Extract([]byte("<html><head><title>La grue</title></head><body>"+body+"</body></html>"), "", "https://x.example/panne")
		if !strings.Contains(a.Text, "en panne depuis lundi") || strings.Contains(a.Text, "Leave a Reply") || strings.Contains(a.Text, "Your email address") {
			t.Errorf("%s: text = %q", name, a.Text)
		}
	}
}

// TestTrimWholeLists: a page that is a list of links stays a list of links.
func TestTrimWholeLists(t *testing.T) {
	var b strings.Builder
	for range 12 {
		b.WriteString(`<li><a href="/x">Une adresse utile aux gens du bâtiment et à leurs voisins</a></li>`)
	}
	got := Extract([]byte("<html><body><article><p>Nos liens.</p><ul>"+b.String()+"</ul></article></body></html>"), "", "https://x.example/liens").Text
	if strings.Count(got, "Une adresse utile") != 12 {
		t.Errorf("a list of links was trimmed to %q", got)
	}
}

// TestStandfirst: a standfirst that a page keeps apart is told in its head too.
func TestStandfirst(t *testing.T) {
	const lead = "Le chantier est à l'arrêt depuis lundi faute d'une pièce de rechange."
	doc := strings.Replace(frame(""), "<article>", `<header><h2>`+lead+`</h2></header><article>`, 1)
	doc = strings.Replace(doc, "</head>", `<meta name="description" content="`+lead+`"></head>`, 1)
	if got := Extract([]byte(doc), "", "https://x.example/a").Text; strings.Count(got, lead) != 1 {
		t.Errorf("the standfirst stands %d times in %q, want once", strings.Count(got, lead), got)
	}
}
