// Package tables reads the tables of a page back, so that what is taken away as
// a file says what the page said. It knows HTML and no page of ours.
package tables

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Table is a table as it is read on its page: plain text, in the page's
// language.
type Table struct {
	Name  string   // the heading above it, or its kicker where it has one
	Heads []string // of the columns; nil where the table has none
	Rows  [][]string
}

// Read returns the tables in the main part of a page, in their order; those
// without a row are left out.
func Read(page []byte) (out []Table, err error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	heading := ""
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3:
			heading = words(n)
			if k := first(n, func(c *html.Node) bool { return attribute(c, "class") == "kicker" }); k != nil {
				heading = words(k)
			}
		case atom.Table:
			t := Table{Name: heading}
			for _, row := range rowsOf(n) {
				if t.Heads == nil && row.head {
					t.Heads = row.cells
					continue
				}
				t.Rows = append(t.Rows, row.cells)
			}
			if len(t.Rows) > 0 {
				out = append(out, t)
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	if main := first(root, func(n *html.Node) bool { return n.DataAtom == atom.Main }); main != nil {
		walk(main)
	}
	return out, nil
}

type rowRead struct {
	head  bool // within the head of the table
	cells []string
}

func rowsOf(n *html.Node) (out []rowRead) {
	var walk func(n *html.Node, head bool)
	walk = func(n *html.Node, head bool) {
		if n.DataAtom == atom.Tr {
			row := rowRead{head: head}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom != atom.Th && c.DataAtom != atom.Td {
					continue
				}
				said := words(c)
				if said == "" && first(c, func(n *html.Node) bool { return n.DataAtom == atom.Svg }) != nil {
					continue // a bar beside its figure
				}
				row.cells = append(row.cells, said)
			}
			out = append(out, row)
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, head || n.DataAtom == atom.Thead)
		}
	}
	walk(n, false)
	return out
}

// words returns what is read in a part of a page, without its buttons, its
// pictures and what stands for those who hear the page alone.
func words(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.DataAtom == atom.Form, n.DataAtom == atom.Svg, n.DataAtom == atom.Button, attribute(n, "class") == "sr":
			return
		case n.DataAtom == atom.Br:
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")
}

func first(n *html.Node, is func(*html.Node) bool) *html.Node {
	if is(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := first(c, is); found != nil {
			return found
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
