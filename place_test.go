package vigie_test

import (
	"testing"

	"vigie.example/vigie"
)

func TestPlaceOf(t *testing.T) {
	for _, c := range []struct {
		address, network string
		want             vigie.Channel
	}{
		{"https://www.facebook.com/groups/1", "facebook", vigie.Social},
		{"https://m.youtube.com/watch?v=1", "youtube", vigie.Video},
		{"https://old.reddit.com/r/btp/1", "reddit", vigie.Forum},
		{"https://fr.trustpilot.com/review/leroux.example", "", vigie.Review},
		{"https://leroux.example/forum/viewtopic.php?t=1", "", vigie.Forum},
		{"https://leroux.example/savis/1", "", vigie.Press},
		{"https://blog.leroux.example/1", "", vigie.Blog},
		{"https://notfacebook.com/1", "", vigie.Press},
		{"not an address", "", vigie.Press},
	} {
		if got, network := vigie.PlaceOf(c.address); got != c.want || network != c.network {
			t.Errorf("PlaceOf(%q) = %s, %q, want %s, %q", c.address, got, network, c.want, c.network)
		}
	}
}
