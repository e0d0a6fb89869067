package web_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/web"
)

// TestOwnSiteOutOfReachIsTold: the first-run page promises to look at the
// organisation's site; what comes of it is told, with a way to try again.
func TestOwnSiteOutOfReachIsTold(t *testing.T) {
	tried := make(chan struct{}, 10)
	h := build(t, func(o *web.Options) {
		o.Discover = func(context.Context, string) ([]web.Found, error) {
			defer func() { tried <- struct{}{} }()
			return nil, vigie.Errorf(vigie.NotFound, nil, "fetch-no-such-host", "www.engins.example")
		}
	})
	b := h.browser()
	b.post("/first", url.Values{"token": {"first-token"}, "name": {"Lucie"}, "login": {"lucie@btp.example"}, "password": {password}})
	b.post("/setup", url.Values{"name": {"Engins & Co"}, "site": {"www.engins.example"}})
	<-tried
	var page reply
	for range 200 {
		if page = b.get("/sources"); !strings.Contains(page.body, "data-refresh") {
			break
		}
		time.Sleep(5 * time.Millisecond) // the look is under way; only its end is awaited
	}
	page.wants(t, http.StatusOK, "Nous n’avons rien pu écouter sur votre propre site, www.engins.example.", "n’existe pas", "Essayer de nouveau", "Ajouter une source")
	b.post("/sources/add", url.Values{"address": {"www.engins.example"}}).wants(t, http.StatusUnprocessableEntity, "n’existe pas")
}

// TestRivalsSites: a rival's site told with its name is listened to as that
// rival's place, comments among it; what fails is told, and one without a name
// is asked for it.
func TestRivalsSites(t *testing.T) {
	h := build(t, func(o *web.Options) {
		o.Discover = func(_ context.Context, address string) ([]web.Found, error) {
			if strings.Contains(address, "loxanord") {
				return nil, vigie.Errorf(vigie.NotFound, nil, "fetch-no-such-host", address)
			}
			var out []web.Found
			for at, c := range map[string]vigie.Channel{"/feed": vigie.Blog, "/comments": vigie.Comment} {
				out = append(out, web.Found{Source: vigie.Source{Kind: vigie.FeedSource, Address: "https://" + address + at, Name: address + at, Channel: c}})
			}
			return out, nil
		}
	})
	b := h.browser()
	b.post("/first", url.Values{"token": {"first-token"}, "name": {"Lucie"}, "login": {"lucie@btp.example"}, "password": {password}})
	asked := b.post("/setup", url.Values{"name": {"Engins & Co"}, "site2": {"manitec.example"}})
	asked.wants(t, http.StatusUnprocessableEntity, "De qui est le site manitec.example")
	if !strings.Contains(asked.body, `value="manitec.example"`) {
		t.Error("what was typed is not in the form any more")
	}
	b.post("/setup", url.Values{"name": {"Engins & Co"}, "rival1": {"Manitec"}, "site1": {"pas un site"}}).wants(t, http.StatusUnprocessableEntity, "« pas un site »")
	b.post("/setup", url.Values{"name": {"Engins & Co"}, "site": {"engins.example"}, "rival1": {"Manitec"}, "site1": {"manitec.example"}, "rival2": {"Loxanord"}, "site2": {"loxanord.example"}})
	var page reply
	for range 200 {
		if page = b.get("/sources"); !strings.Contains(page.body, "data-refresh") {
			break
		}
		time.Sleep(5 * time.Millisecond) // the looks are under way; only their end is awaited
	}
	page.wants(t, http.StatusOK, "sur le site de Loxanord, loxanord.example.", "n’existe pas", "Essayer de nouveau")
	topics, err := h.store.Topics(t.Context())
	if err != nil || len(topics) != 3 || topics[1].Query != `"Manitec" OR "manitec.example"` {
		t.Fatalf("topics %+v, %v; want three, a site among what is listened for", topics, err)
	}
	all, err := h.store.Sources(t.Context())
	if err != nil || len(all) != 4 {
		t.Fatalf("sources = %+v, %v; want two of each site that answers", all, err)
	}
	for _, s := range all {
		ours := strings.Contains(s.Address, "engins")
		if want := map[bool]vigie.TopicID{true: topics[0].ID, false: topics[1].ID}[ours]; s.Brand != want || s.Own != (ours && s.Channel == vigie.Blog) {
			t.Errorf("%s: of %d, own %v; want the place of %d", s.Address, s.Brand, s.Own, want)
		}
	}
}

// TestWhoseSite: a site is proposed as the brand's whose very name it bears, and
// as nobody's where the name is part of a longer one.
func TestWhoseSite(t *testing.T) {
	for address, tt := range map[string]struct{ title, says string }{
		"www.terra-pic.example":  {"Accueil", "porte le nom de Terrapic"},
		"blog.terrapic.example":  {"Accueil", "porte le nom de Terrapic"},
		"www.terrapic.co.uk":     {"Accueil", "porte le nom de Terrapic"},
		"terrapic.amis.co.uk":    {"Accueil", ""},
		"terrapic-avis.example":  {"Avis sur Terrapic", ""},
		"hosting.example":        {"TERRAPIC", "porte le nom de Terrapic"},
		"www.btp.example":        {"Accueil", ""},
		"terrapic.forum.example": {"Les amis de Terrapic", ""},
		"engins-co.example":      {"Accueil", "porte votre nom"},
	} {
		h := settled(t, func(o *web.Options) {
			o.Discover = func(_ context.Context, address string) ([]web.Found, error) {
				return []web.Found{
					{Source: vigie.Source{Kind: vigie.FeedSource, Address: "https://" + address + "/feed", Name: tt.title, Channel: vigie.Blog}},
					{Source: vigie.Source{Kind: vigie.FeedSource, Address: "https://" + address + "/comments", Name: "Commentaires", Channel: vigie.Comment}},
				}, nil
			}
		})
		rival, err := h.watch.SaveTopic(t.Context(), vigie.Topic{Name: "Terrapic", Kind: vigie.Rival, Query: "Terrapic"})
		if err != nil {
			t.Fatal(err)
		}
		b := h.signedIn()
		page := b.get(b.post("/sources/add", url.Values{"address": {address}}).header.Get("Location"))
		text := page.text()
		chosen := strings.Count(page.body, fmt.Sprintf(`<option value="%d" selected`, rival.ID))
		if named := strings.Contains(tt.says, "Terrapic"); named != (chosen == 3) || tt.says != "" != strings.Contains(text, "nous le proposons") || !strings.Contains(text, tt.says) {
			t.Errorf("%s (%s): the rival is chosen in %d of three; want %q", address, tt.title, chosen, tt.says)
		}
	}
}

// TestEmptyPagesTeach: on the first day each page says why it is empty and
// leads somewhere.
func TestEmptyPagesTeach(t *testing.T) {
	h := settled(t, nil)
	ctx := t.Context()
	b := h.signedIn()
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor"}); err != nil {
		t.Fatal(err)
	}
	b.get("/").wants(t, http.StatusOK, "Nous n’écoutons encore aucune source", "Ajouter une source")
	b.get("/stream").wants(t, http.StatusOK, "Rien à lire pour l’instant", "Ajouter une source")
	b.get("/alerts").wants(t, http.StatusOK, "Nous n’écoutons encore rien : aucune alerte ne peut venir")
	b.get("/topic/1/words").wants(t, http.StatusOK, "Cette page dira quels mots montent", "Ajouter une source")
	b.get("/stream?q=rien").wants(t, http.StatusOK, "Aucune mention ne répond à cette demande", "Montrer tout")
	compare := b.get("/compare")
	compare.wants(t, http.StatusOK, "nous n’avons entendu personne parler ni de vous ni de vos concurrents", "Cette page dira de qui l’on parle le plus", "Ajouter une source")
	if strings.Contains(compare.body, "<figure") {
		t.Error("an empty review draws a picture of nothing")
	}
	b.get("/topics").wants(t, http.StatusOK, "Nous suivons 2 marques.")

	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: h.clock.now()})
	if err != nil {
		t.Fatal(err)
	}
	b.get("/stream").wants(t, http.StatusOK, "rien ne répond encore à vos sujets")
	h.hear(src.ID, "Une grue de chantier", h.clock.now())
	b.get("/stream").wants(t, http.StatusOK, "Les sources ont apporté 1 texte, mais aucun ne parle de vos sujets. Il attend trente jours", "Revoir les sujets")
}

// TestAddressesAreToldAsTyped: an address that is none is shown as it was
// typed.
func TestAddressesAreToldAsTyped(t *testing.T) {
	b := settled(t, nil).signedIn()
	b.post("/sources/add", url.Values{"address": {"pas un site"}}).wants(t, http.StatusUnprocessableEntity, "« pas un site » n’est pas une adresse du web")
}

// TestAddSourceCountsWhatIsLeft: what is listened to already is no longer
// offered.
func TestAddSourceCountsWhatIsLeft(t *testing.T) {
	h := settled(t, func(o *web.Options) {
		o.Discover = func(_ context.Context, address string) ([]web.Found, error) {
			var out []web.Found
			for _, x := range []string{"/a", "/b"} {
				out = append(out, web.Found{Source: vigie.Source{Kind: vigie.FeedSource, Address: address + x, Name: x, Channel: vigie.Press}})
			}
			return out, nil
		}
	})
	b := h.signedIn()
	at := b.post("/sources/add", url.Values{"address": {"journal.example"}}).header.Get("Location")
	look := strings.TrimPrefix(at, "/sources/add?look=")
	b.get(at).wants(t, http.StatusOK, "Voici 2 choses à écouter")
	b.post("/sources/add", url.Values{"look": {look}, "n": {"0"}})
	b.get(at).wants(t, http.StatusOK, "Voici ce qui s’écoute à cette adresse")
	b.post("/sources/add", url.Values{"look": {look}, "n": {"1"}})
	b.get(at).wants(t, http.StatusOK, "Tout ce que nous avons trouvé à cette adresse est écouté.")
}

// TestAddAllOfASite: one button listens to everything that was found; the
// comments of one's own site remain those of visitors.
func TestAddAllOfASite(t *testing.T) {
	h := settled(t, func(o *web.Options) {
		o.Discover = func(_ context.Context, address string) ([]web.Found, error) {
			var out []web.Found
			for x, c := range map[string]vigie.Channel{"/feed": vigie.Blog, "/comments": vigie.Comment} {
				out = append(out, web.Found{Source: vigie.Source{Kind: vigie.FeedSource, Address: address + x, Name: x, Channel: c}})
			}
			return out, nil
		}
	})
	b := h.signedIn()
	at := b.post("/sources/add", url.Values{"address": {"engins.example"}}).header.Get("Location")
	look := strings.TrimPrefix(at, "/sources/add?look=")
	b.get(at).wants(t, http.StatusOK, "Tout écouter (2 sources)")
	b.post("/sources/add", url.Values{"look": {look}, "n": {"all"}, "whose": {"own"}})
	b.get("/sources").wants(t, http.StatusOK, "2 sources de plus sont écoutées")
	all, err := h.store.Sources(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("sources = %+v, %v, want both", all, err)
	}
	for _, s := range all {
		if s.Own != (s.Channel == vigie.Blog) || s.Brand != 1 {
			t.Errorf("%s (%s): own %v, of %d", s.Name, s.Channel, s.Own, s.Brand)
		}
	}
	b.get(at).wants(t, http.StatusOK, "Tout ce que nous avons trouvé à cette adresse est écouté.")
	b.post("/sources/add", url.Values{"look": {look}, "n": {"all"}})
}

// TestNobodySaidHTTPS: an address without a scheme is looked at as it was typed,
// so that a site that knows only http is found.
func TestNobodySaidHTTPS(t *testing.T) {
	asked := make(chan string, 2)
	h := settled(t, func(o *web.Options) {
		o.Discover = func(_ context.Context, address string) ([]web.Found, error) {
			asked <- address
			return []web.Found{{Source: vigie.Source{Kind: vigie.FeedSource, Address: "http://engins.example/feed", Name: "x", Channel: vigie.Blog}}}, nil
		}
	})
	b := h.signedIn()
	for typed, want := range map[string]string{"engins.example": "engins.example", "https://engins.example/a": "https://engins.example/a"} {
		b.post("/sources/add", url.Values{"address": {typed}}).wants(t, http.StatusSeeOther)
		if got := <-asked; got != want {
			t.Errorf("%q is looked at as %q", typed, got)
		}
	}
}

// TestNumericSite: a firm whose site has a number for a name is set up all the
// same, and told what that changes.
func TestNumericSite(t *testing.T) {
	h := build(t, func(o *web.Options) {
		o.Discover = func(context.Context, string) ([]web.Found, error) {
			return nil, vigie.Errorf(vigie.Forbidden, nil, "fetch-private", "127.0.0.1")
		}
	})
	b := h.browser()
	b.post("/first", url.Values{"token": {"first-token"}, "name": {"Lucie"}, "login": {"lucie@btp.example"}, "password": {password}})
	b.post("/setup", url.Values{"name": {"Engins & Co"}, "site": {"127.0.0.1:8080"}}).wants(t, http.StatusSeeOther)
	b.get("/sources").wants(t, http.StatusOK, "est un nombre : nous écoutons ce site")
	topics, err := h.store.Topics(t.Context())
	if err != nil || len(topics) != 1 || topics[0].Query != `"Engins & Co"` {
		t.Errorf("topics = %+v, %v", topics, err)
	}
}

// TestEarlyPace: after a minute nobody knows how long it takes until enough is
// heard.
func TestEarlyPace(t *testing.T) {
	h := settled(t, nil)
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: h.clock.now()})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		h.hear(src.ID, fmt.Sprintf("Engins & Co, avis %d", i), h.clock.now().AddDate(0, 0, -i))
	}
	h.signedIn().get("/").wants(t, http.StatusOK, "nous écoutons depuis trop peu de temps pour dire à quel rythme")
}

// archived is a settled house with a rival and a file of five years ago,
// listened to by nothing else.
func archived(t *testing.T) *house {
	t.Helper()
	h := settled(t, nil)
	h.clock.t = sunday
	ctx := t.Context()
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor"}); err != nil {
		t.Fatal(err)
	}
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FileSource, Address: "avis.csv", Name: "avis.csv", Channel: vigie.Review, KeepAll: true, Added: sunday})
	if err != nil {
		t.Fatal(err)
	}
	b := listen.Batch{Source: src.ID}
	last := time.Date(2021, 11, 15, 10, 0, 0, 0, time.UTC)
	for i := range 200 {
		at := last.AddDate(0, 0, -2*i)
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("old:%d", i)), Channel: vigie.Review, Site: "avis.example", Published: at, Heard: sunday,
			Text: []string{"Très content d’Engins & Co", "Bétor livre en retard"}[i%2], Author: vigie.Author{Name: fmt.Sprintf("client %d", i)},
		})
	}
	if _, err := h.watch.Handle(ctx, b); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestOldFilesCanBeLookedAt: pages do not take years without listening for
// years of silence, and lead back to the weeks that a file tells of.
func TestOldFilesCanBeLookedAt(t *testing.T) {
	h := archived(t)
	b := h.signedIn()
	b.get("/").wants(t, http.StatusOK, "Nous n’avons rien écouté cette semaine. La dernière fois qu’on a parlé de vous : 15 nov. 2021", "pas encore")
	for _, path := range []string{"/topic/1", "/compare"} {
		page := b.get(path)
		page.wants(t, http.StatusOK, "Remonter à la dernière mention")
		back := regexp.MustCompile(`href="(` + path + `\?until=2021-11-\d\d&amp;weeks=13)"`).FindStringSubmatch(page.body)
		if back == nil {
			t.Fatalf("%s does not lead back to 2021", path)
		}
		then := b.get(strings.ReplaceAll(back[1], "&amp;", "&"))
		then.wants(t, http.StatusOK, "du 23 août 2021 au 21 nov. 2021", "Plus tôt", "Plus tard", "Jusqu’à aujourd’hui")
		if strings.Contains(then.body, "Remonter à la dernière mention") {
			t.Errorf("%s in 2021 is still empty", path)
		}
	}
	b.get("/topic/1?weeks=13&until=2021-11-15").wants(t, http.StatusOK, "voix ont parlé de vous")
	b.get("/topic/1?until=2030-01-01").wants(t, http.StatusOK, "du 24 août au 22 nov.")
	b.get("/topic/1?until=hier").wants(t, http.StatusUnprocessableEntity, "« until = hier »")

	// A feed added since: listening began, it did not begin in 2021.
	if _, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://f.example/feed", Name: "Forum", Channel: vigie.Forum, Added: sunday.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	b.get("/").wants(t, http.StatusOK, "L’écoute a commencé il y a 1 h : personne n’y a encore parlé de vous.")
}

// TestEveryPageLooksBack: pages with a period lead to the one before, and what
// was asked beside stays.
func TestEveryPageLooksBack(t *testing.T) {
	h := archived(t)
	b := h.signedIn()
	for _, c := range []struct{ path, then, says string }{
		{"/topic/1/words", "/topic/1/words?weeks=13&until=2021-11-15&lang=fr", "du 23 août 2021 au 21 nov. 2021"},
		{"/barometer", "/barometer?until=2021-11-20", "octobre 2021"},
		{"/audit", "/audit?weeks=52&until=2021-11-15&hours=3", "2021"},
	} {
		b.get(c.path).wants(t, http.StatusOK, "Plus tôt")
		page := b.get(c.then)
		page.wants(t, http.StatusOK, "Plus tôt", "Plus tard", "Jusqu’à aujourd’hui", c.says)
		asked, err := url.Parse(c.then)
		if err != nil {
			t.Fatal(err)
		}
		links := regexp.MustCompile(`href="(`+regexp.QuoteMeta(asked.Path)+`\?[^"]*until=[^"]+)"`).FindAllStringSubmatch(page.body, -1)
		if len(links) == 0 {
			t.Errorf("%s leads nowhere", c.then)
		}
		for _, l := range links {
			href := html.UnescapeString(l[1])
			at, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			if at.Query().Has("tables") || at.Query().Has("format") {
				continue
			}
			for name := range asked.Query() {
				if name != "until" && name != "weeks" && at.Query().Get(name) != asked.Query().Get(name) && name != "lang" {
					t.Errorf("%s leads to %s, which forgets %s", c.then, href, name)
				}
			}
			b.get(href).wants(t, http.StatusOK)
		}
		bad := asked.Query()
		bad.Set("until", "hier")
		b.get(asked.Path+"?"+bad.Encode()).wants(t, http.StatusUnprocessableEntity)
	}
	// What was read of 2021 is not shown as today's.
	if page := b.get("/barometer").text(); strings.Contains(page, "octobre 2021") {
		t.Error("the barometer of today tells of 2021")
	}
}

// TestImportTimeIsItsOwn: the time a person takes over the columns is not the
// time the import took.
func TestImportTimeIsItsOwn(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	at := b.upload("/import", "avis.csv", "texte,auteur\nEngins & Co me plaît,marie\n").header.Get("Location")
	h.clock.add(20 * time.Minute)
	b.post(at, url.Values{"map-text": {"texte"}, "channel": {"review"}})
	for range 200 {
		page := b.get(at)
		if strings.Contains(page.body, "data-refresh") {
			time.Sleep(10 * time.Millisecond) // the work is real; only its end is awaited
			continue
		}
		page.wants(t, http.StatusOK, "1 ligne lue en")
		if strings.Contains(page.text(), "20 min") {
			t.Errorf("the import counts the wait: %s", page.text())
		}
		return
	}
	t.Fatal("the import never ended")
}

// TestManySourcesStayReadable: those without a hole share a strip, those with
// one keep their own.
func TestManySourcesStayReadable(t *testing.T) {
	h := settled(t, nil)
	ctx, now := t.Context(), h.clock.now()
	for i := range 64 {
		src, err := h.store.SaveSource(ctx, vigie.Source{
			Kind: vigie.FeedSource, Address: fmt.Sprintf("https://s%d.example/feed", i), Name: fmt.Sprintf("Source %d", i),
			Channel: []vigie.Channel{vigie.Press, vigie.Blog}[i%2], Added: now.AddDate(0, 0, -100),
		})
		if err != nil {
			t.Fatal(err)
		}
		visit := listen.Visit{Source: src.ID, At: now.Add(-time.Minute), Next: now.Add(time.Hour), Every: time.Hour}
		if i == 7 {
			visit.Fault = vigie.Say("add-nothing", "s7.example")
		}
		if err := h.store.Visited(ctx, visit); err != nil {
			t.Fatal(err)
		}
	}
	page := h.signedIn().get("/sources")
	page.wants(t, http.StatusOK, "de nos 64 sources, une ne se fait plus entendre", "Presse, 32 sources", "Blogs, 31 sources", "Source 63")
	if n := strings.Count(page.body, `<li class="line">`); n != 3 {
		t.Errorf("the picture has %d strips, want 3: the failing source and two territories", n)
	}
	if len(page.body) > 100_000 {
		t.Errorf("the page of 64 sources has %d bytes, want under 100,000", len(page.body))
	}
}

// TestFilterSaysWhatItShows: folded on a phone, the filter tells what it
// narrows.
func TestFilterSaysWhatItShows(t *testing.T) {
	b := settled(t, nil).signedIn()
	b.get("/stream").wants(t, http.StatusOK, "Changer ce qui est montré")
	b.get("/stream?topic=1&channel=forum&from=2026-11-01&q=fuite").wants(t, http.StatusOK, "Montré : Engins & Co, forums, depuis le 1er nov., « fuite »")
	if page := b.get("/stream?q=%22fuite"); !strings.Contains(page.body, `class="fold" open`) {
		t.Error("a query with a fault stays folded away")
	}
}

// TestUnsignedTextsAreExplained: a file without authors is one voice a site;
// pages say so where it surprises.
func TestUnsignedTextsAreExplained(t *testing.T) {
	h := settled(t, nil)
	h.clock.t = sunday
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FileSource, Address: "avis.csv", Name: "avis.csv", Channel: vigie.Review, KeepAll: true, Added: sunday})
	if err != nil {
		t.Fatal(err)
	}
	b := listen.Batch{Source: src.ID}
	for i := range 60 {
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("unsigned:%d", i)), Channel: vigie.Review, Site: "avis.example",
			Published: sunday.Add(-time.Duration(i) * 24 * time.Hour), Heard: sunday, Text: fmt.Sprintf("Avis %d sur Engins & Co", i),
		})
	}
	if _, err := h.watch.Handle(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	page := h.signedIn().get("/topic/1")
	page.wants(t, http.StatusOK, "une voix a parlé de vous, dans les avis. Cela fait 60 mentions : qui parle dix fois est une voix",
		"Jamais plus d’une voix par semaine", "Un seul compte fait plus de la moitié des mentions")
}

// TestFirstDayReports: what was listened to for hours tells of the month under
// way; a source that asks to be left alone for longer than
// its rhythm wants says so.
func TestFirstDayReports(t *testing.T) {
	h := settled(t, nil)
	ctx, now := t.Context(), h.clock.now()
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: now})
	if err != nil {
		t.Fatal(err)
	}
	h.hear(src.ID, "Qui répare chez Engins & Co ?", now)
	if err := h.store.Visited(ctx, listen.Visit{Source: src.ID, At: now, Next: now.Add(63 * time.Minute), Every: 5 * time.Minute}); err != nil {
		t.Fatal(err)
	}
	h.clock.add(time.Hour)
	b := h.signedIn()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	if page, want := b.get("/report"), `<option value="`+h.clock.now().In(paris).Format("2006-01")+`" selected`; !strings.Contains(page.body, want) {
		t.Errorf("the report of a first day lacks %s", want)
	}
	b.get("/sources/"+fmt.Sprint(src.ID)).wants(t, http.StatusOK, "Visitée toutes les 1 h")
	h.clock.add(40 * 24 * time.Hour)
	if page, gone := b.get("/report"), `<option value="`+h.clock.now().In(paris).Format("2006-01")+`" selected`; strings.Contains(page.body, gone) {
		t.Error("after forty days the month that is over is not the one shown")
	}
}
