package intent

import (
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// TestShippedRules: each rule that ships has examples of both kinds, and reads
// them right.
func TestShippedRules(t *testing.T) {
	rules := ShippedRules()
	if len(rules) != 16 {
		t.Fatalf("%d rules ship, want 16", len(rules))
	}
	for _, r := range rules {
		same, examples := ShippedRule(r.Lang, r.Intent)
		if r.Text == "" || same != r {
			t.Errorf("rule %s %s = %q, by itself %q", r.Lang, r.Intent, r.Text, same.Text)
		}
		var yes, no int
		for _, x := range Shipped().Test(r.Lang, r.Intent, examples) {
			if x.Is {
				yes++
			} else {
				no++
			}
			if !x.Passed {
				t.Errorf("rule %s %s is wrong of %q", r.Lang, r.Intent, x.Text)
			}
		}
		if yes < 2 || no < 2 {
			t.Errorf("rule %s %s has %d examples that it must take and %d that it must not", r.Lang, r.Intent, yes, no)
		}
	}
	if r, ex := ShippedRule("de", vigie.Question); r.Text != "" || ex != nil {
		t.Errorf("German ships with %q, %v", r.Text, ex)
	}
	if r, _ := ShippedRule("fr", vigie.Question); strings.HasPrefix(r.Text, "#") {
		t.Errorf("what stands at the head of the file is told of the first rule: %q", r.Text[:40])
	}
}

func TestWith(t *testing.T) {
	p, err := Shipped().With(Rule{"fr", vigie.Job, "# ours\n#emploichezleroux OR grutier\n"}, Rule{"de", vigie.Job, "Kranführer"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, lang, text, want string }{
		{"a tag is no remark", "fr", "#emploichezleroux à Rennes", "job"},
		{"the shipped one is gone", "fr", "Leroux recrute en CDI", ""},
		{"the other language stands", "en", "we're hiring", "job"},
		{"another language", "de", "Kranführer gesucht", "job"},
	} {
		got := p.Read(query.NewPost(&vigie.Mention{Text: c.text, Channel: vigie.Social}, c.lang))
		if want := []vigie.Intent{vigie.Intent(c.want)}; len(got) > 1 || (len(got) == 1) != (c.want != "") || len(got) == 1 && got[0] != want[0] {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
	for name, r := range map[string]Rule{
		"a query that does not parse": {"fr", vigie.Job, "grue\n(a OR"},
		"what is not known yet":       {"fr", vigie.Job, "intent:job"},
		"the source":                  {"fr", vigie.Job, "source:forum"},
		"no language":                 {"tlh", vigie.Job, "grue"},
		"no intent":                   {"fr", "wish", "grue"},
		"too long":                    {"fr", vigie.Job, strings.Repeat("é", RuleMost+1)},
		"too many lines":              {"fr", vigie.Job, strings.Repeat("grue\n", linesMost+1)},
	} {
		if _, err := p.With(r); err == nil || vigie.KindOf(err) == vigie.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := func() error { _, err := p.With(Rule{"fr", vigie.Job, "a\n# b\n(c"}); return err }(); err == nil || !strings.Contains(err.Error(), "intent-rule-line [3") {
		t.Errorf("the line at fault is not told: %v", err)
	}
}
