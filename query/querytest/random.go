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
	return Post{Title: words(r, 4), Text: words(r, 14), Lang: pick(r, langs), Site: pick(r, sites), Channel: pick(r, channels)}
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
	k := r.IntN(20)
	if depth == 0 {
		k %= 12
	}
	switch {
	case k < 6:
		return randomWord(r)
	case k < 10:
		return randomPhrase(r)
	case k < 11:
		return pick(r, []string{"lang:fr", "lang:(en,und)", "site:lemonde.fr", "channel:(press,forum)"})
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
	switch r.IntN(8) {
	case 0:
		return string([]rune(w)[:1]) + "*"
	case 1:
		return "*" + string([]rune(w)[1:])
	}
	return w
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
