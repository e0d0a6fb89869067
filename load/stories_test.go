package load

import "testing"

func TestStories(t *testing.T) {
	got := map[string]Result{}
	for _, r := range Stories(12_000, 1) {
		got[r.Name] = r
	}
	for _, name := range []string{"stories.10k", "stories.rate", "stories.memory"} {
		if got[name].Value <= 0 {
			t.Errorf("%s = %v, want more than nothing", name, got[name].Value)
		}
	}
	if asked, missed := got["stories.missed"].Settings["reposts"].(int), got["stories.missed"].Value; asked < 1000 || missed > float64(asked)/100 {
		t.Errorf("%v of %d reposts missed, want 1 in 100 at most", missed, asked)
	}
}
