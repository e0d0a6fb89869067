package query

// RememberFrom sets how many terms a segment has for its words to be
// remembered, and returns how many it were.
func RememberFrom(terms int) (before int) {
	before, knownLeast = knownLeast, terms
	return before
}

// HoldChanges keeps every change of ix waiting until release is called, and
// has it file all queries anew at the next post that it learns from.
func HoldChanges(ix *Index) (release func()) {
	ix.write.Lock()
	ix.refileAt.Store(1)
	return ix.write.Unlock
}
