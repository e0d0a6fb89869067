package file

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"vigie.example/vigie"
)

func TestDates(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ in, layout, want string }{
		{"2015-02-24 11:35:52 -0800", "", "2015-02-24T19:35:52Z"},
		{"2026-01-07T19:15:01Z", "", "2026-01-07T19:15:01Z"},
		{"2026-01-07T19:15:01.5+01:00", "", "2026-01-07T18:15:01.5Z"},
		{"2020-12-28 07:26:23+00:00", "", "2020-12-28T07:26:23Z"},
		{"2020-12-28 07:26:23 UTC", "", "2020-12-28T07:26:23Z"},
		{"2020-12-28", "", "2020-12-27T23:00:00Z"},
		{"2020/06/01 8:05", "", "2020-06-01T06:05:00Z"},
		{"06/10/2021", "dmy", "2021-10-05T22:00:00Z"},
		{"06.10.2021 14h30", "dmy", "2021-10-06T12:30:00Z"},
		{"6-10-21", "dmy", "2021-10-05T22:00:00Z"},
		{"9/6/2015 5:56", "mdy", "2015-09-06T03:56:00Z"},
		{"9/6/2015 12:05 AM", "mdy", "2015-09-05T22:05:00Z"},
		{"9/6/2015 5:56:10 pm", "mdy", "2015-09-06T15:56:10Z"},
		{"Publiée le 17 octobre 2013", "", "2013-10-16T22:00:00Z"},
		{"le 1er août 2020 à 14h05", "", "2020-08-01T12:05:00Z"},
		{"mar. 17 oct. 2013", "", "2013-10-16T22:00:00Z"},
		{"mar. 5 mars 2013", "", "2013-03-04T23:00:00Z"},
		{"14 juil. 2019, 10:00", "", "2019-07-14T08:00:00Z"},
		{"Tue Oct 31 22:10:47 +0000 2017", "", "2017-10-31T22:10:47Z"},
		{"Mon, 02 Jan 2006 15:04:05 GMT", "", "2006-01-02T15:04:05Z"},
		{"March 5, 2021 at 3:04 PM", "", "2021-03-05T14:04:00Z"},
		{"5. März 2021", "", "2021-03-04T23:00:00Z"},
		{"1424806552", "", "2015-02-24T19:35:52Z"},
		{"1424806552000", "", "2015-02-24T19:35:52Z"},
		{"1424806552.0", "", "2015-02-24T19:35:52Z"},
		{"20150224", "", "2015-02-24T00:00:00Z"},
		{"24|02|2015", "02|01|2006", "2015-02-23T23:00:00Z"},
		{"31/02/2020", "dmy", ""},
		{"2020-13-01", "", ""},
		{"12", "", ""},
		{"yesterday", "", ""},
		{"17 octobre", "", ""},
		{"25:99 17 octobre 2013", "", ""},
		{"0000-00-00 00:00:00", "", ""},
		{"24|02|2015x", "02|01|2006", ""},
	}
	for _, tt := range tests {
		d := dates{layout: tt.layout, zone: paris}
		got, ok := d.parse(tt.in)
		if text := got.Format(time.RFC3339Nano); ok != (tt.want != "") || ok && text != tt.want {
			t.Errorf("parse(%q, %q) = %s, %v, want %q", tt.in, tt.layout, text, ok, tt.want)
		}
	}
}

func TestLearn(t *testing.T) {
	tests := []struct {
		name   string
		values []string
		layout string
		sure   bool
	}{
		{"day above twelve", []string{"06/10/2021", "13/07/2021"}, "dmy", true},
		{"month second", []string{"9/6/2015 5:56", "9/26/2015 7:00"}, "mdy", true},
		{"closer together by month first", []string{"9/6/2015", "9/7/2015", "9/8/2015"}, "mdy", false},
		{"closer together by day first", []string{"6/9/2015", "7/9/2015", "8/9/2015"}, "dmy", false},
		{"no telling", []string{"1/1/2015"}, "dmy", false},
		{"year first", []string{"2015-01-02", "2015-03-04"}, "", true},
		{"words", []string{"17 octobre 2013"}, "", true},
		{"both ways", []string{"13/01/2015", "14/01/2015", "01/13/2015"}, "dmy", false},
		{"none", nil, "", true},
	}
	for _, tt := range tests {
		if layout, sure := learn(tt.values); layout != tt.layout || sure != tt.sure {
			t.Errorf("%s: learn = %q, %v, want %q, %v", tt.name, layout, sure, tt.layout, tt.sure)
		}
	}
}

func utf16Of(s string, little, mark bool) string {
	var b strings.Builder
	if mark {
		s = "\ufeff" + s
	}
	put := func(u uint16) {
		if little {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		} else {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		}
	}
	for _, r := range s {
		if r >= 0x10000 {
			r -= 0x10000
			put(uint16(0xd800 + r>>10))
			put(uint16(0xdc00 + r&0x3ff))
			continue
		}
		put(uint16(r))
	}
	return b.String()
}

func TestCharsets(t *testing.T) {
	const table = "auteur;texte\nZoé;Très bonne grue 🏗 à l’usage\n"
	tests := []struct {
		name, data string
		want       Charset
	}{
		{"utf-8", table, UTF8},
		{"utf-8 with mark", "\ufeff" + table, UTF8},
		{"utf-16 little endian with mark", utf16Of(table, true, true), UTF16LE},
		{"utf-16 big endian with mark", utf16Of(table, false, true), UTF16BE},
		{"utf-16 without mark", utf16Of(table, true, false), UTF16LE},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Sniff(iotest.OneByteReader(strings.NewReader(tt.data)), "x.csv")
			if err != nil || s.Charset != tt.want || s.Mapping.Text != "texte" || s.Mapping.Author != "auteur" {
				t.Fatalf("Sniff = %+v, %v, want %s", s, err, tt.want)
			}
			ms, _, _, err := all(t, iotest.HalfReader(strings.NewReader(tt.data)), "x.csv", s.Mapping)
			if err != nil || len(ms) != 1 || ms[0].Text != "Très bonne grue 🏗 à l’usage" || ms[0].Author.Account != "Zoé" {
				t.Errorf("Read = %+v, %v", ms, err)
			}
		})
	}
	half := utf16Of("a\n", true, true) + "\x3d\xd8b\x00" + "x" // half a pair, and an odd byte
	b, err := io.ReadAll(&utf16Reader{r: strings.NewReader(half[2:]), order: binary.LittleEndian})
	if err != nil || string(b) != "a\n\ufffdb\ufffd" {
		t.Errorf("broken UTF-16 = %q, %v", b, err)
	}
}

func TestSniffWithoutHeader(t *testing.T) {
	s := sniff(t, []byte("1,https://exemple.fr/1,Une première phrase assez longue,2020-01-01\n2,https://exemple.fr/2,Une autre phrase tout aussi longue,2020-01-02\n"), "x.csv")
	if s.Header || strings.Join(s.Columns, " ") != "1 2 3 4" || s.Mapping.Text != "3" || s.Mapping.URL != "2" || s.Mapping.Date != "4" {
		t.Errorf("Sniff = %+v", s)
	}
	ms, _, _, err := all(t, strings.NewReader("1,Une phrase\n2,Une autre\n"), "x.csv", Mapping{Text: "2"})
	if err != nil || len(ms) != 2 {
		t.Errorf("read %d rows without header, %v, want 2", len(ms), err)
	}
}

func TestSniffColumns(t *testing.T) {
	tests := []struct {
		name, data string
		want       Mapping
	}{
		{
			"news", "id,title,url,num_points,num_comments,author,created_at\n1,Cranes,https://a.example/x,10,2,mj,9/26/2015 5:56\n2,More cranes,https://b.example/y,3,0,ab,9/27/2015 6:00\n",
			Mapping{ID: "id", Title: "title", URL: "url", Reactions: "num_points", Replies: "num_comments", Author: "author", Date: "created_at", DateLayout: "mdy", DefaultChannel: vigie.Forum},
		},
		{
			"support", "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n1,sav,False,Tue Oct 31 22:10:47 +0000 2017,@1 we can help,2,3.0\n2,1157,True,Tue Oct 31 22:11:45 +0000 2017,@sav how,,1.0\n",
			Mapping{ID: "tweet_id", Author: "author_id", Date: "created_at", Text: "text", ReplyTo: "in_response_to_tweet_id", DefaultNetwork: "twitter", DefaultChannel: vigie.Social},
		},
		{
			"page of many reviews", "Restaurant,Note,Avis,URL\nChez A,3.0,Trop long,https://avis.example/a\nChez A,5.0,Très bon,https://avis.example/a\n",
			Mapping{Text: "Avis", Rating: "Note", URL: "URL", SharedURL: true, Best: 5, DefaultChannel: vigie.Review},
		},
		{
			"id that repeats is none", "content_id;id;texte\n5;5;Un bon film\n5;5;Un mauvais film\n",
			Mapping{Text: "texte", DefaultChannel: vigie.Social},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if s := sniff(t, []byte(tt.data), "x.csv"); s.Mapping != tt.want {
				t.Errorf("Sniff = %+v\nwant    %+v", s.Mapping, tt.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	for in, want := range map[string]float64{"4": 4, "4,5": 4.5, "4/5": 4, "1 234,5": 1234.5, "3 étoiles": 3} {
		if got, ok := decimal(in); !ok || got != want {
			t.Errorf("decimal(%q) = %v, %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "NE", "étoile", "-"} {
		if got, ok := decimal(in); ok {
			t.Errorf("decimal(%q) = %v, want none", in, got)
		}
	}
	for in, want := range map[string]int64{"12": 12, "1 200": 1200, "3.0": 3, "": -1, "many": -1, "-5": -1} {
		if got := countOf(in); got != want {
			t.Errorf("countOf(%q) = %v, want %v", in, got, want)
		}
	}
	for in, want := range map[string]string{"fr": "fr", "FR": "fr", "pt_BR": "pt", "fr,en": "fr", "und": "", "f": "", "12": ""} {
		if got := langOf(in); got != want {
			t.Errorf("langOf(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("id,text,date\n1,\"one\n2,two,06/10/2021\n"), "x.csv")
	f.Add([]byte("{\"id\": 1, \"text\": \"a\", \"user\": {\"name\": [1, \"b\"]}}\n"), "x.jsonl")
	f.Add([]byte("\xff\xfei\x00d\x00;\x00t\x00\n\x00"), "x.tsv")
	f.Add([]byte("\""), "0")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		s, err := Sniff(bytes.NewReader(data), name)
		if err != nil {
			return
		}
		m := s.Mapping
		if m.Text == "" && m.Title == "" {
			m.Text = s.Columns[0]
		}
		if err := m.Check(s.Columns); err != nil {
			t.Fatalf("the proposed mapping is refused: %v", err)
		}
		im := &Import{R: bytes.NewReader(data), Name: name, Mapping: m, Heard: heard}
		n := 0
		for b, err := range im.Batches(context.Background()) {
			if err != nil && vigie.Tell(err).ID == "internal" {
				t.Fatalf("error without a sentence: %v", err)
			}
			n += len(b.Mentions)
			for _, x := range b.Mentions {
				if x.Key == "" || x.Text == "" && x.Title == "" || !utf8.ValidString(x.Text) || !x.Channel.Valid() {
					t.Fatalf("mention %+v", x)
				}
			}
		}
		if n+im.Refused() != im.Rows() {
			t.Fatalf("%d read and %d refused of %d rows", n, im.Refused(), im.Rows())
		}
	})
}
