package feed

import (
	"fmt"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// TestWelcome: what WordPress writes into each new blog was said by nobody; the
// same words in a feed of something else are somebody's.
func TestWelcome(t *testing.T) {
	const feed = `<rss version="2.0"><channel><title>x</title><link>https://a.example/</link><generator>%s</generator>
<item><title>Hello world!</title><link>https://a.example/1</link><description>Welcome to WordPress. This is your first post. Edit or delete it.</description></item>
<item><title>Bonjour tout le monde !</title><link>https://a.example/2</link><description>Bienvenue sur WordPress. Ceci est votre premier article.</description></item>
<item><title>By: A commenter</title><link>https://a.example/3</link><description><![CDATA[<p>Bonjour, ceci est un commentaire.<br />
Pour débuter avec la modération, la modification…</p>]]></description></item>
<item><title>Bonjour</title><link>https://a.example/4</link><description>La nacelle est arrivée. Bienvenue sur WordPress.</description></item>
</channel></rss>`
	for generator, want := range map[string]int{"https://wordpress.org/?v=6.1.1": 1, "Hugo": 4} {
		f, err := parse([]byte(fmt.Sprintf(feed, generator)), "")
		if err != nil {
			t.Fatal(err)
		}
		s := New(nil, vigie.Source{Channel: vigie.Blog}, Options{Now: func() time.Time { return time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC) }})
		var b listen.Batch
		items := s.items(f, "https://a.example/feed", &b)
		told := len(b.Problems) == 1 && b.Problems[0].ID == "feed-items-welcome"
		if len(items) != want || told != (want == 1) {
			t.Errorf("%s: %d items and %v told, want %d items", generator, len(items), b.Problems, want)
		}
	}
}
