package rising

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

func TestBag(t *testing.T) {
	sp := NewSpeech("fr")
	b := sp.Bag(nil)
	add := func(b *Bag, voice int64, s string) {
		b.Add(sp.Cut(text.Cut("", s), nil), voice, vigie.MentionID(b.Texts+1))
	}
	const ana, bob = 1, 2
	add(b, ana, "Le flexible hydraulique fuit. Le flexible hydraulique fuit encore, @sav https://a.example/fuit")
	add(b, bob, "Un flexible hydraulique qui fuit !")
	add(b, ana, "Toujours mon flexible hydraulique")
	for norm, want := range map[string]int{
		"flexible": 2, "flexible hydraulique": 2, "flexible hydraulique fuit": 1, "hydraulique fuit": 1, "fuit": 2,
		"le": 0, "le flexible": 0, "fuit le flexible": 0, "sav": 0, "hydraulique qui fuit": 1,
	} {
		if got, _ := b.Of(norm); got.N != want {
			t.Errorf("%q is in %d texts of distinct voices, want %d", norm, got.N, want)
		}
	}
	if e, ok := b.Of("hydraulique qui fuit"); !ok || e.Norm != "hydraulique qui fuit" || e.First != 2 {
		t.Errorf("hydraulique qui fuit = %+v", e)
	}
	only := sp.Bag(b)
	add(only, 0, "Un flexible neuf")
	add(only, 0, "Un flexible vieux")
	if e, ok := only.Of("flexible"); !ok || e.N != 2 || e.First != 1 {
		t.Errorf("nobody known says flexible twice: %+v, %v", e, ok)
	}
	if _, ok := only.Of("neuf"); ok {
		t.Error("a Bag of another's expressions counts others too")
	}
	if c := b.Counts(2); c["fuit"] != 2 || c["encore"] != 0 || c["flexible hydraulique fuit"] != 0 {
		t.Errorf("Counts(2) = %v", c)
	}
	if got := FirstShown(text.Cut("Un titre", "Le Flexible  Hydraulique, le flexible hydraulique"), "fr", "flexible hydraulique"); got != "Flexible Hydraulique" {
		t.Errorf("FirstShown = %q", got)
	}
}

// TestMarksPartExpressions: an expression does not go on over a comma, a bracket
// or an arrow; hyphens, apostrophes and ampersands hold it together.
func TestMarksPartExpressions(t *testing.T) {
	sp := NewSpeech("fr")
	b := sp.Bag(nil)
	b.Add(sp.Cut(text.Cut("", "Messenger > nouvelle box (panne totale), saint-priest l’atelier mécanique"), nil), 0, 1)
	b.Add(sp.Cut(text.Cut("", "油圧ホース fuit, et 油圧"), nil), 0, 2)
	for norm, want := range map[string]int{
		"messenger nouvelle": 0, "nouvelle box": 1, "box panne": 0, "panne totale": 1, "totale saint": 0, "saint priest": 1, "atelier mecanique": 1,
	} {
		if got, _ := b.Of(norm); got.N != want {
			t.Errorf("%q is in %d texts, want %d", norm, got.N, want)
		}
	}
}

// TestDistinct: what says the same is told once, by the expression that is
// surest, whole and not by its pieces.
func TestDistinct(t *testing.T) {
	for _, tt := range []struct {
		name string
		list string // the surest first, each with the texts that have it
		want string
	}{
		{"pieces of what is mostly said whole", "messagerie=162 messagerie_privee=156 privee=156", "messagerie_privee"},
		{"a longer one that adds little is no reason to leave its pieces out", "present=151 messenger=131 present_sur_messenger=117", "present messenger"},
		{"two things", "panne=40 box=42", "panne box"},
		{"a plural", "vols_annules=30 retard=20 vol_annule=9 retards=4", "vols_annules retard"},
		{"short words that end in s", "pas=9 bus=9 bu=8", "pas bus bu"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var list []Expression
			for f := range strings.FieldsSeq(tt.list) {
				var e Expression
				norm, n, _ := strings.Cut(f, "=")
				e.Norm = strings.ReplaceAll(norm, "_", " ")
				if _, err := fmt.Sscan(n, &e.N); err != nil {
					t.Fatal(err)
				}
				list = append(list, e)
			}
			var got []string
			for _, e := range Distinct(list, func(e Expression) Expression { return e }) {
				got = append(got, strings.ReplaceAll(e.Norm, " ", "_"))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("Distinct = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestMonthsDoNotRise: that people say October more in October is no news, what
// they say with it may be.
func TestMonthsDoNotRise(t *testing.T) {
	sp := NewSpeech("en")
	now, before := sp.Bag(nil), sp.Bag(nil)
	for i := range 40 {
		now.Add(sp.Cut(text.Cut("", "October again"), nil), int64(i+1), 1)
		now.Add(sp.Cut(text.Cut("", "black friday"), nil), int64(i+1), 2)
		before.Add(sp.Cut(text.Cut("", "nothing new here"), nil), int64(i+1), 3)
	}
	if got := Rising(now, before, 9); len(got) != 1 || got[0].Norm != "black friday" {
		t.Errorf("Rising = %+v, want black friday alone", got)
	}
}

// plainBag counts by the words themselves, one text after the other: what Bag
// is held to.
type plainBag struct {
	n     map[string]int
	first map[string]vigie.MentionID
	said  map[[2]string]bool
}

func (p *plainBag) add(doc *text.Doc, lang string, voice int64, id vigie.MentionID, only *plainBag) {
	here := map[string]bool{}
	Each(doc, lang, func(norm string, _ *text.Field, _ []*text.Word) {
		who := [2]string{norm, fmt.Sprint(voice)}
		if here[norm] || only != nil && only.n[norm] == 0 || voice != 0 && p.said[who] {
			return
		}
		here[norm], p.said[who] = true, true
		if p.n[norm]++; p.n[norm] == 1 {
			p.first[norm] = id
		}
	})
}

// TestBagIsPlain: what is counted by numbers is what is counted by words, on
// random texts with everything that parts words.
func TestBagIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	pieces := []string{
		"le", "la", "de", "flexible", "Flexible", "hydraulique", "fuit", "grue", "GRUE", "à", "été", "l'usine", "porte-outil", "#LaGrue",
		"@sav", "https://a.example/la/grue", "3", "12,5", "RT", ".", "!", ",", "\n\n", "…", "x", "東京都", "noël", "c’est",
	}
	write := func() string {
		var s []string
		for range rnd.IntN(30) {
			s = append(s, pieces[rnd.IntN(len(pieces))])
		}
		return strings.Join(s, " ")
	}
	for _, lang := range []string{"fr", "en", "zz"} {
		sp := NewSpeech(lang)
		newPlain := func() *plainBag {
			return &plainBag{map[string]int{}, map[string]vigie.MentionID{}, map[[2]string]bool{}}
		}
		wants := []*plainBag{newPlain(), newPlain(), newPlain()}
		bags := []*Bag{sp.Bag(nil), sp.Bag(nil), nil}
		bags[2] = sp.Bag(bags[0])
		var room []int32
		for id := range vigie.MentionID(600) {
			doc, voice := text.Cut(write(), write()), int64(rnd.IntN(20))
			if room = room[:0]; id < 300 || id%2 == 1 {
				room = sp.Cut(doc, room)
			}
			if id < 300 { // everything, nobody's voice told apart
				bags[1].Add(room, 0, id)
				wants[1].add(doc, lang, 0, id, nil)
			}
			if id < 200 {
				bags[0].Add(room, voice, id)
				wants[0].add(doc, lang, voice, id, nil)
			} else {
				if id%2 == 0 {
					room = sp.CutKnown(doc, room[:0])
				}
				bags[2].Add(room, voice, id)
				wants[2].add(doc, lang, voice, id, wants[0])
			}
		}
		for k, want := range wants {
			got := bags[k].Counts(1)
			if len(got) != len(want.n) || len(got) < 100 {
				t.Fatalf("%s, bag %d: %d expressions, want %d (100 at least)", lang, k, len(got), len(want.n))
			}
			for norm, n := range want.n {
				if e, ok := bags[k].Of(norm); !ok || e.N != n || got[norm] != int64(n) || e.First != want.first[norm] {
					t.Fatalf("%s, bag %d: %q = %+v, %d of Counts, want %d, first %d", lang, k, norm, e, got[norm], n, want.first[norm])
				}
			}
		}
	}
}

// Worked by hand and checked against R: pbinom(k - 1, n, p, lower.tail = FALSE).
func TestBinomialTail(t *testing.T) {
	for _, tt := range []struct {
		k, n int
		p    float64
		want float64
	}{
		{0, 10, 0.5, 1},
		{10, 10, 0.5, 1.0 / 1024},
		{8, 10, 0.5, 56.0 / 1024},
		{1, 3, 0.1, 1 - 0.729},
		{3, 3, 0.1, 0.001},
	} {
		if got := binomialTail(tt.k, tt.n, tt.p); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("binomialTail(%d, %d, %v) = %v, want %v", tt.k, tt.n, tt.p, got, tt.want)
		}
	}
}

func TestRising(t *testing.T) {
	sp := NewSpeech("fr")
	before, now := sp.Bag(nil), sp.Bag(nil)
	id := vigie.MentionID(0)
	fill := func(b *Bag, n int, s string) {
		for range n {
			id++
			b.Add(sp.Cut(text.Cut("", s), nil), int64(id), id)
		}
	}
	fill(before, 900, "La livraison de la grue est prévue")
	fill(before, 10, "Le flexible hydraulique fuit")
	fill(now, 90, "La livraison de la grue est prévue")
	fill(now, 12, "Le flexible hydraulique fuit")
	fill(now, 3, "Une valve rare")
	got := Rising(now, before, 10)
	if len(got) != 1 || got[0].Norm != "flexible hydraulique fuit" {
		t.Fatalf("Rising = %+v, want one: flexible hydraulique fuit", got)
	}
	r := got[0]
	// 12 of 22 where 105 of 1,015 texts are of now: expected 10 x 105/910.
	if r.N != 12 || r.Before != 10 || math.Abs(r.Expected-10*105/910.0) > 1e-9 || r.P > 1e-5 {
		t.Errorf("rise = %+v", r)
	}
	if again := Rising(now, sp.Bag(nil), 10); again != nil {
		t.Errorf("without a past something grew: %+v", again)
	}
}

// Where nothing changes, hardly anything is told: the share of false ones is
// held over many weeks of the same speech.
func TestRisingIsCalm(t *testing.T) {
	told := 0
	seed := uint64(1)
	next := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	for range 40 {
		sp := NewSpeech("fr")
		before, now := sp.Bag(nil), sp.Bag(nil)
		for i := range 650 {
			s := ""
			for range 8 {
				s += fmt.Sprintf("mot%c%c ", 'a'+next(26), 'a'+next(8))
			}
			b := before
			if i%13 == 0 {
				b = now
			}
			b.Add(sp.Cut(text.Cut("", s), nil), int64(i+1), vigie.MentionID(i))
		}
		told += len(Rising(now, before, 20))
	}
	if told > 8 {
		t.Errorf("%d rises in 40 weeks in which nothing changed, want 8 at most", told)
	}
}
