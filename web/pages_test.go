package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// sunday is when the tests of pages look: late in a week, so that Today speaks
// of the week under way.
var sunday = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

// sown is a house with sixteen weeks of mentions of four topics.
func sown(t *testing.T) *house {
	t.Helper()
	h := settled(t, nil)
	h.clock.t = sunday
	ctx := t.Context()
	for _, topic := range []vigie.Topic{
		{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor"},
		{Name: "Malaxa", Kind: vigie.Rival, Query: "Malaxa"},
		{Name: "Minipelle", Kind: vigie.Theme, Query: "minipelle"},
	} {
		if _, err := h.watch.SaveTopic(ctx, topic); err != nil {
			t.Fatal(err)
		}
	}
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum du Chantier", Channel: vigie.Forum, Added: sunday.AddDate(0, 0, -7*17)})
	if err != nil {
		t.Fatal(err)
	}
	channels := []vigie.Channel{vigie.Forum, vigie.Forum, vigie.Press, vigie.Review, vigie.Social}
	names := []string{"Engins & Co", "Engins & Co et Bétor", "Bétor", "Malaxa", "une minipelle Engins & Co"}
	var b listen.Batch
	b.Source = src.ID
	for i := range 400 {
		at := sunday.Add(-time.Duration(i) * 16 * 7 * 24 * time.Hour / 400)
		c := channels[i%len(channels)]
		m := vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("test:%d", i)), Channel: c, Site: string(c) + ".example",
			URL: fmt.Sprintf("https://%s.example/%d", c, i), Published: at, Heard: at,
			Text:   fmt.Sprintf("Message %d : que penser de %s ?", i, names[i%7%len(names)]),
			Author: vigie.Author{Name: fmt.Sprintf("voix %d", i*i%90)},
		}
		if i%41 == 0 {
			m.Own, m.Author.Name = true, "Lucie, Engins & Co"
		}
		b.Mentions = append(b.Mentions, m)
	}
	if _, err := h.watch.Handle(ctx, b); err != nil {
		t.Fatal(err)
	}
	return h
}

// plain makes figures readable: no-break spaces become spaces, entities signs.
var plain = strings.NewReplacer("\u202f", "", "\u00a0", " ", "&amp;", "&", "&#43;", "+")

// How figures stand on pages, and what they count. Where either may stand the
// unit is empty.
var figures = []struct {
	name, unit string
	at         *regexp.Regexp
}{
	{"the answer", "voices", regexp.MustCompile(`class="answer">[^<]*<a href="(/stream\?[^"]*)">(\d+) voix</a>`)},
	{"a week", "voices", regexp.MustCompile(`<th scope="row"><a href="(/stream\?[^"]*)">[^<]*</a></th><td class="num">(\d+)</td>`)},
	{"a facet", "mentions", regexp.MustCompile(`<a href="(/stream\?[^"]*)"[^>]*><bdi>[^<]*</bdi><span>(\d+)</span>`)},
	{"a figure", "", regexp.MustCompile(`<a class="quiet[^"]*" href="(/stream\?[^"]*)">(?:<b>)?(\d+)(?:</b>)?</a>`)},
}

var counted = regexp.MustCompile(`class="answer">(\d+) mentions?(?: de (\d+) voix)?`)

// TestEveryFigureOpensItsMentions follows each figure of each page to the list
// behind it, which must count the same.
func TestEveryFigureOpensItsMentions(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	for _, path := range []string{"/", "/topic/1", "/topic/1?weeks=4", "/topic/2?weeks=26", "/topic/4", "/compare", "/stream?topic=1", "/stream?topic=1&own=no&channel=forum"} {
		page := b.get(path)
		page.wants(t, http.StatusOK)
		body := plain.Replace(page.body)
		seen := map[string]bool{}
		for _, f := range figures {
			found := f.at.FindAllStringSubmatch(body, -1)
			for _, m := range found {
				if seen[m[0]] {
					continue
				}
				seen[m[0]] = true
				list := plain.Replace(b.get(m[1]).body)
				want, err := strconv.Atoi(m[2])
				if err != nil {
					t.Fatal(err)
				}
				if want == 0 {
					if !strings.Contains(list, "Aucune mention") {
						t.Errorf("%s: %s is 0, but %s lists something", path, f.name, m[1])
					}
					continue
				}
				c := counted.FindStringSubmatch(list)
				if c == nil {
					t.Errorf("%s: %s %d leads to %s, which counts nothing", path, f.name, want, m[1])
					continue
				}
				mentions, voices := atoi(c[1]), atoi(c[2])
				if (f.unit == "mentions" && mentions != want) || (f.unit == "voices" && voices != want) || (f.unit == "" && mentions != want && voices != want) {
					t.Errorf("%s: %s says %d, its list %s says %d mentions by %d voices", path, f.name, want, m[1], mentions, voices)
				}
			}
		}
		if len(seen) < 4 {
			t.Errorf("%s shows only %d figures that open", path, len(seen))
		}
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// TestPagesAreLightAndStrict holds pages to 100 KB, without style attributes or
// inline scripts, which the content policy would refuse.
func TestPagesAreLightAndStrict(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	inline := regexp.MustCompile(`\sstyle=|<style|<script(?:>| type="module">)|\son[a-z]+=`)
	for _, lang := range []string{"fr", "en"} {
		b.post("/lang", url.Values{"lang": {lang}, "back": {"/"}})
		for _, path := range []string{"/", "/topic/1?weeks=52", "/topic/4", "/compare?weeks=52", "/stream", "/stream?q=Engins"} {
			page := b.get(path)
			page.wants(t, http.StatusOK)
			if len(page.body) > 100_000 {
				t.Errorf("%s (%s) weighs %d bytes", path, lang, len(page.body))
			}
			if m := inline.FindString(page.body); m != "" {
				t.Errorf("%s (%s) holds %q", path, lang, m)
			}
			if strings.Contains(page.body, "[]") || regexp.MustCompile(`\[[a-z]+-[a-z-]+\]`).MatchString(page.text()) {
				t.Errorf("%s (%s) holds a sentence that does not exist: %s", path, lang, page.text())
			}
		}
	}
}

func TestTodayAnswers(t *testing.T) {
	said := func(h *house, ages ...time.Duration) {
		t.Helper()
		var b listen.Batch
		for i, age := range ages {
			b.Mentions = append(b.Mentions, vigie.Mention{
				Key: vigie.Key(fmt.Sprintf("t:%d", i)), Channel: vigie.Forum, Site: "forum.example", Text: "Engins & Co, encore.",
				Author: vigie.Author{Name: fmt.Sprint(i)}, Published: sunday.Add(-age), Heard: sunday,
			})
		}
		src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://a.example/feed", Name: "A", Channel: vigie.Forum, Added: sunday.AddDate(-1, 0, 0)})
		if err != nil {
			t.Fatal(err)
		}
		b.Source = src.ID
		if _, err := h.watch.Handle(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	tests := []struct {
		name string
		make func(h *house)
		want []string
	}{
		{"no source", func(*house) {}, []string{"Nous n’écoutons encore aucune source.", "Ajouter une source"}},
		{"first hour", func(h *house) { said(h) }, []string{"Nous venons de commencer à écouter.", "Une attend sa première visite"}},
		{"nothing heard yet", func(h *house) {
			said(h)
			if err := h.store.Visited(t.Context(), listen.Visit{Source: 1, At: sunday, Next: sunday.Add(time.Hour), Every: time.Hour}); err != nil {
				t.Fatal(err)
			}
		}, []string{"Nous n’avons encore entendu personne parler de vous.", "Relire la requête"}},
		{"quiet: the last time", func(h *house) { said(h, 60*day) }, []string{"Personne n’a parlé de vous cette semaine ; la dernière fois : 23 sept."}},
		{"too few", func(h *house) { said(h, day, day, 2*day, 9*day, 10*day, 11*day, 12*day) }, []string{"Trop peu de voix pour conclure (3)", "Écoutons encore"}},
		{"far too few", func(h *house) { said(h, day) }, []string{"Trop peu de voix pour conclure (1)"}},
		{"enough to compare", func(h *house) {
			var ages []time.Duration
			for i := range 30 {
				ages = append(ages, time.Duration(i%5)*day+time.Hour, time.Duration(8+i%4)*day)
			}
			said(h, ages...)
		}, []string{"Cette semaine, 30 voix ont parlé de vous (", "toutes sur les forums"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := settled(t, nil)
			h.clock.t = sunday
			tt.make(h)
			h.signedIn().get("/").wants(t, http.StatusOK, tt.want...)
		})
	}
}

func TestTodayTellsWhatIsNewSinceTheLastVisit(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	b.get("/").wants(t, http.StatusOK, "qu’est-ce qui a changé ?")
	h.clock.add(26 * time.Hour) // Monday evening: the week that ended
	b.get("/").wants(t, http.StatusOK, "depuis votre visite de dimanche 22 nov., 19 h", "Rien de nouveau depuis votre visite", "La semaine passée,")
	h.clock.add(10 * time.Minute)
	b.get("/").wants(t, http.StatusOK, "depuis votre visite de dimanche 22 nov., 19 h")
}

func TestStreamShowsVerbatims(t *testing.T) {
	h := settled(t, nil)
	h.clock.t = sunday
	long := strings.Repeat("Du gravier et du sable. ", 40) + "Enfin Engins & Co arrive. " + strings.Repeat("Et encore du gravier. ", 40)
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://a.example/feed", Name: "A", Channel: vigie.Forum})
	if err != nil {
		t.Fatal(err)
	}
	mention := func(key string, c vigie.Channel, title, text string) vigie.Mention {
		return vigie.Mention{Key: vigie.Key(key), Channel: c, Site: "site.example", URL: "javascript:alert(1)", Title: title, Text: text, Published: sunday.Add(-time.Hour), Heard: sunday}
	}
	if _, err := h.watch.Handle(t.Context(), listen.Batch{Source: src.ID, Mentions: []vigie.Mention{
		mention("a", vigie.Forum, "", `<script>alert("Engins & Co")</script> "Engins & Co"`),
		mention("b", vigie.Press, "Engins & Co ferme Roanne", "Quarante emplois sont concernés. "+long),
		mention("c", vigie.Blog, "", long),
	}}); err != nil {
		t.Fatal(err)
	}
	b := h.signedIn()
	page := b.get("/stream?topic=1")
	page.wants(t, http.StatusOK, "3 mentions de 1 voix", "Trouvée par « Engins & Co ».", "dimanche 22 novembre 2026")
	if strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "javascript:") {
		t.Error("a mention runs in the reader's browser")
	}
	if !strings.Contains(page.body, "<mark>Engins &amp; Co</mark>") {
		t.Errorf("the matched words are not marked: %s", page.body)
	}
	if strings.Contains(page.body, "neutre") {
		t.Error("an unknown opinion looks neutral")
	}
	for _, quote := range regexp.MustCompile(`(?s)<blockquote[^>]*>(.*?)</blockquote>`).FindAllStringSubmatch(page.body, -1) {
		if n := len([]rune(reply{body: quote[1]}.text())); n > 420 {
			t.Errorf("a verbatim shows %d characters: %q", n, quote[1])
		}
	}
	extract := regexp.MustCompile(`(?s)ferme Roanne</a></h3><p[^>]*>(.*?)</p>`).FindStringSubmatch(page.body)
	if extract == nil || len([]rune(reply{body: extract[1]}.text())) > 200 {
		t.Errorf("press extract = %q, want a short one", extract)
	}
	b.get("/stream?topic=1&q=gravier").wants(t, http.StatusOK, "2 mentions, la plus récente d’abord")
	b.get("/stream?topic=1&q=licorne").wants(t, http.StatusOK, "Aucune mention ne répond", "Montrer tout")
}

func TestStreamPointsAtAFault(t *testing.T) {
	b := settled(t, nil).signedIn()
	page := b.get("/stream?topic=1&q=" + url.QueryEscape("flexible AND (fuite"))
	page.wants(t, http.StatusUnprocessableEntity, "Nous n’avons pas compris cette recherche.", "flexible AND")
	if !strings.Contains(page.body, `value="flexible AND (fuite"`) || !strings.Contains(page.body, `aria-invalid="true"`) {
		t.Errorf("what was written is lost: %s", page.body)
	}
	b.get("/stream?topic=x").wants(t, http.StatusUnprocessableEntity, "topic = x")
}

func TestStreamTurnsPages(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	seen := map[string]bool{}
	path, pages := "/stream?topic=1", 0
	for path != "" && pages < 50 {
		page := b.get(path)
		page.wants(t, http.StatusOK)
		for _, m := range regexp.MustCompile(`<article class="mention" id="m(\d+)"`).FindAllStringSubmatch(page.body, -1) {
			if seen[m[1]] {
				t.Errorf("mention %s stands on two pages", m[1])
			}
			seen[m[1]] = true
		}
		pages++
		path = ""
		if m := next.FindStringSubmatch(page.body); m != nil {
			path = plain.Replace(m[1])
		}
	}
	first := counted.FindStringSubmatch(plain.Replace(b.get("/stream?topic=1").body))
	if first == nil || len(seen) != atoi(first[1]) {
		t.Errorf("%d pages list %d mentions, the answer says %v", pages, len(seen), first)
	}
}

func TestMentionTellsWhy(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	path := regexp.MustCompile(`/mention/\d+`).FindString(b.get("/stream?topic=1").body)
	b.get(path).wants(t, http.StatusOK, "pourquoi est-elle là ?", "Elle concerne Engins & Co", "Pourquoi elle est là", "opinion pas encore jugée", "Forum du Chantier", "français, sûr à 90 %")
	b.get("/mention/1").wants(t, http.StatusNotFound, "n’existe pas")
	b.get("/mention/x").wants(t, http.StatusNotFound)
	b.get("/topic/99").wants(t, http.StatusNotFound)
	b.get("/topic/1?weeks=5").wants(t, http.StatusUnprocessableEntity)
}

func TestCompareNeedsARival(t *testing.T) {
	h := settled(t, nil)
	h.signedIn().get("/compare").wants(t, http.StatusOK, "Il faut au moins un concurrent", "Suivre un concurrent")
	sown(t).signedIn().get("/compare").wants(t, http.StatusOK, "des voix sont pour vous (entre", "place sur trois", "plausible")
}
