package opinion

// praise opens an antiphrase ("merci SNCF", "bravo"), folded; in French and
// English, written for this package.
var praise = map[string]map[uint64]bool{
	"fr": set("merci", "bravo", "super", "genial", "felicitations", "formidable", "magnifique", "top", "chapeau", "quel", "quelle"),
	"en": set("thanks", "thank", "great", "bravo", "congrats", "congratulations", "awesome", "nice", "brilliant", "wow"),
}

// winks are signs and tags that say that the words mean the contrary.
var winks = set("ironie", "ironique", "sarcasme", "irony", "sarcasm", "sarcastic", "🙄", "🙃", "🤡")

// antiphrase reports whether praise may mean the contrary: a wink, or a text
// that opens with praise and goes on with something bad. It does not say that
// it does; it is reason enough not to call the text positive.
func (r *reading) antiphrase(lang string) bool {
	opens := false
	words := 0
	for i := range r.tokens {
		t := &r.tokens[i]
		switch {
		case (t.kind == emoji || t.tag) && winks[t.hash]:
			return true
		case t.kind == word:
			if words++; words <= 2 && praise[lang][t.hash] {
				opens = true
			}
		}
	}
	if !opens {
		return false
	}
	for _, w := range r.rated {
		if w.score <= -0.25 {
			return true
		}
	}
	return false
}
