package opinion

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// handWritten reads French written for the tests, by what makes it hard.
func handWritten(t *testing.T, file string) map[string][]Labelled {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]Labelled{}
	s := bufio.NewScanner(f)
	s.Scan() // header
	for s.Scan() {
		p := strings.Split(s.Text(), "\t")
		out[p[0]] = append(out[p[0]], Labelled{Text: p[2], Opinion: vigie.Negative + vigie.Opinion(p[1][0]-'0')})
	}
	return out
}

// TestHandWritten holds each group to what it reached when last looked at, so
// that a change that loses one is seen. The models never saw these texts, and
// no rule was written from them. Irony is a known weakness: it is counted
// apart, and told in docs/models/opinion.md.
func TestHandWritten(t *testing.T) {
	holds(t, "testdata/fr.tsv", map[string]int{"negation": 14, "booster": 6, "emoji": 6, "phone": 3, "neutral": 6, "plain": 10, "irony": 4})
}

// TestDesk is the same of what a desk meets: complaints told as plain facts,
// facts that are none, "bon," that only opens, plain questions, and questions
// that complain. The rules and idioms of plain.go and lexicon.go were written
// from these texts.
func TestDesk(t *testing.T) {
	holds(t, "testdata/desk.tsv", map[string]int{"fact": 13, "event": 6, "opener": 7, "question": 10, "why": 5})
}

func holds(t *testing.T, file string, least map[string]int) {
	t.Helper()
	j := New()
	for group, texts := range handWritten(t, file) {
		right := 0
		for _, l := range texts {
			v := j.Of("fr", l.Text, nil)
			if v.Likeliest == l.Opinion {
				right++
			} else {
				t.Logf("%s: %q is %v, judged %v (%.2f)", group, l.Text, l.Opinion, v.Likeliest, v.Sure)
			}
		}
		t.Logf("%s: %d of %d right", group, right, len(texts))
		if right < least[group] {
			t.Errorf("%s: %d of %d right, want at least %d", group, right, len(texts), least[group])
		}
	}
}
