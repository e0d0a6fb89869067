package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTexts(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		labels        Labels
		want          []vigie.Opinion
	}{
		"numbers":      {"a.tsv", "label\ttext\n0\tnul\n2\tbien\n1\tmardi\n1\tmardi\n", Three, []vigie.Opinion{vigie.Negative, vigie.Positive, vigie.Neutral}},
		"names":        {"a.csv", "sentiment,tweet\nPositive,a\nnegative,b\nirrelevant,c\n", Three, []vigie.Opinion{vigie.Positive, vigie.Negative}},
		"two":          {"a.csv", "label,text\n1,a\n0,b\n", Two, []vigie.Opinion{vigie.Positive, vigie.Negative}},
		"stars":        {"a.csv", "note,avis\n5,a\n1.5,b\n3,c\n,d\n", Stars, []vigie.Opinion{vigie.Positive, vigie.Negative}},
		"short rows":   {"a.csv", "note,avis\n5\n4,b\n", Stars, []vigie.Opinion{vigie.Positive}},
		"byte mark":    {"a.csv", "\ufefflabel,text\n0,b\n", Three, []vigie.Opinion{vigie.Negative}},
		"quoted lines": {"a.csv", "label,text\n0,\"b\nc\"\n", Three, []vigie.Opinion{vigie.Negative}},
	} {
		got, err := Texts(file(t, c.file, c.content), TextsOptions{Labels: c.labels})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var opinions []vigie.Opinion
		for _, l := range got {
			opinions = append(opinions, l.Opinion)
		}
		if fmt.Sprint(opinions) != fmt.Sprint(c.want) {
			t.Errorf("%s: Texts gives %v, want %v", name, opinions, c.want)
		}
	}
	for name, c := range map[string]struct{ content, id string }{
		"no columns": {"x,y\n1,2\n", "eval-no-columns"},
		"no labels":  {"label,text\n7,a\n", "eval-no-labels"},
		"empty":      {"", "eval-no-labels"},
	} {
		if _, err := Texts(file(t, "a.csv", c.content), TextsOptions{}); vigie.Tell(err).ID != c.id {
			t.Errorf("%s: Texts fails with %v, want %s", name, err, c.id)
		}
	}
	if _, err := Texts(filepath.Join(t.TempDir(), "none.csv"), TextsOptions{}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("no file: %v", err)
	}
}

// TestOpinionFigures: every figure that docs name comes out, in each way to
// measure.
func TestOpinionFigures(t *testing.T) {
	var b strings.Builder
	b.WriteString("label\ttext\n")
	for i := range 30 {
		fmt.Fprintf(&b, "0\tarnaque honteuse numéro %d\n1\tréunion mardi salle %d\n2\texcellent accueil, merci %d\n", i, i, i)
	}
	texts, err := Texts(file(t, "a.tsv", b.String()), TextsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]OpinionOptions{
		"shipped":     {Lang: "fr", Corrections: -1},
		"lists":       {Lang: "fr", Corrections: -1, Lists: true},
		"folds":       {Lang: "fr", Corrections: -1, Folds: 3},
		"corrections": {Lang: "fr", Corrections: 20},
	} {
		got := map[string]float64{}
		if err := Opinion(texts, o, func(r Result) { got[r.Name] = r.Value }); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, figure := range []string{"macro_f1", "accuracy", "sign", "answered", "precision", "calibration_error", "surest_quarter", "surest_half", "texts_per_s"} {
			if v, ok := got[figure]; !ok || v < 0 {
				t.Errorf("%s: %s = %v, %v", name, figure, v, ok)
			}
		}
		if got["macro_f1"] < 0.6 {
			t.Errorf("%s: macro_f1 %.2f of texts that a child can judge", name, got["macro_f1"])
		}
	}
}
