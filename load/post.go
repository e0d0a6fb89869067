package load

import (
	"iter"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// Authors is how many people speak; few of them speak much.
const Authors = 200_000

// Vocabulary is how many words are known besides names and numbers. Their
// frequencies follow Zipf's law, as in any language.
const Vocabulary = 80_000

// Span is how long the posts of a measure take: 24 months.
const Span = 63_000_000 * time.Second

// Gap is the time between two posts where a million of them make 24 months.
const Gap = Span / 1_000_000

// begin is when the first post is published.
var begin = time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC)

// brand is one of the six that are spoken of.
type brand struct {
	name, handle string
	share        int // of a hundred posts
}

// Invented; together they are named in 88 of 100 posts.
var brands = []brand{
	{"Norvair", "@norvair", 26},
	{"Celtiane", "@celtiane", 20},
	{"Transvol", "@transvol", 16},
	{"Bleu Horizon", "@bleuhorizon", 12},
	{"Aéronde", "@aeronde", 9},
	{"Sudjet", "@sudjet", 5},
}

// Topics are the six brands, found by name and by handle, with their noise
// taken out: queries as people write them.
func Topics() []vigie.Topic {
	var out []vigie.Topic
	for i, b := range brands {
		kind := vigie.Rival
		if i == 0 {
			kind = vigie.OwnBrand
		}
		q := `("` + b.name + `" OR ` + b.handle + `) AND NOT ("offre d'emploi" OR concours)`
		out = append(out, vigie.Topic{Name: b.name, Kind: kind, Sector: "load", Query: q})
	}
	return out
}

// common are the words everybody uses, the most used first; the rest of the
// vocabulary is made of syllables.
var common = strings.Fields(`de la le et à les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont
	vol avec on mais nous vous je mon ma bagage retard merci pourquoi toujours attente aucun personne téléphone service réponse
	heures jours semaine encore jamais bien très trop équipage siège porte embarquement annulé remboursement billet client
	demain matin soir aujourd’hui hier deux trois fois rien tout même sans après avant depuis perdu valise bravo honte super
	problème site application paiement numéro dossier mail message agent comptoir file escale correspondance hôtel bon repas
	offre prix cher promo carte points famille enfants poussette chien chat place hublot couloir wifi écran film bruit`)

var syllables = strings.Fields(`ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo ga ge gi go la le li lo lu ma me mi mo mu
	na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo cha che chi tion ment eur ier ette age ance
	tran plu cro bri gra ille ouil aud ain oir esse isme able ique ure`)

// words is the vocabulary of a seed, the most used first.
func words(seed uint64) []string {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := append(make([]string, 0, Vocabulary), common...)
	seen := make(map[string]bool, Vocabulary)
	for _, w := range out {
		seen[w] = true
	}
	var b strings.Builder
	for len(out) < Vocabulary {
		b.Reset()
		for range 2 + rng.IntN(3) {
			b.WriteString(syllables[rng.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// Posts yields short posts for ever, about 115 bytes each, in the order they
// were published, a Gap apart. Keys are distinct; the same seed gives the same
// posts.
func Posts(seed uint64) iter.Seq[vigie.Mention] { return PostsEvery(seed, Gap) }

// PostsEvery is Posts with another time between two.
func PostsEvery(seed uint64, gap time.Duration) iter.Seq[vigie.Mention] {
	return func(yield func(vigie.Mention) bool) {
		g := newGenerator(seed)
		g.gap = gap
		for i := int64(0); ; i++ {
			if !yield(g.post(i)) {
				return
			}
		}
	}
}

// generator makes posts one after the other.
type generator struct {
	rng    *rand.Rand
	words  []string
	word   []int32 // drawn evenly, so that frequencies follow Zipf's law
	author []int32
	gap    time.Duration
	buf    []byte
}

func newGenerator(seed uint64) *generator {
	return &generator{
		rng:   rand.New(rand.NewPCG(seed, 2)),
		words: words(seed),
		// 1.07 is about the exponent of French; the offset flattens the head as
		// in short posts, which drop articles.
		word:   zipf(1.07, 6, Vocabulary),
		author: zipf(1.15, 30, Authors),
	}
}

// zipfBits sizes the tables draws are made from: the rarest of 200,000 has
// about one place in a million.
const zipfBits = 20

// zipf returns a table in which k below most stands in proportion to
// (k+offset)^-exponent (Zipf and Mandelbrot). A draw from it costs a few
// nanoseconds where rand.Zipf costs some hundred, and the making of posts must
// not be what is measured.
func zipf(exponent, offset float64, most int) []int32 {
	total := 0.0
	for k := range most {
		total += math.Pow(float64(k)+offset, -exponent)
	}
	table := make([]int32, 1<<zipfBits)
	k, upTo := 0, math.Pow(offset, -exponent)
	for i := range table {
		for upTo < (float64(i)+.5)/float64(len(table))*total && k < most-1 {
			k++
			upTo += math.Pow(float64(k)+offset, -exponent)
		}
		table[i] = int32(k)
	}
	return table
}

func (g *generator) nextWord() string {
	return g.words[g.word[g.rng.Uint64()>>(64-zipfBits)]]
}

func (g *generator) nextAuthor() string {
	return handle(int64(g.author[g.rng.Uint64()>>(64-zipfBits)]))
}

func (g *generator) post(i int64) vigie.Mention {
	b := g.buf[:0]
	rng := g.rng
	pick := rng.IntN(100)
	named := -1
	for k := range brands {
		if pick < brands[k].share {
			named = k
			break
		}
		pick -= brands[k].share
	}
	if rng.IntN(5) == 0 {
		b = append(b, g.nextAuthor()...)
		b = append(b, ' ')
	}
	if named >= 0 && rng.IntN(2) == 0 {
		b = append(b, brands[named].handle...)
		b = append(b, ' ')
		named = -1
	}
	n := 9 + rng.IntN(15)
	at := rng.IntN(n)
	for k := range n {
		if k == at && named >= 0 {
			b = append(b, brands[named].name...)
			b = append(b, ' ')
		}
		switch rng.IntN(40) {
		case 0:
			b = strconv.AppendInt(b, int64(rng.IntN(9000)+2), 10)
		case 1:
			b = append(b, '#')
			b = append(b, g.nextWord()...)
		default:
			b = append(b, g.nextWord()...)
		}
		switch rng.IntN(14) {
		case 0:
			b = append(b, ',')
		case 1:
			b = append(b, '.')
		}
		b = append(b, ' ')
	}
	b[len(b)-1] = "..!?"[rng.IntN(4)]
	g.buf = b
	who := g.nextAuthor()
	// Jitter keeps the order only roughly, as in real files.
	when := begin.Add(time.Duration(i)*g.gap + time.Duration(rng.IntN(120))*time.Second)
	id := strconv.FormatInt(100_000_000+i, 10)
	return vigie.Mention{
		Key: vigie.NewKey("load", id, ""), Network: "load", Channel: vigie.Social, Site: "load.example",
		URL: "https://load.example/" + who[1:] + "/" + id, Text: string(b),
		Author: vigie.Author{Account: who, Name: who[1:]}, Declared: "fr", Published: when, Heard: when, Version: 1,
	}
}

// handle is the account of the nth author.
func handle(n int64) string {
	k := int(n % int64(len(syllables)))
	l := int(n / 7 % int64(len(syllables)))
	return "@" + syllables[k] + syllables[l] + strconv.FormatInt(n, 36)
}
