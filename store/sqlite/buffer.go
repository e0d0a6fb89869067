package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// A block of the heard buffer is a JSON array of mentions, compressed. One
// Save makes one block, or several where it is large.
const blockMost = 500

// squeeze makes the coders once. A small window suits small blocks and keeps
// the coders themselves small.
var squeeze = sync.OnceValues(func() (coders, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return coders{}, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(256<<20))
	return coders{enc, dec}, err
})

// coders are safe for several goroutines.
type coders struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func packBlock(ms []vigie.Mention) ([]byte, error) {
	c, err := squeeze()
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(ms)
	if err != nil {
		return nil, err
	}
	return c.enc.EncodeAll(raw, nil), nil
}

func unpackBlock(id int64, data []byte) ([]vigie.Mention, error) {
	c, err := squeeze()
	if err != nil {
		return nil, err
	}
	raw, err := c.dec.DecodeAll(data, nil)
	if err != nil {
		return nil, fmt.Errorf("block %d of the heard buffer: %w", id, err)
	}
	var ms []vigie.Mention
	if err := json.Unmarshal(raw, &ms); err != nil {
		return nil, fmt.Errorf("block %d of the heard buffer: %w", id, err)
	}
	return ms, nil
}

// hold puts items that are not kept into the heard buffer, those aside that
// wait there already with the same text.
func (w *writer) hold(b *batch, wait []*entry, fates []watch.Fate) error {
	if len(wait) == 0 {
		return nil
	}
	there := map[hash16]was{}
	if w.buffered > 0 {
		if err := w.waitingOf(wait, func(h hash16, v []driver.Value) {
			there[h] = was{num(v[1]), num(v[2])}
		}); err != nil {
			return err
		}
	}
	fresh := wait[:0:0]
	for _, e := range wait {
		before, ok := there[e.hash]
		if ok && before.text == e.text {
			fates[e.at] = watch.FateKnown
			continue
		}
		fates[e.at] = watch.FateBuffered
		fresh = append(fresh, e)
		if !ok {
			w.buffered++
			b.carried++
		}
	}
	for chunk := range slices.Chunk(fresh, blockMost) {
		ms := make([]vigie.Mention, len(chunk))
		for i, e := range chunk {
			ms[i] = e.item.Mention
			if ms[i].Heard.IsZero() {
				ms[i].Heard = instant(e.heard)
			}
		}
		data, err := packBlock(ms)
		if err != nil {
			return err
		}
		block, err := w.insert("INSERT INTO buffer (source, at, data) VALUES (?, ?, ?)", b.source, b.at, data)
		if err != nil {
			return err
		}
		if err := w.addressBlock(block, ms); err != nil {
			return err
		}
		for _, e := range chunk {
			if _, err := w.exec(`INSERT INTO waiting (hash, block, text) VALUES (?, ?, ?)
				ON CONFLICT DO UPDATE SET block = excluded.block, text = excluded.text`, e.hash[:], block, e.text); err != nil {
				return err
			}
		}
	}
	return nil
}

// Buffered implements watch.Archive. Newest first means last heard first.
func (s *Store) Buffered(ctx context.Context, yield func(vigie.Mention, vigie.SourceID) bool) error {
	return s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			block, source := num(v[0]), vigie.SourceID(num(v[1]))
			ms, err := unpackBlock(block, blob(v[2]))
			if err != nil {
				return err
			}
			for i := len(ms) - 1; i >= 0; i-- {
				if ok, err := h.waits(ms[i].Key, block); err != nil {
					return err
				} else if ok && !yield(ms[i], source) {
					return errStop
				}
			}
			return nil
		}, "SELECT id, source, data FROM buffer ORDER BY id DESC")
	})
}

// waits reports whether key still waits in block: neither kept since nor heard
// again with another text.
func (h *hand) waits(key vigie.Key, block int64) (bool, error) {
	hash := hashKey(string(key))
	at, err := h.number("SELECT block FROM waiting WHERE hash = ?", hash[:])
	return at == block, err
}

// Expire implements store.Archive.
func (s *Store) Expire(ctx context.Context, now time.Time) (int, error) {
	var gone int64
	err := s.change(ctx, func(w *writer) error {
		gone = 0
		var old []int64
		err := w.each(context.Background(), func(v []driver.Value) error {
			block := num(v[0])
			ms, err := unpackBlock(block, blob(v[1]))
			if err != nil {
				return err
			}
			for i := range ms {
				hash := hashKey(string(ms[i].Key))
				n, err := w.exec("DELETE FROM waiting WHERE hash = ? AND block = ?", hash[:], block)
				if err != nil {
					return err
				}
				gone += n
			}
			if err := w.unaddressBlock(block, ms); err != nil {
				return err
			}
			old = append(old, block)
			return nil
		}, "SELECT id, data FROM buffer WHERE at < ?", now.Add(-s.opts.BufferFor).UnixMilli())
		if err != nil {
			return err
		}
		for _, block := range old {
			if _, err := w.exec("DELETE FROM buffer WHERE id = ?", block); err != nil {
				return err
			}
		}
		w.buffered -= gone
		w.tally.dirty = true
		if _, err := w.exec("DELETE FROM sketch WHERE at < ?", now.Add(-sketchFor).UnixMilli()); err != nil {
			return err
		}
		return w.forgetUnsaid(now)
	})
	return int(gone), err
}
