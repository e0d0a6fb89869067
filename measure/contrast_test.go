package measure

import "testing"

// The values come from equations 15, 20 and 22 of Monroe et al. written out in
// NumPy, apart from this code.
func TestContrast(t *testing.T) {
	ours := map[string]int64{"grue": 30, "service": 12, "panne": 2, "devis": 6}
	theirs := map[string]int64{"grue": 25, "service": 8, "panne": 40, "attente": 27}
	they, we := Contrast(ours, theirs, 50)
	for side, tt := range map[string]struct {
		got  []Word
		want []Word
	}{
		"theirs, the surest first": {they, []Word{
			{Word: "panne", Ours: 2, Theirs: 40, LogOdds: 1.0828639316999706, Score: 3.804361163781612},
			{Word: "attente", Theirs: 27, LogOdds: 1.160955419242245, Score: 3.115170283526913},
		}},
		"ours": {we, []Word{
			{Word: "grue", Ours: 30, Theirs: 25, LogOdds: -0.8340951708395176, Score: -3.98698231950471},
			{Word: "devis", Ours: 6, LogOdds: -1.861718057834965, Score: -2.354907769529429},
			{Word: "service", Ours: 12, Theirs: 8, LogOdds: -0.750346991125419, Score: -2.150412964891588},
		}},
	} {
		if len(tt.got) != len(tt.want) {
			t.Errorf("%s: %+v, want %+v", side, tt.got, tt.want)
			continue
		}
		for i, w := range tt.want {
			g := tt.got[i]
			if g.Word != w.Word || g.Ours != w.Ours || g.Theirs != w.Theirs || !alike(g.LogOdds, w.LogOdds) || !alike(g.Score, w.Score) {
				t.Errorf("%s: %+v, want %+v", side, g, w)
			}
		}
	}
	if they, we := Contrast(ours, nil, 50); they != nil || we != nil {
		t.Errorf("nothing said by others: %v, %v", they, we)
	}
}
