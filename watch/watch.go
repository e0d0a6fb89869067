package watch

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch/noise"
)

// Options is what a Watch is made of. Archive, Ledger and Reader must be set.
type Options struct {
	Archive Archive
	Ledger  Ledger
	Reader  Reader
	// Noise are the packs that put mentions aside, unless switched off. Nil puts
	// nothing aside.
	Noise []noise.Pack
	// Stories, where set, groups copies as they arrive. One per Archive: it is
	// what the archive remembers of copies, in memory.
	Stories *story.Grouper
	// Page reads the page behind an address, for notes that give nothing else;
	// nil reads none.
	Page func(ctx context.Context, address string) (vigie.Mention, error)
	Now  func() time.Time // nil means time.Now
	Log  *slog.Logger     // nil means slog.Default
	// Saved, where set, is told of every commit: what became of the batch and
	// how long after publication its newest mention was durable (0 when no
	// date is known). It must return at once.
	Saved func(o listen.Outcome, lag time.Duration)
}

// Watch carries mentions from batches to the archive, under the topics in
// force. It is safe for several goroutines. Make one with New.
type Watch struct {
	Options
	wake chan struct{} // tells Run that a topic changed

	// inForce guards topics. A batch holds it for reading from the matching to
	// the commit; a change of topics takes it for writing, and so does each
	// stretch of reading again. So nothing matched under an old query arrives
	// after the change, and nothing arrives between the reading of a stretch
	// and its commit.
	inForce sync.RWMutex
	topics  *query.Index
	known   map[vigie.TopicID]held // what stands in topics; guarded by inForce
	again   map[vigie.TopicID]bool // to be read again whatever their jobs say; guarded by inForce
	parsed  parsedQueries
	sieve   sieve // noise packs in force; guarded by inForce
	// unlearnt says that labels changed since the reader last learnt them.
	unlearnt atomic.Bool

	// warm says that Stories knows what Run groups again around where it stands.
	// For Run alone.
	warm bool

	remembering sync.Mutex
	turns       turns
	remembered  bool // guarded by remembering
}

// New returns a Watch with the ledger's topics in force.
func New(ctx context.Context, o Options) (*Watch, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	w := &Watch{Options: o, wake: make(chan struct{}, 1)}
	if err := w.reload(ctx); err != nil {
		return nil, err
	}
	if err := w.readNoise(ctx); err != nil {
		return nil, err
	}
	if err := w.readIntentRules(ctx); err != nil {
		return nil, err
	}
	w.unlearnt.Store(true)
	if err := w.learn(ctx); err != nil {
		return nil, err
	}
	if err := w.planRegrouping(ctx); err != nil {
		return nil, err
	}
	return w, nil
}

// zoned is an Archive that says in which zone its workspace counts days.
type zoned interface{ Zone() *time.Location }

// zone returns the zone in which queries count days; nil, which is UTC, where
// the archive does not tell.
func (w *Watch) zone() *time.Location {
	if z, ok := w.Archive.(zoned); ok {
		return z.Zone()
	}
	return nil
}

// Handle takes one batch through to the archive and returns once it is
// durable. It is a listen.Handler.
func (w *Watch) Handle(ctx context.Context, b listen.Batch) (listen.Outcome, error) {
	w.inForce.RLock()
	defer w.inForce.RUnlock()
	p, err := w.prepare(ctx, b)
	if err != nil {
		return listen.Outcome{}, err
	}
	return w.save(ctx, p)
}

// prepared is a batch between its matching and its commit.
type prepared struct {
	saving  Saving
	refused int
}

// prepare cuts, reads and matches each mention. The caller holds inForce.
func (w *Watch) prepare(ctx context.Context, b listen.Batch) (prepared, error) {
	src, err := w.Ledger.Source(ctx, b.Source)
	if err != nil {
		return prepared{}, fmt.Errorf("source %d of the batch: %w", b.Source, err)
	}
	now := w.Now().UTC()
	p := prepared{saving: Saving{Source: b.Source, At: now, Cursor: b.Cursor, Gone: b.Gone, GoneAuthors: b.GoneAuthors, Items: make([]Item, 0, len(b.Mentions)+len(b.Again))}}
	scratch := scratches.Get().(*query.Scratch)
	defer scratches.Put(scratch)
	var matched []query.Key
	var post query.Post
	for i := range len(b.Mentions) + len(b.Again) {
		var it Item
		if i < len(b.Mentions) {
			it.Mention = b.Mentions[i]
		} else {
			it.Mention, it.Again = b.Again[i-len(b.Mentions)], true
			if m := &it.Mention; m.Key != "" && m.Title == "" && m.Text == "" {
				p.saving.Items = append(p.saving.Items, it) // counts alone
				continue
			}
		}
		m := &it.Mention
		if m.Key == "" || strings.TrimSpace(m.Title) == "" && strings.TrimSpace(m.Text) == "" {
			p.refused++
			continue
		}
		complete(m, &src, now)
		it.Doc = text.Cut(m.Title, m.Text)
		it.Reading.Lang, it.Reading.LangSure = w.Reader.Language(m)
		it.Reading.Maker = w.Reader.Maker()
		post = query.Post{Doc: it.Doc, Lang: it.Reading.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Source: src.Name, Zone: w.zone()}
		matched = w.placed(&src, m, w.topics.Match(scratch, &post, matched[:0]))
		taken := len(matched) > 0
		if taken {
			matched, it.Aside = w.sift(scratch, &post, matched)
		}
		if len(matched) > 0 {
			piece := w.pieceOf(&post, &it.Reading, matched)
			w.Reader.Complete(piece)
			it.Matches = piece.Matches
		}
		it.Keep = taken || m.Own || published(&src, m) || m.Noted || src.KeepAll || !src.Kind.Visited()
		if b.Passing && !it.Keep && !it.Again {
			continue
		}
		p.saving.Items = append(p.saving.Items, it)
	}
	return p, w.recount(ctx, scratch, p.saving.Items)
}

// pieceOf is a post that topics took, to be completed.
func (w *Watch) pieceOf(post *query.Post, r *vigie.Reading, matched []query.Key) *understand.Piece {
	p := &understand.Piece{Mention: post.Mention, Doc: post.Doc, Reading: r}
	for _, e := range matched {
		p.Matches = append(p.Matches, vigie.Match{Topic: e.ID, Version: e.Version})
		p.About = append(p.About, understand.About{Name: w.known[e.ID].name, Spans: w.queryOf(e.ID).Spans(post)})
	}
	return p
}

// complete fills what the source knows and the mention does not say.
func complete(m *vigie.Mention, src *vigie.Source, now time.Time) {
	m.Channel = cmp.Or(m.Channel, src.Channel)
	m.Network = cmp.Or(m.Network, src.Network)
	m.Site = cmp.Or(m.Site, src.Site)
	m.Own = m.Own || src.Own
	m.Noted = src.Kind.Noted()
	if m.Heard.IsZero() {
		m.Heard = now
	}
	raw := m.Published
	var clamped bool
	if m.Published, clamped = vigie.Date(raw, m.Heard); clamped && m.PublishedRaw == "" {
		m.PublishedRaw = raw.Format(time.RFC3339)
	}
}

// save commits a prepared batch. The caller holds inForce.
func (w *Watch) save(ctx context.Context, p prepared) (listen.Outcome, error) {
	out := listen.Outcome{Refused: p.refused}
	if err := w.remember(ctx); err != nil {
		return listen.Outcome{}, err
	}
	saved, err := w.commit(ctx, &p.saving)
	if err != nil {
		return listen.Outcome{}, err
	}
	var newest time.Time
	for i, f := range saved.Fates {
		switch f {
		case FateNew:
			out.New++
			if at := p.saving.Items[i].Mention.Published; at.After(newest) {
				newest = at
			}
		case FateEdited:
			out.Edited++
		case FateKnown:
			out.Known++
		case FateBuffered:
			out.Buffered++
		case FateRefused:
			out.Refused++
		}
	}
	if w.Saved != nil {
		var lag time.Duration
		if !newest.IsZero() {
			lag = max(w.Now().Sub(newest), 0)
		}
		w.Saved(out, lag)
	}
	return out, nil
}
