package sim

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed fr/*.txt
var grammarFiles embed.FS

// A grammar is sections of sentences with slots, read from the files of fr/.
// In a sentence, {name} stands for a slot of the scene or a random line of a
// section, {a|b|} for one of its choices, {#10-90/5} for a number of a range.
type grammar map[string][]phrase

// phrase is a sequence of parts; exactly one field of a part is set, and a
// part with none is empty text.
type phrase []part

type part struct {
	text   string
	ref    string
	choice []phrase
	num    *span
}

// span is a range of numbers, ends included.
type span struct{ low, high, step int }

// builtIn returns the grammar of the files of fr/. A mistake in them is one in
// the program, as in a regexp.MustCompile: TestGrammar holds them.
var builtIn = sync.OnceValue(func() grammar {
	g, err := readGrammar()
	if err != nil {
		panic(err)
	}
	return g
})

func readGrammar() (grammar, error) {
	g := grammar{}
	names, err := fs.Glob(grammarFiles, "fr/*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := grammarFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := g.read(string(b)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return g, nil
}

// read adds the sections of one file.
func (g grammar) read(file string) error {
	section := ""
	for i, line := range strings.Split(file, "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		default:
			p, rest, err := parsePhrase(line, false)
			if err == nil && rest != "" {
				err = fmt.Errorf("stray %q", rest)
			}
			if err != nil {
				return fmt.Errorf("line %d: %w", i+1, err)
			}
			g[section] = append(g[section], p)
		}
	}
	return nil
}

// parsePhrase reads until the end of s or, inside braces, until | or }.
func parsePhrase(s string, inside bool) (phrase, string, error) {
	var p phrase
	for s != "" {
		i := strings.IndexAny(s, "{|}")
		if i < 0 {
			return append(p, part{text: s}), "", nil
		}
		if i > 0 {
			p = append(p, part{text: s[:i]})
			s = s[i:]
		}
		if s[0] != '{' {
			if !inside {
				return nil, "", fmt.Errorf("%q outside braces", s[:1])
			}
			return p, s, nil
		}
		var one part
		var err error
		one, s, err = parseBraces(s[1:])
		if err != nil {
			return nil, "", err
		}
		p = append(p, one)
	}
	return p, "", nil
}

// parseBraces reads what stands between braces, the first already taken.
func parseBraces(s string) (part, string, error) {
	if strings.HasPrefix(s, "#") {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return part{}, "", fmt.Errorf("unclosed number %q", s)
		}
		n := &span{step: 1}
		spec, step, stepped := strings.Cut(s[1:end], "/")
		low, high, ok := strings.Cut(spec, "-")
		var err1, err2, err3 error
		n.low, err1 = strconv.Atoi(low)
		n.high, err2 = strconv.Atoi(high)
		if stepped {
			n.step, err3 = strconv.Atoi(step)
		}
		if !ok || err1 != nil || err2 != nil || err3 != nil || n.high < n.low || n.step < 1 {
			return part{}, "", fmt.Errorf("bad number {%s}", s[:end])
		}
		return part{num: n}, s[end+1:], nil
	}
	var choice []phrase
	for {
		p, rest, err := parsePhrase(s, true)
		if err != nil {
			return part{}, "", err
		}
		if rest == "" {
			return part{}, "", fmt.Errorf("unclosed brace before %q", s)
		}
		choice = append(choice, p)
		s = rest[1:]
		if rest[0] == '}' {
			break
		}
	}
	if len(choice) == 1 && len(choice[0]) == 1 && choice[0][0].text != "" {
		return part{ref: choice[0][0].text}, s, nil
	}
	return part{choice: choice}, s, nil
}

// slots gives the text of a slot of the scene, false for unknown names.
type slots interface {
	slot(name string) (string, bool)
}

// speaker expands phrases of a grammar with one source of chance.
type speaker struct {
	g   grammar
	rng *rand.Rand
	buf []byte
}

// say expands one line of a section in a scene, first letter raised and
// punctuation tidied.
func (s *speaker) say(section string, in slots) string {
	lines := s.g[section]
	if len(lines) == 0 {
		return ""
	}
	s.buf = s.buf[:0]
	s.expand(lines[s.rng.IntN(len(lines))], in)
	return tidy(string(s.buf))
}

func (s *speaker) expand(p phrase, in slots) {
	for i := range p {
		one := &p[i]
		switch {
		case one.text != "":
			s.buf = append(s.buf, one.text...)
		case one.num != nil:
			n := one.num
			k := n.low + n.step*s.rng.IntN((n.high-n.low)/n.step+1)
			s.buf = strconv.AppendInt(s.buf, int64(k), 10)
		case one.choice != nil:
			s.expand(one.choice[s.rng.IntN(len(one.choice))], in)
		case one.ref != "":
			if text, ok := in.slot(one.ref); ok {
				s.buf = append(s.buf, text...)
			} else if lines := s.g[one.ref]; len(lines) > 0 {
				s.expand(lines[s.rng.IntN(len(lines))], in)
			}
		}
	}
}

// tidy removes doubled spaces and raises the first letter of each sentence.
func tidy(t string) string {
	var b strings.Builder
	b.Grow(len(t))
	raise, space := true, false
	var last rune
	for _, r := range t {
		if r == ' ' {
			space = b.Len() > 0
			continue
		}
		if space {
			if last == '.' || last == '!' || last == '?' || last == '…' {
				raise = true
			}
			if r != ',' && (r != '.' || last == ':') {
				b.WriteByte(' ')
			}
			space = false
		}
		if raise {
			if unicode.IsLetter(r) {
				r = unicode.ToUpper(r)
			}
			if r != '«' && r != ' ' && r != '“' {
				raise = false
			}
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// join puts sentences in a row, empty ones left out.
func join(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return b.String()
}

// lowerFirst lowers the first letter, unless the word is a name or capitals.
func lowerFirst(t string) string {
	first, size := utf8.DecodeRuneInString(t)
	second, _ := utf8.DecodeRuneInString(t[size:])
	if unicode.IsUpper(second) || unicode.IsDigit(second) {
		return t
	}
	return string(unicode.ToLower(first)) + t[size:]
}
