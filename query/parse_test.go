package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// sketch writes a tree so that its shape shows.
func sketch(n Node) string {
	list := func(name string, parts []Node) string {
		var s []string
		for _, p := range parts {
			s = append(s, sketch(p))
		}
		return name + "(" + strings.Join(s, " ") + ")"
	}
	switch n := n.(type) {
	case *And:
		if n.Implicit {
			return list("all", n.Parts)
		}
		return list("and", n.Parts)
	case *Or:
		return list("or", n.Parts)
	case *Not:
		return list("not", []Node{n.Part})
	case *Near:
		if n.Ordered {
			return list(fmt.Sprintf("onear%d", n.Most), []Node{n.Left, n.Right})
		}
		return list(fmt.Sprintf("near%d", n.Most), []Node{n.Left, n.Right})
	case *Word:
		w := n.Strict.prefix() + n.Written
		if n.Wild {
			w = "wild:" + w
		}
		if n.Off > 0 {
			w += fmt.Sprintf("~%d", n.Off)
		}
		return w
	case *Phrase:
		p := n.Strict.prefix() + "<" + n.Written + ">"
		if n.Most > 0 {
			p += fmt.Sprintf("~%d", n.Most)
		}
		return p
	case *Field:
		return n.Name + "=" + strings.Join(n.Values, "|")
	case *Range:
		return n.Name + n.condition()
	case *In:
		return n.Field + "[" + sketch(n.Part) + "]"
	case *Within:
		return list(fmt.Sprintf("%s%d", []string{"sentence", "para", "first"}[n.Stretch], n.Most), []Node{n.Part})
	case *AnyOf:
		return list(fmt.Sprintf("any%d", n.Least), n.Parts)
	case *AtLeast:
		return list(fmt.Sprintf("atleast%d", n.Least), []Node{n.Part})
	case *List:
		return "list:" + n.Name + list("", []Node{n.Part})
	}
	return fmt.Sprintf("%T", n)
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, in, tree, print string }{
		{"word", "béton", "béton", "béton"},
		{"juxtaposition", "a b", "all(a b)", "a b"},
		{"and", "a AND b ET c", "and(a b c)", "a AND b AND c"},
		{"mixed and", "a b AND c", "all(a b c)", "a b c"},
		{"or", "a OR b OU c", "or(a b c)", "a OR b OR c"},
		{"and before or", "a b OR c d", "or(all(a b) all(c d))", "a b OR c d"},
		{"not before and", "NOT a b", "all(not(a) b)", "NOT a b"},
		{"minus", "a -b -(c OR d)", "all(a not(b) not(or(c d)))", "a NOT b NOT (c OR d)"},
		{"and not", "a AND NOT b", "and(a not(b))", "a AND NOT b"},
		{"near before not", "x NOT a NEAR/3 b", "all(x not(near3(a b)))", "x NOT a NEAR/3 b"},
		{"near alone", "a NEAR b", "near5(a b)", "a NEAR/5 b"},
		{"ordered near", "a ONEAR/2 b", "onear2(a b)", "a ONEAR/2 b"},
		{"chain goes left", "a NEAR/1 b NEAR/2 c", "near2(near1(a b) c)", "a NEAR/1 b NEAR/2 c"},
		{"chain with a group at right", "a NEAR/1 (b NEAR/2 c)", "near1(a near2(b c))", "a NEAR/1 (b NEAR/2 c)"},
		{"near of groups", "(a OR b) NEAR (c OR d)", "near5(or(a b) or(c d))", "(a OR b) NEAR/5 (c OR d)"},
		{"groups stay", "a (b c)", "all(a all(b c))", "a (b c)"},
		{"needless parentheses", "((a)) (b)", "all(a b)", "a b"},
		{"phrases", `"a b" «c d» “e f” „g h“`, "all(<a b> <c d> <e f> <g h>)", `"a b" "c d" "e f" "g h"`},
		{"quote in a phrase", `«a "b" c»`, `<a "b" c>`, `«a "b" c»`},
		{"white space in a phrase", "\" a\n b \"", "<a b>", `"a b"`},
		{"loose phrase", `"a b c"~4`, "<a b c>~4", `"a b c"~4`},
		{"wildcards", "gru? *mixer b*n", "all(wild:gru? wild:*mixer wild:b*n)", "gru? *mixer b*n"},
		{"fields", "lang:FR channel:(forum, review) site:www.LeMonde.fr", "all(lang=fr channel=forum|review site=lemonde.fr)", "lang:fr channel:(forum,review) site:lemonde.fr"},
		{"french fields", "langue:fr canal:avis", "all(lang=fr channel=review)", "lang:fr channel:review"},
		{"excluded field", "a -site:x.fr", "all(a not(site=x.fr))", "a NOT site:x.fr"},
		{"lower-case operators are words", "a or b", "all(a or b)", "a or b"},
		{"operator in quotes", `"AND"`, "<AND>", `"AND"`},
		{"address is a word", "https://a.fr/x", "https://a.fr/x", "https://a.fr/x"},
		{"hour is a word", "12:30", "12:30", "12:30"},
		{"inclusive parentheses", "client(e)s grue(abc)", "all(client(e)s grue abc)", "client(e)s grue abc"},
		{"comment", "a /* OR\nb */ c", "all(a c)", "a c"},
		{"no comment inside a word", "url:a.fr/*/b c", "all(url=a.fr/*/b c)", "url:a.fr/*/b c"},
		{"raw", `raw:"H&M" raw:C++ raw:a*`, "all(raw:<H&M> raw:C++ raw:a*)", `raw:"H&M" raw:C++ raw:a*`},
		{"case and accents", `case:Orang* accent:"pâte dure"`, "all(wild:case:Orang* accent:<pâte dure>)", `case:Orang* accent:"pâte dure"`},
		{"strict group", "case:(Orange OR (Free NEAR Mobile))", "or(case:Orange near5(case:Free case:Mobile))", "case:Orange OR case:Free NEAR/5 case:Mobile"},
		{"one letter off", "livraison~1", "livraison~1", "livraison~1"},
		{"sentence", "SENTENCE(a b OR c) PARA(d)", "all(sentence0(or(all(a b) c)) para0(d))", "SENTENCE(a b OR c) PARA(d)"},
		{"a capital word alone", "SENTENCE a", "all(SENTENCE a)", "SENTENCE a"},
		{"first", "FIRST/50(a NOT b)", "first50(all(a not(b)))", "FIRST/50(a NOT b)"},
		{"any", "ANY/2(a, b c,3,5 OR d)", "any2(a all(b c) or(3,5 d))", "ANY/2(a, b c, 3,5 OR d)"},
		{"any with fields", "ANY/1(lang:fr,channel:(forum,review), \"x, y\")", "any1(lang=fr channel=forum|review <x, y>)", "ANY/1(lang:fr, channel:(forum,review), \"x, y\")"},
		{"at least", "ATLEAST/3(a OR \"b c\")", "atleast3(or(a <b c>))", "ATLEAST/3(a OR \"b c\")"},
		{"text fields", "title:(a OR b) lead:\"c d\" auteur:@marie", "all(title[or(a b)] lead[<c d>] author[@marie])", "title:(a OR b) lead:\"c d\" author:@marie"},
		{"call in a field", "title:FIRST/3(a) body:raw:B", "all(title[first3(a)] body[raw:B])", "title:FIRST/3(a) body:raw:B"},
		{"field, then near", "title:(a NEAR/2 b) c", "all(title[near2(a b)] c)", "title:(a NEAR/2 b) c"},
		{"values in quotes", `theme:("service client", prix) thread:"a b"`, "all(theme=service client|prix thread=a b)", `theme:("service client",prix) thread:"a b"`},
		{"values without parentheses", "lang:fr,en pays:fr", "all(lang=fr|en country=FR)", "lang:(fr,en) country:FR"},
		{"is and has", "is:(reply, partage) avec:photo", "all(is=reply|repost has=image)", "is:(reply,repost) has:image"},
		{"opinion and intent", "opinion:négative intent:plainte", "all(opinion=negative intent=complaint)", "opinion:negative intent:complaint"},
		{"addresses", "url:https://www.LeMonde.fr/eco/ links:lemonde.fr*", "all(url=lemonde.fr/eco links=lemonde.fr*)", "url:lemonde.fr/eco links:lemonde.fr*"},
		{"numbers", "rating:<=2,5 followers:>10k words:20..200 views:..9 note:4", "all(rating<=2.5 followers>10000 words20..200 views<=9 rating4)", "rating:<=2.5 followers:>10000 words:20..200 views:<=9 rating:4"},
		{"spaced number", "rating:<= 2 a", "all(rating<=2 a)", "rating:<=2 a"},
		{"days", "published:2026-01..2026-03 date:>2025", "all(published2026-01-01..2026-03-31 published>2025-12-31)", "published:2026-01-01..2026-03-31 published:>2025-12-31"},
		{"brandwatch order", "a NEAR/5f b", "onear5(a b)", "a ONEAR/5 b"},
		{"tags", "#grue @marie 👍", "all(#grue @marie 👍)", "#grue @marie 👍"},
	} {
		q, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: Parse(%q) = %v", c.name, c.in, err)
			continue
		}
		if got := sketch(q.Root); got != c.tree {
			t.Errorf("%s: Parse(%q) = %s, want %s", c.name, c.in, got, c.tree)
		}
		if got := q.String(); got != c.print {
			t.Errorf("%s: Parse(%q).String() = %s, want %s", c.name, c.in, got, c.print)
		}
	}
}

func TestPositions(t *testing.T) {
	const s = "béton OR (grue NEAR/3 \"en panne\") -lang:fr"
	q, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walk func(n Node)
	walk = func(n Node) {
		got = append(got, s[n.At().Start:n.At().End])
		switch n := n.(type) {
		case *And:
			for _, p := range n.Parts {
				walk(p)
			}
		case *Or:
			for _, p := range n.Parts {
				walk(p)
			}
		case *Not:
			walk(n.Part)
		case *Near:
			walk(n.Left)
			walk(n.Right)
		}
	}
	walk(q.Root)
	want := []string{s, "béton", `grue NEAR/3 "en panne") -lang:fr`, `grue NEAR/3 "en panne"`, "grue", `"en panne"`, "-lang:fr", "lang:fr"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("places of %q:\n%s\nwant\n%s", s, strings.Join(got, "|"), strings.Join(want, "|"))
	}
}

func TestFaults(t *testing.T) {
	deep := strings.Repeat("(", 10_000) + "a" + strings.Repeat(")", 10_000)
	for _, c := range []struct {
		name, in, id string
		line, column int
	}{
		{"empty", "  \n", "query-empty", 1, 1},
		{"second line", "béton\nOR ù AND", "query-operator-lacks-right", 2, 9},
		{"unknown field", "été tître:x foo:x", "query-field-unknown", 1, 13},
		{"bad bytes", "a\xff", "query-bad-text", 1, 1},
		{"too long", strings.Repeat("mot ", 9_000), "query-too-long", 1, 1},
		{"too many", strings.Repeat("a ", OperandsMost+1), "query-too-many", 1, 2*OperandsMost + 1},
		{"too many values", "lang:(" + strings.Repeat("fr,", OperandsMost+1) + ")", "query-too-many", 1, 1},
		{"too deep", deep, "query-too-deep", 1, DepthMost + 1},
		{"too many not", strings.Repeat("NOT ", 1000) + "a", "query-too-deep", 1, 4*DepthMost + 1},
		{"too many near", strings.Repeat("a NEAR ", 1000) + "a", "query-too-deep", 1, 7*(DepthMost-1) + 3},
		{"bare wildcard", "a **?", "query-bare-wildcard", 1, 3},
		{"emoticon", ":)", "query-no-word", 1, 1},
		{"comment", "a\n/* b", "query-comment-open", 2, 1},
		{"no number", "ANY(a, b)", "query-call-number", 1, 1},
		{"number without parenthesis", "ATLEAST/2 a", "query-call-open", 1, 1},
		{"none of any", "x ANY/3(a, b)", "query-any-most", 1, 3},
		{"zero", "FIRST/0(a)", "query-call-number", 1, 1},
		{"comma in a group", "ANY/1(a, (b, c))", "query-comma", 1, 12},
		{"call not closed", "SENTENCE(a", "query-parenthesis-open", 1, 1},
		{"field in a field", "title:(a lang:fr)", "query-scope-field", 1, 10},
		{"field in a sentence", "SENTENCE(a title:b)", "query-scope-field", 1, 12},
		{"exclusions in a field", "title:(NOT a)", "query-scope-exclusions", 1, 1},
		{"nothing in a field", "title: a", "query-field-empty", 1, 1},
		{"at least of and", "ATLEAST/2(a b)", "query-atleast-part", 1, 11},
		{"near a field", "a NEAR title:b", "query-near-side", 1, 8},
		{"two letters off", "livraison~2", "query-fuzzy-number", 1, 1},
		{"short word off", "vis~1", "query-fuzzy-word", 1, 1},
		{"pattern off", "livr*~1", "query-fuzzy-word", 1, 1},
		{"no number", "rating:beau", "query-number", 1, 1},
		{"no day", "published:31/01/2026", "query-day", 1, 1},
		{"backwards", "words:9..2", "query-range-backwards", 1, 1},
		{"unknown list", "a list:rivaux", "query-list-unknown", 1, 3},
		{"unknown country", "country:france", "query-country-unknown", 1, 1},
		{"unknown state", "is:grand", "query-is-unknown", 1, 1},
		{"unknown thing", "has:charme", "query-has-unknown", 1, 1},
		{"unknown opinion", "opinion:bof", "query-opinion-unknown", 1, 1},
		{"unknown intent", "intent:rire", "query-intent-unknown", 1, 1},
	} {
		_, err := Parse(c.in)
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v", c.name, err)
			continue
		}
		if e.Why.ID != c.id || e.Line != c.line || e.Column != c.column {
			t.Errorf("%s: %s at %d:%d, want %s at %d:%d", c.name, e.Why.ID, e.Line, e.Column, c.id, c.line, c.column)
		}
		if vigie.KindOf(err) != vigie.Invalid || vigie.Tell(err).ID != "query-at" {
			t.Errorf("%s: %v is not to be told", c.name, err)
		}
	}
}

func TestCheckTopic(t *testing.T) {
	for _, c := range []struct {
		in string
		ok bool
	}{
		{"béton", true},
		{"béton OR grue", true},
		{"béton NOT grue", true},
		{"béton lang:fr", true},
		{`"leroy merlin"`, true},
		{"béton NEAR/3 12", true},
		{"bétonn*", true},
		{"#grue OR @marie OR 👍", true},
		{"车", true},
		{`"3 suisses"`, true},
		{"C++", true},
		{"béton -12", true},
		{"lang:fr", false},
		{"a OR NOT b", false},
		{"*mixer", false},
		{"12", false},
		{"béton OR 12", false},
		{"*mixer OR béton", false},
		{"site:lemonde.fr NOT béton", false},
		{`"1 486"`, false},
		{"béton OR lang:fr", false},
		{"1 486", false},
		{"title:béton", true},
		{"author:marie", false},
		{"author:marie béton", true},
		{"SENTENCE(béton 12)", true},
		{"FIRST/50(12)", false},
		{"ANY/2(béton, grue, 12)", true},
		{"ANY/1(béton, 12)", false},
		{"ATLEAST/2(béton)", true},
		{"case:Orange", true},
		{"livraison~1", true},
		{"rating:<=2", false},
		{"béton rating:<=2 is:reply", true},
		{"béton opinion:negative", false},
		{"béton NOT theme:prix", false},
	} {
		q, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q) = %v", c.in, err)
			continue
		}
		if err := q.CheckTopic(); (err == nil) != c.ok || err != nil && vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("CheckTopic(%q) = %v, want ok %v", c.in, err, c.ok)
		}
	}
	if err := new(Query).CheckTopic(); err == nil {
		t.Error("the zero Query may be a topic")
	}
}

func TestHandMade(t *testing.T) {
	root := &And{Parts: []Node{&Word{Written: "grue"}, &Not{Part: &Phrase{Written: "en panne"}}}}
	q, err := New(root)
	if err != nil || q.String() != `grue AND NOT "en panne"` {
		t.Fatalf("New = %v, %v", q, err)
	}
	p := NewPost(&vigie.Mention{Title: "Grue", Text: "neuve"}, "fr")
	if !q.Match(p) || !(&Query{Root: root}).Match(p) {
		t.Error("a query of a made tree does not match")
	}
	if new(Query).Match(p) || new(Query).Spans(p) != nil || new(Query).Explain(p).Match {
		t.Error("the zero Query matches")
	}
	if (&Query{Root: &Or{Parts: []Node{nil}}}).Match(p) {
		t.Error("a nil node matches")
	}
	if _, err := New(nil); err == nil {
		t.Error("New(nil) makes a query")
	}
	if q.Match(&Post{}) || q.Match(nil) {
		t.Error("a post without words matches")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"béton", `a "b c"~3 OR (d NEAR/2 e) -f`, "lang:(fr,en) site:x.fr", "«a \"b\"» “c”", "NOT NOT a b", "gru? *x*", "l'oréal #A_b @c.d H&M", "client(e)s", "a ONEAR b", "(((a", "a\x00b", "-- a", "raw:\"H&M\" case:Or* accent:(é OR \"b c\"~2)", "SENTENCE(a b) PARA(c) FIRST/5(d)", "ANY/2(a, b c,1,5) ATLEAST/2(a)", "title:(a b) author:@x livraison~1", "rating:<=2,5 published:2026-01.. words:3..9", "is:(reply,own) has:link theme:(\"a b\",c*) url:a/*", "a /* b */ c", "車 -車", "\"\ufeff\"",
	} {
		f.Add(s, "une grue en panne")
	}
	f.Fuzz(func(t *testing.T, s, body string) {
		q, err := Parse(s)
		if err != nil {
			var e *SyntaxError
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
				t.Fatalf("Parse(%q) = %v", s, err)
			}
			return
		}
		again, err := Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which is refused: %v", s, q, err)
		}
		if a, b := sketch(q.Root), sketch(again.Root); a != b {
			t.Fatalf("Parse(%q) = %s, printed and parsed %s", s, a, b)
		}
		p := NewPost(&vigie.Mention{Text: body}, "")
		if x := q.Explain(p); x.Match != q.Match(p) || x.Match != again.Match(p) {
			t.Fatalf("Explain and Match of %q differ", s)
		}
		q.Spans(p)
		q.Need()
		_ = q.CheckTopic()
	})
}
