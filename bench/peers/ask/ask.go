// Package ask runs a peer that is written in another language: it hands it
// texts, a line of JSON each, and takes one line of JSON for each, in order.
package ask

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Answers are what a peer said, and how much processor it took after it had
// read all and loaded what it needs.
type Answers[T any] struct {
	All  []T
	Took time.Duration
}

// Each runs a command and hands it in, one line each. The command writes one
// line of JSON for each line it took, then {"seconds": the processor time of
// answering}. It fails where the command does, or answers other than that.
func Each[In, Out any](ctx context.Context, in []In, name string, args ...string) (a Answers[Out], err error) {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	e.SetEscapeHTML(false)
	for i := range in {
		if err := e.Encode(in[i]); err != nil {
			return a, err
		}
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Stderr = &lines, os.Stderr
	said, err := cmd.Output()
	if err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	d := json.NewDecoder(bytes.NewReader(said))
	for range in {
		var o Out
		if err := d.Decode(&o); err != nil {
			return a, fmt.Errorf("%s: answer %d of %d: %w", name, len(a.All)+1, len(in), err)
		}
		a.All = append(a.All, o)
	}
	var last struct{ Seconds float64 }
	if err := d.Decode(&last); err != nil && !errors.Is(err, io.EOF) {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	a.Took = time.Duration(last.Seconds * float64(time.Second))
	return a, nil
}
