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

// What a plain French antiphrase is made of, written from the examples of
// testdata/antiphrase.tsv: "merci pour les deux heures de retard", "merci pour
// rien", "bravo, encore un train supprimé". Looser forms (any thanks with
// trouble within sixteen words) were tried and turned as many real thanks in
// reviews as antiphrases: see docs/models/opinion.md.
var (
	thanks  = set("merci", "bravo", "felicitations", "chapeau")
	cheers  = set("super", "genial", "formidable", "magnifique", "top", "parfait", "excellent")
	trouble = set("retard", "retards", "panne", "pannes", "annule", "annulee", "annules", "annulees", "supprime", "supprimee", "supprimes", "supprimees",
		"coupure", "coupures", "bug", "bugs", "greve", "injoignable", "perdu", "perdue", "perdus", "perdues", "casse", "cassee", "bloque", "bloquee",
		"attente", "galere", "arnaque", "honte", "mensonge", "mensonges", "refus", "foutage", "incompetence", "rien")
	// between are the words that may stand between "pour" and the trouble.
	between = set("le", "la", "les", "l", "ce", "cette", "cet", "ces", "un", "une", "des", "vos", "votre", "leur", "leurs", "mon", "ma", "mes", "de", "d",
		"deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "quinze", "vingt", "trente", "quarante", "heure", "heures", "h",
		"minute", "minutes", "min", "jour", "jours", "journee", "journees", "soiree", "semaine", "semaines", "mois", "an", "ans", "temps", "argent",
		"magnifique", "belle", "beau", "superbe", "enorme", "nouvelle", "nouveau", "petite", "petit", "enieme")
	forWhat = hashString("pour")
	again   = hashString("encore")
)

// antiphraseWords is how far the trouble may stand from the praise.
const antiphraseWords = 9

// turn swaps the log-odds of positive and negative of a stretch that reads as
// positive and holds a plain antiphrase, and notes what that changed, so that
// Explain can tell it.
func (r *reading) turn(q *[classes]float64, lang string) {
	r.moved, r.turned = 0, false
	if lang != "fr" || q[positive] <= q[negative] {
		return
	}
	opening := 0 // words of the sentence so far
	for i := range r.tokens {
		t := &r.tokens[i]
		switch {
		case t.kind == mark && r.stops(t):
			opening = 0
		case t.kind == word && !t.tag:
			opening++
			said := opening <= 3 && thanks[t.hash]
			if t.negated || !said && (opening > 1 || !cheers[t.hash]) {
				continue
			}
			if k := r.mocked(i, said); k > i {
				r.mover, r.moved, r.turned = i, 2*(q[positive]-q[negative]), true
				q[positive], q[negative] = q[negative], q[positive]
				return
			}
		}
	}
}

// mocked returns the token of trouble that the praise at i stands for, else 0:
// after "pour" (where the praise is thanks) with nothing but small words
// between, or after an "encore" that follows the praise.
func (r *reading) mocked(i int, said bool) int {
	words, once, more := 0, -1, -1 // words since the praise; which of them are "pour" and "encore"
	for k := i + 1; k < len(r.tokens) && words < antiphraseWords; k++ {
		t := &r.tokens[k]
		switch t.kind {
		case mark:
			if words > 0 && r.stops(t) {
				return 0
			}
			continue
		case word:
		default:
			continue
		}
		words++
		switch {
		case once > 0 && trouble[t.hash]:
			return k
		case once > 0 && !between[t.hash]:
			return 0
		case said && once < 0 && t.hash == forWhat && words <= 3:
			once = words
		case once < 0 && more < 0 && t.hash == again && words <= 2:
			more = words
		case more > 0 && words <= more+4 && trouble[t.hash] && !t.negated:
			return k
		}
	}
	return 0
}

// stops reports whether a run of marks ends a sentence.
func (r *reading) stops(t *token) bool {
	for _, c := range r.letters[t.from:t.to] {
		if c == '.' || c == '!' || c == '?' || c == '…' {
			return true
		}
	}
	return false
}
