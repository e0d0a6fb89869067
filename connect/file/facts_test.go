package file

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func TestSeveral(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string
	}{
		{"", "[]"},
		{"https://a.fr/x", "[https://a.fr/x]"},
		{"['https://a.fr/x', 'https://b.fr']", "[https://a.fr/x https://b.fr]"},
		{"https://a.fr|https://b.fr;nan", "[https://a.fr https://b.fr]"},
		{"rien", "[]"},
	} {
		if got := fmt.Sprint(several(c.in, func(s string) bool { return webAddress(s) != "" })); got != c.want {
			t.Errorf("several(%q) = %s, want %s", c.in, got, c.want)
		}
	}
	for in, want := range map[string]string{"fr": "FR", "UK": "GB", "France": "", "": "", "F1": ""} {
		if got := countryOf(in); got != want {
			t.Errorf("countryOf(%q) = %q, want %q", in, got, want)
		}
	}
	if got := shortened("é" + string(make([]byte, 3000))); len(got) != vigie.ParentMost {
		t.Errorf("shortened to %d bytes", len(got))
	}
}

// TestFacts reads a row that tells everything.
func TestFacts(t *testing.T) {
	const data = `text,user_description,country_code,in_reply_to_screen_name,parent_text,urls,photos,videos,is_retweet
Une grue,Chef de chantier,fr,enseigne,Qui a une grue ?,"['https://a.fr/x']",https://a.fr/p.jpg,,True
Une pelle,,,,,,,,False
`
	ms, problems, _, err := all(t, strings.NewReader(data), "posts.csv", sniff(t, []byte(data), "posts.csv").Mapping)
	if err != nil || len(problems) > 0 || len(ms) != 2 {
		t.Fatalf("read %d rows, %v, %v", len(ms), problems, err)
	}
	want := vigie.Mention{
		To: []string{"enseigne"}, Parent: "Qui a une grue ?", Links: []string{"https://a.fr/x"}, Media: vigie.MediaImage, Country: "FR", Repost: true,
		Author: vigie.Author{Bio: "Chef de chantier"},
	}
	got := ms[0]
	told := vigie.Mention{To: got.To, Parent: got.Parent, Links: got.Links, Media: got.Media, Country: got.Country, Repost: got.Repost, Author: vigie.Author{Bio: got.Author.Bio}}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("facts = %+v, want %+v", told, want)
	}
	if m := ms[1]; m.To != nil || m.Parent != "" || m.Links != nil || m.Media != 0 || m.Repost {
		t.Errorf("a row that tells nothing: %+v", m)
	}
}
