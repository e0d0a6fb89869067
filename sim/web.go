package sim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
)

// Web is the living part of a sector. Its fields are set before Serve and not
// changed after; the zero value of each means what its comment says.
type Web struct {
	Sector *Sector
	// Now tells the time; time.Now when nil.
	Now func() time.Time
	// Every is about how long it takes for something new to appear somewhere;
	// 25 s when zero. The real sector says something every 26 minutes.
	Every time.Duration
	// Calm is after how long things appear half as often as at first, after twice
	// as long a third, and so on; never when zero. Who opens the sector sees it
	// live, and a sector left open keeps near its ordinary weeks.
	Calm time.Duration
	// Slow is how long the slow site thinks; 8 s when zero.
	Slow time.Duration
	// Trouble is how long the failing site fails before it falters, and falters
	// before it is well again; 5 min when zero.
	Trouble time.Duration
	// Storm lets an affair break over the own brand, five times Every after the
	// opening: what an alert looks like at its gravest.
	Storm bool

	storm  []plan // what is left of it
	mu     sync.Mutex
	w      *writer
	g      *ground
	sites  map[string]*site
	next   time.Time // when the next item appears
	opened time.Time
}

// Running is a Web that is being served.
type Running struct {
	// Bases gives where each host is served: "http://name.localhost:41233".
	Bases map[string]string

	web  *Web
	done chan struct{}
	err  error
}

// movedFrom is the host that the moved site left behind.
const movedFrom = "courrier-du-bocage.example"

// living are the hosts that are served, and what they carry.
var living = []struct {
	host, feed string
	kind       vigie.SourceKind
	name       string
}{
	{forumHost, "/derniers-messages.xml", vigie.FeedSource, "Forum du Chantier"},
	{pressHost, "/rss.xml", vigie.FeedSource, "Le Petit Ligérien"},
	{blogHost, "/atom.xml", vigie.FeedSource, "Carnets de tranchée"},
	{latinBlog, "/atom.xml", vigie.FeedSource, "La pelle et le crayon"},
	{reviewHost, "/avis.json", vigie.FeedSource, "Avis Matériel"},
	{slowHost, "/rss.xml", vigie.FeedSource, "La Gazette des Coteaux"},
	{failingHost, "/derniers-messages.xml", vigie.FeedSource, "Parole de Grutier"},
	{barePress, "/", vigie.PageSource, "Chantiers du Jour"},
	{movedHost, "/flux/rss.xml", vigie.FeedSource, "Le Courrier du Bocage"},
	{ownHost, "/actualites.xml", vigie.FeedSource, "Engins & Co, actualités"},
}

// Serve opens one port for each site and serves them on loopback until ctx ends.
// Call it before WriteBetween: the history then carries the addresses that are
// served. It fails when no port can be opened.
func (w *Web) Serve(ctx context.Context) (*Running, error) {
	w.start()
	run := &Running{Bases: map[string]string{}, web: w, done: make(chan struct{})}
	var servers []*http.Server
	var listeners []net.Listener
	hosts := []string{movedFrom}
	for _, l := range living {
		hosts = append(hosts, l.host)
	}
	for _, host := range hosts {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			for _, open := range listeners {
				err = errors.Join(err, open.Close())
			}
			return nil, fmt.Errorf("serve the simulated web: %w", err)
		}
		listeners = append(listeners, l)
		port := l.Addr().(*net.TCPAddr).Port
		run.Bases[host] = fmt.Sprintf("http://%s:%d", servedHost(host), port)
		servers = append(servers, &http.Server{Handler: w.Handler(host), ReadHeaderTimeout: 10 * time.Second})
	}
	w.Sector.serveAt(run.Bases)

	var wait sync.WaitGroup
	errs := make([]error, len(servers))
	for i := range servers {
		wait.Go(func() {
			if err := servers[i].Serve(listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				errs[i] = err
			}
		})
	}
	go func() {
		<-ctx.Done()
		for _, s := range servers {
			// Close and not Shutdown: the slow site must not hold up the end.
			if err := s.Close(); err != nil {
				errs[0] = errors.Join(errs[0], err)
			}
		}
		wait.Wait()
		run.err = errors.Join(errs...)
		close(run.done)
	}()
	return run, nil
}

// Wait returns when everything has stopped, with what went wrong.
func (r *Running) Wait() error {
	<-r.done
	return r.err
}

// Allow lists "host:port" of every site, for the polite client's exceptions to
// its refusal of private addresses.
func (r *Running) Allow() []string {
	var out []string
	for _, base := range r.Bases {
		out = append(out, strings.TrimPrefix(base, "http://"))
	}
	slices.Sort(out)
	return out
}

// Sources lists what the demo listens to. The moved site is given by its old
// address, the comment feeds of the blogs apart.
func (r *Running) Sources() []vigie.Source {
	var out []vigie.Source
	for _, l := range living {
		base := r.Bases[l.host]
		s := vigie.Source{
			Kind: l.kind, Address: base + l.feed, Name: l.name, Site: servedHost(l.host), Home: base + "/",
			Channel: places[placeAt(l.host)].channel, Own: l.host == ownHost, KeepAll: l.host == ownHost,
		}
		if l.host == movedHost {
			s.Address = r.Bases[movedFrom] + "/rss.xml"
		}
		out = append(out, s)
		if l.host == blogHost || l.host == latinBlog {
			s.Address, s.Name, s.Channel = base+"/commentaires.xml", l.name+", commentaires", vigie.Comment
			out = append(out, s)
		}
	}
	return out
}

// servedHost is the name under which a host is served: names under localhost
// are loopback by RFC 6761, in browsers too, and keep sites apart.
func servedHost(host string) string {
	return strings.TrimSuffix(host, ".example") + ".localhost"
}

// serveAt gives rows the addresses that are served.
func (s *Sector) serveAt(bases map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bases, s.truths = bases, nil
}

// start prepares what is known when the living part begins.
func (w *Web) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Every <= 0 {
		w.Every = 25 * time.Second
	}
	if w.Slow <= 0 {
		w.Slow = 8 * time.Second
	}
	if w.Trouble <= 0 {
		w.Trouble = 5 * time.Minute
	}
	s := w.Sector
	w.opened = w.Now()
	w.next = s.now.Add(w.Every / 2)
	if w.Storm {
		w.storm = storm(w.opened.Add(5*w.Every), w.Every)
	}
	w.w = newWriter(builtIn(), chance(s.seed, 0x11fe))
	w.g = newGround()
	w.g.serial = 900_000
	w.sites = map[string]*site{}
	for _, l := range living {
		w.sites[l.host] = &site{host: l.host, name: l.name, feed: l.feed, byPath: map[string]*Row{}}
	}
	for i := range s.rows {
		r := &s.rows[i]
		if st := w.sites[places[r.at].host]; st != nil {
			st.add(r)
			if i > len(s.rows)-800 {
				w.g.recall(r)
			}
		}
	}
}

// recall makes a row of history something that living people answer.
func (g *ground) recall(r *Row) {
	subject := themeSubject
	for i := range brands {
		if brands[i].name == r.truth.Brand {
			subject = i
		}
	}
	switch {
	case r.truth.Noise != "":
	case r.Channel == vigie.Forum && r.ReplyTo == "":
		_, rest, _ := strings.Cut(strings.TrimPrefix(r.path, "/t/"), "-")
		name, _, _ := strings.Cut(rest, "/p/")
		th := &thread{id: r.Thread, title: r.Title, path: r.path, slug: name, last: r.Date, starter: r.Author}
		g.threads[r.at*16+subject] = append(g.threads[r.at*16+subject], th)
	case r.Channel == vigie.Blog && (places[r.at].host == blogHost || places[r.at].host == latinBlog):
		for i := range brands {
			g.articles[i] = append(g.articles[i], r)
		}
	}
}

// where is what the living part says and where, in parts of a hundred.
var where = []struct {
	host    string
	channel vigie.Channel
	part    int
}{
	{forumHost, vigie.Forum, 42},
	{failingHost, vigie.Forum, 6},
	{reviewHost, vigie.Review, 14},
	{blogHost, vigie.Comment, 14},
	{pressHost, vigie.Press, 6},
	{slowHost, vigie.Press, 3},
	{barePress, vigie.Press, 4},
	{movedHost, vigie.Press, 3},
	{blogHost, vigie.Blog, 3},
	{latinBlog, vigie.Blog, 3},
	{ownHost, vigie.Blog, 2},
}

// advance lets everything appear that is due at now.
func (w *Web) advance(now time.Time) {
	for !w.next.After(now) {
		w.appear(w.next)
		// Between 0.6 and 1.4 times Every, and longer as it calms.
		wait := (.6 + .8*w.w.rng.Float64()) * float64(w.Every)
		if w.Calm > 0 {
			wait *= 1 + max(0, w.next.Sub(w.opened).Seconds()/w.Calm.Seconds())
		}
		w.next = w.next.Add(time.Duration(wait))
	}
	for len(w.storm) > 0 && !w.storm[0].at.After(now) {
		p := w.storm[0]
		p.at = p.at.Truncate(time.Second)
		w.storm = w.storm[1:]
		w.publish(p)
	}
}

func (w *Web) appear(at time.Time) {
	rng := w.w.rng
	k := rng.IntN(100)
	spot := where[0]
	for _, s := range where {
		if k < s.part {
			spot = s
			break
		}
		k -= s.part
	}
	subjects := []int{0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 4, 4, themeSubject, noiseSubject}
	p := plan{at: at.Truncate(time.Second), channel: spot.channel, place: placeAt(spot.host), subject: subjects[rng.IntN(len(subjects))]}
	if spot.channel != vigie.Forum && p.subject >= len(brands) {
		p.subject = 0
	}
	if spot.host == ownHost {
		p.subject, p.script = 0, "own-page"
	}
	w.publish(p)
}

// publish lets what is planned appear.
func (w *Web) publish(p plan) {
	r := w.w.write(p, w.g)
	if p.subject < len(brands) {
		w.g.recall(&r)
	}
	full := w.Sector.addressed(&r)
	w.Sector.learn(full.Key, r.truth)
	if st := w.sites[places[r.at].host]; st != nil {
		st.add(&r)
	}
}

// learn keeps the truth of a living mention.
func (s *Sector) learn(key vigie.Key, t Truth) {
	s.Truth("") // fills the map
	s.mu.Lock()
	defer s.mu.Unlock()
	s.truths[key] = t
}

// site is one host and all it ever said, oldest first.
type site struct {
	host, name, feed string
	rows             []*Row
	byPath           map[string]*Row
}

func (st *site) add(r *Row) {
	st.rows = append(st.rows, r)
	st.byPath[r.path] = r
}

// latest returns the rows a feed shows, newest first: the last three days, at
// least 20, at most 60.
func (st *site) latest(now time.Time, keep func(*Row) bool) []*Row {
	var out []*Row
	for i := len(st.rows) - 1; i >= 0 && len(out) < 60; i-- {
		r := st.rows[i]
		if len(out) >= 20 && now.Sub(r.Date) > 72*time.Hour {
			break
		}
		if keep(r) {
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Date.After(out[j].Date) })
	return out
}
