package web

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// importsMost is how many files are remembered, done or not; the oldest done
// are forgotten first. importTold is how many refused rows are told one by one.
const (
	importsMost = 20
	importTold  = 50
)

// importState is how far a file is.
type importState string

const (
	importAsks   importState = "asks" // waits for its columns to be confirmed
	importRuns   importState = "runs"
	importDone   importState = "done"
	importFailed importState = "failed"
)

// bringing is one file being brought in.
type bringing struct {
	ID    string
	Name  string
	Bytes int64
	Began time.Time // when it arrived
	path  string
	look  Look
	read  atomic.Int64 // bytes read so far

	mu       sync.Mutex
	now      importState
	using    Mapping
	source   vigie.SourceID
	progress watch.Progress
	problems []vigie.Sentence
	refused  int // rows told in problems, and those beyond importTold
	fault    error
	begun    time.Time // when its columns were confirmed
	ended    time.Time
	cancel   context.CancelFunc
}

func newBringing(name string, now time.Time) *bringing {
	return &bringing{ID: rand.Text()[:12], Name: name, Began: now, now: importAsks}
}

func (b *bringing) state() importState {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

// mapping returns the columns in use, or those guessed.
func (b *bringing) mapping() Mapping {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.using.Columns != nil {
		return b.using
	}
	return b.look.Guess
}

// stop cancels the work; what was saved stays.
func (b *bringing) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cancel != nil {
		b.cancel()
	}
}

// drop removes the file.
func (b *bringing) drop(log *slog.Logger) {
	if err := os.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Warn("brought-in file not removed", "path", b.path, "err", err)
	}
}

// advance notes what a commit did.
func (b *bringing) advance(p watch.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.progress = p
	b.refused += len(p.Problems)
	room := max(0, importTold-len(b.problems))
	b.problems = append(b.problems, p.Problems[:min(room, len(p.Problems))]...)
}

// end notes how the work ended.
func (b *bringing) end(p watch.Progress, err error, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p.Problems = nil
	b.progress, b.ended, b.now = p, at, importDone
	if err != nil {
		b.fault, b.now = err, importFailed
	}
}

// imports are the files of this process.
type imports struct {
	mu   sync.Mutex
	all  []*bringing // newest first
	work sync.WaitGroup
}

func newImports() *imports { return &imports{} }

func (is *imports) list() []*bringing {
	is.mu.Lock()
	defer is.mu.Unlock()
	return slices.Clone(is.all)
}

func (is *imports) get(id string) (*bringing, bool) {
	for _, b := range is.list() {
		if b.ID == id {
			return b, true
		}
	}
	return nil, false
}

// add remembers a file, and forgets the oldest that is not being worked on.
func (is *imports) add(b *bringing, log *slog.Logger) {
	is.mu.Lock()
	defer is.mu.Unlock()
	is.all = append([]*bringing{b}, is.all...)
	for i := len(is.all) - 1; i > 0 && len(is.all) > importsMost; i-- {
		if is.all[i].state() != importRuns {
			is.all[i].drop(log)
			is.all = slices.Delete(is.all, i, i+1)
		}
	}
}

func (is *imports) remove(id string) {
	is.mu.Lock()
	defer is.mu.Unlock()
	is.all = slices.DeleteFunc(is.all, func(b *bringing) bool { return b.ID == id })
}

func (is *imports) wait() { is.work.Wait() }

// begin makes the source of a file and works on it in the background. It does
// nothing when the work has begun already.
func (s *Server) begin(ctx context.Context, b *bringing, m Mapping) error {
	b.mu.Lock()
	if b.now != importAsks {
		b.mu.Unlock()
		return nil
	}
	work, cancel := context.WithCancel(s.closing)
	b.now, b.using, b.cancel, b.begun = importRuns, m, cancel, s.o.Now()
	b.mu.Unlock()

	src, err := s.sourceOfFile(ctx, b.Name, m)
	if err != nil {
		cancel()
		b.mu.Lock()
		b.now = importAsks
		b.mu.Unlock()
		return err
	}
	b.mu.Lock()
	b.source = src.ID
	b.mu.Unlock()
	s.imports.work.Go(func() {
		defer cancel()
		p, err := s.pour(work, b, m, src)
		if err != nil && vigie.KindOf(err) == vigie.Internal && work.Err() == nil {
			s.o.Log.Error("import stopped", "file", b.Name, "err", err)
		}
		if err != nil && work.Err() != nil {
			err = vigie.Errorf(vigie.Unavailable, err, "import-stopped")
		}
		b.end(p, err, s.o.Now())
		b.drop(s.o.Log)
	})
	return nil
}

// pour reads the file through to the archive.
func (s *Server) pour(ctx context.Context, b *bringing, m Mapping, src vigie.Source) (watch.Progress, error) {
	f, err := os.Open(b.path)
	if err != nil {
		return watch.Progress{}, err
	}
	p, err := s.o.Watch.Pour(ctx, s.o.Read.Batches(b.Name, &counter{f, &b.read}, m, src), b.advance)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return p, err
}

// sourceOfFile makes the source a file stands for, or finds the one that a
// file of that name made before: bringing it in again changes nothing.
func (s *Server) sourceOfFile(ctx context.Context, name string, m Mapping) (vigie.Source, error) {
	all, err := s.o.Ledger.Sources(ctx)
	if err != nil {
		return vigie.Source{}, err
	}
	for _, src := range all {
		if src.Kind == vigie.FileSource && src.Address == name {
			if src.Channel == m.Channel && src.Own == m.Own {
				return src, nil
			}
			src.Channel, src.Own = m.Channel, m.Own
			return s.o.Ledger.SaveSource(ctx, src)
		}
	}
	return s.o.Ledger.SaveSource(ctx, vigie.Source{
		Kind: vigie.FileSource, Address: name, Name: name, Site: m.Site,
		Network: m.Network, Channel: m.Channel, Own: m.Own, KeepAll: true, Added: s.o.Now(),
	})
}

// counter counts the bytes read through it.
type counter struct {
	io.Reader
	n *atomic.Int64
}

// Read reads and counts.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// importView is a file as pages show it.
type importView struct {
	ID, Name string
	State    importState
	Percent  int
	Say      string // how far, or how it ended
	Source   vigie.SourceID
	Problems []string
	Untold   int // refused rows beyond those told
	Began    time.Time
}

// view puts a file into words.
func (b *bringing) view(v *visit) importView {
	b.mu.Lock()
	defer b.mu.Unlock()
	d := importView{ID: b.ID, Name: b.Name, State: b.now, Source: b.source, Began: b.Began}
	p := b.progress
	kept, refused := p.New+p.Edited, p.Refused+b.refused
	switch b.now {
	case importAsks:
		d.Say = v.Print.Say("import-asks")
	case importRuns:
		if b.Bytes > 0 {
			d.Percent = int(min(99, b.read.Load()*100/b.Bytes))
		}
		d.Say = v.Print.Say("import-runs", p.Rows, kept)
	case importDone:
		d.Percent = 100
		d.Say = v.Print.Say("import-done", p.Rows, p.New, p.Known, p.Edited, refused, b.ended.Sub(b.begun))
	case importFailed:
		d.Say = v.Print.Say("import-failed", vigie.Tell(b.fault), p.Rows, kept)
	}
	for _, s := range b.problems {
		d.Problems = append(d.Problems, v.Print.Sentence(s))
	}
	d.Untold = b.refused - len(b.problems)
	return d
}
