package feed

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

// PastSource reads the older documents of a feed that has some: an archived or
// a paged one (RFC 5005), or WordPress's, whose pages are numbered. It is a
// listen.Historian, safe for several goroutines.
type PastSource struct {
	*Source
}

// NewPast makes the way into the past of the feed s.
func NewPast(client Getter, s vigie.Source, o Options) *PastSource {
	return &PastSource{New(client, s, o)}
}

// pastDocuments bounds how many documents of one feed are read: at ten items
// each, some years of a blog.
const pastDocuments = 200

// pastState is where going back stands.
type pastState struct {
	URL  string   `json:"url"`            // of the document to read; empty at the end
	Skip int      `json:"skip,omitempty"` // its items that were brought already
	Seen []string `json:"seen,omitempty"` // marks of documents read
	How  string   `json:"how,omitempty"`  // id of a sentence
}

// Before implements listen.Historian.
func (s *PastSource) Before(ctx context.Context, cursor []byte) (listen.Past, error) {
	st := pastState{URL: s.source.Address}
	first := len(cursor) == 0
	if !first && json.Unmarshal(cursor, &st) != nil {
		st, first = pastState{URL: s.source.Address}, true
	}
	var past listen.Past
	if err := s.step(ctx, &st, first, &past); err != nil {
		return past, err
	}
	if st.How != "" {
		past.Method = vigie.Say(st.How)
	}
	past.Whole, past.Left, past.Done = true, -1, st.URL == ""
	var err error
	past.Cursor, err = json.Marshal(st)
	return past, err
}

// step reads one document. The first, which visits read too, is only asked
// where the older ones are.
func (s *PastSource) step(ctx context.Context, st *pastState, first bool, past *listen.Past) error {
	res, err := s.client.Get(ctx, fetch.Request{URL: st.URL, Accept: accept})
	if err != nil {
		if !first && vigie.KindOf(err) == vigie.NotFound {
			st.URL = "" // numbered pages end so
			return nil
		}
		return err
	}
	f, err := parse(res.Body, res.Charset)
	if err != nil {
		if !first && vigie.KindOf(err) == vigie.Invalid {
			st.URL = ""
			return nil
		}
		return nameHost(err, res.URL)
	}
	st.Seen = append(st.Seen, fetch.Mark(st.URL))
	if !first {
		b := listen.Batch{}
		items := s.items(f, res.URL, &b)
		past.Problems = b.Problems
		if len(items) == 0 {
			st.URL = ""
			return nil
		}
		if whole, err := s.bringPast(ctx, items, st, past); err != nil || !whole {
			st.Seen = st.Seen[:len(st.Seen)-1]
			return err
		}
	}
	next, how := older(f, res.URL, st.URL)
	if next == "" || slices.Contains(st.Seen, fetch.Mark(next)) || len(st.Seen) >= pastDocuments {
		st.URL = ""
		return nil
	}
	st.URL, st.Skip, st.How = next, 0, how
	return nil
}

// bringPast takes the items of a document, reading the pages of teasers as far
// as a step's share goes; whole is false where some are left for the next step.
func (s *PastSource) bringPast(ctx context.Context, items []item, st *pastState, past *listen.Past) (whole bool, err error) {
	failed := 0
	var why error
	for i := min(st.Skip, len(items)); i < len(items); i++ {
		it := items[i]
		if s.wantsPage(it) && failed < givenUp {
			if past.Looked == s.opts.MaxPages {
				st.Skip = i
				return false, nil
			}
			past.Looked++
			a, err := s.opts.Page(ctx, it.mention.URL)
			switch {
			case ctx.Err() != nil:
				return false, ctx.Err()
			case err != nil:
				failed++
				why = err
			default:
				it.fill(a, s.opts.Now())
			}
		}
		past.Mentions = append(past.Mentions, it.mention)
	}
	if failed > 0 {
		past.Problems = append(past.Problems, vigie.Say("feed-pages-failed", failed, vigie.Tell(why)))
	}
	past.Looked = max(past.Looked, 1)
	return true, nil
}

// older returns the address of the document before this one and how it was
// told; empty where there is none.
func older(f parsed, from, asked string) (address, how string) {
	links := map[string]string{}
	if a, ok := f.OriginalFeed().(*atom.Feed); ok {
		for _, l := range a.Links {
			links[l.Rel] = l.Href
		}
	}
	if j, ok := f.OriginalFeed().(*jsonfeed.Feed); ok {
		links["next"] = j.NextURL // JSON Feed 1.1
	}
	for _, l := range f.Extensions["atom"]["link"] {
		links[l.Attrs["rel"]] = l.Attrs["href"]
	}
	// RFC 5005: section 4, archived feeds; section 3, paged feeds.
	for _, rel := range []string{"prev-archive", "next"} {
		if a := absolute(links[rel], from); a != "" {
			return a, "back-paged"
		}
	}
	if strings.Contains(strings.ToLower(f.Generator), "wordpress") {
		return numbered(asked), "back-numbered"
	}
	return "", ""
}

// numbered returns the address of the next page of a WordPress feed.
func numbered(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	q := u.Query()
	n, err := strconv.Atoi(q.Get("paged"))
	if err != nil {
		n = 1
	}
	q.Set("paged", strconv.Itoa(n+1))
	u.RawQuery = q.Encode()
	return u.String()
}
