package api

import (
	"net/http"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/say"
)

// Back is how far back in time a source was heard.
type Back struct {
	Source vigie.SourceID `json:"source"`
	Name   string         `json:"name,omitempty"`
	Said   string         `json:"said"` // the whole of it in words
	Oldest time.Time      `json:"oldest,omitzero"`
	Looked int            `json:"looked"`
	Left   int            `json:"left"` // -1 unknown
	Found  int            `json:"found"`
	New    int            `json:"new"`
	Whole  bool           `json:"whole"`
	Done   bool           `json:"done"`
}

func (a *api) backOf(b listen.Back, src vigie.Source, p *say.Printer) Back {
	var said []string
	for _, s := range listen.Depth(b, a.Now()) {
		said = append(said, p.Sentence(s))
	}
	name := src.Name
	if name == "" {
		name = src.Address
	}
	return Back{Source: b.Source, Name: name, Said: strings.Join(said, " "), Oldest: b.Oldest, Looked: b.Looked, Left: b.Left, Found: b.Found, New: b.New, Whole: b.Whole, Done: b.Done}
}

// goBack begins to read the past of a source, or begins again.
func (a *api) goBack(w http.ResponseWriter, r *http.Request) error {
	src, err := a.sourceAt(r)
	if err != nil {
		return err
	}
	if !src.Kind.HasPast() {
		return vigie.Errorf(vigie.Invalid, nil, "api-bad-source-kind", string(src.Kind))
	}
	b := listen.Begin(src.ID, a.Now())
	if err := a.Ledger.SaveBack(r.Context(), b); err != nil {
		return err
	}
	return answer(w, a.backOf(b, src, a.printer(r)))
}

// backs answers how far back each source was heard.
func (a *api) backs(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Ledger.Backs(r.Context())
	if err != nil {
		return err
	}
	sources, err := a.Ledger.Sources(r.Context())
	if err != nil {
		return err
	}
	by := map[vigie.SourceID]vigie.Source{}
	for _, s := range sources {
		by[s.ID] = s
	}
	p := a.printer(r)
	out := []Back{}
	for _, b := range all {
		out = append(out, a.backOf(b, by[b.Source], p))
	}
	return answer(w, out)
}
