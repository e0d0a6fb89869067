package opinion

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"testing"

	"vigie.example/vigie"
)

var families = []Family{Usual, Ratios, Present, Graded}

func trainedAs(t *testing.T, f Family) *Model {
	t.Helper()
	m, err := Train("fr", small(), Training{Data: "small", Seed: 1, Family: f})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestFamiliesJudge: a model of each family judges, comes back whole from its
// file, and the usual one keeps the form that older programs read.
func TestFamiliesJudge(t *testing.T) {
	for _, f := range families {
		m := trainedAs(t, f)
		b := written(t, m)
		want := byte(2)
		if f == Usual {
			want = 1
		}
		if b[len(magic)] != want {
			t.Errorf("%s: version %d, want %d", f.Name(), b[len(magic)], want)
		}
		back, err := Read(b, "small")
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, m) {
			t.Errorf("%s: a model that was written and read is another", f.Name())
		}
		for text, want := range map[string]vigie.Opinion{
			"votre machine est superbe": vigie.Positive, "encore une panne": vigie.Negative, "livrée mardi": vigie.Neutral,
		} {
			if v := NewWith(back).Of("fr", text, nil); v.Likeliest != want {
				t.Errorf("%s: Of(%q) = %v, want %v", f.Name(), text, v.Likeliest, want)
			}
		}
	}
}

// TestPresentCountsOnce: in models of what is present, saying it again changes
// nothing.
func TestPresentCountsOnce(t *testing.T) {
	j := NewWith(trainedAs(t, Present))
	if a, b := j.Of("fr", "panne. panne.", nil), j.Of("fr", "panne. panne. panne. panne.", nil); a.Share[0] > b.Share[0]+1e-3 || a.Share[0] < b.Share[0]-0.1 {
		t.Errorf("negative %.3f said twice, %.3f said four times", a.Share[0], b.Share[0])
	}
}

// TestExplanationIsExact: what the words counted sums to the log-odds that the
// features gave, in each family, with and without corrections.
func TestExplanationIsExact(t *testing.T) {
	for _, f := range families {
		m := trainedAs(t, f)
		m.about.Dense = [classes][denseCount]float32{} // what the lists add is dealt out, not summed
		j := NewWith(m)
		a, err := j.Adapt("fr", taughtGrue())
		if err != nil {
			t.Fatal(err)
		}
		a.dense = m.about.Dense
		for _, with := range []*Adapted{nil, a} {
			var r reading
			r.read("la grue bleue est superbe, la grue est en panne !", nil, grammarOf("fr"), lexiconOf("fr"), f)
			z := m.odds(&r)
			if with != nil {
				z = with.odds(m, &r, z)
			}
			by := make([]float64, len(r.tokens))
			m.weigh(&r, with, by)
			sum := 0.0
			for _, v := range by {
				sum += v
			}
			if want := z[positive] - z[negative]; math.Abs(sum-want) > 1e-4*math.Max(1, math.Abs(want)) || want == 0 {
				t.Errorf("%s: words sum to %v, the log-odds are %v", f.Name(), sum, want)
			}
		}
	}
}

func taughtGrue() []Taught {
	var out []Taught
	for range 6 {
		out = append(out, Taught{Text: "la grue bleue du lot", Opinion: vigie.Negative}, Taught{Text: "le camion rouge du lot", Opinion: vigie.Positive})
	}
	return out
}

// TestFamiliesLearn: corrections move models of each family, toward what they
// say.
func TestFamiliesLearn(t *testing.T) {
	for _, f := range families {
		j := NewWith(trainedAs(t, f))
		text := "le chantier est livré avec la grue bleue"
		before := j.Of("fr", text, nil)
		a, err := j.Adapt("fr", taughtGrue())
		if err != nil {
			t.Fatal(err)
		}
		j.Teach(map[string]*Adapted{"fr": a})
		if after := j.Of("fr", text, nil); after.Share[0] <= before.Share[0]+.1 {
			t.Errorf("%s: negative %.2f before, %.2f after six alike", f.Name(), before.Share[0], after.Share[0])
		}
	}
}

// TestTrainChooses: the trainer takes what did best on folds within the texts,
// and the model tells what was tried.
func TestTrainChooses(t *testing.T) {
	m, err := Train("fr", small(), Training{Data: "small", Seed: 1, Choose: true})
	if err != nil {
		t.Fatal(err)
	}
	a := m.About()
	if len(a.Tried) != len(trials) || a.Tried[0].Family != a.Family || a.Tried[0].Penalty != a.Penalty {
		t.Fatalf("model of family %q, penalty %v; tried %+v", a.Family, a.Penalty, a.Tried)
	}
	if !slices.IsSortedFunc(a.Tried, func(x, y Trial) int {
		if x.Loss <= y.Loss {
			return -1
		}
		return 1
	}) {
		t.Errorf("not the least loss first: %+v", a.Tried)
	}
	for _, o := range a.Tried {
		if o.Right < .5 || o.Loss <= 0 || o.Loss > 1.1 {
			t.Errorf("%+v on texts that a child tells apart", o)
		}
	}
	back, err := Read(written(t, m), "small")
	if err != nil || !reflect.DeepEqual(back.About(), a) {
		t.Errorf("the file says %+v, %v", back, err)
	}
	again, err := Train("fr", small(), Training{Data: "small", Seed: 1, Choose: true})
	if err != nil || !bytes.Equal(written(t, again), written(t, m)) {
		t.Errorf("the same texts and seed gave two models (%v)", err)
	}
}

// TestReadUnknownFamily: a family of another program is told, not guessed.
func TestReadUnknownFamily(t *testing.T) {
	m := trainedAs(t, Present)
	m.about.Family = "forest"
	if _, err := Read(written(t, m), "forest.model"); vigie.Tell(err).ID != "opinion-model-damaged" {
		t.Errorf("Read fails with %v", err)
	}
}
