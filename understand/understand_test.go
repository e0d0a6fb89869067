package understand

import (
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
)

func reader(t *testing.T) *Reader {
	t.Helper()
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(d, opinion.New())
}

func TestLanguage(t *testing.T) {
	r := reader(t)
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
	for _, part := range []string{language.Maker, opinion.Maker, "intent/"} {
		if !strings.Contains(r.Maker(), part) {
			t.Errorf("Maker() = %q lacks %s", r.Maker(), part)
		}
	}
}

// piece is a mention matched by topics, each named by its only word.
func piece(t *testing.T, m *vigie.Mention, topics ...string) *Piece {
	t.Helper()
	p := &Piece{Mention: m, Doc: text.Cut(m.Title, m.Text), Reading: &vigie.Reading{Lang: "fr"}}
	for i, name := range topics {
		q, err := query.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		spans := q.Spans(query.NewPost(m, "fr"))
		if len(spans) == 0 {
			t.Fatalf("%q is not in %q", name, m.Text)
		}
		p.Matches = append(p.Matches, vigie.Match{Topic: vigie.TopicID(i + 1)})
		p.About = append(p.About, About{Name: name, Spans: spans})
	}
	return p
}

// TestOneTextTwoOpinions: what is bad for one may be good for another.
func TestOneTextTwoOpinions(t *testing.T) {
	r := reader(t)
	filler := " Le conseil municipal se réunit mardi pour voter le budget de la commune."
	for name, body := range map[string]string{
		"two sentences": "Le service de Leroux est une catastrophe, une honte, à fuir. Rien à voir avec Dumont, excellent accueil, parfait, je recommande vivement.",
		"one sentence":  "Le service de Leroux est une catastrophe, une honte, à fuir, mais Dumont est excellent, parfait, je recommande vivement.",
		"an article":    strings.Repeat(filler, 5) + " Leroux est une catastrophe honteuse." + strings.Repeat(filler, 5) + " Excellent travail de Dumont, merci, bravo à cette équipe formidable." + strings.Repeat(filler, 5),
	} {
		p := piece(t, &vigie.Mention{Text: body, Channel: vigie.Forum}, "leroux", "dumont")
		r.Complete(p)
		if p.Matches[0].Opinion != vigie.Negative || p.Matches[1].Opinion != vigie.Positive {
			t.Errorf("%s: Leroux %v, Dumont %v, want negative and positive", name, p.Matches[0].Opinion, p.Matches[1].Opinion)
		}
	}
}

func TestComplete(t *testing.T) {
	r := reader(t)
	for name, c := range map[string]struct {
		m    vigie.Mention
		want vigie.Opinion
	}{
		"own words are not judged": {vigie.Mention{Text: "Leroux est formidable, excellent, parfait !", Own: true}, vigie.OpinionUnknown},
		"two stars of five":        {vigie.Mention{Text: "Leroux, bien.", Channel: vigie.Review, Rating: vigie.Rating{Value: 2, Best: 5}}, vigie.Negative},
		"five stars":               {vigie.Mention{Text: "Leroux.", Channel: vigie.Review, Rating: vigie.Rating{Value: 5, Best: 5}}, vigie.Positive},
		"the title speaks":         {vigie.Mention{Title: "Leroux : arnaque honteuse, à fuir", Text: "Tout est dit."}, vigie.Negative},
	} {
		p := piece(t, &c.m, "leroux")
		r.Complete(p)
		if p.Matches[0].Opinion != c.want || p.Reading.Maker != r.Maker() {
			t.Errorf("%s: %v, want %v", name, p.Matches[0].Opinion, c.want)
		}
	}
}

func TestWhy(t *testing.T) {
	r := reader(t)
	p := piece(t, &vigie.Mention{Text: "Leroux : une catastrophe, à fuir."}, "leroux")
	r.Complete(p)
	b := r.Why(p, 0, 5)
	if b.Opinion != p.Matches[0].Opinion || len(b.Words) == 0 {
		t.Fatalf("Why says %v by %v, Complete %v", b.Opinion, b.Words, p.Matches[0].Opinion)
	}
	for _, w := range b.Words {
		if w.Word == "Leroux" {
			t.Errorf("the brand's name weighs %.2f", w.Toward)
		}
	}
}

// TestTitleOfOthers: what a comment or an answer is for, and what it thinks, is
// read of its own words; its title is that of the article or of the thread.
func TestTitleOfOthers(t *testing.T) {
	r := reader(t)
	for name, c := range map[string]struct {
		m      vigie.Mention
		job    bool
		asks   bool
		thinks vigie.Opinion
	}{
		"a comment":          {vigie.Mention{Channel: vigie.Comment, Title: "Manitec recrute un mécanicien", Text: "Service impeccable de Manitec, merci !"}, false, false, vigie.Positive},
		"a post of its own":  {vigie.Mention{Channel: vigie.Forum, Title: "Manitec recrute un mécanicien", Text: "Service impeccable de Manitec, merci !"}, true, false, vigie.Positive},
		"asked in a title":   {vigie.Mention{Channel: vigie.Forum, Title: "Manitec : combien à l’heure ?", Text: "Pour un petit chantier."}, false, true, vigie.OpinionUnknown},
		"answered":           {vigie.Mention{Channel: vigie.Forum, Title: "Manitec : combien à l’heure ?", Text: "Trois litres, très content.", ReplyTo: "x/1"}, false, false, vigie.Positive},
		"answered, Re:":      {vigie.Mention{Channel: vigie.Forum, Title: "Re : Manitec : vos retours ?", Text: "Excellent, je rachèterais."}, false, false, vigie.Positive},
		"answered in length": {vigie.Mention{Channel: vigie.Forum, Title: "Re: Manitec, quelle arnaque", Text: strings.Repeat("Excellente machine, très content, parfait. ", 20)}, false, false, vigie.Positive},
		"about another":      {vigie.Mention{Channel: vigie.Forum, Title: "Re: Manitec, quelle arnaque", Text: strings.Repeat("Excellente machine, très content, parfait. ", 20) + "Chez Leroux c’est une catastrophe, à fuir."}, false, false, vigie.Positive},
	} {
		topics := []string{"manitec"}
		if strings.Contains(c.m.Text, "Leroux") {
			topics = append(topics, "leroux")
		}
		p := piece(t, &c.m, topics...)
		r.Complete(p)
		is := p.Reading.Intents
		if slices.Contains(is, vigie.Job) != c.job || slices.Contains(is, vigie.Question) != c.asks {
			t.Errorf("%s: intents %v; want a job: %v, a question: %v", name, is, c.job, c.asks)
		}
		if c.thinks != vigie.OpinionUnknown && p.Matches[0].Opinion != c.thinks {
			t.Errorf("%s: thinks %v; want %v", name, p.Matches[0].Opinion, c.thinks)
		}
	}
}
