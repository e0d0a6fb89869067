package web

import (
	"testing"

	"vigie.example/vigie/query"
)

// TestSoughtWordsAreNoFinding: that people say the words a topic is looked for
// by is why their texts are there, not something they say.
func TestSoughtWordsAreNoFinding(t *testing.T) {
	q, err := query.Parse(`terrapic OR "pelle terrapic" OR terrabox*`)
	if err != nil {
		t.Fatal(err)
	}
	for norm, want := range map[string]bool{
		"terrapic": true, "pelle terrapic": true, "terraboxes": true, "pelle": false, "panne": false, "terrapic panne": false,
	} {
		if got := soughtBy(q, norm, "fr"); got != want {
			t.Errorf("soughtBy(%q) = %v, want %v", norm, got, want)
		}
	}
	if soughtBy(nil, "terrapic", "fr") {
		t.Error("a query that makes no sense looks for something")
	}
}
