package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
)

// Stories measures the grouping of copies on a folder of data.
//
// dup_articles/found is how many of the planted pairs of dup_articles are in
// one story, and false how many other pairs are. precision and recall are over
// 2,000 pairs of copies, made of headlines of lemonde_2020 and items of
// feeds_real by cutting short, signing, another headline and a site's furniture
// (one to three of them), and 2,000 pairs of look-alikes that are none: nearest
// neighbours in words, other texts in the same furniture, under the same
// headline, or both. They are of the odd texts; the even ones, on which bounds
// were chosen, are told as chosen/precision and chosen/recall. Every text goes
// through one grouping, and a pair counts as grouped where both end in one
// story. It fails with kind NotFound where dir has none of the three.
func Stories(dir string, out func(Result)) error { return StoriesBy(dir, Group, out) }

// StoryText is a text as it arrives.
type StoryText struct {
	Site  string `json:"site"`
	Title string `json:"title"`
	Body  string `json:"body"`
}

// StoriesBy is Stories for another way to group: group returns for each text,
// in the order in which they come, a number that the texts of its story share.
func StoriesBy(dir string, group func([]StoryText) ([]int, error), out func(Result)) error {
	found := false
	err := dupArticles(filepath.Join(dir, "dup_articles"), group, out)
	if err == nil {
		found = true
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("dup_articles: %w", err)
	}
	var base []piece
	for _, read := range []func(string) ([]piece, error){leMonde, feedItems} {
		more, err := read(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		base = append(base, more...)
	}
	if len(base) > 0 {
		found = true
		for half, name := range []string{"chosen/", ""} {
			if err := syndicated(base, half, name, group, out); err != nil {
				return err
			}
		}
	}
	if !found {
		return vigie.Errorf(vigie.NotFound, nil, "eval-no-data", dir, "dup_articles/articles.txt.gz")
	}
	return nil
}

// Group puts texts into stories as Vigie does, for StoriesBy.
func Group(texts []StoryText) ([]int, error) {
	var g story.Grouper
	at := time.Date(2020, 3, 2, 8, 0, 0, 0, time.UTC)
	into := make([]int, len(texts)) // a text of the same story that came before, or itself
	root := func(n int) int {
		for into[n] != n {
			n = into[n]
		}
		return n
	}
	for n, t := range texts {
		m := vigie.Mention{Key: vigie.Key(fmt.Sprintf("%s/%d", t.Site, n)), Site: t.Site, Title: t.Title, Text: t.Body}
		s := story.Of(&m, text.Cut(t.Title, t.Body))
		b := g.Begin(at)
		of := b.Join(&s, at)
		b.End(func(int) vigie.MentionID { return vigie.MentionID(n + 1) })
		into[n] = n
		for i, id := range of {
			if i == 0 {
				into[n] = root(int(id) - 1)
			} else if r := root(int(id) - 1); r != root(n) {
				into[r] = root(n)
			}
		}
	}
	for n := range into {
		into[n] = root(n)
	}
	return into, nil
}

func dupArticles(dir string, group func([]StoryText) ([]int, error), out func(Result)) error {
	pairs, err := os.ReadFile(filepath.Join(dir, "pairs.txt"))
	if err != nil {
		return err
	}
	var texts []StoryText
	number := map[string]int{}
	err = eachLine(filepath.Join(dir, "articles.txt.gz"), func(line string) error {
		id, body, ok := strings.Cut(line, " ")
		if ok {
			number[id] = len(texts)
			texts = append(texts, StoryText{Site: id + ".example", Body: body})
		}
		return nil
	})
	if err != nil {
		return err
	}
	into, err := group(texts)
	if err != nil {
		return err
	}
	planted := map[[2]int]bool{}
	got := 0
	for line := range strings.Lines(string(pairs)) {
		ids := strings.Fields(line)
		if len(ids) != 2 {
			continue
		}
		a, b := number[ids[0]], number[ids[1]]
		planted[[2]int{min(a, b), max(a, b)}] = true
		if into[a] == into[b] {
			got++
		}
	}
	wrong := 0
	for a := range into {
		for b := a + 1; b < len(into); b++ {
			if into[a] == into[b] && !planted[[2]int{a, b}] {
				wrong++
			}
		}
	}
	with := map[string]any{"articles": len(number), "pairs": len(planted)}
	out(Result{Name: "stories/dup_articles/found", Value: float64(got), Unit: "pairs", Settings: with})
	out(Result{Name: "stories/dup_articles/false", Value: float64(wrong), Unit: "pairs", Settings: with})
	return nil
}

// piece is a text to make pairs of.
type piece struct{ title, body string }

func (p piece) words() int { return len(strings.Fields(p.body)) }

// leMonde reads the headlines and standfirsts of lemonde_2020.
func leMonde(dir string) (ps []piece, err error) {
	rows, err := readTable(filepath.Join(dir, "lemonde_2020", "headlines.csv.gz"))
	for _, row := range rows {
		if len(row) >= 3 {
			ps = append(ps, piece{row[1], row[2]})
		}
	}
	return ps, err
}

// wanted is how many pairs of each sort are made.
const wanted = 2000

type pair struct {
	a, b int
	how  string
	copy bool
}

func anySite(rng *rand.Rand) string { return fmt.Sprintf("site%d.example", rng.IntN(40)) }

// leastWords: under it a text that is cut short leaves nothing to go by.
const leastWords = 15

// syndicated makes pairs of every other text and tells precision and recall.
func syndicated(all []piece, half int, name string, group func([]StoryText) ([]int, error), out func(Result)) error {
	var base []piece
	met := map[string]bool{}
	for i, p := range all {
		key := text.Fold(p.body)
		if i%2 == half && p.words() >= leastWords && !met[key] {
			met[key] = true
			base = append(base, p)
		}
	}
	rng := rand.New(rand.NewPCG(2020, uint64(half)))
	rng.Shuffle(len(base), func(i, j int) { base[i], base[j] = base[j], base[i] })
	var texts []StoryText
	add := func(site, title, body string) int {
		texts = append(texts, StoryText{site, title, body})
		return len(texts) - 1
	}
	numbers := make([]int, len(base))
	for i, p := range base {
		numbers[i] = add("lemonde.example", p.title, p.body)
	}
	near := neighbours(base)
	// Copies and look-alikes come mixed, as they do.
	var pairs []pair
	for _, n := range rng.Perm(2 * wanted) {
		i := n % wanted % len(base)
		if n < wanted {
			c, how := worn(rng, base[i], base[rng.IntN(len(base))].title)
			pairs = append(pairs, pair{numbers[i], add(anySite(rng), c.title, c.body), how, true})
			continue
		}
		j := rng.IntN(len(base) - 1)
		if j >= i {
			j++
		}
		site := rng.IntN(len(furniture))
		a, b := base[i], base[j]
		switch n % 4 {
		case 0:
			pairs = append(pairs, pair{numbers[i], numbers[near[i]], "not neighbour", false})
			continue
		case 1, 3:
			a.body, b.body = furnish(site, a.body), furnish(site, b.body)
		}
		if n%4 >= 2 {
			b.title = a.title
		}
		how := []string{"", "not furniture", "not headline", "not furniture and headline"}[n%4]
		x := add(anySite(rng), a.title, a.body)
		y := add(anySite(rng), b.title, b.body)
		pairs = append(pairs, pair{x, y, how, false})
	}
	into, err := group(texts)
	if err != nil {
		return err
	}
	right, wrong := 0, 0
	byHow := map[string][2]int{}
	for _, p := range pairs {
		t := byHow[p.how]
		t[1]++
		if into[p.a] == into[p.b] {
			t[0]++
			if p.copy {
				right++
			} else {
				wrong++
			}
		}
		byHow[p.how] = t
	}
	with := map[string]any{"copies": wanted, "look-alikes": wanted, "texts": len(base), "grouped": byHow}
	out(Result{Name: name + "precision", Value: share(right, right+wrong), Unit: "ratio", Settings: with})
	out(Result{Name: name + "recall", Value: share(right, wanted), Unit: "ratio", Settings: with})
	return nil
}
