package load

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Page is one page, or part of one, whose figures are asked for.
type Page struct {
	Name string // "today", "topic", ...
	Run  func(ctx context.Context) error
}

// Once opens each page one time and tells how long it took, under its name and
// as, and the worst of all.
func Once(ctx context.Context, pages []Page, as string, settings map[string]any) ([]Result, error) {
	took := make([]time.Duration, len(pages))
	for i, p := range pages {
		start := time.Now()
		if err := p.Run(ctx); err != nil {
			return nil, fmt.Errorf("figures of %s: %w", p.Name, err)
		}
		took[i] = time.Since(start)
	}
	return each(pages, took, as, settings), nil
}

// each tells one figure of each page, and the worst.
func each(pages []Page, took []time.Duration, as string, settings map[string]any) []Result {
	out := []Result{{Name: "dashboard." + as + ".worst", Value: milliseconds(slices.Max(took)), Unit: "ms", Settings: Settings(settings)}}
	for i, p := range pages {
		out = append(out, Result{Name: "dashboard." + p.Name + "." + as, Value: milliseconds(took[i]), Unit: "ms", Settings: Settings(settings)})
	}
	return out
}

// Dashboard measures the figures of each page rounds times, after two rounds
// that are not counted, and of all pages together under "dashboard". The very
// first opening of each page is told beside, under its name and "first", and the
// worst of them.
func Dashboard(ctx context.Context, pages []Page, rounds int, settings map[string]any) ([]Result, error) {
	const warmUp = 2
	var all []time.Duration
	one, first := make([][]time.Duration, len(pages)), make([]time.Duration, len(pages))
	for round := range rounds + warmUp {
		for i, p := range pages {
			start := time.Now()
			if err := p.Run(ctx); err != nil {
				return nil, fmt.Errorf("figures of %s: %w", p.Name, err)
			}
			took := time.Since(start)
			if round == 0 {
				first[i] = took
			}
			if round >= warmUp {
				one[i] = append(one[i], took)
				all = append(all, took)
			}
		}
	}
	out := spread("dashboard", all, settings)
	for i, p := range pages {
		out = append(out, spread("dashboard."+p.Name, one[i], settings)...)
	}
	return append(out, each(pages, first, "first", settings)...), nil
}
