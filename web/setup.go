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
	Rivals                [2]setupRival // either may stay empty
	Trouble               string
}

// setupRival is one rival, and its site where the person knows it.
type setupRival struct{ Name, Site string }

// setupPage asks what to listen for, in plain words.
func (s *Server) setupPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.Workspace.Name != "" {
		return v.to(w, "/settings")
	}
	return v.page(w, "setup", vigie.Say("setup-title"), setupForm{})
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
	}
	for i := range form.Rivals {
		n := strconv.Itoa(i + 1)
		form.Rivals[i] = setupRival{strings.TrimSpace(r.FormValue("rival" + n)), strings.TrimSpace(r.FormValue("site" + n))}
	}
	ws, err := form.workspace(v.Lang)
	var sites []brandSite
	if err == nil {
		sites, err = s.makeTopics(ctx, form, ws)
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
	s.lookAt(sites)
	told := "setup-told"
	if form.Rivals[0].Name+form.Rivals[1].Name == "" {
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
		if r.Name == "" && r.Site != "" {
			return ws, vigie.Errorf(vigie.Invalid, nil, "setup-nameless-rival", r.Site)
		}
		if r.Name != "" && !wordy(r.Name) {
			return ws, vigie.Errorf(vigie.Invalid, nil, "setup-bad-rival", r.Name)
		}
		if _, err := siteOf(r.Site); err != nil {
			return ws, err
		}
	}
	var err error
	if ws.Site, err = siteOf(f.Site); err != nil {
		return ws, err
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

// siteOf returns the site of an address that a person typed; empty for none.
func siteOf(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	address, err := webAddress(typed)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", vigie.Errorf(vigie.Invalid, err, "add-bad-address", typed)
	}
	return vigie.SiteOf(u.Host), nil
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

// makeTopics adds the own brand and its rivals, and returns the sites that were
// told of them. Those that an earlier try made already are changed, not made
// twice; a query and a sector that somebody wrote at the command line stay.
func (s *Server) makeTopics(ctx context.Context, f setupForm, ws vigie.Workspace) (sites []brandSite, err error) {
	have, err := s.o.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
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
	sector := ws.Sector
	add := func(name, typed string, kind vigie.TopicKind) error {
		site, err := siteOf(typed)
		if err != nil {
			return err
		}
		t, err := save(vigie.Topic{Name: name, Kind: kind, Sector: sector, Query: brandQuery(name, site)})
		if err != nil {
			return err
		}
		if kind == vigie.OwnBrand {
			sector = t.Sector
		}
		if site != "" {
			sites = append(sites, brandSite{typed, t.ID, name, kind == vigie.OwnBrand})
		}
		return nil
	}
	if err := add(f.Name, f.Site, vigie.OwnBrand); err != nil {
		return nil, err
	}
	for _, r := range f.Rivals {
		if r.Name == "" || strings.EqualFold(r.Name, f.Name) {
			continue
		}
		if err := add(r.Name, r.Site, vigie.Rival); err != nil {
			return nil, err
		}
	}
	return sites, nil
}

// brandQuery listens for a name as a phrase (which hashtags and joined
// spellings meet too, see package text), and for the site's address as people
// quote it. What the site itself publishes is another matter: see lookAt.
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
