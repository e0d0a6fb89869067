package opinion

// grammar is what is known of a language's small words. Hashes are of folded
// words (hashString), so "n" stands for n' too.
type grammar struct {
	opens map[uint64]bool // negates what follows
	pre   map[uint64]bool // ne, n': negates if one of seals follows
	seals map[uint64]bool // pas, plus, jamais ... after ne; of these, opens stand alone too
	only  map[uint64]bool // que: "ne ... que" negates nothing
	after map[uint64]bool // negates the word before too ("j'aime pas")
	ends  map[uint64]bool // mais, but: a negation does not reach over them
	more  map[uint64]bool // very, très
	less  map[uint64]bool // slightly, un peu
}

func set(words ...string) map[uint64]bool {
	m := make(map[uint64]bool, len(words))
	for _, w := range words {
		m[hashString(fold(w))] = true
	}
	return m
}

// reach is how many words a negation covers.
const reach = 4

// grammars by language. The lists were written for this package.
var grammars = map[string]*grammar{
	"fr": {
		opens: set("pas", "jamais", "sans", "aucun", "aucune", "rien", "ni", "non", "nullement", "guere", "pa"),
		pre:   set("ne", "n"),
		seals: set("pas", "plus", "jamais", "rien", "aucun", "aucune", "guere", "point", "personne", "ni", "pa"),
		only:  set("que", "qu"),
		after: set("pas", "pa", "jamais"),
		ends:  set("mais", "pourtant", "cependant", "toutefois", "sauf"),
		more:  set("tres", "trop", "vraiment", "super", "hyper", "ultra", "extremement", "totalement", "completement", "tellement", "grave", "bien", "absolument", "carrement", "mega", "si", "trooop", "tro"),
		less:  set("peu", "assez", "plutot", "presque", "legerement", "moyennement", "relativement"),
	},
	"en": {
		opens: set("not", "no", "never", "without", "none", "nobody", "nothing", "neither", "nor", "cannot", "cant", "dont", "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "wont", "wouldnt", "couldnt", "shouldnt", "hasnt", "havent", "hadnt", "aint", "hardly", "barely", "rarely"),
		ends:  set("but", "however", "though", "although", "except"),
		more:  set("very", "really", "so", "extremely", "totally", "absolutely", "completely", "too", "super", "incredibly", "highly", "such", "most", "fucking", "damn", "bloody"),
		less:  set("slightly", "somewhat", "kinda", "fairly", "rather", "almost", "little", "sort"),
	},
	"es": {
		opens: set("no", "nunca", "jamas", "sin", "ningun", "ninguna", "ninguno", "nada", "nadie", "tampoco", "ni"),
		ends:  set("pero", "aunque", "sino"),
		more:  set("muy", "mucho", "tan", "super", "demasiado", "totalmente", "realmente", "bastante", "mas"),
		less:  set("poco", "algo", "casi", "apenas"),
	},
	"de": {
		opens: set("nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "ohne", "nichts", "niemand", "weder", "noch", "nix", "nich"),
		after: set("nicht", "nich"),
		ends:  set("aber", "sondern", "jedoch", "doch"),
		more:  set("sehr", "so", "total", "wirklich", "extrem", "absolut", "super", "mega", "echt", "zu", "voll"),
		less:  set("etwas", "bisschen", "ziemlich", "fast", "wenig", "relativ"),
	},
	"it": {
		opens: set("non", "mai", "senza", "nessun", "nessuno", "nessuna", "niente", "nulla", "ne", "neanche", "nemmeno"),
		ends:  set("ma", "pero", "tuttavia", "invece"),
		more:  set("molto", "tanto", "troppo", "davvero", "veramente", "cosi", "super", "assolutamente", "proprio", "piu"),
		less:  set("poco", "abbastanza", "quasi", "un"),
	},
	"pt": {
		opens: set("nao", "nunca", "jamais", "sem", "nenhum", "nenhuma", "nada", "ninguem", "nem", "n", "naum"),
		ends:  set("mas", "porem", "embora", "contudo"),
		more:  set("muito", "tao", "super", "demais", "totalmente", "realmente", "bastante", "mais", "mt", "mto"),
		less:  set("pouco", "quase", "meio", "algo"),
	},
	"nl": {
		opens: set("niet", "geen", "nooit", "zonder", "niets", "niemand", "noch", "nergens", "nie"),
		after: set("niet"),
		ends:  set("maar", "echter", "toch", "behalve"),
		more:  set("heel", "zeer", "erg", "echt", "super", "mega", "zo", "te", "ontzettend", "enorm"),
		less:  set("beetje", "redelijk", "vrij", "bijna", "weinig"),
	},
	"ar": {opens: set("لا", "لم", "لن", "ليس", "ما", "غير", "بدون", "مش", "مو", "ليست"), ends: set("لكن", "ولكن"), more: set("جدا", "كثير", "كتير")},
	"hi": {opens: set("नहीं", "नही", "न", "ना", "मत", "nahi", "nahin", "na", "mat", "bina", "nhi"), after: set("नहीं", "नही", "nahi", "nahin", "nhi"), ends: set("लेकिन", "पर", "lekin", "par", "magar"), more: set("बहुत", "bahut", "bohot", "bhot")},
}

var noGrammar = &grammar{}

func grammarOf(lang string) *grammar {
	if g := grammars[lang]; g != nil {
		return g
	}
	return noGrammar
}

// negate marks the words that a negation covers.
func (p *pieces) negate(g *grammar) {
	left := 0 // words the running negation still covers
	pre := -1 // where a "ne" that waits for its "pas" stands
	for i := range p.tokens {
		t := &p.tokens[i]
		switch {
		case t.kind == mark && p.letters[t.from] != '"' && p.letters[t.from] != '(', t.kind == emoji:
			left, pre = 0, -1
			continue
		case t.kind != word:
			continue
		}
		switch {
		case g.ends[t.hash]:
			left, pre = 0, -1
		case g.pre[t.hash]:
			pre = i
			left = 0
		case pre >= 0 && i-pre <= reach+1 && g.seals[t.hash]:
			for j := pre + 1; j < i; j++ {
				p.tokens[j].negated = p.tokens[j].kind == word
			}
			pre, left = -1, reach
		case pre >= 0 && g.only[t.hash]:
			pre = -1
		case g.opens[t.hash]:
			if g.after[t.hash] && i > 0 && p.tokens[i-1].kind == word {
				p.tokens[i-1].negated = true
			}
			left = reach
		case left > 0:
			t.negated = true
			left--
		}
	}
}
