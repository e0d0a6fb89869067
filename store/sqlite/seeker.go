package sqlite

import (
	"context"
	"database/sql/driver"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite/words"
	"vigie.example/vigie/text"
)

// seeker walks the candidates of a search, newest first.
type seeker struct {
	h    *hand
	ctx  context.Context
	n    narrow
	expr expression
	q    *query.Query
	// small is set where the topics hold so little that walking them is
	// cheaper than walking the full text.
	small bool
	// own is set where the list of what the organisation says drives.
	own   bool
	asks  query.Asks // of q
	post  query.Post
	doc   text.Doc
	known *known
	zone  *time.Location
	// segments of the full text, once they are needed.
	segments []*words.Segment
}

// known is what posts are told beside their mentions, looked up once a search.
type known struct {
	sources map[vigie.SourceID]string
	topics  map[vigie.TopicID]vigie.Topic
}

// newSeeker readies a search over q, which may be nil, within f.
func newSeeker(ctx context.Context, h *hand, q *query.Query, f *vigie.Filter) (*seeker, error) {
	n, err := h.narrow(f)
	if err != nil {
		return nil, err
	}
	s := &seeker{h: h, ctx: ctx, n: n, q: q, expr: expression{exact: true}}
	if n.nothing {
		return s, nil
	}
	if q != nil {
		need := q.Need()
		s.n.daysOf(need.Root)
		if s.asks = q.Asks(); s.asks != 0 {
			if s.known, err = h.known(ctx); err != nil {
				return nil, err
			}
		}
		if s.expr, err = h.express(ctx, need); err != nil {
			return nil, err
		}
	}
	if q == nil && len(n.topics) > 0 {
		return s, nil // matches hold all that a filter asks
	}
	if q == nil && n.own != nil && *n.own && n.story == 0 && n.author == 0 && len(n.sites) == 0 {
		left, err := h.ownLeft()
		if err != nil {
			return nil, err
		}
		if left == 0 {
			s.own = true
			return s, nil
		}
	}
	if q != nil && len(n.topics) > 0 && s.expr.match != nil {
		total := int64(0)
		for _, t := range n.topics {
			k, err := h.number("SELECT count(*) FROM (SELECT 1 FROM match WHERE topic = ? AND mention >= ? AND mention < ? LIMIT ?)", t, n.from, n.to, few)
			if err != nil {
				return nil, err
			}
			total += k
		}
		s.small = total < few
	}
	s.small = s.small || n.story != 0
	if !s.small {
		s.fieldsToText()
	}
	return s, nil
}

// fieldsToText moves conditions that the full text knows into the expression:
// a rare site or author is then a short list and not a long walk.
func (s *seeker) fieldsToText() {
	n := &s.n
	var fields words.All
	if n.author != 0 {
		fields = append(fields, anyToken(authorToken, []int64{n.author}))
		n.author = 0
	}
	for _, f := range []struct {
		kind   string
		values *[]int64
	}{{siteToken, &n.sites}, {langToken, &n.langs}, {channelToken, &n.channels}} {
		if len(*f.values) > 0 {
			fields = append(fields, anyToken(f.kind, *f.values))
			*f.values = nil
		}
	}
	if len(fields) == 0 {
		return
	}
	if s.expr.sure != nil {
		s.expr.sure = append(words.All{s.expr.sure}, fields...)
	}
	if s.expr.match != nil {
		s.expr.match = append(words.All{s.expr.match}, fields...)
	} else {
		s.expr.match = fields
	}
}

// byText reports whether the full text drives the search.
func (s *seeker) byText() bool { return s.expr.match != nil && !s.small }

// text returns the statement that yields the ids of candidates in [n.from, to),
// newest first, at most limit of them, where the full text does not drive.
func (s *seeker) text(to int64, limit int) (string, []any) {
	n := &s.n
	var c clause
	switch story := n.story != 0; { // a story is a short list
	case s.own:
		c.text.WriteString("SELECT o.mention AS id FROM own o CROSS JOIN mention m ON m.id = o.mention WHERE o.mention >= ? AND o.mention < ?")
		c.args = append(c.args, n.from, to)
		c.faces("m.", n)
		s.belongs(&c, "o.mention")
		s.carried(&c, "o.mention")
		c.text.WriteString(" ORDER BY o.mention DESC")
	case !story && len(n.topics) > 0:
		// Each topic is a walk of its own; UNION merges them in order.
		for i, t := range n.topics {
			if i > 0 {
				c.text.WriteString(" UNION ")
			}
			c.text.WriteString("SELECT mention FROM match WHERE topic = ?")
			c.args = append(c.args, t)
			c.and("mention >= ? AND mention < ?", n.from, to)
			c.faces("", n)
			c.in("opinion", n.opinions)
			s.carried(&c, "match.mention")
		}
		c.text.WriteString(" ORDER BY mention DESC")
	case !story && len(n.sources) > 0:
		for i, source := range n.sources {
			if i > 0 {
				c.text.WriteString(" UNION ")
			}
			c.text.WriteString("SELECT h.mention AS mention FROM hearing h")
			if n.hasFaces() {
				c.text.WriteString(" CROSS JOIN mention m ON m.id = h.mention")
			}
			c.text.WriteString(" WHERE h.source = ?")
			c.args = append(c.args, source)
			c.and("h.mention >= ? AND h.mention < ?", n.from, to)
			if n.hasFaces() {
				c.faces("m.", n)
			}
			s.belongs(&c, "h.mention")
		}
		c.text.WriteString(" ORDER BY mention DESC")
	default:
		c.text.WriteString("SELECT id FROM mention WHERE id >= ? AND id < ?")
		c.args = append(c.args, n.from, to)
		c.faces("", n)
		s.belongs(&c, "id")
		s.carried(&c, "id")
		c.text.WriteString(" ORDER BY id DESC")
	}
	c.text.WriteString(" LIMIT ?")
	c.args = append(c.args, limit)
	return c.text.String(), c.args
}

// belongs adds the condition on topics and opinions where topics do not drive.
func (s *seeker) belongs(c *clause, id string) {
	if len(s.n.topics)+len(s.n.opinions) == 0 {
		return
	}
	var in clause
	in.in("topic", s.n.topics)
	in.in("opinion", s.n.opinions)
	c.and("EXISTS (SELECT 1 FROM match WHERE mention = "+id+in.text.String()+")", in.args...)
}

func (s *seeker) carried(c *clause, id string) {
	if len(s.n.sources) == 0 {
		return
	}
	var in clause
	in.in("source", s.n.sources)
	c.and("EXISTS (SELECT 1 FROM hearing WHERE mention = "+id+in.text.String()+")", in.args...)
}

// decided reports whether candidates need no second look.
func (s *seeker) decided() bool { return s.q == nil || s.expr.exact && !s.small }

// walk calls yield for each candidate below to, newest first, until it returns
// false. Candidates come in growing bites, so that a first page pays for a
// page only.
func (s *seeker) walk(to int64, yield func(id int64) (bool, error)) error {
	if s.n.nothing {
		return nil
	}
	to = min(to, s.n.to)
	if s.byText() {
		return s.walkText(to, yield)
	}
	for bite := 64; to > s.n.from; bite = min(bite*4, 4096) {
		var ids []int64
		text, args := s.text(to, bite)
		if err := s.h.each(s.ctx, func(v []driver.Value) error {
			ids = append(ids, num(v[0]))
			return nil
		}, text, args...); err != nil {
			return err
		}
		for _, id := range ids {
			if more, err := yield(id); err != nil || !more {
				return err
			}
		}
		if len(ids) < bite {
			return nil
		}
		to = ids[len(ids)-1]
	}
	return nil
}

// matches decides a candidate by its own words.
func (s *seeker) matches(k *vigie.Kept) bool {
	s.doc.Recut(k.Mention.Title, k.Mention.Text)
	s.post = query.Post{Doc: &s.doc, Lang: k.Reading.Lang, Channel: k.Mention.Channel, Site: k.Mention.Site}
	if s.asks != 0 {
		s.post.Mention, s.post.Zone = &k.Mention, s.zone
		if len(k.Heard) > 0 {
			s.post.Source = s.known.sources[k.Heard[0].Source]
		}
		s.post.Read = s.known.understood(k)
	}
	return s.q.Match(&s.post)
}

// candidate reads what deciding q needs of a mention; nil where it is gone.
func (s *seeker) candidate(id int64) (*vigie.Kept, error) {
	if s.asks != 0 {
		return s.h.kept(id)
	}
	return s.h.bare(id)
}

// known reads the names of sources and topics.
func (h *hand) known(ctx context.Context) (*known, error) {
	k := &known{sources: map[vigie.SourceID]string{}, topics: map[vigie.TopicID]vigie.Topic{}}
	if err := h.each(ctx, func(v []driver.Value) error {
		k.sources[vigie.SourceID(num(v[0]))] = str(v[1])
		return nil
	}, "SELECT id, name FROM source"); err != nil {
		return nil, err
	}
	err := h.each(ctx, func(v []driver.Value) error {
		k.topics[vigie.TopicID(num(v[0]))] = vigie.Topic{Name: str(v[1]), Kind: vigie.TopicKind(str(v[2]))}
		return nil
	}, "SELECT id, name, kind FROM topic")
	return k, err
}

// understood tells what was made of a mention: its brands are entities, its
// themes and campaigns themes.
func (n *known) understood(k *vigie.Kept) *query.Understood {
	u := &query.Understood{Intents: k.Reading.Intents}
	for _, m := range k.Matches {
		u.Opinions = append(u.Opinions, m.Opinion)
		if t := n.topics[m.Topic]; t.Kind.Brand() {
			u.Entities = append(u.Entities, t.Name)
		} else if t.Name != "" {
			u.Themes = append(u.Themes, t.Name)
		}
	}
	return u
}

// daysOf narrows the walk to the days that a need wants in any case.
func (n *narrow) daysOf(need query.NeedNode) {
	switch need := need.(type) {
	case query.NeedAll:
		for _, part := range need {
			n.daysOf(part)
		}
	case query.NeedExcept:
		n.daysOf(need.Of)
	case query.NeedDays:
		if !need.From.IsZero() {
			n.from = max(n.from, int64(vigie.FirstMentionID(need.From)))
		}
		if !need.To.IsZero() {
			n.to = min(n.to, int64(vigie.FirstMentionID(need.To)))
		}
	}
}

// bare reads what deciding words, language, channel and site needs of a
// mention.
func (h *hand) bare(id int64) (*vigie.Kept, error) {
	v, err := h.one("SELECT m.title, m.text, m.lang, m.channel, s.name FROM mention m LEFT JOIN site s ON s.id = m.site WHERE m.id = ?", id)
	if err != nil || v == nil {
		return nil, err
	}
	var k vigie.Kept
	k.Mention.Title, k.Mention.Text = str(v[0]), str(v[1])
	k.Reading.Lang = langOf(num(v[2]))
	k.Mention.Channel, k.Mention.Site = channelOf(num(v[3])), str(v[4])
	return &k, nil
}
