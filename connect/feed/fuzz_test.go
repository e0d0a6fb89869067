package feed

import (
	"context"
	"testing"

	"vigie.example/vigie"
)

// FuzzCursor goes on from any cursor: what was kept may be of another version,
// or damaged, and must cost at most reading the feed again.
func FuzzCursor(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte(`{"address":"https://press.example/feed","etag":"x","seen":["a"],"waiting":true,"strange":9}`))
	f.Add([]byte(`{"ttl":-9223372036854775808,"seen":null,"body":"x","strange":-1}`))
	f.Add([]byte(`[1`))
	body := canned([]byte(rssOf("<item><title>a</title><link>https://press.example/1</link></item>")))
	f.Fuzz(func(t *testing.T, cursor []byte) {
		src := New(body, vigie.Source{Address: "https://press.example/feed"}, opts())
		b, err := src.Next(context.Background(), cursor)
		if err != nil {
			t.Fatalf("Next(%q): %v", cursor, err)
		}
		if len(b.Mentions) > 1 || b.TTL < 0 {
			t.Errorf("Next(%q) = %+v", cursor, b)
		}
		again, err := src.Next(context.Background(), b.Cursor)
		if err != nil || len(again.Mentions) > 0 {
			t.Errorf("Next again after %q brings %d mentions, %v, want none", cursor, len(again.Mentions), err)
		}
	})
}
