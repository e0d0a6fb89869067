package sqlite

import (
	"cmp"
	"encoding/binary"
	"slices"

	"vigie.example/vigie/measure"
)

// kindOfSaying is what figures tell mentions apart by, their authors and stories left
// out.
type kindOfSaying struct{ packed, site int64 } // faceColumns, and the site

// weekMore gathers what a week holds beside its voices.
type weekMore struct {
	faces   map[kindOfSaying]int64
	alone   [2]int64 // mentions in no story, of others and own
	stories [2][]uint32
}

func (w *weekMore) add(site, packed, story int64) {
	if w.faces == nil {
		w.faces = map[kindOfSaying]int64{}
	}
	w.faces[kindOfSaying{packed, site}]++
	if packed&flagUndated != 0 {
		return // stories are counted over periods, where what is undated is not
	}
	own := 0
	if packed&flagOwn != 0 {
		own = 1
	}
	if story == 0 {
		w.alone[own]++
	} else {
		w.stories[own] = append(w.stories[own], uint32(story))
	}
}

// rows returns what is kept of the week.
func (w *weekMore) rows() []weekRow {
	all := weekRow{kind: weekFaces}
	for _, f := range sortedKeys(w.faces, func(a, b kindOfSaying) int {
		return cmp.Or(cmp.Compare(a.packed, b.packed), cmp.Compare(a.site, b.site))
	}) {
		n := w.faces[f]
		all.n += n
		for _, v := range [...]int64{f.packed, f.site, n} {
			all.data = binary.AppendUvarint(all.data, uint64(v))
		}
	}
	if all.data == nil {
		all.data = []byte{}
	}
	out := []weekRow{all}
	for own, list := range w.stories {
		if own == 1 && len(list) == 0 && w.alone[own] == 0 {
			continue
		}
		slices.Sort(list)
		row := weekRow{kind: weekStories, value: int64(own), n: w.alone[own], data: []byte{}}
		before := uint32(0)
		for _, s := range slices.Compact(list) {
			row.data = binary.AppendUvarint(row.data, uint64(s-before))
			before = s
		}
		out = append(out, row)
	}
	return out
}

// byFaces reports whether the gathered weeks answer a question that no roll-up
// does about mentions, under any conditions that faces hold.
func (c *counting) byFaces() bool {
	switch c.q.Split {
	case measure.NoSplit, measure.ByChannel, measure.BySite, measure.ByLang, measure.ByOpinion:
	default:
		return false
	}
	return (c.q.Unit == measure.Mentions || c.q.Unit == "") && c.n.story == 0
}

// byStories reports whether they answer a question about stories.
func (c *counting) byStories() bool {
	return c.q.Unit == measure.Stories && c.q.Split == measure.NoSplit && c.n.story == 0 &&
		len(c.n.channels)+len(c.n.sites)+len(c.n.langs)+len(c.n.opinions)+len(c.n.intents) == 0 &&
		!c.q.Filter.From.IsZero() && !c.q.Filter.To.IsZero()
}

// addFaces adds the mentions of a gathered week that meet the filter.
func (x *crowd) addFaces(c *counting, data []byte, start int64) error {
	fits := x.fits
	for at := 0; at < len(data); {
		var got [3]uint64
		for i := range got {
			v, n := binary.Uvarint(data[min(at, len(data)):])
			if n <= 0 {
				return errVoices
			}
			got[i] = v
			at += n
		}
		e := said{site: uint32(got[1])}
		e.faceOf(int64(got[0]))
		if fits(&e, start) {
			x.sums[c.groupOf(&e)] += int64(got[2])
		}
	}
	return nil
}
