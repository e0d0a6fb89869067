package query

import (
	"slices"
	"sync"
	"sync/atomic"

	"vigie.example/vigie"
)

// Entry is one query of an Index and the topic it stands for.
type Entry struct {
	ID      vigie.TopicID
	Version int
	Query   *Query
}

// Index decides very many queries at once, and takes additions, changes and
// removals while posts are being matched: readers never wait for them.
//
// Most posts have nothing to do with most queries. So each query is filed
// under the rarest words of which any match must have one, with a second
// condition beside it; a post is decided only by the queries under which one
// of its words is filed and whose second condition it meets. A query is
// compiled to a row of numbers that is walked with the positions of the post's
// words. Its answers are those of Query.Match.
//
// Queries are not kept, only what they compile to and what was written: some
// three hundred bytes each. An Index is safe for several goroutines, each with
// a Scratch of its own.
type Index struct {
	now  atomic.Pointer[layers]
	seen *Frequencies

	write   sync.Mutex // held by who replaces now
	merging bool       // in the background; guarded by write
	breath  breath     // of changes; guarded by write
	merges  sync.WaitGroup

	refileAt atomic.Int64 // see learn
}

// layers is an Index at one moment, the largest layer first. It is never
// changed. A query is alive in one layer at most.
type layers []layer

// layer is a segment and which of its queries were removed or replaced since.
type layer struct {
	*segment
	dead []uint64 // a bit for each query; nil when all are alive
	gone int      // how many are dead
}

func (l *layer) isDead(q uint32) bool {
	return l.dead != nil && l.dead[q/64]&(1<<(q%64)) != 0
}

func (l *layer) alive() int { return len(l.keys) - l.gone }

// NewIndex makes an Index of entries. Where several have the same ID the last
// one counts. seen tells which words are rare, and goes on learning from what
// is matched; nil begins with nothing learnt. An Entry without a query is
// refused with kind Invalid.
func NewIndex(entries []Entry, seen *Frequencies) (*Index, error) {
	if seen == nil {
		seen = new(Frequencies)
	}
	ix := &Index{seen: seen}
	ix.refileAt.Store(max(refileFirst, refileGrowth*seen.posts.Load()))
	seg, err := compileSegment(entries, seen)
	if err != nil {
		return nil, err
	}
	ix.now.Store(&layers{{segment: seg}})
	return ix, nil
}

// Len returns how many queries ix holds.
func (ix *Index) Len() int {
	n := 0
	for _, l := range *ix.now.Load() {
		n += l.alive()
	}
	return n
}

// Bytes returns about how much memory ix takes.
func (ix *Index) Bytes() int {
	n := 0
	for _, l := range *ix.now.Load() {
		n += l.bytes() + 8*len(l.dead)
	}
	return n
}

// Query returns the query of an ID as it is in force, parsed again from what
// was written; nil where there is none.
func (ix *Index) Query(id vigie.TopicID) (*Query, Key) {
	for _, l := range *ix.now.Load() {
		q, ok := l.at(id)
		if !ok || l.isDead(q) {
			continue
		}
		if kept := l.kept[q]; kept != nil {
			return kept, l.keys[q]
		}
		if parsed, err := Parse(l.source(q)); err == nil {
			return parsed, l.keys[q]
		}
	}
	return nil, Key{}
}

// Spans returns the stretches of p that made the query of an ID match, as
// Query.Spans does. It parses the query again: it is for what is shown, not
// for the stream.
func (ix *Index) Spans(id vigie.TopicID, p *Post) []Span {
	q, _ := ix.Query(id)
	return q.Spans(p)
}

// Match appends to dst the key of every query that holds of p, by ascending
// ID. It allocates nothing but what dst needs.
func (ix *Index) Match(s *Scratch, p *Post, dst []Key) []Key {
	if p == nil {
		return dst
	}
	s.own.tokens.Take(p.Doc)
	s.own.known = p.Doc != nil
	return ix.match(s, p, dst)
}

// MatchText is Match for a text that was not cut yet, which is faster than to
// cut it first: the words are known by their hashes alone. p.Doc is ignored.
func (ix *Index) MatchText(s *Scratch, title, body string, p *Post, dst []Key) []Key {
	s.own.tokens.Recut(title, body)
	s.own.known = true
	s.bare = *p // a copy, so that the caller's needs no memory of its own
	return ix.match(s, &s.bare, dst)
}

func (ix *Index) match(s *Scratch, p *Post, dst []Key) []Key {
	s.post, s.facts.post = p, p
	ix.learn(s)
	from, used := len(dst), 0
	for i, l := range *ix.now.Load() {
		if len(l.keys) == 0 {
			continue
		}
		s.largest = i == 0
		s.read(l.segment)
		s.match(l.segment)
		if len(s.hits) > 0 {
			used++
		}
		for _, q := range s.hits {
			if !l.isDead(q) {
				dst = append(dst, l.keys[q])
			}
		}
	}
	if used > 1 {
		slices.SortFunc(dst[from:], byKey)
	}
	s.release()
	return dst
}

func byKey(a, b Key) int {
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}
