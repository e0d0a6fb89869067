package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

var noon = time.Date(2026, 2, 3, 11, 0, 0, 0, time.UTC)

// post is a text somebody published.
type post struct {
	site, account, title, body string
	repost                     bool
	channel                    vigie.Channel
}

func sketchOf(n int, p post) Sketch {
	m := vigie.Mention{
		Key: vigie.Key(fmt.Sprint("k", n)), Site: p.site, Title: p.title, Text: p.body, Repost: p.repost, Channel: p.channel,
		Author: vigie.Author{Account: p.account},
	}
	if p.account != "" {
		m.Network = "net"
	}
	return Of(&m, text.Cut(p.title, p.body))
}

// group puts posts through a Grouper and tells which share a story, as the
// index of the first post of each one's.
func group(g *Grouper, posts []post) []int {
	b := g.Begin(noon)
	into := make([]int, len(posts))
	for i, p := range posts {
		s := sketchOf(i, p)
		into[i] = i
		for _, id := range b.Join(&s, noon.Add(time.Duration(i)*time.Minute)) {
			into[i] = min(into[i], into[-1-id])
		}
	}
	b.End(func(i int) vigie.MentionID { return vigie.MentionID(i + 1) })
	return into
}

const dispatch = "Une grue de quarante mètres s’est couchée mardi matin sur un chantier de l’agglomération lyonnaise, " +
	"sans faire de blessé. La préfecture a ouvert une enquête et les travaux sont arrêtés jusqu’à nouvel ordre. " +
	"Selon l’exploitant, un vent violent soufflait depuis la veille."

func TestCopies(t *testing.T) {
	furniture := "Article réservé à nos abonnés. Écouter l’article, offrir l’article. "
	tests := []struct {
		name string
		a, b post
		want bool
	}{
		{"the same text on two sites", post{site: "a", body: dispatch}, post{site: "b", body: dispatch}, true},
		{"cut short", post{site: "a", body: dispatch}, post{site: "b", body: dispatch[:len(dispatch)/2] + "…"}, true},
		{"signed", post{site: "a", body: dispatch}, post{site: "b", body: dispatch + " (avec AFP)"}, true},
		{"another headline", post{site: "a", title: "Une grue se couche à Lyon", body: dispatch}, post{site: "b", title: "Vent violent : chantier arrêté près de Lyon", body: dispatch}, true},
		{"a site's furniture", post{site: "a", body: dispatch}, post{site: "b", body: furniture + dispatch + " Suivez-nous sur notre application."}, true},
		{"other case, accents and quotes", post{site: "a", body: dispatch}, post{site: "b", body: strings.ToUpper(strings.ReplaceAll(dispatch, "’", "'"))}, true},
		{"a repost", post{account: "ana", body: "Trois semaines que j’attends la grue, personne ne répond"}, post{account: "bob", body: "RT @ana: Trois semaines que j’attends la grue, personne ne répond"}, true},
		{"a repost that was cut", post{account: "ana", body: "Trois semaines que j’attends la grue, personne ne répond au service après-vente"}, post{account: "bob", body: "RT @ana: Trois semaines que j’attends la grue, personne ne…"}, true},
		{"a short repost", post{account: "ana", body: "Grue en panne encore"}, post{account: "bob", body: "RT @ana: Grue en panne encore"}, true},
		{"a boost", post{account: "ana", body: "Grue en panne encore"}, post{account: "bob", body: "Grue en panne encore", repost: true}, true},
		{"other links and accounts around it", post{account: "ana", body: "La grue est encore en panne ce matin, merci @sav https://t.co/abc"}, post{account: "bob", body: "La grue est encore en panne ce matin, merci @leservice https://x.example/d"}, true},

		{"two words", post{account: "ana", body: "Bravo Manitou"}, post{account: "bob", body: "Bravo Manitou"}, false},
		{"a common sentence", post{account: "ana", body: "Merci pour votre réponse"}, post{account: "bob", body: "Merci pour votre réponse"}, false},
		{"another train", post{account: "bot", body: "Le train 6607 de 8 h 12 vers Lyon est annulé ce jour, veuillez nous excuser"}, post{account: "bot2", body: "Le train 6609 de 9 h 12 vers Lyon est annulé ce jour, veuillez nous excuser"}, false},
		{"the same headline", post{site: "a", title: "Ce qu’il faut retenir de la journée de mardi", body: dispatch}, post{site: "b", title: "Ce qu’il faut retenir de la journée de mardi", body: "Le conseil municipal a voté le budget, la piscine rouvre en mars et les élèves du lycée agricole ont gagné le concours national de taille de haies."}, false},
		{"a reply that quotes some words", post{site: "a", body: dispatch}, post{account: "bob", body: "« un vent violent soufflait depuis la veille » : et alors, on ne l’arrête pas, cette machine ?"}, false},
		{
			"an answer that quotes the whole of what it answers",
			post{account: "ana", channel: vigie.Forum, body: dispatch},
			post{account: "bob", channel: vigie.Forum, body: dispatch + " Oui, et chez nous c’est pareil depuis lundi : deux machines arrêtées, le loueur ne rappelle pas, le chef de chantier non plus, et personne ne sait quand les travaux reprendront. On nous avait promis une solution pour hier soir au plus tard, mais toujours rien à l’horizon."},
			false,
		},
		{"one account, two posts of one mould", post{account: "ana", body: "Notre prochaine vente de matériel d’occasion a lieu samedi à Rennes, venez nombreux avec vos amis"}, post{account: "ana", body: "Notre prochaine vente de matériel de jardin a lieu dimanche à Brest, venez nombreux avec vos amis"}, false},
		{"nothing at all", post{site: "a"}, post{site: "b"}, false},
		{"one emoji", post{account: "ana", body: "👍"}, post{account: "bob", body: "👍", repost: true}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, turn := range []string{"in order", "turned"} {
				if got := group(new(Grouper), []post{tt.a, tt.b}); (got[1] == 0) != tt.want {
					a, b := sketchOf(0, tt.a), sketchOf(1, tt.b)
					all, body := compare(&a, &b, nil)
					t.Errorf("%s: copies = %v, want %v (all %+v, body %+v)", turn, got[1] == 0, tt.want, all, body)
				}
				tt.a, tt.b = tt.b, tt.a
			}
		})
	}
}

// A site's furniture is known for what it is after some texts have it.
func TestFurnitureIsLearnt(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "mot%s ", strings.Repeat(string(rune('a'+rng.IntN(26))), 1+rng.IntN(4))+string(rune('a'+rng.IntN(26))))
		}
		return b.String()
	}
	furniture := words(40)
	var posts []post
	for i := range 80 {
		posts = append(posts, post{site: fmt.Sprint("site", i), body: words(30) + furniture})
	}
	into := group(new(Grouper), posts)
	joined := 0
	for i := 40; i < len(posts); i++ {
		if into[i] != i {
			joined++
		}
	}
	if joined > 0 {
		t.Errorf("%d of 40 texts in known furniture joined a story, want none", joined)
	}
}

func TestBatches(t *testing.T) {
	g := new(Grouper)
	s := sketchOf(1, post{site: "a", body: dispatch})
	again := sketchOf(1, post{site: "a", body: dispatch})
	other := sketchOf(2, post{site: "b", body: dispatch})
	join := func(s *Sketch, at time.Time, id vigie.MentionID) []vigie.MentionID {
		b := g.Begin(noon)
		of := slices.Clone(b.Join(s, at))
		b.End(func(int) vigie.MentionID { return id })
		return of
	}
	if of := join(&s, noon, 0); of != nil {
		t.Errorf("the first is a copy of %v", of)
	}
	if of := join(&other, noon, 7); of != nil {
		t.Errorf("what was not kept has a copy: %v", of)
	}
	if of := join(&again, noon, 8); !slices.Equal(of, []vigie.MentionID{7}) {
		t.Errorf("saved at the second try, it is a copy of %v, want 7", of)
	}
	if of := join(&again, noon, 8); !slices.Equal(of, []vigie.MentionID{7}) {
		t.Errorf("heard again, it is a copy of %v, want 7", of)
	}
	if n, _ := g.Held(); n != 2 {
		t.Errorf("%d sketches held, want 2", n)
	}
	late := sketchOf(3, post{site: "c", body: dispatch})
	if of := join(&late, noon.Add(3*Window), 9); of != nil {
		t.Errorf("three months later it is a copy of %v, want nothing", of)
	}
	g.Forget([]vigie.MentionID{7, 8})
	last := sketchOf(4, post{site: "d", body: dispatch})
	if of := join(&last, noon, 10); of != nil {
		t.Errorf("a copy of what was erased: %v", of)
	}
}

func TestRemember(t *testing.T) {
	s := sketchOf(1, post{site: "a", body: dispatch})
	packed := s.AppendTo(nil)
	back, rest, ok := Unpack(packed)
	if !ok || len(rest) != 0 || back != s {
		t.Fatalf("Unpack(AppendTo) = %+v, %v, %v; want %+v", back, rest, ok, s)
	}
	g := new(Grouper)
	id := vigie.FirstMentionID(noon)
	err := g.Remember(noon, func(yield func(vigie.MentionID, *Sketch) bool) error {
		yield(id, &back)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b := g.Begin(noon)
	other := sketchOf(2, post{site: "b", body: dispatch})
	if of := b.Join(&other, noon); !slices.Equal(of, []vigie.MentionID{id}) {
		t.Errorf("after a restart a copy is one of %v, want %d", of, id)
	}
	b.End(func(int) vigie.MentionID { return 5 })
}

// What is older than the window is dropped, and an old file keeps its own past.
func TestWindowMoves(t *testing.T) {
	g := new(Grouper)
	rng := rand.New(rand.NewPCG(2, 2))
	for day := range 200 {
		now := noon.Add(time.Duration(day) * 24 * time.Hour)
		b := g.Begin(now)
		for i := range 20 {
			body := ""
			for range 15 {
				body += fmt.Sprintf("m%d ", rng.IntN(1_000_000))
			}
			s := sketchOf(day*20+i, post{site: "a", body: body})
			b.Join(&s, now)
		}
		b.End(func(i int) vigie.MentionID { return vigie.MentionID(day*20 + i + 1) })
	}
	if n, _ := g.Held(); n > 20*(45+3*15) {
		t.Errorf("%d sketches held after 200 days, want those of the window and a little more", n)
	}
}

func TestHostileTexts(t *testing.T) {
	for name, s := range map[string]string{
		"2 MB of one word":   strings.Repeat("spam ", 400_000),
		"one endless word":   strings.Repeat("x", 1<<20),
		"not UTF-8":          strings.Repeat("\xff\xfe ", 1000),
		"joiners":            strings.Repeat("\u200d", 1000) + " a b c d e f",
		"a link without end": "://" + strings.Repeat("a", 1<<20),
		"thousands of links": strings.Repeat("http://a.example/ ", 50_000),
		"accounts only":      strings.Repeat("@marie ", 1000),
		"Chinese":            strings.Repeat("起重机这个星期坏了两次没有人回电话", 100),
	} {
		a, b := sketchOf(1, post{site: "a", body: s}), sketchOf(2, post{site: "b", body: s})
		if a.Keys != b.Keys || a.N != b.N {
			t.Errorf("%s: two sketches of one text differ", name)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	s := sketchOf(1, post{site: "a", body: dispatch})
	f.Add(s.AppendTo(nil))
	f.Add([]byte{40, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, rest, ok := Unpack(b)
		if !ok {
			return
		}
		if len(rest) >= len(b) || s.N > most {
			t.Errorf("Unpack(%x) = %+v, %d left", b, s, len(rest))
		}
		all, body := compare(&s, &s, nil)
		copies(&s, &s, all, body)
	})
}

func BenchmarkJoin(b *testing.B) {
	g := new(Grouper)
	doc := new(text.Doc)
	rng := rand.New(rand.NewPCG(3, 3))
	batch := g.Begin(noon)
	m := vigie.Mention{Site: "a"}
	for b.Loop() {
		body := ""
		for range 18 {
			body += fmt.Sprintf("mot%d ", rng.IntN(50_000))
		}
		doc.Recut("", body)
		s := Of(&m, doc)
		batch.Join(&s, noon)
	}
	batch.End(func(int) vigie.MentionID { return 1 })
}
