package story

// How the bounds here were chosen: on copies and look-alikes made from the even
// lines of lemonde_2020 and the even files of feeds_real (`vigie eval stories`
// reports the odd ones), from large to small until precision fell.

// overlap is what two sketches tell of two texts.
type overlap struct {
	jaccard float64 // runs of words in both, over those in either
	within  float64 // runs in both, over those of the shorter text
	shared  int     // hashes that both sketches show
}

// compare estimates how much two texts share: all of them, and their bodies
// alone. Runs in common, a sorted list, are those that many unrelated texts
// have: a site's furniture, no evidence.
func compare(a, b *Sketch, common []uint32) (all, body overlap) {
	// Below the largest hash of a full sketch everything of its text is known;
	// above it, nothing.
	top := min(a.top(), b.top())
	var title, rest tally
	i, j := 0, 0
	for i < int(a.N) || j < int(b.N) {
		var k uint32
		inA := j >= int(b.N) || i < int(a.N) && a.Keys[i] <= b.Keys[j]
		inB := i >= int(a.N) || j < int(b.N) && b.Keys[j] <= a.Keys[i]
		if inA {
			k = a.Keys[i]
			i++
		}
		if inB {
			k = b.Keys[j]
			j++
		}
		if k > top {
			break
		}
		for len(common) > 0 && common[0] < k {
			common = common[1:]
		}
		t := &rest
		if k&1 == 1 {
			t = &title
		}
		t.count(inA, inB, len(common) > 0 && common[0] == k)
	}
	body = rest.overlap(float64(a.Runs), float64(b.Runs))
	title.add(&rest)
	return title.overlap(float64(a.Runs)+float64(a.Titled), float64(b.Runs)+float64(b.Titled)), body
}

// top is up to where the hashes of a text are known.
func (s *Sketch) top() uint32 {
	if s.Cut {
		return s.Keys[s.N-1]
	}
	return ^uint32(0)
}

// tally counts the hashes that two texts show.
type tally struct{ both, inA, inB, skippedA, skippedB int }

func (t *tally) count(inA, inB, common bool) {
	one := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	if common {
		t.skippedA += one(inA)
		t.skippedB += one(inB)
		return
	}
	t.inA += one(inA)
	t.inB += one(inB)
	t.both += one(inA && inB)
}

func (t *tally) add(o *tally) {
	t.both += o.both
	t.inA += o.inA
	t.inB += o.inB
	t.skippedA += o.skippedA
	t.skippedB += o.skippedB
}

// overlap is of texts of so many runs.
func (t *tally) overlap(runsA, runsB float64) overlap {
	o := overlap{shared: t.both}
	if t.both == 0 {
		return o
	}
	o.jaccard = float64(t.both) / float64(t.inA+t.inB-t.both)
	runsA *= float64(t.inA) / float64(t.inA+t.skippedA)
	runsB *= float64(t.inB) / float64(t.inB+t.skippedB)
	o.within = min(1, o.jaccard*(runsA+runsB)/(1+o.jaccard)/min(runsA, runsB))
	return o
}

// A text under short runs (five words) says too little: "merci pour votre
// réponse" is not copied from anybody. brief ones must be the same to the word
// unless they are cut short or signed.
const (
	short  = 3
	brief  = 12
	figure = 50 // under so many runs, other figures make it another text
)

// copies reports whether one of two texts is a copy of the other. Bodies decide
// where both have enough of one: newspapers write their own headlines, and many
// texts stand under "ce qu'il faut retenir".
func copies(a, b *Sketch, all, body overlap) bool {
	if min(a.Runs, b.Runs) >= 2*short && judge(a, b, body, min(a.Runs, b.Runs)) {
		return true
	}
	if min(a.Runs, b.Runs) >= short && body.shared == 0 || max(a.Titled, b.Titled) == 0 && min(a.Runs, b.Runs) >= 2*short {
		return false
	}
	return judge(a, b, all, min(a.Runs+a.Titled, b.Runs+b.Titled))
}

// judge decides on what two texts share, of which the shorter has less runs.
func judge(a, b *Sketch, o overlap, less uint16) bool {
	repost := a.Repost || b.Repost
	switch {
	case less == 0:
		return false
	case less < short:
		return repost && o.jaccard == 1
	case less < figure && a.Numbers&b.Numbers != a.Numbers && a.Numbers&b.Numbers != b.Numbers:
		return false // the same sentence about another day, train or price
	case less < 2*short:
		return o.jaccard == 1 || repost && o.within >= 0.75
	case a.Place == b.Place || (a.Talk || b.Talk) && !repost:
		// One site's texts share its furniture, and one account's its turns of
		// phrase, and people quote one another: a copy there is nearly the whole text.
		return o.jaccard >= 0.6
	case less < brief:
		return o.within >= 0.5 && o.shared >= 3
	}
	return o.within >= 0.5 && o.shared >= 3
}
