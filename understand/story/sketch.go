package story

import (
	"encoding/binary"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

const (
	// most is how many hashes a sketch holds, held how many of them an index
	// keeps once those that say nothing are out. Of a copy that is the beginning of
	// a text, half as long, each of the text's smallest hashes is in the copy
	// with a chance of one half, and then among its smallest too: that is what
	// makes the bottom of a set (Broder 1997; Cohen and Kaminsky's bottom-k)
	// find what was cut short, where signatures of the whole do not.
	most = 32
	held = 20
	// run is how many words are hashed together: order counts, and common words
	// alone say nothing.
	run = 3
)

// Sketch is what is remembered of a text in order to know its copies. The zero
// Sketch is that of a text with too few words, a copy of nothing.
type Sketch struct {
	Keys    [most]uint32 // the smallest hashes of its runs, ascending; the first N are set
	N       uint8
	Cut     bool   // it has more hashes than these
	Repost  bool   // says of itself that it is somebody else's
	Talk    bool   // it is part of a conversation, where people quote one another
	Runs    uint16 // how many runs its body has, those told twice once unless Cut
	Titled  uint16 // the same of its title: its keys are odd, those of the body even
	Numbers uint32 // two bits for each of the figures of its body, by hash
	Thing   uint32 // hash of the mention's Key: which thing it is
	Place   uint32 // hash of the site, or of the account where many share one
}

// Of makes the sketch of a mention from its words, as text.Cut gives them.
// Accounts and links are left out: each copy has its own.
func Of(m *vigie.Mention, doc *text.Doc) Sketch {
	s := Sketch{Repost: m.Repost, Talk: talks(m.Channel), Thing: hash32(string(m.Key))}
	if m.Network != "" && m.Author.Account != "" {
		s.Place = hash32(m.Network + ":" + m.Author.Account)
	} else {
		s.Place = hash32(m.Site)
	}
	body := s.field(&doc.Body, 0)
	numbers := s.Numbers
	title := s.field(&doc.Title, 1)
	if body >= 2*short {
		s.Numbers = numbers // a headline of one's own has its own figures
	}
	if !s.Cut {
		title = 0
		for _, k := range s.Keys[:s.N] {
			title += int(k & 1)
		}
		body = int(s.N) - title
	}
	s.Runs, s.Titled = uint16(min(body, 1<<16-1)), uint16(min(title, 1<<16-1))
	return s
}

// talks reports whether texts of a channel answer one another: a reply that
// quotes what it answers is no copy of it.
func talks(c vigie.Channel) bool {
	switch c {
	case vigie.Forum, vigie.Comment, vigie.Review, vigie.Social, vigie.Mail, vigie.Private:
		return true
	}
	return false
}

// field adds the runs of a field, whose keys have the given last bit, and
// returns how many there are.
func (s *Sketch) field(f *text.Field, bit uint32) (runs int) {
	var past [run]uint64 // hashes of the last words, oldest first
	n := 0
	for w := range f.Said() {
		if w.Pos == 0 && w.Norm == "rt" && strings.HasPrefix(f.Text[w.End:], " @") {
			s.Repost = true
			continue
		}
		if c := w.Norm[0]; c >= '0' && c <= '9' {
			h := hash32(w.Norm)
			s.Numbers |= 1<<(h&31) | 1<<(h>>5&31)
		}
		copy(past[:], past[1:])
		past[run-1] = hashWord(w.Norm)
		if n++; n >= run {
			h := past[0]
			for _, p := range past[1:] {
				h = mix(h*prime2 + p)
			}
			s.add(uint32(h>>32)&^1 | bit)
			runs++
		}
	}
	return runs
}

// add puts a hash in its place among the smallest.
func (s *Sketch) add(h uint32) {
	n := int(s.N)
	if n == most && h >= s.Keys[most-1] {
		s.Cut = s.Cut || h > s.Keys[most-1]
		return
	}
	at := n
	for at > 0 && s.Keys[at-1] > h {
		at--
	}
	if at > 0 && s.Keys[at-1] == h {
		return
	}
	if n < most {
		n++
		s.N = uint8(n)
	} else {
		s.Cut = true
	}
	copy(s.Keys[at+1:n], s.Keys[at:n-1])
	s.Keys[at] = h
}

// The odd constants of the finalisers of MurmurHash3 and xxHash64. The hashes
// are kept in stores: they must not change under one Maker.
const (
	prime1 = 0xff51afd7ed558ccd
	prime2 = 0x9e3779b185ebca87
)

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= prime1
	return h ^ h>>29
}

// hashWord hashes eight bytes at a time.
func hashWord(s string) uint64 {
	h := uint64(len(s)) * prime2
	for len(s) >= 8 {
		h = mix(h ^ (uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56))
		s = s[8:]
	}
	var last uint64
	for i := range len(s) {
		last = last<<8 | uint64(s[i])
	}
	return mix(h ^ last*prime2)
}

func hash32(s string) uint32 { return uint32(hashWord(s) >> 32) }

// packed is how many bytes a sketch takes besides its keys.
const packed = 1 + 1 + 2 + 2 + 4 + 4 + 4

// AppendTo appends s in its kept form, at most 146 bytes.
func (s *Sketch) AppendTo(b []byte) []byte {
	flags := byte(0)
	if s.Repost {
		flags |= 1
	}
	if s.Cut {
		flags |= 2
	}
	if s.Talk {
		flags |= 4
	}
	b = append(b, s.N, flags)
	b = binary.LittleEndian.AppendUint16(b, s.Runs)
	b = binary.LittleEndian.AppendUint16(b, s.Titled)
	for _, v := range [...]uint32{s.Numbers, s.Thing, s.Place} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for _, k := range s.Keys[:s.N] {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	return b
}

// Unpack reads a sketch that AppendTo wrote at the head of b, and returns what
// follows; ok is false where b is no such thing.
func Unpack(b []byte) (s Sketch, rest []byte, ok bool) {
	if len(b) < packed || b[0] > most || len(b) < packed+4*int(b[0]) {
		return s, b, false
	}
	s.N, s.Repost, s.Cut, s.Talk = b[0], b[1]&1 != 0, b[1]&2 != 0, b[1]&4 != 0
	s.Runs = binary.LittleEndian.Uint16(b[2:])
	s.Titled = binary.LittleEndian.Uint16(b[4:])
	s.Numbers = binary.LittleEndian.Uint32(b[6:])
	s.Thing = binary.LittleEndian.Uint32(b[10:])
	s.Place = binary.LittleEndian.Uint32(b[14:])
	b = b[packed:]
	for i := range s.N {
		s.Keys[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s, b[4*int(s.N):], true
}
