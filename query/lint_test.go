package query

import (
	"fmt"
	"strings"
	"testing"
)

func TestLint(t *testing.T) {
	broad := func(q *Query) (float64, bool) {
		return map[string]float64{"action": 0.12, "orange": 0.04}[q.String()], true
	}
	for _, c := range []struct{ name, query, rules, mended string }{
		{"nothing to say", `("leroy merlin" OR #leroymerlin) AND (prix OR retard) NOT emploi`, "", ""},
		{"operator in small letters", "béton and grue", "lower-case-operator", "béton AND grue"},
		{"french operator", "béton ou grue", "lower-case-operator", "béton OU grue"},
		{"near in small letters", "béton near/3 grue", "lower-case-operator", "béton NEAR/3 grue"},
		{"a word at the edge", "et", "", ""},
		{"quote", `béton "leroy merlin`, "error", `béton "leroy merlin"`},
		{"quote on a line", "\"leroy merlin\nOR casto", "error", "\"leroy merlin\"\nOR casto"},
		{"guillemet", "« leroy merlin ", "error", "« leroy merlin» "},
		{"parenthesis", "(béton OR grue", "error", "(béton OR grue)"},
		{"closing parenthesis", "béton) OR grue", "error", "béton OR grue"},
		{"unknown field", "béton foo:bar", "error", `béton "foo:bar"`},
		{"two letters off", "livraison~2", "error", "livraison~1"},
		{"words beside near", "béton NEAR/3 (fissure trou)", "error", "béton NEAR/3 (fissure OR trou)"},
		{"short pattern", "be* OR *on", "short-wildcard short-wildcard", ""},
		{"three letters", "bet*", "", ""},
		{"removes all", "grue NOT grue", "removes-all", "grue"},
		{"removes all by a pattern", "grue AND NOT gru*", "removes-all", "grue"},
		{"removes all of an or", "(grue OR grues) NOT (gru* OR pelle)", "removes-all", ""},
		{"removes some", "(grue OR pelle) NOT grue", "", ""},
		{"removes a phrase", `leroy NOT "leroy merlin"`, "", ""},
		{"removes a strict word", "case:Orange NOT orange", "removes-all", "case:Orange"},
		{"never two languages", "béton lang:fr lang:en", "never", "béton lang:(fr,en)"},
		{"one language twice over", "béton lang:fr lang:(fr,en)", "", ""},
		{"never two ranges", "béton rating:<2 rating:>=2", "never", ""},
		{"ranges that meet", "béton words:>2 words:<9", "", ""},
		{"rating over five", "béton rating:>=8", "never", ""},
		{"first too short", `FIRST/2("a bb ccc")`, "never", ""},
		{"duplicate", "béton OR grue OR Beton", "duplicate", "béton OR grue"},
		{"duplicate phrase of one word", `béton OR "béton"`, "duplicate", "béton"},
		{"covered", "bétonn* OR bétonnière", "covered", "bétonn*"},
		{"near itself", "grue NEAR/5 grue", "near-itself", "ATLEAST/2(grue)"},
		{"far", "grue NEAR/100 panne", "far-near", ""},
		{"near inside", `leroy NEAR/3 "leroy merlin"`, "near-inside", ""},
		{"mixed", "grue OR pelle AND panne", "mixed", "grue OR (pelle AND panne)"},
		{"mixed, said", "grue OR (pelle AND panne)", "", ""},
		{"mixed, an exclusion", "grue OR pelle NOT panne", "", ""},
		{"juxtaposition", "leroy merlin", "juxtaposition", `"leroy merlin"`},
		{"juxtaposed group", "(a1 OR b1) casto", "", ""},
		{"broad", "action OR casto", "broad", ""},
		{"broad with a context", "action AND magasin", "", ""},
		{"not so broad", "orange", "", ""},
	} {
		list := Linter{Share: broad}.Lint(c.query)
		var rules []string
		mended := ""
		for _, r := range list {
			rules = append(rules, r.Rule)
			if r.Pos.Start < 0 || r.Pos.End > len(c.query) || r.Pos.Start > r.Pos.End {
				t.Errorf("%s: remark at %v", c.name, r.Pos)
			}
			if r.Mend != nil && mended == "" {
				mended = r.Mend.Apply(c.query)
			}
		}
		if got := strings.Join(rules, " "); got != c.rules || mended != c.mended {
			t.Errorf("%s: Lint(%q) = %s, mended %q, want %s, %q", c.name, c.query, got, mended, c.rules, c.mended)
		}
		if c.mended != "" {
			if _, err := Parse(c.mended); err != nil {
				t.Errorf("%s: the mend %q does not parse: %v", c.name, c.mended, err)
			}
		}
	}
}

func TestLists(t *testing.T) {
	ls := Lists{"Rivaux": "leroy merlin\n\ncasto*\n\"brico dépôt\"", "marques": "list:rivaux\nmaison", "tourne": "list:rond", "rond": "a\nlist:tourne", "vide": " \n", "cassée": "a OR", "champs": "site:lemonde.fr"}
	for _, c := range []struct{ query, tree, err string }{
		{"list:rivaux NOT emploi", `all(list:rivaux(or(<leroy merlin> wild:casto* <brico dépôt>)) not(emploi))`, ""},
		{"prix NEAR/5 list:RIVAUX", `near5(prix list:RIVAUX(or(<leroy merlin> wild:casto* <brico dépôt>)))`, ""},
		{"title:list:rivaux", `title[list:rivaux(or(<leroy merlin> wild:casto* <brico dépôt>))]`, ""},
		{`list:"marques"`, `list:marques(or(list:rivaux(or(<leroy merlin> wild:casto* <brico dépôt>)) maison))`, ""},
		{"list:inconnue", "", "query-list-unknown [inconnue]"},
		{"list:tourne", "", "query-list-broken"},
		{"list:vide", "", "query-list-empty [vide]"},
		{"list:cassée", "", "query-list-broken"},
		{"title:list:champs", "", "query-scope-field [site]"},
		{"béton NEAR list:champs", "", "query-near-side []"},
	} {
		q, err := ls.Parse(c.query)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("Parse(%q) = %v, want %s", c.query, err, c.err)
			}
			continue
		}
		if err != nil || sketch(q.Root) != strings.ReplaceAll(c.tree, "list:RIVAUX(", "list:RIVAUX(") {
			t.Errorf("Parse(%q) = %v, %v, want %s", c.query, q, err, c.tree)
			continue
		}
		again, err := ls.Parse(q.String())
		if err != nil || sketch(again.Root) != sketch(q.Root) {
			t.Errorf("Parse(%q) prints %q, which is another: %v", c.query, q, err)
		}
	}
	_, err := ls.Parse("list:tourne")
	if err == nil || !strings.Contains(err.Error(), "tourne → rond → tourne") {
		t.Errorf("the cycle is not named: %v", err)
	}
	q, err := ls.Parse("list:marques")
	if err != nil || q.Cost() != 18 { // leroy merlin 2, casto* 11, brico dépôt 2, maison 1, two names
		t.Errorf("list:marques costs %d, %v; want 18", q.Cost(), err)
	}
	if got := strings.Join(q.Uses(), " "); got != "marques rivaux" {
		t.Errorf("Uses = %s", got)
	}
	many := Lists{"a": strings.Repeat("béton*\n", 3000), "b": strings.Repeat("list:a\n", 100)}
	if _, err := many.Parse("list:b"); err == nil || !strings.Contains(err.Error(), "query-too-costly") {
		t.Errorf("a list of 300,000 terms: %v", err)
	}
}

// TestLintIsBounded looks over the longest queries there may be: were it not
// bounded, the tests would not end.
func TestLintIsBounded(t *testing.T) {
	words := func(prefix string, n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprint(prefix, i))
		}
		return strings.Join(list, " OR ")
	}
	for _, q := range []string{
		"(" + words("a", 900) + ") NOT (" + words("b", 900) + ")",
		"(" + words("a", 900) + ")" + strings.ReplaceAll(" OR "+words("c", 900), " OR ", " NOT "),
		words("a*", 1000), strings.Repeat("(a OR b c ", 190) + strings.Repeat(")", 190),
	} {
		Linter{Share: func(*Query) (float64, bool) { return 0, true }}.Lint(q)
	}
}

func FuzzLint(f *testing.F) {
	for _, s := range []string{"a and b", `a "b`, "be* OR b", "a NEAR (b c)", "foo:bar", "(a", "list:x", "a~2", "a OR b c", "lang:fr lang:en"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range (Linter{}).Lint(s) {
			if r.Mend != nil {
				r.Mend.Apply(s)
			}
		}
	})
}
