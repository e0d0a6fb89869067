package web

import (
	"net/http"

	"vigie.example/vigie"
)

// stream is being built.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.page(w, "stream", vigie.Say("menu-today"), nil)
}
