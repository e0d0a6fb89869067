package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"vigie.example/vigie"
)

// policy: everything from ourselves, nothing inline, no frame around us. A form
// may only be sent to us. Charts are inline SVG without style attributes, which
// the policy allows.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"

// outer names each request, writes the headers that protect its reader, logs
// it, and keeps a panic from ending more than one request.
func (s *Server) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		token := rand.Text()[:10]
		r = r.WithContext(context.WithValue(r.Context(), tokenKey{}, token))
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
		if s.o.SecureCookies {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p) // net/http's own way to drop a connection
				}
				s.o.Log.Error("a page broke", "request", token, "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if seen.status == 0 {
					http.Error(w, "500 "+token, http.StatusInternalServerError)
				}
			}
			// The query is left out: it may hold what somebody searched for, or a
			// token.
			s.o.Log.Debug("request", "request", token, "method", r.Method, "path", r.URL.Path, "status", seen.status, "took", time.Since(start))
		}()
		next.ServeHTTP(seen, r)
	})
}

type tokenKey struct{}

func requestToken(ctx context.Context) string {
	t, _ := ctx.Value(tokenKey{}).(string)
	return t
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers and passes on.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write passes on; the first one means 200.
func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach flushing and deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// formMost bounds what a form may send; uploads have a bound of their own.
const formMost = 1 << 20

// guard refuses what another site's page sends in the visitor's name: every
// method that changes something, signing in and out included.
func (s *Server) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(s.anyone(func(http.ResponseWriter, *http.Request, *visit) error {
		return vigie.Errorf(vigie.Forbidden, nil, "cross-site")
	}))
	return cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path != "/import" && !strings.HasPrefix(r.URL.Path, "/api/") {
			r.Body = http.MaxBytesReader(w, r.Body, formMost)
		}
		next.ServeHTTP(w, r)
	}))
}

// anyone serves a page that needs nobody signed in.
func (s *Server) anyone(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(w, r)
		if err == nil {
			err = h(w, r, v)
		}
		if err != nil {
			s.fail(w, v, err)
		}
	})
}

// changes is signed for what changes what pages tell.
func (s *Server) changes(h handler) http.Handler {
	return s.signed(func(w http.ResponseWriter, r *http.Request, v *visit) error {
		defer s.Changed()
		return h(w, r, v)
	})
}

// signed serves a page to those signed in; others are sent to sign in, and to
// the first run where nobody exists yet or nothing was set up.
func (s *Server) signed(h handler) http.Handler {
	return s.anyone(func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if v.User.ID == 0 {
			return s.sendToDoor(w, r, v)
		}
		if v.Workspace.Name == "" && r.URL.Path != "/setup" {
			return v.to(w, "/setup")
		}
		return h(w, r, v)
	})
}
