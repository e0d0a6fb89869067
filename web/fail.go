package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"

	"vigie.example/vigie"
)

// status maps the kind of an error to HTTP, in this one place.
func status(k vigie.Kind) int {
	switch k {
	case vigie.Invalid:
		return http.StatusUnprocessableEntity
	case vigie.NotFound:
		return http.StatusNotFound
	case vigie.Forbidden:
		return http.StatusForbidden
	case vigie.Conflict:
		return http.StatusConflict
	case vigie.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// failure is what the error page shows.
type failure struct {
	Tell string // what happened, in the reader's words
	Help string // what to do next
	// Token finds the line in the log; empty where there is nothing to find.
	Token string
}

// fail shows an error by its kind. What is not a vigie.Error is logged, and its
// words stay in the log.
func (s *Server) fail(w http.ResponseWriter, v *visit, err error) {
	if gone(err) {
		return // the reader left; there is nobody to tell
	}
	kind := vigie.KindOf(err)
	d := failure{Tell: v.Print.Error(err)}
	switch kind {
	case vigie.NotFound:
		d.Help = v.Print.Say("error-help-not-found")
	case vigie.Unavailable:
		d.Help = v.Print.Say("error-help-unavailable")
		s.o.Log.Warn("page unavailable", "request", v.Token, "path", v.Path, "err", err)
		w.Header().Set("Retry-After", "10")
	case vigie.Internal:
		d.Token = v.Token
		d.Help = v.Print.Say("error-help-internal")
		s.o.Log.Error("page failed", "request", v.Token, "path", v.Path, "err", err)
	default:
		d.Help = v.Print.Say("error-help-back")
	}
	v.Status = status(kind)
	if err := v.page(w, "error", vigie.Say("error-title"), d); err != nil && !gone(err) {
		s.o.Log.Error("error page failed", "request", v.Token, "err", err)
		http.Error(w, d.Tell, v.Status)
	}
}

// gone reports whether an error only says that the browser went away.
func gone(err error) bool {
	return errors.Is(err, errGone) || errors.Is(err, http.ErrAbortHandler)
}

// errGone marks a reply that could not be written.
var errGone = errors.New("the browser went away")

// sent marks the error of writing to a browser that left, which is nobody's
// fault.
func sent(err error) error {
	var ne *net.OpError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ne), errors.Is(err, syscall.EPIPE), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.Canceled):
		return errGone
	default:
		return err
	}
}

func isNotFound(err error) bool { return err != nil && vigie.KindOf(err) == vigie.NotFound }
