package bluesky

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Getter is what a Source needs of a client: *fetch.Client in the program.
type Getter interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Source is the posts of an account or the answers to a search, newest first,
// visited in turn. Its address is the XRPC address asked, with "actor" or "q",
// or with "repo" where the personal data server that keeps the account is asked
// itself; connect/site makes it of what people write.
// It is safe for several goroutines.
type Source struct {
	client Getter
	source vigie.Source
	now    func() time.Time
}

// New makes the Source that visits s; now may be nil.
func New(client Getter, s vigie.Source, now func() time.Time) *Source {
	if now == nil {
		now = time.Now
	}
	return &Source{client: client, source: s, now: now}
}

const (
	pageSize = 100 // the most that either method gives
	// seenKept is how many posts are remembered: more than a visit brings.
	seenKept = 600
)

// state is where a list was left.
type state struct {
	Seen []string `json:"seen,omitempty"` // marks of the posts brought, the newest first
	// Page is where reading on towards older posts stands within one visit, and
	// Fresh the newest of what it has brought so far.
	Page  string   `json:"page,omitempty"`
	Fresh []string `json:"fresh,omitempty"`
	// At is when Page was told, in seconds. Anew is how many Fresh there were,
	// and one, when reading last had to begin anew; 0 when it did not.
	At   int64    `json:"at,omitempty"`
	Anew int      `json:"anew,omitempty"`
	Who  *account `json:"who,omitempty"` // whose records are read; nil where posts tell
}

// unname makes marks of the addresses of posts that earlier versions kept: they
// name their authors, and stayed when one was erased.
func (st *state) unname() {
	for _, list := range [][]string{st.Seen, st.Fresh} {
		for i, x := range list {
			if strings.HasPrefix(x, "at://") {
				list[i] = fetch.Mark(x)
			}
		}
	}
}

// view is a postView (app.bsky.feed.defs).
type view struct {
	URI    string `json:"uri"`
	Author struct {
		DID     string `json:"did"`
		Handle  string `json:"handle"`
		Display string `json:"displayName"`
	} `json:"author"`
	Record  post      `json:"record"`
	Indexed time.Time `json:"indexedAt"`
	Replies int64     `json:"replyCount"`
	Reposts int64     `json:"repostCount"`
	Likes   int64     `json:"likeCount"`
}

// Next reads the newest posts and goes on to older ones, a page a round, until
// it meets one that was brought before; the first visit reads one page.
func (s *Source) Next(ctx context.Context, cursor []byte) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	var st state
	// A list that was empty at the first visit is read to its end at the next.
	first := json.Unmarshal(cursor, &st) != nil
	if first {
		st = state{}
	}
	st.unname()
	u, err := url.Parse(s.source.Address)
	if err != nil {
		return b, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", s.source.Address)
	}
	q := u.Query()
	q.Set("limit", strconv.Itoa(pageSize))
	if st.Page != "" {
		q.Set("cursor", st.Page)
	}
	u.RawQuery = q.Encode()
	var got struct {
		Cursor string `json:"cursor"`
		Feed   []struct {
			Post   view            `json:"post"`
			Reason json.RawMessage `json:"reason"`
		} `json:"feed"`
		Posts   []view   `json:"posts"`
		Records []record `json:"records"`
	}
	err = s.ask(ctx, u.String(), &got)
	given := false // up, what is older than what was brought
	if err != nil && s.expired(&st, err) {
		// The server no longer knows that page: reading begins anew, past what this
		// visit brought already. Where that led no further it ends here, or it would
		// turn for ever.
		given = st.Anew == len(st.Fresh)+1
		st.Page, st.Anew = "", len(st.Fresh)+1
		q.Del("cursor")
		u.RawQuery = q.Encode()
		err = s.ask(ctx, u.String(), &got)
	}
	if err != nil {
		return b, err
	}
	if given {
		b.Problems = append(b.Problems, vigie.Say("list-cut", u.Hostname(), len(st.Fresh)))
	}
	posts := got.Posts
	if len(got.Records) > 0 {
		if posts, err = s.kept(ctx, u, &st, got.Records); err != nil {
			return b, err
		}
	}
	for _, f := range got.Feed {
		if len(f.Reason) == 0 { // else somebody else's, reposted
			posts = append(posts, f.Post)
		}
	}
	met := false
	for i := range posts {
		p := &posts[i]
		mark := fetch.Mark(p.URI)
		if slices.Contains(st.Seen, mark) {
			met = true
			if m := s.mention(p); m.Text != "" && len(m.Metrics) > 0 {
				b.Again = append(b.Again, m)
			}
			continue
		}
		if slices.Contains(st.Fresh, mark) {
			continue
		}
		if len(st.Fresh) < seenKept {
			st.Fresh = append(st.Fresh, mark)
		}
		if m := s.mention(p); m.Text != "" {
			b.Mentions = append(b.Mentions, m)
		}
	}
	if met || first || given || got.Cursor == "" || got.Cursor == st.Page || len(posts) == 0 {
		st.Seen = append(st.Fresh, st.Seen...)
		st.Seen = st.Seen[:min(len(st.Seen), seenKept)]
		st.Page, st.Fresh, st.At, st.Anew = "", nil, 0, 0
	} else {
		st.Page, st.At, b.More = got.Cursor, s.now().Unix(), true
	}
	if b.Cursor, err = json.Marshal(st); err != nil {
		return b, err
	}
	// Where reading on came to its end without a post, that must be kept too.
	b.Unchanged = len(b.Mentions) == 0 && !b.More && bytes.Equal(b.Cursor, cursor)
	return b, nil
}

// pageLife is how long a page whose server answers with an error of its own is
// asked for again, before it is taken for one that it no longer knows.
const pageLife = time.Hour

// expired reports whether an error says that the server no longer knows the page
// at which reading on stands: it refuses it, or has had nothing but errors for it
// for pageLife. What asks for a pause is obeyed.
func (s *Source) expired(st *state, err error) bool {
	var pause *listen.RetryAfter
	if st.Page == "" || errors.As(err, &pause) {
		return false
	}
	return vigie.KindOf(err) != vigie.Unavailable || s.now().Sub(time.Unix(st.At, 0)) > pageLife
}

func (s *Source) mention(p *view) vigie.Mention {
	heard := p.Indexed
	if heard.IsZero() || heard.After(s.now()) {
		heard = s.now()
	}
	m := p.Record.mention(p.URI, p.Author.DID, heard.UTC())
	m.Author.Name = text.OneLine(p.Author.Display)
	if m.Author.Name == "" {
		m.Author.Name = p.Author.Handle
	}
	if handle := p.Author.Handle; handle != "" && strings.Contains(handle, ".") {
		m.Author.URL = "https://bsky.app/profile/" + handle
	}
	m.Own = s.source.Own
	if p.Likes < 0 {
		return m // nobody told any count
	}
	m.Metrics = []vigie.Metric{{At: s.now(), Reactions: p.Likes, Replies: p.Replies, Reposts: p.Reposts, Views: -1, Followers: -1}}
	return m
}
