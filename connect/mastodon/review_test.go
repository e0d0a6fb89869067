package mastodon

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// TestReview: posts are asked for at their own server, twenty together; what
// that server says not to have is gone, and nothing else.
func TestReview(t *testing.T) {
	var asked []string
	web := &server{n: 100}
	one := func(w http.ResponseWriter, id string) bool {
		n, err := strconv.Atoi(id)
		if err != nil || n == 7 || n == 8 { // taken back
			http.Error(w, `{"error":"Record not found"}`, http.StatusNotFound)
			return true
		}
		return false
	}
	for _, c := range []struct {
		name    string
		several func(w http.ResponseWriter) bool // refuses to give several
		ids     int
		again   int
		gone    []vigie.Key
		kind    vigie.Kind
	}{
		{"a server that gives several", nil, 30, 28, []vigie.Key{"k7", "k8"}, -1},
		{"an older server", func(w http.ResponseWriter) bool { w.WriteHeader(http.StatusNotFound); return true }, 9, 3, []vigie.Key{"k7", "k8"}, -1},
		{"an older server that has none of them", func(w http.ResponseWriter) bool { w.WriteHeader(http.StatusNotFound); return true }, -2, 0, nil, -1},
		{"one that wants a token", func(w http.ResponseWriter) bool { w.WriteHeader(http.StatusUnauthorized); return true }, 9, 0, nil, vigie.Forbidden},
		{"one that is down", func(w http.ResponseWriter) bool { w.WriteHeader(http.StatusBadGateway); return true }, 9, 0, nil, vigie.Unavailable},
	} {
		asked = nil
		web.fail = func(w http.ResponseWriter, r *http.Request) bool {
			asked = append(asked, r.URL.Path)
			if id, ok := strings.CutPrefix(r.URL.Path, "/api/v1/statuses/"); ok {
				if !one(w, id) {
					n, _ := strconv.Atoi(id)
					_ = json.NewEncoder(w).Encode(statusOf(r.Host, n))
				}
				return true
			}
			if r.URL.Path != "/api/v1/statuses" {
				return false
			}
			if c.several != nil {
				return c.several(w)
			}
			ids := r.URL.Query()["id[]"]
			if len(ids) > 20 {
				t.Errorf("%s: asked for %d at once", c.name, len(ids))
			}
			list := []any{}
			for _, id := range ids {
				if n, _ := strconv.Atoi(id); n != 7 && n != 8 {
					list = append(list, statusOf(r.Host, n))
				}
			}
			_ = json.NewEncoder(w).Encode(list)
			return true
		}
		s := open(t, web, "/tags/grue")
		var ms []vigie.Mention
		ids := make([]int, 0, 30)
		for i := 1; i <= c.ids; i++ {
			ids = append(ids, i)
		}
		if c.ids < 0 {
			ids = []int{7, 8}
		}
		for _, i := range ids {
			ms = append(ms, vigie.Mention{Network: Network, Key: vigie.Key(fmt.Sprint("k", i)), URL: fmt.Sprintf("http://%s/@marie/%d", hostOf(t, s), i)})
		}
		// What cannot be asked for there is left alone.
		ms = append(ms, vigie.Mention{Network: Network, Key: "other", URL: "https://pleroma.example/notice/abc"}, vigie.Mention{Key: "web", URL: "http://" + hostOf(t, s) + "/@marie/3"})
		b, err := s.Review(t.Context(), ms)
		if c.kind < 0 && err != nil || c.kind >= 0 && (err == nil || vigie.KindOf(err) != c.kind) {
			t.Errorf("%s: Review = %v", c.name, err)
		}
		slices.Sort(b.Gone)
		if len(b.Again) != c.again || !slices.Equal(b.Gone, c.gone) || len(b.Mentions) != 0 {
			t.Errorf("%s: %d again and %v gone after %v; want %d and %v", c.name, len(b.Again), b.Gone, asked, c.again, c.gone)
		}
		for _, m := range b.Again {
			if m.Metrics[0].Reactions < 1 || m.Text == "" || !strings.HasPrefix(string(m.Key), "k") {
				t.Errorf("%s: again %+v", c.name, m)
			}
		}
	}
}

func statusOf(host string, i int) map[string]any {
	p := post(i)
	p["id"], p["url"] = strconv.Itoa(i), fmt.Sprintf("http://%s/@marie/%d", host, i)
	return p
}
