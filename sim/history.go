package sim

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// ground is what has been said so far, for those who answer.
type ground struct {
	threads  map[int][]*thread // by place*16+subject, the latest last
	articles map[int][]*Row    // by subject, the latest last
	serial   int
	silent   [2]time.Time // the week in which one forum says nothing
}

// thread is a conversation of a forum.
type thread struct {
	id, title, path, slug string
	last                  time.Time
	starter               string
	product               *product // that it is about; nil for none
	aspect                string
}

func newGround() *ground {
	return &ground{threads: map[int][]*thread{}, articles: map[int][]*Row{}, serial: 120_000}
}

// history writes every row, oldest first.
func (w *writer) history(now time.Time, zone *time.Location) []Row {
	c := newCalendar(w.rng, now, zone)
	g := newGround()
	g.silent = [2]time.Time{c.weekBefore(4), c.weekBefore(3)}
	rows := make([]Row, 0, Rows)
	for _, p := range w.plans(c) {
		rows = append(rows, w.write(p, g))
		g.remember(&rows[len(rows)-1], p.subject)
	}
	return rows
}

// remember lets later rows comment on a text.
func (g *ground) remember(r *Row, subject int) {
	if r.Channel == vigie.Press || r.Channel == vigie.Blog {
		list := append(g.articles[subject], r)
		if len(list) > 40 {
			list = append(list[:0:0], list[20:]...)
		}
		g.articles[subject] = list
	}
}

// write makes the row of a plan.
func (w *writer) write(p plan, g *ground) Row {
	g.serial += 1 + w.rng.IntN(3)
	r := Row{Date: p.at, Channel: p.channel, ID: strconv.Itoa(g.serial)}
	r.truth.Story = p.story
	switch p.subject {
	case noiseSubject:
		w.writeNoise(&r, p, g)
	case themeSubject:
		w.writeTheme(&r, p, g)
	default:
		w.writeBrand(&r, p, g)
	}
	r.Site, r.Network = places[r.at].host, places[r.at].network
	if r.Network != "" {
		r.ID = strconv.Itoa(1_120_000_000 + g.serial*7)
		user := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSuffix(r.Account, "@"+r.Site), "."+r.Site), "@")
		r.path = "/@" + user + "/" + r.ID
		r.Title = ""
	}
	return r
}

func (w *writer) writeBrand(r *Row, p plan, g *ground) {
	b := &brands[p.subject]
	sc := newScene(w.rng, b)
	r.at = p.place
	if r.at < 0 {
		r.at = w.somewhere(r.Channel, r.Date, g)
	}
	var t told
	switch {
	case p.script == "last":
		w.writeLast(r, p, g, b)
		return
	case strings.HasPrefix(p.script, "own"):
		w.writeOwn(r, p, g, sc)
		return
	case p.script == "wire":
		if p.subject == 0 && (p.kind == "fuite" || p.story == "pieces-roanne") {
			sc.town, sc.product = "Roanne", &b.products[0]
		}
		t = w.wire(p.story, p.copy, sc, p.kind)
	case r.Channel == vigie.Press:
		t = w.wire("titre-"+r.ID, 0, sc, "")
		delete(w.wires, "titre-"+r.ID)
	case p.script == "leak":
		sc.product = &b.products[0]
		t = w.leak(sc, r.Channel)
	case p.script == "storm":
		sc.product = &b.products[0]
		t = w.storm(sc, r.Channel)
	case p.script == "launch":
		t = w.launch(sc)
	case p.script == "fans":
		t = w.fans(sc)
	case w.rng.Float64() < foreignShare && (r.Channel == vigie.Forum || r.Channel == vigie.Social || r.Channel == vigie.Review):
		t = w.foreign(sc)
		t.title = sc.product.name + " " + sc.name
		if r.Channel == vigie.Review {
			t.rating = map[vigie.Opinion]int{vigie.Negative: 1 + w.rng.IntN(2), vigie.Neutral: 3, vigie.Positive: 4 + w.rng.IntN(2)}[t.opinion]
		}
	case r.Channel == vigie.Review:
		t = w.review(sc)
	case r.Channel == vigie.Social:
		t = w.status(sc)
	case r.Channel == vigie.Comment:
		t = w.comment(sc)
	case r.Channel == vigie.Blog:
		t = w.blogPost(sc)
	}
	w.place(r, p, g, sc, t)
	if r.Channel == vigie.Comment && !names(r.Text, b) {
		r.Text = join(r.Text, "("+sc.product.name+" "+sc.name+")")
	}
	r.truth.Brand = b.name
	r.truth.Others = others(told{title: r.Title, text: r.Text}, b)
}

// place sets a text where it stands: its author, address, thread and wear.
func (w *writer) place(r *Row, p plan, g *ground, sc *scene, t told) {
	isNew := .6
	if sc.brand != nil {
		isNew = sc.brand.newVoice
	}
	switch r.Channel {
	case vigie.Forum:
		isReply := w.inThread(r, p, g)
		if t.text == "" {
			if isReply != nil {
				sc.answered = isReply.starter
				if isReply.product != nil {
					sc.product = isReply.product
				}
				t = w.reply(sc, isReply)
			} else {
				t = w.post(sc)
			}
		} else if isReply != nil {
			t.title = "Re: " + isReply.title
		}
		v := w.crowd.next(r.at, p.subject, isNew)
		r.Author = v.name
		w.fill(r, t, v)
		if isReply == nil {
			w.startThread(r, p, g, sc.product, t.aspect)
		}
	case vigie.Comment:
		w.underArticle(r, p, g)
		t.title = "" // a comment has none
		v := w.crowd.next(r.at, p.subject, isNew)
		r.Author = v.name
		w.fill(r, t, v)
	case vigie.Press, vigie.Blog:
		v := w.crowd.next(r.at, 15, map[bool]float64{true: .05, false: .01}[r.Channel == vigie.Press])
		r.Author = v.name
		r.Title, r.Text = t.title, t.text
		w.mark(r, t)
		r.path = r.Date.Format("/2006/01/02/") + slug(r.Title) + "-" + r.ID
	case vigie.Review:
		v := w.crowd.next(r.at, p.subject, isNew+.2)
		r.Author = v.name
		w.fill(r, t, v)
		r.path = "/avis/" + slug(sc.product.name) + "/" + r.ID
	default:
		v := w.crowd.next(r.at, p.subject, isNew)
		r.Author, r.Account = v.name, v.account
		w.fill(r, t, v)
	}
}

// fill sets the text as its author writes it, and what is true of it.
func (w *writer) fill(r *Row, t told, v *voice) {
	r.Title, r.Text = t.title, t.text
	if t.lang == "fr" {
		r.Text = wear(w.rng, t.text, v, t.opinion.String())
		if v.style == bare {
			r.Title = unaccent(r.Title)
		}
	}
	w.mark(r, t)
}

func (w *writer) mark(r *Row, t told) {
	r.Lang, r.Rating = t.lang, t.rating
	r.truth.Opinion, r.truth.Intent = t.opinion, t.intent
}

// somewhere draws a place of a channel; the forum that is silent in its week
// sends its people elsewhere.
func (w *writer) somewhere(ch vigie.Channel, at time.Time, g *ground) int {
	list := placesOf[ch]
	if ch == vigie.Comment {
		list = placesOf[vigie.Blog] // until underArticle knows better
	}
	for {
		i := list[w.rng.IntN(len(list))]
		if places[i].host == forumHost && !at.Before(g.silent[0]) && at.Before(g.silent[1]) {
			continue
		}
		return i
	}
}

// inThread joins a living thread of the forum, or returns nil for a new one.
func (w *writer) inThread(r *Row, p plan, g *ground) *thread {
	key := r.at*16 + p.subject
	if p.script == "leak" || p.script == "storm" || p.script == "own-reply" && p.story != "" {
		key = r.at*16 + 14
	}
	list := g.threads[key]
	for len(list) > 0 && r.Date.Sub(list[0].last) > 6*24*time.Hour {
		list = list[1:]
	}
	g.threads[key] = list
	if len(list) == 0 || w.rng.IntN(100) < newThread(key) {
		return nil
	}
	th := list[len(list)-1-w.rng.IntN(min(len(list), 5))]
	th.last = r.Date
	r.Thread, r.ReplyTo = th.id, th.path
	r.path = "/t/" + th.id + "-" + th.slug + "/p/" + r.ID
	return th
}

// newThread is the chance in a hundred that a post opens a thread: the leak
// is spoken of in few.
func newThread(key int) int {
	if key%16 == 14 {
		return 6
	}
	return 42
}

func (w *writer) startThread(r *Row, p plan, g *ground, about *product, aspect string) {
	if r.Title == "" {
		r.Title = "Sans titre"
	}
	r.Thread = r.ID
	th := &thread{id: r.ID, title: r.Title, slug: slug(r.Title), last: r.Date, starter: r.Author, product: about, aspect: aspect}
	r.path = "/t/" + th.id + "-" + th.slug + "/p/" + r.ID
	th.path = r.path
	key := r.at*16 + p.subject
	if p.script == "leak" || p.script == "storm" {
		key = r.at*16 + 14
	}
	g.threads[key] = append(g.threads[key], th)
}

// underArticle puts a comment under a recent text about the same brand.
func (w *writer) underArticle(r *Row, p plan, g *ground) {
	list := g.articles[p.subject]
	if len(list) == 0 {
		r.path = r.Date.Format("/2006/01/02/") + "billet-" + r.ID + "?commentaire=" + r.ID
		return
	}
	a := list[len(list)-1-w.rng.IntN(min(len(list), 12))]
	r.at = a.at
	r.ReplyTo, r.Thread = a.path, a.ID
	r.path = a.path + "?commentaire=" + r.ID
}

// leak is one voice of the bad buzz.
func (w *writer) leak(sc *scene, ch vigie.Channel) told {
	t := told{lang: "fr", opinion: vigie.Negative, intent: vigie.Complaint, title: w.say("fuite-titre", sc)}
	switch ch {
	case vigie.Forum:
		t.title = w.say("titre-hydro", sc)
	case vigie.Review:
		t.title, t.rating = w.say("rev-titre-neg", sc), 1+w.rng.IntN(2)
	}
	switch n := w.rng.IntN(100); {
	case n < 72 || ch == vigie.Review:
		t.text = w.say("fuite-fil", sc)
		if w.rng.IntN(3) > 0 {
			t.text = join(t.text, w.say("fuite-fil", sc))
		}
		t.text = join(t.text, w.maybe(.5, "clot-neg", sc))
	case n < 84:
		t.text, t.opinion, t.intent = w.say("fuite-info", sc), vigie.Neutral, vigie.Question
	default:
		t.text, t.opinion, t.intent = w.say("fuite-defense", sc), vigie.Positive, ""
	}
	if ch == vigie.Social {
		t.text = join(t.text, []string{"#EC18", "#EnginsEtCo", "#fuite", ""}[w.rng.IntN(4)])
	}
	if ch == vigie.Blog {
		paras := []string{t.text}
		for range 3 {
			paras = append(paras, join(w.say("fuite-fil", sc), w.say("fuite-corps", sc)))
		}
		t.text = strings.Join(paras, "\n\n")
	}
	return w.named(t, sc)
}

// launch is one voice about a new machine.
func (w *writer) launch(sc *scene) told {
	sc.product = &product{"EC 26 électrique", "pelle", "minipelle", "2,6 t"}
	t := w.status(sc)
	t.title = "EC 26 électrique : vos avis"
	t.text = join(t.text, "#EC26")
	return t
}

// fans is one voice of the gathering of the beloved brand.
func (w *writer) fans(sc *scene) told {
	t := told{lang: "fr", opinion: vigie.Positive, title: "Rassemblement Terrapic"}
	t.text = w.say("fans", sc)
	return w.named(t, sc)
}

func (w *writer) writeLast(r *Row, p plan, g *ground, b *brand) {
	i, err := strconv.Atoi(p.kind)
	if err != nil || i >= len(lastWords) {
		i = 0
	}
	l := &lastWords[i]
	r.Author = l.author
	if places[r.at].network != "" {
		user := strings.ReplaceAll(slug(l.author), "-", "_")
		r.Account = "@" + user + "@" + places[r.at].host
	}
	r.Title, r.Text = l.title, l.text
	w.mark(r, told{lang: "fr", rating: l.rating, opinion: l.opinion, intent: l.intent})
	switch r.Channel {
	case vigie.Forum:
		w.startThread(r, p, g, &b.products[0], "hydro")
	case vigie.Review:
		r.path = "/avis/" + slug(l.title) + "/" + r.ID
	case vigie.Blog:
		r.path = r.Date.Format("/2006/01/02/") + slug(r.Title) + "-" + r.ID
	}
	r.truth.Brand = b.name
	r.truth.Others = others(told{title: r.Title, text: r.Text}, b)
}

func (w *writer) writeOwn(r *Row, p plan, g *ground, sc *scene) {
	sc.name = sc.brand.name
	t := told{lang: "fr", opinion: vigie.Positive, intent: vigie.Promotion}
	r.Author, r.Own = "Engins & Co", true
	switch p.script {
	case "own-page":
		t.title = w.say("maison-titre", sc)
		var paras []string
		for _, k := range w.rng.Perm(len(w.g["maison-corps"]))[:3] {
			paras = append(paras, w.line("maison-corps", k, sc))
		}
		if !names(t.title+" "+paras[0], sc.brand) {
			paras[0] = join(paras[0], "Avec "+sc.name+", c’est plus simple.")
		}
		t.text = typeset(strings.Join(paras, "\n\n"))
		r.Title, r.Text = typeset(t.title), t.text
		r.path = r.Date.Format("/actualites/2006/01/") + slug(t.title) + "-" + r.ID
	case "own-status":
		r.Account = "@enginsetco@btp.example"
		r.Text = w.say("maison-soc", sc)
	default:
		r.Author = "Lucie, Engins & Co"
		t.intent, t.opinion = "", vigie.Neutral
		th := w.inThread(r, p, g)
		r.Title = "Votre question sur " + theFem(sc.product.name)
		sc.answered = "à tous"
		if th != nil {
			r.Title, sc.answered = "Re: "+th.title, th.starter
		}
		r.Text = w.say("maison-rep", sc)
		if th == nil {
			w.startThread(r, p, g, sc.product, "sav")
		}
	}
	w.mark(r, t)
	r.truth.Brand = sc.brand.name
}

func (w *writer) writeTheme(r *Row, p plan, g *ground) {
	sc := newScene(w.rng, nil)
	if r.at = p.place; r.at < 0 {
		r.at = w.somewhere(r.Channel, r.Date, g)
	}
	t := told{lang: "fr", opinion: vigie.Neutral, title: w.say("secteur-titre", sc)}
	if r.Channel == vigie.Forum {
		if th := w.inThread(r, p, g); th != nil {
			t.title, t.text = "Re: "+th.title, w.say("rep-ouv-neu", &scene{answered: th.starter})
			t.text = join(t.text, after(t.text, w.say("secteur-rep", sc)))
		}
	}
	if t.text == "" {
		t.text = w.say("secteur", sc)
		if hello := w.say("ouv", sc); hello != "" && r.Channel == vigie.Forum {
			t.text = join(hello, after(hello, t.text), w.maybe(.4, "clot-neu", sc))
		} else {
			t.text = join(t.text, w.maybe(.5, "tags-secteur", sc))
		}
	}
	v := w.crowd.next(r.at, p.subject, .7)
	r.Author, r.Account = v.name, v.account
	if strings.Contains(t.text, "?") {
		t.intent = vigie.Question
	}
	w.fill(r, t, v)
	if r.Channel == vigie.Forum && r.path == "" {
		w.startThread(r, p, g, nil, "")
	}
	r.truth.Theme = true
}

func (w *writer) writeNoise(r *Row, p plan, g *ground) {
	t, at, kind, sc := w.noise()
	if p.place >= 0 { // small talk can be held anywhere
		t, at, kind = told{title: w.say("divers-titre", sc), text: w.say("divers", sc), lang: "fr"}, p.place, "talk"
	}
	if places[at].host == forumHost && !r.Date.Before(g.silent[0]) && r.Date.Before(g.silent[1]) {
		at = placeAt("cafe-du-tp.example")
	}
	r.at, r.Channel = at, places[at].channel
	v := w.crowd.next(at, noiseSubject, .7)
	r.Author, r.Account = v.name, v.account
	if kind == "job" {
		r.Author = sc.dealer
	}
	if kind == "talk" {
		w.fill(r, t, v)
	} else {
		r.Title, r.Text = t.title, t.text
		w.mark(r, t)
	}
	if r.Title != "" {
		r.path = r.Date.Format("/2006/01/") + slug(r.Title) + "-" + r.ID
	}
	r.truth.Noise, r.truth.Opinion = kind, vigie.OpinionUnknown
}

// chance returns a new source of chance for a part of a sector.
func chance(seed, part uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, part)) }
