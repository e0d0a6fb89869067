// Package query is Vigie's Boolean language: it parses what a person wrote,
// prints it back, says what is wrong with it in plain words, decides whether a
// post matches and which words made it so, and tells an archive how to narrow
// its search (Need) before every candidate is decided here.
//
// A query means the same everywhere: in the stream, in the search box, in
// routing rules and in every store. Stores narrow, this package decides.
//
// Around it stand what people need to write queries well: Linter proposes
// mends, Convert reads the syntaxes of other tools, Lists brings named lists.
//
// It does no I/O and knows no store. The language is told in docs/query.md.
package query

import "vigie.example/vigie"

// Search is a question put to an archive: which kept mentions match, newest
// first.
type Search struct {
	Query  *Query       // nil asks for everything
	Filter vigie.Filter // all conditions hold together with Query
	After  string       // token of the page before; empty for the newest
	Limit  int          // 1 to 500; 0 means 50
}

// CountMost is how far a search counts: above it, pages say "more than".
const CountMost = 10_000

// Page is one page of a search.
type Page struct {
	Kept []vigie.Kept // newest first
	Next string       // token of the next page; empty on the last
	// Count is how many mentions match in all. Where More is true there are
	// more than Count: counting stopped at CountMost or at its time limit.
	Count int
	More  bool
}
