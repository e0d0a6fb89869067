package feed

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
)

// TestRealFeeds reads feeds found on the web and the cases of other parsers,
// which are not part of this repository, and prints how many were read and why
// others were not. It needs the folder of the data sets in VIGIE_DATA.
func TestRealFeeds(t *testing.T) {
	root := os.Getenv("VIGIE_DATA")
	if root == "" {
		t.Skip("VIGIE_DATA is not set: the real feeds (three folders feeds_*) are not tried")
	}
	for _, set := range []string{"feeds_real/fr.zip", "feeds_real/other.zip", "feeds_w3c_validator/testcases.zip", "feeds_gofeed/testdata.zip"} {
		t.Run(set, func(t *testing.T) { realFeeds(t, filepath.Join(root, filepath.FromSlash(set))) })
	}
}

// canned answers every request with the same body.
type canned []byte

func (c canned) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	return &fetch.Response{Status: 200, URL: r.URL, Body: c}, nil
}

func realFeeds(t *testing.T, path string) {
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var files, read, empty, items, undated, broken int
	var spent []time.Duration
	why := map[string][]string{}
	for _, f := range z.File {
		name := f.Name
		body := readZipped(t, f)
		if f.FileInfo().IsDir() || !looksLikeFeed(name, body) {
			continue
		}
		files++
		s := New(canned(body), vigie.Source{ID: 1, Address: "https://site.example/" + filepath.Base(name), Site: "site.example"}, Options{})
		start := time.Now()
		b, err := s.Next(context.Background(), nil)
		spent = append(spent, time.Since(start))
		if err != nil {
			e := fmt.Sprint(vigie.Tell(err).ID)
			if vigie.KindOf(err) == vigie.Internal {
				t.Errorf("%s: %v", name, err)
			}
			why[e] = append(why[e], name+": "+err.Error())
			continue
		}
		read++
		items += len(b.Mentions)
		if len(b.Mentions) == 0 {
			empty++
		}
		keys := map[vigie.Key]bool{}
		for _, m := range b.Mentions {
			if m.Key == "" || keys[m.Key] {
				t.Errorf("%s: key %q empty or twice", name, m.Key)
			}
			keys[m.Key] = true
			if !m.DateKnown() {
				undated++
			}
			if strings.Contains(m.Text, "\ufffd") || strings.Contains(m.Text, "Ã©") {
				t.Logf("%s: spoilt characters in %q", name, m.Key)
			}
		}
		for _, p := range b.Problems {
			if p.ID == "feed-items-broken" {
				broken++
				t.Logf("%s: %v", name, p)
			}
		}
	}
	slices.Sort(spent)
	var sum time.Duration
	for _, d := range spent {
		sum += d
	}
	t.Logf("%d files, %d read (%d of them without items, %d salvaged), %d items, %d undated; mean %v, median %v, longest %v",
		files, read, empty, broken, items, undated, sum/time.Duration(max(len(spent), 1)), spent[len(spent)/2], spent[len(spent)-1])
	for id, names := range why {
		t.Logf("%s: %d", id, len(names))
		for i, n := range names {
			if i < 400 {
				t.Logf("    %.220s", n)
			}
		}
	}
}

func readZipped(t *testing.T, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b {
		if z, err := gzip.NewReader(strings.NewReader(string(b))); err == nil {
			if out, err := io.ReadAll(z); err == nil {
				return out
			}
		}
	}
	return b
}

// looksLikeFeed leaves out the expectations, pages and lists that stand beside
// the feeds.
func looksLikeFeed(name string, body []byte) bool {
	n := strings.ToLower(name)
	for _, end := range []string{".html", ".htm", ".opml", ".md", ".txt", "license", ".css", ".xsl", ".csv", ".py", ".png"} {
		if strings.HasSuffix(n, end) {
			return false
		}
	}
	if strings.HasSuffix(n, ".json") {
		return strings.Contains(string(body[:min(len(body), 2000)]), "jsonfeed.org/version")
	}
	return true
}
