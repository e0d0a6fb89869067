package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/report"
)

// changeSignature keeps who hands reports over: a name, and a logo where a file
// came along.
func (s *Server) changeSignature(w http.ResponseWriter, r *http.Request, v *visit) error {
	err := s.sign(r)
	if err != nil {
		if vigie.KindOf(err) == vigie.Internal {
			return err
		}
		v.Status = status(vigie.KindOf(err))
		return s.showSettings(w, r, v, v.Workspace, v.Print.Error(err))
	}
	v.tell(r.Context(), "signature-told")
	return v.to(w, "/settings#signature")
}

func (s *Server) sign(r *http.Request) error {
	ctx := r.Context()
	kept, err := report.Signed(ctx, s.o.Ledger)
	if err != nil {
		return err
	}
	if err := r.ParseMultipartForm(formMost); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "report-bad-logo")
	}
	kept.Name = strings.TrimSpace(r.FormValue("signature"))
	if r.FormValue("drop") != "" {
		kept.Logo = nil
	}
	f, _, err := r.FormFile("logo")
	switch {
	case errors.Is(err, http.ErrMissingFile): // what a browser sends where none was chosen
	case err != nil:
		return vigie.Errorf(vigie.Invalid, err, "report-bad-logo")
	default:
		logo, err := io.ReadAll(io.LimitReader(f, report.LogoMost+1))
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		kept.Logo = logo
	}
	return report.Sign(ctx, s.o.Ledger, kept)
}

// logo shows the kept logo.
func (s *Server) logo(w http.ResponseWriter, r *http.Request, _ *visit) error {
	kept, err := report.Signed(r.Context(), s.o.Ledger)
	if err != nil {
		return err
	}
	if len(kept.Logo) == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "page-not-found")
	}
	w.Header().Set("Content-Type", http.DetectContentType(kept.Logo))
	_, err = w.Write(kept.Logo)
	return sent(err)
}
