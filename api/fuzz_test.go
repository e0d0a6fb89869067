package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vigie.example/vigie/api"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/watch"
)

// FuzzAddress asks with any conditions: an answer, or a refusal that says what
// is wrong; never a failure of ours.
func FuzzAddress(f *testing.F) {
	f.Add("/search", "q=leroux&topic=1&channel=press,forum&from=2026-01-01&to=9999-12-31&limit=10&after=AAAAAAAAAAE")
	f.Add("/search", "q=((\"a*b\" NEAR/9 -c) OR lang:fr&limit=-1&after=%00")
	f.Add("/trace", "q=https://a.example/%ff&what=%00\"'")
	f.Add("/export", "format=csv&from=0001-01-01&own=2&opinion=x&site=*")
	f.Add("/mentions/9223372036854775807", "x")
	f.Add("/topics", "';DROP TABLE mention;--")
	st, err := sqlite.Open(f.Context(), f.TempDir(), sqlite.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := st.Close(); err != nil {
			f.Error(err)
		}
	})
	w, err := watch.New(f.Context(), watch.Options{Archive: st, Ledger: st, Reader: french{}})
	if err != nil {
		f.Fatal(err)
	}
	h := api.New(api.Options{Archive: st, Ledger: st, Backup: st, Watch: w, Mutations: true})
	f.Fuzz(func(t *testing.T, path, query string) {
		if !strings.HasPrefix(path, "/") || path == "/backup" {
			return
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, api.Prefix+"/", nil)
		r.URL.Path, r.URL.RawQuery = api.Prefix+path, query
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code >= http.StatusInternalServerError && rec.Code != http.StatusServiceUnavailable && rec.Code != http.StatusNotImplemented {
			t.Errorf("GET %q?%q = %d: %s", path, query, rec.Code, rec.Body)
		}
	})
}
