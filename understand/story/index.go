package story

import (
	"cmp"
	"math/bits"
	"slices"

	"vigie.example/vigie"
)

const (
	// A slice is half a window long: what may be a copy lies in five of them at
	// most, and in three where mentions come in the order of their time.
	sliceMillis = int64(Window/1e6) / 2
	// slicesMost bounds how many are held beside those of the present: an old
	// file goes through them one after another.
	slicesMost = 3
)

// Index finds the copies of a text among those of thirty days before and after
// it. Its cost for each does not grow with how many it holds. What is older
// than the window is forgotten a slice at a time. It is for one goroutine.
type Index struct {
	slices []dated // a few, by number
	clock  int64   // counts uses
	often  often
	filed  filter // under which keys something is filed in any slice

	// Of the search under way, kept to be used again.
	asked  []int32 // which of the text's keys are looked for in the slices
	hits   []hit
	found  []candidate
	common []uint32

	touched uint32 // keeps what gather reads from being left out
}

type dated struct {
	number int64 // of sliceMillis since 1970
	used   int64
	*slice
}

// ref names an item.
type ref struct {
	slice *slice
	at    uint32
}

type candidate struct {
	ref
	hits int
}

// Match is a text found to be a copy of the one asked for.
type Match struct {
	ref
	ID    vigie.MentionID
	Whole bool // they share most of both, so that a copy of one is a copy of the other
	score float64
}

// Find returns the copies of s, published at an instant in milliseconds, among
// what was added: the likest first, sixteen at most. Where the thing itself is
// there with the same words, itself is where.
func (x *Index) Find(s *Sketch, ms int64, out []Match) (found []Match, itself ref) {
	out = out[:0]
	x.found, x.common = x.found[:0], x.common[:0]
	if s.N == 0 {
		return out, itself
	}
	first := (ms - int64(Window/1e6)) / sliceMillis
	last := (ms + int64(Window/1e6)) / sliceMillis
	x.gather(s, first, last)
	for hits := x.hits; len(hits) > 0; {
		n := 1
		for n < len(hits) && hits[n].key == hits[0].key {
			n++
		}
		x.judge(s.Keys[hits[0].key], hits[:n])
		hits = hits[n:]
	}
	slices.Sort(x.common)
	slices.SortStableFunc(x.found, func(a, b candidate) int { return cmp.Compare(b.hits, a.hits) })
	var other Sketch
	for _, c := range x.found[:min(len(x.found), looked)] {
		it := &c.slice.items[c.at]
		c.slice.sketch(c.at, &other)
		if it.thing == s.Thing && same(s, &other) {
			itself = c.ref
			continue
		}
		if it.id == 0 || it.thing == s.Thing {
			continue
		}
		if all, body := compare(s, &other, x.common); copies(s, &other, all, body) {
			o := max(all.jaccard, body.jaccard)
			out = append(out, Match{c.ref, it.id, o >= whole, o})
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(b.score, a.score) })
	return out, itself
}

const (
	// looked is how many candidates are compared; those that share most hashes
	// come first.
	looked = 16
	whole  = 0.5
)

// hit is an item that may be filed under a key of the text that is looked for.
type hit struct {
	ref
	from  uint32 // where the item's keys begin
	filed uint32
	key   int32 // which of the text's keys
}

// gather finds what may be filed under the keys of s, key by key. A store of
// many items lies in no cache: what is needed is read step by step for all keys
// before any of it is looked at, so that the processor waits for many lines at
// once instead of for one after another.
func (x *Index) gather(s *Sketch, first, last int64) {
	x.asked, x.hits = x.asked[:0], x.hits[:0]
	var sum uint32
	for _, key := range s.Keys[:s.N] {
		sum ^= x.often.touch(key)
	}
	for k, key := range s.Keys[:s.N] {
		if x.filed.may(key) {
			x.asked = append(x.asked, int32(k))
		}
	}
	for _, key := range s.Keys[:s.N] {
		if x.often.isUsual(key) {
			x.common = append(x.common, key)
		}
	}
	usual := x.common
	for i := range x.slices {
		d := &x.slices[i]
		if d.number < first || d.number > last {
			continue
		}
		for _, k := range x.asked {
			at, _ := d.place(s.Keys[k])
			sum ^= d.slots[at]
		}
	}
	x.touched = sum
	for _, k := range x.asked {
		key := s.Keys[k]
		if slices.Contains(usual, key) {
			continue
		}
		for i := range x.slices {
			if d := &x.slices[i]; d.number >= first && d.number <= last {
				x.hits = d.find(key, k, x.hits)
			}
		}
	}
	for i := range x.hits {
		h := &x.hits[i]
		it := &h.slice.items[h.at]
		h.from, h.filed = it.keys, it.filed
	}
	for i := range x.hits {
		sum ^= x.hits[i].slice.keys[x.hits[i].from]
	}
	x.touched ^= sum
}

// judge sees the items filed under a key, unless they are a crowd.
func (x *Index) judge(key uint32, hits []hit) {
	n := 0
	for i := range hits {
		h := &hits[i]
		for filed := h.filed; filed != 0; filed &= filed - 1 {
			if h.slice.keys[int(h.from)+bits.TrailingZeros32(filed)] == key {
				hits[n] = *h
				n++
				break
			}
		}
		if n == crowd {
			x.common = append(x.common, key)
			return
		}
	}
	for i := range n {
		x.see(hits[i].ref)
	}
}

// see counts a candidate once more.
func (x *Index) see(r ref) {
	for i := range x.found {
		if x.found[i].ref == r {
			x.found[i].hits++
			return
		}
	}
	x.found = append(x.found, candidate{r, 1})
}

// Add adds a sketch right after Find was asked for it, with what Find gave. now
// is the present in milliseconds.
func (x *Index) Add(id vigie.MentionID, s *Sketch, ms, now int64, of []Match) ref {
	if s.N == 0 {
		return ref{}
	}
	sl := x.sliceOf(ms, now)
	// What a text shares with the one it nearly is says nothing of furniture;
	// what it shares with one it only resembles may be just that.
	var first Sketch
	if len(of) > 0 && of[0].Whole {
		of[0].slice.sketch(of[0].at, &first)
	}
	x.often.count(s, &first)
	kept := x.without(s)
	// A run of words under which a copy is filed leads to its story already. A
	// story that lasts is filed again in each slice, or it would be lost with
	// the first.
	var skip uint32
	for i, key := range kept.Keys[:kept.N] {
		for _, m := range of {
			if m.slice == sl && sl.files(m.at, key) {
				skip |= 1 << i
			}
		}
	}
	at, ok := sl.add(id, &kept, skip)
	if !ok {
		return ref{}
	}
	if x.filed.full() {
		x.refilter()
		return ref{sl, at}
	}
	for key := range sl.filed(at) {
		x.filed.put(key)
	}
	return ref{sl, at}
}

// refilter makes the filter anew, with room for more keys.
func (x *Index) refilter() {
	n := 0
	for _, d := range x.slices {
		n += d.slice.used
	}
	x.filed.room(n + n/4)
	for _, d := range x.slices {
		for at := range d.items {
			for key := range d.filed(uint32(at)) {
				x.filed.put(key)
			}
		}
	}
}

// without returns what is held of a sketch: its smallest keys, but for those
// that the search just found to say nothing.
func (x *Index) without(s *Sketch) Sketch {
	k := *s
	k.N = 0
	common := x.common
	var seen, said [2]int // of the body, of the title
	for _, key := range s.Keys[:s.N] {
		for len(common) > 0 && common[0] < key {
			common = common[1:]
		}
		seen[key&1]++
		if len(common) > 0 && common[0] == key {
			continue
		}
		said[key&1]++
		if k.N == held {
			k.Cut = true
			continue
		}
		k.Keys[k.N] = key
		k.N++
	}
	clear(k.Keys[k.N:])
	k.Runs = part(s.Runs, said[0], seen[0])
	k.Titled = part(s.Titled, said[1], seen[1])
	return k
}

func part(runs uint16, said, seen int) uint16 {
	if said == seen {
		return runs
	}
	return uint16(int(runs) * said / seen)
}

// same reports whether a sketch may be what was held of s.
func same(s, kept *Sketch) bool {
	i := 0
	for _, k := range kept.Keys[:kept.N] {
		for i < int(s.N) && s.Keys[i] < k {
			i++
		}
		if i == int(s.N) || s.Keys[i] != k {
			return false
		}
	}
	return kept.N > 0
}

// sliceOf returns the slice of an instant, and drops what the window has left.
func (x *Index) sliceOf(ms, now int64) *slice {
	number := ms / sliceMillis
	x.clock++
	for i := range x.slices {
		if x.slices[i].number == number {
			x.slices[i].used = x.clock
			return x.slices[i].slice
		}
	}
	x.drop(now)
	d := dated{number, x.clock, newSlice()}
	x.slices = append(x.slices, d)
	return d.slice
}

// drop forgets slices before the window of the present, but for those used
// last: an archive that is brought in has a past of its own.
func (x *Index) drop(now int64) {
	present := (now - int64(Window/1e6)) / sliceMillis
	slices.SortFunc(x.slices, func(a, b dated) int { return cmp.Compare(b.used, a.used) })
	old := 0
	x.slices = slices.DeleteFunc(x.slices, func(d dated) bool {
		if d.number >= present {
			return false
		}
		old++
		return old >= slicesMost
	})
	x.refilter()
}

// Items is how many sketches are held; Bytes how much memory they take.
func (x *Index) Items() (n int) {
	for _, d := range x.slices {
		n += len(d.items)
	}
	return n
}

// Bytes is how much memory the index holds.
func (x *Index) Bytes() (n int) {
	for _, d := range x.slices {
		n += d.bytes()
	}
	return n + 8*len(x.filed.words)
}

// Forget takes mentions out for good: their sketches are wiped.
func (x *Index) Forget(gone map[vigie.MentionID]struct{}) {
	for _, d := range x.slices {
		for i := range d.items {
			it := &d.items[i]
			if _, ok := gone[it.id]; !ok {
				continue
			}
			clear(d.keys[it.keys : int(it.keys)+int(it.n)])
			*it = item{keys: it.keys}
		}
		// Slots still lead to wiped keys, and find nothing there.
	}
}
