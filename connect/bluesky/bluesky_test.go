package bluesky

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

var now = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// line is an event as Jetstream tells it; n is its microsecond.
func line(n int) string {
	return fmt.Sprintf(`{"did":"did:plc:u%d","time_us":%d,"kind":"commit","commit":{"rev":"r","operation":"create","collection":"app.bsky.feed.post","rkey":"k%d","record":{"$type":"app.bsky.feed.post","createdAt":"2026-11-27T11:59:00Z","langs":["fr-FR"],"text":"Message %d sur la grue"},"cid":"c"}}`,
		n%7, base+int64(n), n, n)
}

var base = now.UnixMicro()

// jetstream replays n events after the cursor, and cuts the line after each
// `cutAfter` of them; 0 keeps it open, silent at the end.
func jetstream(t *testing.T, n, cutAfter int) (*Jetstream, *atomic.Int32) {
	t.Helper()
	var dials atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dials.Add(1)
		if r.URL.Query().Get("wantedCollections") != postCollection {
			t.Errorf("asked for %q", r.URL.RawQuery)
		}
		from := 0
		if c, err := strconv.ParseInt(r.URL.Query().Get("cursor"), 10, 64); err == nil {
			from = max(0, int(c+overlap.Microseconds()-base)-3) // some come again, as in life
		}
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		for i := from; i < n; i++ {
			if conn.Write(r.Context(), websocket.MessageText, []byte(line(i))) != nil {
				return
			}
			if cutAfter > 0 && i-from+1 == cutAfter {
				return
			}
		}
		<-conn.CloseRead(r.Context()).Done()
	}))
	t.Cleanup(s.Close)
	return &Jetstream{Client: s.Client(), Address: "ws" + strings.TrimPrefix(s.URL, "http") + "/subscribe", Silence: 150 * time.Millisecond, Every: 10 * time.Millisecond}, &dials
}

// TestJetstreamCuts: a line that is cut again and again is taken up where it
// was; nothing is lost, and what comes twice has the same key.
func TestJetstreamCuts(t *testing.T) {
	j, dials := jetstream(t, 100, 17)
	kept := map[vigie.Key]int{}
	var cursor []byte
	for range 20 {
		err := j.Stream(t.Context(), cursor, func(_ context.Context, b listen.Batch) error {
			if !b.Passing {
				t.Error("a batch of the stream of everything is not Passing")
			}
			for _, m := range b.Mentions {
				kept[m.Key]++
			}
			cursor = b.Cursor
			return nil
		})
		if vigie.KindOf(err) != vigie.Unavailable {
			t.Fatalf("Stream = %v, want kind Unavailable", err)
		}
		if len(kept) == 100 {
			break
		}
	}
	if len(kept) != 100 || dials.Load() < 6 {
		t.Errorf("%d posts after %d dials, want all 100", len(kept), dials.Load())
	}
}

func TestJetstreamSilence(t *testing.T) {
	j, _ := jetstream(t, 3, 0)
	heard := 0
	err := j.Stream(t.Context(), nil, func(_ context.Context, b listen.Batch) error { heard += len(b.Mentions); return nil })
	var e *vigie.Error
	if !errors.As(err, &e) || e.Tell.ID != "stream-silent" || heard != 3 {
		t.Errorf("a silent stream = %v after %d posts, want stream-silent after 3", err, heard)
	}
}

func TestJetstreamRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer s.Close()
	j := &Jetstream{Client: s.Client(), Address: "ws" + strings.TrimPrefix(s.URL, "http")}
	err := j.Stream(t.Context(), nil, nil)
	var r *listen.RetryAfter
	if !errors.As(err, &r) || r.Wait != 2*time.Minute {
		t.Errorf("a refusal = %v, want to come back in two minutes", err)
	}
	s.Close()
	if err := j.Stream(t.Context(), nil, nil); vigie.KindOf(err) != vigie.Unavailable {
		t.Errorf("nobody there = %v, want kind Unavailable", err)
	}
}

func TestEvent(t *testing.T) {
	for name, tt := range map[string]struct {
		said string
		text string
		at   time.Time
	}{
		"a post":                    {`"record":{"text":"La grue","createdAt":"2026-11-27T11:00:00Z"}`, "La grue", now.Add(-time.Hour)},
		"a clock ahead of its time": {`"record":{"text":"La grue","createdAt":"2031-01-01T00:00:00Z"}`, "La grue", now},
		"no clock":                  {`"record":{"text":"La grue","createdAt":"hier"}`, "La grue", now},
		"a picture alone":           {`"record":{"text":"","createdAt":"2026-11-27T11:00:00Z"}`, "", now},
		"taken back":                {`"operation":"delete"`, "", now},
	} {
		said := tt.said
		if !strings.Contains(said, "operation") {
			said = `"operation":"create",` + said
		}
		var batch listen.Batch
		messages := make(chan []byte, 2)
		messages <- []byte(`{"did":"did:plc:a","time_us":` + fmt.Sprint(base) + `,"kind":"commit","commit":{"collection":"app.bsky.feed.post","rkey":"k",` + said + `}}`)
		messages <- []byte("{half")
		close(messages)
		j := &Jetstream{}
		if err := j.gather(t.Context(), messages, func(_ context.Context, b listen.Batch) error { batch = b; return nil }); err != nil {
			t.Fatal(err)
		}
		if len(batch.Problems) != 1 {
			t.Errorf("%s: problems = %v, want the broken event told", name, batch.Problems)
		}
		if tt.text == "" {
			if len(batch.Mentions) != 0 {
				t.Errorf("%s: heard %+v", name, batch.Mentions)
			}
			if gone := len(batch.Gone) == 1 && batch.Gone[0] == "bluesky:at://did:plc:a/app.bsky.feed.post/k"; gone != (name == "taken back") {
				t.Errorf("%s: gone %v", name, batch.Gone)
			}
			continue
		}
		if len(batch.Mentions) != 1 || batch.Mentions[0].Text != tt.text || !batch.Mentions[0].Published.Equal(tt.at) {
			t.Errorf("%s: heard %+v", name, batch.Mentions)
		}
	}
}

// TestEventsOfOnePost: a post and what becomes of it have one key.
func TestEventsOfOnePost(t *testing.T) {
	messages := make(chan []byte, 8)
	for _, said := range []string{`"operation":"create","record":{"text":"La grue"}`, `"operation":"update","record":{"text":"La grue jaune"}`, `"operation":"delete"`} {
		messages <- []byte(`{"did":"did:plc:a","time_us":` + fmt.Sprint(base) + `,"kind":"commit","commit":{"collection":"app.bsky.feed.post","rkey":"k",` + said + `}}`)
	}
	messages <- []byte(`{"did":"did:plc:a","time_us":` + fmt.Sprint(base) + `,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.like","rkey":"k"}}`)
	close(messages)
	var b listen.Batch
	if err := new(Jetstream).gather(t.Context(), messages, func(_ context.Context, got listen.Batch) error { b = got; return nil }); err != nil {
		t.Fatal(err)
	}
	if len(b.Mentions) != 1 || len(b.Again) != 1 || len(b.Gone) != 1 || b.Again[0].Text != "La grue jaune" || b.Again[0].Key != b.Mentions[0].Key || b.Gone[0] != b.Mentions[0].Key {
		t.Errorf("heard %+v, again %+v, gone %v; want one post, its edit and its end", b.Mentions, b.Again, b.Gone)
	}
}

// TestAccountGone: an account that its owner deleted or the network took down
// takes all its posts with it; one that may come back does not.
func TestAccountGone(t *testing.T) {
	messages := make(chan []byte, 8)
	for did, said := range map[string]string{
		"deleted": `{"active":false,"status":"deleted"}`, "takendown": `{"active":false,"status":"takendown"}`, "suspended": `{"active":false,"status":"suspended"}`,
		"deactivated": `{"active":false,"status":"deactivated"}`, "back": `{"active":true}`, "untold": `{"active":false}`,
	} {
		messages <- []byte(`{"did":"did:plc:` + did + `","time_us":` + fmt.Sprint(base) + `,"kind":"account","account":` + said + `}`)
	}
	close(messages)
	var b listen.Batch
	if err := new(Jetstream).gather(t.Context(), messages, func(_ context.Context, got listen.Batch) error { b = got; return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(b.GoneAuthors)
	if want := []string{"bluesky:did:plc:deleted", "bluesky:did:plc:takendown"}; !slices.Equal(b.GoneAuthors, want) || len(b.Mentions)+len(b.Gone) != 0 {
		t.Errorf("gone are %v, want %v", b.GoneAuthors, want)
	}
}

// shelf is a Getter that answers pages of a list of n posts, newest first.
type shelf struct {
	n    int
	feed bool
	half bool
	// expired refuses to go on from a page, once; never does it at each; ill
	// answers each page but the first with that error.
	expired bool
	never   bool
	ill     error
	on      bool // the last page names a next one too, which is empty
}

func (s *shelf) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	if s.half {
		return &fetch.Response{Body: []byte(`{"posts":[{"ur`)}, nil
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	from, _ := strconv.Atoi(u.Query().Get("cursor"))
	if from > 0 && s.expired {
		s.expired = false
		return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-status", "public.api.bsky.app", 400)
	}
	if from > 0 && s.never {
		return nil, vigie.Errorf(vigie.Forbidden, nil, "fetch-forbidden", "public.api.bsky.app", 403)
	}
	if from > 0 && s.ill != nil {
		return nil, s.ill
	}
	var posts []string
	for i := from; i < s.n && i < from+pageSize; i++ {
		n := s.n - i
		p := fmt.Sprintf(`{"uri":"at://did:plc:a/app.bsky.feed.post/k%d","author":{"did":"did:plc:a","handle":"leroux.example","displayName":"Leroux"},"record":{"text":"Message %d","createdAt":"2026-11-27T10:00:00Z"},"indexedAt":"2026-11-27T10:00:01Z","likeCount":4}`, n, n)
		if s.feed {
			p = `{"post":` + p + `}`
		}
		posts = append(posts, p)
	}
	next := ""
	if from+pageSize < s.n || s.on && from < s.n {
		next = fmt.Sprintf(`"cursor":"%d",`, from+pageSize)
	}
	field := "posts"
	if s.feed {
		field = "feed"
	}
	return &fetch.Response{Body: []byte(`{` + next + `"` + field + `":[` + strings.Join(posts, ",") + `]}`)}, nil
}

// TestList: a list is read back to what was brought before, over as many pages
// as that takes.
func TestList(t *testing.T) {
	for _, feed := range []bool{true, false} {
		web := &shelf{n: 150, feed: feed}
		s := New(web, vigie.Source{ID: 1, Address: "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=grue+leroux&sort=latest"}, func() time.Time { return now })
		kept := map[vigie.Key]int{}
		var cursor []byte
		visit := func() {
			t.Helper()
			for range 10 {
				b, err := s.Next(t.Context(), cursor)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range b.Mentions {
					kept[m.Key]++
					if m.Author.Name != "Leroux" || m.Author.Account != "did:plc:a" || m.URL == "" || m.Metrics[0].Reactions != 4 {
						t.Errorf("mention = %+v", m)
					}
				}
				if cursor = b.Cursor; !b.More {
					return
				}
			}
			t.Fatal("no end")
		}
		visit()
		if len(kept) != pageSize {
			t.Errorf("the first visit brought %d, want a page", len(kept))
		}
		web.n = 420
		visit()
		visit()
		if len(kept) != pageSize+270 {
			t.Errorf("%d posts, want the first page and the 270 since", len(kept))
		}
		for k, n := range kept {
			if n != 1 {
				t.Errorf("%s came %d times", k, n)
			}
		}
		web.half = true
		if _, err := s.Next(t.Context(), cursor); vigie.KindOf(err) != vigie.Unavailable {
			t.Errorf("half an answer = %v, want kind Unavailable", err)
		}
	}
}

// TestListCursor: a page that the server no longer knows is passed over, what is
// remembered is bounded and names nobody, also where an earlier version did.
func TestListCursor(t *testing.T) {
	web := &shelf{n: 50}
	s := New(web, vigie.Source{ID: 1, Address: "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=grue&sort=latest"}, func() time.Time { return now })
	first, err := s.Next(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	web.n = 2050 // more than is remembered
	kept := map[vigie.Key]int{}
	cursor := first.Cursor
	for i := range 60 {
		web.expired = i == 5
		b, err := s.Next(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range b.Mentions {
			kept[m.Key]++
		}
		if cursor = b.Cursor; len(cursor) > 2*seenKept*14+200 {
			t.Fatalf("a cursor of %d bytes", len(cursor))
		}
		if strings.Contains(string(cursor), "did:plc") {
			t.Fatalf("the cursor names an account: %s", cursor[:80])
		}
		if !b.More {
			break
		}
	}
	if len(kept) != 2000 {
		t.Errorf("%d posts, want the 2,000 since", len(kept))
	}
	old := []byte(`{"seen":["at://did:plc:a/app.bsky.feed.post/k2050","at://did:plc:a/app.bsky.feed.post/k2049"]}`)
	b, err := s.Next(t.Context(), old)
	if err != nil || len(b.Mentions) != 98 || b.More || strings.Contains(string(b.Cursor), "did:plc") {
		t.Errorf("from a cursor of before: %d posts, more %v, %v; want the page but for two, and no name", len(b.Mentions), b.More, err)
	}
}

// TestListStuck: a server that shows no page but the first is read as far as it
// shows, says so, and is heard at the next visit; one that fails at a page for an
// hour is asked anew, and one that fails for less is asked for that page again.
func TestListStuck(t *testing.T) {
	clock := now
	web := &shelf{n: 50}
	s := New(web, vigie.Source{ID: 1, Address: "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=grue&sort=latest"}, func() time.Time { return clock })
	var cursor []byte
	heard := 0
	visit := func() (problems []vigie.Sentence, err error) {
		t.Helper()
		for range 12 {
			b, err := s.Next(t.Context(), cursor)
			if err != nil {
				return problems, err
			}
			heard += len(b.Mentions)
			problems = append(problems, b.Problems...)
			if cursor = b.Cursor; !b.More {
				return problems, nil
			}
		}
		t.Fatal("no end")
		return nil, nil
	}
	if _, err := visit(); err != nil || heard != 50 {
		t.Fatalf("first visit: %d posts, %v", heard, err)
	}
	web.n, web.never = 350, true
	problems, err := visit()
	if err != nil || heard != 150 || len(problems) != 1 || problems[0].ID != "list-cut" {
		t.Errorf("no page but the first: %d posts, %v, %v; want a page more, and to be told what is not shown", heard, problems, err)
	}
	web.n, web.never = 360, false
	if problems, err := visit(); err != nil || heard != 160 || len(problems) != 0 {
		t.Errorf("the visit after: %d posts, %v, %v; want the ten since", heard, problems, err)
	}

	web.n, web.ill = 660, vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "public.api.bsky.app", 502)
	if _, err := visit(); vigie.KindOf(err) != vigie.Unavailable || heard != 260 {
		t.Fatalf("ill at the second page: %d posts, %v; want a page more and kind Unavailable", heard, err)
	}
	clock = clock.Add(30 * time.Minute)
	if _, err := visit(); vigie.KindOf(err) != vigie.Unavailable || heard != 260 {
		t.Errorf("half an hour later: %d posts, %v; want it asked again", heard, err)
	}
	clock = clock.Add(time.Hour)
	web.ill = &listen.RetryAfter{Wait: time.Minute, Err: web.ill}
	if _, err := visit(); vigie.KindOf(err) != vigie.Unavailable || heard != 260 {
		t.Errorf("a pause that is asked for: %d posts, %v; want it obeyed", heard, err)
	}
	web.ill = nil
	web.expired = true
	if problems, err := visit(); err != nil || heard != 460 || len(problems) != 0 {
		t.Errorf("an old page that is refused: %d posts, %v, %v; want all 300 since, nothing told", heard, problems, err)
	}
}

// TestListFromNothing: a list that was empty at the first visit is read whole
// later, and a last page that names another is the last all the same.
func TestListFromNothing(t *testing.T) {
	for _, on := range []bool{false, true} {
		web := &shelf{on: on}
		s := New(web, vigie.Source{ID: 1, Address: "https://pds.example/xrpc/app.bsky.feed.searchPosts?q=grue"}, func() time.Time { return now })
		var cursor []byte
		heard := 0
		for _, n := range []int{0, 250, 251} {
			web.n = n
			for more := true; more; {
				b, err := s.Next(t.Context(), cursor)
				if err != nil {
					t.Fatal(err)
				}
				heard += len(b.Mentions)
				if more = b.More; !b.Unchanged { // as listen keeps it
					cursor = b.Cursor
				}
			}
			if heard != n {
				t.Errorf("of %d posts %d were heard (a page after the last: %v)", n, heard, on)
			}
		}
	}
}
