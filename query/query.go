package query

// Query is a parsed query. The zero Query matches nothing.
type Query struct {
	Root   Node
	Source string // as the person wrote it
}
