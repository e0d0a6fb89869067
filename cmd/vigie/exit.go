package main

import (
	"context"
	"errors"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// Exit codes. Scripts lean on them: a code is never given another meaning.
const (
	exitDone        = 0
	exitFailed      = 1   // something went wrong here, or doctor found something
	exitUsage       = 2   // the command, or what it was given, is wrong
	exitNotFound    = 3   // what was named does not exist
	exitBusy        = 4   // busy or out of reach: worth trying again
	exitConflict    = 5   // it exists already, or is in use
	exitForbidden   = 6   // refused
	exitInterrupted = 130 // stopped by a signal before it was done, as shells say it
)

// usageError is a command line that cannot be understood. Tell is what a
// person may read of it.
type usageError struct{ tell vigie.Sentence }

func (e *usageError) Error() string { return e.tell.ID }

// toldError is an error that the api answered: put into words already.
type toldError struct{ wire api.Error }

func (e *toldError) Error() string { return e.wire.ID + ": " + e.wire.Message }

// foundError is a check (doctor, the test of a rule) having found something: told
// already, in full.
type foundError struct{}

func (foundError) Error() string { return "the check found something" }

// exitCode returns the code of how a command ended.
func exitCode(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	switch kindOf(err) {
	case vigie.Invalid:
		return exitUsage
	case vigie.NotFound:
		return exitNotFound
	case vigie.Unavailable:
		return exitBusy
	case vigie.Conflict:
		return exitConflict
	case vigie.Forbidden:
		return exitForbidden
	default:
		return exitFailed
	}
}

// kindOf is vigie.KindOf that also knows what the api answered.
func kindOf(err error) vigie.Kind {
	var told *toldError
	if errors.As(err, &told) {
		return api.KindNamed(told.wire.Kind)
	}
	return vigie.KindOf(err)
}
