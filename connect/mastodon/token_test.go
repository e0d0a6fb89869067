package mastodon

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
)

// member is a server that searches for who has its token, and whose ids are
// made of moments as Mastodon's are.
type member struct {
	token string
	posts []map[string]any // the oldest first, by id
	deaf  bool             // to where a search is to go on
	hides int64            // posts of which the id is a multiple; 0 hides none
}

func (s *member) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/api/v2/search" && r.Header.Get("Authorization") == "":
		// Without a token a server finds accounts and tags, and no posts.
		fmt.Fprint(w, `{"statuses":[],"accounts":[],"hashtags":[]}`)
	case r.Header.Get("Authorization") != "" && r.Header.Get("Authorization") != "Bearer "+s.token:
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":"The access token is invalid"}`)
	case r.URL.Path == "/api/v2/search" && q.Get("type") == "statuses":
		_ = json.NewEncoder(w).Encode(map[string]any{"statuses": s.found(q.Get("min_id"), q.Get("q"), q.Get("offset")), "accounts": []any{}})
	case r.URL.Path == "/api/v1/timelines/public" && q.Get("local") == "true":
		_ = json.NewEncoder(w).Encode(s.page(q.Get("min_id"), ""))
	default:
		http.NotFound(w, r)
	}
}

// page is the forty after an id, the newest first; without one the newest forty.
func (s *member) page(after, word string) []map[string]any {
	at, _ := strconv.ParseInt(after, 10, 64)
	var all []map[string]any
	for _, p := range s.posts {
		id, _ := strconv.ParseInt(p["id"].(string), 10, 64)
		if id > at && strings.Contains(p["content"].(string), word) {
			all = append(all, p)
		}
	}
	if len(all) > pageSize {
		if after == "" {
			all = all[len(all)-pageSize:]
		} else {
			all = all[:pageSize]
		}
	}
	out := []map[string]any{}
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i])
	}
	return out
}

// found is a search: the newest forty after an id, less what the reader hides,
// beyond as many as are to be passed.
func (s *member) found(after, word, offset string) []map[string]any {
	at, _ := strconv.ParseInt(after, 10, 64)
	pass, _ := strconv.Atoi(offset)
	if s.deaf {
		pass = 0
	}
	out := []map[string]any{}
	for i := len(s.posts) - 1; i >= 0; i-- {
		p := s.posts[i]
		id, _ := strconv.ParseInt(p["id"].(string), 10, 64)
		if id <= at || !strings.Contains(p["content"].(string), word) {
			continue
		}
		if pass--; pass < 0 && pass >= -pageSize && (s.hides == 0 || id%s.hides != 0) {
			out = append(out, p)
		}
	}
	return out
}

// add keeps a post written at a moment, where its id belongs.
func (s *member) add(at time.Time, text string) {
	p := post(len(s.posts) + 1)
	p["id"], p["content"], p["created_at"] = strconv.FormatInt(at.UnixMilli()<<16|int64(len(s.posts)), 10), "<p>"+text+"</p>", at.Format(time.RFC3339)
	i := len(s.posts)
	for i > 0 && s.posts[i-1]["id"].(string) > p["id"].(string) {
		i--
	}
	s.posts = append(s.posts[:i], append([]map[string]any{p}, s.posts[i:]...)...)
}

func (s *member) open(t *testing.T, path, token string) *Source {
	t.Helper()
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{h.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	return New(c, vigie.Source{ID: 1, Kind: vigie.MastodonSource, Address: h.URL + path}, token, func() time.Time { return now })
}

// TestSearchAndPublic: a search with a token and the public timeline without
// bring every post between two visits once, and those that arrive late.
func TestSearchAndPublic(t *testing.T) {
	for path, token := range map[string]string{"/search?q=grue": "s3cret", "/public/local": ""} {
		web := &member{token: "s3cret"}
		for i := range 50 {
			web.add(now.Add(time.Duration(i-600)*time.Minute), fmt.Sprint("La grue ", i))
		}
		s := web.open(t, path, token)
		kept := map[vigie.Key]bool{}
		var cursor []byte
		read := func() {
			t.Helper()
			for range 20 {
				b, err := s.Next(t.Context(), cursor)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range b.Mentions {
					kept[m.Key] = true
				}
				if b.Passing != (path == "/public/local") {
					t.Errorf("%s: Passing = %v", path, b.Passing)
				}
				if !b.Unchanged {
					cursor = b.Cursor
				}
				if !b.More {
					return
				}
			}
			t.Fatalf("%s: no end", path)
		}
		read()
		if len(kept) != pageSize {
			t.Errorf("%s: the first visit brought %d, want a page", path, len(kept))
		}
		for i := range 130 {
			web.add(now.Add(time.Duration(i)*time.Second-time.Hour), fmt.Sprint("La grue, suite ", i))
		}
		read()
		web.add(now.Add(129*time.Second-time.Hour-5*time.Minute), "La grue, écrite plus tôt, arrivée plus tard")
		read()
		if len(kept) != pageSize+131 {
			t.Errorf("%s: %d posts were heard, want %d", path, len(kept), pageSize+131)
		}
	}
}

// TestSearchEnds: pages short of what the reader hides are read past, and a
// server that shows the same page for ever is left.
func TestSearchEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		web  *member
		want int
	}{
		"every third is hidden":     {&member{token: "s3cret", hides: 3}, 100},
		"where to go on is unheard": {&member{token: "s3cret", deaf: true}, 40},
	} {
		s := tt.web.open(t, "/search?q=grue", "s3cret")
		tt.web.add(now.Add(-3*time.Hour), "La grue")
		_, cursor := visit(t, s, nil)
		for i := range 150 {
			tt.web.add(now.Add(time.Duration(i-150)*time.Second), fmt.Sprint("La grue ", i))
		}
		kept := map[vigie.Key]bool{}
		for range 2 {
			var ms []vigie.Mention
			ms, cursor = visit(t, s, cursor)
			for _, m := range ms {
				kept[m.Key] = true
			}
		}
		if len(kept) != tt.want {
			t.Errorf("%s: %d posts were heard, want %d", name, len(kept), tt.want)
		}
	}
}

// TestTokens: without a token a search says what it wants, with one that holds
// no more it says so, and neither sentence tells the token.
func TestTokens(t *testing.T) {
	web := &member{token: "s3cret"}
	for token, want := range map[string]string{"": "mastodon-search-token", "old-t0ken": "mastodon-token-expired"} {
		_, err := web.open(t, "/search?q=grue", token).Next(t.Context(), nil)
		var e *vigie.Error
		if !errors.As(err, &e) || e.Tell.ID != want || e.Kind != vigie.Forbidden {
			t.Errorf("token %q: %v, want %s", token, err, want)
		}
		if token != "" && (strings.Contains(err.Error(), token) || strings.Contains(fmt.Sprint(e.Tell.Args), token)) {
			t.Errorf("the error tells the token: %v", err)
		}
	}
}

// TestMedia reads what is written under pictures.
func TestMedia(t *testing.T) {
	p := post(1)
	p["media_attachments"] = []any{map[string]any{"type": "image", "description": "Une nacelle en panne"}, map[string]any{"type": "video", "description": nil}}
	p["card"] = map[string]any{"url": "https://presse.example/1"}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var st status
	if err := json.Unmarshal(b, &st); err != nil {
		t.Fatal(err)
	}
	m := New(nil, vigie.Source{}, "", func() time.Time { return now }).mention(&st, "btp.example")
	if m.Text != "Message 1 sur la #grue & co\n\nUne nacelle en panne" || m.Media != vigie.MediaImage|vigie.MediaVideo || len(m.Links) != 1 {
		t.Errorf("mention = %+v", m)
	}
}

// TestTokenStaysHome: looking again at posts asks the servers they were written
// on, which are told no token of another's.
func TestTokenStaysHome(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a := r.Header.Get("Authorization"); a != "" {
			t.Errorf("another server is told %q", a)
		}
		fmt.Fprint(w, `[]`)
	}))
	defer other.Close()
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{other.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	s := New(c, vigie.Source{ID: 1, Kind: vigie.MastodonSource, Address: "https://btp.example/search?q=grue"}, "s3cret", func() time.Time { return now })
	if _, err := s.Review(t.Context(), []vigie.Mention{{Network: Network, URL: other.URL + "/@marie/12", Key: "k"}}); err != nil && vigie.KindOf(err) != vigie.NotFound && vigie.KindOf(err) != vigie.Unavailable {
		t.Fatal(err)
	}
}
