// Package text is Vigie's one idea of a word. Matching, search, duplicates and
// language all cut texts here, so that what the stream matched is what the
// archive finds and what a page highlights.
//
// It takes plain UTF-8 (Clean makes it so) and gives a Doc: the words of the
// title and of the body, folded (case, accents, ligatures, apostrophes), with
// byte offsets into the text they came from. It knows nothing of queries,
// languages' grammar or HTML.
//
// What becomes of each writing (elision, hyphens, hashtags, numbers, inclusive
// spelling, scripts without spaces ...) is settled row by row in the table of
// words_test.go; Term says how words are given to a full-text index.
package text

// Doc is a text cut into words. It is made by Cut and may be reused by Recut;
// reading it from several goroutines is safe, recutting is not.
type Doc struct {
	Title Field
	Body  Field

	scratch
}

// Field is the title or the body of a Doc.
type Field struct {
	Text string // as given: offsets point into it
	// Words are the plain words in reading order: Words[i].Pos == i. A hashtag
	// gives its parts, a hyphenated word its parts, a run of CJK its bigrams.
	Words []Word
	// Also holds the other names under which some of those positions answer:
	// "#leroymerlin" and "leroymerlin" for #LeroyMerlin, "saintgobain" for
	// saint-gobain, "@enseigne" for an account. Sorted by Pos.
	Also []Word
	// Ends are the positions after which a sentence ends, ascending; the last
	// is len(Words). Paras likewise for paragraphs. Both are empty where there
	// is no word.
	Ends  []int32
	Paras []int32
}

// Word is one word at one place.
type Word struct {
	Norm       string // folded form, by which words are equal
	Start, End int32  // bytes of Field.Text
	Pos        int32  // index of its first position in Field.Words
	Len        int32  // how many positions it covers; 1 for plain words
}
