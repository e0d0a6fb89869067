package bluesky

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// reviewMost is how many posts getPosts gives at once (lexicon
// app.bsky.feed.getPosts).
const reviewMost = 25

// Review implements listen.Reviewer, by app.bsky.feed.getPosts of the server
// that the source is asked at. A post that is not among those given is asked for
// alone, beside one that was given: gone is what is missing twice.
func (s *Source) Review(ctx context.Context, ms []vigie.Mention) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	u, err := url.Parse(s.source.Address)
	if err != nil || !strings.Contains(u.Path, "/app.bsky.feed.") {
		return b, nil // one account's own server knows no counts
	}
	var uris []string
	for i := range ms {
		if uri, ok := strings.CutPrefix(string(ms[i].Key), Network+":"); ok && webOf(uri) != "" {
			uris = append(uris, uri)
		}
	}
	for some := range slices.Chunk(uris, reviewMost) {
		missing, witness, err := s.reviewPosts(ctx, u, some, &b)
		if err != nil {
			return b, err
		}
		if witness == "" {
			continue // a server that gives nothing says nothing
		}
		for again := range slices.Chunk(missing, reviewMost-1) {
			var sure listen.Batch
			gone, _, err := s.reviewPosts(ctx, u, append([]string{witness}, again...), &sure)
			if err != nil {
				return b, err
			}
			if slices.Contains(gone, witness) {
				continue
			}
			for _, uri := range gone {
				b.Gone = append(b.Gone, vigie.NewKey(Network, uri, webOf(uri)))
			}
		}
	}
	return b, nil
}

// reviewPosts asks for posts, and returns which were not given and one that was.
func (s *Source) reviewPosts(ctx context.Context, at *url.URL, uris []string, b *listen.Batch) (missing []string, given string, err error) {
	u := url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/xrpc/app.bsky.feed.getPosts", RawQuery: url.Values{"uris": uris}.Encode()}
	var got struct {
		Posts []view `json:"posts"`
	}
	if err := s.ask(ctx, u.String(), &got); err != nil {
		return nil, "", err
	}
	missing = slices.Clone(uris)
	for i := range got.Posts {
		p := &got.Posts[i]
		at := slices.Index(missing, p.URI)
		if at < 0 {
			continue // not asked for
		}
		missing = slices.Delete(missing, at, at+1)
		given = p.URI
		if m := s.mention(p); m.Text != "" {
			b.Again = append(b.Again, m)
		}
	}
	return missing, given, nil
}
