package watch_test

import (
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
	"vigie.example/vigie/watch/noise"
)

// sifted is a house with the noise packs in force.
func sifted(t *testing.T) house {
	t.Helper()
	h := open(t)
	packs, err := noise.Packs()
	if err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: reader{}, Noise: packs}); err != nil {
		t.Fatal(err)
	}
	return h
}

const jobAd = "Offre d'emploi : Leroux cherche un grutier, CDI, postulez en ligne."

func (h house) listened(t *testing.T, ms ...vigie.Mention) {
	t.Helper()
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
}

func (h house) caughtUp(t *testing.T) {
	t.Helper()
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (h house) aside(t *testing.T, pack string) int64 {
	t.Helper()
	n, err := h.NoiseCounts(t.Context(), time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return n[pack]
}

func TestNoiseIsPutAsideAndComesBack(t *testing.T) {
	h := sifted(t)
	topic := h.topic(t, 0, "leroux")
	own, review := post(3, jobAd), post(4, jobAd)
	own.Own, review.Channel = true, vigie.Review
	h.listened(t, post(1, jobAd), post(2, "Ma pelle Leroux est en panne."), own, review, post(5, "Offre d'emploi, postulez chez Dupont."))
	want := func(when string, taken int, aside int64) {
		t.Helper()
		if n := h.count(t, topic.ID); n != taken {
			t.Errorf("%s: the topic has %d, want %d", when, n, taken)
		}
		if n := h.aside(t, "jobs"); n != aside {
			t.Errorf("%s: %d aside, want %d", when, n, aside)
		}
	}
	want("on arrival", 3, 1) // not the user's own, not a review, and nothing no topic wants

	h.caughtUp(t)
	want("read again", 3, 1)

	if err := h.SwitchPack(t.Context(), "jobs", false); err != nil {
		t.Fatal(err)
	}
	h.caughtUp(t)
	want("switched off", 4, 0)

	if err := h.SwitchPack(t.Context(), "jobs", true); err != nil {
		t.Fatal(err)
	}
	h.caughtUp(t)
	want("switched on", 3, 1)

	kept, err := h.store.Asides(t.Context(), "jobs", time.Time{}, time.Time{}, 0, 10)
	if err != nil || len(kept) != 1 {
		t.Fatalf("Asides = %v, %v, want one", kept, err)
	}
	if err := h.BringBack(t.Context(), kept[0].Mention.ID, "anna"); err != nil {
		t.Fatal(err)
	}
	want("brought back", 4, 0)
	h.listened(t, post(1, jobAd+" Salaire selon profil.")) // an edit
	want("brought back, then edited", 4, 0)
	h.topic(t, topic.ID, "leroux OR lerou")
	h.caughtUp(t)
	want("brought back, then read again", 4, 0)

	if err := h.SwitchPack(t.Context(), "spam", false); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("SwitchPack of none = %v, want NotFound", err)
	}
}

// TestNoiseReachesBack opens an archive that was read without packs.
func TestNoiseReachesBack(t *testing.T) {
	h := open(t)
	topic := h.topic(t, 0, "leroux")
	h.listened(t, post(1, jobAd), post(2, "Leroux ouvre une usine."))
	h.caughtUp(t)
	packs, err := noise.Packs()
	if err != nil {
		t.Fatal(err)
	}
	o := watch.Options{Archive: h.store, Ledger: h.store, Reader: reader{}, Noise: packs}
	if h.Watch, err = watch.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	h.caughtUp(t)
	if n := h.count(t, topic.ID); n != 1 || h.aside(t, "jobs") != 1 {
		t.Errorf("the topic has %d, %d aside, want 1 and 1", n, h.aside(t, "jobs"))
	}
	if err := h.SwitchPack(t.Context(), "jobs", false); err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), o); err != nil { // a stop before it was applied
		t.Fatal(err)
	}
	if i := slices.IndexFunc(h.Packs(), func(p watch.PackState) bool { return p.Name == "jobs" }); h.Packs()[i].On {
		t.Error("a pack switched off is on after a stop")
	}
	h.caughtUp(t)
	if n := h.count(t, topic.ID); n != 2 {
		t.Errorf("the topic has %d after the stop, want 2", n)
	}
}

func TestTraceTellsNoise(t *testing.T) {
	h := sifted(t)
	h.topic(t, 0, "leroux")
	tr, err := h.Trace(t.Context(), jobAd)
	if err != nil || len(tr.Verdicts) != 1 {
		t.Fatalf("Trace = %+v, %v", tr, err)
	}
	if v := tr.Verdicts[0]; v.Matched || v.Noise != "jobs" || len(v.NoiseWhy.Parts) == 0 {
		t.Errorf("verdict = %+v, want put aside by jobs", v)
	}
}

// What a pack put aside, and what no topic took, was never read for intents: it
// is once it counts.
func TestWhatComesBackIsReadForIntents(t *testing.T) {
	h := open(t)
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: understand.New(d, opinion.New())}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: []vigie.Mention{post(1, "Bonjour, comment régler le frein de ma grue Leroux ?")}}); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(t.Context()); err != nil { // judged, with no topic to take it
		t.Fatal(err)
	}
	h.topic(t, 0, "leroux")
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := h.store.Search(t.Context(), query.Search{})
	if err != nil || len(page.Kept) != 1 || !slices.Contains(page.Kept[0].Reading.Intents, vigie.Question) {
		t.Errorf("kept = %+v, %v; want a question", page.Kept, err)
	}
}
