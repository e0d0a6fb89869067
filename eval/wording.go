package eval

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie/text"
)

// Wording tries what the literature on firestorms says of words (Strathern et
// al., 2020, arXiv 2010.07237: in an outrage people say "I" less and name others
// more): does it tell a bad buzz from other busy hours, and a negative post from
// others? Each figure is an area under the ROC curve: 0.5 tells nothing, 1 tells
// all, under 0.5 tells the contrary. The answer decides whether alerts look at
// words; docs/evidence.md keeps it.
func Wording(dir string, out func(Result)) error {
	if err := wordingOfEvents(dir, out); err != nil {
		return err
	}
	return wordingOfPosts(dir, out)
}

// sign is one way in which words could tell, larger where outrage is expected.
type sign struct {
	name string
	of   func(selves, others, words float64) float64
}

var signs = []sign{
	{"fewer_selves", func(selves, _, words float64) float64 { return -selves / words }},
	{"more_others", func(_, others, words float64) float64 { return others / words }},
	{"both", func(selves, others, words float64) float64 { return (others - selves) / words }},
}

// persons are words for oneself and for others, folded; elided forms are words
// of their own.
type persons struct{ selves, others map[string]bool }

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

var (
	french  = persons{set("je j me m moi mon ma mes mien mienne"), set("ils elles eux leur leurs vous votre vos")}
	english = persons{set("i im ive id me my mine myself"), set("they them their theirs you your yours")}
)

// count returns how many words speak of oneself, of others, and all.
func (p *persons) count(s string) (selves, others, words float64) {
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		words++
		if p.selves[w] {
			selves++
		}
		if p.others[w] {
			others++
		}
	}
	return selves, others, words
}

// windowVoices is from how many posts on six hours are busy.
const windowVoices = 10

// wordingOfEvents sets the busy windows of the seven events of free_tweets_fr,
// which were read by hand, beside its other busy windows.
func wordingOfEvents(dir string, out func(Result)) error {
	rows, err := readTable(filepath.Join(dir, "free_tweets_fr", "tweets.csv"))
	if err != nil {
		return err
	}
	type window struct{ posts, selves, others, words float64 }
	from, to, by := day(2024, 7, 8), day(2024, 11, 4), map[int64]*window{}
	const length = 6 * time.Hour
	for _, row := range rows {
		at, err := time.Parse("2006-01-02 15:04:05-07:00", row[3])
		if err != nil {
			return fmt.Errorf("free_tweets_fr: %w", err)
		}
		if freeOwn[row[1]] || at.Before(from) || !at.Before(to) {
			continue
		}
		k := int64(at.Sub(from) / length)
		if by[k] == nil {
			by[k] = &window{}
		}
		w := by[k]
		selves, others, words := french.count(row[2])
		w.posts, w.selves, w.others, w.words = w.posts+1, w.selves+selves, w.others+others, w.words+words
	}
	for _, s := range signs {
		var event, ordinary []float64
		for k, w := range by {
			if w.posts < windowVoices {
				continue
			}
			middle := from.Add(time.Duration(k)*length + length/2)
			to := &ordinary
			for _, e := range freeKnown {
				if !middle.Before(e.from) && middle.Before(e.to) {
					to = &event
				}
			}
			*to = append(*to, s.of(w.selves, w.others, w.words))
		}
		area("wording/events/"+s.name, event, ordinary, out)
	}
	return nil
}

// wordingOfPosts sets the posts of airline that people called negative beside
// the others.
func wordingOfPosts(dir string, out func(Result)) error {
	rows, err := readTable(filepath.Join(dir, "airline", "Tweets.csv.gz"))
	if err != nil {
		return err
	}
	for _, s := range signs {
		var negative, other []float64
		for _, row := range rows {
			selves, others, words := english.count(row[10])
			if words == 0 {
				continue
			}
			if x := s.of(selves, others, words); row[1] == "negative" {
				negative = append(negative, x)
			} else {
				other = append(other, x)
			}
		}
		area("wording/posts/"+s.name, negative, other, out)
	}
	return nil
}

// area tells how often a value of a is above one of b, ties counted half, with
// a 95 % interval (J. A. Hanley and B. J. McNeil, Radiology 143, 1982).
func area(name string, a, b []float64, out func(Result)) {
	auc := auc(a, b)
	q1, q2 := auc/(2-auc), 2*auc*auc/(1+auc)
	n, m := float64(len(a)), float64(len(b))
	se := math.Sqrt((auc*(1-auc) + (n-1)*(q1-auc*auc) + (m-1)*(q2-auc*auc)) / (n * m))
	out(Result{Name: name, Value: auc, Unit: "area under the ROC curve", Settings: map[string]any{
		"of": len(a), "beside": len(b), "between": [2]float64{math.Max(0, auc-1.96*se), math.Min(1, auc+1.96*se)},
	}})
}

func auc(a, b []float64) float64 {
	type value struct {
		x  float64
		of bool
	}
	var all []value
	for _, x := range a {
		all = append(all, value{x, true})
	}
	for _, x := range b {
		all = append(all, value{x, false})
	}
	slices.SortFunc(all, func(p, q value) int { return cmp.Compare(p.x, q.x) })
	sum := 0.0 // of the ranks of a, ties sharing theirs (Mann and Whitney, 1947)
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].x == all[i].x {
			j++
		}
		rank := float64(i+j+1) / 2
		for ; i < j; i++ {
			if all[i].of {
				sum += rank
			}
		}
	}
	n, m := float64(len(a)), float64(len(b))
	return (sum - n*(n+1)/2) / (n * m)
}
