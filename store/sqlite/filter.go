package sqlite

import (
	"math"
	"strings"
	"time"

	"vigie.example/vigie"
)

// narrow is a vigie.Filter in the numbers of the tables.
type narrow struct {
	topics   []int64
	channels []int64
	sites    []int64
	langs    []int64
	sources  []int64
	author   int64
	story    int64
	opinions []int64
	intents  []int64
	own      *bool
	noted    *bool
	dated    bool  // From or To is set
	from, to int64 // ids in [from, to)
	nothing  bool  // asks for a site or an author never met, or an empty period
}

// narrow looks up the numbers that f stands for.
func (h *hand) narrow(f *vigie.Filter) (n narrow, err error) {
	n.to = math.MaxInt64
	for _, t := range f.Topics {
		n.topics = addOnce(n.topics, int64(t))
	}
	for _, c := range f.Channels {
		n.channels = addOnce(n.channels, channelCode(c))
	}
	for _, l := range f.Langs {
		n.langs = addOnce(n.langs, langAsked(l))
	}
	for _, s := range f.Sources {
		n.sources = addOnce(n.sources, int64(s))
	}
	for _, o := range f.Opinion {
		n.opinions = addOnce(n.opinions, int64(o))
	}
	for _, i := range f.Intents {
		c := intentCode(i)
		if c < 0 {
			n.nothing = true // no mention can have it
			continue
		}
		n.intents = addOnce(n.intents, c)
	}
	for _, name := range f.Sites {
		id := int64(0) // the empty site
		if name != "" {
			if id, err = h.number("SELECT id FROM site WHERE name = ?", name); err != nil {
				return n, err
			}
			if id == 0 {
				continue
			}
		}
		n.sites = addOnce(n.sites, id)
	}
	n.nothing = n.nothing && len(n.intents) == 0 || len(f.Sites) > 0 && len(n.sites) == 0
	if f.Author != "" {
		if n.author, err = h.number("SELECT id FROM author WHERE key = ?", f.Author); err != nil {
			return n, err
		}
		n.nothing = n.nothing || n.author == 0
	}
	if f.Story != 0 {
		if n.story, err = h.storyNow(int64(f.Story)); err != nil {
			return n, err
		}
		n.nothing = n.nothing || n.story == 0
	}
	n.own, n.noted = f.Own, f.Noted
	n.during(f.From, f.To)
	return n, nil
}

// during sets the period.
func (n *narrow) during(from, to time.Time) {
	if !from.IsZero() {
		n.dated, n.from = true, int64(vigie.FirstMentionID(ceilMilli(from)))
	}
	if !to.IsZero() {
		n.dated, n.to = true, int64(vigie.FirstMentionID(ceilMilli(to)))
	}
	n.nothing = n.nothing || n.from >= n.to
}

// ceilMilli rounds up to the millisecond: ids know no finer instants.
func ceilMilli(t time.Time) time.Time {
	if r := t.Truncate(time.Millisecond); r.Before(t) {
		return r.Add(time.Millisecond)
	}
	return t
}

func addOnce(list []int64, v int64) []int64 {
	for _, k := range list {
		if k == v {
			return list
		}
	}
	return append(list, v)
}

// clause gathers conditions and their arguments.
type clause struct {
	text strings.Builder
	args []any
}

func (c *clause) and(cond string, args ...any) {
	c.text.WriteString(" AND ")
	c.text.WriteString(cond)
	c.args = append(c.args, args...)
}

func (c *clause) in(column string, values []int64) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	c.and(column+" IN ("+marks(len(values))+")", args...)
}

// faces adds the conditions on what mentions and matches both hold, with
// columns named by prefix.
func (c *clause) faces(prefix string, n *narrow) {
	c.in(prefix+"channel", n.channels)
	c.in(prefix+"site", n.sites)
	c.in(prefix+"lang", n.langs)
	if n.author != 0 {
		c.and(prefix+"author = ?", n.author)
	}
	if n.story != 0 {
		c.and(prefix+"story = ? AND "+prefix+"story > 0", n.story) // the second is for the index, which is partial
	}
	if n.own != nil {
		want := int64(0)
		if *n.own {
			want = flagOwn
		}
		c.and(prefix+"flags & 1 = ?", want)
	}
	if n.noted != nil {
		want := int64(0)
		if *n.noted {
			want = flagNoted
		}
		c.and(prefix+"flags & 4 = ?", want)
	}
	if len(n.intents) > 0 {
		var bits int64
		for _, i := range n.intents {
			bits |= 1 << (i + intentShift)
		}
		c.and(prefix+"flags & ? <> 0", bits)
	}
	if n.dated {
		c.and(prefix + "flags & 2 = 0")
	}
}

// hasFaces reports whether faces would add anything.
func (n *narrow) hasFaces() bool {
	return len(n.channels) > 0 || len(n.sites) > 0 || len(n.langs) > 0 || n.author != 0 || n.story != 0 || n.own != nil || n.noted != nil || n.dated || len(n.intents) > 0
}
