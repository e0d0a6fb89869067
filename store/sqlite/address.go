package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// address is where a mention stands: 64 bits of SHA-256 of vigie.CanonicalURL.
// For kept mentions it is a word of the full text (addressToken), because a
// table would be written at a random place for each of them; for those of the
// heard buffer a row of waiting_address. Two addresses may share it, once in
// very many: whoever looks one up compares the addresses themselves.
type address struct {
	hash  int64
	noted bool // false where the key itself is the address, or there is none
}

func addressOf(m *vigie.Mention) address {
	c := vigie.CanonicalURL(m.URL)
	if c == "" || string(m.Key) == c {
		return address{}
	}
	return address{hashAddress(c), true}
}

func hashAddress(canonical string) int64 {
	h := sha256.Sum256([]byte(canonical))
	return int64(binary.LittleEndian.Uint64(h[:]))
}

// addressBlock notes the addresses of a block of the heard buffer.
func (w *writer) addressBlock(block int64, ms []vigie.Mention) error {
	for i := range ms {
		if a := addressOf(&ms[i]); a.noted {
			if _, err := w.exec("INSERT INTO waiting_address (hash, block) VALUES (?, ?) ON CONFLICT DO NOTHING", a.hash, block); err != nil {
				return err
			}
		}
	}
	return nil
}

// unaddressBlock takes the addresses of some mentions of a block out.
func (w *writer) unaddressBlock(block int64, ms []vigie.Mention) error {
	for i := range ms {
		if a := addressOf(&ms[i]); a.noted {
			if _, err := w.exec("DELETE FROM waiting_address WHERE hash = ? AND block = ?", a.hash, block); err != nil {
				return err
			}
		}
	}
	return nil
}

// Lookup implements watch.Archive.
func (s *Store) Lookup(ctx context.Context, key vigie.Key) (out watch.Found, err error) {
	err = s.read(ctx, func(h *hand) error {
		for _, look := range []func(*hand, vigie.Key) (watch.Found, error){
			(*hand).keptUnder, (*hand).waitingUnder, (*hand).keptAt, (*hand).waitingAt,
		} {
			if out, err = look(h, key); err != nil || out.Kept != nil || out.Buffered != nil {
				return err
			}
		}
		return vigie.Errorf(vigie.NotFound, nil, "mention-never-heard", string(key))
	})
	return out, err
}

// keptUnder finds a kept mention by its key; nothing where there is none.
func (h *hand) keptUnder(key vigie.Key) (watch.Found, error) {
	id, err := h.idOf(key, nil)
	if err != nil || id == 0 {
		return watch.Found{}, err
	}
	k, err := h.kept(id)
	if err != nil || k == nil {
		return watch.Found{}, err
	}
	return watch.Found{Kept: k, Heard: k.Heard}, nil
}

// waitingUnder finds a mention of the heard buffer by its key.
func (h *hand) waitingUnder(key vigie.Key) (out watch.Found, err error) {
	hash := hashKey(string(key))
	v, err := h.one("SELECT b.id, b.source, b.data FROM waiting w JOIN buffer b ON b.id = w.block WHERE w.hash = ?", hash[:])
	if err != nil || v == nil {
		return out, err
	}
	ms, err := unpackBlock(num(v[0]), blob(v[2]))
	if err != nil {
		return out, err
	}
	for i := range ms {
		if ms[i].Key == key {
			return foundWaiting(&ms[i], num(v[1])), nil
		}
	}
	return out, nil
}

// keptAt finds the newest kept mention at an address.
func (h *hand) keptAt(key vigie.Key) (out watch.Found, err error) {
	err = h.sought(anyToken(addressToken, []int64{hashAddress(string(key))}), func(id int64) (bool, error) {
		k, err := h.kept(id)
		if err != nil || k == nil || vigie.CanonicalURL(k.Mention.URL) != string(key) {
			return true, err
		}
		out = watch.Found{Kept: k, Heard: k.Heard}
		return false, nil
	})
	return out, err
}

// waitingAt finds the newest mention at an address of those heard last in the
// heard buffer.
func (h *hand) waitingAt(key vigie.Key) (out watch.Found, err error) {
	err = h.each(context.Background(), func(v []driver.Value) error {
		block := num(v[0])
		ms, err := unpackBlock(block, blob(v[2]))
		if err != nil {
			return err
		}
		for i := range ms {
			m := &ms[i]
			if vigie.CanonicalURL(m.URL) != string(key) || out.Buffered != nil && !m.Published.After(out.Buffered.Published) {
				continue
			}
			if still, err := h.waits(m.Key, block); err != nil {
				return err
			} else if still {
				out = foundWaiting(m, num(v[1]))
			}
		}
		if out.Buffered != nil {
			return errStop
		}
		return nil
	}, `SELECT b.id, b.source, b.data FROM waiting_address a JOIN buffer b ON b.id = a.block
		WHERE a.hash = ? ORDER BY a.block DESC`, hashAddress(string(key)))
	return out, err
}

// foundWaiting is what is told of a mention that only waits.
func foundWaiting(m *vigie.Mention, source int64) watch.Found {
	return watch.Found{Buffered: m, Heard: []vigie.Hearing{{Source: vigie.SourceID(source), At: m.Heard}}}
}
