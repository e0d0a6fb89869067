package main

import (
	"context"
	"net/url"
	"os"
	"runtime"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// diskLow is how little free room is worth a warning: a backup of a common
// archive needs about as much.
const diskLow = 1 << 30

// clockAhead is how far past now the newest publication may lie before the
// clock is suspected: mentions are clamped to a day after they were heard.
const clockAhead = 25 * time.Hour

// Run prints what was looked after, in plain sentences.
func (c *doctorCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		v := url.Values{}
		if c.Recount {
			v.Set("recount", "true")
		}
		var checks []api.Check
		if err := cl.get(ctx, "/checks", v, &checks); err != nil {
			return err
		}
		found := 0
		for _, k := range checks {
			if !k.OK {
				found++
			}
		}
		if err := s.checks(checks, found); err != nil {
			return err
		}
		if found > 0 {
			return foundError{}
		}
		return nil
	})
}

func (s *session) checks(checks []api.Check, found int) error {
	if s.cli.JSON {
		return objects(s, checks)
	}
	for _, k := range checks {
		id := "cli-check-good"
		if !k.OK {
			id = "cli-check-bad"
		}
		if err := s.line(id, k.Tell); err != nil {
			return err
		}
		if k.Do != "" {
			if err := s.line("cli-check-do", k.Do); err != nil {
				return err
			}
		}
	}
	if found > 0 {
		return s.line("cli-doctor-found", found)
	}
	return s.line("cli-doctor-good")
}

// checks looks after the machine and this process. It is api.Options.Checks.
func (p *program) checks(ctx context.Context) []api.Check {
	out := []api.Check{p.checkFolder(), p.checkDisk(), p.checkClock(ctx), p.checkZone(ctx)}
	socket := vigie.Say("check-alone")
	if p.serving.Load() {
		socket = vigie.Say("check-socket")
	}
	return append(out,
		api.Check{Name: "socket", OK: true, Found: socket},
		api.Check{Name: "version", OK: true, Found: vigie.Say("check-version", theBuild().Version, runtime.Version())})
}

func (p *program) checkFolder() api.Check {
	i, err := os.Stat(p.dir)
	if err != nil {
		return api.Check{Name: "folder", Found: vigie.Say("cli-unreadable", p.dir), Advice: vigie.Say("check-folder-do", p.dir)}
	}
	if i.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return api.Check{Name: "folder", Found: vigie.Say("check-folder-open", p.dir), Advice: vigie.Say("check-folder-do", p.dir)}
	}
	return api.Check{Name: "folder", OK: true, Found: vigie.Say("check-folder", p.dir)}
}

func (p *program) checkDisk() api.Check {
	free, err := freeBytes(p.dir)
	if err != nil {
		p.log.Warn("free disk not known", "err", err)
		return api.Check{Name: "disk", Found: vigie.Say("cli-unreadable", p.dir), Advice: vigie.Say("check-disk-low-do")}
	}
	if free < diskLow {
		return api.Check{Name: "disk", Found: vigie.Say("check-disk-low", free>>20), Advice: vigie.Say("check-disk-low-do")}
	}
	return api.Check{Name: "disk", OK: true, Found: vigie.Say("check-disk", free>>20)}
}

func (p *program) checkClock(ctx context.Context) api.Check {
	now := p.now()
	x, err := p.store.Extent(ctx)
	if err == nil && x.Newest.After(now.Add(clockAhead)) {
		return api.Check{Name: "clock", Found: vigie.Say("check-clock-bad", now, x.Newest), Advice: vigie.Say("check-clock-bad-do")}
	}
	if err != nil {
		p.log.Warn("extent not read", "err", err) // told by the check of the store
	}
	return api.Check{Name: "clock", OK: true, Found: vigie.Say("check-clock", now)}
}

func (p *program) checkZone(ctx context.Context) api.Check {
	ws, err := p.store.Workspace(ctx)
	if err != nil {
		p.log.Debug("workspace not read", "err", err)
	}
	if _, err := time.LoadLocation(ws.Zone); err != nil {
		return api.Check{Name: "zones", Found: vigie.Say("check-zones-bad", ws.Zone), Advice: vigie.Say("check-zones-bad-do")}
	}
	return api.Check{Name: "zones", OK: true, Found: vigie.Say("check-zones")}
}
