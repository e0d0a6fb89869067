package noise_test

import (
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch/noise"
)

// TestPacks says of ordinary texts which pack takes them, if any.
func TestPacks(t *testing.T) {
	packs, err := noise.Packs()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		if err := p.Query.CheckTopic(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if p.Why == "" {
			t.Errorf("%s has no remark", p.Name)
		}
	}
	for _, c := range []struct{ pack, lang, title, text string }{
		{"jobs", "fr", "Grutier H/F chez Leroux", "CDI à pourvoir à Lyon."},
		{"jobs", "fr", "", "Offre d'emploi : Leroux cherche un chef d'atelier. Postulez en ligne."},
		{"jobs", "en", "", "Leroux: apply now, competitive salary and a company car."},
		{"", "fr", "Leroux embauche 200 personnes", "Le constructeur recrute en CDI à Lyon."},
		{"", "fr", "", "J'ai vu une offre d'emploi chez Leroux, l'ambiance y est détestable."},
		{"classifieds", "fr", "", "Vends pelle Leroux 2019, très bon état, prix à débattre."},
		{"classifieds", "en", "", "Leroux loader for sale, cash on collection."},
		{"", "fr", "", "Ma pelle Leroux achetée d'occasion est tombée en panne."},
		{"legal", "fr", "", "LEROUX SAS au capital de 10 000 euros, RCS Lyon 123 456 789."},
		{"", "fr", "", "Le tribunal place Leroux en liquidation judiciaire."},
		{"stock", "fr", "", "Leroux : UBS relève son objectif de cours à 32 euros."},
		{"", "fr", "", "Leroux annonce un bénéfice en hausse de 12 %."},
		{"releases", "en", "", "LYON, France, Nov. 2, 2026 /PRNewswire/ -- Leroux today announced a crane."},
		{"releases", "fr", "Communiqué de presse", "Leroux ouvre une usine. Contact presse : 01 02 03 04 05."},
		{"", "fr", "", "Dans un communiqué de presse, Leroux regrette l'accident."},
		{"", "en", "", "Great hands-on of the Leroux loader, guest post by Anna."},
		{"classifieds", "fr", "Petite annonce Metz", "À vendre pelle Leroux, 3400 h, année 2022."},
		{"seo", "fr", "Code promo Leroux", "Nos codes promo du mois."},
		{"", "fr", "", "Le code promo Leroux ne marche pas, service client injoignable."},
		{"sports", "fr", "", "L'OM reçoit Lyon à l'Orange Vélodrome dimanche."},
	} {
		m := vigie.Mention{Title: c.title, Text: c.text}
		post := query.NewPost(&m, c.lang)
		got := ""
		for _, p := range packs {
			if p.Query.Match(post) {
				got += p.Name
			}
		}
		if got != c.pack {
			t.Errorf("%q %q: taken by %q, want %q", c.title, c.text, got, c.pack)
		}
	}
}

// TestWithin says which topics lose a text to a pack that only takes what they
// find inside its words.
func TestWithin(t *testing.T) {
	packs, err := noise.Packs()
	if err != nil {
		t.Fatal(err)
	}
	sports := packs[len(packs)-1]
	for _, c := range []struct {
		topic, text string
		want        bool
	}{
		{"orange", "L'OM reçoit Lyon à l'Orange Vélodrome dimanche.", true},
		{"orange", "Orange prolonge le nom de l'Orange Vélodrome.", false},
		{"OM", "L'OM reçoit Lyon à l'Orange Vélodrome dimanche.", false},
		{"orange", "L'orange est un fruit.", false},
		{"lang:fr", "À l'Orange Vélodrome dimanche.", false}, // found by no word
	} {
		q, err := query.Parse(c.topic)
		if err != nil {
			t.Fatal(err)
		}
		m := vigie.Mention{Text: c.text}
		if got := sports.Takes(query.NewPost(&m, "fr"), q); got != c.want {
			t.Errorf("%q under %q: %v, want %v", c.text, c.topic, got, c.want)
		}
	}
}
