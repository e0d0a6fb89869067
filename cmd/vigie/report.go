package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/report"
)

// Run makes a pre-audit.
func (c *auditCmd) Run(ctx context.Context, s *session) error {
	in := api.Report{Brand: c.Brand, Rivals: c.Rivals, Themes: c.Theme, Since: c.Since, Until: c.Until, Hours: c.Hours, August: c.August, Admission: c.Admission}
	return s.report(ctx, "/audit", in, c.reporting, "pre-audit")
}

// Run measures a sector month by month.
func (c *barometerCmd) Run(ctx context.Context, s *session) error {
	return s.report(ctx, "/barometer", api.Report{Sector: c.Sector, Months: c.Months, Until: c.Until}, c.reporting, "barometer")
}

// Run makes a monthly report.
func (c *reportCmd) Run(ctx context.Context, s *session) error {
	return s.report(ctx, "/report", api.Report{Brand: c.Brand, Rivals: c.Rivals, Month: c.Month}, c.reporting, "report")
}

// report asks for a report and hands it over: as a file, or in words.
func (s *session) report(ctx context.Context, path string, in api.Report, o reporting, name string) error {
	in.Format, in.Name = o.Format, o.By
	if o.Logo != "" {
		logo, err := readLogo(o.Logo)
		if err != nil {
			return err
		}
		in.Logo = logo
	}
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if o.Format == "" {
			return s.sayReport(ctx, cl, path, in)
		}
		pour := func(w io.Writer) (int64, error) { return cl.postTo(ctx, w, path, in) }
		switch {
		case o.Out == "-", o.Out == "" && o.Format == "json":
			_, err := pour(s.out)
			return err
		case o.Out == "":
			o.Out = name + "." + o.Format
		}
		n, err := writeWhole(o.Out, func(f *os.File) (int64, error) { return pour(f) })
		if err != nil {
			return err
		}
		return s.tellFile(o.Out, n)
	})
}

// Run shows or changes who hands reports over.
func (c *signatureCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var kept api.Signature
		if err := cl.get(ctx, "/signature", nil, &kept); err != nil {
			return err
		}
		if c.Name != nil {
			kept.Name = *c.Name
		}
		if c.Logo != nil {
			kept.Logo = nil
			if *c.Logo != "" {
				logo, err := readLogo(*c.Logo)
				if err != nil {
					return err
				}
				kept.Logo = logo
			}
		}
		if c.Name != nil || c.Logo != nil {
			if err := cl.send(ctx, http.MethodPut, "/signature", kept, &kept); err != nil {
				return err
			}
		}
		if s.cli.JSON {
			return s.object(kept)
		}
		logos := 0
		if len(kept.Logo) > 0 {
			logos = 1
		}
		return s.line("cli-signature-is", kept.Name, logos)
	})
}

// readLogo reads a small picture.
func readLogo(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, vigie.Errorf(vigie.NotFound, err, "cli-no-file", path)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, report.LogoMost+1))
	if err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "report-bad-logo")
	}
	if len(b) > report.LogoMost {
		return nil, vigie.Errorf(vigie.Invalid, nil, "report-bad-logo")
	}
	return b, nil
}

// sayReport prints what the pages of a report say.
func (s *session) sayReport(ctx context.Context, cl *client, path string, in api.Report) error {
	var raw json.RawMessage
	if err := cl.send(ctx, http.MethodPost, path, in, &raw); err != nil {
		return err
	}
	if s.cli.JSON {
		_, err := s.out.Write(append(raw, '\n'))
		return err
	}
	var said struct {
		Pages []struct {
			Name, Answer string
			Findings     []string
		}
	}
	if err := json.Unmarshal(raw, &said); err != nil {
		return fmt.Errorf("read report: %w", err)
	}
	var b strings.Builder
	for _, p := range said.Pages {
		fmt.Fprintf(&b, "%s\n", p.Name)
		wrap(&b, p.Answer, "  ", helpWidth)
		for _, f := range p.Findings {
			wrap(&b, "· "+f, "  ", helpWidth)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(s.out, plainLines(noBreak.Replace(b.String())))
	return err
}

// plainLines is plain, line by line.
func plainLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = plain(lines[i])
	}
	return strings.Join(lines, "\n")
}
