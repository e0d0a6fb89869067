package web

import (
	"net/http"

	"vigie.example/vigie"
)

// today is being built.
func (s *Server) today(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.page(w, "today", vigie.Say("menu-today"), nil)
}
