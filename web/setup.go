package web

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"vigie.example/vigie"
)

// setupForm is what the first-run page asks.
type setupForm struct {
	Name, Site, Customers string
	Rivals                []string // two fields, either may stay empty
	Trouble               string
}

// setupPage asks what to listen for, in plain words.
func (s *Server) setupPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.Workspace.Name != "" {
		return v.to(w, "/settings")
	}
	return v.page(w, "setup", vigie.Say("setup-title"), setupForm{Rivals: []string{"", ""}})
}

// setup makes the workspace and its first topics, and begins to listen to the
// organisation's own site.
func (s *Server) setup(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	if v.Workspace.Name != "" {
		return v.to(w, "/settings")
	}
	form := setupForm{
		Name: strings.TrimSpace(r.FormValue("name")), Site: strings.TrimSpace(r.FormValue("site")),
		Customers: strings.TrimSpace(r.FormValue("customers")),
		Rivals:    []string{strings.TrimSpace(r.FormValue("rival1")), strings.TrimSpace(r.FormValue("rival2"))},
	}
	ws, err := form.workspace(v.Lang)
	var own vigie.TopicID
	if err == nil {
		own, err = s.makeTopics(ctx, form, ws)
	}
	if err == nil {
		// Last, because a workspace with a name is what ends the first run.
		err = s.o.Ledger.SaveWorkspace(ctx, ws)
	}
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		form.Trouble = v.Print.Error(err)
		return v.page(w, "setup", vigie.Say("setup-title"), form)
	}
	s.lookAtOwn(form.Site, own)
	told := "setup-told"
	if form.Rivals[0]+form.Rivals[1] == "" {
		told = "setup-told-alone"
	}
	if numeric(ws.Site) {
		v.tell(ctx, "setup-told-numeric", ws.Name, ws.Site)
	} else {
		v.tell(ctx, told, ws.Name)
	}
	return v.to(w, "/sources")
}

// workspace checks the form.
func (f setupForm) workspace(lang string) (vigie.Workspace, error) {
	ws := vigie.Workspace{Name: f.Name, Zone: vigie.DefaultZone, Lang: lang}
	if !wordy(f.Name) {
		return ws, vigie.Errorf(vigie.Invalid, nil, "setup-no-name")
	}
	for _, r := range f.Rivals {
		if r != "" && !wordy(r) {
			return ws, vigie.Errorf(vigie.Invalid, nil, "setup-bad-rival", r)
		}
	}
	if f.Site != "" {
		address, err := webAddress(f.Site)
		if err != nil {
			return ws, err
		}
		u, err := url.Parse(address)
		if err != nil {
			return ws, vigie.Errorf(vigie.Invalid, err, "add-bad-address", f.Site)
		}
		ws.Site = vigie.SiteOf(u.Host)
	}
	if f.Customers != "" {
		n, err := customers(f.Customers)
		if err != nil {
			return ws, err
		}
		ws.Customers = n
	}
	return ws, nil
}

// wordy reports whether a name has a letter or a figure to listen for.
func wordy(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// customers reads a number as people type it: "12 000", "12.000", "12,000".
func customers(s string) (int, error) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '.' || r == ',' || r == '’' || r == '\'' {
			return -1
		}
		return r
	}, s)
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 {
		return 0, vigie.Errorf(vigie.Invalid, err, "setup-bad-customers", s)
	}
	return n, nil
}

// makeTopics adds the own brand, which it returns, and its rivals. Those that an
// earlier try made already are changed, not made twice; a query and a sector
// that somebody wrote at the command line stay.
func (s *Server) makeTopics(ctx context.Context, f setupForm, ws vigie.Workspace) (vigie.TopicID, error) {
	have, err := s.o.Ledger.Topics(ctx)
	if err != nil {
		return 0, err
	}
	save := func(t vigie.Topic) (vigie.Topic, error) {
		for _, h := range have {
			if h.Kind == t.Kind && h.Name == t.Name {
				t.ID, t.Sector = h.ID, cmp.Or(h.Sector, t.Sector)
				if !strings.HasPrefix(h.Query, brandQuery(t.Name, "")) {
					t.Query = h.Query
				}
			}
		}
		return s.o.Watch.SaveTopic(ctx, t)
	}
	own, err := save(vigie.Topic{Name: f.Name, Kind: vigie.OwnBrand, Sector: ws.Sector, Query: brandQuery(f.Name, ws.Site)})
	if err != nil {
		return 0, err
	}
	for _, r := range f.Rivals {
		if r == "" || strings.EqualFold(r, f.Name) {
			continue
		}
		if _, err := save(vigie.Topic{Name: r, Kind: vigie.Rival, Sector: own.Sector, Query: brandQuery(r, "")}); err != nil {
			return 0, err
		}
	}
	return own.ID, nil
}

// brandQuery listens for a name as a phrase (which hashtags and joined
// spellings meet too, see package text), and for the site's address as people
// quote it. What the site itself publishes is another matter: see lookAtOwn.
func brandQuery(name, site string) string {
	q := phrase(name)
	if site != "" && !numeric(site) {
		q += " OR " + phrase(site)
	}
	return q
}

// numeric reports whether a site has no name but only a number: nobody quotes
// that, and a query is not made of numbers alone.
func numeric(site string) bool {
	host := site
	if h, _, err := net.SplitHostPort(site); err == nil {
		host = h
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// phrase quotes words for package query, where a quotation mark cannot stand
// within a phrase.
func phrase(words string) string {
	return `"` + strings.Join(strings.Fields(strings.ReplaceAll(words, `"`, " ")), " ") + `"`
}
