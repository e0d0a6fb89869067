package text

import (
	"math/bits"
	"math/rand/v2"
)

// hashKey is drawn anew in every process, so that nobody can write a word
// whose Hash is that of another.
var hashKey = rand.Uint64()

// hashMul is the first secret of wyhash (Wang Yi, final version 4, 2023).
const hashMul = 0xa0761d6478bd642f

// Hash returns the 64-bit hash of a Norm by which Tokens know words. It is the
// same for equal Norms within one process and another one in the next: keep it
// nowhere. Two of a million different words share a hash with a chance of one
// in 37 million.
func Hash(norm string) uint64 {
	h := hashKey
	for len(norm) >= 8 {
		h = hashMix(h, load8(norm, 0))
		norm = norm[8:]
	}
	if norm != "" {
		h = hashMix(h, loadTail(norm, 0))
	}
	return h
}

// Head returns the first eight bytes of a Norm, the first one lowest, with
// zeros where it is shorter. No Norm holds a zero byte.
func Head(norm string) uint64 {
	if len(norm) >= 8 {
		return load8(norm, 0)
	}
	return loadTail(norm, 0)
}

// hashMix takes in eight bytes.
func hashMix(h, x uint64) uint64 {
	hi, lo := bits.Mul64(h^x, hashMul)
	return hi ^ lo
}

// load8 returns the eight bytes at i, the first one lowest.
func load8(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// loadTail returns the bytes from i on, at most seven, zeros after them.
func loadTail(s string, i int) (x uint64) {
	if len(s) >= 8 {
		return load8(s, len(s)-8) >> (8 * (8 - uint(len(s)-i)))
	}
	for k := len(s) - 1; k >= i; k-- {
		x = x<<8 | uint64(s[k])
	}
	return x
}
