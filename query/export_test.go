package query

// RememberFrom sets how many terms a segment has for its words to be
// remembered, and returns how many it were.
func RememberFrom(terms int) (before int) {
	before, knownLeast = knownLeast, terms
	return before
}
