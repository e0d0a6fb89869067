package sim

import (
	"sort"
	"strconv"
	"time"

	"vigie.example/vigie"
)

// Rows is how many lines the history has.
const Rows = 30_000

// Subjects besides the brands, which are 0 to len(brands)-1.
const (
	themeSubject = 10
	noiseSubject = 11
)

const (
	noiseQuota   = Rows * 12 / 100
	foreignShare = .035
)

// plan is one row to be written: when, of what, where, and by which script.
type plan struct {
	at      time.Time
	subject int
	channel vigie.Channel
	script  string // "" ordinary; see the cases of fill
	story   string
	copy    int // nth title of a story
	kind    string
	place   int // -1 when free
	index   int
}

// mix is how brands are spoken of, in parts of a thousand.
var mix = []struct {
	channel vigie.Channel
	part    int
}{
	{vigie.Forum, 500}, {vigie.Social, 205}, {vigie.Review, 120}, {vigie.Press, 85}, {vigie.Comment, 65}, {vigie.Blog, 25},
}

// plans draws every row of the history, oldest first.
func (w *writer) plans(c *calendar) []plan {
	var all []plan
	counts := make([]int, len(brands))
	add := func(p plan) {
		p.index = len(all)
		all = append(all, p)
		if p.subject < len(brands) {
			counts[p.subject]++
		}
	}
	w.planLeak(c, add)
	w.planEvents(c, add)
	w.planLastDays(c, add)
	w.planOwn(c, add)
	for i := range brands {
		w.planBrand(c, i, brands[i].quota-counts[i], add)
	}
	for range noiseQuota {
		add(plan{at: c.moment(w.rng, vigie.Forum, false), subject: noiseSubject, place: -1})
	}
	for len(all) < Rows {
		ch := vigie.Forum
		if w.rng.IntN(4) == 0 {
			ch = vigie.Social
		}
		add(plan{at: c.moment(w.rng, ch, false), subject: themeSubject, channel: ch, place: -1})
	}
	sort.Slice(all, func(i, j int) bool {
		if !all[i].at.Equal(all[j].at) {
			return all[i].at.Before(all[j].at)
		}
		return all[i].index < all[j].index
	})
	return all
}

// planBrand draws n ordinary rows about a brand. A third of the press rows are
// copies of an agency's text, spread over the hours that follow it.
func (w *writer) planBrand(c *calendar, subject, n int, add func(plan)) {
	for n > 0 {
		k := w.rng.IntN(1000)
		ch := vigie.Forum
		for _, m := range mix {
			if k < m.part {
				ch = m.channel
				break
			}
			k -= m.part
		}
		p := plan{at: c.moment(w.rng, ch, false), subject: subject, channel: ch, place: -1}
		if ch == vigie.Press && n > 8 && w.rng.IntN(12) == 0 {
			titles := 5 + w.rng.IntN(3)
			w.planWire(c, p.at, subject, "agence-"+strconv.Itoa(subject)+"-"+strconv.Itoa(n), "", titles, add)
			n -= titles
			continue
		}
		add(p)
		n--
	}
}

// planWire draws one agency text and its copies.
func (w *writer) planWire(c *calendar, at time.Time, subject int, story, kind string, titles int, add func(plan)) {
	press := placesOf[vigie.Press]
	used := map[int]bool{0: true}
	p := plan{subject: subject, channel: vigie.Press, script: "wire", story: story, kind: kind}
	for i := range titles {
		p.copy, p.at, p.place = i, at, 0
		if i > 0 {
			p.at = at.Add(time.Duration(20+w.rng.IntN(500)) * time.Minute)
			if p.at.After(c.now) {
				p.at = c.now.Add(-time.Duration(titles-i) * time.Minute)
			}
			for used[p.place] {
				p.place = press[w.rng.IntN(len(press))]
			}
			used[p.place] = true
		}
		add(p)
	}
}

// planLeak draws the bad buzz of the own brand: the hoses of the EC 18, six
// weeks before now, from a forum to social networks to the press.
func (w *writer) planLeak(c *calendar, add func(plan)) {
	start := c.weekBefore(6).Add(6*24*time.Hour + 18*time.Hour) // a Sunday evening
	forum := placeAt(forumHost)
	burst := func(ch vigie.Channel, n int, after, mean time.Duration, place int) {
		for range n {
			add(plan{at: c.around(w.rng, start.Add(after), mean), channel: ch, script: "leak", story: "fuite-ec18", place: place})
		}
	}
	burst(vigie.Forum, 96, 0, 34*time.Hour, forum)
	burst(vigie.Forum, 40, 5*time.Hour, 48*time.Hour, -1)
	burst(vigie.Social, 128, 9*time.Hour, 40*time.Hour, -1)
	burst(vigie.Review, 26, 14*time.Hour, 70*time.Hour, -1)
	burst(vigie.Comment, 48, 30*time.Hour, 44*time.Hour, -1)
	burst(vigie.Blog, 5, 40*time.Hour, 60*time.Hour, -1)
	w.planWire(c, start.Add(27*time.Hour), 0, "fuite-ec18-agence", "fuite", 7, add)
	w.planWire(c, start.Add(61*time.Hour), 0, "fuite-ec18-reponse", "fuite", 6, add)
	for range 9 {
		at := start.Add(time.Duration(38+w.rng.IntN(110)) * time.Hour)
		add(plan{at: at, channel: vigie.Forum, script: "own-reply", story: "fuite-ec18", place: forum})
	}
}

// planEvents draws what is in the news of the others: a machine launched, a
// gathering of fans, a works accident.
func (w *writer) planEvents(c *calendar, add func(plan)) {
	launch := c.now.AddDate(0, -7, 0).Truncate(24 * time.Hour).Add(8 * time.Hour)
	w.planWire(c, launch, 0, "lancement-ec26", "nouveau", 6, add)
	for range 60 {
		ch := []vigie.Channel{vigie.Social, vigie.Social, vigie.Forum, vigie.Comment}[w.rng.IntN(4)]
		add(plan{at: c.around(w.rng, launch.Add(2*time.Hour), 30*time.Hour), channel: ch, script: "launch", story: "lancement-ec26", place: -1})
	}
	fans := c.weekBefore(13).Add(5*24*time.Hour + 8*time.Hour) // a Saturday
	for range 220 {
		ch := []vigie.Channel{vigie.Social, vigie.Social, vigie.Social, vigie.Forum}[w.rng.IntN(4)]
		add(plan{at: c.around(w.rng, fans, 22*time.Hour), subject: 4, channel: ch, script: "fans", story: "rassemblement-terrapic", place: -1})
	}
	w.planWire(c, c.now.AddDate(0, -3, -11).Truncate(24*time.Hour).Add(9*time.Hour), 1, "accident-betor", "accident", 6, add)
}

// planLastDays makes the last days lively for the own brand: what the first
// page of the demo shows. The offsets are told in lastWords.
func (w *writer) planLastDays(c *calendar, add func(plan)) {
	for i := range lastWords {
		l := &lastWords[i]
		add(plan{at: c.now.Add(-l.ago).Truncate(time.Minute), channel: l.channel, script: "last", kind: strconv.Itoa(i), place: placeAt(l.host)})
	}
	morning := c.now.In(c.zone)
	at := time.Date(morning.Year(), morning.Month(), morning.Day(), 6, 30, 0, 0, c.zone).UTC()
	if c.now.Sub(at) < 10*time.Hour {
		at = at.AddDate(0, 0, -1)
	}
	w.planWire(c, at, 0, "pieces-roanne", "sav", 7, add)
	for i := range 24 {
		ch := []vigie.Channel{vigie.Forum, vigie.Forum, vigie.Social, vigie.Review}[i%4]
		script := ""
		if i%3 == 0 {
			script = "leak"
		}
		at := c.now.Add(-time.Duration(15+w.rng.IntN(58*60)) * time.Minute)
		add(plan{at: at, channel: ch, script: script, place: -1, story: map[string]string{"leak": "ec18-retour"}[script]})
	}
}

// planOwn draws what the own brand publishes itself.
func (w *writer) planOwn(c *calendar, add func(plan)) {
	own, social := placeAt(ownHost), placeAt("btp.example")
	for range 74 {
		add(plan{at: c.moment(w.rng, vigie.Blog, true), channel: vigie.Blog, script: "own-page", place: own})
	}
	for range 118 {
		add(plan{at: c.moment(w.rng, vigie.Social, true), channel: vigie.Social, script: "own-status", place: social})
	}
	for range 26 {
		add(plan{at: c.moment(w.rng, vigie.Forum, true), channel: vigie.Forum, script: "own-reply", place: -1})
	}
}

// lastWords are said in the last days, word for word: solicitations that wait,
// and a few voices to set beside them.
var lastWords = []struct {
	ago         time.Duration
	channel     vigie.Channel
	host        string
	author      string
	title, text string
	rating      int
	opinion     vigie.Opinion
	intent      vigie.Intent
}{
	{52 * time.Hour, vigie.Forum, forumHost, "manu_tp_du_38", "Minipelle 1,8 t, vos retours", "Bonjour à tous, ma EC 18 a 620 heures et le vérin de flèche fuit encore, deuxième fois depuis juin. Quelqu’un sait si la garantie Engins & Co couvre les flexibles ? Le concessionnaire ne répond plus.", 0, vigie.Negative, vigie.Question},
	{19 * time.Hour, vigie.Review, reviewHost, "Corinne paysagiste 49", "Bien, mais sans notice", "Machine livrée à l’heure, solide, mais sans notice en français. Chez Engins & Co, à qui dois-je m’adresser ?", 2, vigie.Negative, vigie.Request},
	{3 * time.Hour, vigie.Social, "btp.example", "terrassier breton", "", "Bravo Engins & Co, troisième flexible en un mois. La pièce 44-210 est-elle au moins encore fabriquée ?", 0, vigie.Negative, vigie.Question},
	{29 * time.Hour, vigie.Blog, blogHost, "Basile T.", "L’EC 18 après une saison d’argile", "Après une saison entière de tranchées dans l’argile, je le dis sans détour : l’EC 18 est la petite pelle que je conseille aux artisans seuls. Confort, visibilité, godet qui ne prend pas de jeu.\n\nReste le service. J’ai attendu un flexible onze jours, et il a fallu trois appels pour qu’on me dise où il était. Ce n’est pas la machine que je reproche à Engins & Co, c’est le silence.\n\nJe ferai un nouveau point à mille heures.", 0, vigie.Positive, vigie.Recommendation},
	{7 * time.Hour, vigie.Forum, forumHost, "gwen.vrd", "EC 35 ou BT 26 pour des VRD ?", "Salut, je dois signer cette semaine : EC 35 d’Engins & Co à 41 500 euros ou BT 26 de chez Bétor à 38 900. Terrain lourd, 600 heures par an. Qui a eu les deux ?", 0, vigie.Neutral, vigie.Purchase},
	{33 * time.Hour, vigie.Forum, "pelles-et-godets.example", "Nadia63", "Où acheter un flexible pour EC 50", "Bonjour, le concessionnaire de Vichy a fermé. Où trouver un flexible de bras pour une EC 50 sans attendre un mois ? Engins & Co ne décroche pas le samedi.", 0, vigie.Negative, vigie.Question},
	{11 * time.Hour, vigie.Social, "ciel.example", "la grue jaune", "", "Question bête : Engins & Co reprend les anciennes machines quand on en commande une neuve ? Personne au téléphone. #EnginsEtCo", 0, vigie.Neutral, vigie.Question},
	{44 * time.Hour, vigie.Review, reviewHost, "Loïc loueur 29", "Solide comme une enclume", "Quatre EC 18 au parc de location, 2 100 heures sur la plus vieille. Solide comme une enclume, mais la notice est en allemand.", 4, vigie.Positive, ""},
	{26 * time.Hour, vigie.Forum, failingHost, "dédé_levage", "EC 18 au pied de la grue", "On nous a mis une EC 18 pour les fouilles au pied de la grue. La machine est bonne. C’est après la vente que le téléphone ne sonne plus, Engins & Co si vous lisez.", 0, vigie.Negative, vigie.Complaint},
}
