package web

import (
	"net/http"

	"vigie.example/vigie"
)

// definition is one word and what it means here. The anchor is its id, so that
// a figure can point at its word.
type definition struct {
	ID, Word, Means string
	More            string // a page that says more; mostly empty
}

// defined lists the words in the order a newcomer meets them.
var defined = []string{
	"mention", "voice", "story", "topic", "source", "territory", "share", "attention", "interval", "ordinary",
	"hole", "own", "opinion", "net", "quality", "reach", "ave", "waits", "alert", "noise", "heard", "date", "kept", "withdrawn",
}

// definitions says what the words of the pages mean.
func (s *Server) definitions(w http.ResponseWriter, r *http.Request, v *visit) error {
	var d []definition
	for _, id := range defined {
		d = append(d, definition{ID: id, Word: v.Print.Say("word-" + id), Means: v.Print.Say("means-" + id)})
		if id == "ave" {
			d[len(d)-1].More = "/value"
		}
	}
	return v.page(w, "definitions", vigie.Say("foot-definitions"), d)
}
