package sim

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// shorts is how hurried people spell.
var shorts = strings.NewReplacer(
	"quelqu’un", "qqn", "Quelqu’un", "qqn", "beaucoup", "bcp", "toujours", "tjs", "problème", "pb", "rendez-vous", "rdv",
	"c’est", "c", "C’est", "c", "pourquoi", "pk", "parce que", "pcq", "s’il vous plaît", "svp", "Bonjour", "bjr", "Salut", "slt",
	" pour ", " pr ", " dans ", " ds ", " quand ", " qd ", " avec ", " av ", "vraiment", "vrmt", "désolé", "dsl", "message", "msg",
	"semaines", "sem", "heures", "h", " vous ", " vs ", "J’ai", "g", "j’ai", "g", " qui ", " ki ", "Je ", "jé ", "week-end", "we",
	" même ", " mm ", "Merci", "Mci", "temps", "tps", "aujourd’hui", "ajd", "concessionnaire", "concess",
)

// mistakes is how some people write who were not listening at school.
var mistakes = strings.NewReplacer(
	"acheté", "acheter", "arrivé", "arriver", "changé", "changer", "payé", "payer", "ça ", "sa ", "c’est", "s’est", "à l’arrêt", "a l’arret",
	"on a ", "ont a ", "depuis", "depuit", "quand même", "comme même", "piston", "pistont", "prévenus", "prévenu", "malgré", "malgrés",
	"connaît", "connais", "davantage", "d’avantage", "langage", "language", "aller", "allé", "toutes", "toute", "appels", "appel",
)

var moods = map[string][]string{
	"negative": {"😡", "😤", "🙄", "👎", "🤦", "💸", "😩", "🤬"},
	"positive": {"👍", "😍", "💪", "🙏", "👌", "🚜", "🔥", "😊"},
	"neutral":  {"🤔", "📷", "🚜", "🏗️", "😅", "🙂", "👀"},
}

// wear makes a clean text look as its author writes it.
func wear(rng *rand.Rand, t string, v *voice, opinion string) string {
	switch v.style {
	case relaxed:
		if rng.IntN(2) == 0 {
			t = lowerFirst(t)
		}
		t = strings.ReplaceAll(strings.ReplaceAll(t, " ?", "?"), " !", "!!")
		t = strings.TrimSuffix(t, ".")
		t = strings.ReplaceAll(t, "’", "'")
	case hurried:
		t = strings.ReplaceAll(shorts.Replace(t), " ?", " ??")
		t = strings.ReplaceAll(lowerFirst(t), "’", "'")
		t = strings.TrimSuffix(t, ".")
	case bare:
		t = strings.ReplaceAll(unaccent(t), "’", "'")
	case clumsy:
		t = strings.ReplaceAll(mistakes.Replace(t), "’", "'")
		if rng.IntN(3) == 0 {
			t = swap(rng, t)
		}
	default:
		if rng.IntN(2) == 0 {
			t = strings.ReplaceAll(t, "’", "'")
		}
	}
	if v.emoji && rng.IntN(2) == 0 {
		m := moods[opinion]
		if len(m) == 0 {
			m = moods["neutral"]
		}
		t += " " + m[rng.IntN(len(m))]
	}
	if opinion == "negative" && rng.IntN(14) == 0 {
		t += " " + strings.Repeat("!", 2+rng.IntN(4))
	}
	return t
}

// keyboard is what is left of print on a hurried keyboard.
var keyboard = strings.NewReplacer("œ", "oe", "Œ", "OE", "«", "\"", "»", "\"", "…", "...")

// unaccent drops accents and splits ligatures.
func unaccent(t string) string {
	t = keyboard.Replace(t)
	var b strings.Builder
	b.Grow(len(t))
	for _, r := range norm.NFD.String(t) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// swap exchanges two letters of one long lower-case word.
func swap(rng *rand.Rand, t string) string {
	words := strings.Split(t, " ")
	for range 6 {
		i := rng.IntN(len(words))
		w := []byte(words[i])
		if len(w) < 6 || !plainLower(w) {
			continue
		}
		k := 1 + rng.IntN(len(w)-3)
		w[k], w[k+1] = w[k+1], w[k]
		words[i] = string(w)
		break
	}
	return strings.Join(words, " ")
}

func plainLower(w []byte) bool {
	for _, c := range w {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// typeset puts the no-break spaces of French print: narrow before ; ! ? % and
// inside thousands, wide before : and inside «  ».
func typeset(t string) string {
	return printed.Replace(t)
}

var printed = strings.NewReplacer(
	" ;", "\u202f;", " !", "\u202f!", " ?", "\u202f?", " %", "\u202f%", " :", "\u00a0:",
	"« ", "«\u00a0", " »", "\u00a0»", " 000", "\u202f000",
)
