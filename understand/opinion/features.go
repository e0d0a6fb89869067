package opinion

import "math"

// Groups of hashed features. Each is scaled to unit length, so that a long
// text has no more to say than a short one, and letters do not drown words.
const (
	groupWords   = iota // words, pairs, beginnings, each with its negation
	groupLetters        // runs of 2 to 5 letters
	groupSigns          // emoji, marks, elongations
	groups
)

// bucketBits: 2^20 buckets were tried beforehand and brought nothing.
const (
	bucketBits = 18
	buckets    = 1 << bucketBits
)

// groupScale weighs the groups against one another.
var groupScale = [groups]float32{1, 1, 0.5}

// What is hashed, beside the word itself.
const (
	saltWord = iota + 1
	saltNot
	saltPair
	saltFour
	saltSix
	saltSign
	saltLong
	saltCaps
	saltTag
	saltMarks
	saltPlace
)

// hashed is one feature of a text: where its weights are, and the token it
// came from.
type hashed struct {
	bucket uint32
	token  int32
}

// dense are the features that are not hashed.
const (
	denseBias  = 0
	denseLists = 1 // three of each list
	denseMost  = denseLists + 3*lists
	denseEmoji = denseMost + 4 // good and bad
	denseCount = denseMost + 11
)

// reading holds all that is made of one text, reused from text to text.
type reading struct {
	pieces
	scores
	group [groups][]hashed
	dense [denseCount]float32

	moved  float64 // what a rule took from positive less negative; 0 where none spoke
	mover  int     // the token that it means the contrary of, or nothing by
	turned bool    // it was an antiphrase

	once bool     // a bucket counts once a text, and runs of letters are left out
	met  []uint32 // by bucket, the text that held it last, when once
	text uint32   // which text this is, when once
}

func bucketOf(h uint64, salt uint64) uint32 {
	h = (h ^ salt*seed) * prime
	h ^= h >> 32
	return uint32(h * prime >> (64 - bucketBits))
}

// read makes the features of a text in a language, as models of family f take
// them.
func (r *reading) read(s string, mask []Span, g *grammar, l *lexicon, f Family) {
	r.begin(f)
	r.cut(s, mask)
	r.opener(l)
	r.negate(g)
	l.rate(&r.pieces, g, &r.scores)
	for i := range r.group {
		r.group[i] = r.group[i][:0]
	}
	r.words()
	if !r.once {
		r.runs()
	}
	r.signs()
	r.numbers()
}

func (r *reading) begin(f Family) {
	if r.once = f == Present; !r.once {
		return
	}
	if r.text++; r.met == nil || r.text == 0 {
		r.met, r.text = make([]uint32, buckets), 1
	}
}

func (r *reading) add(group int, h, salt uint64, token int) {
	b := bucketOf(h, salt)
	if r.once {
		if r.met[b] == r.text {
			return
		}
		r.met[b] = r.text
	}
	r.group[group] = append(r.group[group], hashed{b, int32(token)})
}

func (r *reading) words() {
	before := uint64(seed)
	for i := range r.tokens {
		t := &r.tokens[i]
		h := t.hash
		switch t.kind {
		case word:
		case link, account, number, masked:
			h = uint64(t.kind) // one word each
		default:
			continue
		}
		salt := uint64(saltWord)
		if t.negated {
			salt = saltNot
		}
		r.add(groupWords, h, salt, i)
		r.add(groupWords, pairHash(before, h), saltPair, i)
		before = h
		if t.kind != word {
			continue
		}
		n := int(t.to - t.from)
		if n > 4 {
			r.add(groupWords, hashRunes(r.letters[t.from:t.from+4]), saltFour+salt<<8, i)
		}
		if n > 6 {
			r.add(groupWords, hashRunes(r.letters[t.from:t.from+6]), saltSix+salt<<8, i)
		}
	}
}

// shortest and longest runs of letters.
const (
	shortest = 2
	longest  = 5
)

func (r *reading) runs() {
	runes := r.letters
	at := 0
	for i := range runes {
		for at < len(r.tokens)-1 && int32(i) > r.tokens[at].to {
			at++
		}
		h := uint64(seed)
		for j := i; j < len(runes) && j < i+longest; j++ {
			h = step(h, runes[j])
			if n := j - i + 1; n >= shortest {
				r.add(groupLetters, h, uint64(n)<<16, at)
			}
		}
	}
}

func (r *reading) signs() {
	for i := range r.tokens {
		t := &r.tokens[i]
		switch t.kind {
		case emoji:
			r.add(groupSigns, t.hash, saltSign, i)
			if i == len(r.tokens)-1 {
				r.add(groupSigns, t.hash, saltPlace, i)
			}
		case mark:
			r.add(groupSigns, t.hash, saltMarks, i)
			if i == len(r.tokens)-1 {
				r.add(groupSigns, t.hash, saltPlace, i)
			}
		case word:
			if t.long {
				r.add(groupSigns, 1, saltLong, i)
			}
			if t.caps && t.to-t.from > 2 {
				r.add(groupSigns, 1, saltCaps, i)
			}
			if t.tag {
				r.add(groupSigns, 1, saltTag, i)
			}
		}
	}
}

// numbers fills the dense features. All lie in -1 to 1.
func (r *reading) numbers() {
	d := &r.dense
	*d = [denseCount]float32{}
	d[denseBias] = 1
	for k := range lists {
		g, b := r.good[k], r.bad[k]
		d[denseLists+3*k] = g / (g + 1)
		d[denseLists+3*k+1] = b / (b + 1)
		x := float64(g - b)
		d[denseLists+3*k+2] = float32(x / math.Sqrt(x*x+0.5))
	}
	m := d[denseMost:]
	m[0], m[1], m[2], m[3] = r.most, r.least, r.last, float32(r.net())
	m[4] = r.emojiGood / (r.emojiGood + .5)
	m[5] = r.emojiBad / (r.emojiBad + .5)
	var shout, ask, negated, words float32
	for i := range r.tokens {
		t := &r.tokens[i]
		switch t.kind {
		case mark:
			for _, c := range r.letters[t.from:t.to] {
				switch c {
				case '!':
					shout++
				case '?':
					ask++
				}
			}
		case word:
			words++
			if t.negated {
				negated++
			}
		}
	}
	m[6] = shout / (shout + 2)
	m[7] = ask / (ask + 2)
	m[8] = negated / (negated + 3)
	m[9] = words / (words + 20)
	if r.shouted {
		m[10] = 1
	}
}
