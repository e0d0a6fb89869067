package mastodon

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

// Stream is a hashtag or a public timeline that speaks as posts arrive
// (docs.joinmastodon.org, methods/streaming, over HTTP). What was posted while
// nobody listened is read as a Source reads it: at each opening, and where the
// server opens no stream. Its fields are not changed after Stream was called.
type Stream struct {
	Source *Source
	Client *http.Client // nil means http.DefaultClient
	Agent  string       // User-Agent
	// Silence is how long nothing may come, not even the comment that a server
	// sends every fifteen seconds, before the stream is taken for cut; 1 min when
	// zero. Every is how often what was heard is handed on, at the latest; 1 s
	// when zero.
	Silence time.Duration
	Every   time.Duration
}

const (
	usualSilence = time.Minute
	usualEvery   = time.Second
	eventBytes   = 1 << 20 // of one event; a post has 500 characters, some servers allow more
	pagesMost    = 500     // read at one opening: what was said meanwhile
	batchMost    = 500
	keysMost     = 20_000 // posts of which a deletion is understood
	// refusedWait is how long until a server that opens no stream is visited again.
	refusedWait = 5 * time.Minute
)

// Stream implements listen.Streamer.
func (s *Stream) Stream(ctx context.Context, cursor []byte, emit func(context.Context, listen.Batch) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	body, refused := s.dial(ctx)
	heard := make(chan status, 4096)
	cut := make(chan error, 1)
	if refused == nil {
		// It is read from now on, while what came before is caught up with.
		go func() {
			cut <- s.read(ctx, body, heard)
			close(heard)
		}()
	}
	cursor, err := s.catchUp(ctx, cursor, emit)
	if err != nil {
		return err
	}
	if refused != nil {
		return refused
	}
	if err := s.gather(ctx, cursor, heard, emit); err != nil {
		return err
	}
	return <-cut
}

// catchUp reads what was posted since the cursor.
func (s *Stream) catchUp(ctx context.Context, cursor []byte, emit func(context.Context, listen.Batch) error) ([]byte, error) {
	for range pagesMost {
		b, err := s.Source.Next(ctx, cursor)
		if err != nil {
			return cursor, err
		}
		if !b.Unchanged {
			if err := emit(ctx, b); err != nil {
				return cursor, err
			}
			cursor = b.Cursor
		}
		if !b.More {
			break
		}
	}
	return cursor, nil
}

// gather makes batches of posts until there are no more.
func (s *Stream) gather(ctx context.Context, cursor []byte, heard <-chan status, emit func(context.Context, listen.Batch) error) error {
	var st state
	if json.Unmarshal(cursor, &st) != nil {
		st = state{}
	}
	u, err := url.Parse(s.Source.source.Address)
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "mastodon-address", s.Source.source.Address)
	}
	every := s.Every
	if every <= 0 {
		every = usualEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	var b listen.Batch
	// A stream tells a deletion by the server's own number alone: of what this
	// one told, the key is known. Others are found when they are looked at again.
	keys := map[string]vigie.Key{}
	flush := func() error {
		if len(b.Mentions)+len(b.Gone) == 0 {
			return nil
		}
		b.Source, b.Passing = s.Source.source.ID, publicPath.MatchString(u.Path)
		b.Cursor, _ = json.Marshal(st) // texts and a truth: it cannot fail
		err := emit(ctx, b)
		b = listen.Batch{}
		return err
	}
	for {
		select {
		case p, ok := <-heard:
			if !ok {
				return flush()
			}
			if p.deleted {
				if key, ok := keys[p.ID]; ok {
					b.Gone = append(b.Gone, key)
				}
				continue
			}
			if later(p.ID, st.Last) {
				st.Last = p.ID
			}
			if m := s.Source.mention(&p, u.Host); m.Text != "" && len(p.Reblog) <= len("null") {
				b.Mentions = append(b.Mentions, m)
				if len(keys) >= keysMost {
					clear(keys)
				}
				keys[p.ID] = m.Key
			}
			if len(b.Mentions) >= batchMost {
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

// dial opens the stream.
func (s *Stream) dial(ctx context.Context) (io.ReadCloser, error) {
	address, err := s.address(ctx)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "mastodon-address", s.Source.source.Address)
	}
	r.Header.Set("User-Agent", s.Agent)
	r.Header.Set("Accept", "text/event-stream")
	if err := fetch.Authorize(r, s.Source.token); err != nil {
		return nil, err
	}
	client := s.Client
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(r)
	if err != nil {
		return nil, vigie.Errorf(vigie.Unavailable, err, "stream-cut", s.Source.host())
	}
	if res.StatusCode == http.StatusOK && strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		return res.Body, nil
	}
	_ = res.Body.Close() // nothing of it is wanted
	return nil, s.closed(res.StatusCode)
}

// closed tells why a server opens no stream, and when to come back: meanwhile
// its timelines are read at each return.
func (s *Stream) closed(status int) error {
	host := s.Source.host()
	var err error
	switch denied := status == http.StatusUnauthorized || status == http.StatusForbidden; {
	case status == http.StatusTooManyRequests || status >= 500:
		err = vigie.Errorf(vigie.Unavailable, nil, "fetch-server", host, status)
	case denied && s.Source.token != "":
		err = vigie.Errorf(vigie.Forbidden, nil, "mastodon-token-expired", host)
	case denied:
		err = vigie.Errorf(vigie.Forbidden, nil, "mastodon-stream-token", host, refusedWait)
	default:
		err = vigie.Errorf(vigie.Unavailable, nil, "mastodon-stream-refused", host, refusedWait)
	}
	return &listen.RetryAfter{Wait: refusedWait, Err: err}
}

// address returns where the stream is: large servers keep streams on a host of
// their own, which they name.
func (s *Stream) address(ctx context.Context) (string, error) {
	u, err := url.Parse(s.Source.source.Address)
	if err != nil {
		return "", vigie.Errorf(vigie.Invalid, err, "mastodon-address", s.Source.source.Address)
	}
	at := url.URL{Scheme: u.Scheme, Host: u.Host}
	switch tag, public := tagPath.FindStringSubmatch(u.Path), publicPath.FindStringSubmatch(u.Path); {
	case tag != nil:
		at.Path, at.RawQuery = "/api/v1/streaming/hashtag", url.Values{"tag": {tag[1]}}.Encode()
	case public != nil:
		at.Path = "/api/v1/streaming/public" + public[1]
	default:
		return "", vigie.Errorf(vigie.Invalid, nil, "mastodon-stream-what", s.Source.source.Address)
	}
	var instance struct {
		Configuration struct {
			URLs struct {
				Streaming string `json:"streaming"`
			} `json:"urls"`
		} `json:"configuration"`
	}
	var told *vigie.Error
	if err := s.Source.ask(ctx, u.Scheme+"://"+u.Host+"/api/v2/instance", &instance); err != nil {
		if errors.As(err, &told) && told.Kind != vigie.Unavailable {
			return at.String(), nil // an older server, or another software: on its own host
		}
		return "", err
	}
	if o, err := url.Parse(instance.Configuration.URLs.Streaming); err == nil && o.Host != "" {
		at.Host = o.Host
		if at.Scheme = "https"; o.Scheme == "ws" || o.Scheme == "http" {
			at.Scheme = "http"
		}
	}
	return at.String(), nil
}

// read hands on the posts that a stream tells, new ones, those that their
// authors changed and those that they deleted, until it ends or falls silent.
func (s *Stream) read(ctx context.Context, body io.ReadCloser, heard chan<- status) error {
	silence := s.Silence
	if silence <= 0 {
		silence = usualSilence
	}
	silent := make(chan struct{})
	alarm := time.AfterFunc(silence, func() {
		close(silent)
		_ = body.Close() // it ends the reading below
	})
	ended := context.AfterFunc(ctx, func() { _ = body.Close() })
	defer func() {
		ended()
		if alarm.Stop() {
			_ = body.Close()
		}
	}()
	lines := bufio.NewScanner(body)
	lines.Buffer(make([]byte, 0, 64<<10), eventBytes)
	event := ""
	for lines.Scan() {
		alarm.Reset(silence)
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case lines.Text() == "":
			event = ""
		case name == "event":
			event = value
		case name == "data" && (event == "update" || event == "status.update"):
			var p status
			if json.Unmarshal([]byte(value), &p) != nil || p.ID == "" {
				continue // half an event; the next opening reads the timeline
			}
			select {
			case heard <- p:
			case <-ctx.Done():
				return ctx.Err()
			}
		case name == "data" && event == "delete" && value != "":
			p := status{ID: value, deleted: true}
			select {
			case heard <- p:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	select {
	case <-silent:
		return vigie.Errorf(vigie.Unavailable, lines.Err(), "stream-silent", s.Source.host(), silence)
	default:
	}
	if err := lines.Err(); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "stream-cut", s.Source.host())
	}
	return vigie.Errorf(vigie.Unavailable, nil, "stream-ended", s.Source.host())
}
