package report

import (
	"fmt"
	"slices"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

func TestQuestion(t *testing.T) {
	for _, tt := range []struct{ title, body, want string }{
		{"", "Bonjour à tous. Quelle huile pour une EC 18 ? Merci.", "Quelle huile pour une EC 18 ?"},
		{"Quelle minipelle pour une tranchée ?", "Tout est dit", "Quelle minipelle pour une tranchée ?"},
		{"Le distributeur de l’EC 80", "Il fuit depuis mardi… Quelqu’un sait où en trouver un ?", "Quelqu’un sait où en trouver un ?"},
		{"Je cherche un loueur à Nantes", "Pour samedi", "Je cherche un loueur à Nantes"},
		{"Devis", "Il me faut un devis pour lundi", "Il me faut un devis pour lundi"},
		{"Quoi ?", "Rien", "Rien"},
		{"", "Bonjour la communauté, quelle graisse pour les axes de minipelle ?", "Quelle graisse pour les axes de minipelle ?"},
		{"", "@united @faa How does one get a refund for a cancelled flight? Anyone there? Really??", "How does one get a refund for a cancelled flight?"},
		{"", "Remorque de 3.5 t suffisante pour la MXP 20 ?", "Remorque de 3.5 t suffisante pour la MXP 20 ?"},
		{"", "@united why not?", "@united why not?"},
		{"", "Petit retour : le crédit-bail vaut-il le coup ?", "Le crédit-bail vaut-il le coup ?"},
		{"EC 18 : combien à l’heure ?", "", "EC 18 : combien à l’heure ?"},
		{"", "", ""},
	} {
		if got := question(tt.title, tt.body); got != tt.want {
			t.Errorf("question(%q, %q) = %q, want %q", tt.title, tt.body, got, tt.want)
		}
	}
}

// TestWhatAsksTheSame: a price more or less asks the same; another machine, or
// another fate, does not.
func TestWhatAsksTheSame(t *testing.T) {
	ask := func(s string, answer measure.Answer) *asking {
		x := &asking{words: telling(s)}
		x.Ask, x.Answer = s, answer
		return x
	}
	const insured = "Assurance bris de machine pour une minipelle : 540 euros par an, abusif ?"
	for _, tt := range []struct {
		a, b   string
		answer measure.Answer
		same   bool
	}{
		{insured, "Assurance bris de machine pour une minipelle : 630 euros par an, normal ?", measure.Unheard, true},
		{insured, insured, measure.ByOthers, false},
		{"Quel brise-roche pour une EC 80 ?", "Quel brise-roche pour une TP 25 ?", measure.Unheard, false},
		{insured, "Quelle graisse pour les axes de minipelle ?", measure.Unheard, false},
	} {
		if got := ask(tt.a, measure.Unheard).asksAs(ask(tt.b, tt.answer)); got != tt.same {
			t.Errorf("%q and %q ask the same: %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}

// TestTellingQuestionsAreThePrinted: what most voices ask comes first, one of
// each, then what can be understood by itself; not what was said last.
func TestTellingQuestionsAreThePrinted(t *testing.T) {
	texts := []string{
		"Salut, quelle graisse pour les axes de minipelle ?", "Quelle graisse pour les axes de ma minipelle ?", "Alors voilà, quelle graisse pour les axes d’une minipelle ?",
		"La garantie couvre-t-elle les flexibles d’une machine achetée d’occasion ?", "Ah bon, vraiment ?", "Et chez vous aussi ?",
	}
	m := (&memory{}).say(brand.ID, len(texts), func(i int, s *measure.Saying) {
		s.At, s.Intents = now.AddDate(0, 0, i-len(texts)), []vigie.Intent{vigie.Question} // the emptiest are the newest
	})
	for i := range m.sayings {
		m.texts[m.sayings[i].Mention] = texts[i]
		m.answers[m.sayings[i].Mention] = measure.Unheard
	}
	a, err := maker(m).Audit(t.Context(), AuditOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range a.Questions {
		got = append(got, fmt.Sprint(q.Voices, " ", q.Ask))
	}
	want := []string{
		"3 Quelle graisse pour les axes d’une minipelle ?", "1 La garantie couvre-t-elle les flexibles d’une machine achetée d’occasion ?",
		"1 Ah bon, vraiment ?", "1 Et chez vous aussi ?",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("printed are %q, want %q", got, want)
	}
	m.answers[m.sayings[0].Mention] = measure.ByOthers // answered: no more of those that wait
	if a, err = maker(m).Audit(t.Context(), AuditOf{Brand: 1}); err != nil || a.Questions[0].Voices != 2 || a.Questions[len(a.Questions)-1].Answer != measure.ByOthers {
		t.Errorf("%+v, %v", a.Questions, err)
	}

	// An answer is asked by its own words: its title is somebody else's question.
	m.titles = map[vigie.MentionID]string{m.sayings[4].Mention: "Re: Quel contrat d’entretien pour une minipelle de location ?"}
	if a, err = maker(m).Audit(t.Context(), AuditOf{Brand: 1}); err != nil || !slices.ContainsFunc(a.Questions, func(q Question) bool { return q.Ask == "Ah bon, vraiment ?" }) {
		t.Errorf("%+v, %v", a.Questions, err)
	}
}
