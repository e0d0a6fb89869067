package say

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

func TestEverySentenceHasBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range catalogs {
		for id, e := range c {
			if seen[id] {
				t.Errorf("message %q stands in two catalogues", id)
			}
			seen[id] = true
			if e.FR == "" || e.EN == "" {
				t.Errorf("message %q lacks a language: FR %q, EN %q", id, e.FR, e.EN)
			}
		}
	}
}

var argument = regexp.MustCompile(`\{(\d+)`)

// TestCatalogParses also checks that both languages speak of the same things.
func TestCatalogParses(t *testing.T) {
	for _, c := range catalogs {
		for id, e := range c {
			used := map[string]map[string]bool{"fr": {}, "en": {}}
			for lang, s := range map[string]string{"fr": e.FR, "en": e.EN} {
				if _, err := parse(s); err != nil {
					t.Errorf("message %q (%s): %v", id, lang, err)
				}
				for _, m := range argument.FindAllStringSubmatch(s, -1) {
					used[lang][m[1]] = true
				}
			}
			if fmt.Sprint(used["fr"]) != fmt.Sprint(used["en"]) {
				t.Errorf("message %q uses arguments %v in French, %v in English", id, used["fr"], used["en"])
			}
		}
	}
}

// badFrench finds what typesetFrench cannot mend.
var badFrench = regexp.MustCompile(`[^\s\x{202f}\x{00a0}][;!?](\s|$)|[^\x{202f}]»|«[^\x{202f}]|"`)

func TestFrenchIsTypeset(t *testing.T) {
	for _, c := range catalogs {
		for id, e := range c {
			s := typesetFrench(argument.ReplaceAllString(e.FR, "x"))
			if m := badFrench.FindString(s); m != "" {
				t.Errorf("message %q: %q near %q wants a space before or French quotation marks", id, e.FR, m)
			}
		}
	}
}

func TestSay(t *testing.T) {
	for id, e := range map[string]Entry{
		"test-voices": {
			FR: "{0|0:personne n’a parlé|# voix a parlé|# voix ont parlé} de vous !",
			EN: "{0|0:nobody spoke|# voice spoke|# voices spoke} of you!",
		},
		"test-args": {FR: "« {0} » : {1}, {2}, {3:day}", EN: "“{0}”: {1}, {2}, {3:day}"},
	} {
		for _, l := range []*language{french, english} {
			m, err := parse(l.typeset(l.pick(e)))
			if err != nil {
				t.Fatal(err)
			}
			parsed(l)[id] = m
		}
	}
	day := time.Date(2026, 12, 1, 7, 30, 0, 0, time.UTC)
	tests := []struct {
		name, lang, id string
		args           []any
		want           string
	}{
		{"zero has its own form", "fr", "test-voices", []any{0}, "personne n’a parlé de vous\u202f!"},
		{"one", "fr", "test-voices", []any{1}, "1\u00a0voix a parlé de vous\u202f!"},
		{"many, grouped", "fr", "test-voices", []any{1486}, "1\u202f486\u00a0voix ont parlé de vous\u202f!"},
		{"english one", "en", "test-voices", []any{int64(1)}, "1\u00a0voice spoke of you!"},
		{"english zero", "en", "test-voices", []any{0}, "nobody spoke of you!"},
		{
			"arguments by type, outside text untouched", "fr", "test-args",
			[]any{"a ; b", vigie.Ratio(0.12), 2*24*time.Hour + 4*time.Hour, day},
			"«\u202fa ; b\u202f»\u00a0: 12\u202f%, 2\u00a0j\u00a04\u00a0h, mardi 1er décembre 2026",
		},
		{"a missing argument leaves a hole, not a crash", "en", "test-args", []any{"a"}, "“a”: …, …, …"},
		{"an unknown id is shown", "en", "test-nothing", []any{3}, "[test-nothing] [3]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := In(tt.lang).Say(tt.id, tt.args...); got != tt.want {
				t.Errorf("Say(%q, %v) = %q, want %q", tt.id, tt.args, got, tt.want)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	fr, en := In("fr"), In("en-GB")
	tests := []struct{ got, want string }{
		{fr.Number(0), "0"},
		{fr.Number(-1234567), "−1\u202f234\u202f567"},
		{en.Number(1234567), "1,234,567"},
		{fr.Percent(0.1234), "12\u202f%"},
		{fr.Percent(0.015), "1,5\u202f%"},
		{en.Percent(0.02), "2%"},
		{fr.Signed(0.12), "+12\u202f%"},
		{fr.Signed(-0.03), "−3\u202f%"},
		{fr.Signed(0.001), "0\u202f%"},
		{fr.List([]string{"a", "b", "c"}), "a, b et c"},
		{en.List([]string{"a", "b"}), "a and b"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestTimes(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	fr, en := In("fr").At(paris), In("en").At(paris)
	tests := []struct{ got, want string }{
		{fr.Day(now), "lundi 23 novembre 2026"},
		{fr.Moment(now), "23\u00a0nov. 2026, 8\u00a0h\u00a030"},
		{fr.Published(now), "23\u00a0nov. 2026, 8\u00a0h\u00a030"},
		{fr.Published(time.Date(2026, 5, 15, 0, 0, 0, 0, paris)), "15\u00a0mai 2026"},
		{fr.Published(time.Date(2026, 5, 15, 0, 0, 0, 0, time.UTC)), "15\u00a0mai 2026"},
		{en.Moment(now), "23\u00a0Nov. 2026, 8:30"},
		{fr.Ago(now.Add(-3*time.Hour-20*time.Minute), now), "il y a 3\u00a0h"},
		{fr.Ago(now.Add(30*time.Minute), now), "dans 30\u00a0min"},
		{fr.Ago(now.Add(-5*time.Second), now), "à l’instant"},
		{fr.Ago(now.AddDate(0, 0, -20), now), "le 3\u00a0nov."},
		{en.Ago(now.AddDate(-1, 0, 0), now), "on 23\u00a0Nov. 2025"},
		{fr.For(52 * time.Hour), "2\u00a0j\u00a04\u00a0h"},
		{fr.For(19*time.Hour + 12*time.Minute), "19\u00a0h"},
		{en.For(49 * time.Hour), "2\u00a0d\u00a01\u00a0h"},
		{fr.For(0), "0\u00a0s"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestSentenceSurvivesJSON(t *testing.T) {
	s := vigie.Say("outer", "text", 3, 2.5, vigie.Ratio(0.5), 90*time.Minute,
		time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), vigie.Say("inner", 1))
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back vigie.Sentence
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	for i, a := range back.Args {
		want := s.Args[i]
		if n, ok := want.(int); ok {
			want = int64(n)
		}
		if inner, ok := want.(vigie.Sentence); ok {
			if got := a.(vigie.Sentence); got.ID != inner.ID || got.Args[0] != int64(1) {
				t.Errorf("inner sentence = %v, want %v", got, inner)
			}
			continue
		}
		if a != want {
			t.Errorf("argument %d = %#v, want %#v", i, a, want)
		}
	}
	if err := json.Unmarshal([]byte(`{"id":"x","args":[{}]}`), &back); err == nil || !strings.Contains(err.Error(), "no known type") {
		t.Errorf("Unmarshal of an untyped argument: error %v, want one about its type", err)
	}
}

// TestNoIDTwice: of two messages with one id only one would ever be told.
func TestNoIDTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range catalogs {
		for id := range c {
			if seen[id] {
				t.Errorf("message %q stands in two catalogues", id)
			}
			seen[id] = true
		}
	}
}
