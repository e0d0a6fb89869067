package understand

import (
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/language"
)

func TestLanguage(t *testing.T) {
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := New(d)
	tests := []struct {
		name string
		m    vigie.Mention
		want string
	}{
		{"the text decides", vigie.Mention{Title: "The best of both worlds", Text: "La grue est tombée en panne deux fois cette semaine."}, "fr"},
		{"the title helps a short text", vigie.Mention{Title: "La grue est tombée en panne ce matin", Text: "+1"}, "fr"},
		{"a claim tips a short text", vigie.Mention{Text: "bonne machine", Declared: "fr"}, "fr"},
		{"nothing to read", vigie.Mention{Text: "https://example.com 👍", Declared: "fr"}, ""},
		{"nothing at all", vigie.Mention{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, sure := r.Language(&tt.m); got != tt.want {
				t.Errorf("Language(%q / %q) = %q, %.2f, want %q", tt.m.Title, tt.m.Text, got, sure, tt.want)
			}
		})
	}
	if r.Maker() != "language/2" {
		t.Errorf("Maker() = %q, want language/2", r.Maker())
	}
}
