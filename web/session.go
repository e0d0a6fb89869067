package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

// A session lasts thirty days at most and seven without a visit.
const (
	sessionLife = 30 * 24 * time.Hour
	sessionIdle = 7 * 24 * time.Hour
	// sessionTouch: how stale the note of the last visit may be. scs could write
	// it at every request, which would make every page wait for the disk.
	sessionTouch = time.Hour
)

// What a session holds.
const (
	sessionUser   = "user"
	sessionSeen   = "seen"
	sessionProof  = "proof"
	sessionNotice = "notice"
)

// langCookie keeps the language chosen before signing in.
const langCookie = "vigie_lang"

func newSessions(o Options) *scs.SessionManager {
	m := scs.New()
	m.Store = o.Ledger
	m.HashTokenInStore = true
	m.Lifetime = sessionLife
	m.Cookie.Name = "vigie_session"
	if o.SecureCookies {
		// The prefix makes browsers refuse the cookie from a subdomain or from
		// plain http (RFC 6265bis, section 4.1.3.2).
		m.Cookie.Name = "__Host-vigie_session"
		m.Cookie.Secure = true
	}
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		o.Log.Error("session", "request", requestToken(r.Context()), "err", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
	return m
}

// signedIn returns the user of this session; zero when nobody is signed in, the
// session lay idle too long, or the user is gone.
func (s *Server) signedIn(ctx context.Context) (govern.User, error) {
	id := s.sessions.GetInt64(ctx, sessionUser)
	if id == 0 {
		return govern.User{}, nil
	}
	now := s.o.Now()
	seen := time.Unix(s.sessions.GetInt64(ctx, sessionSeen), 0)
	if now.Sub(seen) > sessionIdle {
		return govern.User{}, s.sessions.Destroy(ctx)
	}
	u, err := s.o.Ledger.User(ctx, govern.UserID(id))
	if isNotFound(err) {
		return govern.User{}, s.sessions.Destroy(ctx)
	}
	if err != nil {
		return govern.User{}, err
	}
	if s.sessions.GetString(ctx, sessionProof) != proof(u) {
		return govern.User{}, s.sessions.Destroy(ctx)
	}
	if now.Sub(seen) > sessionTouch {
		s.sessions.Put(ctx, sessionSeen, now.Unix())
	}
	return u, nil
}

// signIn gives the visitor a new session, so that one planted before is worth
// nothing.
func (s *Server) signIn(ctx context.Context, u govern.User) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionUser, int64(u.ID))
	s.sessions.Put(ctx, sessionProof, proof(u))
	s.sessions.Put(ctx, sessionSeen, s.o.Now().Unix())
	return nil
}

// proof ties a session to the password it was opened with: a new password ends
// every other session of its user.
func proof(u govern.User) string {
	sum := sha256.Sum256([]byte(u.Hash))
	return hex.EncodeToString(sum[:12])
}

// once is a pass that opens one time, unless it opens again and again.
type once struct {
	mu    sync.Mutex
	token string
	user  govern.UserID
	until time.Time
	again bool
}

func newOnce(p *Pass, now time.Time) *once {
	if p == nil {
		return &once{}
	}
	until := p.Until
	if until.IsZero() {
		until = now.Add(24 * time.Hour)
	}
	return &once{token: p.Token, user: p.User, until: until, again: p.Again}
}

// take returns the user of a token, and forgets a token that opens once.
func (o *once) take(token string, now time.Time) (govern.UserID, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !same(token, o.token) || !o.again && now.After(o.until) {
		return 0, false
	}
	if !o.again {
		o.token = ""
	}
	return o.user, true
}

// same compares secrets in constant time; an empty secret equals nothing.
func same(given, secret string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(secret))
	return secret != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// address is who asks, as the throttle counts: the peer's address. Behind a
// proxy that is the proxy's, and accounts still count apart.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// lang keeps a visitor's choice of language.
func (s *Server) lang(w http.ResponseWriter, r *http.Request, v *visit) error {
	lang := wished(r.FormValue("lang"))
	if lang == "" {
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "lang", r.FormValue("lang"))
	}
	if v.User.ID != 0 {
		v.User.Lang = lang
		if _, err := s.o.Ledger.SaveUser(r.Context(), v.User); err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: s.o.SecureCookies, SameSite: http.SameSiteLaxMode,
	})
	return v.to(w, back(r.FormValue("back")))
}
