package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie/api"
)

// ears is a data folder that listens to one real place on loopback, for a brand
// called Leroux.
type ears struct {
	t       *testing.T
	dir, at string
}

// listenTo makes one that may reach the server at an address.
func listenTo(t *testing.T, address string) *ears {
	t.Helper()
	e := &ears{t, t.TempDir(), strings.TrimPrefix(address, "http://")}
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", e.dir)
	return e
}

// do runs a command and returns what it prints.
func (e *ears) do(args ...string) string {
	e.t.Helper()
	return must(e.t, append(args, "--allow", e.at, "--data", e.dir)...)
}

// search returns the mentions with some words.
func (e *ears) search(words string) []api.Mention {
	e.t.Helper()
	out := must(e.t, "search", words, "--json", "--data", e.dir)
	return readLines[api.Mention](e.t, out[:strings.LastIndex(out, `{"count"`)])
}

// visitAll visits each source once more, and fails where one does not answer or
// would not have been visited within two hours of the last time.
func (e *ears) visitAll() {
	e.t.Helper()
	for _, s := range readLines[api.Source](e.t, must(e.t, "source", "list", "--json", "--data", e.dir)) {
		if s.Fault != "" || s.NextVisit.Sub(s.LastVisit) > 2*time.Hour {
			e.t.Errorf("%s: fault %q, next visit %s after the last", s.Address, s.Fault, s.NextVisit.Sub(s.LastVisit))
		}
		e.do("source", "visit", fmt.Sprint(s.ID))
	}
}
