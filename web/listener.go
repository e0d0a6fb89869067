package web

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// listener counts the expressions of the newest mentions of a stretch of time,
// each story once and, by voices, each voice once for each expression.
type listener struct {
	from, to time.Time
	most     int // mentions
	byVoices bool
	bag      *rising.Bag

	n    int
	seen map[vigie.StoryID]bool
}

// endOfTime is after everything that is ever told: filters without an end end
// there.
var endOfTime = time.Unix(1<<32, 0)

// newListener listens to at most so many mentions of the period of a filter.
func newListener(f vigie.Filter, most int, bag *rising.Bag) *listener {
	l := &listener{from: f.From, to: f.To, most: most, bag: bag}
	if l.to.IsZero() {
		l.to = endOfTime
	}
	return l
}

func (l *listener) wants(at time.Time) bool {
	return l.n < l.most && !at.Before(l.from) && at.Before(l.to)
}

// hears reports whether the words of a mention are to be counted.
func (l *listener) hears(x *rising.Spoken) bool {
	if !l.wants(x.ID.Time()) {
		return false
	}
	l.n++
	if x.Story == 0 {
		return true
	}
	if l.seen[x.Story] {
		return false
	}
	if l.seen == nil {
		l.seen = map[vigie.StoryID]bool{}
	}
	l.seen[x.Story] = true
	return true
}

// toCount is a mention and who is to count its words.
type toCount struct {
	said rising.Spoken
	by   []*listener
}

// countAtOnce is how many are handed over to be cut at a time.
const countAtOnce = 128

// countSaid reads the mentions of a filter to listeners that look at stretches
// of it. Whatever several of them want is read and cut once, and what none
// wants is passed over. What was read is cut while more is read.
func (s *Server) countSaid(ctx context.Context, f vigie.Filter, speech *rising.Speech, listeners ...*listener) error {
	batches := make(chan []toCount, 4)
	var cutter sync.WaitGroup
	cutter.Go(func() {
		doc := new(text.Doc)
		var room []int32
		for batch := range batches {
			for i := range batch {
				room = batch[i].count(speech, doc, room)
			}
		}
	})
	var batch []toCount
	err := s.readTo(ctx, f, listeners, func(x *rising.Spoken, by []*listener) {
		if batch == nil {
			batch = make([]toCount, 0, countAtOnce)
		}
		if batch = append(batch, toCount{*x, slices.Clone(by)}); len(batch) == countAtOnce {
			batches <- batch
			batch = nil
		}
	})
	batches <- batch
	close(batches)
	cutter.Wait()
	return err
}

// count cuts the words and counts them.
func (h *toCount) count(speech *rising.Speech, doc *text.Doc, room []int32) []int32 {
	doc.Recut(h.said.Title, h.said.Text)
	room = room[:0]
	if slices.ContainsFunc(h.by, func(l *listener) bool { return !l.bag.Only() }) {
		room = speech.Cut(doc, room)
	} else {
		room = speech.CutKnown(doc, room)
	}
	for _, l := range h.by {
		voice := int64(0)
		if l.byVoices {
			voice = h.said.Voice
		}
		l.bag.Add(room, voice, h.said.ID)
	}
	return room
}

// readTo reads the mentions of a filter to listeners, newest first: hear is
// called with those that some of them count. It keeps neither.
func (s *Server) readTo(ctx context.Context, f vigie.Filter, listeners []*listener, hear func(x *rising.Spoken, by []*listener)) error {
	var by []*listener
	to := f.To
	for {
		// What is left: up to the newest that somebody still wants.
		var from, next time.Time
		for _, l := range listeners {
			if l.n == l.most || !l.from.Before(earliest(l.to, to)) {
				continue
			}
			if next.IsZero() || l.from.Before(from) {
				from = l.from
			}
			if at := earliest(l.to, to); at.After(next) {
				next = at
			}
		}
		if next.IsZero() {
			return nil
		}
		f.From, f.To = from, next
		passed := false
		if err := s.o.Archive.Spoken(ctx, f, func(x rising.Spoken) bool {
			by, passed = by[:0], true
			at := x.ID.Time()
			for _, l := range listeners {
				passed = passed && !l.wants(at)
				if l.hears(&x) {
					by = append(by, l)
				}
			}
			if passed {
				to = at
				return false
			}
			if len(by) > 0 {
				hear(&x, by)
			}
			return true
		}); err != nil || !passed {
			return err
		}
	}
}

func earliest(a, b time.Time) time.Time {
	if b.IsZero() || !a.IsZero() && a.Before(b) {
		return a
	}
	return b
}

// asSaid writes an expression as the first text that was counted has it.
func (s *Server) asSaid(ctx context.Context, e rising.Expression, lang string) (string, error) {
	k, err := s.o.Archive.Mention(ctx, e.First)
	if isNotFound(err) { // erased since it was counted
		return e.Norm, nil
	}
	if err != nil {
		return "", err
	}
	return cmp.Or(rising.FirstShown(text.Cut(k.Mention.Title, k.Mention.Text), lang, e.Norm), e.Norm), nil
}
