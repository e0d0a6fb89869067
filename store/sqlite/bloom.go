package sqlite

import (
	"encoding/binary"
	"math/bits"
)

// bloom says of a set of hashes "surely not" or "perhaps" (Bloom, 1970), in
// blocks of one cache line (Putze, Sanders and Singler, 2007): 12 bits a hash
// and six of them set mistake about one stranger in 150.
type bloom []byte

const (
	bloomBits  = 12
	bloomTurns = 6
	bloomBlock = 64 // bytes
)

func newBloom(many int) bloom {
	blocks := (many*bloomBits + 8*bloomBlock - 1) / (8 * bloomBlock)
	return make(bloom, max(blocks, 1)*bloomBlock)
}

// block returns the line of a hash, and bits that say where in it to look.
func (b bloom) block(hash int64) (line []byte, where uint64) {
	// The high half picks the line; both are mixed for the rest (the constant
	// is 2^64 over the golden ratio).
	at, _ := bits.Mul64(uint64(hash), uint64(len(b)/bloomBlock))
	return b[at*bloomBlock:][:bloomBlock], uint64(hash) * 0x9E3779B97F4A7C15
}

func (b bloom) add(hash int64) {
	line, where := b.block(hash)
	for range bloomTurns {
		line[where>>58] |= 1 << (where >> 55 & 7)
		where = bits.RotateLeft64(where, 9)
	}
}

func (b bloom) has(hash int64) bool {
	line, where := b.block(hash)
	for range bloomTurns {
		if line[where>>58]&(1<<(where>>55&7)) == 0 {
			return false
		}
		where = bits.RotateLeft64(where, 9)
	}
	return true
}

// short is the half of a key's hash that runs are ordered by.
func (h hash16) short() int64 { return int64(binary.LittleEndian.Uint64(h[:])) }
