package starter

import (
	"net/url"
	"slices"
	"testing"

	"vigie.example/vigie/say"
)

// TestList holds the list to what its reader relies on: known channels, trades
// and departements, whole addresses, each place once, its note in words.
func TestList(t *testing.T) {
	all, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 180 {
		t.Errorf("%d places, want at least 180", len(all))
	}
	var codes []string
	for _, d := range Departements() {
		codes = append(codes, d.Code)
	}
	if len(codes) != 101 {
		t.Errorf("%d departements, want 101", len(codes))
	}
	seen, covered := map[string]bool{}, map[string]bool{}
	for _, p := range all {
		u, err := url.Parse(p.Address)
		if err != nil || u.Host == "" || seen[p.Address] {
			t.Errorf("%s: address %q is bad or twice", p.Name, p.Address)
		}
		seen[p.Address] = true
		if !p.Channel.Valid() || !slices.Contains([]Way{Listen, Hand, Key}, p.Way) {
			t.Errorf("%s: channel %q, way %q", p.Name, p.Channel, p.Way)
		}
		for _, d := range p.Departements {
			if covered[d] = true; !slices.Contains(codes, d) {
				t.Errorf("%s: no departement %q", p.Name, d)
			}
		}
		for _, tr := range p.Trades {
			if !slices.Contains(Trades, tr) {
				t.Errorf("%s: no trade %q", p.Name, tr)
			}
		}
		for _, lang := range []string{"fr", "en"} {
			if said := say.In(lang).Say(p.Note); said == "" || said == p.Note {
				t.Errorf("%s: nothing said in %s for %q", p.Name, lang, p.Note)
			}
		}
	}
	for _, tr := range Trades {
		if said := say.In("fr").Say("trade-" + tr); said == "trade-"+tr {
			t.Errorf("no name for the trade %q", tr)
		}
	}
	for _, c := range codes {
		if !covered[c] {
			t.Errorf("no press for the departement %s", c)
		}
	}
}

func TestFit(t *testing.T) {
	names := func(dep, trade string) (out []string) {
		places, err := Fit(dep, trade)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			out = append(out, p.Name)
		}
		return out
	}
	ain := names("01", "construction")
	if len(ain) < 10 || ain[0] != "La Voix de l’Ain" || !slices.Contains(ain, "Le Progrès") || !slices.Contains(ain, "ForumConstruire") || slices.Contains(ain, "Sud Ouest") || slices.Contains(ain, "TourMaG") {
		t.Errorf("Fit(01, construction) = %q", ain)
	}
	if none := names("", ""); slices.Contains(none, "Le Progrès") || slices.Contains(none, "Batiactu") || !slices.Contains(none, "UFC-Que Choisir") {
		t.Errorf("Fit of nothing told = %q, want what is for everybody", none)
	}
}
