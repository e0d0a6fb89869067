package sqlite

import (
	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// unnoted narrows rows of match, named with a prefix, to those that figures
// count.
func unnoted(prefix string) string { return " AND " + prefix + "flags & 4 = 0" }

// another deals with another text of a kept mention. What a person noted of
// something that was heard, often a few of its words, is no edit of it.
func (w *writer) another(b *batch, e *entry, id int64) (watch.Fate, int64, error) {
	if gone, err := w.isWithdrawn(id); err != nil || gone {
		return watch.FateKnown, id, err // a server that has not heard of it yet
	}
	if e.item.Mention.Noted {
		flags, err := w.number("SELECT flags FROM mention WHERE id = ?", id)
		if err != nil || flags&flagNoted == 0 {
			if err != nil {
				return 0, 0, err
			}
			return watch.FateKnown, id, w.carry(b, id, e)
		}
	}
	return watch.FateEdited, id, w.edit(b, e, id)
}

// lift puts into the figures a mention that was only noted until now, since a
// source carries it. It reports whether there was anything to do.
func (w *writer) lift(b *batch, id int64) (bool, error) {
	flags, err := w.number("SELECT flags FROM mention WHERE id = ?", id)
	if err != nil || flags&flagNoted == 0 {
		return false, err
	}
	for _, text := range []string{
		"UPDATE mention SET flags = flags & ~4 WHERE id = ?",
		"UPDATE match SET flags = flags & ~4 WHERE mention = ?",
	} {
		if _, err := w.exec(text, id); err != nil {
			return false, err
		}
	}
	sources, err := w.sourcesOf(id)
	if err != nil {
		return false, err
	}
	under, err := w.matchesOf(id)
	if err != nil {
		return false, err
	}
	for i := range under {
		w.tally.count(under[i].topic, &under[i].face, sources, 1)
		w.touch(under[i].topic, under[i].face.ms)
	}
	return true, w.note(id, vigie.Reread, b.at)
}
