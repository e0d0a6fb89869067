package query

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
)

// The limits of a query. What passes one is refused with a sentence that says
// so; what a list holds counts as cost, not as operands.
const (
	CharactersMost = 32_000  // of the written text
	OperandsMost   = 2_000   // words, phrases and field values
	DepthMost      = 200     // parentheses, NOT and NEAR inside one another
	NearMost       = 1_000   // n of NEAR/n and of "a b"~n
	StarsMost      = 4       // wildcards in one word
	ListsMost      = 20      // lists inside one another
	ListMost       = 200_000 // bytes of a list
	CostMost       = 50_000  // see Query.Cost
)

// SyntaxError is what is wrong with a written query, and where. Parse wraps it
// in a *vigie.Error of kind Invalid whose sentence tells line, column and Why.
type SyntaxError struct {
	Why          vigie.Sentence
	Pos          Pos // bytes of the written query
	Line, Column int // from 1; columns are characters
}

// Error returns the message id and the place, for logs.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s %v", e.Line, e.Column, e.Why.ID, e.Why.Args)
}

// fault makes the error that Parse returns for pos in source.
func fault(source string, pos Pos, id string, args ...any) error {
	start := min(max(pos.Start, 0), len(source))
	before := source[:start]
	e := &SyntaxError{
		Why: vigie.Say(id, args...), Pos: pos,
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
	}
	return vigie.Errorf(vigie.Invalid, e, "query-at", e.Line, e.Column, e.Why)
}

// reason returns what is wrong, without the place; nothing where err is none
// of ours.
func reason(err error) vigie.Sentence {
	var e *SyntaxError
	if errors.As(err, &e) {
		return e.Why
	}
	return vigie.Tell(err)
}
