package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// sourcePage is one source: how it does, what it brought, what can be done.
type sourcePage struct {
	Row      sourceRow
	Answer   template.HTML
	Coverage coverageRow
	Axis     template.HTML
	Holes    []gapRow
	Visits   []visitRow
	Seen     int      // visits that Visits tells of
	Problems []string // of the last visits, newest first, each once
	Channels []vigie.Channel
	Whose    []vigie.Topic // brands whose place it can be
	Ours     bool          // it is our own place
	Every    time.Duration // between two visits; 0 while unknown
	Token    bool          // a token was given; it is never shown
	Depth    []string      // how far back it was heard, in sentences
	Unseen   string        // that what it brought could not be looked at again
	Why      string        // the reason
	Back     bool          // somebody asked to go back already
	Going    bool          // going back is under way
	Confirm  bool          // asked to delete: ask once more
	Trouble  string
}

// visitRow is one visit in words.
type visitRow struct {
	At         time.Time
	Items, New int
	Said       string
	Failed     bool
	Times      int // how often in a row the same fault stood; 0 for once
}

// How much of a source's past its page shows.
const (
	visitsShown   = 20
	problemsShown = 20
)

func sourcePath(id vigie.SourceID) string {
	return "/sources/" + strconv.FormatInt(int64(id), 10)
}

// source shows one source.
func (s *Server) source(w http.ResponseWriter, r *http.Request, v *visit) error {
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	return s.showSource(w, r, v, src, "")
}

func (s *Server) sourceOf(r *http.Request) (vigie.Source, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return vigie.Source{}, vigie.Errorf(vigie.NotFound, err, "source-unknown")
	}
	return s.o.Ledger.Source(r.Context(), vigie.SourceID(id))
}

func (s *Server) showSource(w http.ResponseWriter, r *http.Request, v *visit, src vigie.Source, trouble string) error {
	ctx := r.Context()
	d := sourcePage{Channels: vigie.Channels, Trouble: trouble, Confirm: r.URL.Query().Get("delete") != "", Whose: v.whose()}
	own, _ := v.Own()
	d.Every = src.Health.Every
	// A source may ask to be left alone for longer than its rhythm wants.
	if gap := src.Health.NextVisit.Sub(src.Health.LastVisit).Round(5 * time.Minute); src.Health.Failures == 0 && d.Every > 0 && gap > d.Every {
		d.Every = gap
	}
	d.Ours = src.Own || src.Brand != 0 && src.Brand == own.ID
	d.Row = sourceRow{Source: src, State: src.State(v.Now), Received: -1}
	d.Row.Fault, d.Row.Do = faultOf(v, src)
	if src.Kind.Visited() {
		if err := s.count(ctx, v, &d.Row); err != nil {
			return err
		}
		weeks := lastWeeks(v.Now, v.Zone, coverageWeeks)
		gaps, err := s.o.Ledger.Gaps(ctx, src.ID, weeks[0], v.Now)
		if err != nil {
			return err
		}
		d.Coverage, d.Axis = coverage(v, src, gaps, weeks), axis(v, weeks)
		for i := len(gaps) - 1; i >= 0; i-- {
			g := gaps[i]
			d.Holes = append(d.Holes, gapRow{src.ID, src.Name, g.From, g.To, v.Print.Sentence(g.Why)})
		}
	}
	if src.Kind.TakesToken() {
		token, err := s.o.Ledger.Remembered(ctx, vigie.TokenSecret(src.ID))
		if err != nil {
			return err
		}
		d.Token = len(token) > 0
	}
	unseen, why, err := listen.ReviewFault(ctx, s.o.Ledger, src, v.Now)
	if err != nil {
		return err
	}
	if !unseen.IsZero() {
		d.Unseen, d.Why = v.Print.Sentence(unseen), v.Print.Sentence(why)
	}
	if src.Kind.HasPast() {
		if err := s.depth(ctx, v, src, &d); err != nil {
			return err
		}
	}
	visits, err := s.o.Ledger.Visits(ctx, src.ID, visitsShown)
	if err != nil {
		return err
	}
	d.Visits, d.Problems = visitRows(v, visits)
	d.Seen = len(visits)
	d.Answer = sourceAnswer(v, d.Row)
	return v.page(w, "source", vigie.Say("source-title", src.Name), d)
}

// depth tells how far back in time a source was heard.
func (s *Server) depth(ctx context.Context, v *visit, src vigie.Source, d *sourcePage) error {
	b, ok, err := s.o.Ledger.Back(ctx, src.ID)
	if err != nil {
		return err
	}
	if !ok {
		d.Depth = []string{v.Print.Say("back-never", src.Added)}
		return nil
	}
	d.Back, d.Going = true, !b.Done
	for _, said := range listen.Depth(b, v.Now) {
		d.Depth = append(d.Depth, v.Print.Sentence(said))
	}
	return nil
}

// visitRows puts visits into words, and gathers what could not be used.
func visitRows(v *visit, visits []listen.Visit) (rows []visitRow, problems []string) {
	told := map[string]bool{}
	for _, vs := range visits {
		row := visitRow{At: vs.At, Items: vs.Items, New: vs.New}
		switch {
		case !vs.Fault.IsZero():
			row.Said, row.Failed = v.Print.Sentence(vs.Fault), true
		case vs.Items == 0:
			row.Said = v.Print.Say("visit-unchanged")
		default:
			row.Said = v.Print.Say("visit-brought", vs.Items, vs.New)
		}
		if n := len(rows); n > 0 && row.Failed && rows[n-1].Said == row.Said {
			rows[n-1].Times = max(1, rows[n-1].Times) + 1
		} else {
			rows = append(rows, row)
		}
		for _, p := range vs.Problems {
			if t := v.Print.Sentence(p); !told[t] && len(problems) < problemsShown {
				told[t] = true
				problems = append(problems, t)
			}
		}
	}
	return rows, problems
}

// sourceAnswer says how a source does.
func sourceAnswer(v *visit, row sourceRow) template.HTML {
	h, say := row.Health, v.Print.Say
	switch row.State {
	case vigie.Paused:
		return rich(say("source-answer-paused"))
	case vigie.Waiting:
		return rich(say("source-answer-waiting"))
	case vigie.Failing:
		if h.LastSuccess.IsZero() {
			return rich(say("source-answer-never"))
		}
		return rich(say("source-answer-failing", h.LastSuccess))
	case vigie.Late:
		return rich(say("source-answer-late", h.LastSuccess))
	}
	if !row.Kind.Visited() {
		return rich(say("source-answer-file", h.Items))
	}
	if row.Expected > 0 {
		return rich(say("source-answer-well", row.Received, row.Expected))
	}
	return rich(say("source-answer-well-new", row.Received))
}

// changeSource does what a button of the source's page asks.
func (s *Server) changeSource(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	switch do := r.FormValue("do"); do {
	case "visit":
		if err := s.o.Ledger.Wake(ctx, src.ID); err != nil {
			return err
		}
		s.o.Wake()
		v.tell(ctx, "source-told-visit")
	case "back":
		if err := s.o.Ledger.SaveBack(ctx, listen.Begin(src.ID, v.Now)); err != nil {
			return err
		}
		v.tell(ctx, "back-told")
	case "pause", "resume":
		src.Paused = do == "pause"
		if _, err := s.o.Watch.SaveSource(ctx, src); err != nil {
			return err
		}
		if !src.Paused {
			if err := s.o.Ledger.Wake(ctx, src.ID); err != nil {
				return err
			}
			s.o.Wake()
		}
		v.tell(ctx, "source-told-"+do)
	case "save":
		src.Name = strings.TrimSpace(r.FormValue("name"))
		src.Channel = vigie.Channel(r.FormValue("channel"))
		src.KeepAll = r.FormValue("keep") != ""
		v.place(r, &src)
		if src.Name == "" || !src.Channel.Valid() {
			v.Status = http.StatusUnprocessableEntity
			return s.showSource(w, r, v, src, v.Print.Say("name-missing"))
		}
		if _, err := s.o.Watch.SaveSource(ctx, src); err != nil {
			return err
		}
		v.tell(ctx, "source-told-saved")
	case "token":
		if !src.Kind.TakesToken() {
			return vigie.Errorf(vigie.Invalid, nil, "token-not-here")
		}
		if err := s.o.Ledger.Remember(ctx, vigie.TokenSecret(src.ID), []byte(strings.TrimSpace(r.PostFormValue("token")))); err != nil {
			return err
		}
		if err := s.o.Ledger.Wake(ctx, src.ID); err != nil {
			return err
		}
		s.o.Wake()
		v.tell(ctx, "token-told")
	case "delete":
		return s.deleteSource(ctx, w, r, v, src)
	default:
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "do", do)
	}
	return v.to(w, sourcePath(src.ID))
}

// deleteSource asks once more, then stops listening; what it brought stays.
func (s *Server) deleteSource(ctx context.Context, w http.ResponseWriter, r *http.Request, v *visit, src vigie.Source) error {
	if r.FormValue("sure") == "" {
		return v.to(w, sourcePath(src.ID)+"?delete=1#delete")
	}
	if err := s.o.Ledger.DeleteSource(ctx, src.ID); err != nil {
		return err
	}
	v.tell(ctx, "source-told-deleted", src.Name)
	return v.to(w, "/sources")
}
