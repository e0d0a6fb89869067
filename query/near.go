package query

import "slices"

// byPlace orders stretches as they are read.
func byPlace(a, b stretch) int {
	if a.place != b.place {
		return int(a.place) - int(b.place)
	}
	if a.from != b.from {
		return int(a.from) - int(b.from)
	}
	return int(a.to) - int(b.to)
}

// tidy orders stretches and leaves each out but once.
func tidy(list []stretch) []stretch {
	slices.SortFunc(list, byPlace)
	return slices.CompactFunc(list, func(a, b stretch) bool { return byPlace(a, b) == 0 })
}

// close reports whether r is near l: in the same field, not overlapping, with
// at most p.most words between them, and after it where the order counts.
func (p *prog) close(l, r stretch) bool {
	if l.place != r.place {
		return false
	}
	if r.from >= l.to {
		return int(r.from-l.to) <= p.most
	}
	return !p.ordered && l.from >= r.to && int(l.from-r.to) <= p.most
}

// pairs calls yield with every pair that is near, until it returns false.
// Both lists must be tidy.
func (p *prog) pairs(left, right []stretch, yield func(l, r stretch) bool) {
	widest := int32(0)
	for _, r := range right {
		widest = max(widest, r.to-r.from)
	}
	for _, l := range left {
		lowest := stretch{place: l.place, from: l.from - int32(p.most) - widest}
		if p.ordered {
			lowest.from = l.to
		}
		k, _ := slices.BinarySearchFunc(right, lowest, byPlace)
		for ; k < len(right) && right[k].place == l.place && int(right[k].from-l.to) <= p.most; k++ {
			if p.close(l, right[k]) && !yield(l, right[k]) {
				return
			}
		}
	}
}

// findNear appends the spans from each side to the other.
func (e *eval) findNear(p *prog, dst []stretch, most int) []stretch {
	left := e.find(p.parts[0], nil, spansMost)
	if len(left) == 0 {
		return dst
	}
	right := e.find(p.parts[1], nil, spansMost)
	found := len(dst)
	p.pairs(tidy(left), tidy(right), func(l, r stretch) bool {
		dst = append(dst, hull(l, r))
		return len(dst) < most
	})
	return append(dst[:found], tidy(dst[found:])...)
}

func hull(l, r stretch) stretch {
	return stretch{l.place, min(l.from, r.from), max(l.to, r.to), min(l.start, r.start), max(l.end, r.end)}
}

// findLoose appends the spans that hold all words of a loose phrase, in any
// order, without overlap, with at most p.most other words among them.
func (e *eval) findLoose(p *prog, dst []stretch, most int) []stretch {
	lists := make([][]stretch, len(p.units))
	for i := range p.units {
		lists[i] = tidy(e.findStrict(&p.units[i].seq, p.units[i].letters, nil, spansMost))
		if len(lists[i]) == 0 {
			return dst
		}
	}
	found := len(dst)
	for i, list := range lists {
		for _, first := range list {
			if len(dst) >= most {
				break
			}
			p.windows(lists, i, first, func(chosen []stretch) bool {
				dst = put(dst, wholeOf(first, chosen))
				return len(dst) < most
			})
		}
	}
	return append(dst[:found], tidy(dst[found:])...)
}

// put appends x unless it was the last.
func put(dst []stretch, x stretch) []stretch {
	if n := len(dst); n > 0 && byPlace(dst[n-1], x) == 0 {
		return dst
	}
	return append(dst, x)
}

// wholeOf returns the hull of the stretches of a window.
func wholeOf(first stretch, chosen []stretch) stretch {
	whole := first
	for _, c := range chosen {
		whole = hull(whole, c)
	}
	return whole
}

// windowTries bounds the search for the windows of one place: phrases of many
// equal words over a text of nothing else have very many ways to be laid out.
const windowTries = 20_000

// windows looks for one stretch of every list, of which first (of list lead)
// starts leftmost, that together leave at most p.most words among them. It
// calls yield with each choice, in the order of the lists, until that returns
// false; what it hands over is overwritten.
func (p *prog) windows(lists [][]stretch, lead int, first stretch, yield func(chosen []stretch) bool) {
	chosen := make([]stretch, len(lists))
	chosen[lead] = first
	tries := 0
	// choose reports whether to stop.
	var choose func(i int, end, covered int32) bool
	choose = func(i int, end, covered int32) bool {
		if i == len(lists) {
			return int(end-first.from-covered) <= p.most && !yield(chosen)
		}
		if i == lead {
			return choose(i+1, end, covered)
		}
		k, _ := slices.BinarySearchFunc(lists[i], stretch{place: first.place, from: first.from}, byPlace)
		for ; k < len(lists[i]); k++ {
			c := lists[i][k]
			if tries++; tries > windowTries {
				return true
			}
			// What is still to be chosen covers what lies between at best.
			if c.place != first.place || int(c.from-first.from-covered) > p.most+p.widest(lists, i) {
				return false
			}
			if overlaps(c, first) || overlapsAny(c, chosen[:i], lead) {
				continue
			}
			chosen[i] = c
			if choose(i+1, max(end, c.to), covered+c.to-c.from) {
				return true
			}
		}
		return false
	}
	choose(0, first.to, first.to-first.from)
}

// widest returns the most positions that lists from i on can cover together.
func (p *prog) widest(lists [][]stretch, i int) int {
	n := 0
	for ; i < len(lists); i++ {
		n += len(p.units[i].edges) + looseSlack
	}
	return n
}

// looseSlack: a joined word of the query may cover several positions of a
// text (leroymerlin over #LeroyMerlin), hashtags rarely more than these.
const looseSlack = 8

func overlaps(a, b stretch) bool { return a.from < b.to && b.from < a.to }

func overlapsAny(c stretch, chosen []stretch, lead int) bool {
	for i, x := range chosen {
		if i != lead && overlaps(c, x) {
			return true
		}
	}
	return false
}
