package web

import (
	"net/http"
	"strings"

	"vigie.example/vigie"
)

// listsPage shows the named lists that queries use.
type listsPage struct {
	Lists   []vigie.List
	Name    string // being written
	Terms   string
	Trouble string
}

// lists shows the lists; one of them in the form where the address names it.
func (s *Server) lists(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := listsPage{Name: r.URL.Query().Get("list")}
	return s.showLists(w, r, v, d)
}

func (s *Server) showLists(w http.ResponseWriter, r *http.Request, v *visit, d listsPage) error {
	var err error
	if d.Lists, err = s.o.Ledger.Lists(r.Context()); err != nil {
		return err
	}
	if d.Trouble == "" {
		for _, l := range d.Lists {
			if l.Name == d.Name {
				d.Terms = l.Terms
			}
		}
	}
	return v.page(w, "lists", vigie.Say("lists-title"), d)
}

// changeList saves or deletes a list.
func (s *Server) changeList(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := listsPage{Name: strings.TrimSpace(r.FormValue("name")), Terms: strings.ReplaceAll(r.FormValue("terms"), "\r\n", "\n")}
	var err error
	told := "list-told-saved"
	if r.FormValue("do") == "delete" {
		told = "list-told-deleted"
		err = s.o.Watch.DeleteList(r.Context(), d.Name)
	} else {
		err = s.o.Watch.SaveList(r.Context(), vigie.List{Name: d.Name, Terms: d.Terms})
	}
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		d.Trouble = v.Print.Error(err)
		return s.showLists(w, r, v, d)
	}
	v.tell(r.Context(), told, d.Name)
	return v.to(w, "/lists")
}
