package mastodon

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"regexp"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// Each post is asked for at the server it was written on: that one knows its
// counts whole, and whether it still stands.
const (
	// reviewMost is how many posts are asked for at once (methods/statuses,
	// "View multiple statuses", since Mastodon 4.3).
	reviewMost = 20
	// aloneMost bounds the posts asked for one by one of a server that cannot
	// give several, in one review.
	aloneMost = 5
)

// statusPath is the page of a post on a Mastodon server. Other software of the
// Fediverse has other addresses, and other ids.
var statusPath = regexp.MustCompile(`^/@[A-Za-z0-9_.-]+/([0-9]+)$`)

// Review implements listen.Reviewer. A server that refuses or fails leaves the
// others to be asked; its error is returned where none answered.
func (s *Source) Review(ctx context.Context, ms []vigie.Mention) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	var servers []string
	posts := map[string]map[string]vigie.Key{} // by server, then id
	for i := range ms {
		u, err := url.Parse(ms[i].URL)
		if err != nil || ms[i].Network != Network {
			continue
		}
		id := statusPath.FindStringSubmatch(u.Path)
		if id == nil {
			continue
		}
		server := u.Scheme + "://" + u.Host
		if posts[server] == nil {
			posts[server] = map[string]vigie.Key{}
			servers = append(servers, server)
		}
		posts[server][id[1]] = ms[i].Key
	}
	var failed error
	answered := false
	for _, server := range servers {
		err := s.reviewServer(ctx, server, posts[server], &b)
		if ctx.Err() != nil {
			return b, ctx.Err()
		}
		answered = answered || err == nil
		failed = errors.Join(failed, err)
	}
	if answered {
		return b, nil
	}
	return b, failed
}

// reviewServer asks one server for posts of its own.
func (s *Source) reviewServer(ctx context.Context, server string, posts map[string]vigie.Key, b *listen.Batch) error {
	u, err := url.Parse(server)
	if err != nil {
		return err
	}
	told := func(p *status) {
		key, ok := posts[p.ID]
		if !ok {
			return
		}
		delete(posts, p.ID)
		m := s.mention(p, u.Host)
		m.Key = key
		b.Again = append(b.Again, m)
	}
	several := true
	for some := range slices.Chunk(slices.Sorted(maps.Keys(posts)), reviewMost) {
		var list []status
		err := s.ask(ctx, server+"/api/v1/statuses?"+url.Values{"id[]": some}.Encode(), &list)
		if isNotFound(err) {
			several = false // an older server
			break
		}
		if err != nil {
			return err
		}
		for i := range list {
			told(&list[i])
		}
	}
	// What was not given is asked for alone: gone is only what a server that does
	// answer for posts says not to have.
	answers := several
	var gone []vigie.Key
	left := slices.Sorted(maps.Keys(posts))
	for _, id := range left[max(0, len(left)-aloneMost):] { // the newest
		key := posts[id]
		var p status
		err := s.ask(ctx, server+"/api/v1/statuses/"+id, &p)
		switch {
		case err == nil:
			answers = true
			told(&p)
		case isNotFound(err):
			gone = append(gone, key)
		default:
			return err
		}
	}
	if answers {
		b.Gone = append(b.Gone, gone...)
	}
	return nil
}

func isNotFound(err error) bool { return err != nil && vigie.KindOf(err) == vigie.NotFound }
