package web

import (
	"net/http"

	"vigie.example/vigie"
)

// compare is being built.
func (s *Server) compare(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.page(w, "compare", vigie.Say("menu-today"), nil)
}
