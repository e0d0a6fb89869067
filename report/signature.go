package report

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a logo is one of these two
	_ "image/png"
	"net/http"

	"vigie.example/vigie"
)

// Memory keeps the signature of reports; a store.Ledger is one.
type Memory interface {
	Workspace(ctx context.Context) (vigie.Workspace, error)
	Remembered(ctx context.Context, about string) ([]byte, error)
	Remember(ctx context.Context, about string, data []byte) error
}

const (
	aboutSignature = "signature of reports"
	// LogoMost bounds the file of a logo, in bytes.
	LogoMost = 500 << 10
	// logoSide bounds its sides, in pixels: a small file can hold a picture that
	// fills the memory.
	logoSide = 4000
	nameMost = 80
)

// Signed returns who hands reports over: what was kept, else the organisation.
func Signed(ctx context.Context, m Memory) (Signature, error) {
	var s Signature
	data, err := m.Remembered(ctx, aboutSignature)
	if err != nil {
		return s, err
	}
	if data != nil {
		if err := json.Unmarshal(data, &s); err != nil {
			return s, fmt.Errorf("signature of reports: %w", err)
		}
	}
	ws, err := m.Workspace(ctx)
	s.Name = cmp.Or(s.Name, ws.Name)
	return s, err
}

// Sign keeps who hands reports over from now on; the zero Signature is the
// organisation. Kind Invalid for a name too long and for a logo that is none.
func Sign(ctx context.Context, m Memory, s Signature) error {
	if len([]rune(s.Name)) > nameMost {
		return vigie.Errorf(vigie.Invalid, nil, "report-bad-name", nameMost)
	}
	if _, err := s.picture(); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "report-bad-logo")
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return m.Remember(ctx, aboutSignature, data)
}

// errLogo is a logo that is no picture.
var errLogo = errors.New("logo: neither a readable PNG nor JPEG")

// picture returns the media type of the logo, empty without one.
func (s *Signature) picture() (kind string, err error) {
	if len(s.Logo) == 0 {
		return "", nil
	}
	kind = http.DetectContentType(s.Logo)
	if len(s.Logo) > LogoMost || kind != "image/png" && kind != "image/jpeg" {
		return "", errLogo
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(s.Logo))
	if err != nil {
		return "", fmt.Errorf("%w: %w", errLogo, err)
	}
	if c.Width > logoSide || c.Height > logoSide {
		return "", fmt.Errorf("%w: %d by %d pixels", errLogo, c.Width, c.Height)
	}
	return kind, nil
}
