package mastodon

import (
	"encoding/json"
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

var now = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// server is a Mastodon of n posts with the ids 1001 and on, as its interface
// shows them: newest first, or after min_id the oldest first of those.
type server struct {
	n     int
	moved bool // accounts have other numbers
	fail  func(w http.ResponseWriter, r *http.Request) bool
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if s.fail != nil && s.fail(w, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/api/v1/accounts/lookup":
		if r.URL.Query().Get("acct") != "marie" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `{"id":"%d"}`, map[bool]int{false: 77, true: 78}[s.moved])
	case "/api/v1/timelines/tag/grue", "/api/v1/accounts/77/statuses", "/api/v1/accounts/78/statuses":
		if strings.Contains(r.URL.Path, "/7") && strings.Contains(r.URL.Path, "78") != s.moved {
			http.NotFound(w, r)
			return
		}
		after, _ := strconv.Atoi(r.URL.Query().Get("min_id"))
		from := max(after-1000+1, s.n-39) // without min_id: the newest page
		if after > 0 {
			from = after - 1000 + 1
		}
		var page []map[string]any
		for i := from; i <= s.n && len(page) < 40; i++ {
			if i < 1 {
				continue
			}
			page = append([]map[string]any{post(i)}, page...)
		}
		_ = json.NewEncoder(w).Encode(page)
	default:
		http.NotFound(w, r)
	}
}

func post(i int) map[string]any {
	return map[string]any{
		"id": strconv.Itoa(1000 + i), "uri": fmt.Sprintf("https://btp.example/users/marie/statuses/%d", i), "url": fmt.Sprintf("https://btp.example/@marie/%d", i),
		"created_at": now.Add(time.Duration(i-500) * time.Minute).Format(time.RFC3339), "language": "fr", "favourites_count": i,
		"content": fmt.Sprintf("<p>Message %d sur la <a href=\"#\">#<span>grue</span></a> &amp; co</p>", i), "reblog": nil,
		"account": map[string]any{"acct": "marie", "display_name": "Marie D.", "url": "https://btp.example/@marie", "followers_count": 12},
	}
}

func open(t *testing.T, s *server, path string) *Source {
	t.Helper()
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{h.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	return New(c, vigie.Source{ID: 1, Kind: vigie.MastodonSource, Address: h.URL + path, Site: "btp.example"}, "", func() time.Time { return now })
}

// visit asks until there is no more, as listen does, and returns the texts.
func visit(t *testing.T, s *Source, cursor []byte) (all []vigie.Mention, next []byte) {
	t.Helper()
	for range 20 {
		b, err := s.Next(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b.Mentions...)
		if cursor = b.Cursor; !b.More {
			return all, cursor
		}
	}
	t.Fatal("no end")
	return nil, nil
}

// TestNothingBetween: what was posted between two visits comes whole, however
// much it was, and nothing comes twice.
func TestNothingBetween(t *testing.T) {
	for _, path := range []string{"/tags/grue", "/@marie"} {
		web := &server{n: 100}
		s := open(t, web, path)
		first, cursor := visit(t, s, nil)
		if len(first) != 40 {
			t.Fatalf("%s: the first visit brought %d, want the newest page of 40", path, len(first))
		}
		m := first[0]
		if m.Text != "Message 100 sur la #grue & co" || m.Author.Key(m.Network, m.Site) != "mastodon:@marie@"+hostOf(t, s) || m.Author.Name != "Marie D." || m.Declared != "fr" || m.Key == "" || m.Metrics[0].Reactions != 100 || m.URL != "https://btp.example/@marie/100" {
			t.Errorf("%s: mention = %+v", path, m)
		}
		web.n = 237
		second, cursor := visit(t, s, cursor)
		seen := map[vigie.Key]bool{}
		for _, m := range append(first, second...) {
			if seen[m.Key] {
				t.Errorf("%s: %s came twice", path, m.Key)
			}
			seen[m.Key] = true
		}
		if len(second) != 137 {
			t.Errorf("%s: the second visit brought %d, want 137", path, len(second))
		}
		if none, _ := visit(t, s, cursor); len(none) != 0 {
			t.Errorf("%s: a third visit brought %d, want nothing", path, len(none))
		}
	}
}

// TestAccountRenumbered: an account that its server knows by another number now
// is looked up again; one that is nobody's any more is told.
func TestAccountRenumbered(t *testing.T) {
	web := &server{n: 10}
	s := open(t, web, "/@marie")
	_, cursor := visit(t, s, nil)
	web.n, web.moved = 12, true
	ms, next := visit(t, s, cursor)
	if len(ms) != 12 {
		t.Errorf("%d posts of the account set up anew, want its page", len(ms))
	}
	web.n = 13
	if ms, _ = visit(t, s, next); len(ms) != 1 {
		t.Errorf("then %d, want the one since", len(ms))
	}
	web.fail = func(w http.ResponseWriter, r *http.Request) bool { http.NotFound(w, r); return true }
	if _, err := s.Next(t.Context(), cursor); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("an account that is gone = %v, want kind NotFound", err)
	}
}

func hostOf(t *testing.T, s *Source) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.source.Address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.URL.Host
}

func TestFaults(t *testing.T) {
	for name, tt := range map[string]struct {
		path string
		fail func(w http.ResponseWriter, r *http.Request) bool
		kind vigie.Kind
	}{
		"too eager": {"/tags/grue", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}, vigie.Unavailable},
		"half an answer": {"/tags/grue", func(w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprint(w, `[{"id":"1","conte`)
			return true
		}, vigie.Unavailable},
		"wants a token": {"/tags/grue", func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusUnauthorized); return true }, vigie.Forbidden},
		"nobody":        {"/@personne", nil, vigie.NotFound},
		"no such page":  {"/about", nil, vigie.Invalid},
	} {
		s := open(t, &server{n: 1, fail: tt.fail}, tt.path)
		if _, err := s.Next(t.Context(), nil); vigie.KindOf(err) != tt.kind {
			t.Errorf("%s: Next = %v, want kind %v", name, err, tt.kind)
		}
	}
}

func TestReads(t *testing.T) {
	for address, want := range map[string]bool{
		"https://btp.example/tags/grue": true, "https://btp.example/@marie": true, "https://btp.example/@marie@other.example": true,
		"https://btp.example/@marie/123": false, "https://btp.example/": false, "tags/grue": false,
	} {
		if Reads(address) != want {
			t.Errorf("Reads(%q) = %v, want %v", address, !want, want)
		}
	}
}
