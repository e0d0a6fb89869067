package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/report"
	"vigie.example/vigie/store"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
	"vigie.example/vigie/watch/noise"
	"vigie.example/vigie/web"
)

// program is everything wired over one data folder, which it owns until close.
// Nothing moves by itself yet: serve starts what runs in the background.
type program struct {
	dir      string
	log      *slog.Logger
	store    *sqlite.Store
	watch    *watch.Watch
	reader   *understand.Reader
	client   *fetch.Client
	listener *listen.Listener
	backward *listen.Backward
	guard    *alert.Guard
	allowed  []string // private addresses that hooks may reach
	metrics  *metrics
	now      func() time.Time
	// hurry is the longest a well source is left alone; zero leaves that to
	// package listen. Only the demonstration is in a hurry: its web is its own.
	hurry time.Duration
	// behindTLS says that browsers reach the pages through https alone.
	behindTLS bool
	// publicSector is the sector whose barometer anybody may see.
	publicSector string
	serving      atomic.Bool                // the listener runs, and the socket answers
	waiting      waiters                    // for visits
	pages        atomic.Pointer[web.Server] // nil where none are shown
}

// open wires the program over the session's data folder.
func (s *session) open(ctx context.Context, l listening) (*program, error) {
	return openProgram(ctx, s.cli.Data, s.log, fetchOptions(l))
}

// fetchOptions is the polite client for the public web.
func fetchOptions(l listening) fetch.Options {
	return fetch.Options{Version: theBuild().Version, Contact: l.Contact, AllowPrivate: l.Allow}
}

// openProgram wires the program over a data folder.
func openProgram(ctx context.Context, dir string, log *slog.Logger, fo fetch.Options) (p *program, err error) {
	p = &program{dir: dir, log: log, metrics: newMetrics(), now: time.Now}
	if p.client, err = fetch.New(fo); err != nil {
		return nil, err
	}
	stories := new(story.Grouper)
	erased := func(ids []vigie.MentionID) {
		stories.Forget(ids)
		p.watch.Relearn()
		if pages := p.pages.Load(); pages != nil {
			pages.Forget()
		}
	}
	if p.store, err = sqlite.Open(ctx, dir, sqlite.Options{Log: log, Erased: erased}); err != nil {
		return nil, waits(err, dir)
	}
	opened := p.store // a return of nothing and an error empties p before this runs
	defer func() {
		if err != nil {
			err = errors.Join(err, opened.Close())
		}
	}()
	if err := sweep(dir, log); err != nil {
		log.Warn("what a process that was killed left behind stays", "err", err)
	}
	detector, err := language.Load()
	if err != nil {
		return nil, err
	}
	judge, err := judgeOf(dir)
	if err != nil {
		return nil, err
	}
	p.reader = understand.New(detector, judge)
	packs, err := noise.Packs()
	if err != nil {
		return nil, err
	}
	p.watch, err = watch.New(ctx, watch.Options{
		Noise: packs, Archive: p.store, Ledger: p.store, Reader: p.reader, Stories: stories, Now: p.now, Log: log, Saved: p.metrics.batch, Page: p.readPage,
	})
	if err != nil {
		return nil, err
	}
	versions := append(report.Versions(p.readers()), noise.Version(packs))
	if err := store.NoteVersions(ctx, p.store, versions); err != nil {
		return nil, err
	}
	p.listener = p.newListener()
	p.backward = p.newBackward()
	p.allowed = fo.AllowPrivate
	p.guard = alert.New(alert.Options{Archive: p.store, Ledger: p.store, Now: p.now, Log: log})
	return p, nil
}

// readers is what reads mentions, with versions.
func (p *program) readers() []string { return report.Readers(p.reader.Opinions.Maker()) }

// left is what copies and uploads (web.UploadPattern) are called while they are
// under way.
var left = regexp.MustCompile(`^(?:vigie-import|backup|restore)-[0-9]+$`)

// sweep removes what a process that was killed left half done. The caller
// holds the folder's lock, so that nothing is under way.
func sweep(dir string, log *slog.Logger) (failed error) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		if left.MatchString(e.Name()) {
			log.Info("removed what a process that was killed left half done", "name", e.Name())
			failed = errors.Join(failed, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return failed
}

// close gives the data folder back.
func (p *program) close() error { return p.store.Close() }

// door says where the api stands: at the machine's own socket or in this
// process, where whoever comes owns the data anyway; or behind the web's
// sessions, where nobody may set another's password.
type door bool

const (
	ownDoor door = true
	netDoor door = false
)

// api returns the face over the program, for whoever comes by d.
func (p *program) api(d door) http.Handler {
	return api.New(api.Options{
		Archive: p.store, Ledger: p.store, Backup: p.store, Watch: p.watch,
		Listen: p.listenOnce, Import: p.importFile, Discover: p.discoverSources, Look: p.look, Checks: p.checks, Alerts: p.guard,
		Mutations: true, Changed: p.changed, Users: d == ownDoor, Opinions: p.reader, Style: web.Style(), Version: theBuild().Version, Readers: p.readers(), Now: p.now, Log: p.log,
	})
}

// changed tells the pages that something was changed beside them.
func (p *program) changed() {
	if pages := p.pages.Load(); pages != nil {
		pages.Changed()
	}
}

// importFile is api.Options.Import: it makes the file a source, reads it and
// pours it into the archive.
func (p *program) importFile(ctx context.Context, r io.Reader, in api.Import, progress func(api.Progress) error) (api.Progress, error) {
	src, err := p.fileSource(ctx, in)
	if err != nil {
		return api.Progress{}, err
	}
	// An error of progress (nobody reads the acknowledgements any more) ends
	// the run: what they did not see is imported again.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	f := &brought{p: p, in: in, src: src}
	first := true
	sum, err := p.watch.Pour(ctx, f.batches(ctx, r), func(g watch.Progress) {
		told := progressOf(g)
		if first {
			first, told.Again = false, f.how.Columns
		}
		if err := progress(told); err != nil {
			cancel(err)
		}
	})
	sum.Problems = nil // told line by line
	return progressOf(sum), err
}

// problemsMost is how many problems one line of progress tells: a wrong column
// makes one of every row.
const problemsMost = 20

func progressOf(g watch.Progress) api.Progress {
	return api.Progress{
		Rows: g.Rows, New: int64(g.New), Edited: int64(g.Edited), Known: int64(g.Known),
		Buffered: int64(g.Buffered), Refused: int64(g.Refused), Told: g.Problems[:min(len(g.Problems), problemsMost)],
	}
}

// fileSource returns the source that stands for a file, added where it is new.
func (p *program) fileSource(ctx context.Context, in api.Import) (vigie.Source, error) {
	src := vigie.Source{
		Kind: vigie.FileSource, Address: in.Name, Name: in.Name, Site: vigie.SiteOf(in.Site), Network: in.Network,
		Channel: in.Channel, Own: in.Own, KeepAll: true, Added: p.now().UTC(),
	}
	kept, err := p.store.SaveSource(ctx, src)
	if err == nil || vigie.KindOf(err) != vigie.Conflict {
		return kept, err
	}
	sources, err := p.store.Sources(ctx)
	if err != nil {
		return src, err
	}
	for _, s := range sources {
		if s.Kind == vigie.FileSource && s.Address == in.Name {
			src.ID, src.Added = s.ID, s.Added
			return p.store.SaveSource(ctx, src)
		}
	}
	return src, vigie.Errorf(vigie.Conflict, nil, "cli-name-taken", in.Name)
}
