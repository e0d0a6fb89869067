package api

import (
	"net/http"
	"strings"

	"vigie.example/vigie"
)

// backup streams a complete, consistent copy of everything kept.
func (a *api) backup(w http.ResponseWriter, r *http.Request) error {
	// A copy holds passwords' hashes and everybody's words: whoever may not
	// change anything may not take it away either.
	if !a.Mutations {
		return vigie.Errorf(vigie.Forbidden, nil, "api-read-only")
	}
	if a.Backup == nil {
		return missing("backup")
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	return a.Backup.Backup(r.Context(), w)
}

// Erasure asks for everything by one author to be removed.
type Erasure struct {
	Author string `json:"author"` // Mention.AuthorKey
}

// Erased says how many mentions went.
type Erased struct {
	Author string `json:"author"`
	Erased int    `json:"erased"`
}

// erase removes a person.
func (a *api) erase(w http.ResponseWriter, r *http.Request) error {
	var in Erasure
	if err := body(r, &in); err != nil {
		return err
	}
	if strings.TrimSpace(in.Author) == "" {
		return vigie.Errorf(vigie.Invalid, nil, "api-erase-nobody")
	}
	n, err := a.Archive.Erase(r.Context(), in.Author)
	if err != nil {
		return err
	}
	a.Log.Info("author erased", "mentions", n)
	return answer(w, Erased{Author: in.Author, Erased: n})
}

// workspace answers what the first-run page asked.
func (a *api) workspace(w http.ResponseWriter, r *http.Request) error {
	ws, err := a.Ledger.Workspace(r.Context())
	if err != nil {
		return err
	}
	return answer(w, Workspace(ws))
}

// saveWorkspace keeps what the body gives and leaves the rest as it was.
func (a *api) saveWorkspace(w http.ResponseWriter, r *http.Request) error {
	ws, err := a.Ledger.Workspace(r.Context())
	if err != nil {
		return err
	}
	in := Workspace(ws)
	if err := body(r, &in); err != nil {
		return err
	}
	if err := a.Ledger.SaveWorkspace(r.Context(), vigie.Workspace(in)); err != nil {
		return err
	}
	return answer(w, in)
}
