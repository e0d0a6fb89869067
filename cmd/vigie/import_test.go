package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
)

// TestImportRemembers: columns that were told once are read so again, until
// they are told otherwise, and --guess forgets for once.
func TestImportRemembers(t *testing.T) {
	dir, files := filepath.Join(t.TempDir(), "data"), t.TempDir()
	write := func(name, rows string) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, []byte("ref;verbatim;qui;mot;quand\n"+rows), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// Nothing in the columns' names says that "mot" holds the text.
	first := write("juin.csv", "1;service;anna;La grue Leroux est arrivée hier au chantier;03/04/2026\n2;service;paul;Le loueur Leroux répond vite au téléphone;03/05/2026\n")
	must(t, "import", first, "--map", "text=mot", "--map", "author=qui", "--map", "date=quand", "--map", "dateLayout=mdy", "--channel", "review", "--data", dir)
	second := write("juillet.csv", "3;autre;anna;La pelle Leroux est en panne depuis lundi;05/06/2026\n4;autre;paul;Aucune réponse de Leroux depuis lundi;05/07/2026\n")
	out := must(t, "import", second, "--data", dir)
	if !strings.Contains(out, "last time") || !strings.Contains(out, "text=mot") {
		t.Errorf("the second file is brought in without a word: %s", out)
	}
	// What was there before a brand was named is searched back.
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", dir)
	hits := must(t, "search", "leroux", "--channel", "review", "--json", "--data", dir)
	if strings.Count(hits, `"text":`) != 4 || !strings.Contains(hits, `"published":"2026-05-07`) {
		t.Errorf("four reviews with the month before the day were brought in, found:\n%s", hits)
	}
	// A field that does not exist is named, beside those that do.
	bad := vigieWith(t, strings.NewReader(""), "import", second, "--map", "texte=mot", "--data", dir)
	if bad.code != exitUsage || !strings.Contains(bad.errs, "“texte”") || !strings.Contains(bad.errs, "authorName, authorUrl, date") {
		t.Errorf("an unknown field ends with %d: %s", bad.code, bad.errs)
	}
	third := write("aout.csv", "5;Une phrase entière dans la colonne du verbatim;anna;mot;05/08/2026\n")
	if out := must(t, "import", third, "--guess", "--data", dir); strings.Contains(out, "last time") {
		t.Errorf("--guess takes what was chosen before: %s", out)
	}
}

// TestImportReadsDatesWhereTheHouseIs: a spreadsheet tells the time of its
// house and no zone; half past eleven in the evening is not the next day.
func TestImportReadsDatesWhereTheHouseIs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(t.TempDir(), "avis.csv")
	if err := os.WriteFile(path, []byte("text,author,date\nLa grue Leroux fuit,anna,15/05/2026 23:30\nLe siège Leroux grince,paul,2026-05-16T10:00:00Z\nLa pelle Leroux rouille,eve,17/05/2026\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := openProgram(t.Context(), dir, slog.New(slog.DiscardHandler), fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	zoned := vigie.Workspace{Name: "Leroux", Zone: "Europe/Paris", Lang: "fr"}
	if err := p.store.SaveWorkspace(t.Context(), zoned); err != nil {
		t.Fatal(err)
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	must(t, "import", path, "--data", dir)
	out := must(t, "export", "--data", dir)
	for _, want := range []string{`"published":"2026-05-15T21:30:00Z"`, `"published":"2026-05-16T10:00:00Z"`, `"published":"2026-05-17T00:00:00Z"`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

// TestImportPrivate: tickets stay private though a column of theirs says a
// channel, and what we say ourselves is told by a flag.
func TestImportPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(t.TempDir(), "tickets.csv")
	if err := os.WriteFile(path, []byte("text,author,channel\nLa grue Leroux fuit,anna,press\nLe siège Leroux grince,paul,press\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "import", path, "--channel", "private", "--data", dir)
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", dir)
	if out := must(t, "search", "leroux", "--channel", "private", "--json", "--data", dir); strings.Count(out, `"text":`) != 2 {
		t.Errorf("tickets are not private:\n%s", out)
	}
	if err := os.WriteFile(path, []byte("text,author,channel\nNous ouvrons une agence Leroux à Brest,nous,press\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "import", path, "--name", "nous.csv", "--own", "--guess", "--data", dir)
	if out := must(t, "search", "leroux", "--json", "--data", dir); strings.Count(out, `"own":true`) == 0 {
		t.Errorf("nothing of ours:\n%s", out)
	}
}

// TestHeardBeforeNamed: what sources said before a brand was named waits, and is
// found once it is.
func TestHeardBeforeNamed(t *testing.T) {
	day := time.Now().UTC().Add(-2 * time.Hour)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rss" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		text := "La grue Leroux est en panne. " + strings.Repeat("Personne ne répond au client qui attend. ", 20)
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>A</title><item><title>Panne</title><guid>a1</guid><pubDate>` + day.Format(time.RFC1123Z) + `</pubDate><description>` + text + `</description></item></channel></rss>`))
	}))
	defer web.Close()
	dir, allow := filepath.Join(t.TempDir(), "data"), strings.TrimPrefix(web.URL, "http://")
	must(t, "topic", "add", "Autre", "autre", "--kind", "own", "--data", dir)
	must(t, "source", "add", web.URL+"/rss", "--allow", allow, "--data", dir)
	must(t, "listen", "--allow", allow, "--data", dir)
	if out := must(t, "search", "leroux", "--json", "--data", dir); strings.Contains(out, `"text":`) {
		t.Fatalf("kept though nothing asked for it:\n%s", out)
	}
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "rival", "--data", dir)
	if out := must(t, "search", "leroux", "--json", "--data", dir); strings.Count(out, `"text":`) != 1 {
		t.Errorf("what was heard is not found once a brand asks for it:\n%s", out)
	}
}
