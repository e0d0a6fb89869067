package watch

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Draft is a topic as it might be saved: its query and its examples.
type Draft struct {
	Topic    vigie.Topic
	Examples []Example
}

// Trial is what a draft would find among what is kept, before it is saved.
type Trial struct {
	Cost     int // of the query; see query.Query.Cost
	CostMost int
	Tests    []Test
	Hits     int64
	Aside    int64  // held by the query, and put aside by noise packs: no hits
	Weeks    []Week // the last WeeksShown, oldest first; weeks begin on Monday
	Channels []Share
	Sample   []vigie.Kept // at random, newest first
	// Diff is against the topic as it is; nil for a new topic or an unchanged
	// query.
	Diff *Diff
	// Whole says that all that is kept was looked at; else only what is newer
	// than Since, because time was up.
	Whole bool
	Since time.Time
}

// Test is one example decided by a draft.
type Test struct {
	Example
	Passed bool
	Why    query.Explanation
}

// Week is how many mentions of one week a draft finds.
type Week struct {
	Start time.Time // midnight of its Monday, in the workspace's zone
	N     int64
}

// Share is how many of a draft's mentions stand in a channel.
type Share struct {
	Channel vigie.Channel
	N       int64
}

// Diff is what a change of query adds and takes away.
type Diff struct {
	Joined, Left int64
	JoinedSample []vigie.Kept
	LeftSample   []vigie.Kept
	TooBig       bool // the old query could not be compared in time
}

// WeeksShown is how far back Trial.Weeks goes.
const WeeksShown = 26

// How a trial is bounded: a page must come back while a person waits.
const (
	trialPatience = 3 * time.Second
	trialBite     = 2000
	sampleMost    = 8
	diffSample    = 5
)

// Try decides a draft over what is kept, within a few seconds. It changes
// nothing. It fails with kind Invalid where the query does not parse or may
// not be a topic's.
func (w *Watch) Try(ctx context.Context, d Draft) (Trial, error) {
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return Trial{}, err
	}
	q, err := lists.Parse(d.Topic.Query)
	if err != nil {
		return Trial{}, err
	}
	if err := q.CheckTopic(); err != nil {
		return Trial{}, err
	}
	tr := Trial{Cost: q.Cost(), CostMost: query.CostMost, Tests: w.tests(q, d.Examples)}
	var old *query.Query
	if d.Topic.ID != 0 {
		topics, err := w.Ledger.Topics(ctx)
		if err != nil {
			return tr, err
		}
		for _, t := range topics {
			if t.ID != d.Topic.ID || t.Query == d.Topic.Query {
				continue
			}
			if old, err = lists.Parse(t.Query); err == nil { // one that does not parse found nothing
				tr.Diff = new(Diff)
			}
		}
	}
	x := trial{w: w, q: q, old: old, out: &tr, weeks: map[time.Time]int64{}, channels: map[vigie.Channel]int64{}, until: w.Now().Add(trialPatience)}
	x.names = w.carriers(ctx)
	if err := x.run(ctx); err != nil {
		return tr, err
	}
	return tr, nil
}

// tests decides each example.
func (w *Watch) tests(q *query.Query, list []Example) []Test {
	var tests []Test
	for _, e := range list {
		m := e.mention()
		lang, _ := w.Reader.Language(&m)
		post := query.NewPost(&m, lang)
		why := q.Explain(post)
		tests = append(tests, Test{Example: e, Passed: why.Match == e.Must, Why: why})
	}
	return tests
}

// mention makes a mention of an example.
func (e Example) mention() vigie.Mention {
	m := vigie.Mention{Text: text.Clean(e.Text)}
	if title, rest, ok := strings.Cut(m.Text, "\n\n"); ok && !strings.Contains(title, "\n") {
		m.Title, m.Text = title, rest
	}
	return m
}

// exampleMost is how much of a mention becomes an example, in characters.
const exampleMost = 2000

// ExampleOf makes an example of the beginning of a mention.
func ExampleOf(m *vigie.Mention, must bool) Example {
	t := m.Text
	if r := []rune(t); len(r) > exampleMost {
		t = string(r[:exampleMost])
	}
	if m.Title != "" {
		t = m.Title + "\n\n" + t
	}
	return Example{Must: must, Text: strings.TrimSpace(t)}
}

// trial is a Try under way.
type trial struct {
	w        *Watch
	q, old   *query.Query
	out      *Trial
	weeks    map[time.Time]int64
	channels map[vigie.Channel]int64
	until    time.Time
	names    *carriers
	doc      text.Doc
}

func (x *trial) run(ctx context.Context) error {
	r := rand.New(rand.NewPCG(1, 2)) // the same sample for the same archive
	now := x.w.Now()
	whole, since, err := x.walk(ctx, x.q, func(k *vigie.Kept, post *query.Post) {
		if !x.q.Match(post) {
			return
		}
		if x.noisy(post, x.q) {
			x.out.Aside++
			return
		}
		x.out.Hits++
		if k.Mention.DateKnown() {
			x.weeks[x.week(k.Mention.Published)]++
		}
		x.channels[k.Mention.Channel]++
		if len(x.out.Sample) < sampleMost {
			x.out.Sample = append(x.out.Sample, *k)
		} else if at := r.Int64N(x.out.Hits); at < sampleMost { // Vitter's algorithm R (1985)
			x.out.Sample[at] = *k
		}
		if x.old != nil && !x.old.Match(post) {
			x.out.Diff.Joined++
			x.out.Diff.JoinedSample = sampled(x.out.Diff.JoinedSample, k)
		}
	})
	if err != nil {
		return err
	}
	x.out.Whole, x.out.Since = whole, since
	if x.old != nil {
		x.until = x.w.Now().Add(trialPatience)
		whole, oldSince, err := x.walk(ctx, x.old, func(k *vigie.Kept, post *query.Post) {
			if x.old.Match(post) && !x.q.Match(post) && !x.noisy(post, x.old) {
				x.out.Diff.Left++
				x.out.Diff.LeftSample = sampled(x.out.Diff.LeftSample, k)
			}
		})
		if err != nil {
			return err
		}
		if !whole {
			x.out.Diff.TooBig = true
			x.out.Whole = false
			if oldSince.After(x.out.Since) {
				x.out.Since = oldSince
			}
		}
	}
	slices.SortFunc(x.out.Sample, func(a, b vigie.Kept) int { return cmp.Compare(b.Mention.ID, a.Mention.ID) })
	x.tell(now)
	return cmp.Or(x.names.err)
}

// noisy reports whether a noise pack would put a post aside of a topic that
// asks q.
func (x *trial) noisy(post *query.Post, q *query.Query) bool {
	x.w.inForce.RLock()
	defer x.w.inForce.RUnlock()
	s := scratches.Get().(*query.Scratch)
	defer scratches.Put(s)
	return asideBy(x.w.noises(s, post), post, q) != nil
}

func sampled(list []vigie.Kept, k *vigie.Kept) []vigie.Kept {
	if len(list) < diffSample {
		list = append(list, *k)
	}
	return list
}

// walk calls visit with every candidate of q, newest first, until time is up.
func (x *trial) walk(ctx context.Context, q *query.Query, visit func(*vigie.Kept, *query.Post)) (whole bool, since time.Time, err error) {
	need := q.Need()
	source := q.Asks()&query.AsksSource != 0 || x.old != nil && x.old.Asks()&query.AsksSource != 0
	before := vigie.MentionID(math.MaxInt64)
	for before > 0 {
		bound, err := x.w.Archive.Candidates(ctx, need, before, trialBite, func(k vigie.Kept) bool {
			m := &k.Mention
			x.doc.Recut(m.Title, m.Text)
			post := query.Post{Doc: &x.doc, Lang: k.Reading.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Zone: x.w.zone()}
			if source && len(k.Heard) > 0 {
				post.Source = x.names.of(k.Heard[0].Source).Name
			}
			visit(&k, &post)
			return true
		})
		if err != nil {
			return false, since, err
		}
		if bound > 0 {
			since = bound.Time()
		}
		if before = bound; before > 0 && x.w.Now().After(x.until) {
			return false, since, nil
		}
	}
	return true, time.Time{}, nil
}

// week returns the Monday of t.
func (x *trial) week(t time.Time) time.Time {
	zone := x.w.zone()
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := t.In(zone).Date()
	monday := d - (int(t.In(zone).Weekday())+6)%7
	return time.Date(y, m, monday, 0, 0, 0, 0, zone)
}

// tell lays out the weeks and channels.
func (x *trial) tell(now time.Time) {
	newest := x.week(now)
	for k := WeeksShown - 1; k >= 0; k-- {
		start := newest.AddDate(0, 0, -7*k)
		x.out.Weeks = append(x.out.Weeks, Week{start, x.weeks[start]})
	}
	for _, c := range vigie.Channels {
		if n := x.channels[c]; n > 0 {
			x.out.Channels = append(x.out.Channels, Share{c, n})
		}
	}
	slices.SortStableFunc(x.out.Channels, func(a, b Share) int { return cmp.Compare(b.N, a.N) })
}

// Lint looks a query over: package query's rules, with the archive's own
// frequencies and the workspace's lists.
func (w *Watch) Lint(ctx context.Context, source string) ([]query.Remark, error) {
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return nil, err
	}
	extent, err := w.Archive.Extent(ctx)
	if err != nil {
		return nil, err
	}
	l := query.Linter{Lists: lists}
	if extent.Kept >= telling {
		l.Share = func(q *query.Query) (float64, bool) {
			page, err := w.Archive.Search(ctx, query.Search{Query: q, Limit: 1})
			if err != nil {
				w.Log.Warn("how common a word is could not be told", "word", q.String(), "err", err)
				return 0, false
			}
			return float64(page.Count) / float64(extent.Kept), true
		}
	}
	return l.Lint(source), nil
}

// telling is how many mentions must be kept before shares of them tell how
// common a word is.
const telling = 500

// SaveDraft is SaveTopic with examples. Where examples fail it is a Conflict
// that says how many, and nothing is saved, unless anyway is set.
func (w *Watch) SaveDraft(ctx context.Context, d Draft, anyway bool) (vigie.Topic, error) {
	examples := d.Examples[:0:0]
	for _, e := range d.Examples {
		if e.Text = strings.TrimSpace(e.Text); e.Text != "" {
			examples = append(examples, e)
		}
	}
	if len(examples) > ExamplesMost {
		return d.Topic, vigie.Errorf(vigie.Invalid, nil, "topic-examples-many", ExamplesMost)
	}
	if err := w.testDraft(ctx, d.Topic.Query, examples, anyway); err != nil {
		return d.Topic, err
	}
	t, err := w.saveTopic(ctx, d.Topic, true)
	if err != nil {
		return t, err
	}
	return t, w.Ledger.SaveExamples(ctx, t.ID, examples)
}

// ExamplesMost is how many examples a topic may have.
const ExamplesMost = 200

// testDraft is the Conflict of examples that fail.
func (w *Watch) testDraft(ctx context.Context, source string, list []Example, anyway bool) error {
	if anyway || len(list) == 0 {
		return nil
	}
	q, err := Parse(ctx, w.Ledger, source)
	if err != nil {
		return err
	}
	failed := 0
	for _, t := range w.tests(q, list) {
		if !t.Passed {
			failed++
		}
	}
	if failed > 0 {
		return vigie.Errorf(vigie.Conflict, nil, "topic-examples-fail", failed, len(list))
	}
	return nil
}

// RollBack gives a topic the query of an earlier version, as a new version. Its
// examples are not asked: they may be what the change was about.
func (w *Watch) RollBack(ctx context.Context, id vigie.TopicID, version int, by string) (vigie.Topic, error) {
	versions, err := w.Ledger.TopicVersions(ctx, id)
	if err != nil {
		return vigie.Topic{}, err
	}
	at := slices.IndexFunc(versions, func(v TopicVersion) bool { return v.Version == version })
	if at < 0 {
		return vigie.Topic{}, vigie.Errorf(vigie.NotFound, nil, "topic-no-version", version)
	}
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return vigie.Topic{}, err
	}
	for _, t := range topics {
		if t.ID == id {
			t.Query, t.By = versions[at].Query, by
			return w.saveTopic(ctx, t, true)
		}
	}
	return vigie.Topic{}, vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
}
