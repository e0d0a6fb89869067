package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
)

// The limits of a query. What passes one is refused with a sentence that says
// so; what a list holds will count as cost, not as operands.
const (
	CharactersMost = 32_000 // of the written text
	OperandsMost   = 2_000  // words, phrases and field values
	DepthMost      = 200    // parentheses, NOT and NEAR inside one another
	NearMost       = 1_000  // n of NEAR/n and of "a b"~n
	StarsMost      = 4      // wildcards in one word
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
