// Package bluesky listens to Bluesky: Jetstream, the stream of everything that
// is posted in the open, with its cursor and replay, and the search and the
// posts of an account over XRPC. It needs no account of one's own for the
// stream. It answers nothing and keeps nothing.
package bluesky

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Network is what Bluesky is called in keys and mentions.
const Network = "bluesky"

const postCollection = "app.bsky.feed.post"

// Jetstream is the stream of one server. Its fields are not changed after
// Stream was called.
type Jetstream struct {
	Client  *http.Client // nil means http.DefaultClient
	Agent   string       // User-Agent
	Address string       // wss://host/subscribe
	// Silence is how long nothing may be said before the stream is taken for
	// cut: the network posts dozens of times a second. 30 s when zero.
	Silence time.Duration
	// Every is how often what was heard is handed on, at the latest; 1 s when
	// zero. Most bounds how many posts are handed on together; 1,000 when zero.
	Every time.Duration
	Most  int
}

const (
	usualSilence = 30 * time.Second
	usualEvery   = time.Second
	usualMost    = 1000
	// eventBytes bounds one event; a post has 300 characters and its marks.
	eventBytes = 1 << 20
	// overlap is how far before the last event a stream is opened again: events
	// of one moment may come in another order. What comes twice has one key.
	overlap = 5 * time.Second
)

// event is what a Jetstream says at once (README of bluesky-social/jetstream).
type event struct {
	DID    string `json:"did"`
	Time   int64  `json:"time_us"`
	Kind   string `json:"kind"`
	Commit *struct {
		Operation  string `json:"operation"`
		Collection string `json:"collection"`
		Key        string `json:"rkey"`
		Record     *post  `json:"record"`
	} `json:"commit"`
	Account *struct {
		Active bool   `json:"active"`
		Status string `json:"status"`
	} `json:"account"`
}

// post is an app.bsky.feed.post record, as far as it is read.
type post struct {
	Text    string   `json:"text"`
	Created string   `json:"createdAt"`
	Langs   []string `json:"langs"`
	Reply   *struct {
		Root   ref `json:"root"`
		Parent ref `json:"parent"`
	} `json:"reply"`
	Facets []struct {
		Features []struct {
			URI string `json:"uri"`
		} `json:"features"`
	} `json:"facets"`
	Embed *embed `json:"embed"`
}

type ref struct {
	URI string `json:"uri"`
}

// place is where the stream was left.
type place struct {
	Time int64 `json:"time_us"`
}

// Stream implements listen.Streamer. Batches are Passing: of all that is said
// there, only what a topic wants is kept.
func (j *Jetstream) Stream(ctx context.Context, cursor []byte, emit func(context.Context, listen.Batch) error) error {
	conn, err := j.dial(ctx, cursor)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	conn.SetReadLimit(eventBytes)

	silence := j.Silence
	if silence <= 0 {
		silence = usualSilence
	}
	read, stop := context.WithCancel(ctx)
	defer stop()
	messages := make(chan []byte, 4096)
	cut := make(chan error, 1)
	go func() {
		for {
			wait, done := context.WithTimeout(read, silence)
			_, b, err := conn.Read(wait)
			silent := wait.Err() != nil && read.Err() == nil
			done()
			if err != nil {
				if silent {
					err = vigie.Errorf(vigie.Unavailable, err, "stream-silent", hostOf(j.Address), silence)
				}
				cut <- err
				close(messages)
				return
			}
			select {
			case messages <- b:
			case <-read.Done():
				cut <- read.Err()
				close(messages)
				return
			}
		}
	}()
	if err := j.gather(ctx, messages, emit); err != nil {
		return err
	}
	return j.fault(<-cut)
}

// gather makes batches of messages until there are no more.
func (j *Jetstream) gather(ctx context.Context, messages <-chan []byte, emit func(context.Context, listen.Batch) error) error {
	every, most := j.Every, j.Most
	if every <= 0 {
		every = usualEvery
	}
	if most <= 0 {
		most = usualMost
	}
	var b listen.Batch
	var at place
	broken := 0
	flush := func() error {
		if at.Time == 0 {
			return nil
		}
		b.Passing = true
		b.Cursor, _ = json.Marshal(at) // one number: it cannot fail
		if broken > 0 {
			b.Problems = append(b.Problems, vigie.Say("stream-broken", broken))
		}
		err := emit(ctx, b)
		b, at, broken = listen.Batch{}, place{}, 0
		return err
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case raw, ok := <-messages:
			if !ok {
				return flush()
			}
			var e event
			if err := json.Unmarshal(raw, &e); err != nil {
				broken++
				continue
			}
			at.Time = max(at.Time, e.Time)
			if key := e.gone(); key != "" {
				b.Gone = append(b.Gone, key)
			} else if e.left() {
				b.GoneAuthors = append(b.GoneAuthors, vigie.Author{Account: e.DID}.Key(Network, ""))
			} else if m, ok := e.mention(); ok {
				if e.Commit.Operation == "update" {
					b.Again = append(b.Again, m)
				} else {
					b.Mentions = append(b.Mentions, m)
				}
			}
			if len(b.Mentions)+len(b.Again)+len(b.Gone)+len(b.GoneAuthors) >= most {
				if err := flush(); err != nil {
					return err
				}
			}
		case <-tick.C:
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

// dial opens the stream where it was left.
func (j *Jetstream) dial(ctx context.Context, cursor []byte) (*websocket.Conn, error) {
	u, err := url.Parse(j.Address)
	if err != nil || u.Host == "" {
		return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", j.Address)
	}
	q := u.Query()
	q.Set("wantedCollections", postCollection)
	var at place
	if json.Unmarshal(cursor, &at) == nil && at.Time > 0 {
		q.Set("cursor", strconv.FormatInt(at.Time-overlap.Microseconds(), 10))
	}
	u.RawQuery = q.Encode()
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	conn, res, err := websocket.Dial(ctx, u.String(), &websocket.DialOptions{HTTPClient: j.Client, HTTPHeader: http.Header{"User-Agent": {j.Agent}}})
	if err == nil {
		return conn, nil
	}
	if res != nil {
		return nil, refused(res, u.Hostname(), err)
	}
	return nil, j.fault(err)
}

// refused tells a status that is no stream.
func refused(res *http.Response, host string, cause error) error {
	switch {
	case res.StatusCode == http.StatusTooManyRequests:
		wait := time.Minute
		if n, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && n > 0 {
			wait = min(time.Duration(n)*time.Second, listen.Longest)
		}
		return &listen.RetryAfter{Wait: wait, Err: vigie.Errorf(vigie.Unavailable, cause, "fetch-busy", host, wait)}
	case res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden:
		return vigie.Errorf(vigie.Forbidden, cause, "fetch-forbidden", host, res.StatusCode)
	default:
		return vigie.Errorf(vigie.Unavailable, cause, "fetch-server", host, res.StatusCode)
	}
}

// fault tells why a stream ended.
func (j *Jetstream) fault(err error) error {
	var told *vigie.Error
	if err == nil || errors.As(err, &told) {
		return err
	}
	if errors.Is(err, io.EOF) || websocket.CloseStatus(err) >= 0 {
		return vigie.Errorf(vigie.Unavailable, err, "stream-ended", hostOf(j.Address))
	}
	return vigie.Errorf(vigie.Unavailable, err, "stream-cut", hostOf(j.Address))
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Hostname()
	}
	return address
}

// gone returns the key of the post that an event takes back; empty where it
// takes back none.
func (e *event) gone() vigie.Key {
	c := e.Commit
	if c == nil || c.Operation != "delete" || c.Collection != postCollection || e.DID == "" || c.Key == "" {
		return ""
	}
	uri := "at://" + e.DID + "/" + postCollection + "/" + c.Key
	return vigie.NewKey(Network, uri, webOf(uri))
}

// left reports whether an event says that an account is gone whole: its owner
// deleted it, or the network took it down (com.atproto.sync.subscribeRepos,
// #account). One that is suspended or deactivated may come back, as it was.
func (e *event) left() bool {
	a := e.Account
	return a != nil && e.DID != "" && !a.Active && (a.Status == "deleted" || a.Status == "takendown")
}

// mention makes a mention of an event that is a post with words, new or changed.
func (e *event) mention() (vigie.Mention, bool) {
	c := e.Commit
	if c == nil || c.Operation != "create" && c.Operation != "update" || c.Collection != postCollection || c.Record == nil || e.DID == "" || c.Key == "" {
		return vigie.Mention{}, false
	}
	m := c.Record.mention("at://"+e.DID+"/"+postCollection+"/"+c.Key, e.DID, time.UnixMicro(e.Time).UTC())
	return m, m.Text != ""
}

// mention makes a mention of a post. heard is when the network saw it: the
// post's own clock is its author's, and may be wrong by years.
func (p *post) mention(uri, did string, heard time.Time) vigie.Mention {
	address := webOf(uri)
	m := vigie.Mention{
		Key: vigie.NewKey(Network, uri, address), Network: Network, Channel: vigie.Social, Site: "bsky.app", URL: address,
		Text: text.Clean(p.words()), Author: vigie.Author{Account: did, URL: "https://bsky.app/profile/" + did}, Version: 1,
	}
	m.Links, m.Media = p.shown()
	if len(p.Langs) > 0 {
		m.Declared = lang(p.Langs[0])
	}
	m.Published = heard
	if at, err := time.Parse(time.RFC3339, p.Created); err == nil && at.Before(heard.Add(time.Minute)) && at.After(heard.Add(-maxOlder)) {
		m.Published = at.UTC()
	} else if err == nil {
		m.PublishedRaw = text.OneLine(p.Created)
	}
	if p.Reply != nil && p.Reply.Parent.URI != "" {
		m.ReplyTo = vigie.NewKey(Network, p.Reply.Parent.URI, webOf(p.Reply.Parent.URI))
		m.Thread = p.Reply.Root.URI
	}
	return m
}

// maxOlder is how much older than its appearance a post may say it is: imports
// of old posts carry dates of years ago, and are no news of today.
const maxOlder = 20 * 365 * 24 * time.Hour

// webOf returns the page of a post, from at://did/app.bsky.feed.post/key.
func webOf(uri string) string {
	rest, ok := strings.CutPrefix(uri, "at://")
	if !ok {
		return ""
	}
	did, rest, _ := strings.Cut(rest, "/")
	collection, key, _ := strings.Cut(rest, "/")
	if collection != postCollection || did == "" || key == "" {
		return ""
	}
	return "https://bsky.app/profile/" + did + "/post/" + key
}

func lang(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	if len(tag) != 2 {
		return ""
	}
	return tag
}
