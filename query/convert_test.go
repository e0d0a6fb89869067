package query

import (
	"strings"
	"testing"
)

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		from               Dialect
		name, in, out, say string
	}{
		{Brandwatch, "boolean", `("leroy merlin" OR leroymerlin) AND (prix OR retard) NOT emploi`, `("leroy merlin" OR leroymerlin) AND (prix OR retard) AND NOT emploi`, ""},
		{Brandwatch, "space is a phrase", `leroy merlin OR casto`, `"leroy merlin" OR casto`, "convert-space-phrase"},
		{Brandwatch, "near", `(a1 OR b1) NEAR/5 c1 AND d1 NEAR/3f e1`, `(a1 OR b1) NEAR/5 c1 AND d1 ONEAR/3 e1`, ""},
		{Brandwatch, "loose", `"prix retard"~5`, `"prix retard"~5`, "convert-loose"},
		{Brandwatch, "raw", `raw:Google+ OR raw:"H&M"`, `raw:"Google+" OR raw:"H&M"`, ""},
		{Brandwatch, "comment", `grue <<<le jaune>>> OR pelle`, `grue OR pelle`, ""},
		{Brandwatch, "fields", `author:marie AND site:lemonde.fr AND links:casto.fr AND authorFollowers:[1000 TO 5000]`, `author:marie AND site:lemonde.fr AND links:casto.fr AND followers:1000..5000`, ""},
		{Brandwatch, "field without equal", `grue AND city:Lyon`, `grue`, "convert-no-field"},
		{Brandwatch, "three letters of a country", `grue AND country:fra`, `grue`, "convert-refused"},
		{Brandwatch, "group in a field", `site:(lemonde.fr OR lefigaro.fr)`, `site:lemonde.fr OR site:lefigaro.fr`, ""},
		{Talkwalker, "and not", `grue AND NOT pelle`, `grue AND NOT pelle`, ""},
		{Talkwalker, "jumps", `"prix retard"~5`, `"prix retard"~5`, "convert-loose-jumps"},
		{Talkwalker, "spelling", `livraison~1 OR livraison~2`, `livraison~1 OR livraison~1`, "convert-two-off"},
		{Talkwalker, "compound", `carsharing~`, `carsharing`, "convert-compound"},
		{Talkwalker, "ordered", `grue ONEAR/4 panne`, `grue ONEAR/4 panne`, ""},
		{Talkwalker, "space", `grue panne`, `grue AND panne`, "convert-space-unsaid"},
		{Meltwater, "near is four", `grue NEAR panne`, `grue NEAR/4 panne`, "convert-near-default"},
		{Meltwater, "small letters", `grue and panne or pelle`, `grue AND panne OR pelle`, ""},
		{Meltwater, "weight", `grue^9 AND pelle`, `grue AND pelle`, "convert-weight"},
		{Meltwater, "lead", `ingress:grue OR title:"en panne"`, `lead:grue OR title:"en panne"`, ""},
		{Sprinklr, "exact", `exactMessage:"H&M" OR exactTitle:Orange`, `body:raw:"H&M" OR title:raw:"Orange"`, ""},
		{Sprinklr, "author and bio", `authorContaining:dupon AND userbio:"chef de chantier"`, `author:*dupon* AND bio:"chef de chantier"`, ""},
		{Sprinklr, "state", `grue AND state:Texas`, `grue`, "convert-no-field"},
		{Radarly, "a space is optional", `grue pelle -panne`, `(grue OR pelle) AND NOT panne`, "convert-space-optional"},
		{Radarly, "plus", `+grue +pelle`, `grue AND pelle`, ""},
		{Radarly, "plus and an optional one", `+grue pelle`, `grue`, "convert-space-optional"},
		{Radarly, "ordered", `grue <<3 panne`, `grue ONEAR/3 panne`, ""},
		{Radarly, "quorum", `"prix retard livraison"/2`, `ANY/2(prix, retard, livraison)`, ""},
		{Radarly, "raw", `raw:"h&m" OR rawer:Apple`, `"h&m" OR case:"Apple"`, "convert-raw-folded"},
		{Visibrain, "space and minus", `grue panne -emploi`, `grue AND panne AND NOT emploi`, ""},
		{Visibrain, "lines", "(grue OR pelle)\n(casto prix)", `(grue OR pelle) OR casto AND prix`, ""},
		{Visibrain, "from", `from:marie grue`, `author:@marie AND grue`, ""},
		{Visibrain, "title of the page linked", `url_title:grue pelle`, `pelle`, "convert-no-field"},
		{X, "operators", `(grue OR pelle) lang:fr -is:retweet has:links`, `(grue OR pelle) AND lang:fr AND NOT is:repost AND has:link`, ""},
		{X, "people", `from:marie to:@enseigne @casto`, `author:@marie AND to:@enseigne AND @casto`, ""},
		{X, "without equal", `grue is:verified -is:quote`, `grue`, "convert-no-value convert-no-value"},
		{X, "counts and dates", `grue min_faves:50 since:2026-01-01 until:2026-02-01`, `grue AND reactions:>=50 AND published:>=2026-01-01 AND published:<2026-02-01`, ""},
		{X, "filters", `grue -filter:retweets filter:media`, `grue AND NOT is:repost AND has:(image,video)`, ""},
		{X, "cashtag and thread", `$TSLA conversation_id:123`, `$TSLA AND thread:123`, ""},
		{X, "near of X", `"grue panne"~4`, `"grue panne"~4`, "convert-loose"},
		{X, "quote never closed", `"grue en panne`, `"grue en panne"`, "convert-quote"},
		{X, "parenthesis never closed", `(grue OR pelle`, `grue OR pelle`, "convert-parenthesis"},
		{X, "accents", `béton grue`, `béton AND grue`, "convert-accents"},
		{X, "all lost", `is:verified`, ``, "convert-no-value"},
		{X, "only exclusions", `-grue`, `NOT grue`, "convert-broken"},
	} {
		got, err := Convert(c.from, c.in)
		if err != nil {
			t.Errorf("%s, %s: %v", c.from, c.name, err)
			continue
		}
		var said []string
		fields := 0
		for _, n := range got.Notes {
			if n.Say.ID == "convert-fields" {
				fields++ // told of any field, below
				continue
			}
			said = append(said, n.Say.ID)
		}
		if fields > 1 {
			t.Errorf("%s, %s: said %d times that fields are from memory", c.from, c.name, fields)
		}
		if got.Query != c.out || strings.Join(said, " ") != c.say {
			t.Errorf("%s, %s: Convert(%q) = %s, %v; want %s, %s", c.from, c.name, c.in, got.Query, said, c.out, c.say)
		}
	}
	if _, err := Convert("onclusive", "a"); err == nil {
		t.Error("an unknown dialect converts")
	}
}

// TestConvertSaysThatFieldsAreFromMemory: who pastes a query is told where the
// reading was not checked, once, and only where it matters.
func TestConvertSaysThatFieldsAreFromMemory(t *testing.T) {
	for in, want := range map[string]bool{
		"title:grue AND author:marie": true, "site:(a.fr OR b.fr)": true, "title:(grue OR pelle)": true,
		"grue NEAR/3 panne": false, "grue AND city:Lyon": false, "http://a.fr": false,
	} {
		got, err := Convert(Brandwatch, in)
		if err != nil {
			t.Fatal(err)
		}
		said := 0
		for _, n := range got.Notes {
			if n.Say.ID == "convert-fields" {
				said++
			}
		}
		if said > 1 || (said == 1) != want {
			t.Errorf("Convert(%q) says it %d times, want %v", in, said, want)
		}
	}
}

func FuzzConvert(f *testing.F) {
	for _, s := range []string{`a NEAR/2f (b OR "c d"~3) -e`, `site:(a OR -b)`, "x:[1 TO 2]", `"a b"/2`, "a <<2 b", "((((", "+a b", "is:retweet <<< x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range Dialects {
			got, err := Convert(d, s)
			if err != nil || got.Query == "" {
				continue
			}
			_, err = Parse(got.Query)
			broken := len(got.Notes) > 0 && got.Notes[len(got.Notes)-1].Say.ID == "convert-broken"
			if (err != nil) != broken {
				t.Fatalf("Convert(%s, %q) = %q, parsed %v, told %v", d, s, got.Query, err, broken)
			}
		}
	})
}
