package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/listen/starter"
)

// How long a site is looked at, and how many looks are remembered for how
// long, so that confirming one costs no second look.
const (
	discoverTime = 25 * time.Second
	foundLife    = 30 * time.Minute
	foundMost    = 50
)

// discoveries remembers what was found at addresses until it is confirmed.
type discoveries struct {
	mu   sync.Mutex
	by   map[string]discovery
	busy int // looks at the sites of brands under way
	lost []lostLook
	work sync.WaitGroup
}

// lostLook is a first look at a brand's own site that came to nothing.
type lostLook struct {
	site brandSite
	err  error
}

// discovery is what one look found.
type discovery struct {
	Address string
	Found   []Found
	at      time.Time
}

func newDiscoveries() *discoveries { return &discoveries{by: map[string]discovery{}} }

// keep remembers a look and returns its name.
func (d *discoveries) keep(look discovery) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, old := range d.by {
		if look.at.Sub(old.at) > foundLife || len(d.by) >= foundMost {
			delete(d.by, id)
		}
	}
	id := rand.Text()[:12]
	d.by[id] = look
	return id
}

func (d *discoveries) get(id string) (discovery, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	look, ok := d.by[id]
	return look, ok
}

// looking reports whether the site of a brand is being looked at.
func (d *discoveries) looking() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.busy > 0
}

// failed notes that the look at a brand's site came to nothing.
func (d *discoveries) failed(site brandSite, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lost = append(d.lost, lostLook{site, err})
}

func (d *discoveries) failures() []lostLook {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.lost)
}

func (d *discoveries) begin(by int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy += by
}

// discoverPage is the page that adds a source.
type discoverPage struct {
	Address  string
	Look     string // name of the look shown; empty before one
	Found    []foundRow
	Left     int // of Found, those not listened to yet
	Channels []vigie.Channel
	Whose    []vigie.Topic // brands whose place it can be
	Likely   likely        // whose it seems to be
	Trouble  string
	Start    startList
}

// startList is what the starter list proposes.
type startList struct {
	Departements       []starter.Departement
	Trades             []string
	Departement, Trade string
	Written            time.Time
	Places             []startRow
}

// startRow is one place, and the source it became.
type startRow struct {
	starter.Place
	Known vigie.SourceID
}

// start proposes places that fit, once somebody told a departement or a trade.
func (s *Server) start(r *http.Request) (startList, error) {
	l := startList{
		Departements: starter.Departements(), Trades: starter.Trades, Written: starter.Written,
		Departement: r.URL.Query().Get("dep"), Trade: r.URL.Query().Get("trade"),
	}
	if l.Departement == "" && l.Trade == "" {
		return l, nil
	}
	places, err := starter.Fit(l.Departement, l.Trade)
	if err != nil {
		return l, err
	}
	all, err := s.o.Ledger.Sources(r.Context())
	if err != nil {
		return l, err
	}
	for _, p := range places {
		row := startRow{Place: p}
		for _, src := range all {
			if u, err := url.Parse(p.Address); err == nil && src.Site == vigie.SiteOf(u.Host) && u.Path == "" {
				row.Known = src.ID
			}
		}
		l.Places = append(l.Places, row)
	}
	return l, nil
}

// foundRow is one thing found, and whether it is listened to already.
type foundRow struct {
	Found
	N     int
	Known vigie.SourceID
}

// addSourcePage asks for an address, or shows what was found there.
func (s *Server) addSourcePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := discoverPage{Address: r.URL.Query().Get("address"), Channels: vigie.Channels, Whose: v.whose()}
	var err error
	if d.Start, err = s.start(r); err != nil {
		return err
	}
	if id := r.URL.Query().Get("look"); id != "" {
		look, ok := s.found.get(id)
		if !ok {
			return v.to(w, "/sources/add")
		}
		known, err := s.listenedTo(r.Context())
		if err != nil {
			return err
		}
		d.Look, d.Address, d.Likely = id, look.Address, v.likelyOwner(look)
		for i, f := range look.Found {
			row := foundRow{f, i, known[f.Source.Address]}
			if row.Known == 0 {
				d.Left++
			}
			d.Found = append(d.Found, row)
		}
	}
	return v.page(w, "addsource", vigie.Say("add-title"), d)
}

// listenedTo maps addresses to the sources that have them.
func (s *Server) listenedTo(ctx context.Context) (map[string]vigie.SourceID, error) {
	all, err := s.o.Ledger.Sources(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]vigie.SourceID{}
	for _, src := range all {
		known[src.Address] = src.ID
	}
	return known, nil
}

// addSource looks at an address, or adds what a look found.
func (s *Server) addSource(w http.ResponseWriter, r *http.Request, v *visit) error {
	if id := r.FormValue("look"); id != "" {
		return s.confirmSource(w, r, v, id)
	}
	d := discoverPage{Address: strings.TrimSpace(r.FormValue("address")), Channels: vigie.Channels}
	d.Start.Departements, d.Start.Trades, d.Start.Written = starter.Departements(), starter.Trades, starter.Written
	look, err := s.look(r.Context(), v.Now, d.Address)
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = http.StatusUnprocessableEntity
		d.Trouble = v.Print.Error(err)
		return v.page(w, "addsource", vigie.Say("add-title"), d)
	}
	return v.to(w, "/sources/add?"+url.Values{"look": {s.found.keep(look)}}.Encode())
}

// look asks what can be listened to at an address.
func (s *Server) look(ctx context.Context, now time.Time, typed string) (discovery, error) {
	address, err := webAddress(typed)
	if err != nil {
		return discovery{}, err
	}
	if s.o.Discover == nil {
		return discovery{}, vigie.Errorf(vigie.Unavailable, nil, "add-no-discovery")
	}
	ctx, cancel := context.WithTimeout(ctx, discoverTime)
	defer cancel()
	asked := address
	if !strings.Contains(typed, "://") {
		// Nobody said https: where there is none, http is tried.
		asked = strings.TrimPrefix(address, "https://")
	}
	found, err := s.o.Discover(ctx, asked)
	if err != nil {
		return discovery{}, err
	}
	if len(found) == 0 {
		return discovery{}, vigie.Errorf(vigie.NotFound, nil, "add-nothing", address)
	}
	return discovery{Address: address, Found: found, at: now}, nil
}

// webAddress completes what a person types: "exemple.fr" is a web address.
func webAddress(address string) (string, error) {
	typed := strings.TrimSpace(address)
	if typed == "" {
		return "", vigie.Errorf(vigie.Invalid, nil, "add-no-address")
	}
	for _, sign := range []string{"@", "#", "bluesky:", "mastodon:", "stream:", "wss://", "ws://"} {
		if strings.HasPrefix(strings.ToLower(typed), sign) {
			return typed, nil // an account, a hashtag, a search, a stream
		}
	}
	if low := strings.ToLower(typed); low == "bluesky" || low == "jetstream" {
		return typed, nil
	}
	if low := strings.ToLower(typed); strings.HasPrefix(low, "imap:") || strings.HasPrefix(low, "imaps:") {
		return "", vigie.Errorf(vigie.Invalid, nil, "add-mailbox", typed)
	}
	address = typed
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		// As it was typed: people do not know the address we made of it.
		return "", vigie.Errorf(vigie.Invalid, err, "add-bad-address", typed)
	}
	return u.String(), nil
}

// confirmSource begins to listen to one thing that a look found, or to all of
// them.
func (s *Server) confirmSource(w http.ResponseWriter, r *http.Request, v *visit, id string) error {
	ctx := r.Context()
	look, ok := s.found.get(id)
	if ok && r.FormValue("n") == "all" {
		return s.confirmAll(w, r, v, look)
	}
	n, err := strconv.Atoi(r.FormValue("n"))
	if !ok || err != nil || n < 0 || n >= len(look.Found) {
		v.tell(ctx, "add-again")
		return v.to(w, "/sources/add")
	}
	src := look.Found[n].Source
	if name := strings.TrimSpace(r.FormValue("name")); name != "" {
		src.Name = name
	}
	if c := vigie.Channel(r.FormValue("channel")); c.Valid() {
		src.Channel = c
	}
	v.place(r, &src)
	if src, err = s.hear(ctx, src, v.Now); err != nil {
		return err
	}
	s.o.Wake()
	v.tell(ctx, "add-told", src.Name)
	if len(look.Found) > 1 {
		return v.to(w, "/sources/add?"+url.Values{"look": {id}}.Encode())
	}
	return v.to(w, sourcePath(src.ID))
}

// hear keeps a source that was found, and goes back in time where there is a
// way. It fails with kind Conflict where the source is listened to already.
func (s *Server) hear(ctx context.Context, src vigie.Source, now time.Time) (vigie.Source, error) {
	src.Added = now
	src, err := s.o.Watch.SaveSource(ctx, src)
	if err == nil && src.Kind.HasPast() {
		err = s.o.Ledger.SaveBack(ctx, listen.Begin(src.ID, now))
	}
	return src, err
}

// confirmAll begins to listen to all that a look found and that is not listened
// to yet. What visitors write under articles is theirs, whoever owns the site.
func (s *Server) confirmAll(w http.ResponseWriter, r *http.Request, v *visit, look discovery) error {
	ctx := r.Context()
	n := 0
	for _, f := range look.Found {
		src := f.Source
		v.place(r, &src)
		switch _, err := s.hear(ctx, src, v.Now); {
		case vigie.KindOf(err) == vigie.Conflict:
		case err != nil:
			return err
		default:
			n++
		}
	}
	if n > 0 {
		s.o.Wake()
		v.tell(ctx, "add-told-all", n)
	}
	return v.to(w, "/sources")
}
