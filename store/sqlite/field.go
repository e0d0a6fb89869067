package sqlite

import (
	"strconv"

	"vigie.example/vigie/text"
)

// Fields of a mention are words of the full text too: "_a" and the author's
// number, "_s" the site's, "_l" the language's, "_c" the channel's, "_u" and
// the hash of an address that is not its key. No Term of package text begins
// so: an underscore in it is followed by an x.
const (
	authorToken  = "_a"
	siteToken    = "_s"
	langToken    = "_l"
	channelToken = "_c"
	addressToken = "_u"
	// alsoToken begins the other names of words once more: the full text parts
	// columns only after it has walked all that a word stands in, and common
	// words are rarely another name.
	alsoToken = "_w"
)

// printAlso appends the other names of the words of doc, each with and without
// alsoToken.
func printAlso(dst []byte, doc *text.Doc) []byte {
	for _, f := range [...]*text.Field{&doc.Title, &doc.Body} {
		for i := range f.Also {
			dst = append(dst, ' ')
			dst = text.AppendTerm(dst, f.Also[i].Norm)
			dst = append(dst, " "+alsoToken...)
			dst = text.AppendTerm(dst, f.Also[i].Norm)
		}
	}
	return dst
}

// fieldTokens prints the tokens of a face, each after a space.
func fieldTokens(f *face) string {
	b := make([]byte, 0, 40)
	for _, t := range [...]struct {
		prefix string
		n      int64
	}{{authorToken, f.author}, {siteToken, f.site}, {langToken, f.lang}, {channelToken, f.channel}} {
		b = append(b, ' ')
		b = append(b, t.prefix...)
		b = strconv.AppendInt(b, t.n, 10)
	}
	return string(b)
}

// anyToken is the expression of one of several values of a field.
func anyToken(prefix string, values []int64) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = `(also : "` + prefix + strconv.FormatInt(v, 10) + `")`
	}
	return group(texts, " OR ")
}
