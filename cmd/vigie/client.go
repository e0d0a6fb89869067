package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// client speaks to the api: of the process that owns the data folder, else of
// this one, which then owns it until close.
type client struct {
	http  *http.Client
	lang  string
	local *program // set where this process owns the data
	close func() error
}

// connect returns a client to the data folder. A command that only reads wants
// the folder to be there already.
func (s *session) connect(ctx context.Context, create bool, l listening) (*client, error) {
	if t := dialSocket(ctx, s.cli.Data); t != nil {
		return &client{http: &http.Client{Transport: t}, lang: s.lang, close: func() error { return nil }}, nil
	}
	if !create {
		if _, err := os.Stat(s.cli.Data); err != nil {
			return nil, vigie.Errorf(vigie.NotFound, err, "cli-no-data", s.cli.Data)
		}
	}
	prog, err := s.open(ctx, l)
	if err != nil {
		return nil, err
	}
	t := &inProcess{handler: prog.api(ownDoor)}
	return &client{http: &http.Client{Transport: t}, lang: s.lang, local: prog, close: func() error {
		t.Wait()
		return prog.close()
	}}, nil
}

// with opens a client, runs do and closes the client.
func (s *session) with(ctx context.Context, create bool, l listening, do func(*client) error) error {
	c, err := s.connect(ctx, create, l)
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.close())
}

// ask sends one request and returns the answer, or the error in it.
func (c *client) ask(ctx context.Context, method, path string, v url.Values, body io.Reader) (*http.Response, error) {
	u := "http://vigie" + api.Prefix + path
	if len(v) > 0 {
		u += "?" + v.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, u, body)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", path, err)
	}
	r.Header.Set("Accept-Language", c.lang)
	resp, err := c.http.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, vigie.Errorf(vigie.Unavailable, err, "cli-owner-gone")
	}
	if resp.StatusCode < 400 {
		return resp, nil
	}
	defer resp.Body.Close()
	told := &toldError{}
	if err := json.NewDecoder(resp.Body).Decode(&told.wire); err != nil {
		return nil, fmt.Errorf("ask %s: status %d: %w", path, resp.StatusCode, err)
	}
	return nil, told
}

// get reads one JSON value.
func (c *client) get(ctx context.Context, path string, v url.Values, out any) error {
	return c.exchange(ctx, http.MethodGet, path, v, nil, out)
}

// send sends one JSON value and reads one.
func (c *client) send(ctx context.Context, method, path string, in, out any) error {
	return c.exchange(ctx, method, path, nil, in, out)
}

func (c *client) exchange(ctx context.Context, method, path string, v url.Values, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("ask %s: %w", path, err)
		}
		body = bytes.NewReader(b)
	}
	resp, err := c.ask(ctx, method, path, v, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if out == nil {
		out = &json.RawMessage{}
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "cli-owner-gone")
	}
	return nil
}

// stream sends a request and calls line for every JSON object of the answer.
// A stream that breaks off is Unavailable: what was acknowledged stands.
func stream[T any](ctx context.Context, c *client, path string, v url.Values, body io.Reader, line func(T) error) error {
	resp, err := c.ask(ctx, http.MethodPost, path, v, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	dec := json.NewDecoder(resp.Body)
	for {
		var t T
		if err := dec.Decode(&t); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return vigie.Errorf(vigie.Unavailable, err, "cli-owner-gone")
		}
		if err := line(t); err != nil {
			return err
		}
	}
}

// postTo sends in and copies the answer as it comes.
func (c *client) postTo(ctx context.Context, w io.Writer, path string, in any) (int64, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return 0, fmt.Errorf("ask %s: %w", path, err)
	}
	return c.pour(ctx, w, http.MethodPost, path, nil, bytes.NewReader(b))
}

// copyTo copies a streamed answer; a copy that breaks off is an error.
func (c *client) copyTo(ctx context.Context, w io.Writer, path string, v url.Values) (int64, error) {
	return c.pour(ctx, w, http.MethodGet, path, v, nil)
}

// pour asks, and copies the answer as it comes.
func (c *client) pour(ctx context.Context, w io.Writer, method, path string, v url.Values, in io.Reader) (int64, error) {
	resp, err := c.ask(ctx, method, path, v, in)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(w, resp.Body)
	if err != nil {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		return n, vigie.Errorf(vigie.Unavailable, err, "cli-owner-gone")
	}
	return n, nil
}
