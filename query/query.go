package query

// Query is a parsed query. Make it with Parse or New; it is never changed
// after and is safe for several goroutines. The zero Query matches nothing.
type Query struct {
	Root   Node
	Source string // as the person wrote it

	prog *prog // Root, made ready to be decided
}

func newQuery(root Node, source string) (*Query, error) {
	return &Query{Root: root, Source: source, prog: compile(root)}, nil
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
