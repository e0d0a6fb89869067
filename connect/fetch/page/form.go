package page

import (
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// formWords: a form with more words holds something else than fields (some sites
// put their whole page into one).
const formWords = 150

// withoutForms takes out of the tree where readers are asked to write: under a
// short post it has more words than the post, and would be taken for it.
func withoutForms(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == xhtml.ElementNode && (isReplyBox(c) || c.DataAtom == atom.Form && holds(c, atom.Textarea)) && !holds(c, atom.Article, atom.Main, atom.H1) &&
			len(strings.Fields(textOf(c))) <= formWords {
			n.RemoveChild(c)
		} else {
			withoutForms(c)
		}
		c = next
	}
}

// isReplyBox knows the box that WordPress and its like put around the form for
// comments, with its heading ("Leave a Reply").
func isReplyBox(n *xhtml.Node) bool {
	if attr(n, "id") == "respond" {
		return true
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if class == "comment-respond" {
			return true
		}
	}
	return false
}

// holds reports whether one of some elements is under n.
func holds(n *xhtml.Node, what ...atom.Atom) bool {
	for c := range n.Descendants() {
		for _, a := range what {
			if c.Type == xhtml.ElementNode && c.DataAtom == a {
				return true
			}
		}
	}
	return false
}
