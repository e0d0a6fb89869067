package opinion

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// small is a training set written for the tests.
func small() []Labelled {
	var out []Labelled
	for i := range 20 {
		for _, l := range []Labelled{
			{"la machine %d est superbe, je suis ravi", vigie.Positive},
			{"la machine %d est en panne, quelle honte", vigie.Negative},
			{"la machine %d est livrée mardi", vigie.Neutral},
		} {
			l.Text = fmt.Sprintf(l.Text, i)
			out = append(out, l)
		}
	}
	return out
}

func trained(t *testing.T) *Model {
	t.Helper()
	m, err := Train("fr", small(), Training{Data: "small", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t *testing.T, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainIsReproducible(t *testing.T) {
	a, b := written(t, trained(t)), written(t, trained(t))
	if !bytes.Equal(a, b) {
		t.Error("the same texts and seed gave two models")
	}
	m, err := Read(a, "small")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, trained(t)) {
		t.Error("a model that was written and read is another")
	}
	for text, want := range map[string]vigie.Opinion{
		"votre machine est superbe": vigie.Positive, "encore une panne": vigie.Negative, "livrée mardi": vigie.Neutral,
	} {
		if v := NewWith(m).Of("fr", text, nil); v.Likeliest != want {
			t.Errorf("Of(%q) = %v, want %v", text, v.Likeliest, want)
		}
	}
}

func TestTrainRefuses(t *testing.T) {
	one := make([]Labelled, 40)
	for i := range one {
		one[i] = Labelled{"bien", vigie.Positive}
	}
	for name, c := range map[string]struct {
		texts []Labelled
		id    string
	}{
		"too few":   {small()[:10], "train-too-few"},
		"one label": {one, "train-one-label"},
		"no label":  {[]Labelled{{"bien", vigie.Unsure}}, "train-label-unknown"},
	} {
		if _, err := Train("fr", c.texts, Training{}); vigie.Tell(err).ID != c.id {
			t.Errorf("%s: Train fails with %v, want %s", name, err, c.id)
		}
	}
}

// TestReadTellsWhatIsWrong: a file that is not the one that was written is an
// error that says why.
func TestReadTellsWhatIsWrong(t *testing.T) {
	good := written(t, trained(t))
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	newer := bytes.Clone(good)
	newer[len(magic)] = version + 1
	older := bytes.Clone(good)
	older[len(magic)] = 0
	for name, c := range map[string]struct {
		file []byte
		id   string
	}{
		"empty":           {nil, "opinion-model-none"},
		"something else":  {[]byte("PK\x03\x04 not a model at all"), "opinion-model-none"},
		"cut short":       {good[:len(good)-100], "opinion-model-damaged"},
		"cut very short":  {good[:len(magic)+3], "opinion-model-damaged"},
		"a bit flipped":   {flipped, "opinion-model-damaged"},
		"a later version": {newer, "opinion-model-version"},
		"version nought":  {older, "opinion-model-version"},
	} {
		if _, err := Read(c.file, name); vigie.Tell(err).ID != c.id || vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("%s: Read fails with %v, want %s", name, err, c.id)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("Open of nothing fails with %v, want not found", err)
	}
}

// TestShipped holds the shipped models to the files that docs/models/opinion.md
// describes; `vigie train opinion` makes them again.
func TestShipped(t *testing.T) {
	card, err := os.ReadFile("../../docs/models/opinion.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages() {
		b, err := shipped.ReadFile("shipped/" + lang + ".model")
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > 512<<10 {
			t.Errorf("%s: %d bytes, want at most 0.5 MB", lang, len(b))
		}
		if sum := sha256.Sum256(b); !strings.Contains(string(card), hex.EncodeToString(sum[:8])) {
			t.Errorf("%s: the card does not name the hash %x", lang, sum[:8])
		}
		m, err := New().Model(lang)
		if err != nil || m.About().Lang != lang || m.About().Data != "train.tsv" {
			t.Errorf("%s: model says %+v, %v", lang, m.About().Data, err)
		}
	}
}

func TestOf(t *testing.T) {
	j := New()
	for _, c := range []struct {
		lang, text string
		want       vigie.Opinion
		by         By
	}{
		{"fr", "Excellent accueil, je recommande vivement.", vigie.Positive, ByModel},
		{"fr", "Arnaque, à fuir, service client injoignable.", vigie.Negative, ByModel},
		{"fr", "Bravo, encore une panne catastrophique, merci pour le retard 🙄", vigie.Negative, ByModel},
		{"en", "worst airline ever, rude staff and delayed again", vigie.Negative, ByModel},
		{"es", "me encanta, muchas gracias", vigie.Positive, ByModel},
		{"nl", "vreselijk slecht, nooit meer, oplichters", vigie.Negative, ByLists},
		{"ja", "😍😍", vigie.Positive, BySigns},
		{"ja", "漢字", vigie.Unsure, BySigns},
		{"", "", vigie.Unsure, BySigns},
	} {
		v := j.Of(c.lang, c.text, nil)
		if v.Opinion != c.want && !(v.Ironic && v.Opinion != vigie.Positive) || v.By != c.by {
			t.Errorf("Of(%s, %q) = %v by %s (%.2f), want %v by %s", c.lang, c.text, v.Opinion, v.By, v.Sure, c.want, c.by)
		}
	}
}

// TestTheNameIsNoOpinion: what a brand is called says nothing about it.
func TestTheNameIsNoOpinion(t *testing.T) {
	j := New()
	text := "Géniale ouvre un magasin mardi à Lyon"
	with, without := j.Of("fr", text, nil), j.Of("fr", text, []Span{{0, len("Géniale")}})
	if with.Share[2] <= without.Share[2] || without.Opinion == vigie.Positive {
		t.Errorf("positive %.2f with the name read, %.2f without", with.Share[2], without.Share[2])
	}
}

func TestExplain(t *testing.T) {
	text := "Le vendeur est sympa mais la grue est une catastrophe."
	v, words := New().Explain("fr", text, nil, 5)
	if v != New().Of("fr", text, nil) {
		t.Error("Explain judges otherwise than Of")
	}
	said := map[string]float64{}
	for _, w := range words {
		said[text[w.Start:w.End]] = w.Toward
	}
	if said["sympa"] <= 0 || said["catastrophe"] >= 0 {
		t.Errorf("the words that decided are %v", said)
	}
}

// TestHostile: whatever the text, an answer comes, the same each time.
func TestHostile(t *testing.T) {
	j := New()
	for name, text := range map[string]string{
		"empty": "", "spaces": " \n\t ", "one emoji": "😡", "joiners": "\u200d\u200d\u200d", "selectors": "❤️‍🔥️️️",
		"long word": strings.Repeat("a", 100_000), "two megabytes": strings.Repeat("bof, nul ! ", 200_000), "bad bytes": "\xff\xfe nul \x80",
		"mixed scripts": "nul 最悪 ужасно سيء खराब", "marks": strings.Repeat("?!", 10_000), "link": "http", "cut": strings.Repeat("é", 4097),
	} {
		for _, lang := range []string{"fr", "ar", "nl", "", "xx"} {
			a := j.Of(lang, text, nil)
			if b := j.Of(lang, text, nil); a != b {
				t.Errorf("%s: two answers, %v and %v", name, a, b)
			}
			if a.Opinion == vigie.OpinionUnknown || math.IsNaN(a.Sure) || a.Sure < 0 || a.Sure > 1 {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("fr", "c'est nul !!! :-(", 2, 5)
	f.Add("en", "not bad \xff", 0, 100)
	j := New()
	f.Fuzz(func(t *testing.T, lang, text string, from, to int) {
		var mask []Span
		if from >= 0 && to > from && to <= len(text) {
			mask = []Span{{from, to}}
		}
		v, words := j.Explain(lang, text, mask, 10)
		if v != j.Of(lang, text, mask) {
			t.Error("two answers")
		}
		for _, w := range words {
			if w.Start < 0 || w.End > len(text) || w.Start >= w.End {
				t.Errorf("word %v of %d bytes", w, len(text))
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(magic + "\x01\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Read(b, "fuzz"); err == nil && len(b) < 100 {
			t.Error("a model of nothing")
		}
	})
}

func TestAdapt(t *testing.T) {
	j := New()
	text := "le chantier est livré avec la grue bleue"
	before := j.Of("fr", text, nil)
	var labels []Taught
	for i := range 10 {
		labels = append(labels,
			Taught{Text: fmt.Sprintf("la grue bleue du lot %d", i), Opinion: vigie.Negative},
			Taught{Text: fmt.Sprintf("le camion rouge du lot %d", i), Opinion: vigie.Positive})
	}
	a, err := j.Adapt("fr", labels)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := j.Model("fr"); err != nil || a.temperature <= m.about.Temperature {
		t.Errorf("labels that count thrice are believed as the base is: temperature %v (%v)", a.temperature, err)
	}
	j.Teach(map[string]*Adapted{"fr": a})
	after := j.Of("fr", text, nil)
	if after.By != ByAdapted || after.Share[0] <= before.Share[0]+.2 {
		t.Errorf("negative %.2f before, %.2f after ten alike", before.Share[0], after.Share[0])
	}
	j.Teach(nil)
	if again := j.Of("fr", text, nil); again != before {
		t.Errorf("once forgotten, %v is not %v", again, before)
	}
	if a, err := j.Adapt("fr", labels[:2]); a != nil || err != nil {
		t.Errorf("two labels teach %v, %v", a, err)
	}
}

func BenchmarkOf(b *testing.B) {
	j := New()
	texts := []string{
		"Deux heures de retard et personne pour nous renseigner, bravo @transport ! Plus jamais. http://t.co/x",
		"La nouvelle ligne ouvre lundi, le maire sera présent à l'inauguration #lyon",
		"Super accueil, équipe hyper sympa, merci pour tout 😍 on reviendra avec plaisir",
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		j.Of("fr", texts[i%len(texts)], nil)
	}
}
