package sqlite

import (
	"encoding/binary"

	"vigie.example/vigie/store/sqlite/words"
)

// Fields of a mention are terms of the full text too. A byte that no word
// begins with tells what a term is; the number of the field follows, or the
// hash of an address that is not its key.
const (
	alsoToken    = "\x01" // another name of a word, which stands there without it too
	authorToken  = "\x02"
	siteToken    = "\x03"
	langToken    = "\x04"
	channelToken = "\x05"
	addressToken = "\x06"
)

// appendToken appends the term of a field.
func appendToken(dst []byte, kind string, n int64) []byte {
	return binary.AppendVarint(append(dst, kind...), n)
}

// anyToken asks for one of several values of a field.
func anyToken(kind string, values []int64) words.Expr {
	out := make(words.Any, len(values))
	for i, v := range values {
		out[i] = words.Term(appendToken(nil, kind, v))
	}
	return out
}
