// Package noise holds the noise packs: what floods a brand's mentions without
// anybody speaking of the brand (job ads, classified ads, legal notices, stock
// exchange, press releases, pages for search engines, sports naming), written in
// the query language, French and English together, one file a pack. It only
// tells what each pack asks; package watch applies them to what topics take.
//
// Homonyms are no pack: which other thing bears the name is for the user to say.
package noise

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"vigie.example/vigie/query"
)

// Pack is one kind of noise. Pages name it by the message "noise-NAME".
type Pack struct {
	Name  string // as of its file: "jobs"
	Why   string // the remark at the head of its file
	Text  string // its query
	Query *query.Query
	// Within says that the pack puts aside only what a topic finds inside the
	// pack's own words, and nowhere else: "Orange" in "Orange Vélodrome".
	Within bool
}

// known are the packs in the order in which pages show them.
var known = []Pack{{Name: "jobs"}, {Name: "classifieds"}, {Name: "legal"}, {Name: "stock"}, {Name: "releases"}, {Name: "seo"}, {Name: "sports", Within: true}}

//go:embed packs/*.txt
var files embed.FS

// Packs returns all packs, freshly parsed. An error says which file is wrong;
// the tests hold that there is none.
func Packs() ([]Pack, error) {
	packs := make([]Pack, 0, len(known))
	for _, p := range known {
		b, err := files.ReadFile("packs/" + p.Name + ".txt")
		if err != nil {
			return nil, fmt.Errorf("noise pack %s: %w", p.Name, err)
		}
		p.Why, p.Text = read(string(b))
		if p.Query, err = query.Parse(p.Text); err != nil {
			return nil, fmt.Errorf("noise pack %s: %w", p.Name, err)
		}
		packs = append(packs, p)
	}
	return packs, nil
}

// Takes reports whether the pack puts a post aside of a topic that asks q and
// takes it.
func (p *Pack) Takes(post *query.Post, q *query.Query) bool {
	if !p.Within {
		return p.Query.Match(post)
	}
	mine := p.Query.Spans(post)
	theirs := q.Spans(post)
	for _, s := range theirs {
		if !slices.ContainsFunc(mine, func(m query.Span) bool { return m.Field == s.Field && m.Start <= s.Start && s.End <= m.End }) {
			return false
		}
	}
	return len(theirs) > 0 && len(mine) > 0
}

// read parts a file: lines that begin with # are its remark, each other line is
// a query, and one of them is enough.
func read(file string) (why, text string) {
	var remark, lines []string
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "#"); ok {
			remark = append(remark, strings.TrimSpace(rest))
		} else if line != "" {
			lines = append(lines, "("+line+")")
		}
	}
	return strings.Join(remark, " "), strings.Join(lines, "\nOR ")
}

// Version names the words of packs: another version means that they put other
// things aside.
func Version(packs []Pack) string {
	h := sha256.New()
	for _, p := range packs {
		fmt.Fprintf(h, "%s\x00%s\x00", p.Name, p.Text)
	}
	return "noise/" + hex.EncodeToString(h.Sum(nil)[:4])
}
