package main

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// How long a form may take to arrive and a page to leave. What streams (files
// coming in, exports, live pages) may last; headers and idle connections are
// bounded by the server itself.
const (
	formWithin = time.Minute
	pageWithin = 2 * time.Minute
)

// streams reports whether a path carries what may last.
func streams(path string) bool {
	return path == "/import" || path == "/events" || strings.HasPrefix(path, "/api/")
}

// limited bounds requests in time. The deadlines are set at every request,
// since a connection keeps those of the request before.
func limited(next http.Handler, now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctl := http.NewResponseController(w)
		var write time.Time
		if !streams(r.URL.Path) {
			write = now().Add(pageWithin)
			// Without a body there is nothing to wait for, and a deadline on
			// reading would end the request itself.
			if r.ContentLength != 0 {
				if err := ctl.SetReadDeadline(now().Add(formWithin)); err != nil && !errors.Is(err, http.ErrNotSupported) {
					http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
					return
				}
			}
		}
		if err := ctl.SetWriteDeadline(write); err != nil && !errors.Is(err, http.ErrNotSupported) {
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}
