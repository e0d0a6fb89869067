package web

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// copies is what a list says of a mention that has copies.
type copies struct {
	N    int    // others
	Href string // all of them
}

// storyBlock is the story of a mention, on its page.
type storyBlock struct {
	vigie.Story
	Best     *sayingBest // what the copies say; nil where there is nothing to quote
	First    *storyRow   // the origin; nil where it is the mention itself
	Rows     []storyRow
	More     int // others, not shown
	Href     string
	Finding  string
	Others   int
	IsOrigin bool
}

// storyRow is one copy.
type storyRow struct {
	Path, Site, Author string
	When               time.Time
	Known              bool
}

// carriersMost is how many copies the page of a mention names.
const carriersMost = 12

// fold leaves the newest mention of each story of a list, and tells of each how
// many copies it has in all.
func (s *Server) fold(ctx context.Context, v *visit, kept []vigie.Kept) ([]vigie.Kept, map[vigie.MentionID]copies, error) {
	var out []vigie.Kept
	told := map[vigie.MentionID]copies{}
	seen := map[vigie.StoryID]bool{}
	for _, k := range kept {
		id := k.Reading.Story
		if id != 0 && seen[id] {
			continue
		}
		out = append(out, k)
		if id == 0 {
			continue
		}
		seen[id] = true
		st, err := s.o.Archive.Story(ctx, id)
		if isNotFound(err) {
			continue // its copies were erased meanwhile
		}
		if err != nil {
			return nil, nil, err
		}
		if st.Mentions > 1 {
			told[k.Mention.ID] = copies{st.Mentions - 1, v.mentions(vigie.Filter{Story: id})}
		}
	}
	return out, told, nil
}

// storyOf gathers the story of a mention; nil where it has no copies.
func (s *Server) storyOf(ctx context.Context, v *visit, k *vigie.Kept) (*storyBlock, error) {
	if k.Reading.Story == 0 {
		return nil, nil
	}
	st, err := s.o.Archive.Story(ctx, k.Reading.Story)
	if isNotFound(err) || err == nil && st.Mentions < 2 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b := &storyBlock{Story: st, Href: v.mentions(vigie.Filter{Story: st.ID}), Others: st.Mentions - 1, IsOrigin: st.Origin == k.Mention.ID}
	page, err := s.o.Archive.Search(ctx, query.Search{Filter: vigie.Filter{Story: st.ID}, Limit: carriersMost})
	if err != nil {
		return nil, err
	}
	b.Best = v.bestOfStory(page.Kept)
	for _, x := range page.Kept {
		if x.Mention.ID != k.Mention.ID && x.Mention.ID != st.Origin {
			b.Rows = append(b.Rows, rowOf(&x.Mention))
		}
	}
	if !b.IsOrigin {
		o, err := s.o.Archive.Mention(ctx, st.Origin)
		switch {
		case err == nil:
			row := rowOf(&o.Mention)
			b.First = &row
		case !isNotFound(err):
			return nil, err
		}
	}
	b.More = max(0, b.Others-len(b.Rows))
	if b.First != nil {
		b.More = max(0, b.More-1)
	}
	b.Finding = v.Print.Say("story-finding", st.Mentions, st.Voices, st.Sites)
	return b, nil
}

func rowOf(m *vigie.Mention) storyRow {
	name := m.Author.Name
	if name == "" {
		name = m.Author.Account
	}
	return storyRow{mentionPath(m.ID), m.Site, name, m.When(), m.DateKnown()}
}
