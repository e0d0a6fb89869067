package opinion

import (
	"bufio"
	"embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The word lists are made by package make from VADER, AFINN-165 and Pattern;
// lexicon/NOTICE has their licences. A line is a form and what each list says
// of it, in hundredths from -100 to 100, parted by tabs. own.txt is ours.
//
//go:embed lexicon/*.tsv lexicon/own.txt
var lexiconFiles embed.FS

// lists is how many word lists a language may have, in this order: AFINN (en,
// fr), Pattern (en, fr, it, nl), VADER (en), ours (all seven).
const (
	lists   = 4
	ownList = 3
)

// entry is what the lists say of a form, -1 to 1; has tells which do.
type entry struct {
	score [lists]float32
	has   [lists]bool
	mean  float32
}

// lexicon holds the forms of one language and the emoji of all.
type lexicon struct {
	named  string // its language; "" for the one of emoji alone
	words  map[uint64]entry
	idioms map[uint64]float32 // pairs that do not mean the sum of their words
	filter [1 << 12]uint64    // a bit a word: most words are in no list
}

var lexicons = struct {
	sync.Mutex
	of map[string]*lexicon
}{of: map[string]*lexicon{}}

// lexiconOf returns the word lists of a language; where it has none, the one
// that holds emoji alone. The only error is a broken build.
func lexiconOf(lang string) *lexicon {
	if !hasLexicon(lang) {
		lang = ""
	}
	lexicons.Lock()
	defer lexicons.Unlock()
	if l := lexicons.of[lang]; l != nil {
		return l
	}
	l := &lexicon{named: lang, words: map[uint64]entry{}, idioms: map[uint64]float32{}}
	l.load("emoji")
	switch lang {
	case "fr", "en", "it", "nl":
		l.load(lang)
	}
	l.loadOwn(lang)
	for pair, score := range idioms[lang] {
		a, b, _ := strings.Cut(pair, " ")
		l.idioms[pairHash(hashString(a), hashString(b))] = score
	}
	lexicons.of[lang] = l
	return l
}

// hasLexicon reports whether people rated words of the language.
func hasLexicon(lang string) bool {
	switch lang {
	case "fr", "en", "es", "de", "it", "pt", "nl":
		return true
	}
	return false
}

func (l *lexicon) load(name string) {
	f, err := lexiconFiles.Open("lexicon/" + name + ".tsv")
	if err != nil {
		panic(err) // embedded: a broken build
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		form, rest, _ := strings.Cut(lines.Text(), "\t")
		for i, v := range strings.Split(rest, "\t") {
			if v == "" || i >= lists {
				continue
			}
			n, err := strconv.Atoi(v)
			if err != nil {
				panic(fmt.Errorf("lexicon %s: %q: %w", name, form, err))
			}
			l.put(form, i, float32(n)/100)
		}
	}
}

// put files what list i says of a form; of two forms that fold to one the mean
// counts.
func (l *lexicon) put(form string, i int, s float32) {
	h := hashString(fold(form))
	e := l.words[h]
	if e.has[i] {
		s = (s + e.score[i]) / 2
	}
	e.score[i], e.has[i] = s, true
	sum, n := float32(0), float32(0)
	for k := range lists {
		if e.has[k] && e.score[k] != 0 {
			sum += e.score[k]
			n++
		}
	}
	if n > 0 {
		e.mean = sum / n
	}
	l.words[h] = e
	l.filter[h>>6&(1<<12-1)] |= 1 << (h & 63)
}

// loadOwn reads our own words of a language.
func (l *lexicon) loadOwn(lang string) {
	b, err := lexiconFiles.ReadFile("lexicon/own.txt")
	if err != nil {
		panic(err) // embedded: a broken build
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] != lang {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			panic(fmt.Errorf("own words: %q: %w", line, err))
		}
		for _, form := range f[2:] {
			stem, many := strings.CutSuffix(form, "~")
			l.put(stem, ownList, float32(n)/100)
			if many {
				for _, end := range []string{"s", "e", "es"} {
					l.put(stem+end, ownList, float32(n)/100)
				}
			}
		}
	}
}

func (l *lexicon) look(h uint64) (entry, bool) {
	if l.filter[h>>6&(1<<12-1)]&(1<<(h&63)) == 0 {
		return entry{}, false
	}
	e, ok := l.words[h]
	return e, ok
}

// idioms are pairs of words that say another thing than their parts, written
// for this package: folded forms, -1 to 1.
var idioms = map[string]map[string]float32{
	"fr": {
		"pas mal": .5, "pas terrible": -.6, "pas top": -.6, "pas ouf": -.6, "pas fameux": -.5, "pas bete": .4, "pas cher": .4,
		"pas chere": .4, "pas fou": -.5, "pas genial": -.5, "sans probleme": .6, "sans problemes": .6, "sans souci": .6, "sans soucis": .6,
		"au top": .8, "trop bien": .7, "trop cher": -.6, "trop chere": -.6, "trop long": -.5, "trop longue": -.5, "importe quoi": -.7, "ras bol": -.7,
		"a fuir": -.9, "a eviter": -.8, "a recommander": .7, "zero pointe": -.8, "aucune reponse": -.6, "aucun suivi": -.6, "pas possible": -.4,
		"plus jamais": -.8, "rien redire": .8, "pas decu": .7, "pas decue": .7, "pas decus": .7,
		"pour rien": -.6, "en vain": -.6, "toujours rien": -.6, "toujours pas": -.5, "sans reponse": -.6, "sans suite": -.5, "sans nouvelles": -.5,
		"sans prevenir": -.6, "jamais recu": -.6, "jamais rappele": -.6, "jamais venu": -.6, "jamais repondu": -.6, "rien recu": -.5, "au nez": -.6,
		"ne rappelle": -.6, "ne repond": -.6,
	},
	"en": {
		"not bad": .4, "no problem": .4, "no problems": .5, "no issues": .5, "thumbs up": .7, "thumbs down": -.7, "never again": -.8,
		"no thanks": -.3, "not working": -.6, "not great": -.5, "no response": -.6, "no answer": -.5, "too expensive": -.6, "top notch": .8, "let down": -.6,
		"for nothing": -.6, "in vain": -.6, "still waiting": -.6, "still no": -.5, "still not": -.5, "no reply": -.6, "never arrived": -.6, "never came": -.6, "hung up": -.6,
	},
	"nl": {"niet slecht": .4, "geen probleem": .4, "niet goed": -.6, "nooit meer": -.8},
	"it": {"non male": .4, "mai piu": -.7},
}

func pairHash(a, b uint64) uint64 { return (a*3 ^ b) * prime }

// What a neighbour does to a word of the lists. The sizes are VADER's (Hutto
// and Gilbert, 2014): boosters 0.29 and capitals 0.73 on a scale of 4, a
// negation turns the sign and leaves 0.74 of it.
const (
	boost    = 1.25
	damp     = 0.75
	capital  = 1.2
	negation = -0.74
)

// rated is a token that the lists speak of.
type rated struct {
	token int
	score float32 // the mean of the lists, after negation and boosters
}

// scores is what the word lists make of a text.
type scores struct {
	good, bad [lists]float32 // sums of positive and of negative scores, bad >= 0
	emojiGood float32
	emojiBad  float32
	sumGood   float32
	sumBad    float32
	most      float32 // highest score
	least     float32 // lowest score
	last      float32 // the last word that is rated
	rated     []rated
}

// rate fills sc for the tokens of p.
func (l *lexicon) rate(p *pieces, g *grammar, sc *scores) {
	*sc = scores{rated: sc.rated[:0]}
	for i := range p.tokens {
		t := &p.tokens[i]
		if t.kind != word && t.kind != emoji && t.kind != mark {
			continue
		}
		if t.kind == word && i > 0 && p.tokens[i-1].kind == word {
			if s, ok := l.idioms[pairHash(p.tokens[i-1].hash, t.hash)]; ok {
				for k := range lists {
					sc.list(k, s)
				}
				sc.add(i, s)
				continue
			}
		}
		e, ok := l.look(t.hash)
		if !ok {
			continue
		}
		if t.kind != word {
			if e.mean > 0 {
				sc.emojiGood += e.mean
			} else {
				sc.emojiBad -= e.mean
			}
			sc.add(i, e.mean)
			continue
		}
		k := float32(1)
		if i > 0 && p.tokens[i-1].kind == word {
			switch h := p.tokens[i-1].hash; {
			case g.more[h]:
				k = boost
			case g.less[h]:
				k = damp
			}
		}
		if t.caps && !p.shouted {
			k *= capital
		}
		if t.long {
			k *= boost
		}
		if t.negated {
			k *= negation
		}
		for n := range lists {
			if e.has[n] {
				sc.list(n, e.score[n]*k)
			}
		}
		sc.add(i, e.mean*k)
	}
}

func (sc *scores) list(k int, s float32) {
	if s > 0 {
		sc.good[k] += s
	} else {
		sc.bad[k] -= s
	}
}

func (sc *scores) add(token int, s float32) {
	if s == 0 {
		return
	}
	if s > 0 {
		sc.sumGood += s
	} else {
		sc.sumBad -= s
	}
	sc.most, sc.least, sc.last = max(sc.most, s), min(sc.least, s), s
	sc.rated = append(sc.rated, rated{token, s})
}

// net is the balance of the lists, -1 to 1, as VADER's compound: a text of one
// mild word stays near 0.
func (sc *scores) net() float64 {
	x := float64(sc.sumGood - sc.sumBad)
	return x / math.Sqrt(x*x+0.5)
}
