package query

import "strings"

// Query is a parsed query. Make it with Parse or New; it is never changed
// after and is safe for several goroutines. The zero Query matches nothing.
type Query struct {
	Root   Node
	Source string // as the person wrote it

	prog *prog // Root, made ready to be decided
	cost int
}

func newQuery(root Node, source string, cost int) (*Query, error) {
	return &Query{Root: root, Source: source, prog: compile(root), cost: cost}, nil
}

// Cost says how much work q is, in words looked for: a word or a value counts
// 1, a phrase as many as its words, a wildcard or word~1 10 more, what a list
// holds as if it stood in the query. It is at most CostMost; 0 for a query that
// was not parsed.
func (q *Query) Cost() int { return q.cost }

// leafCost is the cost of a word or phrase.
func leafCost(n Node) int {
	written, more := "", 0
	switch n := n.(type) {
	case *Word:
		written = n.Written
		if n.Wild || n.Off > 0 {
			more = 10
		}
	case *Phrase:
		written = n.Written
		if strings.ContainsAny(written, "*?") && n.Strict != Raw {
			more = 10
		}
	}
	return max(1, len(strings.Fields(written))) + more
}

// ready returns the compiled form of q; nil for the zero Query.
func (q *Query) ready() *prog {
	if q == nil || q.Root == nil {
		return nil
	}
	if q.prog == nil { // put together by hand
		return compile(q.Root)
	}
	return q.prog
}

// Asks is a set of what a query asks of a post beside its words, language,
// channel and site: who decides it need not fetch the rest.
type Asks uint8

// The sets.
const (
	AsksMention    Asks = 1 << iota // Post.Mention
	AsksSource                      // Post.Source
	AsksUnderstood                  // Post.Read
	AsksCounts                      // what is counted on Post.Mention: its metrics and its rating
)

// Asks returns what q asks.
func (q *Query) Asks() (a Asks) {
	Walk(q.Root, func(n Node) bool {
		switch n := n.(type) {
		case *Range:
			switch n.Name {
			case "words":
			case "published":
				a |= AsksMention
			default:
				a |= AsksMention | AsksCounts
			}
		case *In:
			switch {
			case n.Field == "source":
				a |= AsksSource
			case !ownText(n.Field):
				a |= AsksMention
			}
		case *Field:
			switch {
			case understood(n.Name):
				a |= AsksUnderstood
			case n.Name != "lang" && n.Name != "channel" && n.Name != "site":
				a |= AsksMention
			}
		}
		return true
	})
	return a
}
