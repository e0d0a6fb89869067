package report

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie/measure"
	"vigie.example/vigie/text"
)

const (
	// questionsRead is how many questions are read, the newest of those without an
	// answer first, to find what is asked over and over.
	questionsRead = 600
	// tellingLeast is how many words that tell something a question holds which
	// can be understood by itself; tellingMost, from how many on more tell no more.
	tellingLeast, tellingMost = 3, 8
	// alike is what part of the telling words of two questions they share that ask
	// the same, and how many at least.
	alike, alikeLeast = 0.6, 2
	// askMost is how long a question is printed, in characters.
	askMost = 120
)

// Question is a question as it is printed: one of those that ask the same.
type Question struct {
	Verbatim
	Ask    string // the sentence that asks, without its greeting
	Voices int    // who asked the same, with the same fate
}

// asking is a question that was read.
type asking struct {
	Question
	words map[string]bool
	told  int // telling words, at most tellingMost
	said  map[uint64]bool
}

// questions picks the questions to print. Those without an answer come first;
// among them those that most voices ask, then those that can be understood by
// themselves, then the newest.
func (m *Maker) questions(ctx context.Context, a *Audit) error {
	rank := map[measure.Answer]int{measure.Unheard: 0, measure.Untraced: 1, measure.ByOthers: 2, measure.ByUs: 3}
	asked := slices.Clone(a.Demand.Asked)
	slices.SortStableFunc(asked, func(a, b measure.Asked) int { return cmp.Compare(rank[a.Answer], rank[b.Answer]) })
	var groups []*asking
	for _, q := range asked[:min(len(asked), questionsRead)] {
		v, err := m.verbatim(ctx, q.Saying)
		if err != nil {
			return err
		}
		x := &asking{Question: Question{Verbatim: v, Voices: 1}, said: map[uint64]bool{q.Voice: true}}
		x.Answer = q.Answer
		if x.Ask = question(v.Title, v.Text); x.Ask == "" {
			continue
		}
		x.words = telling(x.Ask)
		x.told = min(len(x.words), tellingMost)
		if i := slices.IndexFunc(groups, x.asksAs); i >= 0 {
			groups[i].join(x)
			continue
		}
		groups = append(groups, x)
	}
	slices.SortStableFunc(groups, func(x, y *asking) int {
		return cmp.Or(
			cmp.Compare(rank[x.Answer], rank[y.Answer]),
			cmp.Compare(y.clear(), x.clear()),
			cmp.Compare(y.Voices, x.Voices),
			cmp.Compare(y.told, x.told),
			cmp.Compare(y.Mention, x.Mention),
		)
	})
	for _, x := range groups[:min(len(groups), questionsMost)] {
		a.Questions = append(a.Questions, x.Question)
	}
	return nil
}

// clear tells how far a question can be understood by itself where it is
// printed: it tells enough, it asks, and it is printed whole.
func (x *asking) clear() int {
	n := min(x.told, tellingLeast)
	if n == tellingLeast && strings.HasSuffix(x.Ask, "?") {
		n++
	}
	if n > tellingLeast && utf8.RuneCountInString(x.Ask) <= askMost {
		n++
	}
	return n
}

// asksAs reports whether two questions ask the same, with the same fate.
func (x *asking) asksAs(y *asking) bool {
	if x.Answer != y.Answer {
		return false
	}
	if x.Ask == y.Ask {
		return true
	}
	a, b := plainWords(x.words), plainWords(y.words)
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return both >= alikeLeast && float64(both) >= alike*float64(len(a)+len(b)-both)
}

// plainWords leaves out figures where enough else is said: two prices of one
// insurance ask the same, two machines of one maker may not.
func plainWords(words map[string]bool) map[string]bool {
	out := map[string]bool{}
	for w := range words {
		if !strings.ContainsAny(w, "0123456789") {
			out[w] = true
		}
	}
	if len(out) <= alikeLeast {
		return words
	}
	return out
}

// join takes in another that asks the same; the more telling one speaks.
func (x *asking) join(y *asking) {
	for v := range y.said {
		x.said[v] = true
	}
	if y.told > x.told {
		x.Question, x.words, x.told = y.Question, y.words, y.told
	}
	x.Voices = len(x.said)
}

// telling returns the words of a question that tell what it is about: none of
// those that every text holds, none of three letters and fewer but those with a
// figure, no account.
func telling(s string) map[string]bool {
	words := map[string]bool{}
	doc := text.Cut("", s)
	for _, w := range doc.Body.Words {
		n := w.Norm
		figure := strings.ContainsAny(n, "0123456789")
		if (figure || utf8.RuneCountInString(n) >= 4) && !small[n] && !greets[n] && !strings.ContainsAny(n, "@/") {
			words[n] = true
		}
	}
	return words
}

// greets are the words of greetings and of calls for attention, folded.
var greets = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		bonjour bonsoir bjr bsr slt salut coucou hello hi hey dear a au la le les l tous toutes tout monde communaute forum amis gars
		messieurs dames chers cher alors voila bon bref dites merci svp all everyone everybody guys folks there please ok so well`) {
		m[w] = true
	}
	return m
}()

// leads are the words of what announces a question and tells nothing of it.
var leads = map[string]bool{"je": true, "me": true, "lance": true, "petit": true, "petite": true, "retour": true, "question": true, "une": true, "quick": true}

// ungreeted drops what stands before a question: accounts that it is addressed
// to, a greeting.
func ungreeted(s string) string {
	out := strings.TrimSpace(s)
	for {
		first, rest, ok := strings.Cut(out, " ")
		if !ok || !strings.HasPrefix(first, "@") {
			break
		}
		out = strings.TrimLeft(rest, " ,:-–—")
	}
	if i := strings.IndexAny(out, ",!:"); i > 0 && i < 60 {
		greeting := text.Cut("", out[:i]).Body.Words
		if len(greeting) > 0 && !slices.ContainsFunc(greeting, func(w text.Word) bool { return !greets[w.Norm] && !leads[w.Norm] }) {
			out = strings.TrimLeft(out[i+1:], " ,!:-–—")
		}
	}
	if utf8.RuneCountInString(out) < questionLeast {
		return strings.TrimSpace(s)
	}
	return upper(out)
}

// questionLeast is the least length of a question, in characters.
const questionLeast = 12

// question returns the sentence of a text that asks, the most telling one where
// several do; else its title, else its beginning.
func question(title, body string) string {
	title = strings.TrimSpace(title)
	best, told := "", -1
	for _, s := range []string{title, body} {
		for _, q := range asks(s) {
			if n := min(len(telling(q)), tellingMost); n > told {
				best, told = q, n
			}
		}
	}
	switch {
	case best != "":
		return ungreeted(best)
	case utf8.RuneCountInString(title) > 20:
		return title
	}
	return ungreeted(body)
}

// asks returns the sentences of a text that end with a question mark.
func asks(s string) (out []string) {
	start := 0
	r := []rune(s)
	for i, c := range r {
		last := i+1 == len(r) || unicode.IsSpace(r[i+1])
		if c != '\n' && !(strings.ContainsRune(".!?…", c) && last) {
			continue
		}
		q := strings.TrimSpace(string(r[start : i+1]))
		if start = i + 1; c == '?' && utf8.RuneCountInString(q) >= questionLeast {
			out = append(out, q)
		}
	}
	return out
}
