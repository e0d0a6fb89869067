package api

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/say"
)

// sourceOf tells a source and its health.
func (a *api) sourceOf(s vigie.Source, p *say.Printer) Source {
	return Source{
		ID: s.ID, Kind: s.Kind, Address: s.Address, Name: s.Name, Site: s.Site, Home: s.Home,
		Channel: s.Channel, Own: s.Own, Brand: s.Brand, KeepAll: s.KeepAll, State: s.State(a.Now()),
		Fault: p.Sentence(s.Health.Fault), Items: s.Health.Items, LastVisit: s.Health.LastVisit,
		LastSuccess: s.Health.LastSuccess, NextVisit: s.Health.NextVisit,
	}
}

// sources answers every source.
func (a *api) sources(w http.ResponseWriter, r *http.Request) error {
	sources, err := a.Ledger.Sources(r.Context())
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := []Source{}
	for _, s := range sources {
		out = append(out, a.sourceOf(s, p))
	}
	return answer(w, out)
}

// addSource adds what the address names, or what is found there.
func (a *api) addSource(w http.ResponseWriter, r *http.Request) error {
	var in NewSource
	if err := body(r, &in); err != nil {
		return err
	}
	if in.Address = strings.TrimSpace(in.Address); in.Address == "" {
		return vigie.Errorf(vigie.Invalid, nil, "api-source-no-address")
	}
	if in.Channel != "" && !in.Channel.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "api-bad-channel", string(in.Channel))
	}
	found, err := a.find(r, in)
	if err != nil {
		return err
	}
	brand, err := a.brandOf(r.Context(), in)
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := []Source{}
	var refused error
	for _, s := range found {
		if in.Channel != "" {
			s.Channel = in.Channel
		}
		// What visitors write at one's own place is theirs.
		s.Own, s.Brand = in.Own && !s.Channel.Visitors(), brand
		s.KeepAll = s.KeepAll || in.KeepAll || s.Own
		if in.Name != "" && len(found) == 1 {
			s.Name = in.Name
		}
		if s.Kind == vigie.ImapSource {
			if err := a.Ledger.Remember(r.Context(), vigie.MailboxSecret(s.Address), []byte(in.Password)); err != nil {
				return err
			}
		}
		kept, err := a.Ledger.SaveSource(r.Context(), s)
		if err != nil {
			// One feed of a site may be listened to already: the others are
			// added all the same.
			if vigie.KindOf(err) == vigie.Conflict && len(found) > 1 {
				refused = err
				continue
			}
			return err
		}
		if kept.Kind.HasPast() {
			if err := a.Ledger.SaveBack(r.Context(), listen.Begin(kept.ID, a.Now())); err != nil {
				return err
			}
		}
		out = append(out, a.sourceOf(kept, p))
	}
	if len(out) == 0 && refused != nil {
		return refused
	}
	return answer(w, out)
}

// brandOf returns the brand whose place a new source is; 0 for nobody's, and for
// our own while no topic is ours.
func (a *api) brandOf(ctx context.Context, in NewSource) (vigie.TopicID, error) {
	if in.Of == "" && !in.Own {
		return 0, nil
	}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return 0, err
	}
	for _, t := range topics {
		ours := in.Own && t.Kind == vigie.OwnBrand
		theirs := !in.Own && t.Kind.Brand() && (same(in.Of, t.Name) || in.Of == strconv.FormatInt(int64(t.ID), 10))
		if ours || theirs {
			return t.ID, nil
		}
	}
	if in.Own {
		return 0, nil
	}
	return 0, vigie.Errorf(vigie.NotFound, nil, "api-no-brand", in.Of)
}

// lookAt tells what an address is and adds nothing.
func (a *api) lookAt(w http.ResponseWriter, r *http.Request) error {
	var in NewSource
	if err := body(r, &in); err != nil {
		return err
	}
	if in.Address = strings.TrimSpace(in.Address); in.Address == "" {
		return vigie.Errorf(vigie.Invalid, nil, "api-source-no-address")
	}
	if a.Look == nil {
		return missing("look")
	}
	found, err := a.Look(r.Context(), in.Address)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "api-found-nothing", in.Address)
	}
	p := a.printer(r)
	for i := range found {
		found[i].Said = p.Sentence(found[i].What)
	}
	return answer(w, found)
}

// find returns the sources asked for.
func (a *api) find(r *http.Request, in NewSource) ([]vigie.Source, error) {
	if in.Kind == vigie.ImapSource || strings.HasPrefix(in.Address, "imap:") || strings.HasPrefix(in.Address, "imaps:") {
		box, err := vigie.MailboxOf(in.Address)
		if err != nil {
			return nil, err
		}
		name := cmp.Or(in.Name, box.User+", "+box.Folder)
		return []vigie.Source{{Kind: vigie.ImapSource, Address: in.Address, Name: name, Channel: vigie.Mail, KeepAll: true}}, nil
	}
	if in.Discover {
		if a.Discover == nil {
			return nil, missing("discover")
		}
		found, err := a.Discover(r.Context(), in.Address)
		if err == nil && len(found) == 0 {
			err = vigie.Errorf(vigie.NotFound, nil, "api-found-nothing", in.Address)
		}
		return found, err
	}
	if vigie.CanonicalURL(in.Address) == "" && !(in.Kind.Streamed() && strings.HasPrefix(in.Address, "ws")) {
		return nil, vigie.Errorf(vigie.Invalid, nil, "api-bad-address", in.Address)
	}
	kind := in.Kind
	if kind == "" {
		kind = vigie.FeedSource
	}
	if !kind.Visited() {
		return nil, vigie.Errorf(vigie.Invalid, nil, "api-bad-source-kind", string(in.Kind))
	}
	return []vigie.Source{{Kind: kind, Address: in.Address, Name: in.Name, Channel: vigie.Press, Site: siteOf(in.Address)}}, nil
}

// siteOf returns the site of an address.
func siteOf(address string) string {
	site, _, _ := strings.Cut(vigie.CanonicalURL(address), "/")
	return vigie.SiteOf(site)
}

// sourceAt returns the source that the path names by id, name or address.
func (a *api) sourceAt(r *http.Request) (vigie.Source, error) {
	ids, err := a.sourceIDs(r.Context(), []string{r.PathValue("id")})
	if err != nil {
		return vigie.Source{}, err
	}
	return a.Ledger.Source(r.Context(), ids[0])
}

func (a *api) deleteSource(w http.ResponseWriter, r *http.Request) error {
	s, err := a.sourceAt(r)
	if err != nil {
		return err
	}
	if err := a.Ledger.DeleteSource(r.Context(), s.ID); err != nil {
		return err
	}
	return answer(w, a.sourceOf(s, a.printer(r)))
}

func (a *api) pauseSource(w http.ResponseWriter, r *http.Request) error {
	return a.setPaused(w, r, true)
}

func (a *api) resumeSource(w http.ResponseWriter, r *http.Request) error {
	return a.setPaused(w, r, false)
}

func (a *api) setPaused(w http.ResponseWriter, r *http.Request, paused bool) error {
	s, err := a.sourceAt(r)
	if err != nil {
		return err
	}
	s.Paused = paused
	if s, err = a.Ledger.SaveSource(r.Context(), s); err != nil {
		return err
	}
	return answer(w, a.sourceOf(s, a.printer(r)))
}

// wakeSource makes a source due now.
func (a *api) wakeSource(w http.ResponseWriter, r *http.Request) error {
	s, err := a.sourceAt(r)
	if err != nil {
		return err
	}
	if err := a.Ledger.Wake(r.Context(), s.ID); err != nil {
		return err
	}
	if s, err = a.Ledger.Source(r.Context(), s.ID); err != nil {
		return err
	}
	return answer(w, a.sourceOf(s, a.printer(r)))
}

// giveToken keeps the token of a source apart from it; it is never answered. An
// empty one is forgotten.
func (a *api) giveToken(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := body(r, &in); err != nil {
		return err
	}
	s, err := a.sourceAt(r)
	if err != nil {
		return err
	}
	if !s.Kind.TakesToken() {
		return vigie.Errorf(vigie.Invalid, nil, "token-not-here")
	}
	if err := a.Ledger.Remember(r.Context(), vigie.TokenSecret(s.ID), []byte(strings.TrimSpace(in.Token))); err != nil {
		return err
	}
	return a.wakeSource(w, r)
}
