package eval

import (
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
)

// Intents measures what is read of intents (the shipped rules, and the opinion
// judge for complaints; under intents/rules/ the rules alone) on mentions that were labelled by hand
// (intent.Mentions, or a file of its columns). The half on which rules are
// mended gives figures under intents/mend/, the other under intents/: the
// latter are the ones to believe. Each intent has precision, recall, f1 and
// the labels counted, and kappa (Cohen 1960) between the two passes of
// labelling over all mentions; macro_f1 is the mean of the intents' f1, and
// waits is whether an answer is awaited, which follows from the intents.
func Intents(path string, out func(Result)) error {
	rows := marked(intent.Mentions)
	if path != "" {
		var err error
		if rows, err = readRows(path); err != nil {
			return err
		}
	}
	var at [7]int
	for i, name := range [7]string{"lang", "channel", "half", "first", "second", "labels", "text"} {
		if at[i] = slices.Index(rows[0], name); at[i] < 0 {
			return vigie.Errorf(vigie.Invalid, nil, "eval-no-columns", path, strings.Join(rows[0], ", "))
		}
	}
	var passes [8]twoWay
	by := map[string]*intentScore{}
	pack, judge := intent.Shipped(), opinion.New()
	for _, r := range rows[1:] {
		if len(r) != len(rows[0]) {
			return vigie.Errorf(vigie.Invalid, nil, "eval-no-labels", path)
		}
		lang, half := r[at[0]], r[at[2]]
		first, second, want := labels(r[at[3]]), labels(r[at[4]]), labels(r[at[5]])
		m := &vigie.Mention{Text: r[at[6]], Channel: vigie.Channel(r[at[1]])}
		rules := pack.Read(query.NewPost(m, lang))
		v := judge.Of(lang, m.Text, nil)
		got := intent.WithOpinion(rules, m.Channel, v.Opinion, v.Sure)
		for i, in := range intent.All {
			passes[i].add(slices.Contains(first, in), slices.Contains(second, in))
		}
		for key, said := range map[string][]vigie.Intent{half: got, half + "/" + lang: got, half + "/rules": rules} {
			if by[key] == nil {
				by[key] = &intentScore{}
			}
			by[key].add(want, said)
		}
	}
	for _, key := range []string{"held", "held/fr", "held/en", "held/rules", "mend", "mend/fr", "mend/en"} {
		if s := by[key]; s != nil {
			s.tell("intents"+strings.TrimPrefix("/"+key, "/held"), out)
		}
	}
	for i, in := range intent.All {
		out(Result{Name: "intents/" + string(in) + "/kappa", Value: passes[i].kappa(), Unit: "ratio", Settings: map[string]any{"mentions": len(rows) - 1}})
	}
	return nil
}

// marked parts a table of tabs and lines.
func marked(table string) (rows [][]string) {
	for line := range strings.Lines(table) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}

// labels reads "question,purchase"; "-" is none.
func labels(s string) (out []vigie.Intent) {
	if s == "-" {
		return nil
	}
	for _, name := range strings.Split(s, ",") {
		out = append(out, vigie.Intent(name))
	}
	return out
}

// intentScore counts right and wrong answers of each intent, and of waiting.
type intentScore struct {
	n     int
	each  [8]twoWay // in the order of intent.All
	waits twoWay
}

func (s *intentScore) add(want, got []vigie.Intent) {
	s.n++
	for i, in := range intent.All {
		s.each[i].add(slices.Contains(want, in), slices.Contains(got, in))
	}
	s.waits.add(vigie.Solicits(want), vigie.Solicits(got))
}

func (s *intentScore) tell(prefix string, out func(Result)) {
	sum, kinds := 0.0, 0
	one := func(name string, t *twoWay) float64 {
		yes, said := t.n[1][0]+t.n[1][1], t.n[0][1]+t.n[1][1]
		set := map[string]any{"mentions": s.n, "labelled": yes, "answered": said}
		f := 0.0
		if yes+said > 0 {
			f = 2 * float64(t.n[1][1]) / float64(yes+said)
		}
		out(Result{Name: prefix + "/" + name + "/precision", Value: share(t.n[1][1], said), Unit: "ratio", Settings: set})
		out(Result{Name: prefix + "/" + name + "/recall", Value: share(t.n[1][1], yes), Unit: "ratio", Settings: set})
		out(Result{Name: prefix + "/" + name + "/f1", Value: f, Unit: "ratio", Settings: set})
		return f
	}
	for i, in := range intent.All {
		f := one(string(in), &s.each[i])
		if s.each[i].n[1] != [2]int{} {
			sum, kinds = sum+f, kinds+1
		}
	}
	one("waits", &s.waits)
	out(Result{Name: prefix + "/macro_f1", Value: sum / max(float64(kinds), 1), Unit: "ratio", Settings: map[string]any{"mentions": s.n, "intents": kinds}})
}

// kappa is Cohen's: agreement beyond chance; 0 where both always say the same.
func (t *twoWay) kappa() float64 {
	n := float64(t.n[0][0] + t.n[0][1] + t.n[1][0] + t.n[1][1])
	if n == 0 {
		return 0
	}
	a, b := float64(t.n[1][0]+t.n[1][1])/n, float64(t.n[0][1]+t.n[1][1])/n
	chance := a*b + (1-a)*(1-b)
	if chance == 1 {
		return 0
	}
	return (float64(t.n[0][0]+t.n[1][1])/n - chance) / (1 - chance)
}
