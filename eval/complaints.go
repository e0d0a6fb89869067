package eval

import (
	"regexp"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
)

// handles are account names: left in, a model learns who runs a help desk.
var handles = regexp.MustCompile(`@\w+`)

// Complaints measures the telling of complaints on a file with the columns
// text, is_complaint and domain, handles masked, each domain judged by what the
// others teach: rules alone (the shipped pack), read
// (rules and the opinion judge: what readings use), a plain n-gram baseline, and
// the classifier with rules and opinion beside. Each gives macro_f1 over all
// texts and complaints_f1 within the domains that hold both kinds.
func Complaints(path, lang string, seed int64, out func(Result)) error {
	rows, err := readRows(path)
	if err != nil {
		return err
	}
	text, is, domain := slices.Index(rows[0], "text"), slices.Index(rows[0], "is_complaint"), slices.Index(rows[0], "domain")
	if text < 0 || is < 0 || domain < 0 {
		return vigie.Errorf(vigie.Invalid, nil, "eval-no-columns", path, strings.Join(rows[0], ", "))
	}
	by := map[string][]intent.Example{}
	var domains []string
	n := 0
	for _, r := range rows[1:] {
		if len(r) <= max(text, is, domain) || r[is] != "0" && r[is] != "1" {
			continue
		}
		d := r[domain]
		if by[d] == nil {
			domains = append(domains, d)
		}
		by[d] = append(by[d], intent.Example{Text: handles.ReplaceAllString(r[text], "@user"), Is: r[is] == "1"})
		n++
	}
	if len(domains) < 2 {
		return vigie.Errorf(vigie.Invalid, nil, "eval-no-labels", path)
	}
	slices.Sort(domains)
	judge := opinion.New()
	pack := intent.Shipped()
	var all, within [4]twoWay // rules, read, ngrams, classifier
	for _, d := range domains {
		var learn []intent.Example
		both := map[bool]bool{}
		for _, o := range domains {
			if o != d {
				learn = append(learn, by[o]...)
			}
		}
		for _, e := range by[d] {
			both[e.Is] = true
		}
		base, full := intent.Train(lang, learn, nil, seed), intent.Train(lang, learn, judge, seed)
		for _, e := range by[d] {
			m := &vigie.Mention{Text: e.Text, Channel: vigie.Social}
			held := pack.Read(query.NewPost(m, lang))
			v := judge.Of(lang, e.Text, nil)
			said := [4]bool{
				slices.Contains(held, vigie.Complaint),
				slices.Contains(intent.WithOpinion(held, m.Channel, v.Opinion, v.Sure), vigie.Complaint),
				base.Sure(e.Text) >= 0.5, full.Sure(e.Text) >= 0.5,
			}
			for i, yes := range said {
				all[i].add(e.Is, yes)
				if len(both) == 2 {
					within[i].add(e.Is, yes)
				}
			}
		}
	}
	for i, by := range [4]string{"rules", "read", "ngrams", "classifier"} {
		set := map[string]any{"texts": n, "domains": len(domains), "handles": "masked", "lang": lang, "by": by, "seed": seed}
		out(Result{Name: "complaints/" + by + "/macro_f1", Value: all[i].macroF1(), Unit: "ratio", Settings: set})
		out(Result{Name: "complaints/" + by + "/accuracy", Value: share(all[i].n[1][1]+all[i].n[0][0], n), Unit: "ratio", Settings: set})
		out(Result{Name: "complaints/" + by + "/macro_f1_within", Value: within[i].macroF1(), Unit: "ratio", Settings: set})
	}
	return nil
}

// twoWay counts yes and no: label, answer.
type twoWay struct{ n [2][2]int }

func (t *twoWay) add(label, said bool) {
	i, k := 0, 0
	if label {
		i = 1
	}
	if said {
		k = 1
	}
	t.n[i][k]++
}

func (t *twoWay) macroF1() float64 {
	sum := 0.0
	for c := range 2 {
		if all := 2*t.n[c][c] + t.n[c][1-c] + t.n[1-c][c]; all > 0 {
			sum += 2 * float64(t.n[c][c]) / float64(all) / 2
		}
	}
	return sum
}
