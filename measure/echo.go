package measure

import (
	"math"

	"vigie.example/vigie"
)

// Echo tells how much more a net opinion spreads than if every mention spoke for
// itself: copies of one text think alike, and who writes often mostly thinks the
// same. The zero value is empty.
//
// The variance of the mean is that of two overlapping clusterings, by story and
// by voice (A. C. Cameron, J. B. Gelbach and D. L. Miller, Journal of Business
// and Economic Statistics 29, 2011), what both share being taken for single
// mentions.
type Echo struct {
	n, sum, squares float64
	alone           cluster // mentions of stories that hold no other
	aloneSquares    float64
	stories, voices map[uint64]cluster
}

// cluster is mentions that go together: how many, and what they add to a net
// opinion.
type cluster struct{ n, sum float64 }

// Add takes in what others think of one topic; own mentions, channels without
// voices and what nobody judged are left out.
func (e *Echo) Add(s *Saying) {
	if s.Own || !s.Channel.Voiced() || s.Opinion == vigie.OpinionUnknown {
		return
	}
	if e.voices == nil {
		e.stories, e.voices = map[uint64]cluster{}, map[uint64]cluster{}
	}
	x := score(s.Opinion)
	e.n, e.sum, e.squares = e.n+1, e.sum+x, e.squares+x*x
	add := func(to map[uint64]cluster, key uint64) {
		c := to[key]
		to[key] = cluster{c.n + 1, c.sum + x}
	}
	add(e.voices, s.Voice)
	if s.Story&OwnStory == 0 {
		add(e.stories, s.Story)
	} else {
		e.alone = cluster{e.alone.n + 1, e.alone.sum + x}
		e.aloneSquares += x * x
	}
}

// Effect returns how many times larger the variance is than that of independent
// mentions, at least 1; 1 too under LeastJudged and where all think the same.
func (e *Echo) Effect() float64 {
	if e.n < LeastJudged {
		return 1
	}
	mean := e.sum / e.n
	single := e.squares - e.n*mean*mean
	if single <= 0 {
		return 1
	}
	within := func(of map[uint64]cluster) (v float64) {
		for _, c := range of {
			d := c.sum - c.n*mean
			v += d * d
		}
		return v
	}
	stories := within(e.stories) + e.aloneSquares - 2*mean*e.alone.sum + mean*mean*e.alone.n
	return math.Max(1, (stories+within(e.voices)-single)/single)
}
