package eval

import (
	"testing"

	"vigie.example/vigie"
)

func TestIntents(t *testing.T) {
	got := map[string]float64{}
	keep := func(r Result) { got[r.Name] = r.Value }
	head := "id\tlang\tchannel\thalf\tfirst\tsecond\tlabels\ttext\n"
	if err := Intents(file(t, "a.tsv", head+
		"1\ten\tforum\theld\tquestion\tquestion\tquestion\twhere is it?\n"+
		"2\ten\tforum\theld\t-\tquestion\t-\tis that so?\n"+
		"3\ten\tforum\tmend\tcomplaint,request\tcomplaint\tcomplaint\tit is broken\n"+
		"4\ten\tforum\theld\t-\t-\t-\ta nice day\n"), keep); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"intents/question/precision": 0.5, "intents/question/recall": 1, "intents/en/macro_f1": 2.0 / 3,
		"intents/mend/complaint/f1": 1, "intents/question/kappa": 0.5, "intents/complaint/kappa": 1, "intents/request/kappa": 0,
		"intents/waits/recall": 1,
	} {
		if v, ok := got[name]; !ok || v < want-1e-9 || v > want+1e-9 {
			t.Errorf("%s = %v, want %v", name, v, want)
		}
	}
	for name, table := range map[string]string{"eval-no-columns": "a\tb\n1\t2\n", "eval-no-labels": head + "1\ten\n"} {
		if err := Intents(file(t, "b.tsv", table), keep); vigie.Tell(err).ID != name {
			t.Errorf("%q: %v, want %s", table, err, name)
		}
	}
}

// TestIntentsShipped holds the rules to about what docs/models/intent.md says:
// a change that makes them worse is seen.
func TestIntentsShipped(t *testing.T) {
	got := map[string]float64{}
	if err := Intents("", func(r Result) { got[r.Name] = r.Value }); err != nil {
		t.Fatal(err)
	}
	for name, least := range map[string]float64{"intents/macro_f1": 0.85, "intents/mend/macro_f1": 0.85, "intents/complaint/f1": 0.7, "intents/waits/f1": 0.85} {
		if got[name] < least {
			t.Errorf("%s = %.3f, was over %.2f", name, got[name], least)
		}
	}
}
