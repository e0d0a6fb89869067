package sqlite

import (
	"context"
	"errors"
	"time"
)

// readCacheKiB is the page cache of one reader: room for the inner nodes of a
// million mentions and for what one page shows. The rest comes from the
// system's cache.
const readCacheKiB = 8 << 10

// A read made from within another (a walk that asks for something else at each
// step) would wait for ever if all readers did the same: who waits for long
// gets a reader opened for it alone.
const (
	longWait   = 200 * time.Millisecond
	mostSpares = 32
)

// read calls do with a connection that sees one unchanging state of the store.
func (s *Store) read(ctx context.Context, do func(h *hand) error) (err error) {
	h, spare, err := s.reader(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if spare || h == nil || err != nil && h.broken() {
			if h != nil {
				err = errors.Join(err, h.close())
			}
			h = nil
		}
		if spare {
			<-s.spares
		} else {
			s.readers <- h
		}
	}()
	if h == nil {
		if h, err = newHand(s.dsn(readCacheKiB, "query_only(1)"), s.heads); err != nil {
			h = nil
			return fault(s.path, err)
		}
	}
	if _, err := h.exec("BEGIN"); err != nil {
		return fault(s.path, err)
	}
	err = do(h)
	if _, e := h.exec("COMMIT"); err == nil {
		err = e
	}
	return fault(s.path, err)
}

// reader takes an idle reader, nil if it is yet to be opened, or a place for a
// spare one.
func (s *Store) reader(ctx context.Context) (h *hand, spare bool, err error) {
	select {
	case h = <-s.readers:
		return h, false, nil
	default:
	}
	wait := time.NewTimer(longWait)
	defer wait.Stop()
	var spares chan<- struct{}
	for {
		select {
		case h = <-s.readers:
			return h, false, nil
		case spares <- struct{}{}:
			return nil, true, nil
		case <-wait.C:
			spares = s.spares
		case <-ctx.Done():
			return nil, false, ctx.Err()
		case <-s.stop:
			return nil, false, s.errClosed()
		}
	}
}
