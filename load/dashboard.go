package load

import (
	"context"
	"fmt"
	"time"
)

// Page is one page, or part of one, whose figures are asked for.
type Page struct {
	Name string // "today", "topic", ...
	Run  func(ctx context.Context) error
}

// Dashboard measures the figures of each page rounds times, after two rounds
// that are not counted, and of all pages together under "dashboard". The very
// first opening of each page is told beside, under its name and "first".
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
		out = append(out, Result{Name: "dashboard." + p.Name + ".first", Value: milliseconds(first[i]), Unit: "ms", Settings: Settings(settings)})
	}
	return out, nil
}
