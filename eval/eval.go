// Package eval measures how well Vigie understands, on labelled data that its
// models have never seen: what `vigie eval NAME` runs. It takes a folder of
// data and hands out one Result a figure; it prints nothing and judges nothing,
// and speed is package load's.
package eval

import (
	"encoding/json"
	"io"
)

// Result is one measured figure.
type Result struct {
	Name     string         `json:"name"`  // what was measured, e.g. "language/sentences/precision"
	Value    float64        `json:"value"` // in Unit
	Unit     string         `json:"unit"`  // "ratio", "texts", "us/text"
	Settings map[string]any `json:"settings,omitempty"`
}

// Lines returns a function that writes each Result to w as a line of JSON, for
// use as the out of an evaluation, and one that returns the first error met in
// writing. Neither is safe for several goroutines.
func Lines(w io.Writer) (out func(Result), failed func() error) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	var first error
	out = func(r Result) {
		if first == nil {
			first = e.Encode(r)
		}
	}
	return out, func() error { return first }
}
