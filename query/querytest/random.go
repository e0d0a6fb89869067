package querytest

import (
	"math/rand/v2"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// vocabulary is small on purpose: random queries must meet random posts often.
// It holds the writings on which engines are likely to part.
var vocabulary = []string{
	"béton", "beton", "grue", "grues", "panne", "prix", "le", "la", "de", "l'Oréal", "L’Oréal", "loreal", "saint-gobain", "Saint Gobain", "saintgobain",
	"#LeroyMerlin", "leroy", "merlin", "leroymerlin", "@LeroyMerlin", "leroymerlin.fr", "H&M", "C++", "Canal+", "canal", "1 486", "1486", "3,5", "25kg", "25", "kg",
	"client·e·s", "clientes", "client", "👍", "👍🏽", "汽车", "我喜欢汽车", "한국어", "McDonald's", "mcdonalds", "aujourd'hui", "foo_bar", "foobar", "covid-19", "covid",
}

var (
	langs    = []string{"fr", "en", "de", ""}
	sites    = []string{"lemonde.fr", "abonnes.lemonde.fr", "btp.example", ""}
	channels = []vigie.Channel{vigie.Press, vigie.Forum, vigie.Social}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func words(r *rand.Rand, most int) string {
	var b strings.Builder
	for n := r.IntN(most + 1); n > 0; n-- {
		b.WriteString(pick(r, vocabulary))
		b.WriteString(pick(r, []string{" ", " ", " ", ", ", ". ", "-", "\n\n"}))
	}
	return strings.TrimSpace(b.String())
}

// RandomPost makes a post of a few words of a small vocabulary.
func RandomPost(r *rand.Rand) Post {
	p := Post{Title: words(r, 4), Text: words(r, 14), Lang: pick(r, langs), Site: pick(r, sites), Channel: pick(r, channels)}
	p.Facts = RandomFacts(r)
	return p
}

// RandomFacts makes what else was said of a post; half of it is mostly not
// told.
func RandomFacts(r *rand.Rand) vigie.Mention {
	var m vigie.Mention
	told := func() bool { return r.IntN(3) == 0 }
	if told() {
		m.Author = vigie.Author{Name: pick(r, []string{"Marie Dupont", "Le Béton"}), Account: pick(r, []string{"", "@marie", "jdupont"})}
		m.Author.Bio = pick(r, []string{"", "la grue de Saint-Gobain", "client"})
	}
	if told() {
		m.To, m.ReplyTo = pick(r, [][]string{nil, {"@LeroyMerlin"}, {"bob", "marie"}}), "k:1"
		m.Parent = words(r, 4)
	}
	if told() {
		m.URL = pick(r, []string{"https://www.lemonde.fr/economie/1.html", "https://btp.example/grue?p=2"})
		m.Links = pick(r, [][]string{nil, {"https://leroymerlin.fr/prix"}, {"http://a.example", "https://lemonde.fr/économie"}})
		m.Thread = pick(r, []string{"", "fil-1", "fil-12"})
	}
	if told() {
		m.Media = vigie.Media(r.IntN(8))
		m.Country = pick(r, []string{"FR", "BE", ""})
		m.Own, m.Repost = told(), told()
	}
	if told() {
		m.Rating = vigie.Rating{Value: float64(r.IntN(6)), Best: pick(r, []float64{5, 10})}
	}
	if told() {
		m.Metrics = []vigie.Metric{{Reactions: int64(r.IntN(60) - 1), Replies: -1, Reposts: int64(r.IntN(3) - 1), Views: -1, Followers: int64(r.IntN(20_000) - 1)}}
	}
	return m
}

// RandomQuery makes a query of up to some ten parts over the same vocabulary,
// through the parser.
func RandomQuery(r *rand.Rand) *query.Query {
	for {
		// Some are refused: exclusions alone, for one.
		if q, err := query.Parse(randomPart(r, 3)); err == nil {
			return q
		}
	}
}

func randomPart(r *rand.Rand, depth int) string {
	k := r.IntN(26)
	if depth == 0 {
		k %= 12
	}
	switch {
	case k >= 20:
		return randomForm(r, depth)
	case k < 6:
		return randomWord(r)
	case k < 10:
		return randomPhrase(r)
	case k < 11:
		return randomField(r)
	case k < 12:
		return randomNear(r, depth)
	case k < 15:
		return "(" + randomPart(r, depth-1) + " OR " + randomPart(r, depth-1) + ")"
	case k < 18:
		return "(" + randomPart(r, depth-1) + pick(r, []string{" ", " AND "}) + randomPart(r, depth-1) + ")"
	}
	return "(" + randomPart(r, depth-1) + " NOT " + randomPart(r, depth-1) + ")"
}

func randomWord(r *rand.Rand) string {
	w := pick(r, vocabulary)
	if strings.ContainsAny(w, " ") {
		return `"` + w + `"`
	}
	switch r.IntN(16) {
	case 0, 1:
		return string([]rune(w)[:1]) + "*"
	case 2, 3:
		return "*" + string([]rune(w)[1:])
	case 4:
		return pick(r, []string{"raw:", "case:", "accent:"}) + w
	case 5:
		return pick(r, []string{"béton~1", "grues~1", "leroi~1", "mrelin~1", "pannes~1"})
	}
	return w
}

// randomField makes a condition on what a post is.
func randomField(r *rand.Rand) string {
	return pick(r, []string{
		"lang:fr", "lang:(en,und)", "site:lemonde.fr", "site:*monde.fr", "channel:(press,forum)",
		"author:dupont", "author:@marie", "author:(beton OR j*)", "bio:grue", "bio:\"saint gobain\"", "to:@leroymerlin", "to:(bob OR marie)", "parent:béton",
		"url:economie", "url:*grue*", "links:leroymerlin.fr", "links:lemonde.fr/économie", "thread:fil-1", "thread:fil*", "country:(FR,BE)",
		"is:reply", "is:(own,repost)", "has:image", "has:(video,link)", "has:title", "has:rating",
		"rating:<=2", "rating:3..5", "followers:>=10k", "reactions:>30", "reposts:0", "words:3..9", "words:>6", "published:2025-10-25", "published:>=2025-10-26",
	})
}

// randomForm makes one of the forms that look at a part of a post.
func randomForm(r *rand.Rand, depth int) string {
	inner := func() string { // no fields
		switch r.IntN(5) {
		case 0:
			return "(" + randomWord(r) + " " + randomPhrase(r) + ")"
		case 1:
			return "(" + randomWord(r) + " NOT " + randomWord(r) + ")"
		case 2:
			return "(" + randomNear(r, 0) + ")"
		case 3:
			return "(" + randomWord(r) + " OR " + randomPhrase(r) + ")"
		}
		return "(" + randomWord(r) + ")"
	}
	switch r.IntN(6) {
	case 0:
		return pick(r, []string{"title:", "lead:", "body:"}) + inner()
	case 1:
		return pick(r, []string{"SENTENCE", "PARA", "FIRST/2", "FIRST/5"}) + inner()
	case 2:
		return pick(r, []string{"(title:FIRST/2", "(body:SENTENCE", "PARA(SENTENCE"}) + inner() + ")"
	case 3:
		return pick(r, []string{"ATLEAST/1", "ATLEAST/2", "ATLEAST/3"}) + "(" + randomWord(r) + " OR " + randomPhrase(r) + ")"
	case 4:
		return pick(r, []string{"ANY/1(", "ANY/2(", "ANY/3("}) + randomPart(r, depth-1) + ", " + randomWord(r) + " , " + randomPart(r, 0) + ")"
	}
	return "case:(" + randomPhrase(r) + " OR " + randomWord(r) + ")"
}

func randomPhrase(r *rand.Rand) string {
	var list []string
	for n := 1 + r.IntN(4); n > 0; n-- {
		list = append(list, pick(r, vocabulary))
	}
	p := `"` + strings.Join(list, " ") + `"`
	if r.IntN(4) == 0 {
		p += pick(r, []string{"~1", "~2", "~5"})
	}
	if r.IntN(10) == 0 {
		p = pick(r, []string{"raw:", "case:", "accent:"}) + p
	}
	return p
}

func randomNear(r *rand.Rand, depth int) string {
	side := func() string {
		switch r.IntN(5) {
		case 0:
			return randomPhrase(r)
		case 1:
			return "(" + randomWord(r) + " OR " + randomWord(r) + ")"
		case 2:
			if depth > 0 {
				return "(" + randomNear(r, depth-1) + ")"
			}
		}
		return randomWord(r)
	}
	return side() + pick(r, []string{" NEAR/0 ", " NEAR/2 ", " NEAR/5 ", " ONEAR/3 "}) + side()
}
