package watch_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

// reader says "fr" of everything: these tests are not about languages.
type reader struct{}

func (reader) Language(*vigie.Mention) (string, float64) { return "fr", 1 }
func (reader) Maker() string                             { return "test/1" }
func (reader) Complete(*understand.Piece)                {}

// house is a watch over a store in a temporary folder.
type house struct {
	*watch.Watch
	store *sqlite.Store
	feed  vigie.SourceID // visited: what matches nothing is buffered
	file  vigie.SourceID // brought in: everything is kept
}

func open(t *testing.T) house {
	t.Helper()
	ctx := t.Context()
	st, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	h := house{store: st}
	for kind, id := range map[vigie.SourceKind]*vigie.SourceID{vigie.FeedSource: &h.feed, vigie.FileSource: &h.file} {
		src, err := st.SaveSource(ctx, vigie.Source{Kind: kind, Address: "https://a.example/" + string(kind), Name: string(kind), Channel: vigie.Forum, Site: "a.example"})
		if err != nil {
			t.Fatal(err)
		}
		*id = src.ID
	}
	if h.Watch, err = watch.New(ctx, watch.Options{Archive: st, Ledger: st, Reader: reader{}}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h house) topic(t *testing.T, id vigie.TopicID, q string) vigie.Topic {
	t.Helper()
	topic, err := h.SaveTopic(t.Context(), vigie.Topic{ID: id, Name: q, Kind: vigie.OwnBrand, Query: q})
	if err != nil {
		t.Fatalf("SaveTopic(%q): %v", q, err)
	}
	return topic
}

// count returns how many kept mentions belong to a topic.
func (h house) count(t *testing.T, id vigie.TopicID) int {
	t.Helper()
	page, err := h.store.Search(t.Context(), query.Search{Filter: vigie.Filter{Topics: []vigie.TopicID{id}}})
	if err != nil {
		t.Fatal(err)
	}
	return page.Count
}

var day = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func post(n int, text string) vigie.Mention {
	return vigie.Mention{
		Key: vigie.Key(fmt.Sprintf("a.example/%d", n)), URL: fmt.Sprintf("https://a.example/%d", n),
		Text: text, Author: vigie.Author{Account: fmt.Sprint("u", n)}, Published: day.Add(time.Duration(n) * time.Minute),
	}
}

func TestHandleKeepsWhatMatchesAndBuffersTheRest(t *testing.T) {
	h := open(t)
	topic := h.topic(t, 0, "grue")
	own := post(3, "Notre nouveau catalogue est arrivé")
	own.Own = true
	got, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Cursor: []byte("next"), Mentions: []vigie.Mention{
		post(1, "Une grue en panne"),
		post(2, "Rien à voir"),
		own,
		{Key: "a.example/4"}, // says nothing
		{Text: "sans clé"},   // is nothing
	}})
	if want := (listen.Outcome{New: 2, Buffered: 1, Refused: 2}); err != nil || got != want {
		t.Errorf("Handle = %+v, %v, want %+v", got, err, want)
	}
	if n := h.count(t, topic.ID); n != 1 {
		t.Errorf("%d mentions in the topic, want 1", n)
	}
	again, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: []vigie.Mention{post(1, "Une grue en panne"), post(2, "Rien à voir")}})
	if err != nil || again.New+again.Edited != 0 {
		t.Errorf("the same batch again = %+v, %v, want nothing new", again, err)
	}
}

func TestChangedTopicReadsArchiveAndBufferAgain(t *testing.T) {
	h := open(t)
	topic := h.topic(t, 0, "grue")
	for src, ms := range map[vigie.SourceID][]vigie.Mention{
		h.file: {post(1, "une grue"), post(2, "un godet"), post(3, "une pelle")},
		h.feed: {post(4, "un godet neuf"), post(5, "rien du tout"), post(6, "une grue jaune")},
	} {
		if _, err := h.Handle(t.Context(), listen.Batch{Source: src, Mentions: ms}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, topic.ID); n != 2 {
		t.Fatalf("before: %d mentions, want 2", n)
	}
	topic.Query = "godet"
	topic = h.topic(t, topic.ID, "godet")
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, topic.ID); n != 2 { // 2 of the archive, and 4 out of the buffer
		t.Errorf("after: %d mentions, want 2", n)
	}
	jobs, err := h.store.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) != 1 || jobs[0].Version != topic.Version || jobs[0].Ended.IsZero() || jobs[0].Joined != 2 || jobs[0].Left != 2 || jobs[0].Share != 1 {
		t.Errorf("jobs = %+v, want one, ended, 2 joined, 2 left", jobs)
	}
	if diff, err := h.store.Recount(t.Context()); err != nil || len(diff) > 0 {
		t.Errorf("Recount = %v, %v", diff, err)
	}
	if err := h.DeleteTopic(t.Context(), topic.ID); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, topic.ID); n != 0 {
		t.Errorf("deleted: %d mentions, want 0", n)
	}
}

// TestTopicChangedWhileMentionsArrive holds the lock to its promise: whatever
// the interleaving, the archive ends as if the last query had always been.
func TestTopicChangedWhileMentionsArrive(t *testing.T) {
	h := open(t)
	topic := h.topic(t, 0, "grue")
	words := []string{"grue", "godet", "pelle", "grue godet"}
	var wg sync.WaitGroup
	wg.Go(func() {
		for b := range 60 {
			var ms []vigie.Mention
			for i := range 20 {
				n := b*20 + i
				ms = append(ms, post((n*7919)%1200, words[n%len(words)])) // dates in no order
			}
			if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	wg.Go(func() {
		for i := range 6 {
			q := "grue"
			if i%2 == 1 {
				q = "godet"
			}
			if _, err := h.SaveTopic(t.Context(), vigie.Topic{ID: topic.ID, Name: "x", Kind: vigie.OwnBrand, Query: q}); err != nil {
				t.Error(err)
				return
			}
			if err := h.CatchUp(t.Context()); err != nil {
				t.Error(err)
				return
			}
		}
	})
	wg.Wait()
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := 0
	for n := range 1200 {
		if strings.Contains(words[n%len(words)], "godet") {
			want++
		}
	}
	if n := h.count(t, topic.ID); n != want {
		t.Errorf("%d mentions in the topic, want %d", n, want)
	}
	if diff, err := h.store.Recount(t.Context()); err != nil || len(diff) > 0 {
		t.Errorf("Recount = %v, %v", diff, err)
	}
}

func TestSaveTopicRefuses(t *testing.T) {
	h := open(t)
	for _, tt := range []struct {
		name  string
		topic vigie.Topic
	}{
		{"no name", vigie.Topic{Kind: vigie.OwnBrand, Query: "a"}},
		{"unknown kind", vigie.Topic{Name: "a", Kind: "x", Query: "a"}},
		{"unbalanced", vigie.Topic{Name: "a", Kind: vigie.Rival, Query: "(a"}},
		{"exclusions alone", vigie.Topic{Name: "a", Kind: vigie.Rival, Query: "NOT a"}},
		{"no necessary word", vigie.Topic{Name: "a", Kind: vigie.Rival, Query: "a OR NOT b"}},
	} {
		if _, err := h.SaveTopic(t.Context(), tt.topic); err == nil || vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("%s: SaveTopic = %v, want an Invalid error", tt.name, err)
		}
	}
	if topics, err := h.store.Topics(t.Context()); err != nil || len(topics) != 0 {
		t.Errorf("topics kept = %v, %v, want none", topics, err)
	}
}

// TestTopicsHaveDifferentNames: a command that names a topic means one.
func TestTopicsHaveDifferentNames(t *testing.T) {
	h := open(t)
	save := func(topic vigie.Topic) (vigie.Topic, error) { return h.SaveTopic(t.Context(), topic) }
	first, err := save(vigie.Topic{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := save(vigie.Topic{Name: " leroux ", Kind: vigie.Rival, Query: "grue"}); vigie.Tell(err).ID != "topic-name-taken" || vigie.KindOf(err) != vigie.Conflict {
		t.Errorf("a second Leroux = %v, want a conflict", err)
	}
	first.Query = "leroux OR lerou"
	if _, err := save(first); err != nil {
		t.Errorf("a topic keeps its own name: %v", err)
	}
}

func TestPour(t *testing.T) {
	h := open(t)
	h.topic(t, 0, "grue")
	broken := errors.New("the file ends in the middle")
	batches := func(fail bool) iter.Seq2[listen.Batch, error] {
		return func(yield func(listen.Batch, error) bool) {
			for b := range 5 {
				ms := make([]vigie.Mention, 0, 10)
				for i := range 10 {
					ms = append(ms, post(b*10+i, "une grue"))
				}
				if !yield(listen.Batch{Source: h.file, Mentions: ms, Problems: []vigie.Sentence{vigie.Say("x")}}, nil) {
					return
				}
			}
			if fail {
				yield(listen.Batch{}, broken)
			}
		}
	}
	var last watch.Progress
	got, err := h.Pour(t.Context(), batches(false), func(p watch.Progress) { last = p })
	if err != nil || got.New != 50 || got.Rows != 55 || last.New != 50 || len(last.Problems) != 1 {
		t.Errorf("Pour = %+v, %v; last progress %+v", got, err, last)
	}
	if got, err = h.Pour(t.Context(), batches(true), nil); !errors.Is(err, broken) || got.Known != 50 {
		t.Errorf("Pour of a broken file = %+v, %v, want 50 known and %v", got, err, broken)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Pour(ctx, batches(false), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Pour under a cancelled context = %v", err)
	}
	// Nothing above may have left the topics locked.
	h.topic(t, 0, "godet")
}

func TestTrace(t *testing.T) {
	h := open(t)
	topic := h.topic(t, 0, "grue NOT occasion")
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: []vigie.Mention{
		post(1, "La grue est en panne depuis lundi, personne ne répond au téléphone, que faire ?"),
		post(2, "Grue d’occasion à vendre"),
	}}); err != nil {
		t.Fatal(err)
	}
	t.Run("heard and matched", func(t *testing.T) {
		tr, err := h.Trace(t.Context(), "http://www.a.example/1/?utm_source=x")
		if err != nil || tr.Mention == nil || tr.Buffered || len(tr.Heard) != 1 || tr.Heard[0].Name != "feed" {
			t.Fatalf("Trace = %+v, %v", tr, err)
		}
		if len(tr.Verdicts) != 1 || !tr.Verdicts[0].Matched || tr.Verdicts[0].Topic.ID != topic.ID {
			t.Errorf("verdicts = %+v, want one match", tr.Verdicts)
		}
	})
	t.Run("heard and excluded", func(t *testing.T) {
		tr, err := h.Trace(t.Context(), "https://a.example/2")
		if err != nil || tr.Mention == nil || !tr.Buffered || tr.Verdicts[0].Matched {
			t.Errorf("Trace = %+v, %v, want a buffered mention without match", tr, err)
		}
	})
	t.Run("heard under another key than the address", func(t *testing.T) {
		status := post(3, "Une grue, vue sur le réseau")
		status.Key, status.URL = "mastodon:77", "https://social.example/@ana/77"
		comment := post(4, "La grue, en commentaire")
		comment.Key, comment.URL = "a.example/page#comment-4", "https://a.example/page#comment-4"
		later := post(5, "La grue, en dernier commentaire")
		later.Key, later.URL = "a.example/page#comment-5", "https://a.example/page#comment-5"
		if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: []vigie.Mention{status, comment, later}}); err != nil {
			t.Fatal(err)
		}
		for asked, want := range map[string]vigie.Key{
			status.URL + "?utm_medium=x":       status.Key,
			"https://a.example/page#Comment-4": comment.Key,
			"https://a.example/page#elsewhere": later.Key,
			"http://www.a.example/page":        later.Key,
		} {
			if tr, err := h.Trace(t.Context(), asked); err != nil || tr.Mention == nil || tr.Mention.Key != want {
				t.Errorf("Trace(%s) = %+v, %v, want %s", asked, tr.Mention, err, want)
			}
		}
	})
	t.Run("never heard", func(t *testing.T) {
		tr, err := h.Trace(t.Context(), "https://b.example/2")
		if err != nil || tr.Mention != nil || len(tr.Verdicts) != 0 {
			t.Errorf("Trace = %+v, %v, want nothing", tr, err)
		}
	})
	t.Run("a text, found word for word", func(t *testing.T) {
		tr, err := h.Trace(t.Context(), "la GRUE est en panne depuis lundi")
		if err != nil || len(tr.Same) != 1 || !tr.Verdicts[0].Matched {
			t.Errorf("Trace = %+v, %v, want one mention with the same words", tr, err)
		}
	})
	t.Run("nothing asked", func(t *testing.T) {
		if _, err := h.Trace(t.Context(), "  "); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("Trace of nothing = %v, want Invalid", err)
		}
	})
}
