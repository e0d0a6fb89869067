package opinion

import (
	"math"
	"os"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// TestPlainAntiphrase holds the rule to the examples it was written from: real
// thanks are left alone, all of them, and of the antiphrases at least those
// whose form is plain are turned.
func TestPlainAntiphrase(t *testing.T) {
	b, err := os.ReadFile("testdata/antiphrase.tsv")
	if err != nil {
		t.Fatal(err)
	}
	turned, ironic := 0, 0
	var r reading
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		is, text, _ := strings.Cut(line, "\t")
		r.read(text, nil, grammarOf("fr"), lexiconOf("fr"), Usual)
		q := [classes]float64{0, 0, 1}
		r.turn(&q, "fr")
		switch {
		case is == "0" && r.turned:
			t.Errorf("%q is meant, and was turned", text)
		case is == "1":
			ironic++
			if r.turned {
				turned++
			}
		}
	}
	if turned < 6 || ironic != 24 {
		t.Errorf("%d of %d antiphrases turned, want 6 of 24", turned, ironic)
	}
}

// TestTurnedIsTold: a text that was turned is negative, never doubtful for
// having been turned, and the explanation says so at the praise.
func TestTurnedIsTold(t *testing.T) {
	text := "Merci pour la panne"
	v, words := New().Explain("fr", text, nil, 10)
	if v.Likeliest != vigie.Negative || !v.Ironic || v.Opinion != vigie.Negative {
		t.Errorf("%q is %v (%v), ironic %v", text, v.Opinion, v.Likeliest, v.Ironic)
	}
	toward := math.Inf(1)
	for _, w := range words {
		if text[w.Start:w.End] == "Merci" {
			toward = w.Toward
		}
	}
	if toward >= 0 {
		t.Errorf("the thanks weigh %.2f: want toward negative", toward)
	}
	for _, lang := range []string{"en", "de", ""} {
		if v := New().Of(lang, text, nil); v.Ironic {
			t.Errorf("%s: the French rule was applied", lang)
		}
	}
}
