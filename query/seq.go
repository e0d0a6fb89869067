package query

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// seq is what a written word or phrase asks of a text: a way from position 0
// to position len(edges), each step along one edge. Texts are such ways too
// (plain words and the other names of several), and the two are walked side by
// side: saint-gobain written in a query is the steps saint, gobain or the one
// step saintgobain, and so it is in a text.
type seq struct {
	edges [][]edge // edges[p] start at position p
}

// edge is one step: a Norm, or a pattern of * and ? that stands for Norms.
type edge struct {
	norm string
	wild bool
	to   int
}

// While a query is cut, letters that text leaves alone and nobody writes stand
// for the wildcards: so they may stand anywhere in a word.
const (
	anyRun = "\uA7F7" // LATIN EPIGRAPHIC LETTER SIDEWAYS I
	anyOne = "\uA7FB" // LATIN EPIGRAPHIC LETTER REVERSED F
)

// joinMost is the most words of a phrase that are also looked for run
// together: "leroy merlin" finds #leroymerlin. Longer phrases have no such name.
const joinMost = 4

// seqDocs are reused: a query of a dozen words would else make two dozen.
var seqDocs = sync.Pool{New: func() any { return new(text.Doc) }}

// makeSeq cuts a written word or phrase. It has no edges where there is no
// word in it. Where raw is set * and ? are nothing but themselves.
func makeSeq(written string, raw bool) seq {
	if !raw {
		written = veil(written)
	}
	doc := seqDocs.Get().(*text.Doc)
	defer seqDocs.Put(doc)
	doc.Recut("", written)
	f := &doc.Body
	n := len(f.Words)
	s := seq{edges: make([][]edge, n)}
	if n == 0 {
		return seq{}
	}
	taken := make([]bool, n) // positions that a marked name has for itself
	marks := slices.Clone(f.Also)
	slices.SortStableFunc(marks, func(a, b text.Word) int { return int(b.Len) - int(a.Len) })
	marked := false
	for _, a := range marks {
		if !isMarked(a.Norm) || slices.Contains(taken[a.Pos:a.Pos+a.Len], true) {
			continue
		}
		for p := a.Pos; p < a.Pos+a.Len; p++ {
			taken[p] = true
		}
		s.add(a)
		marked = true
	}
	overlap := false
	for i, w := range f.Words {
		if !taken[i] {
			s.add(w)
		}
		overlap = overlap || i > 0 && w.Start < f.Words[i-1].End
	}
	for _, a := range f.Also {
		if isMarked(a.Norm) || slices.Contains(taken[a.Pos:a.Pos+a.Len], true) || a.Len == 1 && !startsWord(f.Words[a.Pos].Norm) {
			continue
		}
		s.add(a)
	}
	if n == 1 {
		s.single()
	}
	if n > 1 && n <= joinMost && !marked && !overlap {
		s.join(f.Words)
	}
	return s
}

// veil puts letters in the place of wildcards. A question mark that touches no
// word is punctuation.
func veil(s string) string {
	if strings.IndexByte(s, '*') < 0 && strings.IndexByte(s, '?') < 0 {
		return s
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		switch {
		case r == '*':
			b.WriteString(anyRun)
		case r == '?' && (before > ' ' || i+1 < len(s) && s[i+1] > ' ') && before != '!' && before != '.':
			b.WriteString(anyOne)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// isMarked tells the other names that mean more than the words they cover: a
// hashtag, an account, an address, Canal+. Written in a query they stand for
// themselves alone.
func isMarked(norm string) bool {
	return strings.IndexByte("#@$", norm[0]) >= 0 || strings.ContainsAny(norm, ".@+#")
}

// startsWord reports whether a Norm starts with a letter or digit: an emoji
// does not.
func startsWord(norm string) bool {
	r, _ := utf8.DecodeRuneInString(norm)
	return r < utf8.RuneSelf && ('a' <= r && r <= 'z' || '0' <= r && r <= '9') || r >= 0xAA && r < 0x2000 || r >= 0x2C00 && r < 0x1F000
}

func (s *seq) add(w text.Word) { s.put(int(w.Pos), int(w.Pos+w.Len), w.Norm) }

func (s *seq) put(from, to int, norm string) {
	e := edge{norm: strings.Clone(norm), to: to}
	if strings.Contains(norm, anyRun) || strings.Contains(norm, anyOne) {
		e.norm = strings.NewReplacer(anyRun, "*", anyOne, "?").Replace(norm)
		for strings.Contains(e.norm, "**") {
			e.norm = strings.ReplaceAll(e.norm, "**", "*")
		}
		e.wild = true
	}
	if !slices.Contains(s.edges[from], e) {
		s.edges[from] = append(s.edges[from], e)
	}
}

// single opens a word that is one character of a script cut by bigrams: it is
// found inside any pair.
func (s *seq) single() {
	for i, e := range s.edges[0] {
		r, n := utf8.DecodeRuneInString(e.norm)
		if n == len(e.norm) && r >= 0x0E00 && len(text.Cut("", e.norm+e.norm+e.norm).Body.Words) == 2 {
			s.edges[0][i] = edge{norm: "*" + e.norm + "*", wild: true, to: 1}
		}
	}
}

// join adds the words run together.
func (s *seq) join(words []text.Word) {
	var b strings.Builder
	letters := false
	for _, w := range words {
		if !startsWord(w.Norm) || w.Norm == anyRun || w.Norm == anyOne || strings.ContainsAny(w.Norm, "&.+#") {
			return
		}
		letters = letters || w.Norm[len(w.Norm)-1] > '9'
		b.WriteString(w.Norm)
	}
	if letters && b.Len() <= text.NormMost {
		s.put(0, len(words), b.String())
	}
}

// wild reports whether any step is a pattern that was written as one.
func (s *seq) wild() bool {
	for _, from := range s.edges {
		for _, e := range from {
			if e.wild {
				return true
			}
		}
	}
	return false
}

// bare reports whether s is nothing but wildcards.
func (s *seq) bare() bool {
	for _, from := range s.edges {
		for _, e := range from {
			if strings.Trim(e.norm, "*?") != "" {
				return false
			}
		}
	}
	return true
}

// stars returns the most * in one step.
func (s *seq) stars() int {
	most := 0
	for _, from := range s.edges {
		for _, e := range from {
			if e.wild {
				most = max(most, strings.Count(e.norm, "*"))
			}
		}
	}
	return most
}

// fits reports whether a Norm is what the step asks.
func (e *edge) fits(norm string) bool {
	if e.wild {
		return Like(e.norm, norm)
	}
	return e.norm == norm
}

// Like reports whether norm fits pattern, in which * stands for any run of
// characters, none among them, and ? for one character. Its time is at most
// the product of both lengths.
func Like(pattern, norm string) bool {
	p, i := 0, 0
	star, mark := -1, 0
	for i < len(norm) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRuneInString(norm[i:])
			p++
			i += n
		case p < len(pattern) && pattern[p] == norm[i]:
			p++
			i++
		case star >= 0:
			_, n := utf8.DecodeRuneInString(norm[mark:])
			mark += n
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
