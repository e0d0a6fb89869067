package opinion

import (
	"math"
	"testing"

	"vigie.example/vigie"
)

// TestOpener: a word of praise that only opens a sentence is not read, and one
// that praises is.
func TestOpener(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		filler     bool
	}{
		{"fr", "Bon, j'ai une EC 18", true},
		{"fr", "@garage bon, la mienne est de 2015", true},
		{"fr", "Merci. Bon, à demain", true},
		{"fr", "Bon accueil", false},
		{"fr", "Bon, rapide et pas cher", false},
		{"fr", "C'est bon, je rappelle demain", false},
		{"fr", "Bon... je rappelle", false},
		{"fr", "Bon,", false},
		{"en", "Well, we leave on Monday", true},
		{"en", "Well done, team", false},
		{"es", "Bueno, salgo a las ocho", true},
		{"pt", "Bom, eu moro em Lisboa", true},
		{"de", "Gut, schnell, gerne wieder", false},
	} {
		var r reading
		r.read(c.text, nil, grammarOf(c.lang), lexiconOf(c.lang), Graded)
		got := false
		for _, tk := range r.tokens {
			got = got || tk.kind == filler
		}
		if got != c.filler {
			t.Errorf("%s: %q has a word that only opens: %v, want %v", c.lang, c.text, got, c.filler)
		}
	}
	j := New()
	with, without := j.Of("fr", "Bon, on part demain matin", nil), j.Of("fr", "on part demain matin", nil)
	if with.Net != 0 || with.Share[2] > without.Share[2]+.1 {
		t.Errorf("positive %.2f with bon, %.2f without; lists %.2f", with.Share[2], without.Share[2], with.Net)
	}
}

// TestQuestion: a plain question that reads as an opinion is neutral, and one
// that holds anything more is left as it was read.
func TestQuestion(t *testing.T) {
	for text, plain := range map[string]bool{
		"Êtes-vous ouverts le samedi ?":               true,
		"Bonjour, livrez-vous à Brest ?":              true,
		"Combien coûte la location ?":                 true,
		"Êtes-vous ouverts le samedi":                 false,
		"Êtes-vous ouverts le samedi ???":             false,
		"Êtes-vous ouverts un jour ? Je suis devant.": false,
		"Quand allez-vous enfin ouvrir ?":             false,
		"Quand serez-vous JOIGNABLES ?":               false,
		"Quel service lamentable ?":                   false,
		"Pourquoi ce délai ?":                         false,
		"Vous comptez livrer un jour ?":               false,
		"Quel est l'horaire 😡 ?":                      false,
		"Quel est le délai du lot un du lot deux du lot trois du lot quatre du lot cinq ?": false,
	} {
		var r reading
		r.read(text, nil, grammarOf("fr"), lexiconOf("fr"), Graded)
		q := [classes]float64{negative: 1, neutral: -0.5, positive: 0.25}
		r.moved = 0
		r.question(&q, "fr")
		want := [classes]float64{negative: 1, neutral: -0.5, positive: 0.25}
		if plain {
			want[negative], want[neutral] = want[neutral], want[negative]
		}
		if q != want {
			t.Errorf("%q: %v, want %v", text, q, want)
		}
		if moved := -0.75 - (q[positive] - q[negative]); r.moved != moved {
			t.Errorf("%q: %v moved, %v told", text, moved, r.moved)
		}
	}
	if v := New().Of("fr", "Êtes-vous ouverts le samedi ?", nil); v.Likeliest != vigie.Neutral || v.Ironic {
		t.Errorf("a plain question is %v, ironic %v", v.Likeliest, v.Ironic)
	}
}

// TestFitEven: dividing by the root of the penalty changes the way, not the
// end.
func TestFitEven(t *testing.T) {
	ex := func() []example {
		var out []example
		for i := range 60 {
			out = append(out, example{class: i % classes, weight: 1, x: []feat{{0, 1}, {int32(1 + i%classes), 1}, {int32(1 + i%5), 0.5}}})
		}
		return out
	}
	penalty := []float64{0.1, 3, 0.5, 1, 2, 8}
	a, b := fit(ex(), penalty, 500), fitEven(ex(), penalty, 500)
	for i := range a {
		if math.Abs(a[i]-b[i]) > 0.05 {
			t.Errorf("weight %d is %.4f, and %.4f by the even way", i, a[i], b[i])
		}
	}
}

// TestGradedHolds: the more a bucket tells, the less it is held back, and what
// tells nothing is held back by the penalty.
func TestGradedHolds(t *testing.T) {
	hold, _ := Graded.holds(2.5)
	if hold(0) != 2.5 || math.Abs(hold(1)-0.75) > 1e-12 || hold(2) >= hold(1) {
		t.Errorf("held by %v, %v, %v where telling is 0, 1, 2", hold(0), hold(1), hold(2))
	}
}
