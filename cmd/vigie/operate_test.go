package main

import (
	"os"
	"strings"
	"testing"
)

// TestOperateIsWhole: docs/operate.md tells every setting, with its variable,
// and every figure of ours.
func TestOperateIsWhole(t *testing.T) {
	b, err := os.ReadFile("../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range settable {
		for _, want := range []string{"| `" + name + "` |", "`" + variable(name) + "`"} {
			if !strings.Contains(string(b), want) {
				t.Errorf("docs/operate.md lacks %s", want)
			}
		}
	}
	families, err := newMetrics().registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if name := f.GetName(); strings.HasPrefix(name, "vigie_") && !strings.Contains(string(b), name) {
			t.Errorf("docs/operate.md lacks %s", name)
		}
	}
}
