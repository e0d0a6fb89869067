package web

import (
	"encoding/json"
	"net/http"

	"vigie.example/vigie"
)

// api serves Options.API to those signed in. Programs get a refusal they can
// read, and not the page that asks people to sign in.
func (s *Server) api(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.o.API == nil {
		return vigie.Errorf(vigie.NotFound, nil, "page-not-found")
	}
	if v.User.ID == 0 {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(http.StatusUnauthorized)
		return json.NewEncoder(w).Encode(map[string]string{
			"kind": "forbidden", "id": "api-sign-in", "message": v.Print.Say("api-sign-in"),
		})
	}
	s.o.API.ServeHTTP(w, r)
	return nil
}
