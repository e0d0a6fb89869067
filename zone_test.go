package vigie_test

import (
	"testing"

	"vigie.example/vigie"
)

func TestLocation(t *testing.T) {
	for name, want := range map[string]string{"": "Europe/Paris", "Indian/Reunion": "Indian/Reunion", "Nulle/Part": "Europe/Paris", "UTC": "UTC"} {
		for range 2 { // read, and remembered
			if got := (vigie.Workspace{Zone: name}).Location(); got.String() != want {
				t.Errorf("zone %q counts in %s, want %s", name, got, want)
			}
		}
	}
}
