package web

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzParseFilter: an address is refused, or means a filter whose own address
// means the same.
func FuzzParseFilter(f *testing.F) {
	f.Add("topic=1&topic=2&channel=press&site=a.example&lang=fr&own=no&from=2026-10-25&to=2026-10-25")
	f.Add("from=0001-01-01&to=9999-12-31&author=%00&opinion=negative&source=-1")
	f.Add("from=2026-11-22T10:00:00%2B01:00&to=2026-03-29&site=%20&own=")
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		q, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		one, err := parseFilter(q, zone)
		if err != nil {
			return
		}
		two, err := parseFilter(filterValues(one, zone), zone)
		if err != nil || !reflect.DeepEqual(one, two) {
			t.Errorf("%q = %+v, and back = %+v, %v", address, one, two, err)
		}
	})
}

// FuzzBack: the way back never leads to another site, as a browser reads it:
// it drops tabs and line ends, and takes a backslash for a slash.
func FuzzBack(f *testing.F) {
	for _, s := range []string{"/stream?q=x", "//evil.example", `/\evil.example`, "/\t/evil.example", "https:evil.example", "javascript:alert(1)", "/%2f/evil.example", "/a#b", "/..//evil.example", "%2f0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got := back(path)
		read := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(got)
		if !strings.HasPrefix(read, "/") || strings.HasPrefix(read, "//") {
			t.Errorf("back(%q) = %q, which a browser may take for another site", path, got)
		}
	})
}

// FuzzOutside: what a mention gives as its address is a link only where it is
// one of the web.
func FuzzOutside(f *testing.F) {
	for _, s := range []string{"https://press.example/1", "javascript:alert(1)", "java\tscript:alert(1)", "//x", "http://", "https://a\"onclick=x", "data:text/html,x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got := outside(address)
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			t.Errorf("outside(%q) = %q, which is no address of the web", address, got)
		}
	})
}

// FuzzRich: sentences with names in them become HTML whose only elements are
// ours.
func FuzzRich(f *testing.F) {
	f.Add("**Leroux** a [parlé](1) <b>", "/stream")
	f.Add("[a][b](**", "javascript:alert(1)")
	f.Fuzz(func(t *testing.T, sentence, href string) {
		got := string(rich(sentence, href, href))
		for _, ours := range []string{"<b>", "</b>", "<strong>", "</strong>", "<em>", "</em>", "</a>", "<br>", "<bdi>", "</bdi>"} {
			got = strings.ReplaceAll(got, ours, "")
		}
		for {
			before, rest, found := strings.Cut(got, `<a href="`)
			if !found {
				break
			}
			link, after, closed := strings.Cut(rest, `">`)
			if !closed || !strings.HasPrefix(link, "/") && link != "" && !strings.HasPrefix(link, "#") {
				t.Fatalf("rich(%q, %q) links to %q", sentence, href, link)
			}
			got = before + after
		}
		if strings.ContainsAny(got, "<>") {
			t.Errorf("rich(%q, %q) holds an element of theirs: %q", sentence, href, got)
		}
	})
}
