package intent

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// Langs are the languages that may have rules; the first two ship with some.
var Langs = []string{"fr", "en", "es", "de", "it", "pt", "nl"}

// shippedLangs is how many of Langs ship with rules.
const shippedLangs = 2

// Rule says which mentions of a language have an intent: those that one of its
// queries matches.
type Rule struct {
	Lang   string // one of Langs
	Intent vigie.Intent
	// Text is a query a line. Lines of a # and a space are for people. Empty: no
	// mention has the intent by a rule.
	Text string
}

// What one rule may have: about four times what ships.
const (
	RuleMost  = 60_000 // characters
	linesMost = 60
)

// Line is a line of a rule that is a query.
type Line struct {
	N     int // counted from 1, lines for people too
	Text  string
	Query *query.Query
}

// Lines parses a rule. It fails with kind Invalid, naming the line, where a
// query does not parse or asks what is not known of a mention while it is read:
// its source, its opinion and its intents; and where the rule is of no language
// or intent, or too long.
func (r Rule) Lines() ([]Line, error) {
	switch {
	case !slices.Contains(Langs, r.Lang):
		return nil, vigie.Errorf(vigie.NotFound, nil, "intent-rule-lang", r.Lang)
	case !slices.Contains(All, r.Intent):
		return nil, vigie.Errorf(vigie.NotFound, nil, "correct-intent-unknown", string(r.Intent))
	case utf8.RuneCountInString(r.Text) > RuleMost:
		return nil, vigie.Errorf(vigie.Invalid, nil, "intent-rule-long", RuleMost)
	}
	var out []Line
	n := 0
	for line := range strings.Lines(r.Text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || forPeople(line) {
			continue
		}
		q, err := query.Parse(line)
		if err == nil && q.Asks()&(query.AsksSource|query.AsksUnderstood) != 0 {
			err = vigie.Errorf(vigie.Invalid, nil, "intent-rule-asks")
		}
		if err != nil {
			return nil, vigie.Errorf(vigie.Invalid, err, "intent-rule-line", n, vigie.Tell(err))
		}
		if out = append(out, Line{n, line, q}); len(out) > linesMost {
			return nil, vigie.Errorf(vigie.Invalid, nil, "intent-rule-lines", linesMost)
		}
	}
	return out, nil
}

// forPeople reports whether a line is a remark and no query: #tag is one.
func forPeople(line string) bool { return line == "#" || strings.HasPrefix(line, "# ") }

// With returns p with those rules in the place of those it has of the same language
// and intent. It fails as Lines does.
func (p *Pack) With(of ...Rule) (*Pack, error) {
	out := &Pack{rules: maps.Clone(p.rules)}
	if out.rules == nil {
		out.rules = map[string]*rules{}
	}
	for _, x := range of {
		lines, err := x.Lines()
		if err != nil {
			return nil, err
		}
		next := rules{}
		if now := out.rules[x.Lang]; now != nil {
			next.of = now.of
		}
		i := slices.Index(All, x.Intent)
		next.of[i] = nil
		for _, l := range lines {
			next.of[i] = append(next.of[i], l.Query)
		}
		out.rules[x.Lang] = &next
	}
	for _, r := range out.rules {
		if err := r.compile(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// compile makes the index of the rules, where it is not made yet.
func (r *rules) compile() error {
	if r.index != nil {
		return nil
	}
	var entries []query.Entry
	for i, queries := range r.of {
		for _, q := range queries {
			r.in = append(r.in, i)
			entries = append(entries, query.Entry{ID: vigie.TopicID(len(r.in)), Version: 1, Query: q})
		}
	}
	var err error
	r.index, err = query.NewIndex(entries, nil)
	return err
}

// ShippedRules returns the rules that come with Vigie, language by language, in
// the order of All.
func ShippedRules() (out []Rule) {
	for _, lang := range Langs[:shippedLangs] {
		of := map[string]string{}
		remarks := ""
		eachLine(lang+".txt", func(line string) {
			name, written, ok := strings.Cut(line, ":")
			switch {
			case line == "":
				remarks = ""
			case forPeople(line):
				remarks += line + "\n"
			case ok:
				of[name] += remarks + strings.TrimSpace(written) + "\n"
				remarks = ""
			}
		})
		for _, in := range All {
			out = append(out, Rule{lang, in, strings.TrimSpace(of[string(in)])})
		}
	}
	return out
}

// ShippedRule returns the rule that comes with Vigie for a language and an
// intent, with what it is tested on; no text where none ships.
func ShippedRule(lang string, in vigie.Intent) (Rule, []Example) {
	r := Rule{Lang: lang, Intent: in}
	if !slices.Contains(Langs[:shippedLangs], lang) {
		return r, nil
	}
	for _, x := range ShippedRules() {
		if x.Lang == lang && x.Intent == in {
			r = x
		}
	}
	var examples []Example
	eachLine(lang+".examples.txt", func(line string) {
		name, said, _ := strings.Cut(line, ":")
		if name != string(in) {
			return
		}
		said = strings.TrimSpace(said)
		examples = append(examples, Example{Text: strings.TrimSpace(said[1:]), Is: said[0] == '+'})
	})
	return r, examples
}

// eachLine yields the lines of a file of rules/, trimmed.
func eachLine(name string, yield func(string)) {
	b, err := files.ReadFile("rules/" + name)
	if err != nil {
		panic(err) // embedded: a broken build
	}
	for line := range strings.Lines(string(b)) {
		yield(strings.TrimSpace(line))
	}
}

// Tested is an example decided by rules.
type Tested struct {
	Example
	Passed bool
}

// Test decides whether p reads the intent of a rule in examples, each read as a
// post on a social network.
func (p *Pack) Test(lang string, in vigie.Intent, examples []Example) []Tested {
	out := make([]Tested, len(examples))
	for i, e := range examples {
		post := query.NewPost(&vigie.Mention{Text: e.Text, Channel: vigie.Social}, lang)
		out[i] = Tested{e, slices.Contains(p.Read(post), in) == e.Is}
	}
	return out
}
