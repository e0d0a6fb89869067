package sqlite

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// points orders the sums, names their groups, and keeps the largest.
func (c *counting) points() ([]measure.Point, error) {
	totals := map[[2]int64]int64{} // topic, group
	for k, n := range c.sums {
		totals[[2]int64{k.topic, k.group}] += n
	}
	var keep map[[2]int64]bool
	if c.q.Most > 0 && c.q.Split != measure.NoSplit {
		keep = map[[2]int64]bool{}
		left := map[int64]int{}
		for _, g := range sortedKeys(totals, func(a, b [2]int64) int {
			return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a[1], b[1]))
		}) {
			if left[g[0]] < c.q.Most {
				left[g[0]]++
				keep[g] = true
			}
		}
	}
	names := map[int64][2]string{}
	var out []measure.Point
	for k, n := range c.sums {
		if n == 0 || keep != nil && !keep[[2]int64{k.topic, k.group}] {
			continue
		}
		p := measure.Point{Topic: vigie.TopicID(k.topic), N: n}
		if k.at != wholeStep {
			p.At = time.Unix(k.at, 0).UTC()
		}
		name, ok := names[k.group]
		if !ok {
			var err error
			if name[0], name[1], err = c.groupName(k.group); err != nil {
				return nil, err
			}
			names[k.group] = name
		}
		p.Group, p.Label = name[0], name[1]
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b measure.Point) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), a.At.Compare(b.At), cmp.Compare(b.N, a.N), cmp.Compare(a.Group, b.Group))
	})
	return out, nil
}

// groupName returns what a group's number stands for, and how people call it.
func (c *counting) groupName(g int64) (name, label string, err error) {
	switch c.q.Split {
	case measure.ByChannel:
		return string(channelOf(g)), "", nil
	case measure.ByLang:
		return cmp.Or(langOf(g), "und"), "", nil
	case measure.ByOpinion:
		return vigie.Opinion(g).String(), "", nil
	case measure.ByIntent:
		if g < 0 || int(g) >= len(intentCodes) {
			return "", "", nil
		}
		return string(intentCodes[g]), "", nil
	case measure.BySource:
		return strconv.FormatInt(g, 10), "", nil
	case measure.BySite:
		v, err := c.h.one("SELECT name FROM site WHERE id = ?", g)
		if err != nil || v == nil {
			return "", "", err
		}
		return str(v[0]), "", nil
	case measure.ByAuthor:
		v, err := c.h.one("SELECT key, coalesce(name, account, '') FROM author WHERE id = ?", g)
		if err != nil || v == nil {
			return "", "", err
		}
		return str(v[0]), str(v[1]), nil
	default:
		return "", "", nil
	}
}
