package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

// samplesPage lists the samples, and offers to draw one.
type samplesPage struct {
	Answer template.HTML
	Rows   []sampleRow
	Topics []choice
	Weeks  []choice
	Usual  int
}

// sampleRow is one sample in the list.
type sampleRow struct {
	Href, Name, Say string
	sample.Sample
}

// samplePage is one sample: a card to be read, or what the labels tell.
type samplePage struct {
	Name, Href string
	Answer     template.HTML
	ID         sample.ID
	Brand      bool // opinions are asked too

	Card    *shown // nil where the figures are shown
	Text    template.HTML
	Done    string
	Buttons []sampleButton
	Last    int64 // the card said last by this person; 0 where there is none

	Left     bool // cards that this person has not read
	Facts    []string
	Confused []confusedRow
}

// sampleButton is a verdict and the key that gives it.
type sampleButton struct {
	Verdict  sample.Verdict
	Key, Say string
}

// confusedRow is what people said of mentions that readers read alike.
type confusedRow struct {
	Read                               vigie.Opinion
	Negative, Neutral, Positive, Mixed int64
}

// sampleKeys gives each verdict its key.
var sampleKeys = map[sample.Verdict]string{
	sample.SaidNegative: "1", sample.SaidNeutral: "2", sample.SaidPositive: "3", sample.SaidMixed: "4",
	sample.About: "y", sample.NotAbout: "n", sample.Unclear: "0",
}

func samplePath(id sample.ID, read bool) string {
	path := "/samples/" + id64(int64(id))
	if read {
		path += "?read=1"
	}
	return path
}

// samples answers: what have we read of what was drawn at random?
func (s *Server) samples(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	d := samplesPage{Usual: sample.Usual}
	all, err := s.o.Ledger.Samples(ctx, 0)
	if err != nil {
		return err
	}
	for _, one := range all {
		t, err := s.readSample(ctx, one)
		if err != nil {
			return err
		}
		topic, _ := v.Topic(one.Topic)
		d.Rows = append(d.Rows, sampleRow{samplePath(one.ID, false), topic.Name, p.Say("sample-progress", t.Labelled, t.Cards), one})
	}
	d.Answer = rich(p.Say("samples-answer", len(all)))
	asked := r.URL.Query().Get("topic")
	for _, t := range v.Topics {
		d.Topics = append(d.Topics, choice{id64(int64(t.ID)), t.Name, id64(int64(t.ID)) == asked})
	}
	for _, n := range periodsOffered {
		d.Weeks = append(d.Weeks, choice{strconv.Itoa(n), p.Sentence(weeksOf(p, n)), n == 13})
	}
	return v.page(w, "samples", vigie.Say("samples-title"), d)
}

// readSample measures one sample.
func (s *Server) readSample(ctx context.Context, one sample.Sample) (sample.Told, error) {
	cards, err := s.o.Ledger.SampleCards(ctx, one.ID)
	if err != nil {
		return sample.Told{}, err
	}
	said, err := s.o.Ledger.Judgements(ctx, one.ID)
	if err != nil {
		return sample.Told{}, err
	}
	return one.Read(cards, said), nil
}

// drawSample draws a sample, and goes to its first card.
func (s *Server) drawSample(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, err := strconv.ParseInt(r.FormValue("topic"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	weeks, err := strconv.Atoi(r.FormValue("weeks"))
	if err != nil || !slices.Contains(periodsOffered, weeks) {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "weeks", r.FormValue("weeks"))
	}
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "n", r.FormValue("n"))
	}
	all := measure.Weeks(v.Now, v.Zone, weeks)
	one, err := sample.Draw(r.Context(), s.o.Archive, s.o.Ledger, sample.Sample{
		Topic: t.ID, Version: t.Version, Period: measure.Period{From: all[0].From, To: all[len(all)-1].To},
		Drawn: n, Seed: uint64(v.Now.UnixNano()), Made: v.Now.UTC(), By: v.User.Login,
	})
	if err != nil {
		return err
	}
	return v.to(w, samplePath(one.ID, true))
}

// sampleAsked returns the sample that the address names.
func (s *Server) sampleAsked(r *http.Request) (sample.Sample, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return sample.Sample{}, vigie.Errorf(vigie.NotFound, err, "sample-unknown", r.PathValue("id"))
	}
	return s.o.Ledger.Sample(r.Context(), sample.ID(id))
}

// sample shows what a sample tells, or the next card to read.
func (s *Server) sample(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	one, err := s.sampleAsked(r)
	if err != nil {
		return err
	}
	topic, ok := v.Topic(one.Topic)
	if !ok {
		return vigie.Errorf(vigie.NotFound, nil, "topic-not-found")
	}
	cards, err := s.o.Ledger.SampleCards(ctx, one.ID)
	if err != nil {
		return err
	}
	said, err := s.o.Ledger.Judgements(ctx, one.ID)
	if err != nil {
		return err
	}
	d := samplePage{Name: topic.Name, Href: topicPath(topic.ID, 0), ID: one.ID, Brand: topic.Kind.Brand()}
	mine := map[vigie.MentionID]bool{}
	for _, j := range said { // oldest first
		if j.By == v.User.Login {
			mine[j.Mention], d.Last = true, int64(j.Mention)
		}
	}
	next := slices.IndexFunc(cards, func(c sample.Card) bool { return !mine[c.Mention] })
	d.Left = next >= 0
	if d.Left && r.URL.Query().Has("read") {
		d.Answer = rich(p.Say("sample-card-ask", topic.Name))
		d.Done = p.Say("sample-mine", len(mine), len(cards))
		for _, verdict := range sample.Verdicts {
			if _, opinion := verdict.Opinion(); opinion == d.Brand || verdict == sample.NotAbout || verdict == sample.Unclear {
				d.Buttons = append(d.Buttons, sampleButton{verdict, sampleKeys[verdict], p.Say("sample-say-" + string(verdict))})
			}
		}
		k, err := s.o.Archive.Mention(ctx, cards[next].Mention)
		if err != nil {
			return err
		}
		m := v.marker(nil)
		card := m.shown(k)
		d.Card, d.Text = &card, card.Text
		if !card.Press {
			_, body := m.spans(k)
			d.Text, _ = extract(k.Mention.Text, body, 4*extractMost)
		}
		return v.page(w, "sample", vigie.Say("sample-title", topic.Name), d)
	}
	told := one.Read(cards, said)
	v.tellSample(&told, topic, &d)
	if told.About != nil {
		deck, err := s.o.Watch.Deck(ctx, topic.ID)
		if err != nil {
			return err
		}
		if x := &deck.Precision; x.Of > 0 {
			d.Facts = append(d.Facts, p.Say("sample-cards", x.Yes, x.Of, vigie.Ratio(x.Between.Low), vigie.Ratio(x.Between.High))+" "+
				p.Say(apart(x, told.About, one.Version == topic.Version)))
		}
	}
	return v.page(w, "sample", vigie.Say("sample-title", topic.Name), d)
}

// tellSample says what a labelled sample tells.
func (v *visit) tellSample(told *sample.Told, topic vigie.Topic, d *samplePage) {
	answer, facts := told.Words(v.Print, topic)
	d.Answer, d.Facts = rich(answer), facts
	for _, read := range []vigie.Opinion{vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
		if c := told.Confused[read]; c != nil {
			d.Confused = append(d.Confused, confusedRow{read, c[vigie.Negative], c[vigie.Neutral], c[vigie.Positive], c[vigie.Unsure]})
		}
	}
}

// judgeCard keeps what a person says of a card, takes it back, or deletes the
// sample.
func (s *Server) judgeCard(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	one, err := s.sampleAsked(r)
	if err != nil {
		return err
	}
	if r.FormValue("do") == "delete" {
		if err := s.o.Ledger.DeleteSample(ctx, one.ID); err != nil {
			return err
		}
		v.tell(ctx, "sample-deleted")
		return v.to(w, "/samples")
	}
	m, err := strconv.ParseInt(r.FormValue("mention"), 10, 64)
	if err != nil {
		return vigie.Errorf(vigie.NotFound, err, "sample-no-card")
	}
	if r.FormValue("do") == "back" {
		err = s.o.Ledger.Unjudge(ctx, one.ID, vigie.MentionID(m), v.User.Login)
	} else {
		verdict := sample.Verdict(r.FormValue("verdict"))
		if !verdict.Valid() {
			return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "verdict", r.FormValue("verdict"))
		}
		err = s.o.Ledger.Judge(ctx, one.ID, sample.Judgement{Mention: vigie.MentionID(m), By: v.User.Login, Verdict: verdict, At: v.Now.UTC()})
	}
	if err != nil {
		return err
	}
	return v.to(w, samplePath(one.ID, true))
}

// corrected says what a labelled sample makes of a net opinion, or why the one
// there is cannot; empty where none was drawn.
func (s *Server) corrected(ctx context.Context, v *visit, t vigie.Topic, over measure.Period, judged map[vigie.Opinion]int64) (template.HTML, error) {
	p := v.Print
	told, standing, ok, err := sample.Over(ctx, s.o.Ledger, t, over)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", nil
	}
	made, href := p.Date(told.Sample.Made), samplePath(told.Sample.ID, false)
	if standing != sample.Stands {
		return rich(p.Say("sample-not-"+string(standing), made), href), nil
	}
	net, ok := leaningOf(judged).Corrected(told.Labels)
	if !ok {
		return rich(p.Say("sample-not-few", made), href), nil
	}
	points := func(x float64) string { return p.Decimal(x*100, 0) }
	return rich(p.Say("sample-corrects", points(net.Value), points(net.Between.Low), points(net.Between.High), net.Labelled, made), href), nil
}
