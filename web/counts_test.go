package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// TestMentionTellsItsCountsAndItsEnd: what the network counts stands on the
// page with its date; what its author took back has no text and no link.
func TestMentionTellsItsCountsAndItsEnd(t *testing.T) {
	h := sown(t)
	found, err := h.store.Lookup(t.Context(), "test:7")
	if err != nil || found.Kept == nil {
		t.Fatal(err)
	}
	m, source := found.Kept.Mention, found.Heard[0].Source
	path := fmt.Sprint("/mention/", m.ID)
	told := func(b listen.Batch) reply {
		t.Helper()
		b.Source = source
		if _, err := h.watch.Handle(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		return h.signedIn().get(path)
	}
	page := told(listen.Batch{Again: []vigie.Mention{{Key: m.Key, Metrics: []vigie.Metric{{At: sunday.Add(-time.Hour), Reactions: 1234, Replies: 1, Reposts: 0, Views: -1, Followers: -1}}}}})
	page.wants(t, http.StatusOK, "234 réactions", "1 réponse", "aucun partage", "compté par son réseau")
	if strings.Contains(page.text(), "vue") || !strings.Contains(page.body, m.URL) {
		t.Error("the page tells views that nobody told, or no address")
	}
	page = told(listen.Batch{Gone: []vigie.Key{m.Key}})
	page.wants(t, http.StatusOK, "Retirée là où elle était publiée", "les chiffres la comptent toujours")
	if strings.Contains(page.text(), "que penser de") || strings.Contains(page.body, `href="`+m.URL) {
		t.Error("what its author took back is still shown, or linked to")
	}
	h.signedIn().get("/stream?q=author:\"voix+49\"").wants(t, http.StatusOK, "Retirée là où elle était publiée")
}
