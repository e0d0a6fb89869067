package api

import (
	"context"
	"net/http"
	"time"

	"vigie.example/vigie"
)

// status answers the size and the state of everything.
func (a *api) status(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := a.Archive.Extent(ctx)
	if err != nil {
		return err
	}
	seq, err := a.Archive.Last(ctx)
	if err != nil {
		return err
	}
	ws, err := a.Ledger.Workspace(ctx)
	if err != nil {
		return err
	}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	sources, err := a.Ledger.Sources(ctx)
	if err != nil {
		return err
	}
	out := Status{
		Version: a.Version, Name: ws.Name, Kept: x.Kept, Buffered: x.Buffered, Bytes: x.Bytes,
		Oldest: x.Oldest, Newest: x.Newest, Topics: len(topics), Sources: len(sources), Seq: seq,
		States: map[string]int{},
	}
	for _, s := range sources {
		state := s.State(a.Now())
		out.States[string(state)]++
		if state == vigie.Failing {
			out.Failing++
		}
	}
	return answer(w, out)
}

// checks answers what was looked after, worst or not; recount=true counts
// every figure afresh, which takes a while.
func (a *api) checks(w http.ResponseWriter, r *http.Request) error {
	out := a.look(r.Context())
	if r.URL.Query().Get("recount") == "true" {
		out = append(out, a.recount(r.Context())...)
	}
	if a.Checks != nil {
		out = append(out, a.Checks(r.Context())...)
	}
	p := a.printer(r)
	for i := range out {
		out[i].Tell, out[i].Do = p.Sentence(out[i].Found), p.Sentence(out[i].Advice)
	}
	return answer(w, out)
}

// bad is a check that found something.
func bad(name string, found, advice vigie.Sentence) Check {
	return Check{Name: name, Found: found, Advice: advice}
}

// good is a check that found nothing wrong.
func good(name string, found vigie.Sentence) Check {
	return Check{Name: name, OK: true, Found: found}
}

// look checks what the stores can tell.
func (a *api) look(ctx context.Context) []Check {
	var out []Check
	x, err := a.Archive.Extent(ctx)
	if err != nil {
		a.Log.Error("extent not read", "err", err)
		out = append(out, bad("store", vigie.Say("check-store-unread", vigie.Tell(err)), vigie.Say("check-store-unread-do")))
	} else {
		out = append(out, good("store", vigie.Say("check-store", x.Kept, x.Buffered)))
	}
	sources, err := a.Ledger.Sources(ctx)
	if err != nil {
		a.Log.Error("sources not read", "err", err)
		return append(out, bad("sources", vigie.Say("check-store-unread", vigie.Tell(err)), vigie.Say("check-store-unread-do")))
	}
	well := 0
	for _, s := range sources {
		switch s.State(a.Now()) {
		case vigie.Failing:
			out = append(out, bad("source", vigie.Say("check-source-failing", called(s), s.Health.Fault, since(s, a.Now())), vigie.Say("check-source-failing-do")))
		case vigie.Late:
			out = append(out, bad("source", vigie.Say("check-source-late", called(s)), vigie.Say("check-source-late-do")))
		case vigie.Waiting, vigie.Well, vigie.Paused:
			well++
		}
	}
	if len(sources) == 0 {
		out = append(out, good("sources", vigie.Say("check-no-sources")))
	} else {
		out = append(out, good("sources", vigie.Say("check-sources", well, len(sources))))
	}
	topics, err := a.Ledger.Topics(ctx)
	switch {
	case err != nil:
		a.Log.Error("topics not read", "err", err)
		out = append(out, bad("topics", vigie.Say("check-store-unread", vigie.Tell(err)), vigie.Say("check-store-unread-do")))
	default:
		out = append(out, good("topics", vigie.Say("check-topics", len(topics))))
	}
	return out
}

// since returns how long a source has been failing.
func since(s vigie.Source, now time.Time) time.Duration {
	from := s.Health.LastSuccess
	if from.IsZero() {
		from = s.Added
	}
	if from.IsZero() {
		return 0
	}
	return now.Sub(from)
}

// called returns what a source is called.
func called(s vigie.Source) string {
	if s.Name != "" {
		return s.Name
	}
	return s.Address
}

// recount proves that kept figures equal counted ones.
func (a *api) recount(ctx context.Context) []Check {
	diffs, err := a.Archive.Recount(ctx)
	if err != nil {
		a.Log.Error("recount failed", "err", err)
		return []Check{bad("recount", vigie.Say("check-store-unread", vigie.Tell(err)), vigie.Say("check-store-unread-do"))}
	}
	if len(diffs) == 0 {
		return []Check{good("recount", vigie.Say("check-recount"))}
	}
	var out []Check
	for _, d := range diffs {
		out = append(out, bad("recount", d, vigie.Say("check-recount-do")))
	}
	return out
}
