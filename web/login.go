package web

import (
	"net/http"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/say"
)

// loginForm is what the sign-in page shows.
type loginForm struct {
	Login, Back string
	Trouble     string
}

// sendToDoor sends a visitor who is not signed in to where they can be.
func (s *Server) sendToDoor(w http.ResponseWriter, r *http.Request, v *visit) error {
	users, err := s.o.Ledger.Users(r.Context())
	if err != nil {
		return err
	}
	if len(users) == 0 {
		return v.to(w, "/first")
	}
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return v.to(w, "/login")
	}
	return v.to(w, "/login?"+url.Values{"back": {r.URL.RequestURI()}}.Encode())
}

// loginPage asks for login and password.
func (s *Server) loginPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.User.ID != 0 {
		return v.to(w, back(r.URL.Query().Get("back")))
	}
	users, err := s.o.Ledger.Users(r.Context())
	if err != nil {
		return err
	}
	if len(users) == 0 {
		return v.to(w, "/first")
	}
	return v.page(w, "login", vigie.Say("login-title"), loginForm{Back: r.URL.Query().Get("back")})
}

// login checks a password. A login that does not exist costs and says the same
// as a wrong password.
func (s *Server) login(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	form := loginForm{Login: strings.TrimSpace(r.FormValue("login")), Back: r.FormValue("back")}
	login, from := govern.FoldLogin(form.Login), address(r)
	if wait := s.throttle.Wait(login, from, v.Now); wait > 0 {
		v.Status = http.StatusTooManyRequests
		form.Trouble = v.Print.Say("login-wait", wait)
		return v.page(w, "login", vigie.Say("login-title"), form)
	}
	u, err := s.o.Ledger.UserByLogin(ctx, login)
	if err != nil && !isNotFound(err) {
		return err
	}
	password := r.FormValue("password")
	if len(password) > 4*govern.PasswordMost { // four bytes a character at most
		password = ""
	}
	right, err := govern.CheckPassword(ctx, u.Hash, password)
	if err != nil {
		return err
	}
	if !right {
		s.throttle.Wrong(login, from, v.Now)
		s.o.Log.Info("wrong password", "request", v.Token, "from", from)
		v.Status = http.StatusUnprocessableEntity
		form.Trouble = v.Print.Say("login-wrong")
		return v.page(w, "login", vigie.Say("login-title"), form)
	}
	s.throttle.Right(login, from)
	if govern.Outdated(u.Hash) {
		if u.Hash, err = govern.HashPassword(ctx, password); err != nil {
			return err
		}
		if u, err = s.o.Ledger.SaveUser(ctx, u); err != nil {
			return err
		}
	}
	if err := s.signIn(ctx, u); err != nil {
		return err
	}
	return v.to(w, back(form.Back))
}

// logout ends the session in the store, not only in the browser.
func (s *Server) logout(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	// Pages seen while signed in go from the browser's memory too.
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return v.to(w, "/login")
}

// enter opens the link that `vigie demo` prints: signed in. A link that opens
// no more leads to the door and says so there.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.User.ID != 0 {
		return v.to(w, "/")
	}
	id, ok := s.pass.take(r.URL.Query().Get("token"), v.Now)
	if !ok {
		v.Status = http.StatusForbidden
		return v.page(w, "login", vigie.Say("login-title"), loginForm{Trouble: v.Print.Say("enter-used")})
	}
	u, err := s.o.Ledger.User(r.Context(), id)
	if err != nil {
		return err
	}
	if err := s.signIn(r.Context(), u); err != nil {
		return err
	}
	return v.to(w, "/")
}

// firstForm is what the page of the first user shows.
type firstForm struct {
	Token, Name, Login string
	Known              bool // the token came with the link: do not ask
	Trouble            string
}

// firstPage asks for the first user, while there is none.
func (s *Server) firstPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.nobodyYet(r); err != nil {
		return err
	}
	token := r.URL.Query().Get("token")
	return v.page(w, "first", vigie.Say("first-title"), firstForm{Token: token, Known: same(token, s.o.FirstToken)})
}

// first makes the first user for whoever shows the token.
func (s *Server) first(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	if err := s.nobodyYet(r); err != nil {
		return err
	}
	form := firstForm{
		Token: strings.TrimSpace(r.FormValue("token")),
		Name:  strings.TrimSpace(r.FormValue("name")),
		Login: strings.TrimSpace(r.FormValue("login")),
	}
	form.Known = same(form.Token, s.o.FirstToken)
	again := func(err error) error {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		form.Trouble = v.Print.Error(err)
		return v.page(w, "first", vigie.Say("first-title"), form)
	}
	from := address(r)
	if wait := s.throttle.Wait("", from, v.Now); wait > 0 {
		return again(vigie.Errorf(vigie.Unavailable, nil, "login-wait", wait))
	}
	if !form.Known {
		s.throttle.Wrong("", from, v.Now)
		return again(vigie.Errorf(vigie.Forbidden, nil, "first-token-wrong"))
	}
	if form.Name == "" {
		return again(vigie.Errorf(vigie.Invalid, nil, "name-missing"))
	}
	if err := govern.LoginFits(form.Login); err != nil {
		return again(err)
	}
	password := r.FormValue("password")
	if err := govern.PasswordFits(password, form.Login); err != nil {
		return again(err)
	}
	hash, err := govern.HashPassword(ctx, password)
	if err != nil {
		return again(err)
	}
	u, err := s.o.Ledger.SaveUser(ctx, govern.User{
		Name: form.Name, Login: govern.FoldLogin(form.Login), Hash: hash, Lang: say.In(v.Lang).Lang(), Created: v.Now,
	})
	if err != nil {
		return again(err)
	}
	s.o.Log.Info("first user made", "request", v.Token, "user", u.ID)
	if err := s.signIn(ctx, u); err != nil {
		return err
	}
	return v.to(w, "/setup")
}

// nobodyYet refuses the first-user page once somebody exists.
func (s *Server) nobodyYet(r *http.Request) error {
	users, err := s.o.Ledger.Users(r.Context())
	if err != nil {
		return err
	}
	if len(users) > 0 {
		return vigie.Errorf(vigie.NotFound, nil, "first-done")
	}
	return nil
}
