package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

// Sample is a random sample on the wire, with what its labels tell.
type Sample struct {
	ID       sample.ID     `json:"id"`
	Topic    vigie.TopicID `json:"topic"`
	Version  int           `json:"version"` // of the query when it was drawn
	From     time.Time     `json:"from"`
	To       time.Time     `json:"to"`
	Frame    int64         `json:"frame"` // how many could have been drawn
	Drawn    int           `json:"drawn"`
	Left     int           `json:"left"` // cards not erased since
	Labelled int           `json:"labelled"`
	Unclear  int           `json:"unclear,omitempty"`
	Made     time.Time     `json:"made"`
	By       string        `json:"by,omitempty"`
	// Precision and Right are parts with their Wilson interval at 95 %, 0 to 1;
	// absent while nothing tells them.
	Precision *Part `json:"precision,omitempty"`
	Right     *Part `json:"right,omitempty"`
	// Says tells it in words, the answer first.
	Says []string `json:"says"`
	// Next is the first card that By, the person asked for, has not read; in one
	// sample alone.
	Next *Mention `json:"next,omitempty"`
}

// Part is a share of n, with its interval.
type Part struct {
	K    int64   `json:"k"`
	N    int64   `json:"n"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func partOf(p *measure.Part) *Part {
	if p == nil {
		return nil
	}
	return &Part{p.K, p.N, p.Between.Low, p.Between.High}
}

// SampleAsked asks for a draw.
type SampleAsked struct {
	Topic string `json:"topic"`           // id or name
	Weeks int    `json:"weeks,omitempty"` // up to and with this one; 0 means thirteen
	Since string `json:"since,omitempty"` // a day or an instant, instead of weeks
	Until string `json:"until,omitempty"` // the last day; today where it is empty
	N     int    `json:"n,omitempty"`     // how many; 0 means a hundred
	By    string `json:"by,omitempty"`
}

// SampleSaid is what a person says of a card; an empty verdict takes it back.
type SampleSaid struct {
	Mention vigie.MentionID `json:"mention,string"`
	Verdict sample.Verdict  `json:"verdict"`
	By      string          `json:"by,omitempty"`
}

// weeksUsual and weeksMost bound what a sample is drawn from.
const (
	weeksUsual = 13
	weeksMost  = 520
)

// samples answers all samples, newest first.
func (a *api) samples(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Ledger.Samples(r.Context(), 0)
	if err != nil {
		return err
	}
	out := []Sample{}
	for _, one := range all {
		s, _, _, err := a.sampleTold(r, one)
		if err != nil {
			return err
		}
		out = append(out, s)
	}
	return answer(w, out)
}

// sampleTold measures a sample.
func (a *api) sampleTold(r *http.Request, one sample.Sample) (Sample, []sample.Card, []sample.Judgement, error) {
	ctx := r.Context()
	cards, err := a.Ledger.SampleCards(ctx, one.ID)
	if err != nil {
		return Sample{}, nil, nil, err
	}
	said, err := a.Ledger.Judgements(ctx, one.ID)
	if err != nil {
		return Sample{}, nil, nil, err
	}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return Sample{}, nil, nil, err
	}
	told := one.Read(cards, said)
	out := Sample{
		ID: one.ID, Topic: one.Topic, Version: one.Version, From: one.Period.From, To: one.Period.To, Frame: one.Frame, Drawn: one.Drawn,
		Left: told.Cards, Labelled: told.Labelled, Unclear: told.Unclear, Made: one.Made, By: one.By,
		Precision: partOf(told.About), Right: partOf(told.Right), Says: []string{},
	}
	if i := slices.IndexFunc(topics, func(t vigie.Topic) bool { return t.ID == one.Topic }); i >= 0 {
		first, facts := told.Words(a.printer(r), topics[i])
		out.Says = append([]string{first}, facts...)
	}
	return out, cards, said, nil
}

// drawSample draws a sample.
func (a *api) drawSample(w http.ResponseWriter, r *http.Request) error {
	var in SampleAsked
	if err := body(r, &in); err != nil {
		return err
	}
	ctx := r.Context()
	ids, err := a.topicIDs(ctx, []string{in.Topic})
	if err != nil {
		return err
	}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	ws, err := a.Ledger.Workspace(ctx)
	if err != nil {
		return err
	}
	weeks := cmp.Or(in.Weeks, weeksUsual)
	if weeks < 1 || weeks > weeksMost {
		return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "weeks", strconv.Itoa(weeks))
	}
	i := slices.IndexFunc(topics, func(t vigie.Topic) bool { return t.ID == ids[0] })
	if i < 0 {
		return vigie.Errorf(vigie.NotFound, nil, "api-no-topic", in.Topic)
	}
	now := a.Now()
	all := measure.Weeks(now, ws.Location(), weeks)
	over := measure.Period{From: all[0].From, To: all[len(all)-1].To}
	if in.Since != "" {
		if over.From, err = instant(in.Since, ws.Location(), false); err != nil {
			return err
		}
	}
	if in.Until != "" {
		if over.To, err = instant(in.Until, ws.Location(), true); err != nil {
			return err
		}
	}
	one, err := sample.Draw(ctx, a.Archive, a.Ledger, sample.Sample{
		Topic: ids[0], Version: topics[i].Version, Period: over,
		Drawn: cmp.Or(in.N, sample.Usual), Seed: uint64(now.UnixNano()), Made: now.UTC(), By: in.By,
	})
	if err != nil {
		return err
	}
	return a.answerSample(w, r, one, in.By)
}

// sampleAt returns the sample of an address.
func (a *api) sampleAt(ctx context.Context, r *http.Request) (sample.Sample, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return sample.Sample{}, vigie.Errorf(vigie.NotFound, err, "sample-unknown", r.PathValue("id"))
	}
	return a.Ledger.Sample(ctx, sample.ID(id))
}

// sample answers one, with the next card for the person that by names.
func (a *api) sample(w http.ResponseWriter, r *http.Request) error {
	one, err := a.sampleAt(r.Context(), r)
	if err != nil {
		return err
	}
	return a.answerSample(w, r, one, r.URL.Query().Get("by"))
}

func (a *api) answerSample(w http.ResponseWriter, r *http.Request, one sample.Sample, by string) error {
	out, cards, said, err := a.sampleTold(r, one)
	if err != nil {
		return err
	}
	mine := map[vigie.MentionID]bool{}
	for _, j := range said {
		mine[j.Mention] = mine[j.Mention] || j.By == by
	}
	next := slices.IndexFunc(cards, func(c sample.Card) bool { return !mine[c.Mention] })
	if next >= 0 {
		k, err := a.Archive.Mention(r.Context(), cards[next].Mention)
		if err != nil {
			return err
		}
		called, err := a.names(r.Context())
		if err != nil {
			return err
		}
		m := mentionOf(&k, called)
		// What readers read is not shown to whom they are measured by.
		for i := range m.Topics {
			m.Topics[i].Opinion = ""
		}
		m.Intents = nil
		out.Next = &m
	}
	return answer(w, out)
}

// judgeSample keeps what a person says of cards, and answers the next.
func (a *api) judgeSample(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, err := a.sampleAt(ctx, r)
	if err != nil {
		return err
	}
	var in []SampleSaid
	if err := body(r, &in); err != nil {
		return err
	}
	by := ""
	for _, x := range in {
		by = x.By
		switch {
		case x.Verdict == "":
			err = a.Ledger.Unjudge(ctx, one.ID, x.Mention, x.By)
		case !x.Verdict.Valid():
			err = vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "verdict", string(x.Verdict))
		default:
			err = a.Ledger.Judge(ctx, one.ID, sample.Judgement{Mention: x.Mention, By: x.By, Verdict: x.Verdict, At: a.Now().UTC()})
		}
		if err != nil {
			return err
		}
	}
	return a.answerSample(w, r, one, by)
}

// dropSample takes a sample away with all that was said of it.
func (a *api) dropSample(w http.ResponseWriter, r *http.Request) error {
	one, err := a.sampleAt(r.Context(), r)
	if err != nil {
		return err
	}
	if err := a.Ledger.DeleteSample(r.Context(), one.ID); err != nil {
		return err
	}
	return answer(w, map[string]sample.ID{"deleted": one.ID})
}
