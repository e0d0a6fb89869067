package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"vigie.example/vigie/api"
)

// TestBadFiles brings in files that are not what they should be, in both
// languages: what is wrong is said with the name of the file, what can be read
// is kept, and bringing it in again counts nothing twice.
func TestBadFiles(t *testing.T) {
	squeeze := func(s string, most int) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(s)) // a bytes.Buffer does not fail
		_ = z.Close()
		return b.String()[:min(most, b.Len())]
	}
	wide := func(s string) string {
		out := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, byte(u), byte(u>>8))
		}
		return string(out)
	}
	var many strings.Builder
	many.WriteString("id,text,published\n")
	for i := range 400 {
		many.WriteString(strings.Repeat(string(rune('a'+i%26)), 3) + strings.Repeat("x", i) + ",La grue est là,2026-11-02\n")
	}
	for name, c := range map[string]struct {
		file   string
		args   []string
		code   int
		fr, en string // said, besides the name of the file
		kept   int
		words  string // that a search must find in one mention kept
	}{
		"no column of text":    {file: "id,published\n1,2026-11-02\n2,2026-11-03\n", code: exitUsage, fr: "Dites quelle colonne contient le texte", en: "Say which column holds the text"},
		"the column is gone":   {file: "id,text\n1,La grue\n", args: []string{"--map", "text=message"}, code: exitUsage, fr: "La colonne « message » n’est pas dans le fichier", en: "The column “message” is not in the file"},
		"a cell is missing":    {file: "id,text,published\n1,La grue,2026-11-02\n2\n3,La pelle,2026-11-04\n", fr: "Ligne 3 : 1 cellule au lieu de 3", en: "Line 3: 1 cell instead of 3", kept: 2},
		"Windows-1252":         {file: "id,text,published\n1,La grue \xe0 c\xe2ble d\xe9j\xe0 lou\xe9e \x80,2026-11-02\n", kept: 1, words: "\"câble déjà louée\""},
		"UTF-16":               {file: wide("id,text,published\n1,La grue à câble déjà louée,2026-11-02\n"), kept: 1, words: "\"câble déjà louée\""},
		"dates of all times":   {file: "id,text,published\n1,La grue un,1970-01-01T00:00:00Z\n2,La grue deux,2099-01-01T00:00:00Z\n3,La grue trois,\n4,La grue quatre,bientôt\n5,La grue cinq,2026-11-02T00:00:00Z\n", kept: 5, words: "grue"},
		"one id, two texts":    {file: "id,text,published\n1,La grue avant,2026-11-02\n2,La pelle,2026-11-02\n3,Le camion,2026-11-02\n4,La benne,2026-11-02\n1,La grue après,2026-11-02\n", kept: 4, words: "après"},
		"controls and bidi":    {file: "id,text,published\n1,La \x00gr\u00adue\x07 \u202egnol\u202c \u200bfin\x1b[31m,2026-11-02\n", kept: 1, words: "grue"},
		"a line of 3 MB":       {file: "id,text,published\n1,La grue,2026-11-02\n2," + strings.Repeat("a", 3<<20) + ",2026-11-03\n3,La pelle,2026-11-04\n", fr: "Ligne 3 : plus d’un mégaoctet", en: "Line 3: more than a megabyte", kept: 2},
		"a quote left open":    {file: "id,text,published\n1,La grue,2026-11-02\n2,\"jamais fermé,2026-11-03\n3,La pelle,2026-11-04\n", fr: "Ligne 3 : un guillemet est ouvert", en: "Line 3: a quote is opened", kept: 2},
		"empty":                {file: "", code: exitUsage, fr: "est vide", en: "is empty"},
		"an archive":           {file: "PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x01\x02\x03\x04", code: exitUsage, fr: "ni un tableau (CSV, XLSX) ni des lignes JSON", en: "neither a table (CSV, XLSX) nor lines of JSON"},
		"compressed and cut":   {file: squeeze(many.String(), 500), code: exitUsage, fr: "est abîmé ou incomplet", en: "is damaged or incomplete", kept: -1},
		"compressed and whole": {file: squeeze(many.String(), 1<<20), kept: 400, words: "grue"},
	} {
		t.Run(name, func(t *testing.T) {
			tmp := t.TempDir()
			dir, file := filepath.Join(tmp, "data"), filepath.Join(tmp, "apport.csv")
			if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			must(t, "topic", "add", "Grue", "grue", "--data", dir)
			kept := func() int { t.Helper(); return len(readLines[api.Mention](t, must(t, "export", "--data", dir))) }
			before := 0
			for i, lang := range []string{"fr", "en"} {
				e := vigieWith(t, nil, append([]string{"import", file, "--lang", lang, "--data", dir}, c.args...)...)
				if e.code != c.code {
					t.Errorf("import = %d, want %d: %s%s", e.code, c.code, e.out, e.errs)
				}
				said, want := ordinary(e.out+e.errs), []string{c.fr, c.en}[i]
				if !strings.Contains(said, want) {
					t.Errorf("import in %s says %q, want %q in it", lang, said, want)
				}
				now := kept()
				if c.kept >= 0 && now != c.kept {
					t.Errorf("%d kept after import %d, want %d", now, i+1, c.kept)
				}
				if i == 1 && now != before {
					t.Errorf("%d kept, then %d: importing again is not the same", before, now)
				}
				before = now
			}
			if c.words == "" {
				return
			}
			if out := must(t, "search", c.words, "--data", dir); strings.Contains(out, "\x1b[31m") || !strings.Contains(out, "grue") && !strings.Contains(out, "gr\u00adue") {
				t.Errorf("search %s prints %q, want the mention and no control character", c.words, out)
			}
		})
	}
}
