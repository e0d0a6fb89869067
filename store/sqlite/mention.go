package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"strings"

	"vigie.example/vigie"
)

// keptColumns are read by scanKept, in this order.
const keptColumns = `m.id, m.key, m.channel, s.name, m.lang, m.flags, m.version, m.source, m.heard,
	m.title, m.text, m.url, m.extra, m.others, a.account, a.name, a.url, m.story`

const keptFrom = ` FROM mention m LEFT JOIN site s ON s.id = m.site LEFT JOIN author a ON a.id = m.author`

// scanKept reads a row of keptColumns. Matches are left to the caller.
func scanKept(v []driver.Value) (k vigie.Kept, err error) {
	m := &k.Mention
	m.ID = vigie.MentionID(num(v[0]))
	m.Key, m.Channel, m.Site = vigie.Key(str(v[1])), channelOf(num(v[2])), str(v[3])
	k.Reading.Lang = langOf(num(v[4]))
	flags := num(v[5])
	m.Own, m.Noted = flags&flagOwn != 0, flags&flagNoted != 0
	m.Version = int(num(v[6]))
	m.Heard = instant(num(v[8]))
	if flags&flagUndated == 0 {
		m.Published = m.ID.Time()
	}
	m.Title, m.Text, m.URL = str(v[9]), str(v[10]), str(v[11])
	m.Author = vigie.Author{Account: str(v[14]), Name: str(v[15]), URL: str(v[16])}
	k.Heard = append([]vigie.Hearing{{Source: vigie.SourceID(num(v[7])), At: m.Heard}}, unpackHearings(blob(v[13]))...)
	k.Reading.Story = vigie.StoryID(num(v[17]))
	return k, unpackExtra(str(v[12]), m, &k.Reading)
}

// kept reads a mention with its matches; nil when there is none.
func (h *hand) kept(id int64) (*vigie.Kept, error) {
	v, err := h.one("SELECT "+keptColumns+keptFrom+" WHERE m.id = ?", id)
	if err != nil || v == nil {
		return nil, err
	}
	k, err := scanKept(v)
	if err != nil {
		return nil, err
	}
	return &k, h.addMatches(&k)
}

// addMatches fills k.Matches, ordered by topic.
func (h *hand) addMatches(k *vigie.Kept) error {
	under, err := h.matchesOf(int64(k.Mention.ID))
	for i := range under {
		k.Matches = append(k.Matches, vigie.Match{
			Topic: vigie.TopicID(under[i].topic), Version: int(under[i].version),
			Opinion: vigie.Opinion(under[i].face.opinion), Sure: under[i].sure,
		})
	}
	return err
}

// Mention implements store.Archive.
func (s *Store) Mention(ctx context.Context, id vigie.MentionID) (out vigie.Kept, err error) {
	err = s.read(ctx, func(h *hand) error {
		k, err := h.kept(int64(id))
		if err != nil {
			return err
		}
		if k == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
		}
		out = *k
		return nil
	})
	return out, err
}

// Versions implements store.Archive. Heard of each is when that text was first
// heard.
func (s *Store) Versions(ctx context.Context, id vigie.MentionID) (out []vigie.Mention, err error) {
	err = s.read(ctx, func(h *hand) error {
		k, err := h.kept(int64(id))
		if err != nil || k == nil {
			return err
		}
		return h.each(ctx, func(v []driver.Value) error {
			m := k.Mention
			m.Version, m.Heard = int(num(v[0])), instant(num(v[1]))
			m.Title, m.Text, m.URL = str(v[2]), str(v[3]), str(v[4])
			out = append(out, m)
			return nil
		}, "SELECT version, at, title, text, url FROM version WHERE mention = ? ORDER BY version DESC LIMIT ?", int64(id), versionsKept)
	})
	return out, err
}

// Extent implements watch.Archive.
func (s *Store) Extent(ctx context.Context) (out vigie.Extent, err error) {
	err = s.read(ctx, func(h *hand) error {
		if out.Kept, err = h.counter("kept"); err != nil {
			return err
		}
		if out.Buffered, err = h.counter("buffered"); err != nil {
			return err
		}
		for _, order := range []string{"ASC", "DESC"} {
			id, err := h.number("SELECT id FROM mention WHERE flags & 2 = 0 ORDER BY id " + order + " LIMIT 1")
			if err != nil {
				return err
			}
			if id == 0 {
				return nil
			}
			at := vigie.MentionID(id).Time()
			if order == "ASC" {
				out.Oldest = at
			} else {
				out.Newest = at
			}
		}
		return nil
	})
	for _, name := range []string{s.path, s.path + "-wal"} {
		if info, e := os.Stat(name); e == nil {
			out.Bytes += info.Size()
		} else if !errors.Is(e, os.ErrNotExist) && err == nil {
			err = fault(name, e)
		}
	}
	return out, err
}

// LastSpoken implements store.Archive. Somebody else is anyone but the
// organisation itself; what assistants and search results say is nobody, and what
// a person noted was not heard.
func (s *Store) LastSpoken(ctx context.Context, t vigie.TopicID) (out vigie.Kept, err error) {
	err = s.read(ctx, func(h *hand) error {
		id, err := h.number(fmt.Sprintf("SELECT mention FROM match WHERE topic = ? AND flags & %d = 0 AND channel NOT IN (%d, %d) ORDER BY mention DESC LIMIT 1",
			flagOwn|flagNoted|flagUndated, channelCode(vigie.Assistant), channelCode(vigie.Search)), int64(t))
		if err != nil {
			return err
		}
		if id == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "topic-silent")
		}
		k, err := h.kept(id)
		if err != nil {
			return err
		}
		if k == nil {
			return fmt.Errorf("match of topic %d with mention %d, which is not kept", t, id)
		}
		out = *k
		return nil
	})
	return out, err
}

// marks returns n placeholders, separated by commas.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
