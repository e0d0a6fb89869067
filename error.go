package vigie

import (
	"errors"
	"fmt"
)

// Kind says what sort of trouble an error is, for code that must choose what
// to do. The zero Kind is Internal. New kinds are added at the end.
type Kind int8

// Unavailable is the only kind worth trying again.
const (
	Internal Kind = iota
	Invalid
	NotFound
	Forbidden
	Conflict
	Unavailable
)

// Error is an error that can be told to a person. Only Tell reaches a page;
// Err is for the log.
type Error struct {
	Kind Kind
	Tell Sentence
	Err  error // cause; may be nil
}

// Error returns the message id, its arguments and the cause, for logs.
func (e *Error) Error() string {
	s := e.Tell.ID
	if len(e.Tell.Args) > 0 {
		s = fmt.Sprintf("%s %v", s, e.Tell.Args)
	}
	if e.Err != nil {
		return s + ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of kind k that tells the message id with args.
func Errorf(k Kind, cause error, id string, args ...any) *Error {
	return &Error{Kind: k, Tell: Say(id, args...), Err: cause}
}

// KindOf returns the kind of the first Error in err's chain, Internal when
// there is none. A nil error has no kind: do not ask.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Tell returns what a person may be told of err: the sentence of the first
// Error in its chain, or a plain "something went wrong" for anything else.
func Tell(err error) Sentence {
	var e *Error
	if errors.As(err, &e) && !e.Tell.IsZero() {
		return e.Tell
	}
	return Say("internal")
}
