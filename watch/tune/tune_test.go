package tune

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// pick is a small generator of our own: tests must not depend on another's.
type pick uint64

func (p *pick) of(words string) string {
	*p = *p*6364136223846793005 + 1442695040888963407
	list := strings.Fields(words)
	return list[uint64(*p>>33)%uint64(len(list))]
}

// oranges is posts of a telecom brand, of a fruit and of a town, which bear one
// name, in this order: telecom of each five, then fruit, then town.
func oranges(t *testing.T, n int) (*query.Query, []vigie.Kept, []string) {
	t.Helper()
	q, err := query.Parse("orange")
	if err != nil {
		t.Fatal(err)
	}
	r := pick(7)
	var kept []vigie.Kept
	var of []string
	for i := range n {
		s, what := "", ""
		switch i % 5 {
		case 0, 1, 2:
			what = "telecom"
			s = fmt.Sprintf("Chez Orange %s %s et %s %s", r.of("fibre réseau box forfait mobile"), r.of("panne coupée résiliée lente"), r.of("technicien conseiller facture service"), r.of("client débit abonnement absent"))
		case 3:
			what = "fruit"
			s = fmt.Sprintf("%s d’orange avec %s, %s et %s", r.of("Jus Zeste Salade Gâteau"), r.of("sucre cannelle chocolat"), r.of("recette four pressé"), r.of("vitamines dessert peler"))
		case 4:
			what = "town"
			s = fmt.Sprintf("À Orange le %s %s accueille %s et %s", r.of("théâtre festival"), r.of("antique romain"), r.of("opéra chorégies"), r.of("touristes Vaucluse mairie"))
		}
		kept = append(kept, vigie.Kept{Mention: vigie.Mention{ID: vigie.MentionID(i + 1), Text: s}, Reading: vigie.Reading{Lang: "fr"}})
		of = append(of, what)
	}
	return q, kept, of
}

// TestMeanings: three things of one name are three meanings, each told by its own
// words, and one thing is not cut in pieces for its own sake.
func TestMeanings(t *testing.T) {
	q, kept, of := oranges(t, 300)
	p := NewPool(q, kept)
	list, unplaced := p.Meanings()
	if len(list) < 3 || len(list) > 5 {
		t.Fatalf("Meanings gives %d meanings of a telecom, a fruit and a town", len(list))
	}
	seen, placed := map[string]bool{}, 0
	for _, m := range list {
		by := map[string]int{}
		for _, i := range m.Posts {
			by[of[i]]++
		}
		what := of[m.Posts[0]]
		if by[what] != len(m.Posts) {
			t.Errorf("a meaning mixes %v", by)
		}
		if len(m.Words) == 0 || m.Words[0].No == 0 || m.Words[0].Yes > m.Words[0].No {
			t.Errorf("the meaning of %s is told by %v", what, m.Words)
		}
		for _, w := range m.Words {
			if w.Shown == "orange" {
				t.Error("a meaning is told by the name itself")
			}
		}
		seen[what], placed = true, placed+len(m.Posts)
	}
	if len(seen) != 3 || placed+len(unplaced) != 300 || len(unplaced) > 30 {
		t.Errorf("found %v, %d placed and %d not, of 300", seen, placed, len(unplaced))
	}
	again, _ := NewPool(q, kept).Meanings()
	for i, m := range again {
		if !slices.Equal(m.Posts, list[i].Posts) {
			t.Errorf("the same posts give another meaning %d", i)
		}
	}
}

// TestMeaningsOfLittle: nothing, posts without words, and posts that say the
// same, are no reason to fail or to find differences.
func TestMeaningsOfLittle(t *testing.T) {
	q, kept, _ := oranges(t, 300)
	for name, c := range map[string]struct {
		kept []vigie.Kept
		most int // meanings
	}{
		"nothing":  {nil, 0},
		"one":      {kept[:1], 0},
		"no words": {slices.Repeat([]vigie.Kept{{Mention: vigie.Mention{Text: "orange"}}}, 40), 0},
		"the same": {slices.Repeat([]vigie.Kept{kept[0]}, 40), 1},
	} {
		list, unplaced := NewPool(q, c.kept).Meanings()
		n := len(unplaced)
		for _, m := range list {
			n += len(m.Posts)
		}
		if len(list) > c.most || n != len(c.kept) {
			t.Errorf("%s: %d meanings, want at most %d; %d of %d posts told of", name, len(list), c.most, n, len(c.kept))
		}
	}
}

// answers says yes to the first posts of the telecom, no to the others.
func answers(of []string, n int) (a Answers) {
	for i, what := range of[:n] {
		if what == "telecom" {
			a.Yes = append(a.Yes, i)
		} else {
			a.No = append(a.No, i)
		}
	}
	return a
}

func TestExcludesAndAsks(t *testing.T) {
	q, kept, of := oranges(t, 300)
	p := NewPool(q, kept)
	a := answers(of, 60)
	excludes := p.Excludes(a)
	if len(excludes) == 0 {
		t.Fatal("nothing tells what was refused")
	}
	for i, x := range excludes {
		if x.No < leastHits || x.No <= 2*x.Yes || x.Z < sureEnough {
			t.Errorf("%s is proposed with %d no, %d yes, z %.2f", x.Shown, x.No, x.Yes, x.Z)
		}
		if i > 0 && x.Z > excludes[i-1].Z {
			t.Errorf("%s stands behind a less sure one", x.Shown)
		}
	}
	for _, x := range p.Asks(a) {
		if x.Kind != Word || x.No < leastHits {
			t.Errorf("asks for %v, which %d wanted posts have", x.Shown, x.No)
		}
	}
	// What stands on both sides tells nothing.
	if got := p.Excludes(Answers{Yes: []int{0, 5, 10}, No: []int{1, 6, 11}}); len(got) > 0 {
		for _, x := range got {
			if x.Yes > 0 {
				t.Errorf("%s tells telecom from telecom: %d no, %d yes", x.Shown, x.No, x.Yes)
			}
		}
	}
}

// TestCovers: words that add up, none of which costs more than it gives.
func TestCovers(t *testing.T) {
	q, kept, of := oranges(t, 300)
	p := NewPool(q, kept)
	a := answers(of, 300)
	words := p.Covers(a.No, a.Yes)
	met := map[int]bool{}
	for _, w := range words {
		if w.Kind != Word || w.Yes > 0 {
			t.Errorf("%s meets %d wanted posts", w.Shown, w.Yes)
		}
		for _, i := range w.on {
			met[i] = true
		}
	}
	if len(words) == 0 || len(words) > coversMost || len(met) < 80 {
		t.Errorf("%d words meet %d of 120 posts", len(words), len(met))
	}
	if got := p.Covers(nil, a.Yes); len(got) > 0 {
		t.Errorf("nothing is covered by %v", got)
	}
}

// TestTeaches: the card that teaches is one that was not asked about, and from
// among what nobody knows of.
func TestTeaches(t *testing.T) {
	q, kept, of := oranges(t, 100)
	p := NewPool(q, kept)
	a := Answers{}
	kinds := map[string]bool{}
	for range 12 {
		at, ok := p.Teaches(a)
		if !ok || slices.Contains(a.Yes, at) || slices.Contains(a.No, at) {
			t.Fatalf("Teaches = %d, %v", at, ok)
		}
		kinds[of[at]] = true
		if of[at] == "telecom" {
			a.Yes = append(a.Yes, at)
		} else {
			a.No = append(a.No, at)
		}
	}
	if len(kinds) != 3 {
		t.Errorf("twelve cards are of %v only", kinds)
	}
	var all []int
	for i := range kept {
		all = append(all, i)
	}
	if at, ok := p.Teaches(Answers{Skipped: all}); ok {
		t.Errorf("everything was asked about, and %d is next", at)
	}
}

// TestChanges: a condition is put behind a query so that it holds of all of it.
func TestChanges(t *testing.T) {
	for _, c := range []struct{ query, without, asking string }{
		{"orange", `orange NOT "jus"`, `orange AND ("fibre" OR "box")`},
		{"orange OR sosh", `(orange OR sosh) NOT "jus"`, `(orange OR sosh) AND ("fibre" OR "box")`},
		{"orange fibre", `orange fibre NOT "jus"`, `(orange fibre) AND ("fibre" OR "box")`},
		{"orange NOT zeste", `orange NOT zeste NOT "jus"`, `(orange NOT zeste) AND ("fibre" OR "box")`},
	} {
		q, err := query.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		without, asking := Without(q, []string{`"jus"`}), Asking(q, []string{`"fibre"`, `"box"`})
		for _, x := range []struct {
			got  string
			keep map[string]bool
		}{
			{without, map[string]bool{"orange fibre": true, "orange fibre jus": false}},
			{asking, map[string]bool{"orange fibre": true, "orange jus": false}},
		} {
			changed, err := query.Parse(x.got)
			if err != nil {
				t.Errorf("%s: %v", x.got, err)
				continue
			}
			for s, want := range x.keep {
				if got := changed.Match(query.NewPost(&vigie.Mention{Text: s}, "fr")); got != want {
					t.Errorf("%s on %q = %v, want %v", x.got, s, got, want)
				}
			}
		}
		if c.without != without || c.asking != asking {
			t.Errorf("%s becomes %s and %s, want %s and %s", c.query, without, asking, c.without, c.asking)
		}
	}
}

// TestInsists: a name that is written now large, now small, is told; one that
// asks for its capitals already is not.
func TestInsists(t *testing.T) {
	var kept []vigie.Kept
	for _, s := range []string{"Orange en panne", "Orange répond", "le jus d’orange", "une orange", "ORANGE !"} {
		kept = append(kept, vigie.Kept{Mention: vigie.Mention{Text: s}})
	}
	for source, want := range map[string]string{"orange": "(case:Orange OR case:ORANGE)", "case:Orange": "", "sosh NOT orange": ""} {
		q, err := query.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range NewPool(q, kept).Insists() {
			got += c.Query
			if c.Lower != 2 || c.Upper != 3 {
				t.Errorf("%s: %d small and %d large, want 2 and 3", c.Name, c.Lower, c.Upper)
			}
		}
		if got != want {
			t.Errorf("Insists(%s) = %q, want %q", source, got, want)
		}
	}
}
