// Package eval measures how well Vigie understands, on labelled data that its
// models have never seen: what `vigie eval NAME` runs. It takes a folder of
// data and hands out one Result a figure; it prints nothing and judges nothing,
// and speed is package load's.
package eval

// Result is one measured figure.
type Result struct {
	Name     string         `json:"name"`  // what was measured, e.g. "language/sentences/precision"
	Value    float64        `json:"value"` // in Unit
	Unit     string         `json:"unit"`  // "ratio", "texts", "us/text"
	Settings map[string]any `json:"settings,omitempty"`
}
