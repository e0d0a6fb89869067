// Package words is the full text of the embedded store: which mentions hold
// which words, and where. It is an inverted index made of segments that never
// change: each commit writes a small one, and several of a size are merged
// into one of the next. It says how segments are laid out, written, merged and
// asked; it does no input or output of its own: blocks come and go through
// Input and Output, and package sqlite keeps them as rows, so that a
// transaction covers them like everything else.
//
// It knows nothing of queries or of people's words: a term is any string, and
// whoever feeds it parts names of different kinds by their first byte.
//
// It stands where SQLite's FTS5 stood. FTS5 is general: it cuts each text once
// more, keeps 64-bit row ids in every entry and was, translated from C, more
// than half of an import. Here words come cut, mentions are numbered from 0
// (the newest) within their segment so that an entry takes two or three bytes,
// and a merge copies them.
package words

// Input reads the parts of a segment. What it returns is never written to, by
// either side, and stays as it is.
type Input interface {
	Block(n int) ([]byte, error) // terms and where they stand
	Docs(n int) ([]byte, error)  // ids
}

// Output takes the parts of a segment, in order of n among each kind. The
// bytes are the writer's own after the call returns.
type Output interface {
	Block(n int, data []byte) error
	Docs(n int, data []byte) error
}

// Segment is one segment as it is asked.
type Segment struct {
	*Meta
	In Input
	// Gone are the ids that no longer count here.
	Gone map[int64]struct{}
}

const (
	// blockBytes is about how large a block is: large enough that few rows are
	// read and written, small enough that a rare word costs little.
	blockBytes = 16 << 10
	// docsMany is how many ids stand in one part.
	docsMany = 1024
	// end comes after every number of a mention in a segment.
	end = 1<<31 - 1
)
