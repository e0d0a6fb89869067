package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"vigie.example/vigie/say"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tree returns the command tree in one language.
func tree(t *testing.T, lang string) (*session, *kong.Kong) {
	t.Helper()
	s := &session{cli: &cli{}, env: environ{}}
	s.speak(lang)
	parser, err := s.parser([]string{"--config", os.DevNull})
	if err != nil {
		t.Fatal(err)
	}
	return s, parser
}

func nodes(n *kong.Node) []*kong.Node {
	all := []*kong.Node{n}
	for _, c := range n.Children {
		all = append(all, nodes(c)...)
	}
	return all
}

func TestEveryCommandAndFlagIsExplained(t *testing.T) {
	for _, lang := range say.Languages {
		s, parser := tree(t, lang)
		for _, n := range nodes(parser.Model.Node) {
			if !s.p.Has(nodeID(n)) {
				t.Errorf("%s: command %q has no help: add %q to the catalogue", lang, path(n), nodeID(n))
			}
			for _, f := range n.Flags {
				if id := s.flagID(n, f.Name); !s.p.Has(id) {
					t.Errorf("%s: flag --%s of %q has no help: add %q to the catalogue", lang, f.Name, path(n), id)
				}
			}
			for _, a := range n.Positional {
				if id := s.flagID(n, a.Name); !s.p.Has(id) {
					t.Errorf("%s: argument <%s> of %q has no help: add %q to the catalogue", lang, a.Name, path(n), id)
				}
			}
		}
	}
}

// words cuts a line as a shell does, as far as the examples need it.
func words(line string) []string {
	var out []string
	word, quoted, open := "", false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, open = !quoted, true
		case r == ' ' && !quoted:
			if word != "" || open {
				out = append(out, word)
			}
			word, open = "", false
		default:
			word += string(r)
		}
	}
	return append(out, word)
}

func TestExamplesParse(t *testing.T) {
	used := map[string]bool{}
	_, parser := tree(t, "en")
	for _, n := range nodes(parser.Model.Node) {
		used[strings.TrimPrefix(strings.TrimPrefix(nodeID(n), "cli"), "-")] = true
	}
	for of, lines := range examples {
		if !used[of] {
			t.Errorf("examples of %q belong to no command", of)
		}
		for _, line := range lines {
			_, after, _ := strings.Cut("| "+line, "| vigie ")
			if i := strings.LastIndex(line, "| vigie "); i >= 0 {
				after = line[i+len("| vigie "):]
			}
			after, _, _ = strings.Cut(after, " |")
			after, _, _ = strings.Cut(after, " >")
			_, parser := tree(t, "en")
			if _, err := parser.Parse(words(after)); err != nil {
				t.Errorf("example %q: %v", line, err)
			}
		}
	}
}

func TestHelp(t *testing.T) {
	for name, args := range map[string][]string{
		"help-en":        {"--help"},
		"help-fr":        {"--help", "--lang", "fr"},
		"help-import-fr": {"import", "--help", "--lang=fr"},
		"help-serve-en":  {"help", "serve"},
		"help-topic-en":  {"topic", "-h"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			if code := run(t.Context(), args, []string{"VIGIE_CONFIG=" + os.DevNull}, nil, &out, &errs); code != 0 {
				t.Fatalf("run(%q) = %d, want 0: %s", args, code, &errs)
			}
			for line := range strings.SplitSeq(out.String(), "\n") {
				if n := len([]rune(line)); n > helpWidth {
					t.Errorf("line of %d characters, want at most %d: %s", n, helpWidth, line)
				}
			}
			file := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("help differs from %s (refresh with -update):\n%s", file, &out)
			}
		})
	}
}
