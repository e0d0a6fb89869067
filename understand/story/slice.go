package story

import (
	"iter"
	"math/bits"

	"vigie.example/vigie"
)

const (
	// posted is how many of its smallest hashes a text is found by. Half of a
	// text has all six missing once in 64.
	posted = 6
	// crowd is how many unrelated texts a run of words may be found in before it
	// says nothing any more.
	crowd = 12
)

// slice holds the sketches of texts published in one stretch of time. It grows
// by doubling and holds no pointers: 2 million posts take some 250 MB.
type slice struct {
	items []item
	keys  []uint32 // of all items, each's ascending
	// slots is an open table: 8 bits of a key's hash over 24 of the item that
	// has it among its first posted keys, plus one; 0 is free.
	slots []uint32
	used  int
	shift uint

	touched uint32 // keeps what add reads from being left out
}

type item struct {
	id      vigie.MentionID // 0: not kept after all
	keys    uint32          // where its keys begin
	numbers uint32
	thing   uint32
	place   uint32
	filed   uint32 // which of its keys it is filed under
	runs    uint16
	titled  uint16
	n       uint8
	cut     bool
	repost  bool
	talk    bool
}

const itemsMost = 1<<24 - 2

func newSlice() *slice {
	s := &slice{}
	s.resize(1 << 10)
	return s
}

func (s *slice) resize(n int) {
	s.slots = make([]uint32, n)
	s.shift = 32
	for m := n; m > 1; m >>= 1 {
		s.shift--
	}
	s.used = 0
	for i := range s.items {
		for key := range s.filed(uint32(i)) {
			s.put(key, uint32(i))
		}
	}
}

// filed yields the keys under which an item is filed.
func (s *slice) filed(at uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		it := &s.items[at]
		for filed := it.filed; filed != 0; filed &= filed - 1 {
			if !yield(s.keys[int(it.keys)+bits.TrailingZeros32(filed)]) {
				return
			}
		}
	}
}

// place returns where a key's slots begin, and its tag.
func (s *slice) place(key uint32) (at int, tag uint32) {
	h := key * 0x9e3779b1 // Fibonacci hashing: the smallest hashes are near one another
	return int(h >> s.shift), h << 24
}

func (s *slice) put(key, at uint32) {
	i, tag := s.place(key)
	for s.slots[i] != 0 {
		i = (i + 1) & (len(s.slots) - 1)
	}
	s.slots[i] = tag | (at + 1)
	s.used++
}

// find appends the items that may be filed under a key, the k-th of a text: in
// one slot of 256, by chance, they are not. Twice a crowd is enough.
func (s *slice) find(key uint32, k int32, out []hit) []hit {
	i, tag := s.place(key)
	for most := len(out) + 2*crowd; s.slots[i] != 0 && len(out) < most; i = (i + 1) & (len(s.slots) - 1) {
		if v := s.slots[i]; v&0xff000000 == tag {
			out = append(out, hit{ref: ref{s, v&0xffffff - 1}, key: k})
		}
	}
	return out
}

// files reports whether an item is filed under key.
func (s *slice) files(at, key uint32) bool {
	for filed := range s.filed(at) {
		if filed == key {
			return true
		}
	}
	return false
}

// sketch gives back what an item was made of.
func (s *slice) sketch(at uint32, out *Sketch) {
	it := &s.items[at]
	*out = Sketch{
		N: it.n, Cut: it.cut, Repost: it.repost, Talk: it.talk, Runs: it.runs, Titled: it.titled,
		Numbers: it.numbers, Thing: it.thing, Place: it.place,
	}
	copy(out.Keys[:], s.keys[it.keys:int(it.keys)+int(it.n)])
}

// add files a sketch under the first of its keys that skip does not name.
func (s *slice) add(id vigie.MentionID, k *Sketch, skip uint32) (at uint32, ok bool) {
	if len(s.items) >= itemsMost || len(s.keys) > 1<<32-1-most {
		return 0, false
	}
	if 10*(s.used+posted) > 7*len(s.slots) {
		s.resize(2 * len(s.slots))
	}
	at = uint32(len(s.items))
	it := item{
		id: id, keys: uint32(len(s.keys)), numbers: k.Numbers, thing: k.Thing, place: k.Place,
		runs: k.Runs, titled: k.Titled, n: k.N, cut: k.Cut, repost: k.Repost, talk: k.Talk,
	}
	n := min(int(k.N), posted)
	for _, key := range k.Keys[:n] { // all lines are waited for at once, see gather
		i, _ := s.place(key)
		s.touched ^= s.slots[i]
	}
	for i, key := range k.Keys[:n] {
		if skip&(1<<i) == 0 {
			it.filed |= 1 << i
			s.put(key, at)
		}
	}
	s.keys = append(s.keys, k.Keys[:k.N]...)
	s.items = append(s.items, it)
	return at, true
}

// bytes is how much memory s holds.
func (s *slice) bytes() int { return 40*cap(s.items) + 4*cap(s.keys) + 4*cap(s.slots) }
