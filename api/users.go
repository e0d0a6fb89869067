package api

import (
	"net/http"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

// User is somebody who signs in. Password is only ever sent to Vigie.
type User struct {
	ID       govern.UserID `json:"id"`
	Name     string        `json:"name"`
	Login    string        `json:"login"` // e-mail address
	Lang     string        `json:"lang,omitempty"`
	Password string        `json:"password,omitempty"`
}

func userOf(u govern.User) User {
	return User{ID: u.ID, Name: u.Name, Login: u.Login, Lang: u.Lang}
}

// keepingUsers refuses where Options.Users does not allow it.
func (a *api) keepingUsers(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !a.Users {
			return vigie.Errorf(vigie.Forbidden, nil, "api-no-users")
		}
		return h(w, r)
	}
}

// users answers everybody who signs in.
func (a *api) users(w http.ResponseWriter, r *http.Request) error {
	users, err := a.Ledger.Users(r.Context())
	if err != nil {
		return err
	}
	out := []User{}
	for _, u := range users {
		out = append(out, userOf(u))
	}
	return answer(w, out)
}

// addUser keeps somebody new.
func (a *api) addUser(w http.ResponseWriter, r *http.Request) error {
	var in User
	if err := body(r, &in); err != nil {
		return err
	}
	if in.Name == "" {
		return vigie.Errorf(vigie.Invalid, nil, "name-missing")
	}
	if err := govern.LoginFits(in.Login); err != nil {
		return err
	}
	u := govern.User{Name: in.Name, Login: govern.FoldLogin(in.Login), Lang: a.printer(r).Lang()}
	return a.keepUser(w, r, u, in.Password)
}

// changePassword gives somebody another password; a forgotten one is not
// asked for, because whoever reaches this may do anything to the data anyway.
func (a *api) changePassword(w http.ResponseWriter, r *http.Request) error {
	u, err := a.Ledger.UserByLogin(r.Context(), govern.FoldLogin(r.PathValue("login")))
	if err != nil {
		return err
	}
	var in User
	if err := body(r, &in); err != nil {
		return err
	}
	return a.keepUser(w, r, u, in.Password)
}

// keepUser keeps u under a password that fits.
func (a *api) keepUser(w http.ResponseWriter, r *http.Request, u govern.User, password string) (err error) {
	if err := govern.PasswordFits(password, u.Login); err != nil {
		return err
	}
	if u.Hash, err = govern.HashPassword(r.Context(), password); err != nil {
		return err
	}
	if u, err = a.Ledger.SaveUser(r.Context(), u); err != nil {
		return err
	}
	a.Log.Info("password set", "user", u.ID)
	return answer(w, userOf(u))
}
