package sim

import (
	"math/rand/v2"
	"strings"

	"vigie.example/vigie"
)

// writer composes what people write: posts, reviews, articles, noise.
type writer struct {
	speaker
	crowd *crowd
	desk
}

// told is a text with what is true of it.
type told struct {
	title, text string
	lang        string
	aspect      string // what a thread is about
	rating      int
	opinion     vigie.Opinion
	intent      vigie.Intent
}

func newWriter(g grammar, rng *rand.Rand) *writer {
	return &writer{speaker: speaker{g: g, rng: rng}, crowd: newCrowd(rng), desk: newDesk()}
}

var commonAspects = []string{
	"hydro", "hydro", "moteur", "sav", "sav", "sav", "pieces", "pieces", "prix", "confort",
	"livraison", "notice", "revente", "elec", "garantie", "location",
}

var kindAspects = map[string][]string{
	"pelle": {"conso", "chenilles", "force", "force"},
	"grue":  {"levage", "levage", "levage"},
	"beton": {"beton", "beton", "beton"},
}

// aspect draws what a voice speaks of.
func (w *writer) aspect(sc *scene) string {
	own := kindAspects[sc.product.kind]
	i := w.rng.IntN(len(commonAspects) + len(own))
	if i < len(own) {
		return own[i]
	}
	return commonAspects[i-len(own)]
}

var opinionWord = map[vigie.Opinion]string{vigie.Negative: "neg", vigie.Neutral: "neu", vigie.Positive: "pos"}

func (w *writer) lean(b *brand) vigie.Opinion {
	switch f := w.rng.Float64(); {
	case f < b.lean[0]:
		return vigie.Negative
	case f < b.lean[0]+b.lean[1]:
		return vigie.Neutral
	default:
		return vigie.Positive
	}
}

// maybe returns one line of a section with some probability, else nothing.
func (w *writer) maybe(chance float64, section string, sc *scene) string {
	if w.rng.Float64() >= chance {
		return ""
	}
	return w.say(section, sc)
}

// opening begins a post: a greeting, then who speaks, of the section who.
func (w *writer) opening(sc *scene, present float64, who, next string) string {
	hello := w.say("ouv", sc)
	pres := w.maybe(present, who, sc)
	if hello != "" && !strings.HasSuffix(hello, ".") {
		if pres != "" {
			pres = lowerFirst(pres)
		} else {
			next = lowerFirst(next)
		}
	}
	return join(hello, pres, next)
}

// post is the first post of a thread.
func (w *writer) post(sc *scene) told {
	o := w.lean(sc.brand)
	a := w.aspect(sc)
	t := told{opinion: o, lang: "fr", aspect: a}
	word := opinionWord[o]
	title := "titre-" + a
	switch {
	case o == vigie.Neutral && w.rng.IntN(10) < 7, o != vigie.Neutral && w.rng.IntN(10) < 2:
		t.intent = vigie.Question
		context := ""
		if w.rng.IntN(10) < 4 {
			context = w.say(w.aspect(sc)+"-"+word, sc) // of another matter: who asks has no answer yet
		}
		t.text = w.opening(sc, .7, "pres-q", join(context, w.say(a+"-q", sc)))
		t.text = join(t.text, w.say("clot-q", sc))
	default:
		second := ""
		if w.rng.IntN(10) < 6 {
			second = w.say(w.aspect(sc)+"-"+word, sc)
		}
		if o != vigie.Negative {
			title = "titre-calme-" + a // neither asks nor complains
		}
		t.text = w.opening(sc, .55, "pres", w.say(a+"-"+word, sc))
		end := w.say("clot-"+word, sc)
		if w.rng.IntN(3) == 0 && second != "" {
			t.text += "\n\n" + join(second, end)
		} else {
			t.text = join(t.text, second, end)
		}
		switch o {
		case vigie.Negative:
			t.intent = vigie.Complaint
		case vigie.Positive:
			if w.rng.IntN(2) == 0 {
				t.intent = vigie.Recommendation
			}
		}
	}
	t.title = w.say(title, sc)
	if a == "prix" && t.intent == vigie.Question && w.rng.IntN(2) == 0 {
		t.intent = vigie.Purchase
	}
	return w.named(t, sc)
}

// reply answers in a thread; its title carries the thread's.
func (w *writer) reply(sc *scene, th *thread) told {
	o := w.lean(sc.brand)
	word := opinionWord[o]
	t := told{title: "Re: " + th.title, opinion: o, lang: "fr"}
	first := w.say("rep-ouv-"+word, sc)
	about := th.aspect
	if about == "" || w.rng.IntN(4) == 0 {
		about = w.aspect(sc)
	}
	body := w.say(about+"-"+word, sc)
	if w.rng.IntN(10) < 3 {
		body = w.say("rep-conseil", sc)
		t.intent = vigie.Recommendation
	}
	body = after(first, body)
	second := ""
	if w.rng.IntN(10) < 4 {
		second = w.say(w.aspect(sc)+"-"+word, sc)
	}
	t.text = join(first, body, second, w.say("rep-clot", sc))
	if o == vigie.Negative {
		t.intent = vigie.Complaint
	}
	return w.named(t, sc)
}

// after lowers the first letter of what follows an opening that has no end.
func after(opening, next string) string {
	if opening == "" || strings.HasSuffix(opening, ".") || strings.HasSuffix(opening, "…") || strings.HasSuffix(opening, "?") {
		return next
	}
	return lowerFirst(next)
}

// review is a mark and its reasons.
func (w *writer) review(sc *scene) told {
	o := w.lean(sc.brand)
	t := told{opinion: o, lang: "fr"}
	switch o {
	case vigie.Negative:
		t.rating = 1 + w.rng.IntN(2)
		t.intent = vigie.Complaint
	case vigie.Neutral:
		t.rating = 3
	default:
		t.rating = 4 + w.rng.IntN(2)
	}
	word := opinionWord[o]
	t.title = w.say("rev-titre-"+word, sc)
	other := map[string]string{"neg": "pos", "pos": "neg", "neu": "neg"}[word]
	first := word
	if word == "neu" {
		first = "pos"
	}
	t.text = join(w.say("rev-ouv", sc), w.say(w.aspect(sc)+"-"+first, sc))
	if w.rng.IntN(10) < 6 {
		t.text = join(t.text, w.say(w.aspect(sc)+"-"+first, sc))
	}
	if word == "neu" || w.rng.IntN(4) == 0 {
		t.text = join(t.text, w.say("rev-mais", sc), lowerFirst(w.say(w.aspect(sc)+"-"+other, sc)))
	}
	t.text = join(t.text, w.maybe(.5, "clot-"+word, sc))
	return w.named(t, sc)
}

// status is a short post of a social network.
func (w *writer) status(sc *scene) told {
	o := w.lean(sc.brand)
	word := opinionWord[o]
	t := told{opinion: o, lang: "fr"}
	a := w.aspect(sc)
	body := w.say(a+"-"+word, sc)
	if o == vigie.Neutral && w.rng.IntN(2) == 0 {
		body = w.say(a+"-q", sc)
		t.intent = vigie.Question
	}
	open := w.say("soc-"+word, sc)
	if strings.HasSuffix(open, ":") {
		body = lowerFirst(body)
	}
	t.text = join(open, body, w.maybe(.25, "clot-"+word, sc), w.say("tags", sc))
	if o == vigie.Negative {
		t.intent = vigie.Complaint
	}
	return w.named(t, sc)
}

// comment is a remark under somebody's article.
func (w *writer) comment(sc *scene) told {
	t := told{opinion: w.lean(sc.brand), lang: "fr"}
	word := opinionWord[t.opinion]
	if w.rng.IntN(10) < 4 {
		t.text = w.say("comm", sc)
		t.opinion = vigie.Neutral
	} else {
		t.text = join(w.maybe(.4, "rep-ouv-"+word, sc), w.say(w.aspect(sc)+"-"+word, sc), w.maybe(.5, "clot-"+word, sc))
	}
	return w.named(t, sc)
}

// foreign is a voice from elsewhere.
func (w *writer) foreign(sc *scene) told {
	lang := []string{"en", "en", "de", "es"}[w.rng.IntN(4)]
	o := w.lean(sc.brand)
	return told{lang: lang, opinion: o, text: w.say(lang+"-"+opinionWord[o], sc)}
}

// blogPost is a long text in the first person.
func (w *writer) blogPost(sc *scene) told {
	o := w.lean(sc.brand)
	word := opinionWord[o]
	t := told{title: w.say("blog-titre", sc), opinion: o, lang: "fr"}
	paras := []string{w.say("blog-ouv", sc)}
	links := w.rng.Perm(len(w.g["blog-lien"]))
	for i := range 2 + w.rng.IntN(3) {
		link := ""
		if w.rng.IntN(10) < 6 {
			link = w.line("blog-lien", links[i], sc)
		}
		a := w.aspect(sc)
		other := []string{word, word, "neu", "pos", "neg"}[w.rng.IntN(5)]
		paras = append(paras, join(link, w.say(a+"-"+other, sc), w.say(w.aspect(sc)+"-"+word, sc), w.maybe(.5, w.aspect(sc)+"-neu", sc)))
	}
	paras = append(paras, w.say("blog-clot", sc))
	t.text = strings.Join(paras, "\n\n")
	if o == vigie.Positive {
		t.intent = vigie.Recommendation
	}
	return w.named(t, sc)
}

// named makes sure that the brand or its machine is named somewhere.
func (w *writer) named(t told, sc *scene) told {
	if names(t.title+" "+t.text, sc.brand) {
		return t
	}
	way := w.rng.IntN(5)
	if strings.Contains(t.text[:min(len(t.text), 40)], ":") || strings.Contains(t.text, "\n") {
		way = 3 + w.rng.IntN(2)
	}
	switch way {
	case 0, 1:
		t.text = join(sc.product.name+" :", lowerFirst(t.text))
	case 2:
		t.text = join("Chez "+sc.name+",", lowerFirst(t.text))
	case 3:
		t.text = join(t.text, "("+sc.product.name+" "+sc.name+")")
	default:
		t.text = join(t.text, "Machine : "+sc.product.name+", "+sc.name+".")
	}
	return t
}

// written is every way a brand or its machines are written, folded.
var written = func() map[string][]string {
	m := map[string][]string{}
	for i := range brands {
		b := &brands[i]
		all := append([]string{b.name, b.tag}, b.variants...)
		for k := range b.products {
			all = append(all, b.products[k].name, strings.ReplaceAll(b.products[k].name, " ", ""))
		}
		seen := map[string]bool{}
		for _, one := range all {
			if f := strings.ToLower(unaccent(one)); !seen[f] {
				seen[f] = true
				m[b.name] = append(m[b.name], f)
			}
		}
	}
	return m
}()

// names reports whether a text names a brand or one of its machines.
func names(text string, b *brand) bool { return namesFolded(strings.ToLower(unaccent(text)), b) }

func namesFolded(folded string, b *brand) bool {
	for _, one := range written[b.name] {
		if strings.Contains(folded, one) {
			return true
		}
	}
	return false
}

// others returns the brands named besides the chief one.
func others(t told, chief *brand) []string {
	var out []string
	folded := strings.ToLower(unaccent(t.title + " " + t.text))
	for i := range brands {
		if b := &brands[i]; b != chief && namesFolded(folded, b) {
			out = append(out, b.name)
		}
	}
	return out
}
