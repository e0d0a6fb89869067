package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/store"
)

const (
	fileName = "vigie.db"
	lockName = "vigie.lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options is what a Store is opened with. The zero value is good.
type Options struct {
	Now func() time.Time // nil means time.Now
	// Location loads a time zone by its IANA name; nil means
	// time.LoadLocation.
	Location func(name string) (*time.Location, error)
	// Zone is the zone of days where the workspace names none;
	// "Europe/Paris" when empty.
	Zone string
	Log  *slog.Logger // nil means slog.Default
	// Counting is how long a search may verify candidates to say how many
	// there are in all; 10 ms when zero. Exact counts may take ten times that.
	Counting time.Duration
	// BufferFor is how long the heard buffer keeps what matched nothing;
	// 30 days when zero.
	BufferFor time.Duration
	// Readers is how many reads may be under way at once; 4 when zero.
	Readers int

	// Erased, where set, is told which mentions an erasure took out, once they
	// are gone: whoever remembers something of them forgets it.
	Erased func(ids []vigie.MentionID)

	maxPages int // for tests of a full disk; 0 is no limit
}

// Store is an archive, a ledger and their backup in one file. It is safe for
// several goroutines. Make one with Open, end it with Close.
type Store struct {
	opts Options
	dir  string
	path string
	held *os.File // the lock

	readers chan *hand    // idle ones; nil entries are yet to be opened
	spares  chan struct{} // places for readers opened for one read
	jobs    chan *task
	stop    chan struct{} // closed by Close
	ended   chan struct{} // closed when the writer has ended
	closing sync.Once
	closed  error

	// changed grows at each commit that touches mentions or matches; figures
	// read before it moved must not be remembered after.
	changed atomic.Int64
	moved   calls // of the change log
	voices  *voiceCache
	heads   *heads // of the full text, as readers see it
	seed    maphash.Seed
	zone    atomic.Pointer[time.Location]
}

var (
	_ store.Archive = (*Store)(nil)
	_ store.Ledger  = (*Store)(nil)
	_ store.Backup  = (*Store)(nil)
	_ alert.Waker   = (*Store)(nil)
)

// Open opens the store in dir, making it where there is none, and takes the
// folder for this process. It fails with kind Conflict ("store-locked") when
// another process has it, and with kind Unavailable when the folder cannot be
// written.
func Open(ctx context.Context, dir string, opts Options) (_ *Store, err error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Location == nil {
		opts.Location = time.LoadLocation
	}
	if opts.Zone == "" {
		opts.Zone = vigie.DefaultZone
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Counting == 0 {
		opts.Counting = 10 * time.Millisecond
	}
	if opts.BufferFor == 0 {
		opts.BufferFor = 30 * 24 * time.Hour
	}
	if opts.Readers == 0 {
		opts.Readers = 4
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault(dir, err)
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{
		opts: opts, dir: dir, path: filepath.Join(dir, fileName), held: held,
		jobs: make(chan *task), stop: make(chan struct{}), ended: make(chan struct{}),
		readers: make(chan *hand, opts.Readers), spares: make(chan struct{}, mostSpares),
		voices: newVoiceCache(), heads: newHeads(), seed: maphash.MakeSeed(),
	}
	defer func() {
		if err != nil {
			err = errors.Join(fault(s.path, err), held.Close())
		}
	}()
	if err := private(s.path); err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		return nil, err
	}
	w, err := s.newWriter()
	if err != nil {
		return nil, err
	}
	for range opts.Readers {
		s.readers <- nil
	}
	go s.write(w)
	go s.warm()
	go s.digest()
	return s, nil
}

// private makes the file where there is none, for its owner alone: SQLite would
// let the umask decide. What SQLite puts beside it gets the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// The settings of every connection. FULL makes each commit wait for the disk:
// what is acknowledged survives a power cut. What is deleted is overwritten
// where that costs nothing; Erase sees to the rest. Foreign keys are off: the tables that refer to one another are
// changed by one hand in one transaction, and Recount checks them.
func (s *Store) dsn(cacheKiB int, more ...string) string {
	q := url.Values{}
	for _, p := range append([]string{
		"busy_timeout(10000)",
		"page_size(4096)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"secure_delete(FAST)",
		"foreign_keys(OFF)",
		"mmap_size(0)",
		"temp_store(MEMORY)",
		"journal_size_limit(67108864)",
		"cache_size(-" + strconv.Itoa(cacheKiB) + ")",
	}, more...) {
		q.Add("_pragma", p)
	}
	u := url.URL{Scheme: "file", Path: s.path, RawQuery: q.Encode()}
	if !filepath.IsAbs(s.path) {
		u = url.URL{Scheme: "file", Opaque: (&url.URL{Path: s.path}).EscapedPath(), RawQuery: q.Encode()}
	}
	return u.String()
}

// migrate brings the schema to the newest version, each step in a transaction.
func (s *Store) migrate(ctx context.Context) (err error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	connector, err := sqlite.NewConnector(s.dsn(2048))
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, steps, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fault(s.path, err)
	}
	if have > want {
		return vigie.Errorf(vigie.Conflict, fmt.Errorf("schema %d, known up to %d", have, want), "store-newer", s.path)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", s.path, fault(s.path, err))
	}
	return nil
}

// whileOpen is the context of what the store does by itself: it ends with it.
func (s *Store) whileOpen() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-s.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// Close ends the writer after what it has begun, closes every connection and
// gives the folder back. Calls under way fail.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.stop)
		<-s.ended
		for range cap(s.readers) {
			if h := <-s.readers; h != nil {
				s.closed = errors.Join(s.closed, h.close())
			}
		}
		for range cap(s.spares) {
			s.spares <- struct{}{}
		}
		s.closed = errors.Join(s.closed, s.held.Close())
	})
	return s.closed
}

// errClosed is what calls get once Close was called.
func (s *Store) errClosed() error {
	return vigie.Errorf(vigie.Unavailable, errors.New("store closed"), "store-closed")
}

// location returns the zone in which days are counted.
func (s *Store) location() *time.Location { return s.zone.Load() }
