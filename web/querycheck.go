package web

import (
	"bytes"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// checked is what is told of a query before it is saved.
type checked struct {
	Remarks []remarkRow
	Answer  string // what it finds, in one sentence; empty where it does not parse
	Cost    string
	Partial string // said where not all was looked at
	Weeks   template.HTML
	Pace    string
	Places  []placeRow
	Tests   []testRow
	Failed  int
	Diff    *diffView
	Sample  []example
}

// remarkRow is a remark of the linter with its one-click mend.
type remarkRow struct {
	Part  string // of the query
	Say   string
	Grave bool
	Mend  string // what the button says; empty where there is none
	Do    string // value of the button
}

// placeRow is a channel of a back-test.
type placeRow struct {
	Channel vigie.Channel
	Bar     template.HTML
	N       int64
}

// testRow is one example, decided.
type testRow struct {
	Must   bool
	Text   string
	Passed bool
	Why    string
}

// diffView is what a change of query adds and takes away.
type diffView struct {
	Say                      string
	Joined, Left             int64
	JoinedSample, LeftSample []example
}

// check looks a draft over: linter, tests, back-test, diff. A query that does
// not parse gives remarks alone.
func (s *Server) check(ctx context.Context, v *visit, d watch.Draft) (*checked, error) {
	remarks, err := s.o.Watch.Lint(ctx, d.Topic.Query)
	if err != nil {
		return nil, err
	}
	c := &checked{}
	for i, r := range remarks {
		row := remarkRow{Part: shorten(d.Topic.Query[r.Pos.Start:r.Pos.End], 80), Say: v.Print.Sentence(r.Say), Grave: r.Grave}
		if r.Mend != nil {
			row.Mend, row.Do = v.Print.Sentence(r.Mend.Say), "mend:"+strconv.Itoa(i)
		}
		c.Remarks = append(c.Remarks, row)
	}
	tr, err := s.o.Watch.Try(ctx, d)
	if err != nil {
		return c, err
	}
	v.tellTrial(c, &tr)
	return c, nil
}

// tellTrial puts a trial into words and pictures.
func (v *visit) tellTrial(c *checked, tr *watch.Trial) {
	p := v.Print
	c.Answer = p.Say("topic-tried", tr.Hits)
	if tr.Aside > 0 {
		c.Answer += " " + p.Say("noise-trial", tr.Aside)
	}
	c.Cost = p.Say("check-cost", tr.Cost, tr.CostMost)
	if !tr.Whole {
		c.Partial = p.Say("check-partial", tr.Since)
	}
	values := make([]int64, len(tr.Weeks))
	most, recent := int64(0), int64(0)
	for i, w := range tr.Weeks {
		values[i] = w.N
		most = max(most, w.N)
		if n := len(tr.Weeks); i >= n-1-recentWeeks && i < n-1 {
			recent += w.N
		}
	}
	c.Pace = p.Say("check-pace", p.Decimal(float64(recent)/recentWeeks, 1), recentWeeks)
	if most > 0 {
		label := p.Say("check-weeks", len(values), most)
		c.Weeks = chart.SVG(chart.Small{Label: label, Values: values, Most: most, Ours: true, Open: true, Tall: 72}.Draw())
	}
	for _, x := range tr.Channels {
		c.Places = append(c.Places, placeRow{x.Channel, chart.SVG(chart.Bar{Value: float64(x.N), Most: float64(tr.Channels[0].N), Exact: true}.Draw()), x.N})
	}
	for _, t := range tr.Tests {
		row := testRow{Must: t.Must, Text: shorten(t.Text, exampleRunes), Passed: t.Passed}
		if !t.Passed {
			row.Why = strings.Join(v.clauses(t.Why), " ")
			c.Failed++
		}
		c.Tests = append(c.Tests, row)
	}
	if d := tr.Diff; d != nil {
		c.Diff = &diffView{
			Say: p.Say("check-diff", d.Joined, d.Left), Joined: d.Joined, Left: d.Left,
			JoinedSample: examplesOf(d.JoinedSample), LeftSample: examplesOf(d.LeftSample),
		}
	}
	c.Sample = examplesOf(tr.Sample)
}

// recentWeeks is how many whole weeks the pace is told over.
const recentWeeks = 4

func examplesOf(list []vigie.Kept) []example {
	var out []example
	for _, k := range list {
		m := k.Mention
		runes := exampleRunes
		if m.Channel == vigie.Press {
			runes = pressMost
		}
		out = append(out, example{m.ID, m.Title, shorten(m.Text, runes), m.Site, m.When()})
	}
	return out
}

// writtenExamples reads the examples of the form: must and mustnot hold one
// text each.
func writtenExamples(r *http.Request) []watch.Example {
	var list []watch.Example
	for _, name := range []string{"must", "mustnot"} {
		for _, t := range r.Form[name] {
			if t = strings.TrimSpace(strings.ReplaceAll(t, "\r\n", "\n")); t != "" {
				list = append(list, watch.Example{Must: name == "must", Text: t})
			}
		}
	}
	return list
}

// exampleOf makes an example of a kept mention.
func (s *Server) exampleOf(ctx context.Context, id string, must bool) (watch.Example, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return watch.Example{}, vigie.Errorf(vigie.NotFound, err, "store-no-mention")
	}
	k, err := s.o.Archive.Mention(ctx, vigie.MentionID(n))
	if err != nil {
		return watch.Example{}, err
	}
	return watch.ExampleOf(&k.Mention, must), nil
}

// mend applies the linter's mend of that number to a query.
func (s *Server) mend(ctx context.Context, source, number string) (string, error) {
	remarks, err := s.o.Watch.Lint(ctx, source)
	if err != nil {
		return source, err
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(remarks) || remarks[n].Mend == nil {
		return source, nil // the query changed meanwhile: the check tells anew
	}
	return remarks[n].Mend.Apply(source), nil
}

// pasted is a query of another tool, converted.
type pasted struct {
	From  query.Dialect
	Text  string
	Notes []noteRow
	Lost  int
}

// noteRow is one thing that changes meaning or has no equal.
type noteRow struct {
	Part, Say string
	Lost      bool
}

func (v *visit) convert(from query.Dialect, text string) (string, *pasted, error) {
	c, err := query.Convert(from, text)
	if err != nil {
		return "", nil, err
	}
	p := &pasted{From: from, Text: text}
	for _, n := range c.Notes {
		p.Notes = append(p.Notes, noteRow{shorten(n.Text, 80), v.Print.Sentence(n.Say), n.Lost})
		if n.Lost {
			p.Lost++
		}
	}
	return c.Query, p, nil
}

// part sends one partial without the page around it, for scripts.
func (v *visit) part(w http.ResponseWriter, page, name string, data any) error {
	set, err := v.s.faces.set(v.Print)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := set[page].ExecuteTemplate(&b, name, frame{V: v, D: data, Page: page}); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	return v.send(w, b.Bytes())
}

// dialectNames are the names of tools, as they write them.
var dialectNames = map[query.Dialect]string{
	query.Brandwatch: "Brandwatch", query.Talkwalker: "Talkwalker", query.Meltwater: "Meltwater", query.Sprinklr: "Sprinklr",
	query.Radarly: "Radarly", query.Visibrain: "Visibrain", query.X: "X (Twitter)",
}

// dialectOption is one choice of the converter.
type dialectOption struct {
	Value query.Dialect
	Name  string
}

func dialectOptions() (list []dialectOption) {
	for _, d := range query.Dialects {
		list = append(list, dialectOption{d, dialectNames[d]})
	}
	return list
}

// hasExample reports whether a list holds an example already.
func hasExample(list []watch.Example, e watch.Example) bool {
	return slices.Contains(list, e)
}
