package watch_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/watch"
)

// openAt is open with a clock that stands at day plus four weeks.
func openAt(t *testing.T) house {
	t.Helper()
	h := open(t)
	var err error
	h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: reader{}, Now: func() time.Time { return day.AddDate(0, 0, 28) }})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTryBeforeSaving(t *testing.T) {
	h := openAt(t)
	var ms []vigie.Mention
	for n := range 40 {
		m := post(n, []string{"une grue", "une pelle", "une grue et une pelle", "rien"}[n%4])
		m.Published = day.AddDate(0, 0, n/10*7)
		if n%4 == 1 {
			m.Channel = vigie.Press
		}
		ms = append(ms, m)
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
	topic := h.topic(t, 0, "grue")
	tr, err := h.Try(t.Context(), watch.Draft{
		Topic:    vigie.Topic{ID: topic.ID, Query: "pelle NOT jaune"},
		Examples: []watch.Example{{Must: true, Text: "Chantier\n\nla pelle est là"}, {Must: true, Text: "une grue"}, {Text: "une pelle jaune"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if tr.Hits != 20 || !tr.Whole || len(tr.Sample) != 8 || tr.Cost != 2 {
		t.Errorf("Try = %d hits (whole %v), sample of %d, cost %d; want 20, true, 8, 2", tr.Hits, tr.Whole, len(tr.Sample), tr.Cost)
	}
	var passed []bool
	for _, x := range tr.Tests {
		passed = append(passed, x.Passed)
	}
	if got := fmt.Sprint(passed); got != "[true false true]" {
		t.Errorf("tests passed: %s", got)
	}
	if tr.Tests[1].Why.Miss == nil {
		t.Error("the failed test has no explanation")
	}
	if d := tr.Diff; d == nil || d.Joined != 10 || d.Left != 10 || len(d.JoinedSample) != 5 || d.LeftSample[0].Mention.Text != "une grue" {
		t.Errorf("Diff = %+v, want +10 -10", d)
	}
	sum := int64(0)
	for _, w := range tr.Weeks {
		sum += w.N
	}
	if len(tr.Weeks) != watch.WeeksShown || sum != 20 || tr.Weeks[len(tr.Weeks)-2].N != 5 {
		t.Errorf("Weeks = %+v", tr.Weeks)
	}
	if got := fmt.Sprint(tr.Channels); got != "[{press 10} {forum 10}]" && got != "[{forum 10} {press 10}]" {
		t.Errorf("Channels = %s", got)
	}
	if _, err := h.Try(t.Context(), watch.Draft{Topic: vigie.Topic{Query: "opinion:negative grue"}}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("Try of what no topic may ask: %v", err)
	}
}

func TestExamplesVersionsAndRollBack(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	must := []watch.Example{{Must: true, Text: "une grue en panne"}, {Text: "une grue cendrée"}, {Text: " "}}
	d := watch.Draft{Topic: vigie.Topic{Name: "Grues", Kind: vigie.OwnBrand, Query: "grue", By: "ana"}, Examples: must}
	if _, err := h.SaveDraft(ctx, d, false); vigie.KindOf(err) != vigie.Conflict || vigie.Tell(err).ID != "topic-examples-fail" {
		t.Errorf("SaveDraft with an example that fails = %v", err)
	}
	if topics, _ := h.store.Topics(ctx); len(topics) > 0 {
		t.Error("it was saved all the same")
	}
	d.Topic.Query = "grue NOT cendrée"
	topic, err := h.SaveDraft(ctx, d, false)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := h.store.Examples(ctx, topic.ID); err != nil || len(kept) != 2 {
		t.Errorf("examples kept: %v, %v", kept, err)
	}
	// Any other way to change the query runs them too.
	topic.Query, topic.By = "grue", "bob"
	if _, err := h.SaveTopic(ctx, topic); vigie.KindOf(err) != vigie.Conflict {
		t.Errorf("SaveTopic against its examples = %v", err)
	}
	if _, err := h.SaveDraft(ctx, watch.Draft{Topic: topic, Examples: must}, true); err != nil {
		t.Fatal(err)
	}
	back, err := h.RollBack(ctx, topic.ID, 1, "ana")
	if err != nil || back.Version != 3 || back.Query != "grue NOT cendrée" {
		t.Errorf("RollBack = %+v, %v", back, err)
	}
	versions, err := h.store.TopicVersions(ctx, topic.ID)
	if err != nil || len(versions) != 3 || versions[0].By != "ana" || versions[1].By != "bob" || versions[1].Query != "grue" {
		t.Errorf("TopicVersions = %+v, %v", versions, err)
	}
	if _, err := h.RollBack(ctx, topic.ID, 9, "ana"); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("RollBack to no version = %v", err)
	}
}

func TestListsInForce(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	if err := h.SaveList(ctx, vigie.List{Name: "engins", Terms: "grue\npelle mécanique"}); err != nil {
		t.Fatal(err)
	}
	topic := h.topic(t, 0, "list:engins NOT oiseau")
	if _, err := h.Handle(ctx, listen.Batch{Source: h.file, Mentions: []vigie.Mention{post(1, "une grue"), post(2, "un godet"), post(3, "une pelle mécanique"), post(4, "mécanique de la pelle")}}); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, topic.ID); n != 2 {
		t.Errorf("%d mentions, want 2", n)
	}
	if err := h.SaveList(ctx, vigie.List{Name: "Engins", Terms: "godet"}); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, topic.ID); n != 1 {
		t.Errorf("after the list changed: %d mentions, want 1", n)
	}
	for name, l := range map[string]vigie.List{
		"a cycle":               {Name: "engins", Terms: "list:engins"},
		"a line that is wrong":  {Name: "engins", Terms: "grue OR"},
		"what no topic may ask": {Name: "engins", Terms: "lang:fr"},
		"no name":               {Terms: "a"},
		"nothing in it":         {Name: "vide"},
	} {
		if err := h.SaveList(ctx, l); vigie.KindOf(err) != vigie.Invalid || err == nil {
			t.Errorf("%s: SaveList = %v", name, err)
		}
	}
	if err := h.DeleteList(ctx, "ENGINS"); vigie.KindOf(err) != vigie.Conflict {
		t.Errorf("DeleteList of a list in use = %v", err)
	}
	if err := h.DeleteTopic(ctx, topic.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.DeleteList(ctx, "ENGINS"); err != nil {
		t.Errorf("DeleteList = %v", err)
	}
}

func TestLintKnowsTheArchive(t *testing.T) {
	h := open(t)
	var ms []vigie.Mention
	for n := range 600 {
		ms = append(ms, post(n, []string{"action", "rien", "autre"}[n%3]))
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
	var rules []string
	list, err := h.Lint(t.Context(), "action OR grue and pelle")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		rules = append(rules, r.Rule)
	}
	if got := strings.Join(rules, " "); !strings.HasPrefix(got, "broad") || !strings.Contains(got, "lower-case-operator") {
		t.Errorf("Lint = %s", got)
	}
}

// TestFieldsEndToEnd holds the stream, the archive's search and a reading-again
// to one answer about fields that the mention, its source and its day decide.
func TestFieldsEndToEnd(t *testing.T) {
	ctx := t.Context()
	mentions := func() []vigie.Mention {
		a, b, c := post(1, "une grue"), post(2, "une grue"), post(3, "une grue")
		a.Author.Name, a.Links, a.Rating = "Marie Dupont", []string{"https://lemonde.fr/x"}, vigie.Rating{Value: 1, Best: 5}
		b.Country, b.Media, b.Published = "BE", vigie.MediaVideo, time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC) // the 21st in Paris
		c.Parent, c.ReplyTo = "une question", "a.example/1"
		return []vigie.Mention{a, b, c}
	}
	for q, want := range map[string]int{
		"grue author:dupont": 1, "grue links:lemonde.fr": 1, "grue rating:<=2": 1, "grue country:BE has:video": 1,
		"grue published:2026-11-21": 1, "grue published:2026-11-20": 2, "grue parent:question is:reply": 1, "grue source:file": 3, "grue NOT author:dupont": 2,
	} {
		st, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		src, err := st.SaveSource(ctx, vigie.Source{Kind: vigie.FileSource, Address: "x", Name: "Le file d'essai", Channel: vigie.Forum})
		if err != nil {
			t.Fatal(err)
		}
		w, err := watch.New(ctx, watch.Options{Archive: st, Ledger: st, Reader: reader{}})
		if err != nil {
			t.Fatal(err)
		}
		h := house{Watch: w, store: st, file: src.ID}
		before := h.topic(t, 0, q)
		if _, err := w.Handle(ctx, listen.Batch{Source: src.ID, Mentions: mentions()}); err != nil {
			t.Fatal(err)
		}
		after := h.topic(t, 0, "("+q+")") // read again
		if err := w.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		found := 0
		page, err := st.Search(ctx, search(t, q))
		if err != nil {
			t.Fatal(err)
		}
		found = page.Count
		if s, r := h.count(t, before.ID), h.count(t, after.ID); s != want || r != want || found != want {
			t.Errorf("%s: the stream finds %d, reading again %d, the search %d; want %d", q, s, r, found, want)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}

func search(t *testing.T, s string) query.Search {
	t.Helper()
	q, err := query.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return query.Search{Query: q}
}
