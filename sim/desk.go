package sim

import (
	"strings"

	"vigie.example/vigie"
)

// desk remembers what newspapers share: the texts of the agency.
type desk struct {
	wires map[string]*article // by story
}

func newDesk() desk { return desk{wires: map[string]*article{}} }

// article is a press text before a title cuts and heads it.
type article struct {
	kind    string
	sc      *scene
	title   string
	paras   []string
	opinion vigie.Opinion
}

var pressKinds = []string{
	"usine", "emploi", "resultat", "nouveau", "nouveau", "sav", "local", "local", "local", "accident",
	"salon", "essai", "essai", "marche", "marche",
}

// article writes a new press text of a kind; an empty kind draws one.
func (w *writer) article(sc *scene, kind string) *article {
	if kind == "" {
		kind = pressKinds[w.rng.IntN(len(pressKinds))]
	}
	sc.name = sc.brand.name // newspapers write names in full
	a := &article{kind: kind, sc: sc, title: w.say(kind+"-titre", sc), opinion: vigie.Neutral}
	switch kind {
	case "accident", "fuite":
		a.opinion = vigie.Negative
	case "usine", "nouveau", "salon":
		if w.rng.IntN(3) == 0 {
			a.opinion = vigie.Positive
		}
	}
	a.paras = append(a.paras, w.say(kind+"-chapo", sc))
	own := w.rng.Perm(len(w.g[kind+"-corps"]))
	shared := w.rng.Perm(len(w.g["presse-corps"]))
	for p := range 2 + w.rng.IntN(3) {
		var lines []string
		for i := range 2 {
			if k := p*2 + i; k < len(own) {
				lines = append(lines, w.line(kind+"-corps", own[k], sc))
			}
		}
		if p < len(shared) {
			lines = append(lines, w.line("presse-corps", shared[p], sc))
		}
		a.paras = append(a.paras, join(lines...))
	}
	if end := w.say("presse-fin", sc); end != "" {
		a.paras = append(a.paras, end)
	}
	if !names(a.title+" "+a.paras[0], sc.brand) {
		a.paras[0] = join(a.paras[0], "La machine porte la marque "+sc.name+".")
	}
	return a
}

// line expands one given line of a section.
func (w *writer) line(section string, i int, sc *scene) string {
	w.buf = w.buf[:0]
	w.expand(w.g[section][i], sc)
	return tidy(string(w.buf))
}

// wire returns the text of a story as the nth title prints it: the agency's
// own first, then copies with another headline, cut short or touched up.
func (w *writer) wire(story string, n int, sc *scene, kind string) told {
	a := w.wires[story]
	if a == nil {
		a = w.article(sc, kind)
		w.wires[story] = a
	}
	t := told{title: a.title, lang: "fr", opinion: a.opinion, intent: vigie.Release}
	paras := append([]string(nil), a.paras...)
	if n > 0 {
		t.title = w.say(a.kind+"-titre", a.sc)
		switch w.rng.IntN(4) {
		case 0: // cut short
			paras = paras[:2+w.rng.IntN(len(paras)-2)]
		case 1: // touched up
			paras[len(paras)-1] = w.say("presse-corps", a.sc)
		case 2: // a local line more
			paras = append(paras, w.say("presse-corps", a.sc))
		}
	}
	t.title = typeset(t.title)
	t.text = typeset(strings.Join(paras, "\n\n"))
	return t
}

// noise draws a text that must match no topic, and what kind it is.
func (w *writer) noise() (t told, at int, kind string, sc *scene) {
	sc = newScene(w.rng, nil)
	social := placesOf[vigie.Social]
	forums := placesOf[vigie.Forum]
	press := placesOf[vigie.Press]
	t.lang = "fr"
	switch n := w.rng.IntN(100); {
	case n < 9:
		sc.setBrand(w.rng, &brands[0])
		t.title, t.text, kind = w.say("train-titre", sc), w.say("train", sc), "train"
		at = placeAt("rails-bavards.example")
	case n < 16:
		t.title, t.text, kind = w.say("recette-titre", sc), w.say("recette", sc), "recipe"
		at = placeAt("cuisine-de-lison.example")
	case n < 25:
		t.title, t.text, kind = w.say("commune-titre", sc), join(w.say("commune", sc), w.say("commune", sc), w.say("divers", sc)), "town"
		at = press[w.rng.IntN(len(press))]
	case n < 36:
		t.title, t.text, kind = w.say("emploi-titre-bruit", sc), w.say("emploi", sc), "job"
		t.intent = vigie.Job
		at = placeAt("metiers-du-batiment.example")
	case n < 50:
		t.title, t.text, kind = w.say("annonce-titre", sc), w.say("annonce", sc), "advert"
		t.intent = vigie.Promotion
		at = placeAt("coin-des-annonces.example")
	case n < 56:
		t.title, t.text, kind = w.say("photo-titre", sc), w.say("photo", sc), "photo"
		at = placeAt("plein-cadre.example")
	default:
		t.text, kind = w.say("divers", sc), "talk"
		if w.rng.IntN(3) == 0 {
			t.text = join(t.text, w.say("divers", sc))
		}
		if w.rng.IntN(5) < 2 {
			at = social[w.rng.IntN(len(social))]
		} else {
			t.title = w.say("divers-titre", sc)
			at = forums[w.rng.IntN(len(forums))]
		}
	}
	return t, at, kind, sc
}
