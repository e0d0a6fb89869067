package opinion

// openers are words of praise that, before a comma at the start of a sentence,
// only open it ("bon, on part demain"): they praise nothing.
var openers = map[string]map[uint64]bool{
	"fr": set("bon"),
	"en": set("well", "right", "okay", "ok"),
	"es": set("bueno"),
	"pt": set("bom", "bem"),
}

// opener marks the words that only open a sentence, and takes their letters
// out. "Bon, rapide et pas cher" goes on with praise, and is left.
func (r *reading) opener(l *lexicon) {
	words := 0 // of the sentence so far
	for i := range r.tokens {
		t := &r.tokens[i]
		switch {
		case t.kind == mark && r.stops(t):
			words = 0
		case t.kind == word:
			if words++; words > 1 || !openers[l.named][t.hash] || i+2 >= len(r.tokens) {
				continue
			}
			comma, next := &r.tokens[i+1], &r.tokens[i+2]
			if comma.kind != mark || string(r.letters[comma.from:comma.to]) != "," {
				continue
			}
			if e, _ := l.look(next.hash); e.mean > 0 {
				continue
			}
			t.kind = filler
			for k := t.from; k < t.to; k++ {
				r.letters[k] = ' '
			}
		}
	}
}

// How a plain question opens, by language, written for this package: with a
// word that asks (alone), or with one of verbs before one of persons ("livrez-vous",
// "do you"). hails may stand before. idle are words of a question that wants no
// answer, or that tells of the asker's trouble; "why" and "how" are left out for
// the same reason.
var (
	asks = map[string]map[uint64]bool{
		"fr": set("quel", "quelle", "quels", "quelles", "ou", "quand", "combien"),
		"en": set("where", "when", "which"),
	}
	verbs = map[string]map[uint64]bool{
		"fr": set("etes", "avez", "faites", "livrez", "proposez", "vendez", "louez", "prenez", "acceptez", "ouvrez", "fermez", "pouvez", "peut", "est", "a"),
		"en": set("are", "do", "does", "is", "can", "will", "what", "how"),
	}
	persons = map[string]map[uint64]bool{
		"fr": set("vous", "on", "il", "elle", "ce", "t", "quelle"),
		"en": set("you", "there", "it", "the", "your", "much", "many", "time", "are"),
	}
	hails = set("bonjour", "bonsoir", "salut", "hello", "hi", "dites", "svp", "et", "and")
	idle  = set("quelqu", "personne", "encore", "enfin", "toujours", "vraiment", "seriously", "meme", "donc", "ca", "me", "m", "moi", "mon", "ma", "mes", "je", "j",
		"nous", "notre", "nos", "oui", "ever", "even", "again", "still", "anyone", "someone", "anybody", "my", "i", "us", "our", "hell", "think", "kidding", "supposed", "this", "that")
)

// question makes neutral what reads as an opinion and is a plain question: one
// short sentence that opens as questions do, ends with one question mark, and
// holds nothing that is well rated, negated, shouted or idle. What it asks about is
// no trouble, and the mark alone says little of it. The likeliest opinion and
// neutral change places, and what that changed is noted for Explain.
func (r *reading) question(q *[classes]float64, lang string) {
	best := negative
	if q[positive] > q[negative] {
		best = positive
	}
	if q[best] <= q[neutral] || asks[lang] == nil || max(r.most, -r.least) >= questionRated {
		return
	}
	opens, before, words := false, uint64(0), 0
	for i := range r.tokens {
		t := &r.tokens[i]
		switch {
		case t.kind == emoji, t.kind == word && (t.negated || t.long || t.caps && t.to-t.from > 3 || idle[t.hash]):
			return
		case t.kind == mark && r.stops(t) && i < len(r.tokens)-1:
			return
		case t.kind == word && !hails[t.hash]:
			words++
			opens = opens || words <= 2 && asks[lang][t.hash] || words == 2 && verbs[lang][before] && persons[lang][t.hash]
			before = t.hash
		}
	}
	if !opens || words > questionWords {
		return
	}
	last := len(r.tokens) - 1
	if t := &r.tokens[last]; t.kind != mark || string(r.letters[t.from:t.to]) != "?" {
		return
	}
	was := q[positive] - q[negative]
	q[best], q[neutral] = q[neutral], q[best]
	r.moved, r.mover = was-(q[positive]-q[negative]), last
}

// What a plain question is: questionWords at most, for longer ones tell a
// story, and no word of it rated as much as questionRated ("near" may be asked for).
const (
	questionWords = 14
	questionRated = 0.4
)
