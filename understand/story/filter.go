package story

import "math/bits"

// filter tells keys under which nothing is filed, most of those that are looked
// for, by one look instead of one in the table of each slice: a Bloom filter
// (1970) whose two bits for a key stand in one word (Putze, Sanders and Singler
// 2007). Of keys that are not filed it lets one in sixteen pass.
type filter struct {
	words []uint64
	keys  int // that were put
}

// keysPerWord is how many keys a word has room for.
const keysPerWord = 8

// room makes a filter for n keys. It is empty then.
func (f *filter) room(n int) {
	size := 1 << bits.Len(uint(max(n, 1<<13)/keysPerWord))
	if len(f.words) == size {
		clear(f.words)
	} else {
		f.words = make([]uint64, size)
	}
	f.keys = 0
}

func (f *filter) full() bool { return f.keys >= keysPerWord*len(f.words) }

// word returns where a key's bits stand, and these.
func (f *filter) word(key uint32) (at int, mask uint64) {
	h := uint64(key) * prime1
	return int(h >> 40 & uint64(len(f.words)-1)), 1<<(h>>34&63) | 1<<(h>>28&63)
}

func (f *filter) put(key uint32) {
	at, mask := f.word(key)
	f.words[at] |= mask
	f.keys++
}

// may reports whether something may be filed under a key.
func (f *filter) may(key uint32) bool {
	if len(f.words) == 0 {
		return false
	}
	at, mask := f.word(key)
	return f.words[at]&mask == mask
}
