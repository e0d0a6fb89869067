// Package govern holds who may do what: users, their passwords and sessions,
// and later roles, charters, retention and the audit trail. It hashes and
// compares; it serves no page and opens no store.
package govern

import (
	"context"
	"time"
)

// UserID is given by the ledger; zero means "not kept yet".
type UserID int64

// User is somebody who signs in.
type User struct {
	ID      UserID
	Name    string // first name and function, as others see it
	Login   string // e-mail address, folded; what is typed to sign in
	Hash    string // argon2id in PHC string format; never shown, never logged
	Lang    string // "fr" or "en"
	Created time.Time
	// LastSeen is when the user last opened Today: the page tells what changed
	// since. Zero before the first time.
	LastSeen time.Time
}

// Store is what govern needs remembered. Find, Commit and Delete keep sessions
// under a hash of their token.
type Store interface {
	Users(ctx context.Context) ([]User, error)
	// UserByLogin fails with kind NotFound.
	UserByLogin(ctx context.Context, login string) (User, error)
	User(ctx context.Context, id UserID) (User, error)
	SaveUser(ctx context.Context, u User) (User, error)

	// Shares returns the links that were given, the newest first.
	Shares(ctx context.Context) ([]Share, error)
	// ShareByHash fails with kind NotFound.
	ShareByHash(ctx context.Context, hash string) (Share, error)
	// SaveShare keeps a new one and returns it with its ID.
	SaveShare(ctx context.Context, s Share) (Share, error)
	// EndShare forgets one; kind NotFound.
	EndShare(ctx context.Context, id ShareID) error

	Find(token string) (b []byte, found bool, err error)
	Commit(token string, b []byte, expiry time.Time) error
	Delete(token string) error
}
