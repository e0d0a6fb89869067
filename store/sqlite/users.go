package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

const userColumns = "id, name, login, hash, lang, created, last_seen"

func scanUser(v []driver.Value) govern.User {
	return govern.User{
		ID: govern.UserID(num(v[0])), Name: str(v[1]), Login: str(v[2]), Hash: str(v[3]), Lang: str(v[4]),
		Created: instant(num(v[5])), LastSeen: instant(num(v[6])),
	}
}

// Users implements govern.Store.
func (s *Store) Users(ctx context.Context) (out []govern.User, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, scanUser(v))
			return nil
		}, "SELECT "+userColumns+" FROM user ORDER BY id")
	})
	return out, err
}

// UserByLogin implements govern.Store.
func (s *Store) UserByLogin(ctx context.Context, login string) (govern.User, error) {
	return s.user(ctx, "login = ?", login)
}

// User implements govern.Store; kind NotFound.
func (s *Store) User(ctx context.Context, id govern.UserID) (govern.User, error) {
	return s.user(ctx, "id = ?", int64(id))
}

func (s *Store) user(ctx context.Context, where string, arg any) (u govern.User, err error) {
	err = s.read(ctx, func(h *hand) error {
		v, err := h.one("SELECT "+userColumns+" FROM user WHERE "+where, arg)
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-user")
		}
		u = scanUser(v)
		return nil
	})
	return u, err
}

// SaveUser implements govern.Store. A login that somebody else has is a
// Conflict.
func (s *Store) SaveUser(ctx context.Context, u govern.User) (out govern.User, err error) {
	err = s.change(ctx, func(w *writer) error {
		out = u
		twin, err := w.number("SELECT id FROM user WHERE login = ? AND id <> ?", u.Login, int64(u.ID))
		if err != nil {
			return err
		}
		if twin != 0 {
			return vigie.Errorf(vigie.Conflict, nil, "user-twice", u.Login)
		}
		if u.ID == 0 {
			if out.Created.IsZero() {
				out.Created = s.opts.Now()
			}
			out.Created = instant(millis(out.Created))
			id, err := w.insert("INSERT INTO user (name, login, hash, lang, created, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
				u.Name, u.Login, u.Hash, u.Lang, millis(out.Created), millis(u.LastSeen))
			out.ID = govern.UserID(id)
			return err
		}
		n, err := w.exec("UPDATE user SET name = ?, login = ?, hash = ?, lang = ?, last_seen = ? WHERE id = ?",
			u.Name, u.Login, u.Hash, u.Lang, millis(u.LastSeen), int64(u.ID))
		if err == nil && n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-user")
		}
		return err
	})
	return out, err
}

// Find implements govern.Store: the session of a token that has not expired.
func (s *Store) Find(token string) (b []byte, found bool, err error) {
	hash := sha256.Sum256([]byte(token))
	err = s.read(context.Background(), func(h *hand) error {
		v, err := h.one("SELECT data FROM session WHERE hash = ? AND expiry > ?", hash[:], s.opts.Now().UnixMilli())
		if v != nil {
			b, found = blob(v[0]), true
		}
		return err
	})
	return b, found, err
}

// Commit implements govern.Store, and drops sessions that have expired.
func (s *Store) Commit(token string, b []byte, expiry time.Time) error {
	hash := sha256.Sum256([]byte(token))
	return s.change(context.Background(), func(w *writer) error {
		if _, err := w.exec("DELETE FROM session WHERE expiry <= ?", s.opts.Now().UnixMilli()); err != nil {
			return err
		}
		_, err := w.exec("INSERT OR REPLACE INTO session (hash, data, expiry) VALUES (?, ?, ?)", hash[:], b, expiry.UnixMilli())
		return err
	})
}

// Delete implements govern.Store.
func (s *Store) Delete(token string) error {
	hash := sha256.Sum256([]byte(token))
	return s.change(context.Background(), func(w *writer) error {
		_, err := w.exec("DELETE FROM session WHERE hash = ?", hash[:])
		return err
	})
}
