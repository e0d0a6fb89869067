package web

import (
	"net/http"

	"vigie.example/vigie"
)

// topic is being built.
func (s *Server) topic(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.page(w, "topic", vigie.Say("menu-today"), nil)
}
