package eval

import (
	"vigie.example/vigie"
	"vigie.example/vigie/understand/opinion"
)

// OpinionOfScores measures another judge by what Opinion measures Vigie by:
// macro_f1 and sign. It takes a score a text, below 0 negative and above 0
// positive, of which those from -margin to margin are neutral. A score of 0
// has no sign, and counts as half right.
func OpinionOfScores(texts []opinion.Labelled, scores []float64, margin float64) (macroF1, sign float64) {
	var s scoring
	half := 0.0
	for i, t := range texts {
		said := 1
		switch v := scores[i]; {
		case v != 0 && v >= margin:
			said = 2
		case v != 0 && v <= -margin:
			said = 0
		}
		s.confusion[t.Opinion-vigie.Negative][said]++
		if t.Opinion == vigie.Neutral {
			continue
		}
		s.signs++
		switch {
		case scores[i] == 0:
			half += 0.5
		case scores[i] > 0 == (t.Opinion == vigie.Positive):
			s.signRight++
		}
	}
	return s.macroF1(), (float64(s.signRight) + half) / float64(max(s.signs, 1))
}
