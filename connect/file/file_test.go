package file

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

var heard = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// all reads a whole file and returns its mentions, the ids and arguments of its
// problems, and the error that ended it.
func all(t *testing.T, r io.Reader, name string, m Mapping) (ms []vigie.Mention, problems []string, im *Import, end error) {
	t.Helper()
	im = &Import{R: r, Name: name, Mapping: m, Heard: heard, Batch: 3}
	for b, err := range im.Batches(context.Background()) {
		if end != nil {
			t.Fatal("a batch came after an error")
		}
		if len(b.Mentions) > 3 {
			t.Errorf("batch of %d, want 3 at most", len(b.Mentions))
		}
		ms = append(ms, b.Mentions...)
		for _, p := range b.Problems {
			problems = append(problems, strings.TrimSpace(p.ID+" "+strings.Trim(fmt.Sprint(p.Args...), "[]")))
		}
		end = err
	}
	return ms, problems, im, end
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sniff(t *testing.T, data []byte, name string) Sniffed {
	t.Helper()
	s, err := Sniff(bytes.NewReader(data), name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTweets(t *testing.T) {
	data := fixture(t, "airline.csv")
	s := sniff(t, data, "airline.csv")
	want := Mapping{ID: "tweet_id", Text: "text", Author: "name", Date: "tweet_created", Reposts: "retweet_count", DefaultNetwork: "twitter", DefaultChannel: vigie.Social}
	if s.Mapping != want || s.Delimiter != "," || s.Charset != UTF8 || !s.Header || len(s.Columns) != 12 || s.DatesUnsure {
		t.Errorf("Sniff = %+v, want mapping %+v", s, want)
	}
	ms, problems, im, err := all(t, bytes.NewReader(data), "airline.csv", s.Mapping)
	if err != nil || len(ms) != 3 || im.Rows() != 4 || im.Refused() != 1 {
		t.Fatalf("read %d mentions of %d rows, %d refused, %v; want 3 of 4, 1, nil", len(ms), im.Rows(), im.Refused(), err)
	}
	if want := []string{"file-row-no-text 6"}; !reflect.DeepEqual(problems, want) {
		t.Errorf("problems = %q, want %q", problems, want)
	}
	m := ms[1]
	if m.Key != "twitter:9002" || m.Author.Account != "paul_k" || m.Channel != vigie.Social || m.Network != "twitter" || m.Version != 1 {
		t.Errorf("second mention = %+v", m)
	}
	if want := "@AirExemple three hours late, \"again\"\nand nobody says why & when"; m.Text != want {
		t.Errorf("text = %q, want %q", m.Text, want)
	}
	if want := time.Date(2015, 2, 24, 19, 15, 59, 0, time.UTC); !m.Published.Equal(want) || m.Published.Location() != time.UTC || m.PublishedRaw != "" {
		t.Errorf("published = %v, want %v", m.Published, want)
	}
	if want := []vigie.Metric{{At: heard, Reactions: -1, Replies: -1, Reposts: 3, Views: -1, Followers: -1}}; !reflect.DeepEqual(m.Metrics, want) {
		t.Errorf("metrics = %+v, want %+v", m.Metrics, want)
	}
	// The same id with other content stays in order: the archive sees an edit.
	if ms[0].Key != ms[2].Key || ms[0].Text == ms[2].Text {
		t.Errorf("repeated id: %q %q then %q %q", ms[0].Key, ms[0].Text, ms[2].Key, ms[2].Text)
	}
}

func TestFrenchReviews(t *testing.T) {
	data := fixture(t, "assurance.csv")
	s := sniff(t, data, "assurance.csv")
	want := Mapping{Text: "avis", Date: "date_publication", Rating: "note", DateLayout: "dmy", Best: 5, DefaultChannel: vigie.Review}
	if s.Mapping != want || s.Delimiter != ";" || s.Charset != Windows1252 {
		t.Errorf("Sniff = %+v, want mapping %+v", s, want)
	}
	s.Mapping.Zone = "Europe/Paris"
	ms, problems, _, err := all(t, bytes.NewReader(data), "assurance.csv", s.Mapping)
	if err != nil || len(ms) != 3 || len(problems) > 0 {
		t.Fatalf("read %d mentions, problems %q, %v", len(ms), problems, err)
	}
	if want := "Téléphone agréable, dossier réglé en 3 jours, € remboursés."; ms[0].Text != want {
		t.Errorf("text = %q, want %q", ms[0].Text, want)
	}
	if want := (vigie.Rating{Value: 4, Best: 5}); ms[0].Rating != want || ms[2].Rating.Given() {
		t.Errorf("ratings = %v, %v, want %v, none", ms[0].Rating, ms[2].Rating, want)
	}
	if want := time.Date(2021, 10, 5, 22, 0, 0, 0, time.UTC); !ms[0].Published.Equal(want) {
		t.Errorf("published = %v, want midnight in Paris, %v", ms[0].Published, want)
	}
	if ms[1].Text != "Trois relances ; aucune réponse." || !strings.HasPrefix(string(ms[1].Key), "text:") {
		t.Errorf("second = %q %q", ms[1].Key, ms[1].Text)
	}
}

func TestLinesOfJSON(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(fixture(t, "bluesky.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := sniff(t, z.Bytes(), "bluesky.jsonl.gz")
	if s.Format != JSONL || !s.Compressed || s.Mapping.DefaultNetwork != "bluesky" || s.Mapping.ID != "uri" || s.Mapping.Lang != "langs" || s.Mapping.Author != "author.handle" || s.Mapping.AuthorName != "author.displayName" {
		t.Fatalf("Sniff = %+v", s)
	}
	s.Mapping.ReplyTo = "reply.parent.uri"
	ms, problems, _, err := all(t, bytes.NewReader(z.Bytes()), "bluesky.jsonl.gz", s.Mapping)
	if err != nil || len(ms) != 2 {
		t.Fatalf("read %d mentions, %v, want 2", len(ms), err)
	}
	if want := []string{"file-row-not-json 4", "file-row-not-json 5"}; !reflect.DeepEqual(problems, want) {
		t.Errorf("problems = %q, want %q", problems, want)
	}
	a, b := ms[0], ms[1]
	if a.Declared != "fr" || a.Author != (vigie.Author{Account: "chantier.example", Name: "Le Chantier"}) || a.Metrics[0].Reactions != 148 || a.Metrics[0].Replies != -1 || a.Text != "La grue est de retour 🏗️" {
		t.Errorf("first = %+v", a)
	}
	if b.ReplyTo != a.Key || b.Text != "Deux lignes\nici écrites" || b.Author.Name != "" || b.Declared != "" {
		t.Errorf("second = %+v, want a reply to %q", b, a.Key)
	}
	if want := time.Date(2026, 1, 7, 18, 25, 1, 120e6, time.UTC); !b.Published.Equal(want) {
		t.Errorf("published = %v, want %v", b.Published, want)
	}
}

func TestCheck(t *testing.T) {
	columns := []string{"id", "Message", "when"}
	tests := []struct {
		name string
		m    Mapping
		want string // message id, empty for none
		args []any
	}{
		{"good", Mapping{Text: "Message", Date: "when"}, "", nil},
		{"other case", Mapping{Text: "message"}, "", nil},
		{"nothing", Mapping{}, "file-no-text-column", []any{"id, Message, when"}},
		{"missing", Mapping{Text: "Message", URL: "link"}, "file-no-column", []any{"link", "id, Message, when"}},
		{"zone", Mapping{Text: "Message", Zone: "Paris/France"}, "file-bad-zone", []any{"Paris/France"}},
		{"channel", Mapping{Text: "Message", DefaultChannel: "tv"}, "file-bad-channel", []any{"tv"}},
		{"best", Mapping{Text: "Message", Best: -1}, "file-bad-best", []any{-1.0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.m.Check(columns)
			if tt.want == "" {
				if err != nil {
					t.Errorf("Check = %v, want nil", err)
				}
				return
			}
			if got := vigie.Tell(err); vigie.KindOf(err) != vigie.Invalid || got.ID != tt.want || !reflect.DeepEqual(got.Args, tt.args) {
				t.Errorf("Check = %v, want %s %v", err, tt.want, tt.args)
			}
		})
	}
	_, _, _, err := all(t, strings.NewReader("a,b\n1,2\n"), "x.csv", Mapping{Text: "texte"})
	if vigie.Tell(err).ID != "file-no-column" {
		t.Errorf("Read(missing column) = %v", err)
	}
}

func TestBrokenRows(t *testing.T) {
	tests := []struct {
		name, data string
		texts      []string
		problems   []string
	}{
		{"unclosed quote costs its own line", "id,text\n1,\"open\n2,two\n3,\"three\"\n4,four\n", []string{"two", "three", "four"}, []string{"file-row-open-quote 2"}},
		{"unclosed quote before quoted rows", "id,text\n\"1\",\"open\n\"2\",\"two\"\n\"3\",\"three\"\n", []string{"two", "three"}, []string{"file-row-open-quote 2"}},
		{"unclosed quote in the last line", "id,text\n1,one\n2,\"open", []string{"one"}, []string{"file-row-open-quote 3"}},
		{"quotes amid a cell", "id,text\n1,\"he said \"hello\" and left\"\n2,two\n", []string{`he said "hello" and left`, "two"}, nil},
		{"quote inside a plain cell", "id,text\n1,19\" wheels\n2,two\n", []string{`19" wheels`, "two"}, nil},
		{"lines inside a cell", "id,text\n1,\"one\n\nmore\"\n2,two\n", []string{"one\n\nmore", "two"}, nil},
		{"too few and too many cells", "id,text\n1\n2,two,more\n3,three,,\n4,four\n", []string{"three", "four"}, []string{"file-row-cells 2 1 2", "file-row-cells 3 3 2"}},
		{"line ends of Windows, empty lines", "id,text\r\n1,one\r\n\r\n2,\"two\"\r\n", []string{"one", "two"}, nil},
		{"no line end at the end", "id,text\n1,one\n2,two", []string{"one", "two"}, nil},
		{"delimiter ends the file", "id,text\n1,one\n2,", []string{"one"}, []string{"file-row-no-text 3"}},
		{"zeros, controls, bidirectional marks", "id,text\n1,\"o\x00n\x07e \u202eevil\u200b\"\n", []string{"one evil"}, nil},
		{"byte order mark", "\ufeffid,text\n1,one\n", []string{"one"}, nil},
		{"tabs, quotes are plain", "id\ttext\n1\t\"quoted\"\n2\t\"open\n3\t\"a\" and \"b\"\n", []string{"quoted", `"open`, `a" and "b`}, nil},
		{"one row of another charset", "id,text\n1,été\n2,\xe9t\xe9\n", []string{"été", "été"}, nil},
		{"white space is no text", "id,text\n1,\" \u200b \"\n2,two\n", []string{"two"}, []string{"file-row-no-text 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ms, problems, _, err := all(t, strings.NewReader(tt.data), "x.csv", Mapping{ID: "id", Text: "text"})
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, m := range ms {
				texts = append(texts, m.Text)
			}
			if !reflect.DeepEqual(texts, tt.texts) || !reflect.DeepEqual(problems, tt.problems) {
				t.Errorf("Read(%q) = %q, problems %q; want %q, %q", tt.data, texts, problems, tt.texts, tt.problems)
			}
		})
	}
}

func TestProblemsAreBounded(t *testing.T) {
	data := "id,text\n" + strings.Repeat("1\n", 1000) + "2,two\n"
	ms, problems, im, err := all(t, strings.NewReader(data), "x.csv", Mapping{Text: "text"})
	if err != nil || len(ms) != 1 || im.Refused() != 1000 || im.Rows() != 1001 {
		t.Fatalf("read %d of %d, %d refused, %v", len(ms), im.Rows(), im.Refused(), err)
	}
	if len(problems) != 21 || problems[20] != "file-rows-more 980" {
		t.Errorf("%d problems, last %q, want 20 and the rest as a number", len(problems), problems[len(problems)-1])
	}
}

func TestDatesThatCannotBeReadAreTold(t *testing.T) {
	data := "text,date\none,2026-05-15\ntwo,tomorrow\nthree,\nfour,soon\nfive,once\nsix,never\nseven,later\n"
	ms, problems, im, err := all(t, strings.NewReader(data), "x.csv", Mapping{Text: "text", Date: "date"})
	if err != nil || len(ms) != 7 || im.Refused() != 0 {
		t.Fatalf("read %d, %d refused, %v; want all 7 kept", len(ms), im.Refused(), err)
	}
	want := []string{"file-row-undated 3tomorrow", "file-row-undated 5soon", "file-row-undated 6once", "file-undated-more 2"}
	if !reflect.DeepEqual(problems, want) {
		t.Errorf("problems = %q, want %q: a row without any date is no problem", problems, want)
	}
}

// repeat gives n bytes of s over and over.
func repeat(s string, n int64) io.Reader {
	return io.LimitReader(&repeater{s: s}, n)
}

type repeater struct {
	s string
	i int
}

func (r *repeater) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.s[r.i]
		r.i = (r.i + 1) % len(r.s)
	}
	return len(p), nil
}

func TestHugeRows(t *testing.T) {
	tests := []struct{ name, before, fill, after string }{
		{"plain cell of 32 MB", "1,", "x", "\n"},
		{"quoted cell of 32 MB", "1,\"", "x", "\"\n"},
		{"carriage returns", "", "\r", "\n"},
		{"delimiters", "", ",", "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := io.MultiReader(strings.NewReader("id,text\n0,before\n"+tt.before), repeat(tt.fill, 32<<20), strings.NewReader(tt.after+"2,after\n"))
			ms, problems, _, err := all(t, r, "x.csv", Mapping{ID: "id", Text: "text"})
			if err != nil || len(ms) != 2 || ms[0].Text != "before" || ms[1].Text != "after" || len(problems) != 1 {
				t.Errorf("read %d mentions, problems %q, %v; want the two around it", len(ms), problems, err)
			}
		})
	}
}

func TestOpenQuotesStayLinear(t *testing.T) {
	// Each line opens a quote; without a bound each would be searched for its
	// end through a megabyte.
	data := "id,text\n" + strings.Repeat(",\"\"x\n", 400_000)
	r := &csvRows{w: newWindow(strings.NewReader(data)), delim: ','}
	rows := 0
	for {
		if _, _, err := r.next(); err != nil {
			break
		}
		rows++
	}
	if rows < 2 || r.wasted > maxWasted+2*maxRow {
		t.Errorf("%d rows, %d bytes searched in vain, want %d at most", rows, r.wasted, maxWasted+2*maxRow)
	}
}

func TestDatesOfMentions(t *testing.T) {
	tests := []struct {
		name, date string
		published  time.Time
		raw        string
	}{
		{"none", "", time.Time{}, ""},
		{"none in words", "NA", time.Time{}, ""},
		{"unreadable", "il y a 3 jours", time.Time{}, "il y a 3 jours"},
		{"old", "1970-01-01T00:00:00Z", time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), "1970-01-01T00:00:00Z"},
		{"future", "2031-05-01", heard, "2031-05-01"},
		{"tomorrow morning", "2026-11-23T08:00:00Z", time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ms, _, _, err := all(t, strings.NewReader("text,date\nbonjour à tous,"+tt.date+"\n"), "x.csv", Mapping{Text: "text", Date: "date"})
			if err != nil || len(ms) != 1 {
				t.Fatalf("read %d, %v", len(ms), err)
			}
			if m := ms[0]; !m.Published.Equal(tt.published) || m.PublishedRaw != tt.raw {
				t.Errorf("date %q = %v, raw %q, want %v, %q", tt.date, m.Published, m.PublishedRaw, tt.published, tt.raw)
			}
		})
	}
}

func TestKeysAndPlaces(t *testing.T) {
	read := func(head, row string, m Mapping) vigie.Mention {
		t.Helper()
		ms, _, _, err := all(t, strings.NewReader(head+"\n"+row+"\n"), "dir/export.csv.gz", m)
		if err != nil || len(ms) != 1 {
			t.Fatalf("read %d, %v", len(ms), err)
		}
		return ms[0]
	}
	m := read("id,text,url,to", "12.0,un texte,https://www.Exemple.fr/a?utm_source=x,7.0", Mapping{ID: "id", Text: "text", URL: "url", ReplyTo: "to"})
	if m.Key != "exemple.fr/a" || m.Site != "exemple.fr" || m.ReplyTo != "file/export.csv:7" {
		t.Errorf("address and id without network: %q on %q to %q", m.Key, m.Site, m.ReplyTo)
	}
	m = read("id,text,url,to", "12.0,un texte,https://www.Exemple.fr/a?utm_source=x,7.0", Mapping{ID: "id", Text: "text", URL: "url", ReplyTo: "to", SharedURL: true})
	if m.Key != "file/export.csv:12" || m.ReplyTo != "file/export.csv:7" {
		t.Errorf("shared address and id without network: %q to %q", m.Key, m.ReplyTo)
	}
	m = read("text,url,site", "un texte,https://www.exemple.fr/a/?utm_source=x,https://forum.exemple.fr/", Mapping{Text: "text", URL: "url", Site: "site"})
	if m.Key != "exemple.fr/a" || m.Site != "forum.exemple.fr" {
		t.Errorf("address: %q on %q", m.Key, m.Site)
	}
	m = read("text,url", "un texte,javascript:alert(1)", Mapping{Text: "text", URL: "url"})
	if m.URL != "" || m.Site != "" || !strings.HasPrefix(string(m.Key), "text:") {
		t.Errorf("address that is none: %q %q %q", m.URL, m.Site, m.Key)
	}
	m = read("text,url,canal,reseau", "un texte,https://exemple.fr/page,Avis,Mastodon", Mapping{Text: "text", URL: "url", SharedURL: true, Channel: "canal", Network: "reseau", Own: true})
	if !strings.HasPrefix(string(m.Key), "text:") || m.URL == "" || m.Channel != vigie.Review || m.Network != "mastodon" || !m.Own {
		t.Errorf("shared address: %+v", m)
	}
}

func TestNotATable(t *testing.T) {
	cut := func() io.Reader {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte("id,text\n1,one\n"))
		_ = w.Close()
		return bytes.NewReader(b.Bytes()[:b.Len()-6])
	}
	tests := []struct {
		name string
		r    io.Reader
		want string
		kind vigie.Kind
	}{
		{"empty", strings.NewReader(""), "file-empty", vigie.Invalid},
		{"only white space", strings.NewReader(" \n\n"), "file-empty", vigie.Invalid},
		{"zip", strings.NewReader("PK\x03\x04rest"), "file-not-text", vigie.Invalid},
		{"binary", strings.NewReader("\x7fELF" + strings.Repeat("\x00\x00\x00\x01", 200)), "file-not-text", vigie.Invalid},
		{"PDF", strings.NewReader("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"), "file-not-text", vigie.Invalid},
		{"picture", strings.NewReader("\x89PNG\r\n\x1a\nrest\nof it\n"), "file-not-text", vigie.Invalid},
		{"web page", strings.NewReader("<!DOCTYPE html>\n<title>Avis</title>\n<p>Rien\n"), "file-not-text", vigie.Invalid},
		{"one JSON list", strings.NewReader("[{\"a\": 1},\n{\"a\": 2}]"), "file-not-lines", vigie.Invalid},
		{"JSON over many lines", strings.NewReader("{\n\"a\": 1\n}\n"), "file-not-lines", vigie.Invalid},
		{"broken gzip", strings.NewReader("\x1f\x8bnope"), "file-broken-gzip", vigie.Invalid},
		{"reader that fails", failing{}, "file-unreadable", vigie.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Sniff(tt.r, "x.csv")
			if got := vigie.Tell(err).ID; got != tt.want || vigie.KindOf(err) != tt.kind {
				t.Errorf("Sniff = %v, want %s", err, tt.want)
			}
		})
	}
	ms, _, _, err := all(t, cut(), "x.csv.gz", Mapping{Text: "text"})
	if vigie.Tell(err).ID != "file-broken-gzip" || len(ms) != 1 {
		t.Errorf("gzip cut short: %d mentions, %v, want the one before it and file-broken-gzip", len(ms), err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var end error
	for b, err := range Read(ctx, bytes.NewReader(posts(2000)), "posts.csv", Mapping{Text: "text"}, 100) {
		n += len(b.Mentions)
		end = err
		cancel()
	}
	if !errors.Is(end, context.Canceled) || n > 600 {
		t.Errorf("read %d after the context ended, %v", n, end)
	}
	n = 0
	for b := range Read(context.Background(), bytes.NewReader(posts(2000)), "posts.csv", Mapping{Text: "text"}, 100) {
		n += len(b.Mentions)
		break
	}
	if n != 100 {
		t.Errorf("read %d before the caller stopped, want 100", n)
	}
}
