package sim

import (
	"slices"
	"time"

	"vigie.example/vigie"
)

// storm lists what is said in the storm that breaks at start: the affair of the
// hoses again, two months of patience later. It takes twenty times step: from
// the forum to reviews and comments, then to the press, whose titles print one
// agency's text. Few defend the brand.
func storm(start time.Time, step time.Duration) []plan {
	var all []plan
	say := func(host string, channel vigie.Channel, n int, from, to float64) {
		for i := range n {
			p := plan{
				at: start.Add(time.Duration((from + (to-from)*float64(i)/float64(n)) * float64(step))), channel: channel,
				place: placeAt(host), script: "storm", story: "tempete-ec18",
			}
			if i%9 == 8 {
				p.script = "leak"
			}
			if channel == vigie.Press {
				p.script, p.kind = "wire", "fuite"
			}
			all = append(all, p)
		}
	}
	for _, host := range []string{pressHost, barePress, movedHost, slowHost} {
		say(host, vigie.Press, 1, 9+float64(len(all)), 20)
	}
	for i := range all {
		all[i].copy = i
	}
	say(forumHost, vigie.Forum, 42, 0, 20)
	say(reviewHost, vigie.Review, 12, 3, 20)
	say(blogHost, vigie.Comment, 9, 5, 20)
	slices.SortStableFunc(all, func(a, b plan) int { return a.at.Compare(b.at) })
	return all
}

// storm is one angry voice.
func (w *writer) storm(sc *scene, ch vigie.Channel) told {
	t := told{lang: "fr", opinion: vigie.Negative, intent: vigie.Complaint, title: w.say("titre-hydro", sc)}
	if ch == vigie.Review {
		t.title, t.rating = w.say("rev-titre-neg", sc), 1
	}
	t.text = join(w.say("colere", sc), w.maybe(.4, "fuite-fil", sc))
	return w.named(t, sc)
}
