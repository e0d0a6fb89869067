// Package mastodon reads hashtags, accounts, public timelines and searches of the
// Fediverse through the interface of a Mastodon server (docs.joinmastodon.org,
// timelines, accounts and search): what the server shows to everybody, and with
// a token of one's own what it shows to its members. It brings every post after
// the last one seen, however many there are, and answers nothing.
package mastodon

import (
	"context"
	"encoding/json"
	"errors"
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

// Source is one hashtag, account, search or timeline as a server shows it. Its
// address is the page a person opens: https://server/tags/word, /@who,
// /search?q=words, /public or /public/local. It is safe for several goroutines.
type Source struct {
	client Getter
	source vigie.Source
	token  string
	now    func() time.Time
}

// New makes the Source that visits s, with a token of one's own or "" for what
// everybody is shown; now may be nil.
func New(client Getter, s vigie.Source, token string, now func() time.Time) *Source {
	if now == nil {
		now = time.Now
	}
	return &Source{client: client, source: s, token: token, now: now}
}

var (
	tagPath     = regexp.MustCompile(`^/tags/([^/]+)/?$`)
	accountPath = regexp.MustCompile(`^/@([A-Za-z0-9_.-]+(?:@[A-Za-z0-9.:-]+)?)/?$`)
	publicPath  = regexp.MustCompile(`^/public(/local)?/?$`)
)

// isSearch reports whether a page is that of a search.
func isSearch(u *url.URL) bool {
	return strings.Trim(u.Path, "/") == "search" && u.Query().Get("q") != ""
}

// Reads reports whether an address is that of a hashtag, an account, a public
// timeline or a search.
func Reads(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" &&
		(tagPath.MatchString(u.Path) || accountPath.MatchString(u.Path) || publicPath.MatchString(u.Path) || isSearch(u))
}

// pageSize is the most that the interface gives at once.
const pageSize = 40

// state is where a timeline was left.
type state struct {
	Account string `json:"account,omitempty"` // the id of the account
	Last    string `json:"last,omitempty"`    // the id of the newest post brought
	On      bool   `json:"on,omitempty"`      // reading on within one visit
	// A search is read from the newest on: From is how many posts were passed,
	// Top the newest id and Low the oldest among them.
	From int    `json:"from,omitempty"`
	Top  string `json:"top,omitempty"`
	Low  string `json:"low,omitempty"`
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

	deleted bool // a stream says so, and no more than the ID
	Media   []struct {
		Type string `json:"type"`
		Alt  string `json:"description"`
	} `json:"media_attachments"`
	Card *struct {
		URL string `json:"url"`
	} `json:"card"`
}

// Next brings what was posted after the last post seen: the interface gives
// the oldest of those first (min_id), a page a round, so that nothing between
// two visits is lost. Posts of other servers arrive late and are filed by when
// they were written (their ids are): each visit looks a little further back. The
// first visit brings the newest page. A search alone gives the newest first
// whatever is asked (Mastodon's app/services/statuses_search_service.rb), and is
// read on until it shows nothing older that is new.
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
	path, q, err := s.path(ctx, u, &st)
	if err != nil {
		return b, err
	}
	q.Set("limit", strconv.Itoa(pageSize))
	if st.Last != "" {
		q.Set("min_id", st.Last)
		if !st.On {
			q.Set("min_id", earlier(st.Last))
		}
	}
	if isSearch(u) {
		if st.Last != "" {
			q.Set("min_id", earlier(st.Last))
		}
		if st.From > 0 {
			q.Set("offset", strconv.Itoa(st.From))
		}
	}
	posts, err := s.posts(ctx, u.Scheme+"://"+u.Host+path+"?"+q.Encode(), u)
	if err != nil && st.Account != "" && cursor != nil && vigie.KindOf(err) == vigie.NotFound {
		// The number that the server knew the account by holds no more: it was set
		// up anew, maybe, and is asked for it, and what it shows, again.
		return s.Next(ctx, nil)
	}
	if err != nil {
		return b, err
	}
	b.Home, b.Passing = s.source.Address, publicPath.MatchString(u.Path)
	was, low := st.Last, st.Low
	newest := &st.Last
	if isSearch(u) {
		newest = &st.Top
	}
	for i := range posts {
		p := &posts[i]
		if later(p.ID, *newest) {
			*newest = p.ID
		}
		if low == "" || later(low, p.ID) {
			low = p.ID
		}
		if m := s.mention(p, u.Host); m.Text != "" && len(p.Reblog) <= len("null") {
			b.Mentions = append(b.Mentions, m)
		}
	}
	if isSearch(u) {
		// A page may be short of what its reader hides: only one without anything
		// older is the last, whatever the server makes of where to go on.
		if b.More = cursor != nil && low != st.Low; b.More {
			st.From, st.Low = st.From+pageSize, low
		} else {
			if later(st.Top, st.Last) {
				st.Last = st.Top
			}
			st.From, st.Top, st.Low = 0, "", ""
		}
	} else {
		// A full page that leads no further is one of the late ones alone.
		b.More = len(posts) >= pageSize && cursor != nil && (st.Last != was || !st.On)
	}
	b.Unchanged = len(posts) == 0 && !b.More && !st.On
	st.On = b.More
	b.Cursor, err = json.Marshal(st)
	return b, err
}

// late is how long a post of another server may take to arrive.
const late = 10 * time.Minute

// earlier returns the id of a moment before that of another: ids are made of
// milliseconds and 16 bits more (Mastodon's lib/mastodon/snowflake.rb). An id
// that is not is returned as it is.
func earlier(id string) string {
	n, err := strconv.ParseInt(id, 10, 64)
	// The smallest id of 2010: other software counts, or writes letters.
	if err != nil || n < 1262304000000<<16 {
		return id
	}
	return strconv.FormatInt(n-late.Milliseconds()<<16, 10)
}

// posts reads one page; a search wraps it.
func (s *Source) posts(ctx context.Context, address string, u *url.URL) (posts []status, err error) {
	if !isSearch(u) {
		err = s.ask(ctx, address, &posts)
		return posts, err
	}
	var found struct {
		Statuses []status `json:"statuses"`
	}
	err = s.ask(ctx, address, &found)
	return found.Statuses, err
}

// path returns where the timeline is asked for, and how; an account is looked up
// once.
func (s *Source) path(ctx context.Context, u *url.URL, st *state) (string, url.Values, error) {
	if m := tagPath.FindStringSubmatch(u.Path); m != nil {
		return "/api/v1/timelines/tag/" + url.PathEscape(m[1]), url.Values{}, nil
	}
	if m := publicPath.FindStringSubmatch(u.Path); m != nil {
		return "/api/v1/timelines/public", url.Values{"local": {strconv.FormatBool(m[1] != "")}}, nil
	}
	if isSearch(u) {
		if s.token == "" {
			return "", nil, vigie.Errorf(vigie.Forbidden, nil, "mastodon-search-token", u.Hostname())
		}
		return "/api/v2/search", url.Values{"type": {"statuses"}, "q": {u.Query().Get("q")}}, nil
	}
	if st.Account == "" {
		who := accountPath.FindStringSubmatch(u.Path)[1]
		var a struct {
			ID string `json:"id"`
		}
		if err := s.ask(ctx, u.Scheme+"://"+u.Host+"/api/v1/accounts/lookup?"+url.Values{"acct": {who}}.Encode(), &a); err != nil {
			return "", nil, err
		}
		if a.ID == "" {
			return "", nil, vigie.Errorf(vigie.NotFound, nil, "mastodon-nobody", "@"+who, u.Host)
		}
		st.Account = a.ID
	}
	return "/api/v1/accounts/" + url.PathEscape(st.Account) + "/statuses", url.Values{"exclude_reblogs": {"true"}}, nil
}

func (s *Source) ask(ctx context.Context, address string, into any) error {
	r := fetch.Request{URL: address, Accept: "application/json"}
	if !s.isOwn(address) {
		return fetch.JSON(ctx, s.client, r, into)
	}
	r.Token = s.token
	return s.refused(fetch.JSON(ctx, s.client, r, into))
}

// isOwn reports whether an address is of the server that the source is read at:
// no other is told the token.
func (s *Source) isOwn(address string) bool {
	a, err := url.Parse(address)
	b, err2 := url.Parse(s.source.Address)
	return err == nil && err2 == nil && a.Scheme == b.Scheme && a.Host == b.Host
}

// refused tells a refusal by what a person can do: a token is missing, or the
// one given holds no more.
func (s *Source) refused(err error) error {
	var e *vigie.Error
	if !errors.As(err, &e) || e.Tell.ID != "fetch-forbidden" {
		return err
	}
	id := "mastodon-token-missing"
	if s.token != "" {
		id = "mastodon-token-expired"
	}
	return vigie.Errorf(vigie.Forbidden, err, id, s.host())
}

// host names the server.
func (s *Source) host() string {
	if u, err := url.Parse(s.source.Address); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return s.source.Site
}

// later reports whether id a is newer than b: ids are numbers that grow, of any
// length, told as text.
func later(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

// mediaMost bounds the pictures of a post whose words are read.
const mediaMost = 8

// mediaOf are what a server calls media (entities/MediaAttachment).
var mediaOf = map[string]vigie.Media{"image": vigie.MediaImage, "gifv": vigie.MediaVideo, "video": vigie.MediaVideo, "audio": vigie.MediaSound}

func (s *Source) mention(p *status, host string) vigie.Mention {
	words := text.Clean(page.PlainText(p.Content))
	if warn := text.OneLine(p.Spoiler); warn != "" {
		words = text.Clean(warn + "\n\n" + words)
	}
	for _, a := range p.Media[:min(len(p.Media), mediaMost)] {
		// What its author wrote under a picture, for those who do not see it.
		words = text.Clean(words + "\n\n" + page.PlainText(a.Alt))
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
	for _, a := range p.Media {
		m.Media |= mediaOf[a.Type]
	}
	if p.Card != nil {
		if u, err := url.Parse(p.Card.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			m.Links = []string{p.Card.URL}
		}
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
