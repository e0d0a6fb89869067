package web

import (
	"net/http"

	"vigie.example/vigie"
)

// mention is being built.
func (s *Server) mention(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.page(w, "mention", vigie.Say("menu-today"), nil)
}
