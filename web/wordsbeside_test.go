package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/watch"
)

// TestWordsStandBesideWhatWaits: where an answer is awaited, the words they use
// and those we use stand beside it; elsewhere, and where we publish too little,
// nothing does.
func TestWordsStandBesideWhatWaits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		ours  int // texts that we published
		key   string
		wants bool
	}{
		{"a question", 60, "they:0", true},
		{"a remark", 60, "they:1", false},
		{"we publish too little", 2, "they:0", false},
		{"our own post", 60, "we:0", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := settled(t, nil)
			h.clock.t = sunday
			w, err := watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: frank{}, Now: h.clock.now})
			if err != nil {
				t.Fatal(err)
			}
			src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: sunday.AddDate(-1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			b := listen.Batch{Source: src.ID}
			add := func(m vigie.Mention) {
				m.Channel, m.Site, m.Published = vigie.Forum, "forum.example", sunday.Add(-time.Duration(len(b.Mentions))*time.Hour)
				m.Heard = m.Published
				b.Mentions = append(b.Mentions, m)
			}
			for i := range 120 {
				end := "."
				if i%2 == 0 {
					end = " ?"
				}
				add(vigie.Mention{Key: vigie.Key(fmt.Sprint("they:", i)), Author: vigie.Author{Name: fmt.Sprint("voix ", i)}, Text: "Chez Engins & Co la pelleteuse tombe en panne, sujet " + fmt.Sprint(i) + end})
			}
			for i := range tt.ours {
				add(vigie.Mention{Key: vigie.Key(fmt.Sprint("we:", i)), Own: true, Author: vigie.Author{Name: "Lucie"}, Text: "Engins & Co vous propose un matériel performant, offre " + fmt.Sprint(i) + " ? #EnginsEtCo"})
			}
			if _, err := w.Handle(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			f, err := h.store.Lookup(t.Context(), vigie.Key(tt.key))
			if err != nil || f.Kept == nil {
				t.Fatal(err)
			}
			browser := h.signedIn()
			path := fmt.Sprint("/mention/", f.Kept.Mention.ID)
			page := browser.get(path)
			page.wants(t, http.StatusOK)
			said := strings.Contains(page.text(), "ils disent") && strings.Contains(page.text(), "pelleteuse »") && strings.Contains(page.text(), "matériel")
			if said != tt.wants || strings.Contains(page.body, "/topic/1/words?lang=fr") != tt.wants {
				t.Errorf("words beside: %v, want %v; %s", said, tt.wants, page.text())
			}
			if tt.wants && strings.Contains(page.text(), "EnginsEtCo") {
				t.Error("its own name is a word of the brand")
			}
			if again := browser.get(path); again.text() != page.text() {
				t.Error("kept words are told otherwise")
			}
		})
	}
}
