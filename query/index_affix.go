package query

import (
	"math/bits"
	"slices"
)

// affixes file patterns under up to eight given bytes of words: their first
// ones, or their last ones read backwards.
type affixes struct {
	sizes uint8 // bit n: some are filed under n+1 bytes
	adds  map[affix][]int32

	// gate tells by the first three bytes of a word under how many bytes some
	// may be filed. Sizes of one and two bytes stand in all.
	gate  []uint8
	marks []uint64 // a bit for each that is filed, by its hash: most others have none
	slots []affixSlot
	lists []int32 // of patterns.list
}

type affix struct {
	bytes uint64 // the first one lowest
	size  uint8
}

type affixSlot struct {
	affix
	from, to uint32 // of lists; an empty slot is 0, 0
}

func (x *affixes) add(given string, k int32) {
	if x.adds == nil {
		x.adds = map[affix][]int32{}
	}
	a := affix{headOf([]byte(given)), uint8(len(given))}
	if list := x.adds[a]; !slices.Contains(list, k) {
		x.adds[a] = append(list, k)
	}
	x.sizes |= 1 << (a.size - 1)
}

// headOf returns the first eight bytes of b, the first one lowest.
func headOf(b []byte) (x uint64) {
	for k := min(len(b), 8) - 1; k >= 0; k-- {
		x = x<<8 | uint64(b[k])
	}
	return x
}

// ready makes the tables of what was added.
func (x *affixes) ready() {
	if len(x.adds) == 0 {
		return
	}
	size := 64
	for size < 2*len(x.adds) {
		size *= 2
	}
	x.slots = make([]affixSlot, size)
	x.marks = make([]uint64, size/8)
	x.gate = make([]uint8, min(2*size, 1<<15))
	for i := range x.gate {
		x.gate[i] = x.sizes & 3
	}
	for a, list := range x.adds {
		if a.size > 2 {
			x.gate[x.gateOf(a.bytes)] |= 1 << (a.size - 1)
		}
		mark := a.slot(8 * size)
		x.marks[mark/64] |= 1 << (mark % 64)
		at := mark >> 3
		for x.slots[at].to != 0 {
			at = (at + 1) & (size - 1)
		}
		from := uint32(len(x.lists))
		x.lists = append(x.lists, list...)
		x.slots[at] = affixSlot{a, from, uint32(len(x.lists))}
	}
	x.adds = nil
}

const affixMul = 0x9E3779B97F4A7C15

func (a affix) slot(size int) int {
	return int((a.bytes ^ uint64(a.size)<<59) * affixMul >> (64 - bits.TrailingZeros(uint(size))))
}

func (x *affixes) gateOf(head uint64) int {
	return int((head & 0xffffff) * affixMul >> (64 - bits.TrailingZeros(uint(len(x.gate)))))
}

// near returns the sizes, bit n for n+1, under which patterns may be filed
// that a word fits whose bytes are head.
func (x *affixes) near(head uint64) uint8 {
	if x.sizes == 0 || head == 0 {
		return 0
	}
	// Bytes that a short word does not have are zeros, and no pattern has them.
	return x.gate[x.gateOf(head)]
}

// under returns the patterns filed under the first size bytes of head.
func (x *affixes) under(head uint64, size uint) []int32 {
	a := affix{head & (1<<(8*size) - 1), uint8(size)}
	mask := len(x.slots) - 1
	mark := a.slot(8 * len(x.slots))
	if x.marks[mark/64]>>(mark%64)&1 == 0 {
		return nil
	}
	for at := mark >> 3; ; at = (at + 1) & mask {
		s := &x.slots[at]
		if s.to == 0 {
			return nil
		}
		if s.affix == a {
			return x.lists[s.from:s.to]
		}
	}
}

func (x *affixes) bytes() int { return 24*len(x.slots) + 8*len(x.marks) + len(x.gate) + 4*len(x.lists) }
