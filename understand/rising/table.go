package rising

// table gives expressions numbers, in the order it first sees them. A page
// counts some hundred thousand: Go's maps would take most of its time.
type table struct {
	keys  []expression
	slots []slot
	taken int // slots
}

// slot holds the number of an expression, plus one: 0 is free. Part of the hash
// is beside it, so that others are passed over without looking at their words.
type slot struct {
	hash uint32
	n    int32
}

// The odd constants are those of xxHash (Y. Collet).
func (k expression) hash() uint64 {
	h := uint64(uint32(k[0]))*0x9E3779B185EBCA87 ^ uint64(uint32(k[1]))*0xC2B2AE3D27D4EB4F ^ uint64(uint32(k[2]))*0x165667B19E3779F9
	h ^= h >> 32
	return h * 0x9E3779B185EBCA87 >> 20
}

// at returns the slot of an expression of a hash: its own, or the free one it
// would take.
func (t *table) at(key expression, hash uint64) *slot {
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.n == 0 || s.hash == uint32(hash>>12) && t.keys[s.n-1] == key {
			return s
		}
	}
}

// add gives an expression that has none a number. One word takes no slot: it is
// found by its own number (Speech.find).
func (t *table) add(key expression) int32 {
	t.keys = append(t.keys, key)
	if key[1] < 0 {
		return int32(len(t.keys)) - 1
	}
	if t.taken++; 2*t.taken > len(t.slots) {
		t.grow()
	} else {
		hash := key.hash()
		*t.at(key, hash) = slot{uint32(hash >> 12), int32(len(t.keys))}
	}
	return int32(len(t.keys)) - 1
}

func (t *table) grow() {
	t.slots = make([]slot, max(1<<14, 4*len(t.slots)))
	mask := uint64(len(t.slots) - 1)
	for n, k := range t.keys {
		if k[1] < 0 {
			continue
		}
		hash := k.hash()
		i := hash & mask
		for t.slots[i].n != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = slot{uint32(hash >> 12), int32(n + 1)}
	}
}

// find returns the number of an expression; -1 where it has none.
func (t *table) find(key expression) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.at(key, key.hash()).n - 1
}

// pairs is a set of expressions and voices.
type pairs struct {
	slots []pair
	n     int
}

// pair is of an expression's number + 1, so that 0 is free, and a voice.
type pair struct {
	voice int64
	e     int32
}

// add reports whether a pair was not there.
func (p *pairs) add(e int32, voice int64) bool {
	if 2*p.n >= len(p.slots) {
		old := p.slots
		p.slots = make([]pair, max(1024, 2*len(old)))
		for _, x := range old {
			if x.e != 0 {
				p.slots[p.at(x)] = x
			}
		}
	}
	x := pair{voice, e + 1}
	i := p.at(x)
	if p.slots[i].e != 0 {
		return false
	}
	p.slots[i] = x
	p.n++
	return true
}

func (p *pairs) at(x pair) uint64 {
	mask := uint64(len(p.slots) - 1)
	h := uint64(x.voice)*0xC2B2AE3D27D4EB4F ^ uint64(uint32(x.e))*0x9E3779B185EBCA87
	h ^= h >> 32
	i := h * 0x9E3779B185EBCA87 >> 20 & mask
	for p.slots[i].e != 0 && p.slots[i] != x {
		i = (i + 1) & mask
	}
	return i
}
