package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

var now = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

// french is a reader for which everything is French.
type french struct{}

func (french) Language(*vigie.Mention) (string, float64) { return "fr", 1 }
func (french) Maker() string                             { return "test/1" }
func (french) Complete(*understand.Piece)                {}

// desk is a handler over a store with one topic, one file and three posts.
func desk(t *testing.T, change func(*api.Options)) (http.Handler, *sqlite.Store) {
	t.Helper()
	clock := func() time.Time { return now }
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w, err := watch.New(t.Context(), watch.Options{Archive: st, Ledger: st, Reader: french{}, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SaveTopic(t.Context(), vigie.Topic{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux"}); err != nil {
		t.Fatal(err)
	}
	src, err := st.SaveSource(t.Context(), vigie.Source{Kind: vigie.FileSource, Address: "posts.csv", Name: "posts.csv", Channel: vigie.Forum, KeepAll: true})
	if err != nil {
		t.Fatal(err)
	}
	b := listen.Batch{Source: src.ID}
	for i, s := range []string{"La grue Leroux est en panne", "=1+1 Leroux", "Le pain est cuit"} {
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("forum.example/t/%d", i)), URL: fmt.Sprintf("https://forum.example/t/%d", i),
			Site: "forum.example", Text: s, Author: vigie.Author{Name: fmt.Sprintf("a%d", i)},
			// 23:30 in Paris on the 19th, 20th and 21st of November.
			Published: time.Date(2026, 11, 19+i, 22, 30, 0, 0, time.UTC),
		})
	}
	if _, err := w.Handle(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	o := api.Options{Archive: st, Ledger: st, Backup: st, Watch: w, Mutations: true, Now: clock}
	if change != nil {
		change(&o)
	}
	return api.New(o), st
}

func ask(t *testing.T, h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, api.Prefix+path, strings.NewReader(body))
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestSearch(t *testing.T) {
	h, _ := desk(t, nil)
	for name, c := range map[string]struct {
		query string
		want  int
	}{
		"everything":         {"", 3},
		"words":              {"?q=grue", 1},
		"topic by name":      {"?topic=LEROUX", 2},
		"topic by id":        {"?topic=1", 2},
		"source by name":     {"?source=posts.csv", 3},
		"from a day":         {"?from=2026-11-20", 2},
		"to a day, included": {"?to=2026-11-20", 2},
		"one day of Paris":   {"?from=2026-11-20&to=2026-11-20", 1},
		"before an instant":  {"?to=2026-11-20T22:30:00Z", 1},
		"other channel":      {"?channel=press", 0},
		"two channels":       {"?channel=press,forum", 3},
		"site":               {"?site=www.forum.example", 3},
		"own":                {"?own=true", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := ask(t, h, "GET", "/search"+c.query, "")
			var p api.Page
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 200 {
				t.Fatalf("search%s = %d %s (%v)", c.query, w.Code, w.Body, err)
			}
			if len(p.Mentions) != c.want || p.Count != c.want {
				t.Errorf("search%s = %d mentions, count %d, want %d", c.query, len(p.Mentions), p.Count, c.want)
			}
		})
	}
}

func TestPagesJoin(t *testing.T) {
	h, _ := desk(t, nil)
	var seen []string
	after := ""
	for range 5 {
		w := ask(t, h, "GET", "/search?limit=1&after="+after, "")
		var p api.Page
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Mentions {
			seen = append(seen, m.Text)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	if len(seen) != 3 || seen[0] != "Le pain est cuit" {
		t.Errorf("pages of one = %q, want three mentions, newest first", seen)
	}
}

// TestChangesAreTold: what pages remember must not outlive a change made beside
// them; what only reads tells nothing.
func TestChangesAreTold(t *testing.T) {
	told := 0
	h, _ := desk(t, func(o *api.Options) { o.Changed = func() { told++ } })
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/search", "", 0},
		{"POST", "/query/check", `{"query":"grue"}`, 0},
		{"PUT", "/lists/tools", `{"terms":["grue"]}`, 1},
		{"DELETE", "/lists/tools", "", 1},
	} {
		told = 0
		if ask(t, h, c.method, c.path, c.body); told != c.want {
			t.Errorf("%s %s is told %d times, want %d", c.method, c.path, told, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	h, _ := desk(t, nil)
	readOnly, _ := desk(t, func(o *api.Options) { o.Mutations = false })
	for name, c := range map[string]struct {
		h                  http.Handler
		method, path, body string
		status             int
		kind, id           string
	}{
		"no route":         {h, "GET", "/dance", "", 404, "not-found", "api-no-route"},
		"bad channel":      {h, "GET", "/search?channel=radio", "", 400, "invalid", "api-bad-channel"},
		"bad date":         {h, "GET", "/search?from=hier", "", 400, "invalid", "api-bad-date"},
		"bad limit":        {h, "GET", "/search?limit=501", "", 400, "invalid", "api-bad-limit"},
		"no topic":         {h, "GET", "/search?topic=Autre", "", 404, "not-found", "api-no-topic"},
		"no mention":       {h, "GET", "/mentions/zero", "", 404, "not-found", "api-no-mention"},
		"bad body":         {h, "POST", "/topics", "{", 400, "invalid", "api-bad-body"},
		"unknown field":    {h, "POST", "/topics", `{"name":"a","query":"b","colour":"red"}`, 400, "invalid", "api-bad-body"},
		"bad format":       {h, "GET", "/export?format=pdf", "", 400, "invalid", "api-bad-format"},
		"late bad export":  {h, "GET", "/export?format=csv&from=hier", "", 400, "invalid", "api-bad-date"},
		"erase nobody":     {h, "POST", "/erase", `{"author":" "}`, 400, "invalid", "api-erase-nobody"},
		"not wired":        {h, "POST", "/listen", "", 503, "unavailable", "api-not-here"},
		"bad address":      {h, "POST", "/sources", `{"address":"file:///etc/passwd"}`, 400, "invalid", "api-bad-address"},
		"read-only":        {readOnly, "POST", "/erase", `{"author":"x"}`, 403, "forbidden", "api-read-only"},
		"users at the net": {h, "GET", "/users", "", 403, "forbidden", "api-no-users"},
		"password at net":  {h, "PUT", "/users/marie@example.org", `{"password":"x"}`, 403, "forbidden", "api-no-users"},
		"read-only backup": {readOnly, "GET", "/backup", "", 403, "forbidden", "api-read-only"},
	} {
		t.Run(name, func(t *testing.T) {
			w := ask(t, c.h, c.method, c.path, c.body)
			var e api.Error
			if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil {
				t.Fatalf("%s %s = %d %q: %v", c.method, c.path, w.Code, w.Body, err)
			}
			if w.Code != c.status || e.Kind != c.kind || e.ID != c.id || e.Message == "" || strings.Contains(e.Message, "[") {
				t.Errorf("%s %s = %d %+v, want %d %s %s", c.method, c.path, w.Code, e, c.status, c.kind, c.id)
			}
		})
	}
}

func TestExportDefusesFormulas(t *testing.T) {
	h, _ := desk(t, nil)
	w := ask(t, h, "GET", "/export?format=csv&q=leroux", "")
	if body := w.Body.String(); !strings.Contains(body, "'=1+1 Leroux") || strings.Count(body, "\n") != 3 {
		t.Errorf("export = %q, want a header, two rows, and the formula defused", body)
	}
	if x := ask(t, h, "GET", "/export?format=xlsx&q=leroux", ""); x.Code != 200 || !strings.HasPrefix(x.Body.String(), "PK") {
		t.Errorf("export as XLSX: %d %.10q", x.Code, x.Body.String())
	}
	if body := ask(t, h, "GET", "/export?format=csv&q=nothing", "").Body.String(); !strings.HasPrefix(body, "id,key,") {
		t.Errorf("empty export = %q, want the header", body)
	}
}

// TestBrokenStreams: what breaks off must not look complete.
func TestBrokenStreams(t *testing.T) {
	h, _ := desk(t, func(o *api.Options) {
		o.Backup = brokenBackup{}
		o.Import = func(_ context.Context, _ io.Reader, _ api.Import, progress func(api.Progress) error) (api.Progress, error) {
			if err := progress(api.Progress{Rows: 10}); err != nil {
				return api.Progress{}, err
			}
			return api.Progress{Rows: 10}, vigie.Errorf(vigie.Unavailable, nil, "api-not-here", "disk")
		}
	})
	s := httptest.NewServer(h)
	defer s.Close()
	// The connection breaks before or after the header: either is an error.
	resp, err := http.Get(s.URL + api.Prefix + "/backup")
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close() // broken anyway
	}
	if err == nil {
		t.Error("a backup that broke off reads to its end")
	}
	w := ask(t, h, "POST", "/import?name=a.csv", "x")
	var last api.Progress
	for dec := json.NewDecoder(w.Body); dec.More(); {
		last = api.Progress{}
		if err := dec.Decode(&last); err != nil {
			t.Fatal(err)
		}
	}
	if last.Error == nil || last.Error.Kind != "unavailable" || last.Done || last.Rows != 10 {
		t.Errorf("last line of a broken import = %+v, want its error", last)
	}
}

type brokenBackup struct{}

func (brokenBackup) Backup(_ context.Context, w io.Writer) error {
	if _, err := w.Write([]byte("half")); err != nil {
		return err
	}
	return errors.New("disk torn out")
}

func TestTopicsAndTrace(t *testing.T) {
	h, st := desk(t, nil)
	if w := ask(t, h, "PUT", "/topics/leroux", `{"query":"leroux AND grue"}`); w.Code != 200 || !strings.Contains(w.Body.String(), `"version":2`) {
		t.Errorf("change of a topic = %d %s, want version 2", w.Code, w.Body)
	}
	w := ask(t, h, "GET", "/trace?of=https://www.forum.example/t/1?utm_source=x", "")
	var tr api.Trace
	if err := json.Unmarshal(w.Body.Bytes(), &tr); err != nil {
		t.Fatal(err)
	}
	if tr.Verdict != "kept" || len(tr.HeardBy) != 1 || len(tr.Topics) != 1 || tr.Topics[0].Matched || len(tr.Topics[0].Why) == 0 {
		t.Errorf("trace = %+v, want kept, heard once, and why the topic does not match", tr)
	}
	if len(tr.Tell) != 2 || tr.Story != nil {
		t.Errorf("trace tells %q of story %v, want when it was heard and by whom", tr.Tell, tr.Story)
	}
	if w := ask(t, h, "DELETE", "/topics/leroux", ""); w.Code != 200 {
		t.Errorf("delete = %d %s", w.Code, w.Body)
	}
	if topics, err := st.Topics(t.Context()); err != nil || len(topics) != 0 {
		t.Errorf("topics after delete = %v, %v", topics, err)
	}
}
