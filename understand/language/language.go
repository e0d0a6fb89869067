// Package language names the language a text is written in, or says that it
// cannot tell. It reads fr, en, es, de, it, pt and nl for the desk, and knows
// 68 more so that they are named and not mistaken for those.
//
// It sums weights of letter sequences out of a table made of lingua's language
// models (see NOTICE and package make); nothing is allocated and nothing is
// unpacked. It does not say which languages a mixed text mixes, and it does not
// read meaning.
package language

import (
	_ "embed"
	"fmt"
	"math"
	"sync"

	"vigie.example/vigie/understand/language/table"
)

//go:generate sh -c "go run ./make -models $(go list -modfile=../../tools/go.mod -m -f '{{.Dir}}' github.com/pemistahl/lingua-go)/language-models -out languages.bin"

//go:embed languages.bin
var raw string

// Maker names what made a reading: it changes when the answers may.
const Maker = "language/2"

// Detector names languages. It is safe for several goroutines.
type Detector struct {
	table *table.Table
	prior table.Score
	whole [table.MaxLanguages]bool // has sequences of every length
}

// Load returns the one Detector, reading the header of its table at the first
// call. The table itself is read in place, page by page, as texts need it. The
// only error is a broken build.
func Load() (*Detector, error) { return load() }

var load = sync.OnceValues(func() (*Detector, error) {
	t, err := table.Open(raw)
	if err != nil {
		return nil, fmt.Errorf("languages.bin: %w", err)
	}
	d := &Detector{table: t}
	for i, l := range t.Langs {
		d.whole[i] = true
		switch l {
		case "bn", "el", "gu", "he", "hy", "ja", "ka", "ko", "pa", "ta", "te", "zh", "hi", "mr", "th":
			// Alone or almost alone in their scripts: lingua has single letters,
			// or few sequences.
			d.whole[i] = false
		case "fr", "en", "es", "de", "it", "pt", "nl":
			d.prior[i] = deskPrior
		}
	}
	return d, nil
})

// Languages returns the codes of every language the detector can name, in
// alphabetical order. The caller must not change them.
func (d *Detector) Languages() []string { return d.table.Langs }

const (
	// deskPrior and declaredPrior are what is known before reading, in
	// table.Units: a text is e (2.7) times as likely to be in one of the desk's
	// languages as in any other, and e^4 (55) times in the one its source
	// claims. A claim outweighs a word or two, not a sentence. Without the first,
	// the share of the desk's texts named right falls from 0.701 to 0.646 on
	// single words, from 0.895 to 0.879 on pairs, and from 0.989 to 0.988 on
	// sentences (lingua's test texts): compare others with those.
	deskPrior     = 1 / table.Unit
	declaredPrior = 4 / table.Unit

	// piece is how many letters are read before asking whether they will do, and
	// how many are judged alone to notice a text in two languages; pieces is the
	// most that are read from the beginning. dissent is by how much
	// (table.Units: 14 nats) a piece must prefer another language than the whole.
	piece   = 24
	pieces  = 4
	dissent = 14 / table.Unit
	// clear is the lead over every other language, in temperatures of what was
	// read, after which a text is read no further, but for looks at its middle
	// and its end that only have to confirm, or to contradict: 0.95 sure.
	clear = 3
	// looks is how many are taken, look how many letters each reads.
	looks = 2
	look  = 20
)

// Detect returns the ISO 639-1 code of the language of s and how sure that is,
// above Threshold and up to 1; or "" and 0 when it cannot be told: nothing but
// links, accounts, figures or emoji, too few letters, several languages, or
// none it knows. It looks at the first few kilobytes; bytes that are not UTF-8
// part words and do no other harm.
func (d *Detector) Detect(s string) (lang string, sure float64) { return d.DetectWith(s, "") }

// DetectWith is Detect for a text whose source declares a language (ISO 639-1;
// regions are ignored; "" for none). The claim tips the scales where the text
// is short and never decides alone.
func (d *Detector) DetectWith(s, declared string) (lang string, sure float64) {
	lang, sure = d.Guess(s, declared)
	if sure < Threshold {
		return "", 0
	}
	return lang, sure
}

// Guess is DetectWith without the threshold: the likeliest language, however
// unsure. It returns "" only where there are no letters of any known language.
func (d *Detector) Guess(s, declared string) (lang string, sure float64) {
	var r reading
	var part [looks]table.Score
	var total, one table.Score // of what was read so far; of one piece
	walk := letters{s: s[:min(len(s), mostBytes)]}
	done := false
	for i := 0; i < pieces && !done && walk.at < len(walk.s); i++ {
		one = table.Score{}
		d.read(&r, &walk, piece, table.Longest, &one, &total)
		total.Add(&one)
		done = d.clear(&total, r.letters)
	}
	looked := 0
	for ; looked < looks && walk.ahead(looked); looked++ {
		d.read(&r, &walk, look, short, &part[looked], &total)
	}
	for i := range looked {
		total.Add(&part[i])
	}
	if r.known == 0 {
		return "", 0
	}
	for i, p := range d.prior {
		total[i] += p
	}
	if len(declared) >= 2 {
		for i, l := range d.table.Langs {
			if l == declared[:2] {
				total[i] += declaredPrior
			}
		}
	}
	best := d.best(&total)
	for i := range looked {
		if b := d.best(&part[i]); part[i][b]-part[i][best] >= dissent {
			return d.table.Langs[best], 0 // two languages
		}
	}
	sure = d.sure(&total, best, r.letters)
	if d.whole[best] {
		// How likely is the text at all? With sequences of every length the score
		// is a log-probability, but for where it starts.
		n := float64(r.letters)
		each := float64(total[best]) - n*float64(d.table.Params.Floor) - float64(r.steps)*float64(d.table.Params.BackOff)
		sure *= plausible(each / n * table.Unit)
	}
	return d.table.Langs[best], sure
}

// reading is what was learnt of a text besides its scores.
type reading struct {
	letters int
	known   int // letters that some language has
	steps   int // longer sequences that were looked up
}

// places are where the sequences that end at one letter are written.
type places struct {
	letters int // how many of the word are looked at
	keys    [table.Longest]table.Key
	place   [table.Longest]table.Place
}

// short is the length of the sequences that are always read. Longer ones are
// read where these leave doubt: they are half of the memory touched, and most
// sentences are clear without them.
const short = 3

// read adds up to most letters to sc, by sequences up to longest letters as far
// as they are needed after what came before.
func (d *Detector) read(r *reading, walk *letters, most, longest int, sc, before *table.Score) {
	var past [table.Longest]rune // the letters of this word, newest first
	var at [piece]places
	inWord, n := 0, 0
	for ; n < most; n++ {
		c, begins := walk.next()
		if c == 0 {
			break
		}
		if begins {
			inWord = 0
		}
		copy(past[1:], past[:table.Longest-1])
		past[0] = c
		inWord = min(inWord+1, longest)
		p := &at[n]
		p.letters = inWord
		k := table.Seed
		for i := range inWord {
			k = k.Before(past[i])
			p.keys[i] = k
		}
		last := min(inWord, short) - 1
		r.steps += last
		p.place[last] = d.table.Place(p.keys[last])
	}
	r.letters += n
	var rows table.Rows
	for i := range n {
		p := &at[i]
		last := min(p.letters, short) - 1
		found := d.table.Add(p.place[last], sc, &rows)
		for j := last - 1; j >= 0 && found != table.AsRow; j-- {
			found = max(found, d.table.Add(d.table.Place(p.keys[j]), sc, &rows))
		}
		if found != table.Not {
			r.known++
		}
	}
	rows.Fold(sc)
	if longest == short {
		return
	}
	so := *before
	for i := range so {
		so[i] += sc[i]
	}
	if !d.clear(&so, r.letters) {
		d.longer(r, at[:n], sc)
	}
}

// longer adds what the sequences of more than short letters say.
func (d *Detector) longer(r *reading, at []places, sc *table.Score) {
	// All places first: the memory they need is then under way together.
	for i := range at {
		p := &at[i]
		for j := short; j < p.letters; j++ {
			p.place[j] = d.table.Place(p.keys[j])
		}
	}
	var rows table.Rows
	for i := range at {
		p := &at[i]
		r.steps += max(p.letters-short, 0)
		for j := short; j < p.letters; j++ {
			if d.table.Add(p.place[j], sc, &rows) == table.Not {
				break // five letters say little where four say nothing
			}
		}
	}
	rows.Fold(sc)
}

func (d *Detector) best(s *table.Score) int {
	best := 0
	for i := range d.table.Langs {
		if s[i] > s[best] {
			best = i
		}
	}
	return best
}

// clear reports whether n letters have said enough.
func (d *Detector) clear(s *table.Score, n int) bool {
	return float64(d.lead(s))*table.Unit >= clear*temperature(n)
}

// lead is by how much the likeliest language leads the next.
func (d *Detector) lead(s *table.Score) int32 {
	first, second := int32(math.MinInt32), int32(math.MinInt32)
	for i := range d.table.Langs {
		switch v := s[i]; {
		case v > first:
			first, second = v, first
		case v > second:
			second = v
		}
	}
	return first - second
}

// sure is the share of the likeliest language among all, by softmax.
func (d *Detector) sure(total *table.Score, best, n int) float64 {
	t := temperature(n)
	sum := 0.0
	for i := range d.table.Langs {
		if behind := float64(total[best]-total[i]) * table.Unit / t; behind < 12 {
			sum += math.Exp(-behind)
		}
	}
	return 1 / sum
}
