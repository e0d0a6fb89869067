package querytest

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

//go:embed testdata/*.txt testdata/post/*.txt
var scripts embed.FS

// Post is a post of a script.
type Post struct {
	Name        string // unique in its group
	Title, Text string
	Lang, Site  string
	Channel     vigie.Channel
	// Facts is what else was said: author, links, metrics, date and the like.
	// Its title, text, site and channel are not read.
	Facts  vigie.Mention
	Source string
	Read   *query.Understood
}

// Query returns the post as package query asks for it.
func (p *Post) Query() *query.Post {
	m := p.Mention(p.Facts.Published)
	return &query.Post{
		Doc: text.Cut(p.Title, p.Text), Lang: p.Lang, Channel: p.Channel, Site: p.Site,
		Mention: &m, Source: p.Source, Read: p.Read,
	}
}

// Mention returns the post as a store keeps it: its Key is "test:" and its
// name, its time at where its facts have none, and the language is left to the
// reading.
func (p *Post) Mention(at time.Time) vigie.Mention {
	m := p.Facts
	m.Key, m.Title, m.Text, m.Site, m.Channel = vigie.Key("test:"+p.Name), p.Title, p.Text, p.Site, p.Channel
	if m.Published.IsZero() {
		m.Published = at
	}
	m.Heard, m.Version = m.Published, max(m.Version, 1)
	return m
}

// Engine answers a query with the names of the posts that it finds, in any
// order.
type Engine func(t *testing.T, q *query.Query) []string

// Run asks every query of every script of the engine that open makes for the
// posts of each group.
func Run(t *testing.T, open func(t *testing.T, posts []Post) Engine) {
	t.Helper()
	run(t, "testdata/*.txt", open)
}

// RunPosts is Run for the scripts whose posts hold what is given to a post
// beside its mention: the name of its source, what was understood of it.
func RunPosts(t *testing.T, open func(t *testing.T, posts []Post) Engine) {
	t.Helper()
	run(t, "testdata/post/*.txt", open)
}

func run(t *testing.T, pattern string, open func(t *testing.T, posts []Post) Engine) {
	t.Helper()
	files, err := fs.Glob(scripts, pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("scripts: %v, %v", files, err)
	}
	for _, file := range files {
		src, err := scripts.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := parse(string(src))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, g := range groups {
			t.Run(g.name, func(t *testing.T) { g.run(t, file, open(t, g.posts)) })
		}
	}
}

type group struct {
	name  string
	posts []Post
	asks  []ask
}

// ask is a query and what it must give: hits, or the id of its error.
type ask struct {
	line   int
	query  string
	hits   []string
	refuse string
}

func (g *group) run(t *testing.T, file string, engine Engine) {
	for _, a := range g.asks {
		q, err := query.Parse(a.query)
		if a.refuse != "" {
			var e *query.SyntaxError
			if !errors.As(err, &e) || e.Why.ID != a.refuse {
				t.Errorf("%s:%d: Parse(%q) = %v, want %s", file, a.line, a.query, err, a.refuse)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s:%d: Parse(%q) = %v", file, a.line, a.query, err)
			continue
		}
		got := slices.Clone(engine(t, q))
		slices.Sort(got)
		slices.Sort(a.hits)
		if !slices.Equal(got, a.hits) {
			t.Errorf("%s:%d: %q finds %v, want %v", file, a.line, a.query, got, a.hits)
		}
	}
}

func parse(src string) ([]group, error) {
	var groups []group
	var g *group
	for i, line := range strings.Split(src, "\n") {
		n := i + 1
		if name, ok := strings.CutPrefix(line, "## "); ok {
			groups = append(groups, group{name: name})
			g = &groups[len(groups)-1]
			continue
		}
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if g == nil {
			return nil, fmt.Errorf("line %d stands in no group", n)
		}
		mark, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		switch mark {
		case "?":
			g.asks = append(g.asks, ask{line: n, query: rest})
		case "=", "!":
			if len(g.asks) == 0 {
				return nil, fmt.Errorf("line %d answers no query", n)
			}
			a := &g.asks[len(g.asks)-1]
			if mark == "!" {
				a.refuse = rest
				continue
			}
			a.hits = strings.Fields(rest)
			for _, h := range a.hits {
				if !slices.ContainsFunc(g.posts, func(p Post) bool { return p.Name == h }) {
					return nil, fmt.Errorf("line %d wants %s, which is no post", n, h)
				}
			}
		default:
			p, err := parsePost(mark, rest)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			g.posts = append(g.posts, p)
		}
	}
	return groups, nil
}

func parsePost(name, rest string) (Post, error) {
	p := Post{Name: name, Channel: vigie.Blog}
	if inner, ok := strings.CutPrefix(rest, "["); ok {
		conditions, after, ok := strings.Cut(inner, "]")
		if !ok {
			return p, errors.New("[ without ]")
		}
		rest = strings.TrimSpace(after)
		for _, c := range strings.Fields(conditions) {
			k, v, _ := strings.Cut(c, "=")
			if err := p.set(k, strings.ReplaceAll(v, "_", " ")); err != nil {
				return p, err
			}
		}
	}
	rest = strings.ReplaceAll(rest, `\n`, "\n")
	if title, body, ok := strings.Cut(rest, " // "); ok {
		p.Title, rest = title, body
	}
	p.Text = rest
	return p, nil
}
