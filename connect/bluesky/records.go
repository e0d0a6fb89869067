package bluesky

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/text"
)

// record is one of com.atproto.repo.listRecords: what a personal data server
// keeps of an account, newest first, for anybody to read.
type record struct {
	URI   string `json:"uri"`
	Value post   `json:"value"`
}

// account is whose posts a personal data server was asked for: records do not
// tell their author.
type account struct {
	DID    string `json:"did"`
	Handle string `json:"handle,omitempty"`
	Name   string `json:"name,omitempty"`
}

// kept makes views of records, looking up once whose they are. The server does
// not tell when it first saw a post, nor what others made of it.
func (s *Source) kept(ctx context.Context, asked *url.URL, st *state, records []record) ([]view, error) {
	if st.Who == nil {
		who, err := s.who(ctx, asked)
		if err != nil {
			return nil, err
		}
		st.Who = &who
	}
	var out []view
	for i := range records {
		r := &records[i]
		if !strings.HasPrefix(r.URI, "at://"+st.Who.DID+"/"+postCollection+"/") {
			continue // a server speaks for its own accounts alone
		}
		v := view{URI: r.URI, Record: r.Value, Replies: -1, Reposts: -1, Likes: -1}
		v.Author.DID, v.Author.Handle, v.Author.Display = st.Who.DID, st.Who.Handle, st.Who.Name
		out = append(out, v)
	}
	return out, nil
}

// who asks a server for the account that an address of records names.
func (s *Source) who(ctx context.Context, asked *url.URL) (account, error) {
	repo := asked.Query().Get("repo")
	at := func(method string, q url.Values) string {
		u := url.URL{Scheme: asked.Scheme, Host: asked.Host, Path: "/xrpc/" + method, RawQuery: q.Encode()}
		return u.String()
	}
	var a account
	if err := s.ask(ctx, at("com.atproto.repo.describeRepo", url.Values{"repo": {repo}}), &a); err != nil {
		return a, err
	}
	if a.DID == "" {
		return a, vigie.Errorf(vigie.NotFound, nil, "bluesky-nobody", repo, asked.Hostname())
	}
	var profile struct {
		Value struct {
			Name string `json:"displayName"`
		} `json:"value"`
	}
	err := s.ask(ctx, at("com.atproto.repo.getRecord", url.Values{"repo": {a.DID}, "collection": {"app.bsky.actor.profile"}, "rkey": {"self"}}), &profile)
	if err != nil && vigie.KindOf(err) == vigie.Unavailable {
		return a, err // else there is no profile
	}
	a.Name = cmp.Or(text.OneLine(profile.Value.Name), a.Handle)
	return a, nil
}

// ask reads one answer of a server.
func (s *Source) ask(ctx context.Context, address string, into any) error {
	return fetch.JSON(ctx, s.client, fetch.Request{URL: address, Accept: "application/json"}, into)
}
