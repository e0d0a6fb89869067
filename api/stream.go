package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"vigie.example/vigie"
)

// lines writes a stream of JSON objects, each flushed at once: a line of
// progress that waits in a buffer is no progress.
type lines struct {
	enc *json.Encoder
	ctl *http.ResponseController
}

// newLines begins a stream. Reading and writing go on together, since an
// import acknowledges rows while others still arrive.
func newLines(w http.ResponseWriter) (*lines, error) {
	ctl := http.NewResponseController(w)
	// HTTP/2 and callers in the same process are full duplex by nature.
	if err := ctl.EnableFullDuplex(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	return &lines{enc: json.NewEncoder(w), ctl: ctl}, nil
}

// put writes one line.
func (l *lines) put(v any) error {
	if err := l.enc.Encode(v); err != nil {
		return err
	}
	if err := l.ctl.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// listen visits what is due, once.
func (a *api) listen(w http.ResponseWriter, r *http.Request) error {
	if a.Listen == nil {
		return missing("listen")
	}
	out, err := newLines(w)
	if err != nil {
		return err
	}
	p := a.printer(r)
	sum := Visit{Done: true}
	err = a.Listen(r.Context(), func(v Visit) error {
		v.Fault = p.Sentence(v.Why)
		sum.Visited++
		sum.Items += v.Items
		sum.New += v.New
		if v.Fault != "" {
			sum.Failed++
		}
		return out.put(v)
	})
	if err != nil {
		if sum.Visited == 0 {
			return err
		}
		a.logged(r, err)
		e := a.tell(r, err)
		return out.put(Visit{Error: &e})
	}
	return out.put(sum)
}

// importFile reads the body as a file of mentions.
func (a *api) importFile(w http.ResponseWriter, r *http.Request) error {
	if a.Import == nil {
		return missing("import")
	}
	in, err := importOf(r)
	if err != nil {
		return err
	}
	out, err := newLines(w)
	if err != nil {
		return err
	}
	p := a.printer(r)
	put := func(g Progress) error {
		for _, s := range g.Told {
			g.Problems = append(g.Problems, p.Sentence(s))
		}
		return out.put(g)
	}
	begun := false
	sum, err := a.Import(r.Context(), r.Body, in, func(g Progress) error {
		begun = true
		return put(g)
	})
	if err != nil {
		if !begun {
			return err
		}
		a.logged(r, err)
		e := a.tell(r, err)
		sum.Error = &e
		return put(sum)
	}
	sum.Done = true
	return put(sum)
}

// logged keeps the cause of what a stream tells in its last line.
func (a *api) logged(r *http.Request, err error) {
	if vigie.KindOf(err) == vigie.Internal && r.Context().Err() == nil {
		a.Log.Error("stream failed", "method", r.Method, "path", r.URL.Path, "err", err)
	}
}

// importOf reads how a file is to be read.
func importOf(r *http.Request) (Import, error) {
	v := r.URL.Query()
	in := Import{
		Name: v.Get("name"), Format: v.Get("format"), Mapping: v.Get("mapping"),
		Channel: vigie.Channel(v.Get("channel")), Network: v.Get("network"), Site: v.Get("site"),
		Own: v.Get("own") == "true", Guess: v.Get("guess") == "true",
	}
	if in.Name == "" {
		return in, vigie.Errorf(vigie.Invalid, nil, "api-import-no-name")
	}
	if in.Channel != "" && !in.Channel.Valid() {
		return in, vigie.Errorf(vigie.Invalid, nil, "api-bad-channel", string(in.Channel))
	}
	if in.Mapping != "" && !json.Valid([]byte(in.Mapping)) {
		return in, vigie.Errorf(vigie.Invalid, nil, "api-bad-mapping")
	}
	return in, nil
}
