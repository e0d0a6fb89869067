package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/understand/opinion"
)

// TestOwnModel: a model in the folder models judges its language and shows in
// the Maker; one that cannot be read, or two of a language, are told.
func TestOwnModel(t *testing.T) {
	var texts []opinion.Labelled
	for i := range 20 { // a trade in which "lourd" is praise
		texts = append(texts,
			opinion.Labelled{Text: fmt.Sprintf("la grue %d, du lourd", i), Opinion: vigie.Positive},
			opinion.Labelled{Text: fmt.Sprintf("la grue %d, du fragile", i), Opinion: vigie.Negative})
	}
	m, err := opinion.Train("fr", texts, opinion.Training{Data: "grues", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files map[string][]byte
		fails string
	}{
		"none":       {},
		"one":        {files: map[string][]byte{"grues.model": file.Bytes(), "notes.txt": []byte("ours")}},
		"cut short":  {map[string][]byte{"grues.model": file.Bytes()[:file.Len()-9]}, "opinion-model-damaged"},
		"no model":   {map[string][]byte{"grues.model": []byte("x")}, "opinion-model-none"},
		"two of one": {map[string][]byte{"a.model": file.Bytes(), "b.model": file.Bytes()}, "opinion-model-twice"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "models"), 0o755); err != nil {
				t.Fatal(err)
			}
			for f, b := range c.files {
				if err := os.WriteFile(filepath.Join(dir, "models", f), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			p, err := openProgram(t.Context(), dir, slog.New(slog.DiscardHandler), fetch.Options{})
			if c.fails != "" {
				if vigie.Tell(err).ID != c.fails || vigie.KindOf(err) != vigie.Invalid {
					t.Errorf("opens with %v, want %s", err, c.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := p.close(); err != nil {
					t.Error(err)
				}
			}()
			own := len(c.files) > 0
			if got := p.reader.Maker(); strings.Contains(got, opinion.Maker+"+fr:") != own {
				t.Errorf("Maker() = %q with %d files", got, len(c.files))
			}
			turns, err := p.store.Turns(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if noted := slices.ContainsFunc(turns, func(x vigie.Turn) bool { return strings.HasPrefix(x.Name, opinion.Maker+"+fr:") }); noted != own {
				t.Errorf("with %d files the versions are %v", len(c.files), turns)
			}
			if v := p.reader.Opinions.Of("fr", "la grue, du lourd", nil); (v.Likeliest == vigie.Positive) != own {
				t.Errorf("judged %v (%.2f) with %d files", v.Likeliest, v.Sure, len(c.files))
			}
		})
	}
}
