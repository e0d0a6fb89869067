package report

import "testing"

func TestQuestion(t *testing.T) {
	for _, tt := range []struct{ title, body, want string }{
		{"", "Bonjour à tous. Quelle huile pour une EC 18 ? Merci.", "Quelle huile pour une EC 18 ?"},
		{"Quelle minipelle pour une tranchée ?", "Tout est dit", "Quelle minipelle pour une tranchée ?"},
		{"Le distributeur de l’EC 80", "Il fuit depuis mardi… Quelqu’un sait où en trouver un ?", "Quelqu’un sait où en trouver un ?"},
		{"Je cherche un loueur à Nantes", "Pour samedi", "Je cherche un loueur à Nantes"},
		{"Devis", "Il me faut un devis pour lundi", "Il me faut un devis pour lundi"},
		{"Quoi ?", "Rien", "Rien"},
		{"", "", ""},
	} {
		if got := question(tt.title, tt.body); got != tt.want {
			t.Errorf("question(%q, %q) = %q, want %q", tt.title, tt.body, got, tt.want)
		}
	}
}
