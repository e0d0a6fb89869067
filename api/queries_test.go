package api_test

import (
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

func TestQueries(t *testing.T) {
	h, _ := desk(t, nil)
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		want                     string
	}{
		{"check", "POST", "/query/check", `{"topic":1,"query":"grue OR pain","must":["une grue"],"must_not":["du pain"]}`, 200, `"found":2`},
		{"diff", "POST", "/query/check", `{"topic":1,"query":"grue OR pain"}`, 200, `"joined":1,"left":1`},
		{"failed test", "POST", "/query/check", `{"query":"grue OR pain","must_not":["du pain"]}`, 200, `"passed":false,"why":"pain is there, once."`},
		{"a query that does not parse", "POST", "/query/check", `{"query":"grue \"pain"}`, 200, `"with":"\""`},
		{"what no topic may ask", "POST", "/query/check", `{"query":"lang:fr"}`, 400, "query-at"},
		{"convert", "POST", "/query/convert", `{"from":"x","query":"grue is:verified"}`, 200, `"query":"grue"`},
		{"convert from nobody", "POST", "/query/convert", `{"from":"nobody","query":"grue"}`, 400, "convert-no-dialect"},
		{"save examples", "PUT", "/topics/1/examples", `{"must":["leroux"],"must_not":["grue"]}`, 200, `leroux`},
		{"examples", "GET", "/topics/Leroux/examples", "", 200, `{"must":["leroux"],"must_not":["grue"]}`},
		{"against its examples", "PUT", "/topics/1", `{"query":"grue"}`, 409, "topic-examples-fail"},
		{"all the same", "PUT", "/topics/1?anyway=true", `{"query":"grue"}`, 200, `"version":2`},
		{"versions", "GET", "/topics/1/versions", "", 200, `"version":2,"query":"grue"`},
		{"roll back", "POST", "/topics/1/rollback", `{"version":1,"by":"ana"}`, 200, `"version":3`},
		{"roll back to nothing", "POST", "/topics/1/rollback", `{"version":9}`, 404, "topic-no-version"},
		{"save a list", "PUT", "/lists/rivaux", `{"terms":"pain\ngrue"}`, 200, "rivaux"},
		{"lists", "GET", "/lists", "", 200, `"terms":"pain\ngrue"`},
		{"search with a list", "GET", "/search?q=list:rivaux", "", 200, `"count":2`},
		{"search by a fact", "GET", "/search?q=author:a1+published:2026-11-20", "", 200, `"count":1`},
		{"a list in a circle", "PUT", "/lists/rond", `{"terms":"list:rond"}`, 400, "rond → rond"},
		{"delete a list", "DELETE", "/lists/rivaux", "", 200, "rivaux"},
		{"delete it again", "DELETE", "/lists/rivaux", "", 404, "store-no-list"},
	} {
		w := ask(t, h, c.method, c.path, c.body)
		if body := w.Body.String(); w.Code != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %s %s = %d %s, want %d with %s", c.name, c.method, c.path, w.Code, body, c.status, c.want)
		}
	}
	shut, _ := desk(t, func(o *api.Options) { o.Mutations = false })
	for _, c := range [][2]string{{"PUT", "/lists/a"}, {"DELETE", "/lists/a"}, {"POST", "/topics/1/rollback"}, {"PUT", "/topics/1/examples"}} {
		if w := ask(t, shut, c[0], c[1], "{}"); w.Code != 403 {
			t.Errorf("%s %s without mutations = %d, want 403", c[0], c[1], w.Code)
		}
	}
}
