// Package mastodon reads hashtags and accounts of the Fediverse through the
// interface of a Mastodon server (docs.joinmastodon.org, timelines and accounts),
// without an account of one's own: what a server shows to everybody. It brings
// every post after the last one seen, however many there are, and answers
// nothing.
package mastodon

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Network is what the Fediverse is called in keys and mentions.
const Network = "mastodon"

// Getter is what a Source needs of a client: *fetch.Client in the program.
type Getter interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Source is one hashtag or account as a server shows it. Its address is the
// page a person opens: https://server/tags/word or https://server/@who. It is
// safe for several goroutines.
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

var (
	tagPath     = regexp.MustCompile(`^/tags/([^/]+)/?$`)
	accountPath = regexp.MustCompile(`^/@([A-Za-z0-9_.-]+(?:@[A-Za-z0-9.:-]+)?)/?$`)
)

// Reads reports whether an address is that of a hashtag or an account.
func Reads(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (tagPath.MatchString(u.Path) || accountPath.MatchString(u.Path))
}

// pageSize is the most that the interface gives at once.
const pageSize = 40

// state is where a timeline was left.
type state struct {
	Account string `json:"account,omitempty"` // the id of the account
	Last    string `json:"last,omitempty"`    // the id of the newest post brought
}

// status is a post (docs.joinmastodon.org/entities/Status).
type status struct {
	ID       string    `json:"id"`
	URI      string    `json:"uri"`
	URL      string    `json:"url"`
	Created  time.Time `json:"created_at"`
	Content  string    `json:"content"`
	Spoiler  string    `json:"spoiler_text"`
	Language string    `json:"language"`
	ReplyTo  string    `json:"in_reply_to_id"`
	Replies  int64     `json:"replies_count"`
	Reblogs  int64     `json:"reblogs_count"`
	Likes    int64     `json:"favourites_count"`
	Account  struct {
		Acct      string `json:"acct"`
		Display   string `json:"display_name"`
		URL       string `json:"url"`
		Note      string `json:"note"`
		Followers int64  `json:"followers_count"`
		Bot       bool   `json:"bot"`
	} `json:"account"`
	Reblog json.RawMessage `json:"reblog"`
}

// Next brings what was posted after the last post seen: the interface gives
// the oldest of those first (min_id), a page a round, so that nothing between
// two visits is lost. The first visit brings the newest page.
func (s *Source) Next(ctx context.Context, cursor []byte) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	var st state
	if json.Unmarshal(cursor, &st) != nil {
		st = state{}
	}
	u, err := url.Parse(s.source.Address)
	if err != nil || !Reads(s.source.Address) {
		return b, vigie.Errorf(vigie.Invalid, err, "mastodon-address", s.source.Address)
	}
	path, err := s.path(ctx, u, &st)
	if err != nil {
		return b, err
	}
	q := url.Values{"limit": {strconv.Itoa(pageSize)}}
	if st.Last != "" {
		q.Set("min_id", st.Last)
	}
	if strings.Contains(path, "/accounts/") {
		q.Set("exclude_reblogs", "true")
	}
	var posts []status
	if err := s.ask(ctx, u.Scheme+"://"+u.Host+path+"?"+q.Encode(), &posts); err != nil {
		return b, err
	}
	b.Home = s.source.Address
	for i := range posts {
		p := &posts[i]
		if later(p.ID, st.Last) {
			st.Last = p.ID
		}
		if m := s.mention(p, u.Host); m.Text != "" && len(p.Reblog) <= len("null") {
			b.Mentions = append(b.Mentions, m)
		}
	}
	b.More = len(posts) >= pageSize && cursor != nil
	b.Unchanged = len(posts) == 0
	b.Cursor, err = json.Marshal(st)
	return b, err
}

// path returns where the timeline is asked for; an account is looked up once.
func (s *Source) path(ctx context.Context, u *url.URL, st *state) (string, error) {
	if m := tagPath.FindStringSubmatch(u.Path); m != nil {
		return "/api/v1/timelines/tag/" + url.PathEscape(m[1]), nil
	}
	if st.Account == "" {
		who := accountPath.FindStringSubmatch(u.Path)[1]
		var a struct {
			ID string `json:"id"`
		}
		if err := s.ask(ctx, u.Scheme+"://"+u.Host+"/api/v1/accounts/lookup?"+url.Values{"acct": {who}}.Encode(), &a); err != nil {
			return "", err
		}
		if a.ID == "" {
			return "", vigie.Errorf(vigie.NotFound, nil, "mastodon-nobody", "@"+who, u.Host)
		}
		st.Account = a.ID
	}
	return "/api/v1/accounts/" + url.PathEscape(st.Account) + "/statuses", nil
}

func (s *Source) ask(ctx context.Context, address string, into any) error {
	res, err := s.client.Get(ctx, fetch.Request{URL: address, Accept: "application/json"})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(res.Body, into); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "back-half", s.source.Site)
	}
	return nil
}

// later reports whether id a is newer than b: ids are numbers that grow, of any
// length, told as text.
func later(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

func (s *Source) mention(p *status, host string) vigie.Mention {
	words := text.Clean(page.PlainText(p.Content))
	if warn := text.OneLine(p.Spoiler); warn != "" {
		words = text.Clean(warn + "\n\n" + words)
	}
	address := p.URL
	if address == "" {
		address = p.URI
	}
	m := vigie.Mention{
		Network: Network, Channel: vigie.Social, Own: s.source.Own, URL: address, Text: words, Declared: page.Language(p.Language),
		Author: vigie.Author{Account: "@" + full(p.Account.Acct, host), Name: text.OneLine(p.Account.Display), URL: p.Account.URL, Bio: text.OneLine(page.PlainText(p.Account.Note))},
		Heard:  s.now(), Version: 1,
		Metrics: []vigie.Metric{{At: s.now(), Reactions: p.Likes, Replies: p.Replies, Reposts: p.Reblogs, Views: -1, Followers: p.Account.Followers}},
	}
	// The address is that of the post's own server, whichever tells of it: the
	// post through three servers, or through a feed, is one mention.
	m.Key = vigie.NewKey("", "", address)
	if u, err := url.Parse(address); err == nil {
		m.Site = vigie.SiteOf(u.Host)
	}
	var clamped bool
	if m.Published, clamped = vigie.Date(p.Created, s.now()); clamped {
		m.PublishedRaw = p.Created.Format(time.RFC3339)
	}
	return m
}

// full names an account with its server: a local one is told without.
func full(acct, host string) string {
	if strings.Contains(acct, "@") {
		return acct
	}
	return acct + "@" + host
}
