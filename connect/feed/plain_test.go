package feed

import (
	"archive/zip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed/rss"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// plainFeeds are read by plainRSS.
var plainFeeds = map[string]string{
	"a blog": `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
		xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
		xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/">
		<channel><title>Blog &amp; co</title><atom:link href=" https://press.example/feed?a=1&amp;b=2" rel="self" type="application/rss+xml" />
		<link>https://press.example</link><description/><lastBuildDate>Thu, 26 Nov 2026 08:00:00 +0000</lastBuildDate><language>fr-FR</language>
		<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency><generator>https://wordpress.org/?v=6.8</generator>
		<image><url>https://press.example/i.png</url><title>Blog</title></image>
		<item><title>L&#8217;été &#38; l’hiver</title><link>https://press.example/1</link><dc:creator><![CDATA[Anaïs]]></dc:creator>
		<pubDate>Thu, 26 Nov 2026 08:00:00 +0000</pubDate><category><![CDATA[Un]]></category><guid isPermaLink="false">https://press.example/?p=1</guid>
		<description><![CDATA[<p>Beginning</p> [&#8230;]]]></description><content:encoded><![CDATA[<p>Said <a href="https://x.example/?a=1&amp;b">there</a> ]]]]><![CDATA[></p>]]></content:encoded>
		<slash:comments>7</slash:comments><wfw:commentRss>https://press.example/1/feed/</wfw:commentRss></item></channel></rss>`,
	"references": `<rss><channel><title>t</title><item><title>A &lt;b&gt; &copy; &copy=1; &nosuch; & &#x26; 1 &amp;amp; ; &amp &lt ;</title>
		<link>https://press.example/?a=1&copy=2;b=3</link><description>&lt;p&gt;He said &quot;no&quot; &eacute;&nbsp;! &amp;lt;</description></item></channel></rss>`,
	"pictures and films": `<rss xmlns:m="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"><channel><!-- made -by- hand --><itunes:author>Who</itunes:author>
		<item><title>film</title><enclosure url="https://press.example/a.mp3?x=1&amp;y" length="1" type="audio/mpeg"/><guid>f</guid><itunes:summary>Long &amp; short</itunes:summary>
		<m:group><m:content url="https://press.example/v.mp4" medium="video"/><m:description>Said of it</m:description>
		<m:community><m:statistics views='12'/><m:starRating count="3" average="5"/></m:community></m:group></item></channel></rss>`,
	"answers": `<rss xmlns:thr="http://purl.org/rss/1.0/modules/threading/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
		<item><title>Re: a</title><link href="/1#comment-12"/><dc:date>2026-11-26T08:00:00Z</dc:date><dc:language>en</dc:language>
		<thr:in-reply-to ref="https://press.example/1" href="https://press.example/1 2" type="text/html"/></item></channel></rss>`,
	"dates and hours": `<rss><channel><ttl> 90 </ttl><skipHours><hour>12</hour><hour>13</hour></skipHours><title> </title>
		<ITEM><Title>a</Title><pubDate>Thu, 26 Nov 2026 08:00:00 GMT</pubDate><author>nadia@press.example (Nadia)</author></ITEM>
		<item><title><![CDATA[ b ]]></title><pubDate/><source url="https://other.example/">Other <![CDATA[<]]></source></item></channel>  </rss  > anything`,
	"podcast": `<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><!----><channel><item><title>a</title><itunes:author>Who</itunes:author>
		<pubDate>Thu, 5 Nov 2026 08:00:00 +0100</pubDate><link href="" a:href="/2" href="/1"/></item></channel></rss>`,
	"nothing": `<rss><channel></channel></rss>`,
}

// notPlainFeeds are left to the library.
var notPlainFeeds = map[string]string{
	"markup in a text":       `<rss><channel><item><title>a <b>b</b></title></item></channel></rss>`,
	"a comment in a text":    `<rss><channel><item><title>a<!-- c --></title></item></channel></rss>`,
	"a comment out of form":  `<rss><channel><!-- c -- d --><item><title>a</title></item></channel></rss>`,
	"never closed":           `<rss><channel><item><title>a</title></item></channel>`,
	"crossed":                `<rss><channel><item><title>a</item></title></channel></rss>`,
	"a prefix not declared":  `<rss><channel><item><title>a</title><dc:date>x</dc:date></item></channel></rss>`,
	"declared further down":  `<rss><channel><item xmlns:dc="http://purl.org/dc/elements/1.1/"><title>a</title></item></channel></rss>`,
	"a namespace of its own": `<rss xmlns="http://backend.userland.com/rss2"><channel><item><title>a</title></item></channel></rss>`,
	"a prefix misused":       `<rss xmlns:media="https://press.example/m"><channel><item><title>a</title></item></channel></rss>`,
	"an address to begin at": `<rss xml:base="https://x.example/"><channel><item><link>1</link></item></channel></rss>`,
	"another date":           `<rss><channel><item><title>a</title><pubDate>26 novembre 2026</pubDate></item></channel></rss>`,
	"bare attribute":         `<rss version=2.0><channel><item><title>a</title></item></channel></rss>`,
	"an end in a text":       `<rss><channel><item><title>a ]]> b</title></item></channel></rss>`,
	"rss 1.0":                `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel></channel></rdf:RDF>`,
	"cut in a tag":           `<rss><channel><item><title`,
	"cut in a value":         `<rss><channel><item><enclosure url="`,
	"cut in CDATA":           `<rss><channel><item><title><![CDATA[`,
}

// heardOf is all that this package makes of a feed that was read.
func heardOf(p parsed) (items []item, b listen.Batch, wait, home string) {
	s := New(nil, vigie.Source{Address: "https://press.example/feed", Channel: vigie.Blog}, opts())
	items = s.items(p, "https://press.example/feed", &b)
	next, how := older(p, "https://press.example/feed", "https://press.example/feed")
	return items, b, askedToWait(p, now).String() + " " + next + " " + how, p.Title + " " + p.Link + " " + p.Language
}

// sameAsTheLibrary reports whether plainRSS read s, and fails the test where
// the library makes something else of it.
func sameAsTheLibrary(t *testing.T, name, s string) bool {
	t.Helper()
	r := plainRSS(s)
	if r == nil {
		return false
	}
	f, err := reader().RSSTranslator.Translate(r)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := reader().ParseString(s)
	if err != nil {
		t.Errorf("%s: read plainly, but the library says %v\n%s", name, err, s)
		return true
	}
	theirs, _ := lib.OriginalFeed().(*rss.Feed)
	items, b, wait, home := heardOf(parsed{Feed: f, rss: r})
	items2, b2, wait2, home2 := heardOf(parsed{Feed: lib, rss: theirs})
	if len(items) != len(items2) {
		t.Errorf("%s: %d items, the library has %d", name, len(items), len(items2))
	}
	for i := range min(len(items), len(items2)) {
		if !reflect.DeepEqual(items[i], items2[i]) {
			t.Errorf("%s: item %d =\n%+v\nthe library has\n%+v", name, i, items[i], items2[i])
		}
	}
	if !reflect.DeepEqual(b, b2) || wait != wait2 || home != home2 {
		t.Errorf("%s: %+v, %q, %q; the library has %+v, %q, %q", name, b, wait, home, b2, wait2, home2)
	}
	return true
}

func TestPlainFeedsAreReadAsTheLibraryDoes(t *testing.T) {
	for name, s := range plainFeeds {
		if !sameAsTheLibrary(t, name, s) {
			t.Errorf("%s: not read plainly", name)
		}
	}
	for name, s := range notPlainFeeds {
		if sameAsTheLibrary(t, name, s) {
			t.Errorf("%s: read plainly", name)
		}
	}
	// Wherever it breaks off, a feed is read alike or not at all.
	for name, s := range plainFeeds {
		for i := range s {
			sameAsTheLibrary(t, name, s[:i])
		}
	}
}

// TestPlainFeedsOfTheWeb compares on feeds found on the web, which are not part
// of this repository: see TestRealFeeds.
func TestPlainFeedsOfTheWeb(t *testing.T) {
	root := os.Getenv("VIGIE_DATA")
	if root == "" {
		t.Skip("VIGIE_DATA is not set: the real feeds are not compared")
	}
	for _, set := range []string{"feeds_real/fr.zip", "feeds_real/other.zip", "feeds_w3c_validator/testcases.zip", "feeds_gofeed/testdata.zip"} {
		z, err := zip.OpenReader(filepath.Join(root, filepath.FromSlash(set)))
		if err != nil {
			t.Fatal(err)
		}
		rssFeeds, plainly := 0, 0
		for _, f := range z.File {
			body := readZipped(t, f)
			if f.FileInfo().IsDir() || !looksLikeFeed(f.Name, body) {
				continue
			}
			s, ok := readyXML(body)
			if !ok || !strings.HasPrefix(strings.TrimSpace(s), "<rss") {
				continue
			}
			rssFeeds++
			if sameAsTheLibrary(t, f.Name, s) {
				plainly++
			}
		}
		t.Logf("%s: %d of %d RSS feeds read plainly", set, plainly, rssFeeds)
		if err := z.Close(); err != nil {
			t.Error(err)
		}
	}
}

// readyXML makes of a body what parseXML hands on to be read.
func readyXML(body []byte) (s string, ok bool) {
	s = string(body)
	at := root.FindStringIndex(s)
	if at == nil {
		return "", false
	}
	return charRef.ReplaceAllStringFunc(strings.Map(legal, s[at[0]:]), legalRef), true
}

func FuzzPlainRSS(f *testing.F) {
	for _, s := range plainFeeds {
		f.Add(s)
	}
	for _, s := range notPlainFeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ready, ok := readyXML([]byte(s)); ok {
			sameAsTheLibrary(t, "fuzz", ready)
		}
	})
}
