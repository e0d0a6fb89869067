package web

import (
	"net/http"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/report"
)

// settingsPage is what can be changed about oneself and the organisation.
type settingsPage struct {
	vigie.Workspace
	Login    string
	Customer string
	Zones    []string
	Extent   vigie.Extent
	Version  string
	Trouble  string
	People   []govern.User // who may sign in
	// Signature is the name at the head of reports, HasLogo whether a logo stands
	// beside it.
	Signature string
	HasLogo   bool
}

// zonesOffered are the time zones of French-speaking organisations first, then
// one for each neighbour; any other IANA name may be typed.
var zonesOffered = []string{
	"Europe/Paris", "Europe/Brussels", "Europe/Zurich", "Europe/Luxembourg", "Indian/Reunion", "America/Guadeloupe",
	"America/Martinique", "America/Cayenne", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti",
	"America/Montreal", "Africa/Casablanca", "Africa/Tunis", "Africa/Dakar", "Africa/Abidjan",
	"Europe/London", "Europe/Madrid", "Europe/Rome", "Europe/Berlin", "UTC",
}

// settingsPage shows what can be changed.
func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showSettings(w, r, v, v.Workspace, "")
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, v *visit, ws vigie.Workspace, trouble string) error {
	d := settingsPage{Workspace: ws, Login: v.User.Login, Zones: zonesOffered, Version: s.o.Version, Trouble: trouble}
	if ws.Customers > 0 {
		d.Customer = v.Print.Number(int64(ws.Customers))
	}
	if d.Zone == "" {
		d.Zone = vigie.DefaultZone
	}
	var err error
	if d.People, err = s.o.Ledger.Users(r.Context()); err != nil {
		return err
	}
	signature, err := report.Signed(r.Context(), s.o.Ledger)
	if err != nil {
		return err
	}
	d.HasLogo = len(signature.Logo) > 0
	if signature.Name != v.Workspace.Name {
		d.Signature = signature.Name
	}
	if d.Extent, err = s.o.Archive.Extent(r.Context()); err != nil {
		return err
	}
	return v.page(w, "settings", vigie.Say("foot-settings"), d)
}

// settings saves the workspace, the user's name, or a new password.
func (s *Server) settings(w http.ResponseWriter, r *http.Request, v *visit) error {
	var err error
	ws := v.Workspace
	switch do := r.FormValue("do"); do {
	case "workspace":
		ws, err = s.changeWorkspace(r, v)
	case "user":
		err = s.changeUser(r, v)
	case "password":
		err = s.changePassword(r, v)
	default:
		err = vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "do", do)
	}
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		return s.showSettings(w, r, v, ws, v.Print.Error(err))
	}
	return v.to(w, "/settings")
}

func (s *Server) changeWorkspace(r *http.Request, v *visit) (vigie.Workspace, error) {
	form := setupForm{
		Name: strings.TrimSpace(r.FormValue("name")), Site: strings.TrimSpace(r.FormValue("site")),
		Customers: strings.TrimSpace(r.FormValue("customers")),
	}
	ws, err := form.workspace(v.Workspace.Lang)
	ws.Sector = v.Workspace.Sector
	ws.Zone = strings.TrimSpace(r.FormValue("zone"))
	if err != nil {
		return ws, err
	}
	if _, err := time.LoadLocation(ws.Zone); err != nil || ws.Zone == "" || ws.Zone == "Local" {
		return ws, vigie.Errorf(vigie.Invalid, err, "settings-bad-zone", ws.Zone)
	}
	if err := s.o.Ledger.SaveWorkspace(r.Context(), ws); err != nil {
		return ws, err
	}
	v.tell(r.Context(), "settings-told")
	return ws, nil
}

func (s *Server) changeUser(r *http.Request, v *visit) error {
	name := strings.TrimSpace(r.FormValue("username"))
	if name == "" {
		return vigie.Errorf(vigie.Invalid, nil, "name-missing")
	}
	v.User.Name = name
	if _, err := s.o.Ledger.SaveUser(r.Context(), v.User); err != nil {
		return err
	}
	v.tell(r.Context(), "settings-told")
	return nil
}

// changePassword asks for the old one, behind the same throttle as the door.
func (s *Server) changePassword(r *http.Request, v *visit) error {
	ctx := r.Context()
	from := address(r)
	if wait := s.throttle.Wait(v.User.Login, from, v.Now); wait > 0 {
		return vigie.Errorf(vigie.Unavailable, nil, "login-wait", wait)
	}
	right, err := govern.CheckPassword(ctx, v.User.Hash, r.FormValue("old"))
	if err != nil {
		return err
	}
	if !right {
		s.throttle.Wrong(v.User.Login, from, v.Now)
		return vigie.Errorf(vigie.Forbidden, nil, "settings-wrong-password")
	}
	password := r.FormValue("password")
	if err := govern.PasswordFits(password, v.User.Login); err != nil {
		return err
	}
	if v.User.Hash, err = govern.HashPassword(ctx, password); err != nil {
		return err
	}
	if _, err := s.o.Ledger.SaveUser(ctx, v.User); err != nil {
		return err
	}
	// Every other session of this user ends here; this one goes on.
	if err := s.signIn(ctx, v.User); err != nil {
		return err
	}
	v.tell(ctx, "settings-told-password")
	return nil
}
