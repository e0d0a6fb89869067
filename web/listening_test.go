package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/web"
)

func TestSourcesAnswers(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	b.get("/sources").wants(t, 200, "Nous n’écoutons encore rien.", "Ajouter une source")

	f := furnished(t)
	fb := f.signedIn()
	r := fb.get("/sources")
	r.wants(t, 200, "Pas tout : de nos 3 sources, une ne se fait plus entendre", "se tait depuis 5 j", "attend sa première visite", "Un trou ou plus dans 1 source sur 3")
	if ill, well := strings.Index(r.body, "/sources/2\""), strings.LastIndex(r.body, "/sources/1\""); ill > well {
		t.Error("a failing source stands below one that is well")
	}
	fb.get("/sources/1").wants(t, 200, "Elle répond : 7 nouveautés en sept jours, 7 d’ordinaire")
	fb.get("/sources/2").wants(t, 200, "elle ne répond plus", "Visiter maintenant", "5 fois de suite")
	if strings.Contains(fb.get("/sources/2").body, `href="javascript:`) {
		t.Error("a script address became a link")
	}
}

// TestUnseenAgain: what could not be looked at again is told on the page of its
// source, in a sentence, until it can.
func TestUnseenAgain(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	said := "n’a pas pu être relu (1 essai) : réactions et suppressions nous échappent jusqu’au prochain, dans 1 h. social.example ne répond pas."
	if text := b.get("/sources/1").text(); strings.Contains(text, "relu (") {
		t.Error("told before anything failed")
	}
	now := h.clock.now()
	refused := vigie.Errorf(vigie.Unavailable, nil, "fetch-connection-refused", "social.example")
	var shut error
	w := &listen.Reviews{
		Store: h.store, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Open: func(s vigie.Source) (listen.Reviewer, error) {
			if s.ID != 1 {
				return nil, nil
			}
			return nothingNew{}, shut
		},
		Handle: func(context.Context, listen.Batch) (listen.Outcome, error) { return listen.Outcome{}, nil },
	}
	for _, tt := range []struct {
		fault error
		told  bool
	}{{refused, true}, {nil, false}} {
		shut = tt.fault
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]bool{"/sources/1": tt.told, "/sources/2": false} {
			if got := strings.Contains(plainSpaces(b.get(path).text()), said); got != want {
				t.Errorf("%s, fault %v: told %v, want %v", path, tt.fault, got, want)
			}
		}
		now = now.Add(25 * time.Hour)
	}
}

// nothingNew reviews and finds nothing.
type nothingNew struct{}

func (nothingNew) Review(context.Context, []vigie.Mention) (listen.Batch, error) {
	return listen.Batch{}, nil
}

// plainSpaces writes the spaces that do not break as plain ones.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

func TestAddSource(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	b.post("/sources/add", url.Values{"address": {""}}).wants(t, 422, "Il manque une adresse")
	b.post("/sources/add", url.Values{"address": {"file:///etc/passwd"}}).wants(t, 422, "n’est pas une adresse du web")
	r := b.post("/sources/add", url.Values{"address": {"https://journal.example"}})
	look := r.header.Get("Location")
	if r.status != http.StatusSeeOther {
		t.Fatalf("look = %d: %s", r.status, r.text())
	}
	page := b.get(look)
	page.wants(t, 200, "Voici ce qui s’écoute à cette adresse", "Écouter cette source")
	if strings.Contains(page.body, "<b>des</b>") || strings.Contains(page.body, "<script>alert") {
		t.Error("what a feed calls itself stands as HTML")
	}
	id := strings.TrimPrefix(look, "/sources/add?look=")
	r = b.post("/sources/add", url.Values{"look": {id}, "n": {"0"}, "name": {"Le Journal"}, "channel": {"blog"}, "whose": {"own"}})
	if r.header.Get("Location") != "/sources/1" {
		t.Fatalf("confirm leads to %q: %s", r.header.Get("Location"), r.text())
	}
	<-h.woken
	src, err := h.store.Source(t.Context(), 1)
	if err != nil || src.Name != "Le Journal" || src.Channel != vigie.Blog || !src.Own || src.Address != "https://journal.example/feed" {
		t.Errorf("source = %+v, %v", src, err)
	}
	b.get(look).wants(t, 200, "Déjà écoutée")
	b.post("/sources/add", url.Values{"look": {id}, "n": {"0"}}).wants(t, http.StatusConflict)
	for _, n := range []string{"-1", "7", "x"} {
		if r := b.post("/sources/add", url.Values{"look": {id}, "n": {n}}); r.header.Get("Location") != "/sources/add" {
			t.Errorf("n=%s leads to %q", n, r.header.Get("Location"))
		}
	}
}

func TestChangeSource(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	get := func() vigie.Source {
		src, err := h.store.Source(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	b.post("/sources/1", url.Values{"do": {"pause"}})
	if !get().Paused {
		t.Error("not paused")
	}
	b.post("/sources/1", url.Values{"do": {"resume"}})
	if get().Paused {
		t.Error("not resumed")
	}
	<-h.woken
	b.post("/sources/1", url.Values{"do": {"visit"}})
	<-h.woken
	b.post("/sources/1", url.Values{"do": {"save"}, "name": {""}, "channel": {"forum"}}).wants(t, 422, "Il manque un nom")
	b.post("/sources/1", url.Values{"do": {"save"}, "name": {"Chantier"}, "channel": {"blog"}, "whose": {"own"}})
	if src := get(); src.Name != "Chantier" || !src.Own || src.Brand != 1 || !src.KeepAll {
		t.Errorf("source after save = %+v", src)
	}
	b.post("/sources/1", url.Values{"do": {"explode"}}).wants(t, 422)
	if r := b.post("/sources/1", url.Values{"do": {"delete"}}); r.header.Get("Location") != "/sources/1?delete=1#delete" {
		t.Errorf("delete asks at %q", r.header.Get("Location"))
	}
	get() // still there
	b.post("/sources/1", url.Values{"do": {"delete"}, "sure": {"yes"}})
	if _, err := h.store.Source(t.Context(), 1); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("Source after delete: %v, want not found", err)
	}
}

// TestSourceToken: a token is taken, told of, never shown, and forgotten when an
// empty one is sent or its source goes.
func TestSourceToken(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.MastodonSource, Address: "https://btp.example/search?q=grue", Name: "Grues", Channel: vigie.Social, Added: h.clock.now()})
	if err != nil {
		t.Fatal(err)
	}
	kept := func() string {
		t.Helper()
		b, err := h.store.Remembered(t.Context(), vigie.TokenSecret(src.ID))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if err := h.store.Visited(t.Context(), listen.Visit{Source: src.ID, At: h.clock.now(), Next: h.clock.now().Add(time.Hour), Fault: vigie.Say("mastodon-search-token", "btp.example")}); err != nil {
		t.Fatal(err)
	}
	b.get("/sources/1").wants(t, 200, "Sans jeton", "btp.example ne cherche que pour ses membres", "Le jeton se donne plus bas")
	b.post("/sources/1", url.Values{"do": {"token"}, "token": {" s3cret "}})
	<-h.woken
	page := b.get("/sources/1")
	page.wants(t, 200, "Un jeton est donné")
	if kept() != "s3cret" || strings.Contains(page.body, "s3cret") {
		t.Errorf("token kept as %q, shown: %v", kept(), strings.Contains(page.body, "s3cret"))
	}
	b.post("/sources/1", url.Values{"do": {"token"}, "token": {""}})
	b.get("/sources/1").wants(t, 200, "Sans jeton")
	b.post("/sources/1", url.Values{"do": {"token"}, "token": {"again"}})
	b.post("/sources/1", url.Values{"do": {"delete"}, "sure": {"yes"}})
	if kept() != "" {
		t.Errorf("the token %q outlives its source", kept())
	}
}

func TestImport(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	b.upload("/import", "vide.csv", "").wants(t, 422, "est vide")
	file := "texte,auteur\nEngins & Co me plaît,marie\nautre chose,paul\n,personne\n"
	r := b.upload("/import", `C:\Users\moi\avis.csv`, file)
	at := r.header.Get("Location")
	if r.status != http.StatusSeeOther || !strings.HasPrefix(at, "/import/") {
		t.Fatalf("upload = %d to %q: %s", r.status, at, r.text())
	}
	b.get(at).wants(t, 200, "avis.csv", "Engins & Co me plaît", "Avons-nous bien compris ses colonnes ?")
	b.post(at, url.Values{"channel": {"review"}}).wants(t, 422, "Dites quelle colonne contient le texte")
	run := func(at string) reply {
		t.Helper()
		if r := b.post(at, url.Values{"map-text": {"texte"}, "channel": {"review"}}); r.status != http.StatusSeeOther {
			t.Fatalf("start = %d: %s", r.status, r.text())
		}
		for range 200 {
			if r := b.get(at); !strings.Contains(r.body, "data-refresh") {
				return r
			}
			time.Sleep(10 * time.Millisecond) // the work is real; only its end is awaited
		}
		t.Fatal("the import never ended")
		return reply{}
	}
	run(at).wants(t, 200, "3 lignes lues", "2 nouvelles", "aucune déjà connue", "1 refusée", "Dites quelle colonne")
	ext, err := h.store.Extent(t.Context())
	if err != nil || ext.Kept != 2 {
		t.Errorf("kept = %d, %v, want 2: files are kept whole", ext.Kept, err)
	}
	again := b.upload("/import", "avis.csv", file).header.Get("Location")
	b.get(again).wants(t, 200, "comme la dernière fois")
	run(again).wants(t, 200, "aucune nouvelle", "2 déjà connues")
	sources, err := h.store.Sources(t.Context())
	if err != nil || len(sources) != 1 || sources[0].Kind != vigie.FileSource || !sources[0].KeepAll {
		t.Errorf("sources = %+v, %v, want the one file", sources, err)
	}
	b.get("/import").wants(t, 200, "avis.csv")
	b.get("/import/nothing").wants(t, 404)
}

// TestImportWhoSpeaks: what we published and what reached us in private are
// kept as such, and neither is remembered for the next file of the same tool.
func TestImportWhoSpeaks(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	bring := func(name, who, channel string) string {
		t.Helper()
		at := b.upload("/import", name, "texte,auteur,canal\nEngins & Co dit "+name+",marie,presse\n").header.Get("Location")
		page := b.get(at).body
		if r := b.post(at, url.Values{"map-text": {"texte"}, "map-channel": {"canal"}, "channel": {channel}, "who": {who}}); r.status != http.StatusSeeOther {
			t.Fatalf("start = %d: %s", r.status, r.text())
		}
		for range 200 {
			if r := b.get(at); !strings.Contains(r.body, "data-refresh") {
				return page
			}
			time.Sleep(10 * time.Millisecond) // the work is real; only its end is awaited
		}
		t.Fatal("the import never ended")
		return ""
	}
	bring("nous.csv", "us", "press")
	if page := bring("tickets.csv", "private", "press"); !strings.Contains(page, `value="others" checked`) {
		t.Error("the next file of the same columns is taken for ours")
	}
	bring("presse.csv", "others", "press")
	for name, want := range map[string]struct {
		own     bool
		channel vigie.Channel
	}{"nous.csv": {true, vigie.Press}, "tickets.csv": {false, vigie.Private}, "presse.csv": {false, vigie.Press}} {
		q, err := query.Parse(`"` + name + `"`)
		if err != nil {
			t.Fatal(err)
		}
		p, err := h.store.Search(t.Context(), query.Search{Query: q, Limit: 2})
		if err != nil || len(p.Kept) != 1 {
			t.Fatalf("%s: %d kept, %v", name, len(p.Kept), err)
		}
		if m := p.Kept[0].Mention; m.Own != want.own || m.Channel != want.channel {
			t.Errorf("%s: own %v in %s, want %v in %s", name, m.Own, m.Channel, want.own, want.channel)
		}
	}
}

// TestPrivateIsNotShared: tickets and calls do not change who is talked about.
func TestPrivateIsNotShared(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	before := b.get("/compare?by=mentions").text()
	var batch listen.Batch
	for i := range 150 {
		batch.Mentions = append(batch.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("ticket:%d", i)), Channel: vigie.Private, Published: sunday.Add(-time.Duration(i) * time.Hour), Heard: sunday,
			Text: fmt.Sprintf("Ticket %d : la machine Bétor est en panne", i), Author: vigie.Author{Name: fmt.Sprint("client ", i)},
		})
	}
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FileSource, Address: "tickets.csv", Name: "tickets.csv", Channel: vigie.Private, KeepAll: true, Added: sunday.AddDate(0, 0, -7*17)})
	if err != nil {
		t.Fatal(err)
	}
	batch.Source = src.ID
	if out, err := h.watch.Handle(t.Context(), batch); err != nil || out.New != 150 {
		t.Fatalf("Handle = %+v, %v", out, err)
	}
	shares := func(page string) []string { return regexp.MustCompile(`\d+(?:,\d+)? %`).FindAllString(page, -1) }
	after := b.get("/compare?by=mentions").text()
	if len(shares(before)) == 0 || !slices.Equal(shares(before), shares(after)) {
		t.Errorf("shares before %v, with tickets %v", shares(before), shares(after))
	}
}

func TestImportLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	h := settled(t, func(o *web.Options) { o.TempDir, o.UploadMost = dir, 1000 })
	b := h.signedIn()
	b.upload("/import", "grand.csv", "a,b\n"+strings.Repeat("x,y\n", 500)).wants(t, 422, "dépasse 1 ko")
	at := b.upload("/import", "petit.csv", "a,b\nx,y\n").header.Get("Location")
	b.post(at, url.Values{"do": {"drop"}})
	b.get(at).wants(t, 404)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("files left = %v, %v, want none", left, err)
	}
}

func TestTopics(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/topics").wants(t, 200, "Nous suivons 1 marque", "1 mention")
	form := url.Values{"name": {"Fuites"}, "kind": {"theme"}, "query": {"fuit OR fuite"}, "do": {"try"}}
	b.post("/topics/new", form).wants(t, 200, "Ces mots trouvent 1 mention", "Ma machine")
	form.Set("query", "fuit AND (")
	bad := b.post("/topics/new", form)
	bad.wants(t, 422)
	if !strings.Contains(bad.body, `class="at-fault"`) || !strings.Contains(bad.body, "fuit AND (") {
		t.Error("the fault is not pointed at, or what was written is lost")
	}
	form.Set("do", "save")
	b.post("/topics/new", form).wants(t, 422)
	form.Set("query", "fuit OR fuite")
	if r := b.post("/topics/new", form); r.header.Get("Location") != "/topics" {
		t.Fatalf("save = %d: %s", r.status, r.text())
	}
	b.get("/topics").wants(t, 200, "Fuites est enregistré", "Va relire ce que nous gardons")
	if err := h.watch.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := b.get("/topics")
	if strings.Contains(r.text(), "relire") {
		t.Error("the work is done and still announced")
	}
	b.get("/topics/2").wants(t, 200, "1 ajoutée")
	if r := b.post("/topics/2", url.Values{"do": {"delete"}}); r.header.Get("Location") != "/topics/2?delete=1#delete" {
		t.Errorf("delete asks at %q", r.header.Get("Location"))
	}
	b.post("/topics/2", url.Values{"do": {"delete"}, "sure": {"yes"}})
	b.get("/topics/2").wants(t, 404)
}

func TestTrace(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	heard := fmt.Sprintf("https://s0.example/%x", "Ma machine Engins & Co fuit "+hostile)
	b.get("/trace?what="+url.QueryEscape(heard)).wants(t, 200, "Entendue", "gardée pour Engins & Co", "Apportée par 1 source", "Forum du Chantier", "Prise par Engins & Co")
	waits := fmt.Sprintf("https://s0.example/%x", "Rien de tout cela")
	b.get("/trace?what="+url.QueryEscape(waits)).wants(t, 200, "elle attend trente jours", "Laissée par Engins & Co")
	b.get("/trace?what=https://never.example/x").wants(t, 200, "Nous n’avons rien entendu à cette adresse")
	b.get("/trace?what=un+texte+quelconque").wants(t, 200, "Jamais entendu", "aucun sujet ne prendrait ce texte")
	b.get("/trace?what="+strings.Repeat("x", 9000)).wants(t, 422)
}
