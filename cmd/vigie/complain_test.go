package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestComplaints holds what a mistaken command line is answered: in words, with
// the help that explains it, and never in those of the parser.
func TestComplaints(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.csv")
	for _, tt := range []struct {
		name   string
		args   []string
		code   int
		fr, en string
	}{
		{"no such command", []string{"serv"}, exitUsage, "Il n’y a pas de commande serv. Voir vigie --help.", "There is no command serv. See vigie --help."},
		{"no such flag", []string{"search", "--nope"}, exitUsage, "Il n’y a pas d’option --nope ici. Voir vigie search --help.", "There is no flag --nope here. See vigie search --help."},
		{"no file named", []string{"import"}, exitUsage, "Il manque <file> …. Voir vigie import --help.", "<file> … is missing. See vigie import --help."},
		{"half a command", []string{"topic"}, exitUsage, "Il manque l’un de ces mots : list, add, edit, rm, jobs, …. Voir vigie topic --help.", "One of these words is missing: list, add, edit, rm, jobs, …. See vigie topic --help."},
		{"one argument of two", []string{"topic", "add", "Grue"}, exitUsage, "Il manque <query>. Voir vigie topic add --help.", "<query> is missing. See vigie topic add --help."},
		{"one too many", []string{"topic", "edit", "Grue", "grues"}, exitUsage, "On n’attendait pas grues à cet endroit. Voir vigie topic edit --help.", "grues was not expected there. See vigie topic edit --help."},
		{"no number", []string{"search", "--limit", "abc"}, exitUsage, "--limit attend un nombre et non « abc ». Voir vigie search --help.", "--limit takes a number, not “abc”. See vigie search --help."},
		{"no speed", []string{"demo", "--speed", "vite"}, exitUsage, "--speed attend un nombre et non « vite ». Voir vigie demo --help.", "--speed takes a number, not “vite”. See vigie demo --help."},
		{"no value", []string{"search", "--from"}, exitUsage, "--from attend une valeur. Voir vigie search --help.", "--from takes a value. See vigie search --help."},
		{"a flag for a value", []string{"serve", "--addr", "--json"}, exitUsage, "", ""},
		{"not one of, none by default", []string{"train", "opinion", "--out", "x", "--family", "nope"}, exitUsage, "--family doit être parmi choose, graded, usual, ratios, present et non nope. Voir vigie train --help.", "--family must be one of choose, graded, usual, ratios, present, not nope. See vigie train --help."},
		{"not one of", []string{"bench", "nope"}, exitUsage, "<name> doit être parmi import, search, dashboard, start, stories, match, poll, jetstream, alert et non nope. Voir vigie bench --help.", "<name> must be one of import, search, dashboard, start, stories, match, poll, jetstream, alert, not nope. See vigie bench --help."},
		{"no such file", []string{"import", missing}, exitNotFound, "Il n’y a pas de fichier " + missing + ".", "There is no file " + missing + "."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for lang, want := range map[string]string{"fr": tt.fr, "en": tt.en} {
				e := vigieWith(t, strings.NewReader(""), append([]string{"--lang", lang, "--data", filepath.Join(t.TempDir(), "d")}, tt.args...)...)
				if e.code != tt.code {
					t.Errorf("%s: exit code %d, want %d: %s", lang, e.code, tt.code, e.errs)
				}
				if got := strings.TrimSpace(strings.TrimPrefix(e.errs, "vigie: ")); want != "" && got != want {
					t.Errorf("%s: complains %q, want %q", lang, got, want)
				}
			}
		})
	}
}
