package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite/words"
)

// few matches are decided one by one rather than sought in the full text.
const few = 3000

// Search implements watch.Archive.
func (s *Store) Search(ctx context.Context, q query.Search) (page query.Page, err error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, 500)
	before, err := afterToken(q.After)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, func(h *hand) error {
		seek, err := newSeeker(ctx, h, q.Query, &q.Filter)
		if err != nil {
			return err
		}
		seek.zone = s.Zone()
		if err := seek.page(before, limit, &page); err != nil {
			return err
		}
		if q.After == "" && page.Next == "" {
			page.Count = len(page.Kept) // the first page is all there is
			return nil
		}
		page.Count, page.More, err = s.countHits(seek)
		if page.More {
			page.Count = max(page.Count, len(page.Kept)) // "more than none" helps nobody
		}
		return err
	})
	if err != nil {
		return query.Page{}, err
	}
	return page, nil
}

// page fills one page with the hits below before.
func (s *seeker) page(before int64, limit int, page *query.Page) error {
	return s.walk(before, func(id int64) (bool, error) {
		if !s.decided() {
			k, err := s.candidate(id)
			if err != nil || k == nil || !s.matches(k) {
				return true, err
			}
		}
		if len(page.Kept) == limit {
			page.Next = token(int64(page.Kept[limit-1].Mention.ID))
			return false, nil
		}
		k, err := s.h.kept(id)
		if err != nil || k == nil {
			return true, err
		}
		k.Heard = nil
		page.Kept = append(page.Kept, *k)
		return true, nil
	})
}

// patience is how many times longer an exact count may take: it is worth
// waiting for, but not for seconds.
const patience = 10

// countHits counts up to query.CountMost, for as long as Options.Counting
// allows, and longer where the full text or a walk decides alone.
func (s *Store) countHits(seek *seeker) (n int, more bool, err error) {
	if seek.n.nothing {
		return 0, false, nil
	}
	long := s.opts.Counting
	if seek.decided() && (seek.q == nil || len(seek.n.topics) == 0 && len(seek.n.sources) == 0) {
		long *= patience
	}
	parent := seek.ctx
	ctx, cancel := context.WithTimeout(parent, long)
	defer cancel()
	seek.ctx = ctx
	n, err = seek.count()
	if errors.Is(err, context.DeadlineExceeded) && parent.Err() == nil {
		return n, true, nil
	}
	return min(n, query.CountMost), n > query.CountMost, err
}

// count counts to one above query.CountMost, or until its context ends; then
// it returns what it counted so far.
func (s *seeker) count() (n int, err error) {
	if s.decided() {
		return s.countSure()
	}
	if s.expr.sure != nil && s.expr.match != nil && !s.small {
		all := s.expr
		s.expr.match = all.sure
		if n, err = s.countSure(); err != nil || n > query.CountMost {
			return n, err
		}
		s.expr.match = words.Except{Of: all.match, Not: all.sure}
	}
	err = s.walk(s.n.to, func(id int64) (bool, error) {
		if err := s.late(); err != nil {
			return false, err
		}
		k, err := s.candidate(id)
		if err == nil && k != nil && s.matches(k) {
			n++
		}
		return n <= query.CountMost, err
	})
	return n, err
}

// countSure counts candidates that need no second look.
func (s *seeker) countSure() (n int, err error) {
	if s.byText() {
		return s.countText()
	}
	text, args := s.text(s.n.to, query.CountMost+1)
	err = s.h.each(s.ctx, func([]driver.Value) error {
		if n++; n%16 == 0 {
			return s.late()
		}
		return nil
	}, text, args...)
	return n, err
}

// late returns the error of a context whose time is up. It looks at the clock
// itself: on a busy machine the context hears of it late.
func (s *seeker) late() error {
	if d, ok := s.ctx.Deadline(); ok && !time.Now().Before(d) {
		return context.DeadlineExceeded
	}
	return s.ctx.Err()
}

// token and afterToken write and read the place where a page ended.
func token(id int64) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(id)))
}

func afterToken(t string) (int64, error) {
	if t == "" {
		return 1<<63 - 1, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(t))
	if err != nil || len(b) != 8 || binary.BigEndian.Uint64(b) >= 1<<63 {
		return 0, vigie.Errorf(vigie.Invalid, err, "page-token")
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

// Candidates implements watch.Archive.
func (s *Store) Candidates(ctx context.Context, need query.Need, before vigie.MentionID, limit int, yield func(vigie.Kept) bool) (bound vigie.MentionID, err error) {
	err = s.read(ctx, func(h *hand) error {
		seek := &seeker{h: h, ctx: ctx}
		var err error
		if seek.n, err = h.narrow(&vigie.Filter{}); err != nil {
			return err
		}
		if seek.expr, err = h.express(ctx, need); err != nil {
			return err
		}
		seek.n.daysOf(need.Root)
		bound = 0
		if seek.n.nothing {
			return nil
		}
		n := 0
		row := func(v []driver.Value) error {
			k, err := scanKept(v)
			if err != nil {
				return err
			}
			if n++; n == limit {
				bound = k.Mention.ID
			}
			if !yield(k) {
				bound = k.Mention.ID
				return errStop
			}
			return nil
		}
		to := min(int64(before), seek.n.to)
		if seek.byText() {
			return seek.candidates(to, limit, row)
		}
		text, args := seek.text(to, limit)
		return h.each(ctx, row, "SELECT "+keptColumns+" FROM ("+text+") c CROSS JOIN mention m ON m.id = c.id LEFT JOIN site s ON s.id = m.site LEFT JOIN author a ON a.id = m.author", args...)
	})
	return bound, err
}

// Walk implements store.Archive. The walk sees one state of the archive,
// however long it takes; Heard is left empty.
func (s *Store) Walk(ctx context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error {
	return s.read(ctx, func(h *hand) error {
		seek, err := newSeeker(ctx, h, nil, &f)
		if err != nil {
			return err
		}
		if !seek.byText() {
			return seek.walkKept(yield)
		}
		return seek.walk(seek.n.to, func(id int64) (bool, error) {
			k, err := h.kept(id)
			if err != nil || k == nil {
				return true, err
			}
			k.Heard = nil
			return yield(*k), nil
		})
	})
}
