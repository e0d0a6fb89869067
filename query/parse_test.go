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
		if n.Wild {
			return "wild:" + n.Written
		}
		return n.Written
	case *Phrase:
		if n.Most > 0 {
			return fmt.Sprintf("<%s>~%d", n.Written, n.Most)
		}
		return "<" + n.Written + ">"
	case *Field:
		return n.Name + "=" + strings.Join(n.Values, "|")
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
		{"unknown field", "été titre:x", "query-field-unknown", 1, 5},
		{"bad bytes", "a\xff", "query-bad-text", 1, 1},
		{"too long", strings.Repeat("mot ", 9_000), "query-too-long", 1, 1},
		{"too many", strings.Repeat("a ", OperandsMost+1), "query-too-many", 1, 2*OperandsMost + 1},
		{"too many values", "lang:(" + strings.Repeat("fr,", OperandsMost+1) + ")", "query-too-many", 1, 1},
		{"too deep", deep, "query-too-deep", 1, DepthMost + 1},
		{"too many not", strings.Repeat("NOT ", 1000) + "a", "query-too-deep", 1, 4*DepthMost + 1},
		{"too many near", strings.Repeat("a NEAR ", 1000) + "a", "query-too-deep", 1, 7*(DepthMost-1) + 3},
		{"bare wildcard", "a **?", "query-bare-wildcard", 1, 3},
		{"emoticon", ":)", "query-no-word", 1, 1},
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
		"béton", `a "b c"~3 OR (d NEAR/2 e) -f`, "lang:(fr,en) site:x.fr", "«a \"b\"» “c”", "NOT NOT a b", "gru? *x*", "l'oréal #A_b @c.d H&M", "client(e)s", "a ONEAR b", "(((a", "a\x00b", "-- a", "車 -車", "\"\ufeff\"",
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
