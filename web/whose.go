package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// ours makes a source the organisation's own place, as that of the brand own
// (0 while there is none). What visitors write there is theirs, and addressed
// to the brand.
func ours(src *vigie.Source, own vigie.TopicID) {
	src.Brand = own
	src.Own = !src.Channel.Visitors()
	src.KeepAll = src.KeepAll || src.Own
}

// place reads from a form whose place a source is: "own", the number of a
// brand, or nobody's.
func (v *visit) place(r *http.Request, src *vigie.Source) {
	src.Own, src.Brand = false, 0
	whose := r.FormValue("whose")
	if whose == "own" {
		own, _ := v.Own()
		ours(src, own.ID)
		return
	}
	if id, err := strconv.ParseInt(whose, 10, 64); err == nil {
		if t, ok := v.Topic(vigie.TopicID(id)); ok && t.Kind.Brand() {
			src.Brand = t.ID
		}
	}
}

// whose lists the brands whose place a source can be, but for the first that
// is our own, which is "ours".
func (v *visit) whose() []vigie.Topic {
	own, _ := v.Own()
	var out []vigie.Topic
	for _, t := range v.Topics {
		if t.Kind.Brand() && t.ID != own.ID {
			out = append(out, t)
		}
	}
	return out
}

// likely is whose place a site seems to be. The zero value is nobody's.
type likely struct {
	Ours  bool
	Brand vigie.TopicID // 0 where ours or nobody's
	Name  string
}

// likelyOwner proposes whose place was looked at: ours where it is the
// workspace's site, a brand's where the site or what is heard there bears its
// very name. A name within a longer one says nothing: admirers and opponents
// have sites too.
func (v *visit) likelyOwner(look discovery) likely {
	u, err := url.Parse(look.Address)
	if err != nil {
		return likely{}
	}
	own, _ := v.Own()
	if site := vigie.SiteOf(u.Host); site != "" && site == v.Workspace.Site {
		return likely{Ours: true, Name: own.Name}
	}
	// What stands before the ending that is for sale: leroux in www.leroux.co.uk.
	names := map[string]bool{}
	if sold, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err == nil && !numeric(u.Host) {
		name, _, _ := strings.Cut(sold, ".")
		names[joined(name)] = true
	}
	for _, f := range look.Found {
		names[joined(f.Source.Name)] = true
	}
	for _, t := range v.Topics {
		if t.Kind.Brand() && names[joined(t.Name)] {
			if t.ID == own.ID {
				return likely{Ours: true, Name: t.Name}
			}
			return likely{Brand: t.ID, Name: t.Name}
		}
	}
	return likely{}
}

// joined is a name as an address bears it: letters and figures alone.
func joined(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, text.Fold(name))
}

// brandSite is a brand's own site, as somebody typed it.
type brandSite struct {
	Address string
	Brand   vigie.TopicID
	Name    string // of the brand
	Ours    bool
}

// lookAt adds the feeds of the brands' own sites in the background: what the
// first-run page promises. Whatever fails is logged, and told by the sources
// page until a second look succeeds.
func (s *Server) lookAt(sites []brandSite) {
	if len(sites) == 0 || s.o.Discover == nil {
		return
	}
	s.found.begin(1)
	s.found.work.Go(func() {
		defer s.found.begin(-1)
		for _, site := range sites {
			if err := s.hearAll(s.closing, site); err != nil {
				s.o.Log.Warn("nothing to listen to at the site of a brand", "site", site.Address, "err", err)
				s.found.failed(site, err)
			}
		}
		s.o.Wake()
	})
}

// hearAll keeps all that can be listened to at the site of a brand.
func (s *Server) hearAll(ctx context.Context, site brandSite) error {
	look, err := s.look(ctx, s.o.Now(), site.Address)
	if err != nil {
		return err
	}
	for _, f := range look.Found {
		src := f.Source
		if src.Brand = site.Brand; site.Ours {
			ours(&src, site.Brand)
		}
		if _, err := s.hear(ctx, src, s.o.Now()); err != nil && vigie.KindOf(err) != vigie.Conflict {
			return err
		}
	}
	return nil
}
