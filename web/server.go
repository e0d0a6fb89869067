package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/store"
)

// Options is everything a Server needs. Archive, Ledger, Watch and Read must be
// set; the rest has a usable zero value.
type Options struct {
	Archive store.Archive
	Ledger  store.Ledger
	Watch   Watcher
	Read    FileReader
	// Discover lists what can be listened to at a site's address. Nil means
	// that only the address of a feed itself can be added.
	Discover func(ctx context.Context, address string) ([]Found, error)
	// Wake tells the listener to look again at who is due. Nil does nothing.
	Wake func()
	// Alerts tries alerts on the past and draws them. Nil leaves that out.
	Alerts Alerter
	// API is served under /api/ to those signed in. Nil serves none.
	API http.Handler
	// Ready says whether the program can serve, for /healthz. Nil means yes.
	Ready func(ctx context.Context) error

	// Opinions tells why opinions are what they are, and takes corrections. Nil
	// shows opinions and offers neither.
	Opinions Opinions

	Now     func() time.Time // nil means time.Now
	Log     *slog.Logger     // nil discards
	Version string
	Readers []string // what reads mentions, with versions
	// FirstToken is what the first user must show, as printed in the terminal.
	// Empty refuses to make a first user here.
	FirstToken string
	// Pass, if set, signs a known user in once at /enter?token=...
	Pass *Pass
	// SecureCookies marks cookies for https alone. Set it wherever the outside
	// reaches Vigie through TLS.
	SecureCookies bool
	// PublicSector is the sector whose barometer anybody may see; empty shows
	// none.
	PublicSector string
	// Rest is called once pages were made beforehand, to give back the memory that
	// reading took; nil does nothing.
	Rest func()
	// TempDir holds files being brought in; empty means the system's own.
	TempDir string
	// UploadMost is the largest file that may be brought in, in bytes; zero
	// means 2 GB.
	UploadMost int64
}

// Pass is a link that opens signed in, once.
type Pass struct {
	Token string
	User  govern.UserID
	Until time.Time // zero means 24 hours after the server was made
	// Again makes it open as often as it is asked: for a demonstration, where
	// nothing is secret and whose user has no password to come back with.
	Again bool
}

// Server answers browsers. It is safe for several goroutines.
type Server struct {
	o        Options
	faces    *faces
	sessions *scs.SessionManager
	throttle govern.Throttle
	hub      *hub
	imports  *imports
	found    *discoveries
	files    newests
	// What was found out a while ago, which pages were opened, and how often people
	// changed something on them that others tell.
	crowds   lately[string, map[vigie.TopicID]float64]
	echoed   lately[string, map[vigie.TopicID]float64]
	reports  lately[string, made]
	besides  lately[besideKey, besideWords]
	heard    lately[wordsKey, wordsPage]
	best     lately[bestKey, *bestPart]
	openings openings
	turn     atomic.Int64
	pass     *once
	// closing ends what outlives a request: event streams and the work they
	// show. Close cancels it.
	closing context.Context
	close   context.CancelFunc
}

// Forget drops what is remembered of mentions. It is to be called once some
// were erased.
func (s *Server) Forget() {
	s.reports.forget()
	s.besides.forget()
	s.heard.forget()
	s.best.forget()
}

// Changed tells that a person changed something that pages tell: what was found
// out before is found out anew once somebody asks.
func (s *Server) Changed() { s.turn.Add(1) }

// New makes a Server. Close must be called when it is no longer used.
func New(o Options) (*Server, error) {
	if o.Archive == nil || o.Ledger == nil {
		return nil, errors.New("web: Archive and Ledger must be set")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rest == nil {
		o.Rest = func() {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Wake == nil {
		o.Wake = func() {}
	}
	if o.UploadMost == 0 {
		o.UploadMost = 2 << 30
	}
	if o.TempDir == "" {
		o.TempDir = os.TempDir()
	}
	f, err := newFaces(o.Now)
	if err != nil {
		return nil, err
	}
	s := &Server{o: o, faces: f, reports: lately[string, made]{most: reportsMost}}
	s.closing, s.close = context.WithCancel(context.Background())
	s.sessions = newSessions(o)
	s.hub = newHub(o.Archive, o.Log)
	s.imports = newImports()
	s.found = newDiscoveries()
	s.pass = newOnce(o.Pass, o.Now())
	return s, nil
}

// Close ends the event streams and cancels imports under way, and waits for
// them. It is called before http.Server.Shutdown, which waits for requests.
func (s *Server) Close() {
	s.close()
	s.hub.wait()
	s.imports.wait()
}

// Handler serves every page.
func (s *Server) Handler() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /static/", s.static())
	m.HandleFunc("GET /healthz", s.healthz)

	app := http.NewServeMux()
	s.routes(app)
	m.Handle("/", s.sessions.LoadAndSave(s.guard(app)))
	return s.outer(m)
}

// routes lists every page, so that one look tells what there is.
func (s *Server) routes(m *http.ServeMux) {
	// Before anybody is signed in.
	m.Handle("GET /login", s.anyone(s.loginPage))
	m.Handle("POST /login", s.anyone(s.login))
	m.Handle("POST /logout", s.anyone(s.logout))
	m.Handle("GET /enter", s.anyone(s.enter))
	m.Handle("GET /first", s.anyone(s.firstPage))
	m.Handle("POST /first", s.anyone(s.first))
	m.Handle("POST /lang", s.anyone(s.lang))

	// What is said.
	m.Handle("GET /{$}", s.signed(s.today))
	m.Handle("GET /stream", s.signed(s.stream))
	m.Handle("GET /mention/{id}", s.signed(s.mention))
	m.Handle("POST /mention/{id}/opinion", s.changes(s.correct))
	m.Handle("POST /mention/{id}/intents", s.changes(s.correctIntents))
	m.Handle("GET /corrections", s.signed(s.corrections))
	m.Handle("GET /samples", s.signed(s.samples))
	m.Handle("POST /samples", s.changes(s.drawSample))
	m.Handle("GET /samples/{id}", s.signed(s.sample))
	m.Handle("POST /samples/{id}", s.changes(s.judgeCard))
	m.Handle("GET /compare", s.signed(s.opened(s.compare)))
	m.Handle("GET /topic/{id}", s.signed(s.opened(s.topic)))
	m.Handle("GET /alerts", s.signed(s.alerts))
	m.Handle("POST /alerts", s.signed(s.chooseAlerts))
	m.Handle("GET /alerts/settings", s.signed(s.telling))
	m.Handle("POST /alerts/settings", s.signed(s.changeTelling))
	m.Handle("GET /alerts/{id}", s.signed(s.oneAlert))
	m.Handle("POST /alerts/{id}", s.signed(s.changeAlert))
	m.Handle("GET /letter", s.signed(s.letter))
	m.Handle("GET /topic/{id}/words", s.signed(s.opened(s.words)))
	m.Handle("GET /topic/{id}/senses", s.signed(s.senses))
	m.Handle("GET /senses", s.signed(s.senses))
	m.Handle("GET /topic/{id}/cards", s.signed(s.cards))
	m.Handle("POST /topic/{id}/cards", s.changes(s.answerCard))
	m.Handle("GET /author", s.signed(s.author))
	m.Handle("GET /events", s.signed(s.events))

	// What is told of it.
	m.Handle("GET /audit", s.signed(s.opened(s.audit)))
	m.Handle("GET /barometer", s.signed(s.opened(s.barometer)))
	m.Handle("GET /report", s.signed(s.opened(s.monthly)))
	m.Handle("GET /value", s.signed(s.worthless))
	m.Handle("GET /shared/{token}", s.anyone(s.sharePage))
	m.Handle("GET /shares", s.signed(s.given))
	m.Handle("POST /shares", s.signed(s.share))
	m.Handle("GET /public/barometer", s.anyone(s.publicPage))
	m.Handle("GET /public/barometer.svg", s.anyone(s.publicPicture))
	m.Handle("GET /public/barometer.xml", s.anyone(s.publicFeed))

	// What is listened to.
	m.Handle("GET /sources", s.signed(s.sources))
	m.Handle("GET /sources/add", s.signed(s.addSourcePage))
	m.Handle("POST /sources/add", s.changes(s.addSource))
	m.Handle("GET /sources/{id}", s.signed(s.source))
	m.Handle("POST /sources/{id}", s.changes(s.changeSource))
	m.Handle("GET /note", s.signed(s.notePage))
	m.Handle("POST /note", s.changes(s.keepNote))
	m.Handle("GET /import", s.signed(s.importPage))
	m.Handle("POST /import", s.signed(s.upload))
	m.Handle("GET /import/{id}", s.signed(s.importOne))
	m.Handle("POST /import/{id}", s.changes(s.importStart))
	m.Handle("GET /topics", s.signed(s.topics))
	m.Handle("GET /topics/new", s.signed(s.editTopicPage))
	m.Handle("POST /topics/new", s.changes(s.editTopic))
	m.Handle("GET /topics/{id}", s.signed(s.editTopicPage))
	m.Handle("POST /topics/{id}", s.changes(s.editTopic))
	m.Handle("GET /lists", s.signed(s.lists))
	m.Handle("POST /lists", s.changes(s.changeList))
	m.Handle("GET /noise", s.signed(s.noise))
	m.Handle("POST /noise", s.changes(s.changeNoise))
	m.Handle("GET /intents", s.signed(s.intents))
	m.Handle("GET /intents/{lang}/{intent}", s.signed(s.intentRule))
	m.Handle("POST /intents/{lang}/{intent}", s.changes(s.changeIntent))
	m.Handle("GET /trace", s.signed(s.trace))

	m.Handle("GET /setup", s.signed(s.setupPage))
	m.Handle("POST /setup", s.changes(s.setup))
	m.Handle("GET /settings", s.signed(s.settingsPage))
	m.Handle("POST /settings", s.changes(s.settings))
	m.Handle("POST /settings/signature", s.signed(s.changeSignature))
	m.Handle("GET /settings/logo", s.signed(s.logo))
	m.Handle("/api/", s.anyone(s.api))
	m.Handle("GET /definitions", s.anyone(s.definitions))
	m.Handle("/", s.anyone(s.notFound))
}

// healthz says in one line whether the program can serve.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if s.o.Ready != nil {
		if err := s.o.Ready(r.Context()); err != nil {
			s.o.Log.Error("not ready", "err", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
	}
	if _, err := w.Write([]byte("ok\n")); err != nil {
		s.o.Log.Debug("healthz reply", "err", err)
	}
}

func (s *Server) notFound(http.ResponseWriter, *http.Request, *visit) error {
	return vigie.Errorf(vigie.NotFound, nil, "page-not-found")
}
