package bluesky

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
)

// appView answers getPosts for all but some posts.
type appView struct {
	t     *testing.T
	gone  func(uri string, call int) bool
	calls int
}

func (s *appView) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	s.calls++
	u, err := url.Parse(r.URL)
	if err != nil || u.Path != "/xrpc/app.bsky.feed.getPosts" || u.Host != "api.example" || len(u.Query()["uris"]) > 25 {
		s.t.Errorf("asked %s", r.URL)
	}
	var posts []string
	for _, uri := range u.Query()["uris"] {
		if !s.gone(uri, s.calls) {
			posts = append(posts, fmt.Sprintf(`{"uri":%q,"author":{"did":"did:plc:a","handle":"leroux.example"},"record":{"text":"La grue","createdAt":"2026-11-27T10:00:00Z"},"indexedAt":"2026-11-27T10:00:01Z","likeCount":9}`, uri))
		}
	}
	return &fetch.Response{Body: []byte(`{"posts":[` + strings.Join(posts, ",") + `]}`)}, nil
}

// TestReview: posts are asked for twenty-five together; gone is what is missing
// twice beside a post that is given.
func TestReview(t *testing.T) {
	is := func(numbers ...string) func(string, int) bool {
		return func(uri string, _ int) bool { return slices.Contains(numbers, uri[strings.LastIndex(uri, "k")+1:]) }
	}
	for _, c := range []struct {
		name  string
		n     int
		gone  func(uri string, call int) bool
		again int
		want  []string
		calls int
	}{
		{"all stand", 60, is(), 60, nil, 3},
		{"two are gone", 60, is("3", "30"), 58, []string{"3", "30"}, 5},
		{"missing only once", 20, func(uri string, call int) bool { return call == 1 && strings.HasSuffix(uri, "k3") }, 19, nil, 2},
		{"nothing is given", 20, func(string, int) bool { return true }, 0, nil, 1},
	} {
		web := &appView{t: t, gone: c.gone}
		s := New(web, vigie.Source{ID: 1, Address: "https://api.example/xrpc/app.bsky.feed.searchPosts?q=grue"}, nil)
		ms := []vigie.Mention{{Key: "a.example/1"}}
		for i := range c.n {
			ms = append(ms, vigie.Mention{Key: vigie.Key(fmt.Sprintf("bluesky:at://did:plc:a/app.bsky.feed.post/k%d", i+1))})
		}
		b, err := s.Review(t.Context(), ms)
		if err != nil {
			t.Fatal(err)
		}
		var gone []string
		for _, k := range b.Gone {
			gone = append(gone, string(k)[strings.LastIndex(string(k), "k")+1:])
		}
		if len(b.Again) != c.again || !slices.Equal(gone, c.want) || web.calls != c.calls {
			t.Errorf("%s: %d again, %v gone in %d calls; want %d, %v, %d", c.name, len(b.Again), gone, web.calls, c.again, c.want, c.calls)
		}
		if len(b.Again) > 0 && (b.Again[0].Metrics[0].Reactions != 9 || b.Again[0].Key != ms[1].Key) {
			t.Errorf("%s: again %+v", c.name, b.Again[0])
		}
	}
	// One account's own server is not asked.
	s := New(&appView{t: t}, vigie.Source{Address: "https://pds.example/xrpc/com.atproto.repo.listRecords?repo=did:plc:a"}, nil)
	if b, err := s.Review(t.Context(), []vigie.Mention{{Key: "bluesky:at://did:plc:a/app.bsky.feed.post/k1"}}); err != nil || len(b.Gone)+len(b.Again) > 0 {
		t.Errorf("of a server without counts: %+v, %v", b, err)
	}
}
