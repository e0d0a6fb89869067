package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
)

// Error is what a failed request answers, and the last line of a stream that
// failed.
type Error struct {
	Kind    string `json:"kind"`    // see KindName
	Message string `json:"message"` // for a person
	ID      string `json:"id"`      // of the message, for a program
}

// kinds gives each kind its name and its status. It is the one place of this
// face that knows both.
var kinds = map[vigie.Kind]struct {
	name   string
	status int
}{
	vigie.Internal:    {"internal", http.StatusInternalServerError},
	vigie.Invalid:     {"invalid", http.StatusBadRequest},
	vigie.NotFound:    {"not-found", http.StatusNotFound},
	vigie.Forbidden:   {"forbidden", http.StatusForbidden},
	vigie.Conflict:    {"conflict", http.StatusConflict},
	vigie.Unavailable: {"unavailable", http.StatusServiceUnavailable},
}

// KindName returns the word for a kind in Error.Kind; "internal" for an
// unknown one.
func KindName(k vigie.Kind) string {
	if e, ok := kinds[k]; ok {
		return e.name
	}
	return kinds[vigie.Internal].name
}

// KindNamed is the inverse of KindName; Internal for an unknown word.
func KindNamed(name string) vigie.Kind {
	for k, e := range kinds {
		if e.name == name {
			return k
		}
	}
	return vigie.Internal
}

// handler is a route that returns its error instead of writing it.
type handler func(w http.ResponseWriter, r *http.Request) error

// face turns a handler into an http.Handler: its error becomes an answer, or
// cuts the connection where an answer has begun already.
func (a *api) face(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := &began{ResponseWriter: w}
		err := h(begun, r)
		if err == nil {
			return
		}
		if r.Context().Err() != nil {
			return // nobody is there to read it
		}
		if vigie.KindOf(err) == vigie.Internal {
			a.Log.Error("request failed", "method", r.Method, "path", r.URL.Path, "err", err)
		}
		if begun.yes {
			// What was sent so far looks complete unless the connection breaks;
			// net/http documents this panic as the way to break it.
			panic(http.ErrAbortHandler)
		}
		e := a.tell(r, err)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(kinds[KindNamed(e.Kind)].status)
		if err := json.NewEncoder(w).Encode(e); err != nil {
			a.Log.Debug("error not delivered", "err", err)
		}
	})
}

// changing refuses where mutations are not allowed, and says when one was tried.
func (a *api) changing(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !a.Mutations {
			return vigie.Errorf(vigie.Forbidden, nil, "api-read-only")
		}
		defer a.Changed()
		return h(w, r)
	}
}

// tell puts err into the words of whoever asked.
func (a *api) tell(r *http.Request, err error) Error {
	return Error{Kind: KindName(vigie.KindOf(err)), Message: a.printer(r).Error(err), ID: vigie.Tell(err).ID}
}

// printer returns the printer of the request's language, in the workspace's
// zone. A ledger that cannot be read costs the zone, not the answer.
func (a *api) printer(r *http.Request) *say.Printer {
	lang := asked(r.Header.Get("Accept-Language"))
	ws, err := a.Ledger.Workspace(r.Context())
	if err != nil {
		a.Log.Debug("workspace not read", "err", err)
	}
	if lang == "" {
		lang = ws.Lang
	}
	return say.In(lang).At(ws.Location()).Seen(a.Now)
}

// asked returns the first language of an Accept-Language header that Vigie
// speaks, in the order given; weights are ignored, since browsers write them in
// falling order.
func asked(header string) string {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, l := range say.Languages {
			if base == l {
				return l
			}
		}
	}
	return ""
}

// began remembers whether an answer has begun.
type began struct {
	http.ResponseWriter
	yes bool
}

// WriteHeader notes and passes on.
func (b *began) WriteHeader(status int) {
	b.yes = true
	b.ResponseWriter.WriteHeader(status)
}

// Write notes and passes on.
func (b *began) Write(p []byte) (int, error) {
	b.yes = true
	return b.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController through.
func (b *began) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// answer writes one JSON value.
func answer(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(v)
}

// bodyMost bounds the JSON bodies of requests: the largest is a topic's query.
const bodyMost = 1 << 20

// body reads one JSON value of the request into v. Unknown names are refused:
// a misspelt field must not pass in silence.
func body(r *http.Request, v any) error {
	dec := json.NewDecoder(io.LimitReader(r.Body, bodyMost))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "api-bad-body", err.Error())
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return vigie.Errorf(vigie.Invalid, err, "api-bad-body-more")
	}
	return nil
}

// missing is the answer of a route whose verb was not wired.
func missing(what string) error {
	return vigie.Errorf(vigie.Unavailable, nil, "api-not-here", what)
}
