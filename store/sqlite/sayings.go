package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"math"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Sayings implements measure.Teller.
func (s *Store) Sayings(ctx context.Context, f vigie.Filter, yield func(*measure.Saying) bool) error {
	if len(f.Topics) == 0 {
		return vigie.Errorf(vigie.Invalid, errors.New("no topics"), "count-what")
	}
	err := s.read(ctx, func(h *hand) error {
		n, err := h.narrow(&f)
		if err != nil || n.nothing {
			return err
		}
		sites, err := h.siteNames(ctx)
		if err != nil {
			return err
		}
		answers := answered{h: h, known: map[vigie.Key]measure.Answers{}}
		zone := s.location()
		for _, topic := range n.topics {
			next := n.from // the first mention not told yet
			if from, to := wholeDays(&f, zone); from < to && len(n.channels)+len(n.sites) == 0 {
				err := h.blocks(ctx, topic, from, to, func(day int64, block []byte) error {
					start := dayStart(day, zone).UnixMilli()
					if id := firstID(start); next < id {
						if err := h.sayingsOf(ctx, topic, next, id, &n, sites, &answers, yield); err != nil {
							return err
						}
					}
					next = firstID(dayStart(day+1, zone).UnixMilli())
					return sayingsOfDay(topic, start, block, sites, &answers, func(x *measure.Saying) error {
						if n.own != nil && x.Own != *n.own || yield(x) {
							return nil
						}
						return errEnough
					})
				})
				if err != nil {
					return err
				}
			}
			if err := h.sayingsOf(ctx, topic, next, n.to, &n, sites, &answers, yield); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough says that whoever asked wants no more.
var errEnough = errors.New("enough")

// wholeDays returns the days that belong to the period of a filter as a whole.
func wholeDays(f *vigie.Filter, zone *time.Location) (from, to int64) {
	from, to = math.MinInt64, math.MaxInt64
	if !f.From.IsZero() {
		if from = dayNumber(f.From, zone); !dayStart(from, zone).Equal(f.From) {
			from++
		}
	}
	if !f.To.IsZero() {
		to = dayNumber(f.To, zone)
	}
	return from, to
}

// sayingsOf tells the sayings of a topic, of mentions [from, to), from the
// matches.
func (h *hand) sayingsOf(ctx context.Context, topic, from, to int64, n *narrow, sites map[int64]string, answers *answered, yield func(*measure.Saying) bool) error {
	var c clause
	c.args = append(c.args, topic, from, to)
	c.faces("t.", n)
	return h.each(ctx, func(v []driver.Value) error {
		x, err := saying(topic, v, sites)
		if err != nil {
			return err
		}
		if x.reply != "" {
			if x.Answers, err = answers.of(x.reply); err != nil {
				return err
			}
		}
		if !yield(&x.Saying) {
			return errEnough
		}
		return nil
	}, `SELECT t.mention, t.opinion, t.channel, t.site, t.author, t.flags, m.extra, t.story
		FROM match t CROSS JOIN mention m ON m.id = t.mention
		WHERE t.topic = ? AND t.mention >= ? AND t.mention < ? AND t.flags & 2 = 0`+unnoted("t.")+c.text.String(), c.args...)
}

// toldOf is a saying, and the key of what it answers.
type toldOf struct {
	measure.Saying
	reply vigie.Key
}

// saying reads one row.
func saying(topic int64, v []driver.Value, sites map[int64]string) (toldOf, error) {
	id := num(v[0])
	x := toldOf{Saying: measure.Saying{
		Topic: vigie.TopicID(topic), Mention: vigie.MentionID(id), At: vigie.MentionID(id).Time(),
		Voice: uint64(num(v[4])), Story: uint64(id) | measure.OwnStory, Channel: channelOf(num(v[2])), Site: sites[num(v[3])],
		Opinion: vigie.Opinion(num(v[1])), Own: num(v[5])&flagOwn != 0, Followers: -1, Views: -1,
	}}
	if story := num(v[7]); story != 0 {
		x.Story = uint64(story)
	}
	extra := str(v[6])
	if extra == "" {
		return x, nil
	}
	var m vigie.Mention
	var r vigie.Reading
	if err := unpackExtra(extra, &m, &r); err != nil {
		return x, err
	}
	x.Intents, x.IntentsRead = r.Intents, r.IntentsRead()
	x.reply = m.ReplyTo
	if x.Site == "" {
		x.Site = m.Network // the network is the place
	}
	if n := len(m.Metrics); n > 0 {
		x.Followers, x.Views = m.Metrics[n-1].Followers, m.Metrics[n-1].Views
	}
	return x, nil
}

// siteNames returns every site by its number.
func (h *hand) siteNames(ctx context.Context) (map[int64]string, error) {
	out := map[int64]string{}
	err := h.each(ctx, func(v []driver.Value) error {
		out[num(v[0])] = str(v[1])
		return nil
	}, "SELECT id, name FROM site")
	return out, err
}

// answered tells whose mention a reply answers.
type answered struct {
	h      *hand
	known  map[vigie.Key]measure.Answers
	blooms []bloomOf // once they are needed
}

func (a *answered) of(key vigie.Key) (measure.Answers, error) {
	if to, ok := a.known[key]; ok {
		return to, nil
	}
	if a.blooms == nil {
		var err error
		if a.blooms, err = a.h.readBlooms(); err != nil {
			return 0, err
		}
	}
	id, err := a.h.idOf(key, a.blooms)
	if err != nil {
		return 0, err
	}
	to := measure.ToUnheard
	if id != 0 {
		flags, err := a.h.number("SELECT flags FROM mention WHERE id = ?", id)
		if err != nil {
			return 0, err
		}
		if to = measure.ToOthers; flags&flagOwn != 0 {
			to = measure.ToOwn
		}
	}
	a.known[key] = to
	return to, nil
}
