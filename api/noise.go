package api

import (
	"net/http"
	"strconv"
	"time"

	"vigie.example/vigie"
)

// Pack is a noise pack and what it put aside of what is kept.
type Pack struct {
	Name  string `json:"name"`
	Query string `json:"query"`
	On    bool   `json:"on"`
	Aside int64  `json:"aside"`
}

// packs answers the noise packs, and how much of what is kept each put aside.
func (a *api) packs(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	counts, err := a.Watch.NoiseCounts(r.Context(), time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	out := []Pack{}
	for _, p := range a.Watch.Packs() {
		out = append(out, Pack{p.Name, p.Text, p.On, counts[p.Name]})
	}
	return answer(w, out)
}

// asidesMost is how many mentions of a pack are answered at once.
const asidesMost = 200

// asides answers what a pack put aside, newest first; the parameter before is
// the id of the last mention of the answer before.
func (a *api) asides(w http.ResponseWriter, r *http.Request) error {
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil && r.URL.Query().Get("before") != "" {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "before", r.URL.Query().Get("before"))
	}
	name := r.PathValue("name")
	if err := a.packNamed(name); err != nil {
		return err
	}
	kept, err := a.Archive.Asides(r.Context(), name, time.Time{}, time.Time{}, vigie.MentionID(before), asidesMost)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := []Mention{}
	for i := range kept {
		out = append(out, mentionOf(&kept[i], called))
	}
	return answer(w, out)
}

// packNamed is NotFound where there is no such pack.
func (a *api) packNamed(name string) error {
	if a.Watch == nil {
		return missing("topics")
	}
	for _, p := range a.Watch.Packs() {
		if p.Name == name {
			return nil
		}
	}
	return vigie.Errorf(vigie.NotFound, nil, "noise-unknown", name)
}

// switchPack puts a pack in force or out of it, and answers all.
func (a *api) switchPack(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		On bool `json:"on"`
	}
	if err := body(r, &in); err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	if err := a.Watch.SwitchPack(r.Context(), r.PathValue("name"), in.On); err != nil {
		return err
	}
	return a.packs(w, r)
}

// bringBack brings back one mention that a pack put aside, and answers it.
func (a *api) bringBack(w http.ResponseWriter, r *http.Request) error {
	id, err := a.intended(r)
	if err != nil {
		return err
	}
	if err := a.Watch.BringBack(r.Context(), id, ""); err != nil {
		return err
	}
	return a.mention(w, r)
}
