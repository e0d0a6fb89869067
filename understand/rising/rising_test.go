package rising

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

func TestBag(t *testing.T) {
	b := NewBag(nil)
	add := func(voice, s string) { b.Add(text.Cut("", s), "fr", voice, vigie.MentionID(b.Texts+1)) }
	add("ana", "Le flexible hydraulique fuit. Le flexible hydraulique fuit encore, @sav https://a.example/fuit")
	add("bob", "Un flexible hydraulique qui fuit !")
	add("ana", "Toujours mon flexible hydraulique")
	for norm, want := range map[string]int{
		"flexible": 2, "flexible hydraulique": 2, "flexible hydraulique fuit": 1, "hydraulique fuit": 1, "fuit": 2,
		"le": 0, "le flexible": 0, "fuit le flexible": 0, "sav": 0, "hydraulique qui fuit": 1,
	} {
		got := 0
		if e := b.Of(norm); e != nil {
			got = e.N
		}
		if got != want {
			t.Errorf("%q is in %d texts of distinct voices, want %d", norm, got, want)
		}
	}
	if e := b.Of("flexible hydraulique"); e.Text != "flexible hydraulique" || !slices.Equal(e.Examples, []vigie.MentionID{1, 2}) {
		t.Errorf("flexible hydraulique = %+v", e)
	}
	only := NewBag(b)
	only.Add(text.Cut("", "Un flexible neuf"), "fr", "", 9)
	if only.Of("flexible") == nil || only.Of("neuf") != nil {
		t.Error("a Bag of another's expressions counts others too, or not those")
	}
	if c := b.Counts(2); c["fuit"] != 2 || c["encore"] != 0 || c["flexible hydraulique fuit"] != 0 {
		t.Errorf("Counts(2) = %v", c)
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
	before, now := NewBag(nil), NewBag(nil)
	id := vigie.MentionID(0)
	fill := func(b *Bag, n int, s string) {
		for range n {
			id++
			b.Add(text.Cut("", s), "fr", fmt.Sprint("v", id), id)
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
	if again := Rising(now, NewBag(nil), 10); again != nil {
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
		before, now := NewBag(nil), NewBag(nil)
		for i := range 650 {
			s := ""
			for range 8 {
				s += fmt.Sprintf("mot%c%c ", 'a'+next(26), 'a'+next(8))
			}
			b := before
			if i%13 == 0 {
				b = now
			}
			b.Add(text.Cut("", s), "fr", fmt.Sprint(i), vigie.MentionID(i))
		}
		told += len(Rising(now, before, 20))
	}
	if told > 8 {
		t.Errorf("%d rises in 40 weeks in which nothing changed, want 8 at most", told)
	}
}
