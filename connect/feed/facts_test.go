package feed

import (
	"reflect"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"vigie.example/vigie"
)

func TestFacts(t *testing.T) {
	const feed = `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>x</title><link>https://a.example/</link>
<item><title>Un</title><link>https://a.example/1</link><description><![CDATA[<p>Voir <a class="x" href="/2?a=1&amp;b=2">ici</a>, <a href='https://b.example/'>là</a>,
<a href="https://a.example/1#c">soi</a> <a href="mailto:x@y">mail</a> <img width=3 src="https://a.example/p.jpg"></p>]]></description>
<enclosure url="https://a.example/s.mp3" type="audio/mpeg" length="1"/></item>
<item><title>Deux</title><link>https://a.example/2</link><description>rien</description><media:group><media:content medium="video" url="https://a.example/v"/></media:group></item>
</channel></rss>`
	f, err := parse([]byte(feed), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []vigie.Mention
	for _, e := range f.Items {
		m := vigie.Mention{URL: e.Link}
		setFacts(&m, e, "https://a.example/")
		got = append(got, m)
	}
	want := []vigie.Mention{
		{URL: "https://a.example/1", Links: []string{"https://a.example/2?a=1&b=2", "https://b.example/"}, Media: vigie.MediaImage | vigie.MediaSound},
		{URL: "https://a.example/2", Media: vigie.MediaVideo},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("facts = %+v, want %+v", got, want)
	}
}

// TestFactsAreBounded reads an entry made to cost time.
func TestFactsAreBounded(t *testing.T) {
	var m vigie.Mention
	setFacts(&m, &gofeed.Item{Content: strings.Repeat(`<a href="https://a.example/x`, 50_000) + strings.Repeat("<a ", 100_000) + strings.Repeat("<img ", 100_000)}, "https://a.example/")
	if len(m.Links) > linksMost {
		t.Errorf("%d links kept", len(m.Links))
	}
}
